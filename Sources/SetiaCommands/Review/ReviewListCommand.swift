internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia review list`: the events that wait for somebody, newest first.
struct ReviewListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the events that wait for somebody, newest first.",
        discussion: """
            EXAMPLES
              setia review list
              setia review list --state waiting
              setia review list --state dismissed --limit 100 --json
            """
    )

    @Option(help: "open, waiting (for an order), applied or dismissed.")
    var state = "open"

    @Option(help: "How many at most, 1 to 200.")
    var limit = 50

    @Option(help: ArgumentHelp("Where to go on: the last id of the page before.", valueName: "id"))
    var after: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...200).contains(limit) else { throw ValidationError("--limit is 1 to 200") }
        guard ReviewFilter(rawValue: state) != nil else {
            throw ValidationError("--state is open, waiting, applied or dismissed")
        }
        guard after.map({ Identifier(text: $0) != nil }) ?? true else {
            throw ValidationError("--after is an id of this list")
        }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let before = after.flatMap { Identifier(text: $0) }
                let items = try await brand.service.reviews(ReviewFilter(rawValue: state), before: before, limit: limit)
                let (shell, now) = (Shell.current, brand.service.surroundings.now())
                if output.json { return shell.say(JSON.array(items.map { $0.json(at: now) }).pretty) }
                guard !items.isEmpty else { return shell.note("nothing is in this part of the list") }
                var table = TextTable([
                    ("id", .left), ("reason", .left), ("type", .left), ("happened", .left), ("event", .left),
                    ("member", .left),
                ])
                for item in items {
                    table.add(
                        item.id.text,
                        item.reason.rawValue,
                        item.event.type.rawValue,
                        item.event.occurredAt.rfc3339,
                        "\(item.event.source)/\(item.event.id)",
                        item.member?.text ?? "-"
                    )
                }
                shell.say(table.text)
                if items.count == limit, let last = items.last { shell.note("go on: --after \(last.id.text)") }
            }
        }
    }
}
