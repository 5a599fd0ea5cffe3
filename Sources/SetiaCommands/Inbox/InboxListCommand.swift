internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia inbox list`: conversations, what is due first on top.
struct InboxListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List conversations, what is due first on top.",
        discussion: """
            EXAMPLES
              setia inbox list
              setia inbox list --part waiting --channel mail --unproved
              setia inbox list --part closed --search "oat milk" --json
            """
    )

    @Option(help: "open, unassigned, waiting, snoozed or closed.")
    var part = "open"

    @OptionGroup var filters: InboxFilters

    @Option(help: "How many at most, 1 to 200.")
    var limit = 50

    @Option(help: ArgumentHelp("Where to go on, as the page before says.", valueName: "place"))
    var after: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...200).contains(limit) else { throw ValidationError("--limit is 1 to 200") }
        guard let filter = InboxFilter(rawValue: part), filter != .mine else {
            throw ValidationError("--part is open, unassigned, waiting, snoozed or closed")
        }
        guard after.map({ InboxCursor(text: $0) != nil }) ?? true else {
            throw ValidationError("--after is a place of this list")
        }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let filter = InboxFilter(rawValue: part) ?? .open
                let after = after.flatMap { InboxCursor(text: $0) }
                let wish = try await filters.wish(brand.service)
                let page = try await brand.service.inbox(filter, wish, after: after, limit: limit)
                let shell = Shell.current
                if output.json {
                    return shell.say(JSON.array(page.rows.map { .object($0.conversation.json) }).pretty)
                }
                if page.looked > 0 { shell.note("\(grouped(page.looked)) looked into") }
                guard !page.rows.isEmpty else {
                    if let next = page.next { shell.note("go on: --after \(next.text)") }
                    return shell.note("nothing like that is in this part of the inbox")
                }
                var table = TextTable([
                    ("id", .left), ("who", .left), ("channel", .left), ("waiting since", .left), ("due", .left),
                ])
                for row in page.rows {
                    let conversation = row.conversation
                    table.add(
                        conversation.id.text,
                        row.name ?? "-",
                        conversation.channel.rawValue,
                        conversation.waiting?.since.rfc3339 ?? "-",
                        conversation.waiting?.dueAt?.rfc3339 ?? "-"
                    )
                }
                shell.say(table.text)
                if let next = page.next { shell.note("go on: --after \(next.text)") }
            }
        }
    }
}
