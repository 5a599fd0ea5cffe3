package import JSONText
package import SetiaCore

/// A case, as the API tells it.
///
/// | field | what it is |
/// |---|---|
/// | `answeredAt`, `closedAt`, `recoveredAt` | when she was answered, when it was closed, when she said that it is good again |
/// | `cause` | why it went wrong, once that is named |
/// | `dueAt` | when what is to be done next is due |
/// | `followUp` | how easy it was, 1 to 7, a week after the answer |
/// | `given` | points that were given for it |
/// | `id`, `member` | which, and whose |
/// | `kind`, `source`, `state` | what it is, how it came, how far it is |
/// | `next` | where it may go from here |
/// | `owner` | who of the staff has it |
/// | `reopened` | how often it was opened again |
/// | `steps` | what was done and said; in answers about one case |
package struct CaseBody: WireBody {
    /// Which.
    package let id: String
    /// Whose.
    package let member: String
    /// What it is.
    package let kind: String
    /// How it came.
    package let source: String
    /// How far it is.
    package let state: String
    /// Where it may go from here.
    package let next: [String]
    /// When it came.
    package let openedAt: Instant
    /// When what is to be done next is due.
    package let dueAt: Instant
    /// How often it was opened again.
    package let reopened: Int
    /// What was given for it.
    package let given: Points
    /// Who has it.
    package var owner: String?
    /// Why it went wrong.
    package var cause: String?
    /// When she was answered.
    package var answeredAt: Instant?
    /// When she said that it is good again.
    package var recoveredAt: Instant?
    /// When it was closed.
    package var closedAt: Instant?
    /// How easy it was.
    package var followUp: Int?
    /// By which day something is promised that is not done yet.
    package var promisedBy: Day?
    /// What was done and said.
    package var steps: [Step]?

    /// One step.
    package struct Step: Sendable {
        /// When.
        package let at: Instant
        /// Who, where it was not the member.
        package let author: String?
        /// Its place, from 1.
        package let number: Int64
        /// How far the case was after it.
        package let state: String
        /// What was said.
        package let words: String?
        /// What was done.
        package let what: String

        /// One step.
        package init(at: Instant, author: String?, number: Int64, state: String, words: String?, what: String) {
            self.at = at
            self.author = author
            self.number = number
            self.state = state
            self.words = words
            self.what = what
        }
    }

    /// A case's body.
    package init(
        id: String,
        member: String,
        kind: String,
        source: String,
        state: String,
        next: [String],
        openedAt: Instant,
        dueAt: Instant,
        reopened: Int,
        given: Points
    ) {
        self.id = id
        self.member = member
        self.kind = kind
        self.source = source
        self.state = state
        self.next = next
        self.openedAt = openedAt
        self.dueAt = dueAt
        self.reopened = reopened
        self.given = given
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let answeredAt { json.member("answeredAt", answeredAt) }
        if let cause { json.member("cause", cause) }
        if let closedAt { json.member("closedAt", closedAt) }
        json.member("dueAt", dueAt)
        if let followUp { json.member("followUp", Int64(followUp)) }
        json.member("given", given.units)
        json.member("id", id)
        json.member("kind", kind)
        json.member("member", member)
        json.key("next")
        json.list(next) { $1.string($0) }
        json.member("openedAt", openedAt)
        if let owner { json.member("owner", owner) }
        if let promisedBy { json.member("promisedBy", promisedBy.iso) }
        if let recoveredAt { json.member("recoveredAt", recoveredAt) }
        json.member("reopened", Int64(reopened))
        json.member("source", source)
        json.member("state", state)
        if let steps {
            json.key("steps")
            json.list(steps) { step, json in
                json.beginObject()
                json.member("at", step.at)
                if let author = step.author { json.member("author", author) }
                json.member("number", step.number)
                json.member("state", step.state)
                if let words = step.words { json.member("text", words) }
                json.member("what", step.what)
                json.endObject()
            }
        }
        json.endObject()
    }
}

