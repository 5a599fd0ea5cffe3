internal import SetiaCare
package import SetiaCore

/// What somebody of ours says.
package struct Answering: Sendable {
    /// Of which member.
    package let member: MemberID
    /// In which of her conversations; none begins one.
    package let conversation: Identifier?
    /// What is said.
    package let text: String
    /// What it is: an answer, a note or a call.
    package let kind: Message.Kind
    /// How it goes; none is as she wrote last.
    package var channel: MessageChannel?
    /// The number of the last message that was read before it was written; none does not look.
    package var seen: Int64?
    /// Whether the conversation is closed with it.
    package var closes = false
    /// Who says it, where another system names her.
    package var person: String?
    /// Whether the channel's approved template goes in place of free words.
    package var usesTemplate = false

    /// What somebody says.
    package init(member: MemberID, conversation: Identifier?, text: String, kind: Message.Kind = .answer) {
        self.member = member
        self.conversation = conversation
        self.text = text
        self.kind = kind
    }
}

extension SetiaService {
    /// Says something in a conversation, or begins one with it; an answer is on its way when this returns (rule N-7).
    ///
    /// - Parameters:
    ///   - answering: What.
    ///   - actor: Who; by an API key without a person's name it is a program, which stops no clock.
    /// - Returns: the message.
    /// - Throws: `ConversationRefusal`, `StaffRefusal`, or the world's trouble; nothing is kept then.
    package func answer(_ answering: Answering, by actor: AuditActor) async throws -> Message {
        precondition([.answer, .note, .call].contains(answering.kind), "somebody of ours says no \(answering.kind)")
        let text = try said(answering.text, atMost: SetiaService.longestAnswer)
        let author = try author(actor, answering.person)
        let now = surroundings.now()
        let (newID, messageID) = (surroundings.newIdentifier(), surroundings.newIdentifier())
        let message = try await store.recording { ledger in
            try self.allowAnswering(actor, ledger)
            let (state, key) = try self.correspondent(answering.member, in: ledger)
            var conversation = try self.conversation(of: answering, newID, at: now, in: ledger)
            try self.refuseLate(answering, author, conversation, in: ledger)
            let channel = answering.kind == .call ? .phone : answering.channel ?? conversation.channel
            var new = NewMessage(
                id: messageID,
                kind: author.replier == nil && answering.kind == .answer ? .program : answering.kind,
                channel: channel,
                author: author,
                content: MessageContent(text)
            )
            if answering.usesTemplate, answering.kind == .answer {
                new.content.template = try self.template(of: channel, in: ledger)
            }
            if answering.kind == .answer { try self.address(&new, conversation, state, key, at: now, in: ledger) }
            let terms = try self.serviceTerms(of: state, at: now, in: ledger)
            let messageID = new.content.messageID
            (conversation, _) = try self.write(new, to: conversation, terms, key: key, at: now, in: ledger)
            let place = MessagePlace(conversation.id, conversation.lastMessage)
            if let messageID { _ = try ledger.claim(self.messageKey(.mail, messageID), for: place) }
            if channel.isNetwork, let line = new.content.line {
                let ours = self.channelKey(Key(line), "ours", new.id.text)
                _ = try ledger.claim(ours, for: place)
            }
            if messageID != nil, answering.kind == .answer {
                let token = self.replyToken(of: conversation.id)
                _ = try ledger.claim(self.messageKey(.token, token), for: MessagePlace(conversation.id, 0))
            }
            if answering.closes { try self.close(&conversation, terms, at: now, in: ledger) }
            if case .staff = author, conversation.assignee == nil, case .staff(let id, _) = actor {
                conversation.assignee = id
                try ledger.save(conversation)
            }
            try ledger.add(
                self.entry(
                    .messageWritten,
                    by: actor,
                    at: now,
                    member: answering.member,
                    subject: conversation.id.text,
                    details: ["kind": answering.kind.rawValue, "channel": channel.rawValue]
                )
            )
            guard let stored = try ledger.message(place.number, of: conversation.id) else {
                throw ConversationRefusal.unknownConversation
            }
            return stored.message
        }
        changeSignal.tell([answering.member])
        if message.nextTry != nil { await deliver(MessagePlace(message.conversation, message.number)) }
        return message
    }

    /// Who stands as the author of what somebody does.
    func author(_ actor: AuditActor, _ person: String?) throws -> Message.Author {
        switch actor {
        case .staff(let id, let name): .staff(id, name: name)
        case .apiKey(_, let name): try person.flatMap { try line($0) }.map { .person(name: $0) } ?? .program(name: name)
        case .operator: .operator
        case .member, .nobody, .server: throw StaffRefusal.mayNot(.answerMembers)
        }
    }

    /// Lets through who may answer; a key was looked at by its scopes.
    func allowAnswering(_ actor: AuditActor, _ archive: any Archive) throws {
        if case .apiKey = actor { return }
        try require(.answerMembers, of: actor, archive)
    }

