internal import JSONText
internal import SetiaCare
internal import SetiaCore

extension SetiaService {
    /// So many messages of one member by a channel are kept within an hour; a flood of more is nothing.
    package static let channelMessagesAnHour = 120

    /// Takes what a network tells (rules O-10 to O-12): believed over its bytes, each part kept by itself and once.
    ///
    /// - Parameters:
    ///   - name: Of the channel.
    ///   - request: As it came.
    /// - Returns: what the network is answered.
    /// - Throws: `ChannelRefusal`, or the world's trouble: then the network tells all of it again, and what was kept stays so.
    package func hear(_ name: String, _ request: ChannelRequest) async throws -> String {
        let now = surroundings.now()
        let records = try await store.reading { try $0.channels() }
        guard let record = records.first(where: { $0.channel.name.text == name }), record.channel.isOn,
            let adapter = channelPorts.adapter(record.channel.kind)
        else { throw ChannelRefusal.unknownChannel }
        let reading = try adapter.read(request, try opened(record, at: now))
        var trouble: (any Error)?
        for news in reading.news {
            do {
                try await take(news, record.channel)
            } catch {
                trouble = trouble ?? error
            }
        }
        if let trouble { throw trouble }
        return reading.answer
    }

    private func take(_ news: ChannelNews, _ channel: Channel) async throws {
        switch news {
        case .message(let message): try await keep(message, channel)
        case .reaction(let reaction): try await count(reaction, channel)
        case .delivery(let ours, let theirs, let record):
            let keys = [
                ours.map { channelKey(channel.name, "ours", $0) }, theirs.map { channelKey(channel.name, "out", $0) },
            ].compactMap { $0 }
            let place = try await store.reading { archive in try keys.lazy.compactMap { try archive.keyed($0) }.first }
            // What is not ours, or was erased, changes nothing.
            if let place { try await note(record, of: place) }
        case .deliveredUpTo(let moment, let state, let contact):
            try await noteAll(upTo: moment, state, contact, channel)
        case .withdrawn(let id): try await forget(id, channel)
        case .stopped(let contact):
            guard let member = try await known(contact, channel) else { return }
            try await stopWriting(to: member, by: channel.kind)
        case .resumed(let contact):
            guard let member = try await known(contact, channel) else { return }
            try await resumeWriting(to: member, by: channel.kind)
        case .unwanted(let contact):
            guard let member = try await known(contact, channel) else { return }
            try await withdraw(member, by: channel.kind, evidence: "platform")
        }
    }

    // MARK: - Somebody wrote

    private func keep(_ message: ChannelMessage, _ channel: Channel) async throws {
        // Somebody else may make a member of this number at the same moment: then it is hers.
        for _ in 0..<3 {
            do {
                guard let kept = try await write(message, channel) else { return }
                changeSignal.tell([kept.conversation.member])
                if message.place == nil {
                    try await heedStopWord(message.text, of: kept.conversation.member, by: channel.kind)
                }
                return
            } catch is ContactTaken {
                continue
            }
        }
        throw StoreFailure(kind: .busy, message: "a message of a channel is being taken by somebody else")
    }

    private func write(_ message: ChannelMessage, _ channel: Channel) async throws -> Message? {
        let now = surroundings.now()
        let ids = (surroundings.newIdentifier(), surroundings.newIdentifier(), surroundings.newIdentifier())
        let told = channelKey(channel.name, "in", message.id)
        let content = content(of: message, channel)
        return try await store.recording { ledger in
            if let place = try ledger.keyed(told) { return try self.repeated(place, content, message, in: ledger) }
            let (member, unknown) = try self.speaker(message, channel, MemberID(ids.0), in: ledger)
            let (state, key) = try self.correspondent(member, in: ledger)
            // Who waited for her may have been told the same meanwhile, or what she is called.
            if let place = try ledger.keyed(told) { return try self.repeated(place, content, message, in: ledger) }
            try self.learn(unknown, of: member, key, at: now, in: ledger)
            let hourAgo = now.adding(milliseconds: -StaffTimes.hour)
            let recent = try ledger.messages(of: member, before: nil, limit: 200)
            let own = recent.count { stored in
                stored.message.kind == .inbound && stored.message.channel == channel.kind && stored.message.at > hourAgo
            }
            guard own < SetiaService.channelMessagesAnHour else { return nil }
            var conversation =
                try self.conversation(of: message, channel, member, key, in: ledger)
                ?? Conversation(
                    id: ConversationID(member: member, ids.1),
                    channel: channel.kind,
                    startedAt: now,
                    isVerified: message.isVouched
                )
            conversation.isVerified = message.isVouched
            var new = NewMessage(id: ids.2, kind: .inbound, channel: channel.kind, author: .member, content: content)
            new.coming = self.coming(message, content)
            let terms = try self.serviceTerms(of: state, at: now, in: ledger)
            let written = try self.write(new, to: conversation, terms, key: key, at: now, in: ledger)
            let place = MessagePlace(conversation.id, written.message.number)
            guard try ledger.claim(told, for: place) else {
                throw StoreFailure(kind: .busy, message: "the same message is being taken by somebody else")
            }
            return written.message
        }
    }

