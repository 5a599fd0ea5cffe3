internal import SetiaCare
internal import SetiaCore

extension SetiaService {
    /// Says by which channel of its kind an answer goes, to whom, and whether it may go now (rules O-13 and O-14).
    ///
    /// - Throws: `ConversationRefusal` where it cannot.
    func addressByChannel(
        _ new: inout NewMessage,
        _ conversation: Conversation,
        _ state: MemberState,
        _ key: WrappedKey,
        at now: Instant,
        in ledger: any Ledger
    ) throws {
        let kind = new.channel
        let records = try ledger.channels().filter { $0.channel.kind == kind && $0.channel.isOn }
        guard let adapter = channelPorts.adapter(kind), let first = records.first else {
            throw ConversationRefusal.notByThisChannel
        }
        let recent = try ledger.messages(of: state.member, before: nil, limit: 100)
            .filter { $0.message.channel == kind && $0.message.kind == .inbound }
        let newest = recent.first { $0.message.conversation == conversation.id } ?? recent.first
        let own = try newest.flatMap { try self.opened($0, key).content }
        let record = records.first { $0.channel.name.text == own?.line } ?? first
        let channel = record.channel
        guard let contact = try own?.address ?? self.number(of: state.member, kind, key, in: ledger) else {
            throw ConversationRefusal.noAddress
        }
        if new.content.template == nil, let problem = adapter.problem(with: new.content.text, channel) {
            throw ConversationRefusal.channelText(problem)
        }
        let isPublic = own?.place != nil
        try decide(new, adapter, channel, state, recent.first?.message.at, isPublic, at: now, in: ledger)
        new.content.address = contact
        new.content.line = channel.name.text
        new.content.place = own?.place
        new.nextTry = now
    }

    /// The approved template of a kind of channel.
    ///
    /// - Throws: `ConversationRefusal` where there is none.
    func template(of kind: MessageChannel, in ledger: any Ledger) throws -> String {
        let templates = try ledger.channels().filter { $0.channel.kind == kind }
            .compactMap { $0.channel.setting("template") }
        guard let template = templates.first else { throw ConversationRefusal.notByThisChannel }
        return template
    }

    /// Her number, where a channel is one of telephones.
    private func number(
        of member: MemberID,
        _ kind: MessageChannel,
        _ key: WrappedKey,
        in ledger: any Ledger
    ) throws -> String? {
        guard [.sms, .whatsapp].contains(kind) else { return nil }
        let sealed = try ledger.person(member)?.identities ?? []
        let phone = try open(sealed, of: member, with: key).first { $0.kind == .phone }?.value
        // WhatsApp's numbers have no plus sign.
        return kind == .whatsapp ? phone.map { String($0.dropFirst()) } : phone
    }

    /// Asks the contact decision about an answer: whether she can be reached, wants it, and the network takes free words.
    private func decide(
        _ new: NewMessage,
        _ adapter: any ChannelAdapter,
        _ channel: Channel,
        _ state: MemberState,
        _ lastWrote: Instant?,
        _ isPublic: Bool,
        at now: Instant,
        in ledger: any Ledger
    ) throws {
        let kind = Key(channel.kind.rawValue)
        var rules = ContactRules(hashKey: memberHashKey)
        if let minutes = adapter.windowMinutes {
            rules.windows = [ContactRules.PlatformWindow(channel: kind, minutes: minutes)]
        }
        let grounds = try ledger.contactGrounds(of: [state.member], since: now)[0]
        var standing = ContactState(state, grounds, besides: Key(new.id.text))
        standing.addresses = [ContactState.Reach(channel: kind, isVerified: true)]
        standing.inbounds = lastWrote.map { [ContactState.Inbound(channel: kind, at: $0)] } ?? []
        let intent = ContactIntent(
            id: Key(new.id.text),
            purpose: "service",
            channel: kind,
            kind: .answer,
            onceKey: Key(new.id.text),
            // What everybody reads has no window.
            template: new.content.template != nil || isPublic ? .approved : .human
        )
        let decision = decideContact(intent, state: standing, rules: rules, now: now, in: FixedOffset.utc)
        switch (decision.verdict, decision.reason) {
        case (.sent, _): return
        case (_, .outsideWindow):
            throw ConversationRefusal.windowClosed(
                minutes: adapter.windowMinutes ?? 0,
                template: channel.setting("template")
            )
        case (_, .platformStop): throw ConversationRefusal.wantsNoMore
        default: throw ConversationRefusal.noAddress
        }
    }

