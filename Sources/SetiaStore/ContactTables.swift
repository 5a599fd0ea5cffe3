internal import JSONText
internal import SQLBase
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

// Reads and writes `contact` and `suppression`.

extension TableLedger {
    func contactCounts(of broadcast: Identifier) throws -> [ContactCount] {
        try connection.rows(
            """
            SELECT verdict, reason, way, COUNT(*) FROM contact WHERE broadcast_id = $1
            GROUP BY verdict, reason, way ORDER BY verdict, reason, way
            """,
            [.text(broadcast.text)]
        ).map { row in
            guard let reason = ContactDecision.Reason(rawValue: row.text(1)) else {
                throw MalformedDocument(field: "reason")
            }
            return ContactCount(
                verdict: row.text(0),
                reason: reason,
                way: row.textOrNil(2).flatMap { Contact.Way(rawValue: $0) },
                count: row.int(3)
            )
        }
    }

    func contactsDue(of broadcast: Identifier, by moment: Instant, limit: Int) throws -> [Contact] {
        try connection.rows(
            SQLStatement(
                """
                \(contactRows) WHERE broadcast_id = $1 AND next_ms <= $2 ORDER BY next_ms, contact_id LIMIT $3
                """
            ),
            [.text(broadcast.text), .integer(moment.milliseconds), .integer(Int64(limit))]
        ).map { try $0.contact() }
    }

    func contact(_ id: Identifier, of member: MemberID) throws -> Contact? {
        try connection.first(
            SQLStatement("\(contactRows) WHERE member_id = $1 AND contact_id = $2"),
            [.text(member.text), .text(id.text)]
        )?.contact()
    }

    func contacts(of member: MemberID, limit: Int) throws -> [Contact] {
        try connection.rows(
            SQLStatement("\(contactRows) WHERE member_id = $1 ORDER BY contact_id DESC LIMIT $2"),
            [.text(member.text), .integer(Int64(limit))]
        ).map { try $0.contact() }
    }

    func contactGrounds(of members: [MemberID], since: Instant) throws -> [ContactGrounds] {
        var grounds: [MemberID: ContactGrounds] = [:]
        let rows = members.map { [SQLValue.text($0.text)] }
        try connection.query(findingAddresses, rows) { row in
            let member = try row.memberID(0)
            if row.text(2) == "email" {
                grounds[member, default: ContactGrounds()].emailEvidence.append(row.key(1))
            } else {
                grounds[member, default: ContactGrounds()].phoneEvidence.append(row.key(1))
            }
        }
        try connection.query(findingSuppressions, rows) { row in
            guard let cause = ContactState.Suppression.Cause(rawValue: row.text(2)) else {
                throw MalformedDocument(field: "cause")
            }
            let suppression = ContactState.Suppression(
                channel: row.text(1).isEmpty ? nil : row.key(1),
                cause: cause,
                until: row.instantOrNil(3)
            )
            grounds[try row.memberID(0), default: ContactGrounds()].suppressions.append(suppression)
        }
        try connection.query(findingSends, members.map { [.text($0.text), .integer(since.milliseconds)] }) { row in
            guard let kind = ContactIntent.Kind(rawValue: row.text(4)),
                let state = ContactState.Send.Reservation(rawValue: row.text(6))
            else { throw MalformedDocument(field: "reservation") }
            let send = ContactState.Send(
                onceKey: row.key(1),
                purpose: row.key(2),
                channel: row.key(3),
                kind: kind,
                at: row.instant(5),
                state: state
            )
            grounds[try row.memberID(0), default: ContactGrounds()].sends.append(send)
        }
        try connection.query(findingWaitings, rows) { row in
            let member = try row.memberID(0)
            let known = grounds[member]?.waitingSince ?? row.instant(1)
            grounds[member, default: ContactGrounds()].waitingSince = min(known, row.instant(1))
        }
        try connection.query(findingPreferences, rows) { row in
            grounds[try row.memberID(0), default: ContactGrounds()].preference = row.preference(from: 1)
        }
        return members.map { grounds[$0] ?? ContactGrounds() }
    }

    func lastWritten(by members: [MemberID]) throws -> [[ContactState.Inbound]] {
        var found: [MemberID: [ContactState.Inbound]] = [:]
        try connection.query(findingWritten, members.map { [.text($0.text)] }) { row in
            found[try row.memberID(0), default: []].append(
                ContactState.Inbound(channel: row.key(1), at: row.instant(2))
            )
        }
        return members.map { found[$0] ?? [] }
    }

    func contactPreference(of member: MemberID) throws -> ContactPreference? {
        try connection.first(
            "SELECT paused_to_ms, zone FROM contact_preference WHERE member_id = $1",
            [.text(member.text)]
        )?.preference(from: 0)
    }

    func save(_ preference: ContactPreference, of member: MemberID, at now: Instant) throws {
        try connection.run(
            """
            INSERT INTO contact_preference (member_id, paused_to_ms, zone, changed_ms) VALUES ($1, $2, $3, $4)
            ON CONFLICT (member_id) DO UPDATE SET paused_to_ms = excluded.paused_to_ms, zone = excluded.zone,
                changed_ms = excluded.changed_ms
            """,
            [
                .text(member.text), .optional(preference.pausedUntil?.milliseconds), .optional(preference.zone?.text),
                .integer(now.milliseconds),
            ]
        )
    }

