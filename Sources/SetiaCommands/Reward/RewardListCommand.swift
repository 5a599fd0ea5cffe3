internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia reward list`: the catalogue with its shelves.
struct RewardListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the rewards of the programme that holds now, with what is left and what was had.",
        discussion: """
            EXAMPLES
              setia reward list
              setia reward list --database shop.db
              setia reward list --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let catalogue = try await brand.service.catalogue()
                let pictures = try await brand.service.rewardPictures()
                let shell = Shell.current
                if output.json {
                    let items = try catalogue.map { shelved in
                        let body = RewardBody(
                            reward: shelved.reward,
                            left: shelved.left,
                            had: shelved.sum.had,
                            held: shelved.sum.held,
                            picture: pictures.address(of: shelved.reward)
                        )
                        return try JSON.parse(body.bytes)
                    }
                    return shell.say(JSON.array(items).pretty)
                }
                guard !catalogue.isEmpty else {
                    return shell.note("the programme has no rewards: write some under 'rewards'")
                }
                let programme = try await brand.service.currentVersion()?.programme
                var table = TextTable([
                    ("reward", .left), ("kind", .left), ("price", .left), ("left", .right), ("had", .right),
                    ("held", .right), ("to hand over", .right),
                ])
                for shelved in catalogue {
                    table.add(
                        shelved.reward.key.text,
                        shelved.reward.kind.rawValue,
                        shelved.reward.prices.map { $0.written(in: programme) }.joined(separator: " or "),
                        shelved.left.map { grouped($0) } ?? "no end",
                        grouped(shelved.sum.had),
                        grouped(shelved.sum.held),
                        grouped(shelved.sum.open)
                    )
                }
                shell.say(table.text)
            }
        }
    }
}

extension Reward.Price {
    /// Such as "500 points", or "200 points + 10.00 MYR".
    func written(in programme: Programme?) -> String {
        guard let wallet else { return "free" }
        let besides = money.map { amount in
            let decimals = programme?.decimals(of: amount.currency) ?? 0
            return "\(writtenAmount(amount.minorUnits, decimals: decimals)) \(amount.currency)"
        }
        return "\(grouped(points.units)) \(wallet)" + (money.isEmpty ? "" : " + " + besides.joined(separator: " / "))
    }
}
