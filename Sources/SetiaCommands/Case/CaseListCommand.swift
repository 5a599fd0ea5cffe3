internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia case list`: cases, what is due first on top.
struct CaseListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List cases, what is due first on top.",
        discussion: """
            EXAMPLES
              setia case list
              setia case list --part late
              setia case list --part closed --limit 100 --json
            """
    )

    @Option(help: "open, unassigned, late or closed.")
    var part = "open"

    @Option(help: "How many at most, 1 to 200.")
    var limit = 50

    @Option(help: ArgumentHelp("Where to go on, as the page before says.", valueName: "place"))
    var after: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...200).contains(limit) else { throw ValidationError("--limit is 1 to 200") }
        guard let filter = CaseFilter(rawValue: part), filter != .mine else {
            throw ValidationError("--part is open, unassigned, late or closed")
        }
        guard after.map({ CaseCursor(text: $0) != nil }) ?? true else {
            throw ValidationError("--after is a place of this list")
        }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let filter = CaseFilter(rawValue: part) ?? .open
                let after = after.flatMap { CaseCursor(text: $0) }
                let page = try await brand.service.cases(filter, after: after, limit: limit)
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(page.rows.map { .object($0.one.json) }).pretty) }
                guard !page.rows.isEmpty else { return shell.note("no case is in this part of the list") }
                var table = TextTable([
                    ("id", .left), ("who", .left), ("kind", .left), ("state", .left), ("due", .left),
                ])
                for row in page.rows {
                    table.add(
                        row.one.id.text,
                        row.name ?? "-",
                        row.one.kind.rawValue,
                        row.one.state.rawValue,
                        row.one.dueAt.rfc3339
                    )
                }
                shell.say(table.text)
                if let next = page.next { shell.note("go on: --after \(next.text)") }
            }
        }
    }
}
