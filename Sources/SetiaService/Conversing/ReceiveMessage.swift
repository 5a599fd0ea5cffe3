internal import SetiaCare
package import SetiaCore

/// Something that a member wrote and that we were told of by her pages or another program.
package struct Inbound: Sendable {
    /// Who.
    package let member: MemberID
    /// What.
    package let text: String
    /// What it is about, if that was said.
    package var subject: String?
    /// How it came.
    package let channel: MessageChannel
    /// What the other program calls it, so that the same told twice is kept once.
    package var key: String?

    /// Something that a member wrote.
    package init(
        member: MemberID,
        text: String,
        subject: String? = nil,
        channel: MessageChannel,
        key: String? = nil
    ) {
        self.member = member
        self.text = text
        self.subject = subject
        self.channel = channel
        self.key = key
    }
}

extension SetiaService {
    /// So many messages a member may write from her pages within an hour.
    static let messagesAnHour = 20

    /// Takes what a member wrote: into her newest open conversation of this channel, or into a new one (rule N-2).
    ///
    /// - Returns: the message; where the same was told before, the first one.
    /// - Throws: `ConversationRefusal`, `Refusal.conflictingDuplicate` where another was told by its number, or the
    ///   world's trouble; nothing is kept then.
    package func receive(_ inbound: Inbound) async throws -> Message {
        let text = try said(inbound.text, atMost: SetiaService.longestQuestion)
        let subject = try inbound.subject.flatMap { try self.line($0) }
        let now = surroundings.now()
        let (newID, messageID) = (surroundings.newIdentifier(), surroundings.newIdentifier())
        let message = try await store.recording { ledger in
            let (state, key) = try self.correspondent(inbound.member, in: ledger)
            let told = inbound.key.map { self.messageKey(.api, $0) }
            if let told, let place = try ledger.keyed(told) {
                guard let known = try ledger.message(place.number, of: place.conversation) else {
                    throw ConversationRefusal.unknownConversation
                }
                // What was told by this number stands; something else under it is not lost without a word.
                let isHers = place.conversation.member == inbound.member
                let content = isHers ? try self.opened(known, key).content : nil
                guard isHers, content == nil || content == MessageContent(text, subject: subject) else {
                    throw Refusal.conflictingDuplicate(.event, key: inbound.key ?? "")
                }
                return known.message
            }
            if [.portal, .chat].contains(inbound.channel) {
                let hourAgo = now.adding(milliseconds: -3_600_000)
                let recent = try ledger.messages(of: inbound.member, before: nil, limit: 100)
                let own = recent.count { $0.message.kind == .inbound && $0.message.at > hourAgo }
                let most = inbound.channel == .chat ? SetiaService.chatMessagesAnHour : SetiaService.messagesAnHour
                guard own < most else { throw ConversationRefusal.tooMany }
            }
            let open = try ledger.conversations(of: inbound.member, limit: 20)
                .first { $0.isOpen && $0.channel == inbound.channel }
            var conversation =
                open
                ?? Conversation(
                    id: ConversationID(member: inbound.member, newID),
                    channel: inbound.channel,
                    startedAt: now,
                    isVerified: true
                )
            conversation.isVerified = true
            let new = NewMessage(
                id: messageID,
                kind: .inbound,
                channel: inbound.channel,
                author: .member,
                content: MessageContent(text, subject: subject)
            )
            let terms = try self.serviceTerms(of: state, at: now, in: ledger)
            let written = try self.write(new, to: conversation, terms, key: key, at: now, in: ledger)
            if let told { _ = try ledger.claim(told, for: MessagePlace(conversation.id, written.message.number)) }
            return written.message
        }
        changeSignal.tell([inbound.member])
        return message
    }

    /// A subject on one line; none where nothing is left of it.
    func line(_ text: String) throws(ConversationRefusal) -> String? {
        let flat = String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 })
        )
        let kept = flat.split(separator: " ").joined(separator: " ")
        guard kept.unicodeScalars.count <= 300 else { throw .tooLong(300) }
        return kept.isEmpty ? nil : kept
    }
}
