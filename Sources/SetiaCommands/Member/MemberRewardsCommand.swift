internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia member rewards`: what a member can have now, and what she is missing.
struct MemberRewardsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rewards",
        abstract: "Show what a member can have of the rewards now, and what stands in between.",
        discussion: """
            Nothing is set aside by it.

            EXAMPLES
              setia member rewards card:KS-1001
              setia member rewards email:ana@example.com --database shop.db
              setia member rewards card:KS-1001 --json
            """
    )

    @Argument(help: ArgumentHelp("Her id, or such as card:KS-1001.", valueName: "member"))
    var member: MemberReference

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let service = brand.service
                let id = try await member.resolve(service)
                guard let view = try await service.rewards(of: id) else { throw MemberReference.unknownID }
                let shell = Shell.current
                let pictures = try await service.rewardPictures()
                let quotes = view.quotes.map { quote in
                    (
                        quote, quote.obstacles.map { told($0, view.version, .en) },
                        pictures.address(of: quote.reward)
                    )
                }
                if output.json {
                    let body = RewardQuotesBody(member: id, at: view.at, quotes: quotes)
                    return shell.say(try JSON.parse(body.bytes).pretty)
                }
                guard !quotes.isEmpty else {
                    return shell.note("the programme has no rewards: write some under 'rewards'")
                }
                var table = TextTable([("reward", .left), ("price", .left), ("now", .left)])
                for (quote, obstacles, _) in quotes {
                    var why = obstacles
                    if let best = quote.best, best.missing > .zero, let wallet = best.price.wallet {
                        why.append("\(grouped(best.missing.units)) more \(wallet) needed")
                    }
                    if !quote.canHave, why.isEmpty { why.append("for members only") }
                    table.add(
                        quote.reward.key.text,
                        quote.reward.prices.map { $0.written(in: view.version.programme) }.joined(separator: " or "),
                        quote.canHave ? "can have it" : why.joined(separator: "; ")
                    )
                }
                shell.say(table.text)
            }
        }
    }
}
