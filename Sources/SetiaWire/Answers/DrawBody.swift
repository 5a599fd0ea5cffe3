package import JSONText
package import SetiaCore

/// What is to be drawn, as a request says it.
package struct DrawRequest: Sendable, Hashable {
    /// The draw's name.
    package let name: Key
    /// From whom; none is all active members.
    package let segment: Key?
    /// How many; none where a share is said.
    package let count: Int64?
    /// Which share, in ten thousandths; none where a number is said.
    package let share: Int64?
    /// What each who is drawn gets.
    package let gives: Gives
    /// What members are ranked by; none is one that nobody can know before.
    package let seed: String?

    /// What each who is drawn gets.
    package enum Gives: Sendable, Hashable {
        /// Points; of the programme's first wallet where none is named.
        case points(Int64, wallet: Key?)
        /// A reward.
        case reward(Key)
    }
}

/// A draw that is ordered.
///
/// - Parameter json: `{"name": "raya", "segment": "regulars", "count": 10, "points": 500}`.
/// - Returns: what is to be drawn.
/// - Throws: what is wrong with it.
package func parseDraw(_ json: JSON) throws(MalformedBody) -> DrawRequest {
    var reader = BodyReader()
    let known = ["name", "segment", "count", "share", "points", "wallet", "reward", "seed"]
    var request: DrawRequest?
    if let fields = reader.fields(json, known, of: "a draw") {
        let name = reader.key(fields, "name", atMost: 64)
        let segment = reader.optionalKey(fields, "segment")
        if fields.has("count") == fields.has("share") { reader.complain("count", "say either a number, or a share") }
        let count =
            fields.has("count") ? reader.number(fields, "count", 1...100_000, "a whole number of members") : nil
        let share = reader.optionalText(fields, "share").flatMap { text in
            if let share = hundredths(ofPercentage: text) { return share }
            reader.complain("share", "must be a share above 0 with at most two decimals, such as 5% or 2.5%")
            return nil
        }
        let gives = reader.gives(fields)
        let seed = reader.optionalText(fields, "seed", atMost: 100)
        if let name, let gives {
            request = DrawRequest(
                name: name,
                segment: segment == "everyone" ? nil : segment,
                count: count,
                share: share,
                gives: gives,
                seed: seed
            )
        }
    }
    guard reader.problems.isEmpty, let request else { throw MalformedBody(problems: reader.problems) }
    return request
}

extension BodyReader {
    fileprivate mutating func gives(_ fields: Fields) -> DrawRequest.Gives? {
        let wallet = optionalKey(fields, "wallet")
        let reward = optionalKey(fields, "reward")
        guard fields.has("points") != fields.has("reward") else {
            complain("points", "say either points, or a reward")
            return nil
        }
        if let reward {
            if wallet != nil { complain("wallet", "is for points only") }
            return .reward(reward)
        }
        return number(fields, "points", 1...1_000_000_000, "a whole number of points").map {
            .points($0, wallet: wallet)
        }
    }
}

/// A draw, with who was drawn where that is asked for.
package struct DrawBody: WireBody {
    private let members: [(String, JSON)]

    /// A draw's body.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - segment: From whom; none is all active members.
    ///   - count: How many were drawn, and of how many.
    ///   - present: What each got.
    ///   - seed: What members were ranked by.
    ///   - at: When, and by whom.
    ///   - drawn: Who was drawn, in the order of their places; none where it is left out.
    ///   - isSameAgain: Whether drawing again comes to the same; none where it was not tried.
    package init(
        name: Key,
        segment: Key?,
        count: (drawn: Int64, candidates: Int64),
        present: Present,
        seed: String,
        at: (Instant, by: Key),
        drawn: [MemberID]? = nil,
        isSameAgain: Bool? = nil
    ) {
        var members: [(String, JSON)] = [
            ("at", .string(at.0.rfc3339)), ("by", .string(at.by.text)), ("candidates", .integer(count.candidates)),
            ("count", .integer(count.drawn)), ("draw", .string(name.text)),
        ]
        if let drawn { members.append(("drawn", .array(drawn.map { .string($0.text) }))) }
        if let isSameAgain { members.append(("isSameAgain", .bool(isSameAgain))) }
        switch present {
        case .points(let wallet, let points):
            members += [("points", .integer(points.units)), ("wallet", .string(wallet.text))]
        case .reward(let reward): members.append(("reward", .string(reward.text)))
        }
        members += [("seed", .string(seed)), ("segment", .string(segment?.text ?? "everyone"))]
        self.members = members
    }

    package func write(to json: inout JSONWriter) {
        json.sortedValue(.object(JSONObject(members)))
    }
}
