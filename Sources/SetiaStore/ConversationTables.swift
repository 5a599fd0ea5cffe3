internal import SQLBase
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

// Reads and writes `conversation`, `waiting` and `canned_answer`.

extension TableLedger {
    func conversation(_ id: ConversationID) throws -> Conversation? {
        try connection.first(
            SQLStatement("\(conversationRows) WHERE member_id = $1 AND conversation_id = $2"),
            id.values
        )?.conversation()
    }

    func conversations(of member: MemberID, limit: Int) throws -> [Conversation] {
        try connection.rows(
            SQLStatement("\(conversationRows) WHERE member_id = $1 ORDER BY conversation_id DESC LIMIT $2"),
            [.text(member.text), .integer(Int64(limit))]
        ).map { try $0.conversation() }
    }

    func inbox(
        _ filter: InboxFilter,
        _ wish: InboxWish,
        of staff: StaffID?,
        at now: Instant,
        after: InboxCursor?,
        limit: Int
    ) throws -> [Conversation] {
        var values: [SQLValue] = [
            .integer(after?.rank ?? .min), .text(after?.identifier.text ?? ""), .integer(Int64(limit)),
        ]
        // A condition is put in where something is asked for, so that its index can be used.
        var conditions = [filter == .closed ? "state = 'closed'" : "state = 'open'"]
        func need(_ condition: String, _ value: SQLValue) {
            values.append(value)
            conditions.append("\(condition) $\(values.count)")
        }
        switch filter {
        case .closed: break
        case .snoozed: need("snoozed_ms >", .integer(now.milliseconds))
        case .open, .mine, .unassigned, .waiting:
            values.append(.integer(now.milliseconds))
            conditions.append("(snoozed_ms IS NULL OR snoozed_ms <= $\(values.count))")
        }
        if filter == .mine { need("assignee =", .text(staff?.text ?? "")) }
        if filter == .unassigned { conditions.append("assignee IS NULL") }
        if filter == .waiting { conditions.append("waiting_ms IS NOT NULL") }
        if let channel = wish.channel { need("channel =", .text(channel.rawValue)) }
        if let team = wish.team { need("team =", .text(team.text)) }
        if let assignee = wish.assignee { need("assignee =", .text(assignee.text)) }
        if wish.onlyUnproved { conditions.append("is_verified = 0") }
        if wish.onlyTrouble { conditions.append("has_trouble = 1") }
        if wish.onlyMarked { conditions.append("is_marked = 1") }
        return try connection.rows(
            SQLStatement(
                """
                \(conversationRows) WHERE \(conditions.joined(separator: " AND ")) AND rank_ms >= $1
                    AND (rank_ms > $1 OR conversation_id > $2) ORDER BY rank_ms, conversation_id LIMIT $3
                """
            ),
            values
        ).map { try $0.conversation() }
    }

    func promises(notOf version: Int, dueAfter now: Instant, limit: Int) throws -> [Conversation] {
        try connection.rows(
            SQLStatement(
                """
                \(conversationRows) WHERE due_ms > $2 AND version <> $1 AND state = 'open'
                ORDER BY due_ms, conversation_id LIMIT $3
                """
            ),
            [.integer(Int64(version)), .integer(now.milliseconds), .integer(Int64(limit))]
        ).map { try $0.conversation() }
    }

    func resolutions(notOf version: Int, dueAfter now: Instant, limit: Int) throws -> [Conversation] {
        try connection.rows(
            SQLStatement(
                """
                \(conversationRows) WHERE state = 'open' AND resolve_due_ms > $2 AND resolve_version <> $1
                ORDER BY resolve_due_ms, conversation_id LIMIT $3
                """
            ),
            [.integer(Int64(version)), .integer(now.milliseconds), .integer(Int64(limit))]
        ).map { try $0.conversation() }
    }

