internal import JSONText
internal import SetiaCore

// What is said to a supplier and what it answers: docs/integrating.md, "Codes of a supplier".

/// What an answer of a supplier says.
enum SupplierAnswer: Sendable, Hashable {
    /// Here it is.
    case delivered(SuppliedCode)
    /// It was taken; ask again.
    case later
    /// It will not come, in the supplier's words.
    case refused(String)
    /// Asked for an order, it knows none of this number.
    case unknownOrder
    /// Nobody knows; in English why.
    case unclear(String)

    /// The most bytes that are kept of a reason.
    private static let mostReason = 200

    /// What an answer says.
    ///
    /// - Parameters:
    ///   - status: Of HTTP.
    ///   - body: As far as it was read.
    ///   - isAsked: Whether an order was asked for, and not placed.
    init(status: Int, body: [UInt8], isAsked: Bool) {
        let json = try? JSON.parse(body)
        switch status {
        case 200, 201:
            self = json.flatMap { SuppliedCode(json: $0) }.map { .delivered($0) } ?? .unclear("its answer has no code")
        case 202: self = .later
        case 404 where isAsked: self = .unknownOrder
        // Of the connection, not of the order: somebody mends it, and then it is the same order.
        case 401, 403, 404, 405, 408, 425, 429: self = .unclear("it answered \(status)")
        case 400..<500:
            let said = json?["reason"]?.string.map { SupplierAnswer.shown($0) } ?? ""
            self = .refused(said.isEmpty ? "it answered \(status)" : said)
        default: self = .unclear("it answered \(status)")
        }
    }

    private static func shown(_ text: String) -> String {
        String(WebhookAnswer.shown(Array(text.utf8.prefix(mostReason))).map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}

extension SuppliedCode {
    /// The code that an answer holds; none where it holds none.
    ///
    /// What is malformed beside it is left out.
    init?(json: JSON) {
        func text(_ field: String) -> String? {
            json[field]?.string.flatMap { text in
                (1...200).contains(text.utf8.count) && text.unicodeScalars.allSatisfy { $0.value >= 32 } ? text : nil
            }
        }
        guard let code = text("code") else { return nil }
        let url = json["url"]?.string.flatMap { url in
            WebhookAddress.problem(url, allowsPrivate: false) == nil ? url : nil
        }
        self.init(
            code: Key(code),
            pin: text("pin").map { Key($0) },
            url: url.map { Key($0) },
            expiresAt: json["expiresAt"]?.string.flatMap { Instant(rfc3339: $0) }
        )
    }

    /// As it is sealed.
    var bytes: [UInt8] {
        var object = JSONObject()
        object.set("code", .string(code.text))
        if let pin { object.set("pin", .string(pin.text)) }
        if let url { object.set("url", .string(url.text)) }
        if let expiresAt { object.set("expiresAt", .string(expiresAt.rfc3339)) }
        return JSON.object(object).canonical
    }
}

extension SupplierOrder {
    /// What the supplier is posted.
    var body: [UInt8] {
        var object = JSONObject()
        if let amount = supplied.amount {
            object.set("amount", .integer(amount.minorUnits))
            object.set("currency", .string(amount.currency.code))
        }
        object.set("order", .string(id))
        object.set("orderedAt", .string(at.rfc3339))
        object.set("reward", .string(reward.text))
        return JSON.object(object).canonical
    }

    /// How long to wait after so many attempts, in milliseconds: soon at first, then more and more seldom, six hours at
    /// most, and never given up, since only the supplier knows whether it was bought.
    var pause: Int64 {
        let minute: Int64 = 60_000
        let pauses = [5_000, 30_000, 2 * minute, 10 * minute, 30 * minute, 60 * minute, 120 * minute, 360 * minute]
        return pauses[min(max(0, attempts - 1), pauses.count - 1)]
    }
}
