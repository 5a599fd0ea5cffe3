internal import JSONText
internal import SetiaCore
internal import SetiaService

/// What an event did and why, beside the event: all of a decision but its number, the programme's version and its
/// entries, which are rows.
///
/// It is written with each event and read when somebody asks, so it is compact: arrays whose order is fixed, and what
/// says nothing left out.
///
/// ```json
/// {"v":1,"late":true,"inTurn":true,"entries":1,"reasons":[["earnedFixed","welcome","points",100],…],
///  "balances":["points",ACTIVE,PENDING,HELD,DEBT,…],"levels":["status","gold",…],
///  "followUps":[…],"counterClaims":["stock",1,…],"grants":["stock",1,null,…],"uncounted":true}
/// ```
struct DecisionDocument {
    /// How many entries the decision has: the rows whose numbers follow the event's.
    let entryCount: Int
    private let isLate: Bool
    private let isInTurn: Bool
    private let reasons: [Reason]
    private let balances: [WalletBalance]
    private let levels: [Decision.LevelHeld]
    private let followUps: [FollowUp]
    private let counterClaims: [CounterClaim]
    private let grants: [Grant]
    private let isUncounted: Bool

    /// The document that `text` is.
    init(_ text: String) throws(MalformedDocument) {
        let document = try JSON.document(text, name: "decision")
        isLate = document["late"]?.bool ?? false
        isInTurn = document["inTurn"]?.bool ?? false
        entryCount = Int(document["entries"]?.int64 ?? 0)
        reasons = try DecisionDocument.elements(document["reasons"], "reasons") { fields throws(MalformedDocument) in
            try Reason(try fields.fields())
        }
        balances = try DecisionDocument.elements(document["balances"], "balances") { fields throws(MalformedDocument) in
            let wallet = try fields.key()
            let active = try fields.points()
            let pending = try fields.points()
            let held = try fields.points()
            return WalletBalance(
                wallet: wallet,
                active: active,
                pending: pending,
                held: held,
                debt: try fields.points()
            )
        }
        levels = try DecisionDocument.elements(document["levels"], "levels") { fields throws(MalformedDocument) in
            let tierSet = try fields.key()
            return Decision.LevelHeld(tierSet: tierSet, level: try fields.key())
        }
        followUps = try DecisionDocument.elements(document["followUps"], "followUps") {
            fields throws(MalformedDocument) in
            try FollowUp(try fields.fields())
        }
        counterClaims = try DecisionDocument.elements(document["counterClaims"], "counterClaims") {
            fields throws(MalformedDocument) in
            let counter = try fields.key()
            return CounterClaim(counter: counter, amount: try fields.number())
        }
        grants = try DecisionDocument.elements(document["grants"], "grants") { fields throws(MalformedDocument) in
            let counter = try fields.key()
            let amount = try fields.number()
            return Grant(counter: counter, amount: amount, code: try fields.optionalKey())
        }
        isUncounted = document["uncounted"]?.bool ?? false
    }

    /// The decision, with what stands in columns and rows beside the document.
    func decision(number: Int64, programmeVersion: Int, entries: [Entry]) -> Decision {
        Decision(
            number: number,
            programmeVersion: programmeVersion,
            isLate: isLate,
            isInTurn: isInTurn,
            entries: entries,
            reasons: reasons,
            balances: balances,
            levels: levels,
            followUps: followUps,
            counterClaims: counterClaims,
            grants: grants,
            isUncounted: isUncounted
        )
    }

    /// The document of `decision`.
    static func text(of decision: Decision) -> String {
        var json = JSONWriter(reserving: 1_024)
        json.beginObject()
        json.number("v", 1)
        if decision.isLate {
            json.key("late")
            json.bool(true)
        }
        if decision.isInTurn {
            json.key("inTurn")
            json.bool(true)
        }
        if !decision.entries.isEmpty { json.number("entries", Int64(decision.entries.count)) }
        json.elements("reasons", of: decision.reasons) { json, reason in reason.write(to: &json) }
        json.elements("balances", of: decision.balances) { json, balance in
            json.element(balance.wallet)
            json.element(balance.active)
            json.element(balance.pending)
            json.element(balance.held)
            json.element(balance.debt)
        }
        json.elements("levels", of: decision.levels) { json, held in
            json.element(held.tierSet)
            json.element(held.level)
        }
        json.elements("followUps", of: decision.followUps) { json, followUp in followUp.write(to: &json) }
        json.elements("counterClaims", of: decision.counterClaims) { json, claim in
            json.element(claim.counter)
            json.integer(claim.amount)
        }
        json.elements("grants", of: decision.grants) { json, grant in
            json.element(grant.counter)
            json.integer(grant.amount)
            json.element(grant.code)
        }
        if decision.isUncounted {
            json.key("uncounted")
            json.bool(true)
        }
        json.endObject()
        return json.text
    }

    private static func elements<Element>(
        _ list: JSON?,
        _ name: String,
        _ read: (inout Fields) throws(MalformedDocument) -> Element
    ) throws(MalformedDocument) -> [Element] {
        guard let list else { return [] }
        var fields = try Fields(list, in: name)
        var elements: [Element] = []
        while !fields.isAtEnd { elements.append(try read(&fields)) }
        return elements
    }
}

extension JSONWriter {
    /// A member whose value is an array that each element writes its own part of; left out where there is none.
    fileprivate mutating func elements<Element>(
        _ key: StaticString,
        of elements: [Element],
        _ write: (inout JSONWriter, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        self.key(key)
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }
}

extension FollowUp {
    /// Writes it as one array: whose, source, id, type, time, facts.
    fileprivate func write(to json: inout JSONWriter) {
        json.beginArray()
        json.string(member.text)
        json.element(event.source)
        json.element(event.id)
        json.string(event.type.rawValue)
        json.element(event.occurredAt)
        json.string(String(decoding: FactsDocument.bytes(of: event), as: UTF8.self))
        json.endArray()
    }

    fileprivate init(_ kept: Fields) throws(MalformedDocument) {
        var kept = kept
        let member = MemberID(text: try kept.text())
        let source = try kept.key()
        let id = try kept.key()
        let type = EventType(named: try kept.text())
        let occurredAt = try kept.instant()
        let facts = Array(try kept.text().utf8)
        guard let member, let type,
            let event = try? FactsDocument.event(
                source: source,
                id: id,
                type: type,
                occurredAt: occurredAt,
                facts: facts
            )
        else { throw kept.malformed }
        self.init(member: member, event: event)
    }
}