    func plan(_ contacts: [Contact]) throws {
        try connection.run(planningContacts, contacts.map { $0.names + $0.course })
    }

    func save(_ contact: Contact, ifTurnAt turn: Instant?) throws -> Bool {
        let condition = turn == nil ? "next_ms IS NULL" : "next_ms = $13"
        return try connection.run(
            SQLStatement(
                """
                UPDATE contact SET verdict = $3, reason = $4, rules_version = $5, inputs = $6, decided_ms = $7,
                    until_ms = $8, way = $9, reservation = $10, taken_ms = $11, next_ms = $12, tries = \
                \(turn == nil ? "$13" : "$14")
                WHERE member_id = $1 AND contact_id = $2 AND \(condition)
                """
            ),
            [.text(contact.member.text), .text(contact.id.text)] + contact.course.dropLast()
                + (turn.map { [.integer($0.milliseconds)] } ?? []) + [.integer(Int64(contact.tries))]
        ) > 0
    }

    func add(_ suppression: ContactState.Suppression, since: Instant, to member: MemberID) throws {
        try connection.run(
            """
            INSERT INTO suppression (member_id, channel, cause, since_ms, until_ms) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (member_id, channel, cause) DO UPDATE SET until_ms = excluded.until_ms
            """,
            [
                .text(member.text), .text(suppression.channel?.text ?? ""), .text(suppression.cause.rawValue),
                .integer(since.milliseconds), .optional(suppression.until?.milliseconds),
            ]
        )
    }
}

private let contactRows = """
    SELECT member_id, contact_id, broadcast_id, once_key, purpose, channel, kind, verdict, reason, rules_version, inputs,
        decided_ms, until_ms, way, reservation, taken_ms, next_ms, tries FROM contact
    """

private let planningContacts = SQLBulk.insert(
    into: "contact",
    [
        ("member_id", .text), ("contact_id", .text), ("broadcast_id", .text), ("once_key", .text), ("purpose", .text),
        ("channel", .text), ("kind", .text), ("verdict", .text), ("reason", .text), ("rules_version", .integer),
        ("inputs", .text), ("decided_ms", .integer), ("until_ms", .integer), ("way", .text), ("reservation", .text),
        ("taken_ms", .integer), ("next_ms", .integer), ("tries", .integer),
    ],
    conflict: "ON CONFLICT (member_id, once_key) DO NOTHING"
)

private let findingAddresses = SQLBulk(
    [("member_id", .text)],
    one: "SELECT member_id, evidence, kind FROM identity WHERE member_id = $1 AND kind IN ('email', 'phone')",
    many: """
        SELECT identity.member_id, identity.evidence, identity.kind
        FROM given JOIN identity ON identity.member_id = given.member_id AND identity.kind IN ('email', 'phone')
        """
)

private let findingWritten = SQLBulk(
    [("member_id", .text)],
    one: """
        SELECT member_id, channel, MAX(at_ms) FROM message WHERE member_id = $1 AND kind = 'inbound'
        GROUP BY member_id, channel ORDER BY member_id, channel
        """,
    many: """
        SELECT message.member_id, message.channel, MAX(message.at_ms)
        FROM given JOIN message ON message.member_id = given.member_id AND message.kind = 'inbound'
        GROUP BY message.member_id, message.channel ORDER BY message.member_id, message.channel
        """
)

private let findingSuppressions = SQLBulk(
    [("member_id", .text)],
    one: "SELECT member_id, channel, cause, until_ms FROM suppression WHERE member_id = $1",
    many: """
        SELECT suppression.member_id, suppression.channel, suppression.cause, suppression.until_ms
        FROM given JOIN suppression ON suppression.member_id = given.member_id
        """
)

private let findingSends = SQLBulk(
    [("member_id", .text), ("since_ms", .integer)],
    one: """
        SELECT member_id, once_key, purpose, channel, kind, taken_ms, reservation FROM contact
        WHERE member_id = $1 AND taken_ms > $2
        """,
    many: """
        SELECT contact.member_id, contact.once_key, contact.purpose, contact.channel, contact.kind, contact.taken_ms,
            contact.reservation
        FROM given JOIN contact ON contact.member_id = given.member_id AND contact.taken_ms > given.since_ms
        """
)

private let findingPreferences = SQLBulk(
    [("member_id", .text)],
    one: "SELECT member_id, paused_to_ms, zone FROM contact_preference WHERE member_id = $1",
    many: """
        SELECT contact_preference.member_id, contact_preference.paused_to_ms, contact_preference.zone
        FROM given JOIN contact_preference ON contact_preference.member_id = given.member_id
        """
)