    func save(_ conversation: Conversation) throws {
        try connection.run(
            """
            INSERT INTO conversation (member_id, conversation_id, channel, state, rank_ms, snoozed_ms, assignee, team,
                started_ms, last_ms, last_message, waiting_ms, due_ms, version, last_waiting, has_answer, closed_ms,
                is_verified, has_trouble, is_marked, resolve_from_ms, resolve_due_ms, resolve_version, resolved_business_ms,
                replier, replier_name)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                $23, $24, $25, $26)
            ON CONFLICT (member_id, conversation_id) DO UPDATE SET channel = excluded.channel, state = excluded.state,
                rank_ms = excluded.rank_ms, snoozed_ms = excluded.snoozed_ms, assignee = excluded.assignee,
                team = excluded.team, last_ms = excluded.last_ms, last_message = excluded.last_message,
                waiting_ms = excluded.waiting_ms, due_ms = excluded.due_ms, version = excluded.version,
                last_waiting = excluded.last_waiting, has_answer = excluded.has_answer,
                closed_ms = excluded.closed_ms, is_verified = excluded.is_verified, has_trouble = excluded.has_trouble,
                is_marked = excluded.is_marked, resolve_from_ms = excluded.resolve_from_ms,
                resolve_due_ms = excluded.resolve_due_ms, resolve_version = excluded.resolve_version,
                resolved_business_ms = excluded.resolved_business_ms, replier = excluded.replier,
                replier_name = excluded.replier_name
            """,
            conversation.id.values + [
                .text(conversation.channel.rawValue), .text(conversation.isOpen ? "open" : "closed"),
                .integer(conversation.rank), .optional(conversation.snoozedUntil?.milliseconds),
                .optional(conversation.assignee?.text), .optional(conversation.team?.text),
                .integer(conversation.startedAt.milliseconds), .integer(conversation.lastAt.milliseconds),
                .integer(conversation.lastMessage), .optional(conversation.waiting?.since.milliseconds),
                .optional(conversation.waiting?.dueAt?.milliseconds),
                .integer(Int64(conversation.waiting?.version ?? 0)), .integer(conversation.lastWaiting),
                .integer(conversation.hasAnswer ? 1 : 0), .optional(conversation.closedAt?.milliseconds),
                .integer(conversation.isVerified ? 1 : 0), .integer(conversation.hasTrouble ? 1 : 0),
                .integer(conversation.isMarked ? 1 : 0), .optional(conversation.resolution?.from.milliseconds),
                .optional(conversation.resolution?.dueAt?.milliseconds),
                .integer(Int64(conversation.resolution?.version ?? 0)),
                .optional(conversation.resolution?.businessTime), .optional(conversation.resolution?.replier?.text),
                .optional(conversation.resolution?.replierName),
            ]
        )
    }

    func waitings(from: Instant, until: Instant, _ each: (KeptWaiting) throws -> Void) throws {
        try connection.query(
            """
            SELECT member_id, conversation_id, number, is_first, channel, team, opened_ms, due_ms, version, ended_ms,
                ending, replier, replier_name, business_ms
            FROM waiting WHERE opened_ms >= $1 AND opened_ms < $2
            """,
            [.integer(from.milliseconds), .integer(until.milliseconds)]
        ) { try each(try $0.waiting()) }
    }

    func closings(from: Instant, until: Instant, _ each: (Conversation) throws -> Void) throws {
        try connection.query(
            SQLStatement("\(conversationRows) WHERE closed_ms >= $1 AND closed_ms < $2"),
            [.integer(from.milliseconds), .integer(until.milliseconds)]
        ) { try each(try $0.conversation()) }
    }

    func unresolved(from: Instant, until: Instant, _ each: (Conversation) throws -> Void) throws {
        try connection.query(
            SQLStatement("\(conversationRows) WHERE state = 'open' AND resolve_due_ms >= $1 AND resolve_due_ms < $2"),
            [.integer(from.milliseconds), .integer(until.milliseconds)]
        ) { try each(try $0.conversation()) }
    }

    func save(_ waiting: KeptWaiting) throws {
        let episode = waiting.episode
        try connection.run(
            """
            INSERT INTO waiting (member_id, conversation_id, number, is_first, channel, team, opened_ms, due_ms, version,
                ended_ms, ending, replier, replier_name, business_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT (member_id, conversation_id, number) DO UPDATE SET team = excluded.team,
                due_ms = excluded.due_ms, version = excluded.version, ended_ms = excluded.ended_ms,
                ending = excluded.ending, replier = excluded.replier, replier_name = excluded.replier_name,
                business_ms = excluded.business_ms
            """,
            waiting.conversation.values + [
                .integer(waiting.number), .integer(waiting.isFirst ? 1 : 0), .text(waiting.channel.rawValue),
                .optional(waiting.team?.text), .integer(episode.openedAt.milliseconds),
                .optional(episode.dueAt?.milliseconds), .integer(Int64(episode.calendarVersion)),
                .optional(episode.ending?.at.milliseconds), .optional(episode.ending?.kind.rawValue),
                .optional(episode.ending?.replier?.text), .optional(waiting.replierName),
                .optional(waiting.businessTime),
            ]
        )
    }

