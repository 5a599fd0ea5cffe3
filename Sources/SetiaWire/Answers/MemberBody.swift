package import JSONText
package import SetiaCore

/// A member as one who may know looks at her.
///
/// `identities` and `person` are personal and stand only where the reader may see them: both are `nil` for a reader who
/// may not, and empty once she is erased.
package struct MemberBody: WireBody {
    /// Where she stands.
    package let state: MemberState
    /// The moment of the balances.
    package let at: Instant
    /// How she is recognised, in clear.
    package let identities: [ParsedIdentity]?
    /// What else is known of her, in clear.
    package let person: JSONObject?

    /// A member's body.
    package init(state: MemberState, at: Instant, identities: [ParsedIdentity]? = nil, person: JSONObject? = nil) {
        self.state = state
        self.at = at
        self.identities = identities
        self.person = person
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if !state.achievements.isEmpty {
            json.key("achievements")
            json.object(state.achievements.map { ($0.key, $0) }) { progress, json in
                json.beginObject()
                json.member("count", progress.count)
                json.member("reached", progress.reached)
                json.endObject()
            }
        }
        json.member("ageBand", state.facts.ageBand)
        json.key("balances")
        json.object(state.balances(at: at).map { ($0.wallet, $0) }) { $0.write(to: &$1) }
        json.key("consents")
        json.list(state.consents) { write($0, to: &$1) }
        json.member("country", state.facts.country)
        json.member("id", state.member.text)
        if let identities {
            json.key("identities")
            json.list(identities) { identity, json in
                json.beginObject()
                json.member("kind", identity.kind)
                json.member("value", identity.value)
                json.endObject()
            }
        }
        json.member("joinedAt", state.joinedAt)
        json.member("language", state.facts.language)
        json.key("levels")
        state.writeLevels(to: &json)
        json.member("orders", state.orders)
        if let person {
            json.key("person")
            json.sortedValue(.object(person))
        }
        json.member("status", state.status.rawValue)
        json.endObject()
    }

    private func write(_ held: ConsentHeld, to json: inout JSONWriter) {
        json.beginObject()
        json.member("by", held.consent.channel)
        json.key("effective")
        json.bool(held.isEffective)
        json.member("evidence", held.consent.evidence)
        json.key("given")
        json.bool(held.consent.isGiven)
        json.member("purpose", held.consent.purpose)
        json.member("since", held.since)
        json.member("wording", held.consent.wording)
        json.endObject()
    }
}

/// A member as somebody asks to enrol her.
package struct ParsedMember: Sendable, Hashable {
    /// How she is recognised; at least one.
    package let identities: [ParsedIdentity]
    /// What rules may know.
    package let facts: MemberFacts
    /// Since when she is a member; none is now.
    package let joinedAt: Instant?
    /// What `person` says, and all that was said besides: it is personal.
    package let person: JSONObject
}

/// The member whom a body states: `identities`, facts, `joinedAt`, and whatever else is known of her.
///
/// - Throws: all fields that cannot be taken.
package func parseMember(_ json: JSON) throws(MalformedBody) -> ParsedMember {
    var reader = BodyReader()
    let member = reader.member(json)
    guard reader.problems.isEmpty, let member else { throw MalformedBody(problems: reader.problems) }
    return member
}

/// What a birth date looks like.
let birthDateForm = "must be a day such as 1990-03-14, or without the year --03-14"

/// The birth date that a body states, and nothing else.
///
/// - Throws: what cannot be taken, unknown fields among it.
package func parseBirthDate(_ json: JSON) throws(MalformedBody) -> BirthDate {
    var reader = BodyReader()
    var birthDate: BirthDate?
    if let fields = reader.fields(json, ["birthDate"], of: "a birth date"), let text = reader.text(fields, "birthDate")
    {
        birthDate = BirthDate(text: text)
        if birthDate == nil { reader.complain("birthDate", birthDateForm) }
    }
    guard reader.problems.isEmpty, let birthDate else { throw MalformedBody(problems: reader.problems) }
    return birthDate
}

private let knownFields = ["identities", "country", "language", "ageBand", "joinedAt", "person"]

extension BodyReader {
    fileprivate mutating func member(_ json: JSON) -> ParsedMember? {
        guard case .object(let object) = json else {
            complain("", "a member must be an object")
            return nil
        }
        let fields = Fields(object: object, place: BodyPlace(outer: ""))
        let facts = memberFacts(fields)
        let joinedAt = optionalInstant(fields, "joinedAt")
        var identities: [ParsedIdentity] = []
        for (index, element) in (list(fields, "identities", atMost: 20) ?? []).enumerated() {
            if let identity = identity(element, BodyPlace(outer: "identities", index: index), besides: "referral") {
                identities.append(identity)
            }
        }
        let named = fields.object["person"].map { self.object($0, BodyPlace(outer: "person"))?.members ?? [] } ?? []
        let person = (named + object.members.filter { !knownFields.contains($0.key) }).map { ($0.key, $0.value) }
        for (key, value) in person where key == "birthDate" {
            if case .string(let text) = value, BirthDate(text: text) != nil { continue }
            complain(key, birthDateForm)
        }
        let keys = person.map { Key($0.0) }
        for (place, key) in keys.enumerated() where keys[..<place].contains(key) {
            complain(key.text, "stands twice: beside person and in it")
        }
        guard Set(keys).count == keys.count else { return nil }
        return ParsedMember(identities: identities, facts: facts, joinedAt: joinedAt, person: JSONObject(person))
    }
}
