internal import SetiaCare
internal import SetiaCore

/// Something that is to be written into a conversation, in a transaction.
struct NewMessage: Sendable {
    let id: Identifier
    var kind: Message.Kind
    var channel: MessageChannel
    var author: Message.Author
    var content: MessageContent
    /// What is in the files of `content` that are kept, by their places.
    var files: [Int: [UInt8]] = [:]
    /// Where the files of `content` lie that are fetched later, by their places.
    var coming: [Int: [UInt8]] = [:]
    var delivery = DeliveryRecord()
    var nextTry: Instant?

    /// What it does to the waiting.
    func step(at now: Instant) -> ConversationStep {
        switch kind {
        case .inbound: .inbound(now)
        case .answer, .call: .humanReply(now, by: author.replier ?? "member")
        case .automatic: .automaticAcknowledgement(now)
        case .program: .programReply(now, by: "program")
        case .note: .note(now)
        }
    }
}

extension SetiaService {
    /// Writes a message into a conversation, with what it does to the waiting.
    ///
    /// - Returns: the conversation as it is now, and the message.
    func write(
        _ new: NewMessage,
        to conversation: Conversation,
        _ terms: ServiceTerms,
        key: WrappedKey,
        at now: Instant,
        in ledger: any ConversationLedger
    ) throws -> (conversation: Conversation, message: Message) {
        var conversation = conversation
        if new.kind == .inbound || conversation.lastMessage == 0 { conversation.channel = new.channel }
        let name: String? = if case .staff(_, let name) = new.author { name } else { nil }
        for waiting in conversation.take(new.step(at: now), terms, channel: new.channel, replierName: name) {
            try ledger.save(waiting)
        }
        conversation.lastMessage += 1
        conversation.lastAt = max(conversation.lastAt, now)
        if new.kind == .inbound { conversation.snoozedUntil = nil }
        if new.kind == .inbound || new.kind == .answer { conversation.hasTrouble = false }
        if new.kind != .note, new.kind != .automatic, !conversation.isOpen {
            conversation.isOpen = true
            conversation.closedAt = nil
        }
        let message = Message(
            conversation: conversation.id,
            number: conversation.lastMessage,
            id: new.id,
            kind: new.kind,
            channel: new.channel,
            author: new.author,
            at: now,
            delivery: new.delivery,
            nextTry: new.nextTry
        )
        let member = conversation.id.member
        let sealed = try sealing.seal(new.content.document, for: member, use: .message, with: key)
        let files = try new.files.sorted { $0.key < $1.key }.map { place, bytes in
            (place: place, sealed: try sealing.seal(bytes, for: member, use: .attachment, with: key))
        }
        try ledger.save(conversation)
        try ledger.add(StoredMessage(message: message, sealed: sealed), files: files)
        for (file, place) in new.coming.sorted(by: { $0.key < $1.key }) {
            let sealed = try sealing.seal(place, for: member, use: .attachment, with: key)
            let place = MessagePlace(conversation.id, message.number)
            try ledger.save(FileFetch(message: place, file: file, sealed: sealed, nextTry: now))
        }
        return (conversation, message)
    }

    /// What a key stands for, as it is looked up.
    func messageKey(_ kind: MessageKey.Kind, _ text: String) -> MessageKey {
        MessageKey(kind: kind, hash: sealing.keyedHash(Array("\(kind.rawValue):\(text)".utf8), for: .message))
    }

    /// What stands in the address to which answers to a conversation go: 20 small letters and digits.
    func replyToken(of conversation: ConversationID) -> String {
        let hash = sealing.keyedHash(Array(conversation.text.utf8), for: .replyToken)
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        return String(decoding: (0..<20).map { digits[Int(hash[$0] & 31)] }, as: UTF8.self)
    }

    /// A member who writes or is written to, where she is there and was not erased; she is the transaction's own.
    func correspondent(_ member: MemberID, in ledger: any Archive) throws -> (state: MemberState, key: WrappedKey) {
        guard let state = try ledger.states([StateRequest(member: member)])[0], state.status != .erased,
            let key = try ledger.keys(of: [member])[0]
        else { throw ConversationRefusal.unknownMember }
        return (state, key)
    }

    /// What a message says, as it is kept: without controls and outer blanks.
    func said(_ text: String, atMost most: Int) throws(ConversationRefusal) -> String {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        let kept = scalars.filter { $0.value >= 32 && !(127..<160).contains($0.value) || $0 == "\n" || $0 == "\t" }
        guard !kept.isEmpty else { throw .empty }
        guard kept.count <= most else { throw .tooLong(most) }
        return String(String.UnicodeScalarView(kept))
    }

    /// The most characters that a member's message from her pages may have.
    package static let longestQuestion = 5_000
    /// The most characters that an answer or a note may have.
    package static let longestAnswer = 20_000
}
