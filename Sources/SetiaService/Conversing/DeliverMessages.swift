internal import JSONText
internal import SetiaCare
package import SetiaCore

extension SetiaService {
    /// How long whoever hands a message over has it for itself, in milliseconds.
    private static let deliveryLease: Int64 = 120_000
    /// For how long what is to leave by a channel that is switched off waits before it is looked at again.
    private static let offWait: Int64 = 60_000

    /// Hands over what is due: answers that are new, and those that did not leave before (rule N-8).
    ///
    /// Each is taken by a change that one server wins. Whoever dies between handing it over and writing it down has sent
    /// it at least once; it goes again under the same `Message-ID`.
    ///
    /// - Returns: how many were handed over.
    package func deliverMessages(limit: Int = 50) async throws -> Int {
        let now = surroundings.now()
        let due = try await store.reading { try $0.messagesDue(by: now, limit: limit) }
        for stored in due { await deliver(MessagePlace(stored.message.conversation, stored.message.number)) }
        return due.count
    }

    /// Hands one message over, if it is due, and writes down what became of it; what goes wrong is tried again.
    func deliver(_ place: MessagePlace) async {
        do {
            guard let (message, departure) = try await take(place) else { return }
            let now = surroundings.now()
            let mail: Mail
            switch departure {
            case .post(let post, let adapter, let line): return try await hand(post, adapter, message, line)
            case .nowhere: return try await note(DeliveryRecord(.failed, at: now, reason: "channel-gone"), of: place)
            case .mail(let its): mail = its
            }
            do {
                try await staffPorts.mail.send(mail)
                try await note(DeliveryRecord(.sent, at: now), of: place)
            } catch {
                let failure = error as? MailFailure ?? MailFailure(isTemporary: true, reason: "\(error)")
                staffPorts.onFailure(failure)
                let delay = RetrySchedule.delay(after: message.tries, of: message.id.text)
                if failure.isTemporary, let delay {
                    try await putOff(place, until: now.adding(milliseconds: delay))
                } else {
                    try await note(DeliveryRecord(.failed, at: now, reason: "refused"), of: place)
                }
            }
        } catch {
            staffPorts.onFailure(error)
        }
    }

    /// How a message leaves.
    private enum Departure {
        case mail(Mail)
        case post(ChannelPost, any ChannelAdapter, line: String)
        /// Its channel is not there any more.
        case nowhere
    }

    /// The message as it leaves, if it is due: nobody else takes it for two minutes.
    private func take(_ place: MessagePlace) async throws -> (Message, Departure)? {
        let now = surroundings.now()
        let brand = try await store.reading { try self.brandName($0) }
        return try await store.recording { ledger -> (Message, Departure)? in
            let member = place.conversation.member
            guard let state = try ledger.states([StateRequest(member: member)])[0],
                let key = try ledger.keys(of: [member])[0],
                let stored = try ledger.message(place.number, of: place.conversation),
                let due = stored.message.nextTry, due <= now,
                let content = try self.opened(stored, key).content, let address = content.address
            else { return nil }
            var message = stored.message
            if message.channel.isNetwork, let line = content.line,
                let record = try ledger.channels().first(where: { $0.channel.name.text == line }), !record.channel.isOn
            {
                // What is switched off for a moment, as for another token, waits and counts no try.
                message.nextTry = now.adding(milliseconds: SetiaService.offWait)
                try ledger.saveDelivery(of: message)
                return nil
            }
            message.tries += 1
            message.nextTry = now.adding(milliseconds: SetiaService.deliveryLease)
            try ledger.saveDelivery(of: message)
            if message.channel.isNetwork {
                guard let (post, adapter) = try self.post(message, content, key, at: now, in: ledger) else {
                    return (message, .nowhere)
                }
                return (message, .post(post, adapter, line: content.line ?? ""))
            }
            let earlier = try ledger.messages(of: member, before: message.id, limit: 50)
                .filter { $0.message.conversation == place.conversation && $0.message.kind != .note }
            let before = try earlier.compactMap { try self.opened($0, key).content?.messageID }
            let person = try self.open(try ledger.person(member)?.document, of: member, with: key)
            let language = state.facts.language.flatMap { Language(rawValue: $0.text) } ?? .en
            let thread = MailThread(
                messageID: content.messageID ?? "\(message.id.text)@localhost",
                inReplyTo: before.first,
                references: before.reversed(),
                replyTo: self.replyAddress(of: place.conversation),
                author: self.shownAuthor(message.author, brand)
            )
            let mail = Mail(
                to: Mailbox(name: person["name"]?.string ?? "", address: address),
                subject: content.subject ?? self.answerSubject(language, brand),
                text: content.text,
                html: nil,
                language: language,
                id: message.id,
                at: message.at,
                thread: thread
            )
            return (message, .mail(mail))
        }
    }

