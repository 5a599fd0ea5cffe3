internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// Codes of a brand and what became of them, as a file of JSON Lines for its owner alone.
///
/// ```json
/// {"batch":{"id":"01k…","promotion":"ten-off","prefix":"RAYA","uses":1,"seed":"…","createdAt":"…"}}
/// {"of":"01k…","from":0,"codes":["RAYA-…"],"uses":[{"place":0,"source":"shop","cart":"C-1","amount":0,"state":"used","at":"…"}],"marks":[]}
/// {"promotionUses":[{"promotion":"ten-off","source":"shop","cart":"C-1","amount":0,"state":"used","at":"…"}]}
/// ```
final class VoucherFile {
    private let file: OutputFile
    /// How many codes it holds by now.
    private(set) var count: Int64 = 0

    /// Makes the file, which must not be there yet.
    init(_ name: String) throws {
        file = try OutputFile(name, appending: false, mode: 0o600)
    }

    /// Writes all codes of a brand.
    func write(_ service: SetiaService) async throws {
        let progress = Progress("exporting codes", unit: "codes")
        try await service.exportVouchers(by: .operator) { moved in
            try file.write(line(moved).canonical + [0x0A])
            if case .codes(let codes) = moved { count += Int64(codes.codes.count) }
            progress.show(done: nil, count: count)
        }
        progress.end()
        try file.finish()
    }

    private func line(_ moved: MovedVouchers) -> JSON {
        switch moved {
        case .batch(let batch): .object(["batch": line(batch)])
        case .codes(let codes):
            .object([
                "codes": .array(codes.codes.map { .string($0) }), "from": .integer(codes.first),
                "marks": .array(
                    codes.marks.map { mark in
                        object([
                            ("place", .integer(mark.place)), ("reopened", .integer(mark.reopened)),
                            ("withdrawnAt", mark.stoppedAt.map { .string($0.rfc3339) }),
                        ])
                    }
                ),
                "of": .string(codes.batch.text), "uses": .array(codes.uses.map { line($0) }),
            ])
        case .promotionUses(let uses): .object(["promotionUses": .array(uses.map { line($0) })])
        }
    }

    private func line(_ batch: MovedBatch) -> JSON {
        object([
            ("chosen", batch.isChosen ? .bool(true) : nil), ("createdAt", .string(batch.createdAt.rfc3339)),
            ("id", .string(batch.id.text)),
            (
                "owner",
                batch.owner.map {
                    .object(["kind": .string($0.kind.rawValue), "value": .string($0.value)])
                }
            ), ("prefix", .string(batch.prefix)), ("promotion", .string(batch.promotion.text)),
            ("redemption", batch.redemption.map { .string($0.text) }),
            ("seed", .string(Base64URL.encoded(batch.seed))), ("uses", batch.uses.map { .integer($0) }),
            ("validFrom", batch.validFrom.map { .string($0.rfc3339) }),
            ("validUntil", batch.validUntil.map { .string($0.rfc3339) }),
            (
                "value",
                batch.value.map {
                    .object(["amount": .integer($0.minorUnits), "currency": .string($0.currency.code)])
                }
            ), ("withdrawnAt", batch.stoppedAt.map { .string($0.rfc3339) }),
        ])
    }

    private func line(_ use: MovedUse) -> JSON {
        let subject: (String, JSON?) =
            switch use.subject {
            case .code(let place): ("place", .integer(place))
            case .promotion(let key): ("promotion", .string(key.text))
            }
        return object([
            subject, ("amount", .integer(use.amount)), ("at", .string(use.at.rfc3339)),
            ("cart", .string(use.cart.id.text)), ("order", use.order.map { .string($0.text) }),
            ("source", .string(use.cart.source.text)), ("state", .string(use.state.rawValue)),
        ])
    }

    private func object(_ members: [(String, JSON?)]) -> JSON {
        .object(JSONObject(members.compactMap { member in member.1.map { (member.0, $0) } }))
    }
}

/// A line of such a file, read; what is wrong with it in words where it cannot be.
enum VoucherLine {
    case moved(MovedVouchers)
    case wrong(String)

