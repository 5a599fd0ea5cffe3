internal import ArgumentParser

/// `setia member`: one member.
struct MemberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member",
        abstract: "Show or erase one member.",
        discussion: """
            A member is named by her id, or by a way in which she is recognised: email:, phone:, card: or customer: \
            and its value.

            EXAMPLES
              setia member show card:KS-1001
              setia member show 01kb4ezy00e9gt8f9e1s2w3x4y --ledger
              setia member erase email:ana@example.com
            """,
        subcommands: [MemberShowCommand.self, MemberEraseCommand.self]
    )
}
