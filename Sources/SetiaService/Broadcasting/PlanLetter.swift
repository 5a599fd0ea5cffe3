internal import SetiaCare
internal import SetiaCore

extension SetiaService {
    /// Plans a letter about something of a member's, in the transaction that holds her.
    ///
    /// Whether and when it goes is decided by the rules of contact, now and again when it has its turn; what makes it once
    /// makes it once for good. All letters of one place have one broadcast; one that lasts stays at work as those of journeys do.
    ///
    /// - Parameters:
    ///   - content: What all of them say.
    ///   - place: To what they belong.
    ///   - once: What makes this one once.
    ///   - member: To whom.
    ///   - lasts: Whether there will be more for as long as there is a brand.
    ///   - now: When.
    ///   - ledger: The transaction.
    /// - Returns: the message; none where nothing is decided about her.
    /// - Throws: `Unready`, or the store's failure.
    @discardableResult
    func planLetter(
        _ content: BroadcastContent,
        at place: JourneyPlace,
        once: Key,
        to member: MemberID,
        lasts: Bool = true,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> Contact? {
        let known = try ledger.journeyBroadcasts(place.journey).first { $0.journey == place }
        var broadcast =
            known ?? Broadcast(id: surroundings.newIdentifier(), content: content, createdAt: now, journey: place)
        if known?.content != content || broadcast.state != .running || broadcast.isSettled {
            broadcast.content = content
            broadcast.state = .running
            broadcast.startedAt = broadcast.startedAt ?? now
            broadcast.slot = max(broadcast.slot, now)
            broadcast.isPlanned = !lasts
            broadcast.isSettled = false
            try ledger.save(broadcast)
        }
        let terms = try contactTerms(for: broadcast, at: now, ledger)
        let decided = try decideContacts([member], broadcast, onceKey: once, terms, at: now, ledger)
        let planned = decided.map { found in
            Contact(
                member: member,
                id: surroundings.newIdentifier(),
                broadcast: broadcast,
                onceKey: once,
                by: found.channel,
                decision: found.decision,
                at: now
            )
        }
        try ledger.plan(planned)
        return planned.first
    }
}

/// What a letter says in one language.
struct ServiceWords: Sendable {
    /// What it is about.
    let subject: String
    /// What it says.
    let text: String
}

extension BroadcastContent {
    /// A letter about something of a member's, in all four languages.
    ///
    /// - Parameters:
    ///   - name: What staff call it.
    ///   - kind: What kind of message it is; none that is to be sold.
    ///   - purpose: What it is for: what rests on the contract is a service.
    ///   - expiresAt: When it is of no use any more.
    ///   - words: What it says in each language; facts are the same in each.
    init(
        letter name: String,
        kind: ContactIntent.Kind,
        purpose: Key = "service",
        expiresAt: Instant? = nil,
        _ words: (Language) -> ServiceWords
    ) {
        let mails = Language.allCases.map { language in
            let said = words(language)
            return MessageConcept.Rendering(
                channel: BroadcastContent.mail,
                language: language.key,
                title: said.subject,
                text: said.text
            )
        }
        // Whoever has only a telephone is told in one line what it is about (rule G-19).
        let notices = mails.map { mail in
            MessageConcept.Rendering(
                channel: "sms",
                language: mail.language,
                text: "{brand}: \(mail.title)",
                leavesOut: MessageConcept.FactKind.allCases
            )
        }
        let renderings = mails + notices
        let said = factsSaid(in: renderings[0].title + "\n" + renderings[0].text)
        self.init(
            name: name,
            segment: nil,
            purpose: purpose,
            concept: MessageConcept(
                facts: said.enumerated().filter { index, fact in !said[..<index].contains(fact) }.map { $0.element },
                languages: Language.allCases.map(\.key),
                renderings: renderings
            ),
            expiresAt: expiresAt,
            perMinute: 600,
            atLimit: .defer,
            holdOut: 0,
            survey: nil
        )
        self.kind = kind
    }
}