    /// The address to which answers to a conversation go, such as `reply+TOKEN@mail.example.com`; none where none is set.
    private func replyAddress(of conversation: ConversationID) -> String? {
        guard let parts = staffPorts.replyAddress?.split(separator: "@"), parts.count == 2 else { return nil }
        return "\(parts[0])+\(replyToken(of: conversation))@\(parts[1])"
    }

    private func shownAuthor(_ author: Message.Author, _ brand: String) -> String {
        switch author {
        case .staff(_, let name), .person(let name): "\(name), \(brand)"
        case .member, .program, .operator: brand
        }
    }

    private func answerSubject(_ language: Language, _ brand: String) -> String {
        switch language {
        case .en: "A message from \(brand)"
        case .ms: "Mesej daripada \(brand)"
        case .id: "Pesan dari \(brand)"
        case .th: "ข้อความจาก \(brand)"
        }
    }

    func putOff(_ place: MessagePlace, until moment: Instant) async throws {
        try await store.recording { ledger in
            _ = try ledger.states([StateRequest(member: place.conversation.member)])
            guard var message = try ledger.message(place.number, of: place.conversation)?.message,
                message.nextTry != nil
            else { return }
            message.nextTry = moment
            try ledger.saveDelivery(of: message)
        }
    }

    /// Writes down what became of a message: news may come late, twice and in any order (rule N-8).
    func note(_ news: DeliveryRecord, of place: MessagePlace) async throws {
        let now = surroundings.now()
        let isKnown = try await store.recording { ledger -> Bool in
            _ = try ledger.states([StateRequest(member: place.conversation.member)])
            guard var message = try ledger.message(place.number, of: place.conversation)?.message,
                var conversation = try ledger.conversation(place.conversation)
            else { return false }
            let before = message.delivery
            message.delivery = before.joined(with: news)
            message.nextTry = nil
            try ledger.saveDelivery(of: message)
            if before.state != .failed, message.delivery.state == .failed {
                // Somebody has to look: the member has not got her answer.
                conversation.hasTrouble = true
                conversation.isOpen = true
                conversation.closedAt = nil
                conversation.snoozedUntil = nil
                conversation.lastAt = max(conversation.lastAt, now)
                try ledger.save(conversation)
            }
            return true
        }
        if isKnown { changeSignal.tell([place.conversation.member]) }
    }

    /// Notes that a member has read what was written to her in her own pages.
    package func noteRead(by member: MemberID, upTo identifier: Identifier) async throws {
        let now = surroundings.now()
        let unread = try await store.reading { archive in
            try archive.messages(of: member, before: nil, limit: 50).map(\.message)
                .filter {
                    [.portal, .chat].contains($0.channel) && $0.kind != .inbound && $0.kind.isForMember
                        && $0.id <= identifier
                        && $0.delivery.readAt == nil
                }
        }
        for message in unread {
            try await note(DeliveryRecord(.read, at: now), of: MessagePlace(message.conversation, message.number))
        }
    }
}
