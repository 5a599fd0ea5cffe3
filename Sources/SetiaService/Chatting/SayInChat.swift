internal import JSONText
internal import SetiaCare
internal import SetiaCore

/// What somebody writes into a chat.
package struct ChatWords: Sendable {
    /// What.
    package let text: String
    /// What her browser calls it: the same again is the same message.
    package let key: String
    /// Where an answer reaches her when she is gone; an address of e-mail.
    package var email: Identity?
    /// How she calls herself.
    package var name: String?
    /// What she sends with it.
    package var file: ChatUpload?

    /// A file alone, which stands there as `[image]` or `[file]`.
    package init(file: ChatUpload, key: String) {
        self.init(text: file.words, key: key)
        self.file = file
    }

    /// What somebody writes.
    package init(text: String, key: String, email: Identity? = nil, name: String? = nil) {
        self.text = text
        self.key = key
        self.email = email
        self.name = name
    }
}

extension SetiaService {
    /// So many messages somebody may write into a chat within an hour.
    static let chatMessagesAnHour = 60
    /// So many files somebody may send in a chat within an hour.
    static let chatFilesAnHour = 20

    /// Takes what somebody wrote into a chat (rules O-1, O-2 and O-4).
    ///
    /// Who was nobody until now becomes a prospect with it; with the address of a member she writes into a conversation of
    /// that member's that says "address not proved", as by mail, and sees nothing else of hers.
    ///
    /// - Parameters:
    ///   - words: What.
    ///   - secret: The secret of her session.
    /// - Returns: the message; where the same was told before, the first one.
    /// - Throws: `ChatRefusal`, `ConversationRefusal`, `Refusal.conflictingDuplicate`, or the world's trouble.
    package func say(_ words: ChatWords, in secret: String) async throws -> OpenedMessage {
        let text = try said(words.text, atMost: SetiaService.longestQuestion)
        var content = MessageContent(text)
        content.address = words.email?.value
        content.name = try words.name.flatMap { try line(String($0.prefix(100))) }
        content.files =
            words.file.map { file in
                [MessageContent.File(name: file.name, type: file.type, size: file.bytes.count, arrival: .kept)]
            } ?? []
        let hash = chatHash(secret)
        // Two messages of one chat may both be its first: then one of them looks again.
        for _ in 0..<3 {
            do {
                let message = try await keep(content, words, hash)
                changeSignal.tell([message.conversation.member])
                return OpenedMessage(message: message, content: content)
            } catch is ChatChanged {
                continue
            }
        }
        throw StoreFailure(kind: .busy, message: "a chat is being written to by somebody else")
    }

    private func keep(_ content: MessageContent, _ words: ChatWords, _ hash: [UInt8]) async throws -> Message {
        let now = surroundings.now()
        let ids = (surroundings.newIdentifier(), surroundings.newIdentifier(), surroundings.newIdentifier())
        let told = messageKey(.chat, "\(hexadecimal(hash)):\(words.key)")
        return try await store.recording { ledger in
            var session = try self.liveChat(hash, at: now, ledger)
            let before = session.member
            if let known = try self.known(told, content, words, ledger) { return known }
            let member = try self.speaker(&session, words, MemberID(ids.0), content.name, in: ledger)
            let (state, key) = try self.correspondent(member, in: ledger)
            // Who waited for her may have said the same meanwhile.
            if let known = try self.known(told, content, words, ledger) { return known }
            let hourAgo = now.adding(milliseconds: -StaffTimes.hour)
            let recent = try ledger.messages(of: member, before: nil, limit: 150)
            let own = recent.count { stored in
                stored.message.kind == .inbound && stored.message.channel == .chat && stored.message.at > hourAgo
            }
            guard own < SetiaService.chatMessagesAnHour else { throw ConversationRefusal.tooMany }
            if words.file != nil {
                let files = try recent.filter { $0.message.channel == .chat && $0.message.at > hourAgo }
                    .reduce(0) { try $0 + (self.opened($1, key).content?.files.count ?? 0) }
                guard files < SetiaService.chatFilesAnHour else { throw ConversationRefusal.tooMany }
            }
            var conversation =
                try self.chatConversation(session, member, in: ledger)
                ?? Conversation(
                    id: ConversationID(member: member, ids.1),
                    channel: .chat,
                    startedAt: now,
                    isVerified: session.isProven
                )
            // Somebody may have answered by mail from the address that was left: whoever goes on here need not be her.
            conversation.isVerified = session.isProven
            var new = NewMessage(id: ids.2, kind: .inbound, channel: .chat, author: .member, content: content)
            if let file = words.file { new.files = [0: file.bytes] }
            let terms = try self.serviceTerms(of: state, at: now, in: ledger)
            let written = try self.write(new, to: conversation, terms, key: key, at: now, in: ledger)
            let place = MessagePlace(conversation.id, written.message.number)
            guard try ledger.claim(told, for: place) else { throw ChatChanged() }
            if !session.isProven { session.conversation = conversation.id.identifier }
            guard try ledger.save(session, was: before) else { throw ChatChanged() }
            return written.message
        }
    }