    /// The same told again is nothing; other words under an id that was used are not lost without a word.
    private func repeated(
        _ place: MessagePlace,
        _ content: MessageContent,
        _ message: ChannelMessage,
        in ledger: any Ledger
    ) throws -> Message? {
        guard let stored = try ledger.message(place.number, of: place.conversation),
            let key = try ledger.keys(of: [place.conversation.member])[0]
        else { return nil }
        let known = try opened(stored, key).content
        // What was taken back stays so, whoever tells it again.
        guard let known, known.text != SetiaService.withdrawnText else { return nil }
        guard known.text == content.text, known.address == content.address else {
            throw ChannelRefusal.conflict(id: message.id)
        }
        return nil
    }

    private func content(of message: ChannelMessage, _ channel: Channel) -> MessageContent {
        let most = SetiaService.longestQuestion
        let words = (try? said(message.text, atMost: .max)) ?? "[empty]"
        var content = MessageContent(String(String.UnicodeScalarView(words.unicodeScalars.prefix(most))))
        content.wasCut = content.text.utf8.count < words.utf8.count
        content.address = message.contact
        content.line = channel.name.text
        content.name = message.name.flatMap { try? line(String($0.prefix(100))) }
        content.messageID = message.id
        content.token = message.token
        content.place = message.place
        content.files = named(message.files)
        return content
    }

    /// Whose words these are: hers who is known by this network, else hers whose number it says, else a prospect's.
    ///
    /// - Returns: who, and what the network calls her that nobody is known by yet.
    private func speaker(
        _ message: ChannelMessage,
        _ channel: Channel,
        _ newcomer: MemberID,
        in ledger: any Ledger
    ) throws -> (member: MemberID, unknown: [Identity]) {
        let identities = identities(of: message, channel)
        let owners = try ledger.members(with: identities.map { self.sealing.identityHash($0) })
        for owner in owners {
            guard let owner, let state = try self.owner(of: owner, ledger), state.status != .erased else { continue }
            // A number that a text names may be anybody's; what a network vouches for is hers.
            let unknown = message.isVouched ? zip(identities, owners).filter { $1 == nil && $0.kind == .channel } : []
            return (state.member, unknown.map(\.0))
        }
        let now = surroundings.now()
        let key = try sealing.newMemberKey()
        var person: JSONObject = [:]
        if let name = message.name.flatMap({ try? line(String($0.prefix(100))) }) { person.set("name", .string(name)) }
        let sealed = try identities.map { identity in
            SealedIdentity(
                hash: sealing.identityHash(identity),
                sealed: try sealing.seal(Array(identity.value.utf8), for: newcomer, use: .identity, with: key),
                evidence: message.isVouched ? Key("vouched") : Key("channel"),
                addedAt: now
            )
        }
        let part = MemberPart(
            state: MemberState(member: newcomer),
            newcomer: MemberPart.Newcomer(
                key: key,
                identities: sealed,
                person: person.members.isEmpty
                    ? nil : try sealing.seal(JSON.object(person).canonical, for: newcomer, use: .person, with: key),
                words: words(of: person, identities)
            ),
            events: []
        )
        if try ledger.append([part])[0] != nil { throw ContactTaken() }
        return (newcomer, [])
    }

    /// Keeps what the network calls a member who was found by something else, with the network's word for it: so she is
    /// known there when she hides her number (rule O-19).
    private func learn(
        _ identities: [Identity],
        of member: MemberID,
        _ key: WrappedKey,
        at now: Instant,
        in ledger: any Ledger
    ) throws {
        for identity in identities where try ledger.members(with: [sealing.identityHash(identity)])[0] == nil {
            let sealed = SealedIdentity(
                hash: sealing.identityHash(identity),
                sealed: try sealing.seal(Array(identity.value.utf8), for: member, use: .identity, with: key),
                evidence: "vouched",
                addedAt: now
            )
            try ledger.add(sealed, to: member)
        }
    }

    /// By what whoever wrote is known: what the network calls her, and her number.
    private func identities(of message: ChannelMessage, _ channel: Channel) -> [Identity] {
        let phone = message.phone.flatMap { try? Identity(kind: .phone, text: $0) }
        let contacts = [message.contact, message.alias].compactMap { $0 }.compactMap {
            channelIdentity(channel.name, $0)
        }
        // A number is what a telephone is called.
        return (channel.kind == .sms ? [] : contacts) + [phone].compactMap { $0 }
    }

