internal import ArgumentParser
internal import SetiaCore
internal import SetiaService

/// `setia reward`: the catalogue and what is on its shelves.
struct RewardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reward",
        abstract: "List rewards, fill shelves, see what is to be sent.",
        discussion: """
            Rewards stand in the programme; how many there are of them is said here.

            EXAMPLES
              setia reward stock mug --add 100 --reason "delivery of 3 March"
              setia reward load-codes cinema codes.csv
              setia reward redemptions --fulfilment pending
            """,
        subcommands: [
            RewardListCommand.self, RewardStockCommand.self, RewardCodesCommand.self, RewardRedemptionsCommand.self,
            RewardRedeemCommand.self, RewardStepCommand.self, RewardExportCommand.self, RewardImportCommand.self,
            RewardSupplierCommand.self,
        ]
    )
}

/// What a person is told where nothing is put on a shelf.
func stockFailure(_ refusal: StockRefusal) -> CommandFailure {
    switch refusal {
    case .unknownReward(let key):
        CommandFailure(
            "nothing was put on a shelf",
            why: "the programme that holds now has no reward \(key)",
            todo: "setia reward list shows them",
            .notThere
        )
    case .notCounted(.codes):
        CommandFailure(
            "nothing was put on a shelf",
            why: "this reward has a list of codes",
            todo: "setia reward load-codes REWARD FILE",
            .badData
        )
    case .notCounted(.counted):
        CommandFailure(
            "no code was loaded",
            why: "this reward is counted",
            todo: "setia reward stock REWARD --add NUMBER --reason TEXT",
            .badData
        )
    case .notCounted(.unlimited):
        CommandFailure(
            "nothing was put on a shelf",
            why: "there is no end of this reward",
            todo: "write 'stock: counted' in the programme where there should be one",
            .badData
        )
    case .notThere(let left, let asked):
        CommandFailure(
            "nothing was taken out",
            why: "\(grouped(left)) are left, and \(grouped(asked)) would be taken",
            todo: "take out no more than are left",
            .badData
        )
    case .outOfRange:
        CommandFailure(
            "nothing was put on a shelf",
            why: "the number is 0, or more than 1,000,000,000",
            todo: "write another number",
            .badData
        )
    case .malformedCode(let place):
        CommandFailure(
            "no code was loaded",
            why: "code \(place) is longer than 200 bytes",
            todo: "check that the file has one code a line",
            .badData
        )
    }
}
