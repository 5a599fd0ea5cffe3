package import JSONText
package import SetiaCore

/// A published version, without its document.
package struct ProgrammeVersionBody: WireBody {
    /// The number, from 1 up.
    package let version: Int
    /// From when it holds.
    package let validFrom: Instant
    /// When it was published.
    package let publishedAt: Instant
    /// `scheduled`, `published`, `superseded` or `cancelled`.
    package let state: String
    /// The version whose document it publishes anew.
    package let restores: Int?
    /// Why it was published, if somebody said.
    package let reason: String?
    /// When it was taken back.
    package let cancelledAt: Instant?
    /// Whether this request published it; none in a list.
    package let isNew: Bool?

    /// A version's body.
    package init(
        version: Int,
        validFrom: Instant,
        publishedAt: Instant,
        state: String,
        restores: Int? = nil,
        reason: String? = nil,
        cancelledAt: Instant? = nil,
        isNew: Bool? = nil
    ) {
        self.version = version
        self.validFrom = validFrom
        self.publishedAt = publishedAt
        self.state = state
        self.restores = restores
        self.reason = reason
        self.cancelledAt = cancelledAt
        self.isNew = isNew
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let cancelledAt { json.member("cancelledAt", cancelledAt) }
        if let isNew {
            json.key("new")
            json.bool(isNew)
        }
        json.member("publishedAt", publishedAt)
        if let reason { json.member("reason", reason) }
        if let restores { json.member("restores", Int64(restores)) }
        json.member("state", state)
        json.member("validFrom", validFrom)
        json.member("version", Int64(version))
        json.endObject()
    }
}

/// What a valid document says, in short, so that its author sees what was understood.
package struct ProgrammeSummaryBody: WireBody {
    /// The programme.
    package let programme: Programme

    /// A summary of `programme`.
    package init(programme: Programme) {
        self.programme = programme
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("currencies")
        json.list(programme.currencies) { setting, json in json.string(setting.currency.code) }
        json.key("languages")
        json.list(programme.languages) { language, json in json.string(language.text) }
        json.member("programme", programme.name)
        json.key("rules")
        json.list(programme.rules) { rule, json in json.string(rule.id.text) }
        json.key("tiers")
        json.object(programme.tierSets.map { ($0.key, $0) }) { set, json in
            json.list(set.levels) { level, json in json.string(level.key.text) }
        }
        json.member("timeZone", programme.timeZone)
        json.key("valid")
        json.bool(true)
        json.key("wallets")
        json.list(programme.wallets) { wallet, json in json.string(wallet.key.text) }
        json.endObject()
    }
}