    /// A chat that has not ended.
    func liveChat(_ hash: [UInt8], at now: Instant, _ archive: any Archive) throws -> ChatSessionRecord {
        guard let session = try archive.chatSession(hash: hash), now < session.expiresAt else {
            throw ChatRefusal.unknownSession
        }
        return session
    }

    /// The message that was told by this number before; something else under it is not lost without a word.
    private func known(
        _ told: MessageKey,
        _ content: MessageContent,
        _ words: ChatWords,
        _ ledger: any Ledger
    ) throws -> Message? {
        guard let place = try ledger.keyed(told) else { return nil }
        guard let stored = try ledger.message(place.number, of: place.conversation) else {
            throw ConversationRefusal.unknownConversation
        }
        let key = try ledger.keys(of: [place.conversation.member])[0]
        let before = try opened(stored, key).content
        guard before?.text == content.text, before?.files == content.files else {
            throw Refusal.conflictingDuplicate(.event, key: words.key)
        }
        return stored.message
    }

    /// Whose words these are: hers who has shown who she is, else hers for whom the chat was begun, else a prospect's.
    private func speaker(
        _ session: inout ChatSessionRecord,
        _ words: ChatWords,
        _ newcomer: MemberID,
        _ name: String?,
        in ledger: any Ledger
    ) throws -> MemberID {
        if let member = session.member {
            guard session.isProven else { return member }
            guard let owner = try owner(of: member, ledger), owner.status != .erased else {
                throw ChatRefusal.unknownSession
            }
            return owner.member
        }
        if let email = words.email, let owner = try ledger.members(with: [sealing.identityHash(email)])[0],
            try ledger.erased(of: [owner]).isEmpty
        {
            session.member = owner
            return owner
        }
        var state = MemberState(member: newcomer)
        state.facts.language = session.language
        let key = try sealing.newMemberKey()
        var person: JSONObject = [:]
        if let name { person.set("name", .string(name)) }
        let identity = try words.email.map { email in
            SealedIdentity(
                hash: sealing.identityHash(email),
                sealed: try sealing.seal(Array(email.value.utf8), for: newcomer, use: .identity, with: key),
                evidence: "chat",
                addedAt: surroundings.now()
            )
        }
        let part = MemberPart(
            state: state,
            newcomer: MemberPart.Newcomer(
                key: key,
                identities: identity.map { [$0] } ?? [],
                person: person.members.isEmpty
                    ? nil : try sealing.seal(JSON.object(person).canonical, for: newcomer, use: .person, with: key),
                words: self.words(of: person, words.email.map { [$0] } ?? [])
            ),
            events: []
        )
        // Somebody may make a member of this address at the same moment: then it is hers.
        if try ledger.append([part])[0] != nil { throw ChatChanged() }
        session.member = newcomer
        session.isMade = true
        return newcomer
    }

    /// The conversation that a chat goes on: the one that she sees, or her newest open chat.
    private func chatConversation(_ session: ChatSessionRecord, _ member: MemberID, in ledger: any Ledger) throws
        -> Conversation?
    {
        if let id = session.conversation, !session.isProven {
            return try ledger.conversation(ConversationID(member: member, id))
        }
        guard session.isProven else { return nil }
        return try ledger.conversations(of: member, limit: 20).first { $0.isOpen && $0.channel == .chat }
    }
}

/// Something of a chat was changed by somebody else meanwhile.
private struct ChatChanged: Error {}
