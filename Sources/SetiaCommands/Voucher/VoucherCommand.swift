internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia voucher`: codes of promotions.
struct VoucherCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voucher",
        abstract: "Make codes for promotions, look one up, list them.",
        discussion: """
            A code is shown when it is made and in an export; the database keeps a keyed hash of it.

            EXAMPLES
              setia voucher generate --promotion ten-off --count 1000 --output codes.csv
              setia voucher show MERDEKA10
              setia voucher list
            """,
        subcommands: [
            VoucherGenerateCommand.self, VoucherShowCommand.self, VoucherListCommand.self, VoucherStopCommand.self,
            VoucherExportCommand.self, VoucherImportCommand.self,
        ]
    )
}

/// What a person is told where codes cannot be made as they were asked for.
func voucherFailure(_ refusal: VoucherOrderRefusal) -> CommandFailure {
    let (why, todo) =
        switch refusal {
        case .unknownPromotion(let key):
            ("there is no promotion '\(key)'", "setia programme show tells the promotions of the programme")
        case .count(let most): ("a batch has 1 to \(most) codes", "ask for fewer, and again")
        case .prefix: ("a prefix has at most 12 letters and digits", "give a shorter one")
        case .chosenCode:
            (
                "a chosen code has 3 to 40 letters and digits, and is one",
                "leave --count and --prefix out, or choose another"
            )
        case .codeTaken: ("there is a code of these letters already", "choose another")
        case .value: ("a gift card has a value above 0, and nothing else has one", "say --value 50.00 --currency MYR")
        case .uses: ("a code is good for 1 use or more", "say --uses 1, or 0 for as often as is asked")
        case .validity: ("they would end before they begin", "say a later --until")
        case .unknownMember: ("nobody has this id", "look the member up by email:, phone:, card: or customer:")
        }
    return CommandFailure("no codes were made", why: why, todo: todo, .badData)
}

extension VoucherBatch {
    /// The batch as commands print it.
    func json(uses: Int64? = nil) -> JSON {
        var object: JSONObject = [
            "asked": .integer(asked), "batch": .string(id.text), "createdAt": .string(createdAt.rfc3339),
            "made": .integer(made), "prefix": .string(prefix), "promotion": .string(promotion.text),
            "stoppedAt": stoppedAt.map { .string($0.rfc3339) } ?? .null,
            "uses": self.uses.map { .integer($0) } ?? .null,
            "validFrom": validFrom.map { .string($0.rfc3339) } ?? .null,
            "validUntil": validUntil.map { .string($0.rfc3339) } ?? .null,
        ]
        if let owner { object.set("member", .string(owner.text)) }
        if let value {
            object.set(
                "value",
                .object(["amount": .integer(value.minorUnits), "currency": .string(value.currency.code)])
            )
        }
        return .object(object)
    }
}
