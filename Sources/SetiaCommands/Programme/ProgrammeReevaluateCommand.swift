internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia programme reevaluate`: looks at the levels of all members again, after what they ask for was changed.
struct ProgrammeReevaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reevaluate",
        abstract: "Look at the levels of all members again, by what they ask for now.",
        discussion: """
            A changed threshold counts from the next time that something counts or a term ends. This does it now: who \
            reaches a higher level gets it; with --force, who no longer reaches hers loses it, but never what was given \
            by hand. It says what it would do, and does it with --apply. Stopped, it can be run again: who has moved \
            moves no more.

            EXAMPLES
              setia programme reevaluate --tier-set status
              setia programme reevaluate --tier-set status --apply
              setia programme reevaluate --tier-set status --force --apply --json
            """
    )

    @Option(help: ArgumentHelp("Which ladder.", valueName: "name"))
    var tierSet: String

    @Flag(help: "Take levels that are no longer reached, too.")
    var force = false

    @Flag(help: "Do it; else it is only said what it would do.")
    var apply = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let progress = Progress("looking at levels", unit: "members")
                let result: TierReviewed
                do {
                    result = try await brand.service.reviewTiers(
                        Key(tierSet),
                        isForced: force,
                        isApplied: apply,
                        by: .operator
                    ) { progress.show(done: nil, count: Int64($0)) }
                } catch TierReviewRefusal.unknownTierSet(let key, let known) {
                    progress.end()
                    let names =
                        known.isEmpty ? "there are none" : "there are: \(known.map(\.text).joined(separator: ", "))"
                    throw CommandFailure(
                        "there is no tier set '\(key)'",
                        why: names,
                        todo: "name one of the programme that holds now: setia programme show",
                        .badData
                    )
                }
                progress.end()
                tell(result)
            }
        }
    }

    private func tell(_ result: TierReviewed) {
        let shell = Shell.current
        guard !output.json else {
            let moves = result.moves.map { move in
                JSON.object([
                    "from": move.from.map { .string($0.text) } ?? .null, "members": .integer(Int64(move.members)),
                    "to": move.to.map { .string($0.text) } ?? .null, "up": .bool(move.isUp),
                ])
            }
            shell.say(
                JSON.object([
                    "applied": .bool(apply), "down": .integer(Int64(result.down)), "forced": .bool(force),
                    "members": .integer(Int64(result.members)), "moves": .array(moves), "tierSet": .string(tierSet),
                    "up": .integer(Int64(result.up)),
                ]).pretty
            )
            return
        }
        guard !result.moves.isEmpty else {
            shell.say("of \(counted(result.members, "member")) nobody moves")
            return
        }
        var table = TextTable([("from", .left), ("to", .left), ("members", .right)])
        for move in result.moves {
            table.add(move.from?.text ?? "–", move.to?.text ?? "–", "\(move.members)")
        }
        for line in table.lines { shell.say(line) }
        let words = "\(result.up) up, \(result.down) down, of \(counted(result.members, "member"))"
        shell.say(apply ? words : "\(words); nothing is done yet: --apply does it")
    }
}
