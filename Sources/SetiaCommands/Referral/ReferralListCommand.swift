internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia referral list`: who came by whose code, newest first.
struct ReferralListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List who came by whose code, newest first.",
        discussion: """
            EXAMPLES
              setia referral list
              setia referral list --held
              setia referral list --limit 200 --json
            """
    )

    @Flag(help: "Only those that somebody must look at.")
    var held = false

    @Option(help: "How many at most, 1 to 200.")
    var limit = 50

    @Option(help: ArgumentHelp("Where to go on: the last friend of the page before.", valueName: "id"))
    var after: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...200).contains(limit) else { throw ValidationError("--limit is 1 to 200") }
        guard after.map({ MemberID(text: $0) != nil }) ?? true else {
            throw ValidationError("--after is a friend of this list")
        }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let before = after.flatMap { MemberID(text: $0) }
                let items = try await brand.service.referrals(heldOnly: held, before: before, limit: limit)
                let (shell, now) = (Shell.current, brand.service.surroundings.now())
                if output.json { return shell.say(JSON.array(items.map { $0.json(at: now) }).pretty) }
                guard !items.isEmpty else { return shell.note("nobody is in this list") }
                var table = TextTable([
                    ("friend", .left), ("referrer", .left), ("joined", .left), ("state", .left), ("signs", .left),
                ])
                for item in items {
                    table.add(
                        item.friend.text,
                        item.referrer.text,
                        item.at.rfc3339,
                        item.state(at: now),
                        (item.referral?.signs ?? []).map(\.rawValue).joined(separator: ", ")
                    )
                }
                shell.say(table.text)
                if items.count == limit, let last = items.last { shell.note("go on: --after \(last.friend.text)") }
            }
        }
    }
}
