internal import JSONText
internal import SetiaCore

/// What an event says that will come, as its facts are kept.
enum NoticeDocument {
    static func write(_ lapses: [LapseAhead], to json: inout JSONWriter) {
        json.key("expiring")
        json.beginArray()
        for lapse in lapses {
            json.beginObject()
            json.text("wallet", lapse.wallet.text)
            json.number("points", lapse.points.units)
            json.number("at", lapse.at.milliseconds)
            json.number("days", Int64(lapse.days))
            json.endObject()
        }
        json.endArray()
    }

    static func write(_ levels: [LevelEndAhead], to json: inout JSONWriter) {
        json.key("ending")
        json.beginArray()
        for level in levels {
            json.beginObject()
            json.text("tierSet", level.tierSet.text)
            json.text("level", level.level.text)
            json.number("until", level.until.milliseconds)
            json.number("days", Int64(level.days))
            json.endObject()
        }
        json.endArray()
    }

    static func lapses(_ facts: JSON) throws -> [LapseAhead] {
        try facts.list("expiring").map { lapse in
            LapseAhead(
                wallet: try lapse.key("wallet"),
                points: Points(try lapse.number("points")),
                at: Instant(milliseconds: try lapse.number("at")),
                days: Int(try lapse.number("days"))
            )
        }
    }

    static func levels(_ facts: JSON) throws -> [LevelEndAhead] {
        try facts.list("ending").map { level in
            LevelEndAhead(
                tierSet: try level.key("tierSet"),
                level: try level.key("level"),
                until: Instant(milliseconds: try level.number("until")),
                days: Int(try level.number("days"))
            )
        }
    }
}