    init(_ bytes: [UInt8]) {
        guard let json = try? JSON.parse(bytes), let object = json.object else {
            self = .wrong("is not a JSON object")
            return
        }
        if let batch = object["batch"] {
            self = VoucherLine.batch(batch).map { .moved(.batch($0)) } ?? .wrong("batch: is not one of an export")
        } else if let of = object["of"]?.string {
            self =
                VoucherLine.codes(object, of).map { .moved(.codes($0)) } ?? .wrong("of: has no codes of an export")
        } else if let uses = object["promotionUses"]?.array.flatMap({ VoucherLine.uses($0) }) {
            self = .moved(.promotionUses(uses))
        } else {
            self = .wrong("must have a batch, codes of one, or uses of promotions")
        }
    }

    private static func batch(_ json: JSON) -> MovedBatch? {
        guard let id = json["id"]?.string.flatMap({ Identifier(text: $0) }),
            let promotion = json["promotion"]?.string, (1...200).contains(promotion.utf8.count),
            let seed = json["seed"]?.string.flatMap({ Base64URL.decoded($0) }), !seed.isEmpty,
            let createdAt = json["createdAt"]?.string.flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        var isWhole = true
        func moment(_ name: String) -> Instant? {
            guard let given = json[name] else { return nil }
            let moment = given.string.flatMap { Instant(rfc3339: $0) }
            if moment == nil { isWhole = false }
            return moment
        }
        let owner = json["owner"].map { identity($0) }
        let value = json["value"].map { money($0) }
        if let owner, owner == nil { return nil }
        if let value, value == nil { return nil }
        let batch = MovedBatch(
            id: id,
            promotion: Key(promotion),
            prefix: json["prefix"]?.string ?? "",
            owner: owner ?? nil,
            redemption: json["redemption"]?.string.map { Key($0) },
            uses: json["uses"]?.int64,
            validFrom: moment("validFrom"),
            validUntil: moment("validUntil"),
            value: value ?? nil,
            isChosen: json["chosen"]?.bool ?? false,
            seed: seed,
            createdAt: createdAt,
            stoppedAt: moment("withdrawnAt")
        )
        return isWhole ? batch : nil
    }

    private static func codes(_ object: JSONObject, _ of: String) -> MovedCodes? {
        guard let batch = Identifier(text: of), let first = object["from"]?.int64, first >= 0,
            let codes = object["codes"]?.array, let given = object["marks"]?.array,
            let uses = object["uses"]?.array.flatMap({ uses($0) })
        else { return nil }
        let texts = codes.compactMap(\.string)
        let marks = given.compactMap { mark -> MovedCodes.Mark? in
            guard let place = mark["place"]?.int64, let reopened = mark["reopened"]?.int64, place >= 0, reopened >= 0
            else { return nil }
            let stopped = mark["withdrawnAt"]?.string.flatMap { Instant(rfc3339: $0) }
            return MovedCodes.Mark(place: place, reopened: reopened, stoppedAt: stopped)
        }
        guard texts.count == codes.count, marks.count == given.count else { return nil }
        return MovedCodes(batch: batch, first: first, codes: texts, uses: uses, marks: marks)
    }

    private static func uses(_ given: [JSON]) -> [MovedUse]? {
        let uses = given.compactMap { use -> MovedUse? in
            let place = use["place"]?.int64.flatMap { $0 >= 0 ? MovedUse.Subject.code($0) : nil }
            guard let subject = place ?? use["promotion"]?.string.map({ .promotion(Key($0)) }),
                let source = use["source"]?.string, let cart = use["cart"]?.string,
                let amount = use["amount"]?.int64, amount >= 0,
                let state = use["state"]?.string.flatMap({ TakenUse.State(rawValue: $0) }),
                let at = use["at"]?.string.flatMap({ Instant(rfc3339: $0) })
            else { return nil }
            return MovedUse(
                subject: subject,
                cart: CartKey(source: Key(source), id: Key(cart)),
                order: use["order"]?.string.map { Key($0) },
                amount: amount,
                state: state,
                at: at
            )
        }
        return uses.count == given.count ? uses : nil
    }

    private static func identity(_ json: JSON) -> Identity? {
        guard let kind = json["kind"]?.string.flatMap({ IdentityKind(rawValue: $0) }),
            let value = json["value"]?.string
        else { return nil }
        return try? Identity(kind: kind, text: value)
    }

    private static func money(_ json: JSON) -> Money? {
        guard let amount = json["amount"]?.int64, let code = json["currency"]?.string,
            let currency = try? Currency(code)
        else { return nil }
        return try? Money(minorUnits: amount, currency: currency)
    }
}
