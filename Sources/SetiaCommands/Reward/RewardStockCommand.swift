internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia reward stock`: puts something on a shelf, or takes it out.
struct RewardStockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stock",
        abstract: "Put so many of a counted reward on its shelf, or take them out; the log keeps why.",
        discussion: """
            EXAMPLES
              setia reward stock mug --add 100 --reason "delivery of 3 March"
              setia reward stock mug --take 2 --reason "broken on the way"
              setia reward stock mug --add 5 --reason "found behind the shelf" --json
            """
    )

    @Argument(help: ArgumentHelp("Its name in the programme.", valueName: "reward"))
    var reward: String

    @Option(help: ArgumentHelp("So many come in.", valueName: "number"))
    var add: Int64?

    @Option(help: ArgumentHelp("So many go out.", valueName: "number"))
    var take: Int64?

    @Option(help: ArgumentHelp("Why, for the log.", valueName: "text"))
    var reason: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (add == nil) != (take == nil) else { throw ValidationError("say either --add or --take") }
        guard (add ?? take ?? 0) > 0 else { throw ValidationError("the number must be above 0") }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                do {
                    let shelf = try await brand.service.loadStock(
                        of: Key(reward),
                        by: add ?? -(take ?? 0),
                        reason: reason,
                        by: .operator
                    )
                    let shell = Shell.current
                    if output.json {
                        let body = ShelfBody(reward: Key(reward), loaded: shelf.cap ?? 0, taken: shelf.taken)
                        shell.say(try JSON.parse(body.bytes).pretty)
                    } else {
                        shell.say("\(reward): \(grouped(shelf.left ?? 0)) left of \(grouped(shelf.cap ?? 0))")
                    }
                } catch let refusal as StockRefusal {
                    throw stockFailure(refusal)
                }
            }
        }
    }
}
