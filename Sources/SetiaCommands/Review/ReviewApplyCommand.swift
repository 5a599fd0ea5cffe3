internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia review apply`: records an event that waited.
struct ReviewApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Record an event that waited, by today's rules.",
        discussion: """
            What was decided before stays as it is. A return whose order has come meanwhile counts in its turn.

            EXAMPLES
              setia review apply 01kb4ezy00e9gt8f9e1s2w3x4y
              setia review apply 01kb4ezy00e9gt8f9e1s2w3x4y --database shop.db
              setia review apply 01kb4ezy00e9gt8f9e1s2w3x4y --json
            """
    )

    @OptionGroup var review: ReviewReference
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try review.identifier
            try await brand.withBrand { brand in
                let applied: AppliedReview
                do {
                    applied = try await brand.service.applyReview(id, by: .operator)
                } catch let refusal as Refusal {
                    throw reviewFailure(refusal)
                }
                let shell = Shell.current
                guard !output.json else {
                    return shell.say(applied.item.json(at: brand.service.surroundings.now()).pretty)
                }
                shell.say("event \(applied.receipt.id.text) is recorded")
                for balance in applied.receipt.decision.balances {
                    let points = applied.receipt.decision.points(in: balance.wallet).units
                    shell.say("  \(balance.wallet): \(points > 0 ? "+" : "")\(grouped(points))")
                }
            }
        }
    }
}
