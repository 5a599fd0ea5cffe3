internal import JSONText
internal import SetiaCore
internal import SetiaService

extension StateDocument {
    static func write(_ use: CapUse, to json: inout JSONWriter) {
        switch use.owner {
        case .rule(let rule):
            json.string("rule")
            json.element(rule)
        case .wallet(let wallet):
            json.string("wallet")
            json.element(wallet)
        case .transfers(let wallet):
            json.string("transfers")
            json.element(wallet)
        case .campaign(let campaign):
            json.string("campaign")
            json.element(campaign)
        case .reward(let reward):
            json.string("reward")
            json.element(reward)
        case .promotion(let promotion):
            json.string("promotion")
            json.element(promotion)
        }
        json.string(use.span.rawValue)
        json.integer(Int64(use.start.number))
        json.integer(use.times)
        json.element(use.points)
    }

    static func capUse(_ fields: inout Fields) throws(MalformedDocument) -> CapUse {
        let (kind, key) = (try fields.text(), try fields.key())
        let owner: CapUse.Owner
        switch kind {
        case "rule": owner = .rule(key)
        case "wallet": owner = .wallet(key)
        case "campaign": owner = .campaign(key)
        case "transfers": owner = .transfers(key)
        case "reward": owner = .reward(key)
        case "promotion": owner = .promotion(key)
        default: throw MalformedDocument(field: "caps")
        }
        guard let span = Cap.Span(rawValue: try fields.text()),
            let start = Int32(exactly: try fields.number())
        else { throw MalformedDocument(field: "caps") }
        let times = try fields.number()
        return CapUse(
            owner: owner,
            span: span,
            start: Day(number: start),
            times: times,
            points: try fields.points()
        )
    }

    static func write(_ progress: AchievementProgress, to json: inout JSONWriter) {
        json.beginArray()
        json.element(progress.key)
        json.integer(Int64(progress.start.number))
        json.integer(progress.count)
        json.integer(progress.reachedNow)
        json.integer(progress.reached)
        if let newest = progress.newest { json.integer(Int64(newest.number)) }
        json.endArray()
    }

    static func progress(_ kept: Fields) throws(MalformedDocument) -> AchievementProgress {
        var kept = kept
        func day(_ number: Int64) throws(MalformedDocument) -> Day {
            guard let number = Int32(exactly: number) else { throw MalformedDocument(field: "achievements") }
            return Day(number: number)
        }
        let key = try kept.key()
        let start = try day(try kept.number())
        let (count, reachedNow, reached) = (try kept.number(), try kept.number(), try kept.number())
        return AchievementProgress(
            key: key,
            start: start,
            count: count,
            reachedNow: reachedNow,
            reached: reached,
            newest: kept.isAtEnd ? nil : try day(try kept.number())
        )
    }
}
