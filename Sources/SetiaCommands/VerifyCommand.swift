internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia verify`: proves every account from its entries and every state from its events.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove balances and states from events.",
        discussion: """
            Decides every event again, by the version of the programme that decided it, and compares; of rewards that are \
            counted, what is taken with what members have; of codes, promotions and discount budgets, what is used with \
            what carts took. Reads only, also beside a running server. Ends with 0 where all agrees, with 1 where \
            something does not.

            EXAMPLES
              setia verify
              setia verify --database backup/shop.db --keys shop.keys
              setia verify --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let progress = Progress("verifying", unit: "members")
                let found = try await brand.service.verify { progress.show(done: nil, count: Int64($0)) }
                progress.end()
                if output.json {
                    Shell.current.say(json(found).pretty)
                } else {
                    show(found)
                }
                guard found.isClean else { throw endWithFindings() }
            }
        }
    }

    private func show(_ found: Verification) {
        let shell = Shell.current
        let counts =
            "\(counted(found.members, "member")), \(counted(found.events, "event")), "
            + counted(found.entries, "entry", "entries")
        guard !found.isClean else { return shell.say("all agrees: \(counts)") }
        for discrepancy in found.discrepancies {
            let number = discrepancy.number.map { "-\($0)" } ?? ""
            shell.say("\(discrepancy.member.text)\(number): \(discrepancy.finding)")
        }
        for shelf in found.shelves {
            switch shelf.subject {
            case .taken: shell.say("reward \(shelf.reward): \(shelf.counted) are taken, members have \(shelf.follows)")
            case .codes:
                shell.say("reward \(shelf.reward): \(shelf.counted) codes are there, \(shelf.follows) were loaded")
            }
        }
        for use in found.uses {
            shell.say("\(subject(of: use)): \(use.counted) is counted, \(use.follows) follows from the carts")
        }
        shell.say("\(counted(found.findings, "discrepancy", "discrepancies")) in \(counts)")
        shell.note("keep a copy of the database as it is now, and compare with the last backup: setia verify on it")
    }

    private func subject(of fault: UseFault) -> String {
        switch fault.subject {
        case .code(let batch, let place): "code \(place + 1) of batch \(batch.text), times used"
        case .card(let batch, let place): "gift card \(place + 1) of batch \(batch.text), minor units left"
        case .promotion(let key): key.text.contains(":") ? key.text : "promotion \(key), times given"
        }
    }

    private func json(_ found: Verification) -> JSON {
        .object([
            "clean": .bool(found.isClean),
            "discrepancies": .array(
                found.discrepancies.map { discrepancy in
                    .object([
                        "finding": .string(discrepancy.finding), "member": .string(discrepancy.member.text),
                        "number": discrepancy.number.map { .integer($0) } ?? .null,
                    ])
                }
            ),
            "entries": .integer(Int64(found.entries)), "events": .integer(Int64(found.events)),
            "members": .integer(Int64(found.members)),
            "shelves": .array(
                found.shelves.map { shelf in
                    switch shelf.subject {
                    case .taken:
                        .object([
                            "had": .integer(shelf.follows), "reward": .string(shelf.reward.text),
                            "taken": .integer(shelf.counted),
                        ])
                    case .codes:
                        .object([
                            "codes": .integer(shelf.counted), "loaded": .integer(shelf.follows),
                            "reward": .string(shelf.reward.text),
                        ])
                    }
                }
            ),
            "uses": .array(
                found.uses.map { use in
                    .object([
                        "counted": .integer(use.counted), "follows": .integer(use.follows),
                        "of": .string(subject(of: use)),
                    ])
                }
            ),
        ])
    }
}
