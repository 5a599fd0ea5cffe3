internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia reward redemptions`: what members have of the catalogue, those first that wait longest.
struct RewardRedemptionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redemptions",
        abstract: "List redemptions, those first that wait longest.",
        discussion: """
            EXAMPLES
              setia reward redemptions --fulfilment pending
              setia reward redemptions --reward mug --limit 500
              setia reward redemptions --json
            """
    )

    @Option(help: ArgumentHelp("Only of this reward.", valueName: "reward"))
    var reward: String?

    @Option(help: ArgumentHelp("Only pending, packed, sent or delivered ones.", valueName: "state"))
    var fulfilment: Wanted?

    @Option(help: ArgumentHelp("At most so many.", valueName: "number"))
    var limit = 100

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    /// How far on their way.
    enum Wanted: String, ExpressibleByArgument, CaseIterable {
        case pending, packed, sent, delivered
    }

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit must be 1 to 100000") }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let filter = RedemptionFilter(
                    reward: reward.map { Key($0) },
                    fulfilment: fulfilment.flatMap { RewardRedemption.Fulfilment(rawValue: $0.rawValue) }
                )
                let rows = try await brand.service.redemptions(filter, limit: limit)
                let shell = Shell.current
                if output.json {
                    let items = try rows.map {
                        try JSON.parse(RedemptionBody(member: $0.member, redemption: $0.redemption).bytes)
                    }
                    return shell.say(JSON.array(items).pretty)
                }
                guard !rows.isEmpty else { return shell.note("there are none") }
                var table = TextTable([
                    ("since", .left), ("member", .left), ("redemption", .left), ("reward", .left),
                    ("quantity", .right), ("state", .left), ("fulfilment", .left),
                ])
                for row in rows {
                    table.add(
                        row.since.rfc3339,
                        row.member.text,
                        row.id.text,
                        row.reward.text,
                        grouped(row.state == .captured ? row.captured - row.rolledBack : row.quantity),
                        row.state.rawValue,
                        row.fulfilment?.rawValue ?? ""
                    )
                }
                shell.say(table.text)
            }
        }
    }
}
