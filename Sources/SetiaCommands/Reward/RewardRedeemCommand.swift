internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia reward redeem MEMBER REWARD`: a member has a reward, or it is set aside for her.
struct RewardRedeemCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redeem",
        abstract: "Give a member a reward at its price, or set it aside for her.",
        discussion: """
            The same redemption again is answered as the first time.

            EXAMPLES
              setia reward redeem card:K123 mug
              setia reward redeem card:K123 mug --quantity 2 --hold 15
              setia reward redeem email:ana@example.com cinema --id R-2001 --json
            """
    )

    @Argument(help: ArgumentHelp("The member, by id or such as card:K123.", valueName: "member"))
    var member: MemberReference

    @Argument(help: ArgumentHelp("The reward's key.", valueName: "reward"))
    var reward: String

    @Option(help: "How many, 1 to 100.")
    var quantity: Int64 = 1

    @Option(help: ArgumentHelp("Set it aside for so many minutes, 1 to 10080.", valueName: "minutes"))
    var hold: Int64?

    @Option(help: ArgumentHelp("By its price in this wallet.", valueName: "wallet"))
    var wallet: String?

    @Option(help: ArgumentHelp("The redemption's number; a new one where none is said.", valueName: "number"))
    var id: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard RewardWish.allowedQuantity.contains(quantity) else { throw ValidationError("--quantity is 1 to 100.") }
        guard hold.map({ (1...10_080).contains($0) }) ?? true else { throw ValidationError("--hold is 1 to 10080.") }
        guard id.map({ (1...64).contains($0.utf8.count) }) ?? true else {
            throw ValidationError("--id has 1 to 64 characters.")
        }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let service = brand.service
                let owner = try await member.resolve(service)
                let wish = RewardWish(
                    id: id.map { Key($0) } ?? service.newRedemptionID(),
                    reward: Key(reward),
                    quantity: quantity,
                    wallet: wallet.map { Key($0) },
                    minutes: hold
                )
                try await tell(try await service.redeem(wish, for: owner), wish.id, service, output)
            }
        }
    }
}

/// `setia reward step MEMBER REDEMPTION STEP`: something becomes of a redemption.
struct RewardStepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "step",
        abstract: "Capture, cancel, extend, give back or send a redemption.",
        discussion: """
            EXAMPLES
              setia reward step card:K123 R-2001 capture
              setia reward step card:K123 R-2001 rollback --quantity 1
              setia reward step card:K123 R-2001 extend --minutes 30
            """
    )

    @Argument(help: ArgumentHelp("The member, by id or such as card:K123.", valueName: "member"))
    var member: MemberReference

    @Argument(help: ArgumentHelp("The redemption's number.", valueName: "redemption"))
    var redemption: String

    @Argument(help: "What becomes of it: capture, cancel, extend, rollback, pack, send or deliver.")
    var step: Step

    @Option(help: ArgumentHelp("Of how many, where it is about a part.", valueName: "number"))
    var quantity: Int64?

    @Option(help: ArgumentHelp("For how many minutes from now on: of extend.", valueName: "number"))
    var minutes: Int64?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    /// What can become of it.
    enum Step: String, ExpressibleByArgument, CaseIterable {
        case capture, cancel, extend, rollback, pack, send, deliver
    }

    func validate() throws {
        guard (step == .extend) == (minutes != nil) else {
            throw ValidationError("--minutes goes with extend, and extend needs it.")
        }
        guard minutes.map({ (1...10_080).contains($0) }) ?? true else {
            throw ValidationError("--minutes is 1 to 10080.")
        }
        guard quantity == nil || step == .capture || step == .rollback else {
            throw ValidationError("--quantity goes with capture and rollback.")
        }
        guard quantity.map({ RewardWish.allowedQuantity.contains($0) }) ?? true else {
            throw ValidationError("--quantity is 1 to 100.")
        }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let service = brand.service
                let owner = try await member.resolve(service)
                guard let kind = RedemptionChange.Step(rawValue: step.rawValue) else { return }
                let change = RedemptionChange(
                    redemption: Key(redemption),
                    step: kind,
                    quantity: quantity,
                    minutes: minutes
                )
                // Each time that it is asked for is one of its own: the state says whether it can be.
                let outcome = try await service.change(change, of: owner, name: service.newRedemptionID().text)
                try await tell(outcome, change.redemption, service, output)
            }
        }
    }
}

/// Says what became of a redemption.
private func tell(
    _ outcome: RecordingOutcome,
    _ id: Key,
    _ service: SetiaService,
    _ output: OutputOptions
) async throws {
    switch outcome {
    case .kept: preconditionFailure("a redemption never waits")
    case .failed(let error): throw error
    case .refused(let refusal):
        throw CommandFailure(
            "nothing was changed",
            why: problem(for: refusal).detail,
            todo: "setia member rewards shows what she can have, setia reward redemptions what members have",
            .badData
        )
    case .recorded(let receipt):
        guard let view = try await service.redemption(id, of: receipt.member) else { return }
        let shell = Shell.current
        let body = RedemptionBody(
            member: receipt.member,
            redemption: view.row.redemption,
            codes: view.codes,
            supplied: view.supplied,
            letter: view.letter.map { RedemptionBody.Letter(state: $0.state.rawValue, since: $0.since) }
        )
        guard !output.json else { return shell.say(try JSON.parse(body.bytes).pretty) }
        let row = view.row
        shell.say("\(row.id): \(grouped(row.quantity)) × \(row.reward), \(row.state.rawValue)")
        for code in view.codes { shell.say(code) }
        if let until = row.until { shell.note("set aside until \(until.rfc3339)") }
    }
}
