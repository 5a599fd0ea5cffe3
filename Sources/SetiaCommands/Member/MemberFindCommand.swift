internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia member find`: who is known by this.
struct MemberFindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find members by name, number, address or card.",
        discussion: """
            Words of a name or their beginnings, in any order; the last four digits of a telephone number or all of it; \
            an e-mail address; a card. The one who was active last stands first.

            EXAMPLES
              setia member find "siti nur"
              setia member find 6789 --status active
              setia member find ana@example.com --json
            """
    )

    @Argument(help: ArgumentHelp("What is known of her.", valueName: "text"))
    var text: String

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
            let query = try filter.query(text: text)
            try await brand.withBrand { brand in
                try await brand.fillSearch()
                let list = try await brand.service.page(query, after: after, limit: limit)
                let page = MemberPage(list: list)
                if output.json { Shell.current.say(page.json.pretty) } else { page.show() }
            }
        }
    }
}

extension SetiaService {
    /// A page for a command, whose place a person may have mistyped.
    func page(_ query: MemberQuery, after: String?, limit: Int) async throws -> MemberList {
        do {
            return try await findMembers(query, after: after.map { MemberCursor(text: $0) }, limit: limit)
        } catch let refusal as FindingRefusal {
            switch refusal {
            case .malformedCursor:
                throw CommandFailure(
                    "there is no page there",
                    why: "--after names no place that this list gave",
                    todo: "leave --after out, or copy it from the page before",
                    .usage
                )
            }
        }
    }
}
