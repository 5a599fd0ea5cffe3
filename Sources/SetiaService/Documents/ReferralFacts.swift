internal import JSONText
package import SetiaCore

extension FactsDocument {
    /// What became of a referral, by the facts of its event.
    package static func referralChange(_ facts: [UInt8]) throws -> ReferralChange {
        try ReferralFacts.change(try JSON.parse(facts))
    }
}

/// The facts of an event by which something became of a referral.
///
/// ```json
/// {"step":"joined","by":"MEMBER","signs":["address"]}
/// {"step":"friend","friend":"MEMBER","number":7,"state":"paid","wallet":"points","points":500}
/// {"step":"friend","friend":"MEMBER","number":7,"state":"paid","reward":"cake"}
/// ```
enum ReferralFacts {
    static func write(_ change: ReferralChange, to json: inout JSONWriter) {
        switch change {
        case .joined(let by, let signs):
            json.text("step", "joined")
            json.text("by", by.text)
            guard !signs.isEmpty else { return }
            json.key("signs")
            json.beginArray()
            for sign in signs { json.string(sign.rawValue) }
            json.endArray()
        case .decided(let isAccepted):
            json.text("step", "decided")
            json.key("accepted")
            json.bool(isAccepted)
        case .due: json.text("step", "due")
        case .heard(let number):
            json.text("step", "heard")
            json.number("number", number)
        case .friend(let news):
            json.text("step", "friend")
            json.text("friend", news.friend.text)
            json.number("number", news.number)
            json.text("state", news.state.rawValue)
            switch news.gift {
            case .points(let wallet, let points)?:
                json.text("wallet", wallet.text)
                json.number("points", points.units)
            case .reward(let reward)?: json.text("reward", reward.text)
            case nil: break
            }
        }
    }

    static func change(_ facts: JSON) throws -> ReferralChange {
        switch facts["step"]?.string {
        case "joined":
            let signs = try (facts["signs"]?.array ?? []).map { sign in
                guard let sign = sign.string.flatMap({ Referral.Sign(rawValue: $0) }) else {
                    throw MalformedDocument(field: "signs")
                }
                return sign
            }
            return .joined(by: try MergeFacts.member(facts, "by"), signs: signs)
        case "decided": return .decided(isAccepted: facts["accepted"]?.bool ?? false)
        case "due": return .due
        case "heard": return .heard(number: try facts.number("number"))
        case "friend":
            guard let state = facts["state"]?.string.flatMap({ Referral.State(rawValue: $0) }) else {
                throw MalformedDocument(field: "state")
            }
            let gift = try facts.optionalKey("wallet").map { wallet in
                Present.points(wallet: wallet, points: Points(try facts.number("points")))
            }
            let reward = facts.optionalKey("reward").map { Present.reward($0) }
            return .friend(
                FriendNews(
                    friend: try MergeFacts.member(facts, "friend"),
                    number: try facts.number("number"),
                    state: state,
                    gift: gift ?? reward
                )
            )
        default: throw MalformedDocument(field: "step")
        }
    }
}

extension ReferralChange {
    /// What is said of it outside.
    var exported: JSONObject {
        switch self {
        case .joined(let by, let signs):
            [
                "by": .string(by.text), "signs": .array(signs.map { .string($0.rawValue) }),
                "step": .string("joined"),
            ]
        case .decided(let isAccepted): ["accepted": .bool(isAccepted), "step": .string("decided")]
        case .due: ["step": .string("due")]
        case .heard(let number): ["number": .integer(number), "step": .string("heard")]
        case .friend(let news):
            [
                "friend": .string(news.friend.text), "state": .string(news.state.rawValue),
                "step": .string("friend"),
            ]
        }
    }
}