    func cannedAnswers() throws -> [CannedAnswer] {
        try connection.rows("SELECT name, language, text FROM canned_answer ORDER BY name, language").map { row in
            guard let language = Language(rawValue: row.text(1)) else { throw MalformedDocument(field: "language") }
            return CannedAnswer(name: row.text(0), language: language, text: row.text(2))
        }
    }

    func save(_ answer: CannedAnswer) throws {
        let key = [SQLValue.text(answer.name), .text(answer.language.rawValue)]
        guard !answer.text.isEmpty else {
            try connection.run("DELETE FROM canned_answer WHERE name = $1 AND language = $2", key)
            return
        }
        try connection.run(
            """
            INSERT INTO canned_answer (name, language, text) VALUES ($1, $2, $3)
            ON CONFLICT (name, language) DO UPDATE SET text = excluded.text
            """,
            key + [.text(answer.text)]
        )
    }
}

extension OwnedID {
    /// Both columns.
    var values: [SQLValue] { [.text(member.text), .text(identifier.text)] }
}

private let conversationRows = """
    SELECT member_id, conversation_id, channel, state, rank_ms, snoozed_ms, assignee, team, started_ms, last_ms,
        last_message, waiting_ms, due_ms, version, last_waiting, has_answer, closed_ms, is_verified, has_trouble,
        is_marked, resolve_from_ms, resolve_due_ms, resolve_version, resolved_business_ms, replier, replier_name
    FROM conversation
    """

extension SQLRow {
    /// The conversation that the first two columns name.
    func conversationID() throws(MalformedDocument) -> ConversationID {
        guard let identifier = Identifier(text: text(1)) else { throw MalformedDocument(field: "conversation_id") }
        return ConversationID(member: try memberID(0), identifier)
    }

    fileprivate func conversation() throws -> Conversation {
        guard let channel = MessageChannel(rawValue: text(2)) else { throw MalformedDocument(field: "channel") }
        var conversation = Conversation(
            id: try conversationID(),
            channel: channel,
            startedAt: instant(8),
            isVerified: int(17) != 0
        )
        conversation.isOpen = text(3) == "open"
        conversation.snoozedUntil = instantOrNil(5)
        conversation.assignee = textOrNil(6).flatMap { StaffID(text: $0) }
        conversation.team = textOrNil(7).map { Key($0) }
        conversation.lastAt = instant(9)
        conversation.lastMessage = int(10)
        conversation.waiting = instantOrNil(11).map {
            Conversation.Waiting(since: $0, dueAt: instantOrNil(12), version: Int(int(13)))
        }
        conversation.lastWaiting = int(14)
        conversation.hasAnswer = int(15) != 0
        conversation.closedAt = instantOrNil(16)
        conversation.hasTrouble = int(18) != 0
        conversation.isMarked = int(19) != 0
        if let from = instantOrNil(20) {
            var resolution = Conversation.Resolution(from: from, dueAt: instantOrNil(21), version: Int(int(22)))
            resolution.businessTime = intOrNil(23)
            resolution.replier = textOrNil(24).map { Key($0) }
            resolution.replierName = textOrNil(25)
            conversation.resolution = resolution
        }
        return conversation
    }

    fileprivate func waiting() throws -> KeptWaiting {
        guard let channel = MessageChannel(rawValue: text(4)) else { throw MalformedDocument(field: "channel") }
        var ending: WaitingEpisode.Ending?
        if let at = instantOrNil(9) {
            guard let kind = textOrNil(10).flatMap({ WaitingEpisode.Ending.Kind(rawValue: $0) }) else {
                throw MalformedDocument(field: "ending")
            }
            ending = WaitingEpisode.Ending(at: at, replier: textOrNil(11).map { Key($0) }, kind: kind)
        }
        return KeptWaiting(
            conversation: try conversationID(),
            number: int(2),
            isFirst: int(3) != 0,
            channel: channel,
            team: textOrNil(5).map { Key($0) },
            episode: WaitingEpisode(
                openedAt: instant(6),
                dueAt: instantOrNil(7),
                calendarVersion: Int(int(8)),
                ending: ending
            ),
            businessTime: intOrNil(13),
            replierName: textOrNil(12)
        )
    }
}
