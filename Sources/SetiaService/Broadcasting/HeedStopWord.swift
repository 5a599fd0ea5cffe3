internal import SetiaCare
internal import SetiaCore

extension SetiaService {
    /// For so many days what she writes may answer a promotion.
    private static let promotionIsAnswered = 14

    /// Takes back what a member agreed to where what she wrote is nothing but a stop word (rule K-15).
    ///
    /// - Parameters:
    ///   - text: What she wrote; people see it all the same.
    ///   - member: Who.
    ///   - kind: By which channel she wrote: promotions stop on that one.
    /// - Throws: the world's trouble.
    func heedStopWord(_ text: String, of member: MemberID, by kind: MessageChannel) async throws {
        // Most messages are none in any case, and nothing is looked up for them.
        guard StopWord.of(text, answersPromotion: true) != nil else { return }
        let answersPromotion = try await lastWasPromotion(to: member, by: kind)
        guard StopWord.of(text, answersPromotion: answersPromotion) != nil else { return }
        try await withdraw(member, by: kind, evidence: "stop-word")
    }

    /// Whether the last that a member got of us by a channel was a promotion, and not long ago.
    private func lastWasPromotion(to member: MemberID, by kind: MessageChannel) async throws -> Bool {
        let now = surroundings.now()
        return try await store.reading { archive in
            let sent = try archive.contacts(of: member, limit: 100).filter { contact in
                contact.channel == kind.contactChannel
                    && (contact.way.map { [Contact.Way.sent, .sending, .unknown].contains($0) } ?? false)
            }
            func moment(_ contact: Contact) -> Instant { contact.takenAt ?? contact.decidedAt }
            guard let last = sent.max(by: { (moment($0), $0.id) < (moment($1), $1.id) }), last.kind == .promotion,
                moment(last) > now.adding(days: -SetiaService.promotionIsAnswered)
            else { return false }
            let since = try archive.messages(of: member, before: nil, limit: 50).map { $0.message }.filter { message in
                message.channel == kind && [.answer, .program].contains(message.kind) && message.at > moment(last)
            }
            return since.isEmpty
        }
    }

    /// What she agreed to by this channel is taken back; where she never said a word, she says no to offers now.
    func withdraw(_ member: MemberID, by kind: MessageChannel, evidence: Key) async throws {
        let channel = kind.contactChannel
        let state = try await store.reading { try $0.states([StateRequest(member: member)])[0] }
        let held = (state?.consents ?? []).filter { $0.consent.channel == channel }
        var purposes = held.filter(\.consent.isGiven).map(\.consent.purpose)
        if held.isEmpty { purposes = ["marketing"] }
        let words = purposes.map { Consent(purpose: $0, channel: channel, isGiven: false, evidence: evidence) }
        try await say(words, of: member, source: Key("setia/\(evidence.text)"))
    }
}

extension MessageChannel {
    /// As consents and broadcasts call it.
    var contactChannel: Key { self == .mail ? BroadcastContent.mail : Key(rawValue) }
}