/// What became of complaints and claims in some time.
///
/// | field | what it is |
/// |---|---|
/// | `causes` | why they went wrong, the most frequent first: `cause`, `count`, `points`, `cost`, and `running`, the part of this one and all before it |
/// | `cost` | what was given, in money; left out where the programme does not say what a point costs |
/// | `decided` | how many are closed, or good again in her words |
/// | `given` | points that were given for them |
/// | `medianRecovery` | from coming to being good again, in milliseconds: the middle one |
/// | `opened` | how many came |
/// | `recovered`, `recoveryRate` | how many of the decided are good again, and the part with its range at 95 % |
/// | `recurrence` | by cause, of `members` who came with it, how many came `again` within 90 days, and the part with its range |
/// | `reopened` | how many were opened again |
/// | `unnamed` | how many have no cause named |
package struct CaseFiguresBody: WireBody {
    /// A cause with its numbers.
    package struct Cause: Sendable {
        let cause: Key
        let count: Int
        let points: Int64
        let running: Double
        let cost: Money?

        /// A cause: how often, what was given, the part of it and of all more frequent ones, and what that cost.
        package init(cause: Key, count: Int, points: Int64, running: Double, cost: Money?) {
            self.cause = cause
            self.count = count
            self.points = points
            self.running = running
            self.cost = cost
        }
    }

    /// How often a cause came again.
    package struct Recurrence: Sendable {
        let cause: Key
        let members: Int
        let again: Int
        let range: (from: Double, to: Double)?
        let isSmall: Bool

        /// A cause: how many members were watched, how many came again, the range of the part, and whether they are few.
        package init(cause: Key, members: Int, again: Int, range: (from: Double, to: Double)?, isSmall: Bool) {
            self.cause = cause
            self.members = members
            self.again = again
            self.range = range
            self.isSmall = isSmall
        }
    }

    /// How many came.
    package let opened: Int
    /// How many are decided.
    package let decided: Int
    /// How many of them are good again.
    package let recovered: Int
    /// The part, with its range; none where none is decided.
    package let rate: (value: Double, from: Double, to: Double)?
    /// From coming to being good again.
    package let medianRecovery: Int64?
    /// How many were opened again.
    package let reopened: Int
    /// What was given.
    package let given: Int64
    /// How many have no cause named.
    package let unnamed: Int
    /// Why.
    package let causes: [Cause]
    /// What was given, in money; none where it is not known.
    package let cost: Money?
    /// How often causes came again.
    package let recurrence: [Recurrence]

    /// The body of such figures.
    package init(
        opened: Int,
        decided: Int,
        recovered: Int,
        rate: (value: Double, from: Double, to: Double)?,
        medianRecovery: Int64?,
        reopened: Int,
        given: Int64,
        unnamed: Int,
        causes: [Cause],
        cost: Money?,
        recurrence: [Recurrence]
    ) {
        self.opened = opened
        self.decided = decided
        self.recovered = recovered
        self.rate = rate
        self.medianRecovery = medianRecovery
        self.reopened = reopened
        self.given = given
        self.unnamed = unnamed
        self.causes = causes
        self.cost = cost
        self.recurrence = recurrence
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("causes")
        json.list(causes) { cause, json in
            json.beginObject()
            json.member("cause", cause.cause)
            if let cost = cause.cost { json.member("cost", cost) }
            json.member("count", Int64(cause.count))
            json.member("points", cause.points)
            json.key("running")
            json.decimal(decimalText(cause.running, places: 4))
            json.endObject()
        }
        if let cost { json.member("cost", cost) }
        json.member("decided", Int64(decided))
        json.member("given", given)
        if let medianRecovery { json.member("medianRecovery", medianRecovery) }
        json.member("opened", Int64(opened))
        json.member("recovered", Int64(recovered))
        if let rate {
            json.key("recoveryRate")
            json.beginObject()
            json.key("from")
            json.decimal(decimalText(rate.from, places: 4))
            json.key("to")
            json.decimal(decimalText(rate.to, places: 4))
            json.key("value")
            json.decimal(decimalText(rate.value, places: 4))
            json.endObject()
        }
        json.key("recurrence")
        json.list(recurrence) { one, json in
            json.beginObject()
            json.member("again", Int64(one.again))
            json.member("cause", one.cause)
            json.key("isSmall")
            json.bool(one.isSmall)
            json.member("members", Int64(one.members))
            if let range = one.range, one.members > 0 {
                json.key("rate")
                json.beginObject()
                json.key("from")
                json.decimal(decimalText(range.from, places: 4))
                json.key("to")
                json.decimal(decimalText(range.to, places: 4))
                json.key("value")
                json.decimal(decimalText(Double(one.again) / Double(one.members), places: 4))
                json.endObject()
            }
            json.endObject()
        }
        json.member("reopened", Int64(reopened))
        json.member("unnamed", Int64(unnamed))
        json.endObject()
    }
}

/// A case that is to be opened, as it is sent: `{"member": …, "kind": …, "text": …}`.
///
/// - Throws: all fields that cannot be taken.
package func parseNewCase(_ json: JSON) throws(MalformedBody) -> (member: String, kind: String, text: String) {
    var reader = BodyReader()
    var parsed: (String, String, String)?
    if let fields = reader.fields(json, ["member", "kind", "text"], of: "a case") {
        let member = reader.text(fields, "member")
        let kind = reader.text(fields, "kind")
        let text = reader.words(fields, "text", atMost: 5_000)
        if let member, let kind, let text { parsed = (member, kind, text) }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}

/// What a body says is done with a case.
package struct ParsedCaseStep: Sendable {
    /// What: a state, `reopen`, `note`, `promise` or `kept`.
    package let what: String
    /// What is said; none where nothing is.
    package let text: String?
    /// Why it went wrong.
    package let cause: String?
    /// Which person does it; none is a program.
    package let person: String?
    /// By which day something is promised.
    package let by: Day?
}

/// A step of a case, as it is sent: `{"do": …}`, with `text`, `cause`, `by` and `person` where there are some.
///
/// - Throws: all fields that cannot be taken.
package func parseCaseStep(_ json: JSON) throws(MalformedBody) -> ParsedCaseStep {
    var reader = BodyReader()
    var parsed: ParsedCaseStep?
    if let fields = reader.fields(json, ["do", "text", "cause", "person", "by"], of: "a step") {
        let what = reader.text(fields, "do")
        let text = fields.has("text") ? reader.words(fields, "text", atMost: 5_000) : nil
        let cause = reader.optionalText(fields, "cause")
        let person = reader.optionalText(fields, "person", atMost: 100)
        var by: Day?
        if let written = reader.optionalText(fields, "by") {
            by = Day(iso: written)
            if by == nil { reader.complain("by", "must be a day such as 2026-03-31") }
        }
        if let what { parsed = ParsedCaseStep(what: what, text: text, cause: cause, person: person, by: by) }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}
