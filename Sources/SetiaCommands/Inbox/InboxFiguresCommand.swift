internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia inbox figures`: how fast members were answered.
struct InboxFiguresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "Say how fast members were answered, with how many that is.",
        discussion: """
            From the first message that nobody had answered to the answer of a person, by the wall clock and in open hours; \
            what is overdue and not answered counts as a promise not kept. Closings are from what began a matter, or opened \
            it again, and are credited to whoever answered last.

            EXAMPLES
              setia inbox figures
              setia inbox figures --days 90 --by person
              setia inbox figures --by channel --json
            """
    )

    @Option(help: "Of how many days, 1 to 400.")
    var days = 30

    @Option(help: "all, channel, team or person.")
    var by = "all"

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...400).contains(days) else { throw ValidationError("--days is 1 to 400") }
        guard groupings[by] != nil else { throw ValidationError("--by is all, channel, team or person") }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let now = brand.service.surroundings.now()
                let figures = try await brand.service.responseFigures(
                    from: now.adding(days: -days),
                    until: now.adding(milliseconds: 1)
                )
                let grouping = groupings[by] ?? .all
                let parts = [
                    ("first", figures.first[grouping] ?? []), ("next", figures.next[grouping] ?? []),
                    ("closing", figures.resolution[grouping] ?? []),
                ]
                let shell = Shell.current
                if output.json {
                    return shell.say(
                        JSON.object(
                            JSONObject(parts.map { name, rows in (name, JSON.array(rows.map { json($0, figures) })) })
                        ).pretty
                    )
                }
                var table = TextTable([
                    ("what", .left), (by, .left), ("done", .right), ("overdue", .right), ("median", .right),
                    ("p90", .right), ("kept", .right), ("of", .right),
                ])
                for (name, rows) in parts {
                    for row in rows {
                        table.add(
                            name,
                            group(row, figures),
                            "\(row.answered)",
                            "\(row.overdue)",
                            minutes(row.medianWall),
                            minutes(row.p90Wall),
                            row.attainment.map { "\($0 / 100)%" } ?? "-",
                            "\(row.promised)"
                        )
                    }
                }
                guard parts.contains(where: { !$0.1.isEmpty }) else { return shell.note("nobody wrote in this time") }
                shell.say(table.text)
            }
        }
    }

    private func group(_ row: ResponseSummary, _ figures: ResponseFigures) -> String {
        row.group.map { figures.names[$0] ?? $0.text } ?? (by == "all" ? "all" : "-")
    }

    private func minutes(_ milliseconds: Int64?) -> String {
        milliseconds.map { "\(($0 + 59_999) / 60_000) min" } ?? "-"
    }

    private func json(_ row: ResponseSummary, _ figures: ResponseFigures) -> JSON {
        func number(_ value: Int64?) -> JSON { value.map { .integer($0) } ?? .null }
        return .object([
            "group": .string(group(row, figures)), "answered": .integer(Int64(row.answered)),
            "overdue": .integer(Int64(row.overdue)), "promised": .integer(Int64(row.promised)),
            "inTime": .integer(Int64(row.inTime)), "medianWallMs": number(row.medianWall),
            "p90WallMs": number(row.p90Wall), "medianBusinessMs": number(row.medianBusiness),
            "p90BusinessMs": number(row.p90Business),
        ])
    }
}

private let groupings: [String: ResponseSummary.Grouping] = [
    "all": .all, "channel": .channel, "team": .team, "person": .person,
]
