internal import SQLBase
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

// Reads and writes `message`, `message_file`, `message_fetch` and `message_key`.

extension TableLedger {
    func messages(of member: MemberID, before: Identifier?, limit: Int) throws -> [StoredMessage] {
        try connection.rows(
            SQLStatement("\(messageRows) WHERE member_id = $1 AND message_id < $2 ORDER BY message_id DESC LIMIT $3"),
            // Behind every id: no digit of theirs is a tilde.
            [.text(member.text), .text(before?.text ?? "~"), .integer(Int64(limit))]
        ).map { try $0.storedMessage() }
    }

    func messages(in conversation: ConversationID, limit: Int) throws -> [StoredMessage] {
        try connection.rows(
            SQLStatement(
                "\(messageRows) WHERE member_id = $1 AND conversation_id = $2 ORDER BY number DESC LIMIT $3"
            ),
            conversation.values + [.integer(Int64(limit))]
        ).map { try $0.storedMessage() }
    }

    func message(_ number: Int64, of conversation: ConversationID) throws -> StoredMessage? {
        try connection.first(
            SQLStatement("\(messageRows) WHERE member_id = $1 AND conversation_id = $2 AND number = $3"),
            conversation.values + [.integer(number)]
        )?.storedMessage()
    }

    func messagesDue(by now: Instant, limit: Int) throws -> [StoredMessage] {
        try connection.rows(
            SQLStatement("\(messageRows) WHERE next_try_ms <= $1 ORDER BY next_try_ms, message_id LIMIT $2"),
            [.integer(now.milliseconds), .integer(Int64(limit))]
        ).map { try $0.storedMessage() }
    }

    func add(_ stored: StoredMessage, files: [(place: Int, sealed: [UInt8])]) throws {
        let message = stored.message
        let (kind, id, name) = columns(of: message.author)
        try connection.run(
            """
            INSERT INTO message (member_id, conversation_id, number, message_id, kind, channel, author_kind, author_id,
                author_name, at_ms, sealed, sent_ms, delivered_ms, read_ms, failed_ms, failure, tries, next_try_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            """,
            message.conversation.values + [
                .integer(message.number), .text(message.id.text), .text(message.kind.rawValue),
                .text(message.channel.rawValue), .text(kind), .optional(id), .optional(name),
                .integer(message.at.milliseconds), .optional(stored.sealed),
            ] + message.way
        )
        let place = MessagePlace(message.conversation, message.number)
        for file in files { try add(file.sealed, at: file.place, to: place) }
    }

    private func add(_ sealed: [UInt8], at file: Int, to place: MessagePlace) throws {
        try connection.run(
            """
            INSERT INTO message_file (member_id, conversation_id, number, place, sealed)
            VALUES ($1, $2, $3, $4, $5)
            """,
            place.values + [.integer(Int64(file)), .blob(sealed)]
        )
    }

    func fetchesDue(by now: Instant, limit: Int) throws -> [FileFetch] {
        try connection.rows(
            SQLStatement(
                "\(fetchRows) WHERE next_try_ms <= $1 ORDER BY next_try_ms, member_id, number, place LIMIT $2"
            ),
            [.integer(now.milliseconds), .integer(Int64(limit))]
        ).map { try $0.fileFetch() }
    }

    func fetch(_ file: Int, of place: MessagePlace) throws -> FileFetch? {
        try connection.first(
            SQLStatement("\(fetchRows) WHERE member_id = $1 AND conversation_id = $2 AND number = $3 AND place = $4"),
            place.values + [.integer(Int64(file))]
        )?.fileFetch()
    }

    func save(_ fetch: FileFetch) throws {
        try connection.run(
            """
            INSERT INTO message_fetch (member_id, conversation_id, number, place, sealed, tries, next_try_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (member_id, conversation_id, number, place) DO UPDATE SET tries = excluded.tries,
                next_try_ms = excluded.next_try_ms
            """,
            fetch.message.values + [
                .integer(Int64(fetch.file)), .blob(fetch.sealed), .integer(Int64(fetch.tries)),
                .integer(fetch.nextTry.milliseconds),
            ]
        )
    }

    func end(_ fetch: FileFetch, content: [UInt8], bytes: [UInt8]?) throws {
        try connection.run(
            "UPDATE message SET sealed = $4 WHERE member_id = $1 AND conversation_id = $2 AND number = $3",
            fetch.message.values + [.blob(content)]
        )
        try connection.run(
            """
            DELETE FROM message_fetch
            WHERE member_id = $1 AND conversation_id = $2 AND number = $3 AND place = $4
            """,
            fetch.message.values + [.integer(Int64(fetch.file))]
        )
        if let bytes { try add(bytes, at: fetch.file, to: fetch.message) }
    }

    func saveDelivery(of message: Message) throws {
        try connection.run(
            """
            UPDATE message SET sent_ms = $4, delivered_ms = $5, read_ms = $6, failed_ms = $7, failure = $8, tries = $9,
                next_try_ms = $10
            WHERE member_id = $1 AND conversation_id = $2 AND number = $3
            """,
            message.conversation.values + [.integer(message.number)] + message.way
        )
    }

