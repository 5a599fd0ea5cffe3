internal import ArgumentParser

/// `setia member`: members, one or many.
struct MemberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member",
        abstract: "Find, list, export, show or erase members.",
        discussion: """
            A member is named by her id, or by a way in which she is recognised: email:, phone:, card: or customer: \
            and its value.

            EXAMPLES
              setia member find "siti nur"
              setia member show card:KS-1001
              setia member erase email:ana@example.com
            """,
        subcommands: [
            MemberFindCommand.self, MemberListCommand.self, MemberExportCommand.self, MemberShowCommand.self,
            MemberRewardsCommand.self, MemberMilestonesCommand.self, MemberHouseholdCommand.self,
            MemberMergeCommand.self, MemberStopCommand.self, MemberEraseCommand.self,
        ]
    )
}