    private func conversation(
        of answering: Answering,
        _ newID: Identifier,
        at now: Instant,
        in ledger: any Ledger
    ) throws -> Conversation {
        if let wanted = answering.conversation {
            let id = ConversationID(member: answering.member, wanted)
            guard let known = try ledger.conversation(id) else { throw ConversationRefusal.unknownConversation }
            return known
        }
        return Conversation(
            id: ConversationID(member: answering.member, newID),
            channel: answering.kind == .call ? .phone : answering.channel ?? .mail,
            startedAt: now,
            isVerified: true
        )
    }

    /// Refuses what was written before something was read: another's answer, or another question.
    private func refuseLate(
        _ answering: Answering,
        _ author: Message.Author,
        _ conversation: Conversation,
        in ledger: any Ledger
    ) throws {
        guard let seen = answering.seen, answering.kind == .answer, conversation.lastMessage > seen else { return }
        for number in max(1, seen + 1)...conversation.lastMessage {
            guard let message = try ledger.message(number, of: conversation.id)?.message else { continue }
            switch (message.kind, message.author) {
            case (.answer, .staff(_, let name)), (.call, .staff(_, let name)):
                throw ConversationRefusal.answeredMeanwhile(by: name)
            case (.answer, .person(let name)): throw ConversationRefusal.answeredMeanwhile(by: name)
            case (.answer, .operator), (.call, .operator): throw ConversationRefusal.answeredMeanwhile(by: "Setia")
            case (.inbound, _): throw ConversationRefusal.wroteMeanwhile
            default: continue
            }
        }
    }

    /// Says where an answer goes, and how it is to be handed over.
    private func address(
        _ new: inout NewMessage,
        _ conversation: Conversation,
        _ state: MemberState,
        _ key: WrappedKey,
        at now: Instant,
        in ledger: any Ledger
    ) throws {
        switch new.channel {
        case .portal:
            guard state.status != .prospect else { throw ConversationRefusal.notByThisChannel }
            new.delivery = DeliveryRecord(.delivered, at: now)
        case .api: new.delivery = DeliveryRecord(.sent, at: now)
        case .chat:
            guard conversation.channel == .chat else { throw ConversationRefusal.notByThisChannel }
            new.delivery = DeliveryRecord(.sent, at: now)
            // Who has gone gets it by mail (rule O-5).
            if try addressMail(&new, conversation, state, key, in: ledger) {
                new.nextTry = now.adding(milliseconds: SetiaService.chatMailsAfter)
            }
        case .mail:
            guard try addressMail(&new, conversation, state, key, in: ledger) else {
                throw ConversationRefusal.noAddress
            }
            new.nextTry = now
        case .phone: throw ConversationRefusal.notByThisChannel
        case .sms, .http, .telegram, .line, .whatsapp, .messenger, .instagram:
            try addressByChannel(&new, conversation, state, key, at: now, in: ledger)
        }
    }

    /// How long an answer in a chat waits for being seen before it goes by mail too, in milliseconds.
    package static let chatMailsAfter: Int64 = 120_000

    /// Says to which address an answer goes as a mail, and under which subject.
    ///
    /// To where she wrote from last, or what she left; else to what is hers. Where nobody has shown that a chat is hers, to
    /// what was left in it alone.
    ///
    /// - Returns: whether there is an address.
    private func addressMail(
        _ new: inout NewMessage,
        _ conversation: Conversation,
        _ state: MemberState,
        _ key: WrappedKey,
        in ledger: any Ledger
    ) throws -> Bool {
        let sealed = try ledger.person(state.member)
        let addresses = try open(sealed?.identities ?? [], of: state.member, with: key)
            .filter { $0.kind == .email }.map(\.value)
        let messages = try ledger.messages(of: state.member, before: nil, limit: 100)
            .filter { $0.message.conversation == conversation.id }
        let contents = try messages.map { try self.opened($0, key).content }
        let inbound = zip(messages, contents).filter { $0.0.message.kind == .inbound }.map(\.1)
        let last = inbound.compactMap { $0?.address }.first
        let own = new.channel == .chat && !conversation.isVerified ? nil : addresses.first
        guard let to = last?.lowercased() ?? own else { return false }
        new.content.address = to
        let subject = contents.last { $0?.subject != nil }.flatMap { $0?.subject }
        new.content.subject = subject.map { $0.lowercased().hasPrefix("re:") ? $0 : "Re: \($0)" }
        let domain = staffPorts.mailbox?.split(separator: "@").last.map(String.init) ?? "localhost"
        new.content.messageID = "\(new.id.text)@\(domain)"
        return true
    }

    /// What a message says; nothing where its key is gone.
    func opened(_ stored: StoredMessage, _ key: WrappedKey?) throws -> OpenedMessage {
        guard let sealed = stored.sealed, let key else { return OpenedMessage(message: stored.message, content: nil) }
        let member = stored.message.conversation.member
        let document = try sealing.open(sealed, of: member, use: .message, with: key)
        return OpenedMessage(message: stored.message, content: try MessageContent(document: document))
    }
}