private let findingWaitings = SQLBulk(
    [("member_id", .text)],
    one: """
        SELECT member_id, waiting_ms FROM conversation WHERE member_id = $1 AND waiting_ms IS NOT NULL
        UNION ALL
        SELECT member_id, opened_ms FROM member_case
        WHERE member_id = $1 AND is_open = 1 AND kind IN ('complaint', 'claim')
        """,
    many: """
        SELECT conversation.member_id, conversation.waiting_ms
        FROM given JOIN conversation ON conversation.member_id = given.member_id
            AND conversation.waiting_ms IS NOT NULL
        UNION ALL
        SELECT member_case.member_id, member_case.opened_ms
        FROM given JOIN member_case ON member_case.member_id = given.member_id
            AND member_case.is_open = 1 AND member_case.kind IN ('complaint', 'claim')
        """
)

extension Contact {
    /// What never changes, as its columns.
    fileprivate var names: [SQLValue] {
        [
            .text(member.text), .text(id.text), .text(broadcast.text), .text(onceKey.text), .text(purpose.text),
            .text(channel.text), .text(kind.rawValue),
        ]
    }

    /// What became of it, as its columns.
    fileprivate var course: [SQLValue] {
        var until: Int64?
        if case .deferred(let moment) = decision.verdict { until = moment.milliseconds }
        return [
            .text(decision.verdict.name), .text(decision.reason.rawValue), .integer(Int64(decision.rulesVersion)),
            .text(decision.inputs.document), .integer(decidedAt.milliseconds), .optional(until),
            .optional(way?.rawValue), .optional(reservation?.rawValue), .optional(takenAt?.milliseconds),
            .optional(nextAt?.milliseconds), .integer(Int64(tries)),
        ]
    }
}

extension SQLRow {
    fileprivate func preference(from place: Int) -> ContactPreference {
        ContactPreference(pausedUntil: instantOrNil(place), zone: textOrNil(place + 1).map { Key($0) })
    }

    fileprivate func contact() throws -> Contact {
        guard let id = Identifier(text: text(1)), let broadcast = Identifier(text: text(2)),
            let kind = ContactIntent.Kind(rawValue: text(6)),
            let reason = ContactDecision.Reason(rawValue: text(8))
        else { throw MalformedDocument(field: "contact") }
        let verdict: ContactDecision.Verdict? =
            switch text(7) {
            case "sent": .sent
            case "deferred": .deferred(until: instantOrNil(12) ?? instant(11))
            case "dropped": .dropped
            case "digested": .digested
            case "withheld": .withheld
            case "blocked": .blocked
            default: nil
            }
        guard let verdict else { throw MalformedDocument(field: "verdict") }
        var contact = Contact(
            member: try memberID(0),
            id: id,
            broadcast: broadcast,
            onceKey: key(3),
            purpose: key(4),
            channel: key(5),
            kind: kind,
            decision: ContactDecision(
                verdict: verdict,
                reason: reason,
                rulesVersion: Int(int(9)),
                inputs: try ContactDecision.Inputs(document: text(10))
            ),
            decidedAt: instant(11)
        )
        contact.way = textOrNil(13).flatMap { Contact.Way(rawValue: $0) }
        contact.reservation = textOrNil(14).flatMap { ContactState.Send.Reservation(rawValue: $0) }
        contact.takenAt = instantOrNil(15)
        contact.nextAt = instantOrNil(16)
        contact.tries = Int(int(17))
        return contact
    }
}

extension ContactDecision.Inputs {
    /// As it is kept; what is none is not in it.
    fileprivate var document: String {
        var object: JSONObject = [:]
        if let consent {
            object.set("consentSince", .integer(consent.since.milliseconds))
            object.set("isGiven", .bool(consent.consent.isGiven))
            object.set("purpose", .string(consent.consent.purpose.text))
            object.set("channel", .string(consent.consent.channel.text))
            if let wording = consent.consent.wording { object.set("wording", .string(wording.text)) }
            if let evidence = consent.consent.evidence { object.set("evidence", .string(evidence.text)) }
        }
        if let limit { object.set("limit", .string(limit.text)) }
        if let quietEnds { object.set("quietEnds", .integer(quietEnds.milliseconds)) }
        if let digestAt { object.set("digestAt", .integer(digestAt.milliseconds)) }
        if let since { object.set("since", .integer(since.milliseconds)) }
        return String(decoding: JSON.object(object).canonical, as: UTF8.self)
    }

    fileprivate init(document: String) throws {
        self.init()
        let json = try JSON.parse(Array(document.utf8))
        func moment(_ field: String) -> Instant? { json[field]?.int64.map { Instant(milliseconds: $0) } }
        if let since = moment("consentSince"), let purpose = json["purpose"]?.string,
            let channel = json["channel"]?.string
        {
            consent = ConsentHeld(
                consent: Consent(
                    purpose: Key(purpose),
                    channel: Key(channel),
                    isGiven: json["isGiven"]?.bool ?? false,
                    wording: json["wording"]?.string.map { Key($0) },
                    evidence: json["evidence"]?.string.map { Key($0) }
                ),
                since: since
            )
        }
        limit = json["limit"]?.string.map { Key($0) }
        quietEnds = moment("quietEnds")
        digestAt = moment("digestAt")
        since = moment("since")
    }
}