    /// Somebody as a channel calls her.
    func channelIdentity(_ channel: Key, _ contact: String) -> Identity? {
        try? Identity(kind: .channel, text: "\(channel.text):\(contact)")
    }

    /// The conversation that a message goes on: the one that it answers in, else her newest open one of this channel.
    private func conversation(
        of message: ChannelMessage,
        _ channel: Channel,
        _ member: MemberID,
        _ key: WrappedKey,
        in ledger: any Ledger
    ) throws -> Conversation? {
        if let answered = message.answers {
            for way in ["out", "in"] {
                guard let place = try ledger.keyed(channelKey(channel.name, way, answered)),
                    place.conversation.member == member
                else { continue }
                return try ledger.conversation(place.conversation)
            }
        }
        return try ledger.conversations(of: member, limit: 20).first { $0.isOpen && $0.channel == channel.kind }
    }

    /// By what a message of a channel is found again: what the network calls one of hers or ours, and our own id.
    func channelKey(_ channel: Key, _ way: String, _ id: String) -> MessageKey {
        messageKey(.channel, "\(channel.text)/\(way)/\(id)")
    }

    // MARK: - What becomes of messages

    func known(_ contact: String, _ channel: Channel) async throws -> MemberID? {
        let identities = [
            channelIdentity(channel.name, contact), try? Identity(kind: .phone, text: contact),
            try? Identity(kind: .phone, text: "+\(contact)"),
        ].compactMap { $0 }
        let hashes = identities.map { sealing.identityHash($0) }
        return try await store.reading { archive in
            try archive.members(with: hashes).lazy.compactMap { try $0.flatMap { try self.owner(of: $0, archive) } }
                .first { $0.status != .erased }?.member
        }
    }

    private func noteAll(
        upTo moment: Instant,
        _ state: DeliveryRecord.State,
        _ contact: String,
        _ channel: Channel
    ) async throws {
        guard let member = try await known(contact, channel) else { return }
        let ours = try await store.reading { archive in
            try archive.messages(of: member, before: nil, limit: 100).map(\.message).filter { message in
                guard message.channel == channel.kind, message.kind == .answer || message.kind == .program else {
                    return false
                }
                let news = DeliveryRecord(state, at: moment)
                return message.at <= moment && message.delivery.joined(with: news) != message.delivery
                    && (state == .read ? message.delivery.readAt : message.delivery.deliveredAt) == nil
            }
        }
        for message in ours {
            try await note(DeliveryRecord(state, at: moment), of: MessagePlace(message.conversation, message.number))
        }
    }

    /// What stands where somebody took back what she wrote.
    package static let withdrawnText = "[withdrawn]"

    private func forget(_ id: String, _ channel: Channel) async throws {
        let told = channelKey(channel.name, "in", id)
        guard let place = try await store.reading({ try $0.keyed(told) }) else { return }
        let member = place.conversation.member
        try await store.recording { ledger in
            _ = try ledger.states([StateRequest(member: member)])
            guard let stored = try ledger.message(place.number, of: place.conversation),
                let key = try ledger.keys(of: [member])[0], var content = try self.opened(stored, key).content
            else { return }
            content.text = SetiaService.withdrawnText
            content.quoted = nil
            content.files = []
            let sealed = try self.sealing.seal(content.document, for: member, use: .message, with: key)
            try ledger.replaceContent(of: place, with: sealed)
        }
        changeSignal.tell([member])
    }

    // MARK: - No more

    /// She told the network that she wants no more, or blocked us: nothing goes that way any more (rule O-12).
    func stopWriting(to member: MemberID, by kind: MessageChannel) async throws {
        let now = surroundings.now()
        try await store.recording { ledger in
            guard try ledger.states([StateRequest(member: member)])[0] != nil else { return }
            let stop = ContactState.Suppression(channel: Key(kind.rawValue), cause: .platformStop)
            try ledger.add(stop, since: now, to: member)
        }
        try await withdraw(member, by: kind, evidence: "platform")
    }

    private func resumeWriting(to member: MemberID, by kind: MessageChannel) async throws {
        try await store.recording { ledger in
            guard try ledger.states([StateRequest(member: member)])[0] != nil else { return }
            let cause = ContactState.Suppression.Cause.platformStop.rawValue
            try ledger.lift(Key(cause), by: Key(kind.rawValue), of: member)
        }
    }
}

/// Somebody got the number meanwhile.
private struct ContactTaken: Error {}
