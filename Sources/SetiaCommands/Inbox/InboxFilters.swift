internal import ArgumentParser
internal import SetiaCore
internal import SetiaService

/// Which conversations of a part of the inbox are asked for.
struct InboxFilters: ParsableArguments {
    @Option(help: "By which she wrote last, such as mail, chat or whatsapp.")
    var channel: String?

    @Option(help: "Whose work it is: a team of the programme.")
    var team: String?

    @Option(help: "Who has it: an e-mail address of the staff.")
    var assignee: String?

    @Option(help: "On which level the member is now.")
    var level: String?

    @Flag(help: "Only where nobody has shown that the address is hers.")
    var unproved = false

    @Flag(help: "Only where our last answer did not arrive.")
    var undelivered = false

    @Flag(help: "Only what somebody has marked.")
    var marked = false

    @Option(help: "A name, or words of a subject or message.")
    var search: String?

    func validate() throws {
        guard channel.map({ MessageChannel(rawValue: $0) != nil }) ?? true else {
            throw ValidationError(
                "--channel is one of \(MessageChannel.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        guard search.map({ (1...200).contains($0.count) }) ?? true else {
            throw ValidationError("--search has 1 to 200 characters")
        }
    }

    /// What is asked for, with its names looked up.
    func wish(_ service: SetiaService) async throws -> InboxWish {
        var wish = InboxWish()
        let programme = try await service.currentVersion()?.programme
        wish.channel = channel.flatMap { MessageChannel(rawValue: $0) }
        if let team {
            guard programme?.service?.teams.contains(Key(team)) ?? false else {
                throw unknown("--team", team, "teams stand under service: in the programme")
            }
            wish.team = Key(team)
        }
        if let level {
            guard programme?.tierSets.contains(where: { $0.levels.contains { $0.key == Key(level) } }) ?? false else {
                throw unknown("--level", level, "levels stand under tiers: in the programme")
            }
            wish.level = Key(level)
        }
        if let assignee {
            guard let found = try await service.staff().first(where: { $0.email == assignee.lowercased() }) else {
                throw unknown("--assignee", assignee, "setia staff list shows who is there")
            }
            wish.assignee = found.id
        }
        (wish.onlyUnproved, wish.onlyTrouble, wish.onlyMarked) = (unproved, undelivered, marked)
        wish.words = search ?? ""
        return wish
    }

    private func unknown(_ option: String, _ value: String, _ todo: String) -> CommandFailure {
        CommandFailure("nothing was looked for", why: "\(option) \(value) is not known here", todo: todo, .usage)
    }
}
