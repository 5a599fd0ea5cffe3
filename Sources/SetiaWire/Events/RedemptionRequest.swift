package import JSONText
package import SetiaCore

/// What a body says of a reward that is wanted.
package struct RedemptionRequest: Sendable, Hashable {
    /// What is wanted.
    package let wish: RewardWish
    /// Where; none is online.
    package let store: StoreID?
    /// By which way.
    package let channel: Key?
}

/// What a body says of a redemption that moves on.
package struct StepRequest: Sendable, Hashable {
    /// What becomes of it.
    package let change: RedemptionChange
    /// What makes a rollback or an extension once; none where nothing is said.
    package let name: String?
}

/// The wish that a body states: `{"reward": "mug", "quantity": 1, "hold": true}`.
///
/// - Parameters:
///   - json: The body.
///   - newID: A number where the body has none.
/// - Returns: The wish; `hold` says that it is set aside, for `minutes` or half an hour.
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseRedemption(_ json: JSON, newID: Key) throws(MalformedBody) -> RedemptionRequest {
    var reader = BodyReader()
    let known = [
        "redemptionId", "reward", "quantity", "wallet", "currency", "points", "hold", "minutes", "store", "channel",
    ]
    var request: RedemptionRequest?
    if let fields = reader.fields(json, known, of: "a redemption") {
        let id = reader.optionalKey(fields, "redemptionId", atMost: 64) ?? newID
        let wish = reader.rewardWish(fields, id: id)
        var isHeld = false
        if fields.has("hold") { isHeld = reader.bool(fields, "hold") ?? false }
        if fields.has("minutes"), !isHeld {
            reader.complain("minutes", "says how long it is held, and 'hold' is not true")
        }
        var store: StoreID?
        if let text = reader.optionalText(fields, "store", atMost: 64) {
            store = try? StoreID(text)
            if store == nil { reader.complain("store", "must be the id of a store") }
        }
        let channel = reader.optionalKey(fields, "channel", atMost: 64)
        if let wish {
            request = RedemptionRequest(
                wish: RewardWish(
                    id: wish.id,
                    reward: wish.reward,
                    quantity: wish.quantity,
                    wallet: wish.wallet,
                    currency: wish.currency,
                    expected: wish.expected,
                    minutes: isHeld ? wish.minutes ?? PointsHold.usualMinutes : nil
                ),
                store: store,
                channel: channel
            )
        }
    }
    guard reader.problems.isEmpty, let request else { throw MalformedBody(problems: reader.problems) }
    return request
}

/// The step that an address and a body state: `{"quantity": 1}`, or `{"minutes": 60}`; the body may be empty.
///
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseStep(
    _ json: JSON,
    _ step: RedemptionChange.Step,
    of redemption: Key
) throws(MalformedBody) -> StepRequest {
    var reader = BodyReader()
    var request: StepRequest?
    if let fields = reader.fields(json, ["quantity", "minutes", "name"], of: "a step") {
        let name = reader.optionalText(fields, "name", atMost: 64)
        if name != nil, step != .rollBack, step != .extend {
            reader.complain("name", "only a rollback or an extension may come again and has one; leave it out")
        }
        if let change = reader.redemptionChange(fields, step, of: redemption) {
            request = StepRequest(change: change, name: name)
        }
    }
    guard reader.problems.isEmpty, let request else { throw MalformedBody(problems: reader.problems) }
    return request
}

/// How many are put on a shelf, and why: `{"amount": 100, "reason": "delivery of 3 March"}`.
///
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseStock(_ json: JSON) throws(MalformedBody) -> (amount: Int64, reason: String) {
    var reader = BodyReader()
    var amount: Int64?
    var reason: String?
    if let fields = reader.fields(json, ["amount", "reason"], of: "a delivery") {
        amount = reader.number(fields, "amount", -1_000_000_000...1_000_000_000, "a whole number")
        if amount == 0 { reader.complain("amount", "must not be 0") }
        reason = reader.text(fields, "reason", atMost: 500)
    }
    guard reader.problems.isEmpty, let amount, let reason else { throw MalformedBody(problems: reader.problems) }
    return (amount, reason)
}

/// The codes that a file holds: one a line, the first of its cells where there are several, a heading `code` left out.
///
/// A cell may stand in quotes, and hold separators and doubled quotes there.
///
/// - Parameter text: CSV, or plain lines.
/// - Returns: The codes in their order, empty lines left out.
/// - Throws: `Malformed` that names the first line that is not text in UTF-8.
package func parseCodes(_ text: [UInt8]) throws(Malformed) -> [String] {
    let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text[3...] : text[...]
    var codes: [String] = []
    // Where no line feed stands, a carriage return ends a line, as old spreadsheets write it.
    let end: UInt8 = text.contains(10) ? 10 : 13
    for (place, line) in text.split(separator: end, omittingEmptySubsequences: false).enumerated() {
        let bytes = firstCell(of: line)
        guard let code = String(validating: bytes, as: UTF8.self) else {
            throw Malformed(field: "line \(place + 1)", reason: "is not text in UTF-8")
        }
        if code.isEmpty || codes.isEmpty && ["code", "codes"].contains(code.lowercased()) { continue }
        codes.append(code)
    }
    return codes
}

/// What stands before the first comma, semicolon or tab that is not in quotes; blanks and quotes around it left out.
private func firstCell(of line: ArraySlice<UInt8>) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    var rest = line.drop { $0 == 32 }
    var cell: [UInt8] = []
    if rest.first == quote {
        rest = rest.dropFirst()
        while let byte = rest.popFirst() {
            if byte == quote {
                guard rest.first == quote else { break }
                rest = rest.dropFirst()
            }
            cell.append(byte)
        }
    } else {
        cell = Array(rest.prefix { ![UInt8(ascii: ","), UInt8(ascii: ";"), 9].contains($0) })
    }
    while let last = cell.last, last == 32 || last == 13 { cell.removeLast() }
    return cell
}
