internal import SetiaCare
package import SetiaCore

/// What a link in a message leads to that asks something.
package struct SurveyLinkView: Sendable {
    /// Whose.
    package let member: MemberID
    /// In which language the message was meant to be.
    package let language: Language?
    /// How the survey stands for her; none where it is not asked any more.
    package let turn: SurveyTurn?
}

extension SetiaService {
    /// What a link in a message leads to that asks something; looking changes nothing (rule Q-10).
    ///
    /// - Returns: none where the link is not ours, asks nothing, or the member was erased.
    package func surveyLink(_ token: String) async throws -> SurveyLinkView? {
        guard let place = contactPlace(token) else { return nil }
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let asked = try self.asked(place, archive),
                let state = try archive.states([StateRequest(member: place.member)])[0], state.status != .erased
            else { return nil }
            var turn: SurveyTurn?
            if now < asked.at.adding(days: SurveyTerms.openDays) {
                do {
                    let found = try self.surveyTurn(asked.survey, of: place.member, at: now, archive)
                    // Of a wave that is over nothing is asked any more.
                    if asked.wave.map({ $0 == found.wave.key }) ?? true { turn = found }
                } catch is SurveyRefusal {}
            }
            return SurveyLinkView(
                member: place.member,
                language: state.facts.language.flatMap { Language(rawValue: $0.text) },
                turn: turn
            )
        }
    }

    /// What a link asks, and since when: that of a mail, or of an invitation that the shop carries itself.
    private func asked(_ place: (member: MemberID, contact: Identifier), _ archive: any Archive) throws
        -> (survey: Key, wave: Key?, at: Instant)?
    {
        if let contact = try archive.contact(place.contact, of: place.member) {
            return try archive.broadcast(contact.broadcast)?.content.survey.map { ($0, nil, contact.decidedAt) }
        }
        return try archive.surveyAsks(of: place.member).first { linkIdentifier(of: $0) == place.contact }
            .map { ($0.survey, $0.wave, $0.askedAt) }
    }

    /// The link by which whoever has it answers once for a member who was asked, for the shop to carry by any channel of
    /// its own (rule Q-13).
    ///
    /// - Returns: the address, always the same for the same wave; none where the server's own address is not known.
    package func surveyLink(of ask: SurveyAsk) -> String? {
        guard !staffPorts.address.isEmpty else { return nil }
        return "\(staffPorts.address)/survey/\(contactToken(ask.member, linkIdentifier(of: ask)))"
    }

    /// What stands in that link instead of a mail's id.
    private func linkIdentifier(of ask: SurveyAsk) -> Identifier {
        let bytes = sealing.keyedHash(Array("ask:\(ask.member.text)/\(ask.survey)/\(ask.wave)".utf8), for: .contact)
        func half(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        return Identifier(high: half(0..<8), low: half(8..<16))
    }

    /// What a step of a journey comes to that asks something: a mail is planned where her survey asks her (rule Q-10).
    ///
    /// - Returns: `invited`, `answered`, or why she is not asked.
    func invite(_ member: MemberID, to survey: Key, at now: Instant, _ archive: any Archive) throws -> Key {
        do {
            let turn = try surveyTurn(survey, of: member, at: now, archive)
            if turn.ask?.answer != nil { return "answered" }
            return turn.reason.map { Key($0.rawValue) } ?? "invited"
        } catch is SurveyRefusal {
            return "not-asked"
        }
    }

    /// Keeps that a mail left which asks something: from then on she counts as asked (rule Q-8).
    func noteAsked(_ contact: Contact, at now: Instant, _ ledger: any Ledger) throws {
        guard let survey = try ledger.broadcast(contact.broadcast)?.content.survey else { return }
        do {
            let turn = try surveyTurn(survey, of: contact.member, at: now, ledger)
            // Planned before she was to rest from questions: what is answered all the same counts (rule Q-15).
            let isOnItsWay = turn.reason == .resting && turn.survey.after == nil
            if turn.isDue || isOnItsWay, turn.ask == nil {
                try ledger.keep(asked: turn.newAsk(of: contact.member, at: now))
            }
        } catch is SurveyRefusal {
            // The programme has it no more.
        }
    }

    /// The question of a survey and where it is answered, as it stands under a mail; none where there is none any more.
    func surveyLines(_ contact: Contact, _ broadcast: Broadcast, _ programme: Programme, _ language: Language) -> String
    {
        guard let key = broadcast.content.survey, let survey = programme.surveys.first(where: { $0.key == key }) else {
            return ""
        }
        let question = survey.ask.text(in: language.key) ?? ""
        return "\n\n\(question)\n\(staffPorts.address)/survey/\(contactToken(contact))"
    }

    /// Where each score of a survey's question is chosen, as a mail shows them side by side (rule Q-10).
    ///
    /// Opened, the page has that score filled in, and nothing is answered before she sends it. None for a question without a
    /// scale.
    func surveyScores(_ contact: Contact, _ broadcast: Broadcast, _ programme: Programme) -> [SurveyScore] {
        guard contact.channel == BroadcastContent.mail, let key = broadcast.content.survey,
            let survey = programme.surveys.first(where: { $0.key == key }), survey.kind.isScored
        else { return [] }
        let link = "\(staffPorts.address)/survey/\(contactToken(contact))"
        return survey.kind.scale.map { SurveyScore(score: $0, link: "\(link)?score=\($0)") }
    }
}

/// A score of a survey, with where it is chosen.
struct SurveyScore: Sendable, Hashable {
    let score: Int
    let link: String
}
