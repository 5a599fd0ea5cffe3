internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia member list`: members, the one who was active last first.
struct MemberListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List members, the one who was active last first.",
        discussion: """
            A page at a time; the end of a page says how to go on. Guests are left out. For all of them, use member \
            export.

            EXAMPLES
              setia member list
              setia member list --level gold --country MY --limit 100
              setia member list --store bangsar --joined-from 2026-01-01 --json
            """
    )

    @Option(help: "How many at most, 1 to 200.")
    var limit = 20

    @Option(help: ArgumentHelp("Where to go on, as the page before said.", valueName: "place"))
    var after: String?

    @OptionGroup var filter: MemberFilterOptions
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...200).contains(limit) else { throw ValidationError("--limit is 1 to 200") }
    }

    func run() async throws {
        try await reporting {
            let query = try filter.query()
            try await brand.withBrand { brand in
                let list = try await brand.service.page(query, after: after, limit: limit)
                let page = MemberPage(list: list)
                if output.json { Shell.current.say(page.json.pretty) } else { page.show() }
            }
        }
    }
}
