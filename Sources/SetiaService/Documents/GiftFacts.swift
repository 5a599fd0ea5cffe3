internal import JSONText
internal import SetiaCore

/// The facts of an event by which a gift came.
///
/// ```json
/// {"milestone":"tenth","occasion":10}
/// {"draw":"raya","wallet":"points","points":500}
/// {"draw":"raya","reward":"cake"}
/// ```
enum GiftFacts {
    static func write(_ arrival: GiftArrival, to json: inout JSONWriter) {
        switch arrival {
        case .milestone(let milestone, let occasion):
            json.text("milestone", milestone.text)
            json.number("occasion", occasion)
        case .draw(let draw, .points(let wallet, let points)):
            json.text("draw", draw.text)
            json.text("wallet", wallet.text)
            json.number("points", points.units)
        case .draw(let draw, .reward(let reward)):
            json.text("draw", draw.text)
            json.text("reward", reward.text)
        }
    }

    static func arrival(_ facts: JSON) throws -> GiftArrival {
        if let milestone = facts.optionalKey("milestone") {
            return .milestone(milestone, occasion: try facts.number("occasion"))
        }
        let draw = try facts.key("draw")
        if let reward = facts.optionalKey("reward") { return .draw(draw, .reward(reward)) }
        return .draw(draw, .points(wallet: try facts.key("wallet"), points: Points(try facts.number("points"))))
    }
}

extension GiftArrival {
    /// What is said of it outside.
    var exported: JSONObject {
        switch self {
        case .milestone(let milestone, let occasion):
            ["milestone": .string(milestone.text), "occasion": .integer(occasion)]
        case .draw(let draw, .points(let wallet, let points)):
            ["draw": .string(draw.text), "points": .integer(points.units), "wallet": .string(wallet.text)]
        case .draw(let draw, .reward(let reward)): ["draw": .string(draw.text), "reward": .string(reward.text)]
        }
    }
}
