internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia member milestones`: what a member reached, and what is missing.
struct MemberMilestonesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "milestones",
        abstract: "Show the milestones that a member reached, and what is missing.",
        discussion: """
            Birthdays are not told: when they are stands sealed.

            EXAMPLES
              setia member milestones card:KS-1001
              setia member milestones email:ana@example.com --database shop.db
              setia member milestones card:KS-1001 --json
            """
    )

    @Argument(help: ArgumentHelp("Her id, or such as card:KS-1001.", valueName: "member"))
    var member: MemberReference

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let service = brand.service
                let id = try await member.resolve(service)
                guard let view = try await service.milestones(of: id) else { throw MemberReference.unknownID }
                let shell = Shell.current
                let words = view.version.map { MilestoneWords($0, .en) }
                if output.json {
                    let body = MilestonesBody(
                        member: id,
                        at: view.at,
                        milestones: view.milestones.map { progress in
                            .init(
                                progress: progress,
                                gives: words?.gives(progress.milestone),
                                missing: progress.missing.flatMap { words?.missing($0) }
                            )
                        }
                    )
                    return shell.say(try JSON.parse(body.bytes).pretty)
                }
                guard !view.milestones.isEmpty, let words else {
                    return shell.note("there are no milestones for this member: write some under 'milestones'")
                }
                var table = TextTable([("milestone", .left), ("gives", .left), ("reached", .left), ("next", .left)])
                for progress in view.milestones {
                    table.add(
                        progress.milestone.key.text,
                        words.gives(progress.milestone) ?? "",
                        progress.reached.first.map { words.reached($0) } ?? "not yet",
                        progress.missing.map { words.missing($0) } ?? ""
                    )
                }
                shell.say(table.text)
            }
        }
    }
}