    func file(_ place: Int, of number: Int64, in conversation: ConversationID) throws -> [UInt8]? {
        try connection.first(
            """
            SELECT sealed FROM message_file
            WHERE member_id = $1 AND conversation_id = $2 AND number = $3 AND place = $4
            """,
            conversation.values + [.integer(number), .integer(Int64(place))]
        )?.blob(0)
    }

    func keyed(_ key: MessageKey) throws -> MessagePlace? {
        try connection.first(
            "SELECT member_id, conversation_id, number FROM message_key WHERE kind = $1 AND hash = $2",
            [.text(key.kind.rawValue), .blob(key.hash)]
        ).map { MessagePlace(try $0.conversationID(), $0.int(2)) }
    }

    func claim(_ key: MessageKey, for place: MessagePlace) throws -> Bool {
        try connection.run(
            """
            INSERT INTO message_key (kind, hash, member_id, conversation_id, number) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """,
            [.text(key.kind.rawValue), .blob(key.hash)] + place.conversation.values + [.integer(place.number)]
        ) > 0
    }

    /// Takes away what a member said and was told; that something was said, and how long she waited, stays.
    func forgetMessages(of member: MemberID) throws {
        let id = [SQLValue.text(member.text)]
        try connection.run("DELETE FROM message_key WHERE member_id = $1", id)
        try connection.run("DELETE FROM message_file WHERE member_id = $1", id)
        try connection.run("DELETE FROM message_fetch WHERE member_id = $1", id)
        try connection.run("UPDATE message SET sealed = NULL, next_try_ms = NULL WHERE member_id = $1", id)
        for conversation in try conversations(of: member, limit: 100_000) where conversation.isOpen {
            var conversation = conversation
            conversation.endWithMember()
            try save(conversation)
        }
    }

    /// An author as its three columns.
    func columns(of author: Message.Author) -> (kind: String, id: String?, name: String?) {
        switch author {
        case .member: ("member", nil, nil)
        case .staff(let id, let name): ("staff", id.text, name)
        case .person(let name): ("person", nil, name)
        case .program(let name): ("program", nil, name)
        case .operator: ("operator", nil, nil)
        }
    }
}

extension Message {
    /// What became of it, as its columns.
    fileprivate var way: [SQLValue] {
        [
            .optional(delivery.sentAt?.milliseconds), .optional(delivery.deliveredAt?.milliseconds),
            .optional(delivery.readAt?.milliseconds), .optional(delivery.failure?.at.milliseconds),
            .optional(delivery.failure?.reason.text), .integer(Int64(tries)), .optional(nextTry?.milliseconds),
        ]
    }
}

extension MessagePlace {
    /// Its three columns.
    var values: [SQLValue] { conversation.values + [.integer(number)] }
}

private let fetchRows = """
    SELECT member_id, conversation_id, number, place, sealed, tries, next_try_ms FROM message_fetch
    """

private let messageRows = """
    SELECT member_id, conversation_id, number, message_id, kind, channel, author_kind, author_id, author_name, at_ms,
        sealed, sent_ms, delivered_ms, read_ms, failed_ms, failure, tries, next_try_ms FROM message
    """

extension SQLRow {
    /// The author that three columns name, from this one on.
    func author(_ first: Int) throws(MalformedDocument) -> Message.Author {
        let name = textOrNil(first + 2) ?? ""
        switch text(first) {
        case "member": return .member
        case "staff":
            if let id = textOrNil(first + 1).flatMap({ StaffID(text: $0) }) { return .staff(id, name: name) }
        case "person": return .person(name: name)
        case "program": return .program(name: name)
        case "operator": return .operator
        default: break
        }
        throw MalformedDocument(field: "author_kind")
    }

    fileprivate func fileFetch() throws -> FileFetch {
        FileFetch(
            message: MessagePlace(try conversationID(), int(2)),
            file: Int(int(3)),
            sealed: blob(4),
            tries: Int(int(5)),
            nextTry: instant(6)
        )
    }

    fileprivate func storedMessage() throws -> StoredMessage {
        guard let id = Identifier(text: text(3)) else { throw MalformedDocument(field: "message_id") }
        guard let kind = Message.Kind(rawValue: text(4)) else { throw MalformedDocument(field: "kind") }
        guard let channel = MessageChannel(rawValue: text(5)) else { throw MalformedDocument(field: "channel") }
        let failure = instantOrNil(14).map {
            DeliveryRecord.Failure(at: $0, reason: Key(textOrNil(15) ?? "unknown"))
        }
        return StoredMessage(
            message: Message(
                conversation: try conversationID(),
                number: int(2),
                id: id,
                kind: kind,
                channel: channel,
                author: try author(6),
                at: instant(9),
                delivery: DeliveryRecord(
                    sentAt: instantOrNil(11),
                    deliveredAt: instantOrNil(12),
                    readAt: instantOrNil(13),
                    failure: failure
                ),
                tries: Int(int(16)),
                nextTry: instantOrNil(17)
            ),
            sealed: blobOrNil(10)
        )
    }
}
