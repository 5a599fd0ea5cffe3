package import JSONText
package import SetiaCore

/// A draft of the programme, without its document.
package struct DraftBody: WireBody {
    /// What it is called.
    package let name: String
    /// 1, 2, 3 …: counted by saving.
    package let revision: Int64
    /// The version that it was begun from.
    package let base: Int?
    /// When it was begun.
    package let createdAt: Instant
    /// When it was saved last.
    package let savedAt: Instant
    /// Who saved it last, by name.
    package let savedBy: String
    /// What is wrong with it; nothing where it can be published.
    package let problems: [ProgrammeProblem]

    /// A draft's body.
    package init(
        name: String,
        revision: Int64,
        base: Int?,
        createdAt: Instant,
        savedAt: Instant,
        savedBy: String,
        problems: [ProgrammeProblem]
    ) {
        self.name = name
        self.revision = revision
        self.base = base
        self.createdAt = createdAt
        self.savedAt = savedAt
        self.savedBy = savedBy
        self.problems = problems
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let base { json.member("base", Int64(base)) }
        json.member("createdAt", createdAt)
        json.member("name", name)
        json.key("problems")
        json.list(problems) { problem, json in
            json.beginObject()
            json.member("column", Int64(problem.column))
            json.member("field", problem.path)
            json.member("line", Int64(problem.line))
            json.member("reason", problem.reason)
            json.endObject()
        }
        json.member("revision", revision)
        json.member("savedAt", savedAt)
        json.member("savedBy", savedBy)
        json.endObject()
    }
}

/// What is another in one document of the programme than in another.
package struct ComparisonBody: WireBody {
    /// Which documents, such as `2` and `draft:ramadan`.
    package let from, to: String
    /// In words.
    package let changes: [Change]
    /// The lines that went and came.
    package let lines: [LineChange]

    /// A change in words.
    package struct Change: Sendable, Hashable {
        /// Which, as values.
        package let change: ProgrammeChange
        /// What stood there; none where it came.
        package let before: String?
        /// What stands there; none where it went.
        package let after: String?
        /// All of it in a line.
        package let text: String

        /// A change.
        package init(change: ProgrammeChange, before: String?, after: String?, text: String) {
            self.change = change
            self.before = before
            self.after = after
            self.text = text
        }
    }

    /// A comparison's body.
    package init(from: String, to: String, changes: [Change], lines: [LineChange]) {
        self.from = from
        self.to = to
        self.changes = changes
        self.lines = lines
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("changes")
        json.list(changes) { $0.write(to: &$1) }
        json.member("from", from)
        json.key("lines")
        json.list(lines) { line, json in
            json.beginObject()
            json.member("change", line.isAdded ? "added" : "removed")
            json.member("line", Int64(line.line))
            json.member("text", line.text)
            json.endObject()
        }
        json.member("to", to)
        json.endObject()
    }
}

extension ComparisonBody.Change {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        if let after { json.member("after", after) }
        json.member("aspect", change.aspect.name)
        if let before { json.member("before", before) }
        json.member("kind", change.kind.rawValue)
        json.member("path", change.subject.path)
        json.member("text", text)
        json.endObject()
    }
}

extension ProgrammeChange.Subject {
    /// What leads there from the top, as problems name it, save that rules are named by their id; empty for the whole.
    package var path: String {
        switch self {
        case .programme: ""
        case .currency(let currency): "currencies.\(currency.code)"
        case .wallet(let key): "wallets.\(key)"
        case .tierSet(let key): "tiers.\(key)"
        case .level(let key, let set): "tiers.\(set).levels.\(key)"
        case .rule(let id): "rules.\(id)"
        case .group(let key): "groups.\(key)"
        case .campaign(let key): "campaigns.\(key)"
        case .achievement(let key): "achievements.\(key)"
        case .eventType(let key): "events.\(key)"
        case .reward(let key): "rewards.\(key)"
        case .promotion(let key): "promotions.\(key)"
        case .payment(let wallet): "payWithPoints.\(wallet)"
        case .segment(let key): "segments.\(key)"
        case .milestone(let key): "milestones.\(key)"
        case .survey(let key): "surveys.\(key)"
        }
    }
}

extension ProgrammeChange.Aspect {
    /// As programs know it, such as `threshold` or `rate MYR`.
    package var name: String {
        switch self {
        case .whole: "whole"
        case .name: "name"
        case .engine: "engine"
        case .languages: "languages"
        case .timeZone: "timeZone"
        case .rounding: "rounding"
        case .multipliers: "multipliers"
        case .order: "order"
        case .decimals: "decimals"
        case .activation: "activation"
        case .expiry: "expiry"
        case .levelExpiry: "levelExpiry"
        case .transfers: "transfers"
        case .shortfall: "shortfall"
        case .rate(let currency): "rate \(currency.code)"
        case .currency: "currency"
        case .threshold: "threshold"
        case .metric: "metric"
        case .window: "window"
        case .terms: "terms"
        case .benefits: "benefits"
        case .event: "event"
        case .condition: "condition"
        case .effect: "effect"
        case .why: "why"
        case .cap: "cap"
        case .budget: "budget"
        case .maximumBalance: "maximumBalance"
        case .returns: "returns"
        case .accrual: "accrual"
        case .lines: "lines"
        case .schedule: "schedule"
        case .campaign: "campaign"
        case .group: "group"
        case .fields: "fields"
        case .lateWindow: "lateWindow"
        case .birthdays: "birthdays"
        case .referral: "referral"
        case .household: "household"
        case .notices: "notices"
        case .debt: "debt"
        case .service: "service"
        case .phases: "phases"
        case .contact: "contact"
        case .worth: "worth"
        case .cartCodes: "cartCodes"
        case .reward(let aspect): aspect.rawValue
        case .audience: "audience"
        case .holdOut: "holdOut"
        }
    }
}

/// What a body says of going back: to which version, and why.
///
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseRollback(_ json: JSON) throws(MalformedBody) -> (version: Int?, reason: String) {
    var reader = BodyReader()
    var version: Int64?
    var reason: String?
    if let fields = reader.fields(json, ["version", "reason"], of: "a rollback") {
        if fields.has("version") { version = reader.number(fields, "version", 1...1_000_000, "a version's number") }
        reason = reader.text(fields, "reason", atMost: 500)
    }
    guard reader.problems.isEmpty else { throw MalformedBody(problems: reader.problems) }
    return (version.map { Int($0) }, reason ?? "")
}