    // MARK: - On its way

    /// A message as a request to its network; none where its channel has gone.
    func post(
        _ message: Message,
        _ content: MessageContent,
        _ key: WrappedKey,
        at now: Instant,
        in ledger: any Ledger
    ) throws -> (post: ChannelPost, adapter: any ChannelAdapter)? {
        guard let record = try ledger.channels().first(where: { $0.channel.name.text == content.line }),
            record.channel.isOn, let adapter = channelPorts.adapter(record.channel.kind), let contact = content.address
        else { return nil }
        let member = message.conversation.member
        let earlier = try ledger.messages(of: member, before: message.id, limit: 50)
            .filter { $0.message.conversation == message.conversation }
        var text = ChannelText(id: message.id, contact: contact, text: content.text)
        text.template = content.template
        text.place = content.place
        if let last = earlier.first(where: { $0.message.kind == .inbound && $0.message.channel == message.channel }) {
            let said = try opened(last, key).content
            text.answers = said?.messageID
            // What is free of charge is so once, and for less than a minute.
            let isFirst = !earlier.contains { $0.message.id > last.message.id && $0.message.kind == .answer }
            if isFirst, message.tries == 1, now.milliseconds(since: last.message.at) < 50_000 {
                text.token = said?.token
            }
        }
        return (adapter.write(text, try opened(record, at: now)), adapter)
    }

    /// Hands a request over and writes down what came of it.
    func hand(
        _ post: ChannelPost,
        _ adapter: any ChannelAdapter,
        _ message: Message,
        _ line: String
    ) async throws {
        let place = MessagePlace(message.conversation, message.number)
        let answer = await channelPorts.sender.post(post)
        let now = surroundings.now()
        let delay = RetrySchedule.delay(after: message.tries, of: message.id.text)
        switch adapter.outcome(of: answer) {
        case .sent(let theirs):
            if let theirs {
                let key = channelKey(Key(line), "out", theirs)
                try await store.recording { ledger in
                    _ = try ledger.states([StateRequest(member: message.conversation.member)])
                    _ = try ledger.claim(key, for: place)
                }
            }
            try await note(DeliveryRecord(.sent, at: now), of: place)
        case .refused(isTemporary: true, let reason):
            if let delay { return try await putOff(place, until: now.adding(milliseconds: delay)) }
            try await note(DeliveryRecord(.failed, at: now, reason: reason), of: place)
        case .refused(isTemporary: false, let reason):
            try await note(DeliveryRecord(.failed, at: now, reason: reason), of: place)
        case .stopped:
            try await stopWriting(to: message.conversation.member, by: message.channel)
            try await note(DeliveryRecord(.failed, at: now, reason: "stopped"), of: place)
        case .unknown:
            // Whoever would get it twice gets it no second time; somebody looks.
            if adapter.mayRepeat, let delay { return try await putOff(place, until: now.adding(milliseconds: delay)) }
            try await note(DeliveryRecord(.failed, at: now, reason: "unknown-outcome"), of: place)
        }
    }

    /// Sends a short text to a telephone by the brand's channel of texts, and waits until it was taken.
    ///
    /// - Returns: whether there is such a channel.
    /// - Throws: `MailFailure`.
    func sendText(_ text: String, to phone: String) async throws -> Bool {
        let now = surroundings.now()
        let records = try await store.reading { try $0.channels() }
        guard let record = records.first(where: { $0.channel.kind == .sms && $0.channel.isOn }),
            let adapter = channelPorts.adapter(.sms)
        else { return false }
        let words = ChannelText(id: surroundings.newIdentifier(), contact: phone, text: text)
        let answer = await channelPorts.sender.post(adapter.write(words, try opened(record, at: now)))
        switch adapter.outcome(of: answer) {
        case .sent: return true
        case .unknown: throw MailFailure(isTemporary: true, mayHaveLeft: true, reason: "no answer came")
        case .refused(let isTemporary, let reason): throw MailFailure(isTemporary: isTemporary, reason: reason.text)
        case .stopped: throw MailFailure(isTemporary: false, reason: "stopped")
        }
    }
}
