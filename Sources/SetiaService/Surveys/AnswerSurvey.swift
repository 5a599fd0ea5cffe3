internal import JSONText
internal import SetiaCare
package import SetiaCore

/// A survey as it stands for one member now (rules ).
package struct SurveyTurn: Sendable {
    /// Which.
    package let survey: Survey
    /// The wave that it is.
    package let wave: SurveyWave
    /// What is kept of her and this wave; none where she was not asked yet.
    package let ask: SurveyAsk?
    /// Why she is not asked; none where she is.
    let reason: SurveyRefusal.NotAsked?

    /// That she is asked by it.
    func newAsk(of member: MemberID, at now: Instant) -> SurveyAsk {
        SurveyAsk(member: member, survey: survey.key, kind: survey.kind, wave: wave.key, askedAt: now)
    }

    /// Whether she is to be asked: she is among those of the wave, and has not answered.
    package var isDue: Bool { reason == nil && ask?.answer == nil }
}

/// An answer as it is kept.
package struct SurveyAnswer: Sendable {
    /// What is kept of it.
    package let ask: SurveyAsk
    /// The answer in it.
    package let answer: SurveyAsk.Answer
    /// Whether she had answered before, and this is the first answer again.
    package let isReplay: Bool
}

/// Why an answer is not taken.
package enum SurveyRefusal: Error, Sendable, Hashable {
    /// The programme has no such survey; these it has.
    case unknownSurvey(Key, known: [Key])
    /// There is no such member.
    case unknownMember(MemberID)
    /// The score is none of the scale.
    case outOfScale(Survey.Kind)
    /// The survey asks for a score, and there is none.
    case noScore
    /// She wrote more than 2,000 characters.
    case commentTooLong
    /// She is not among those whom this wave asks.
    case notAsked(NotAsked)
    /// This kind of survey has no sides, or it is none of its scale.
    case wrongAspect(String)
    /// To this question of its, what was said is no answer, or nothing was said.
    case wrongAnswer(Key)
    /// A text is no wave's name.
    case unknownWave(String)
    /// She wrote no words in this wave.
    case unknownAnswer
    /// Of a tag nothing is left, or it is too long.
    case wrongTag(String)
    /// So many tags an answer may have, and no more.
    case tooManyTags(Int)
    /// So many tags a brand may use, and no more.
    case tooManyNames(Int)

    /// Why she is not.
    package enum NotAsked: String, Sendable, Hashable, CaseIterable {
        /// She is no active member.
        case notActive = "not-active"
        /// She has bought nothing yet.
        case noOrder = "no-order"
        /// The wave asks a part of the members, and she is not in it.
        case notInSample = "not-in-sample"
        /// A complaint or claim of hers is open: that is to be made good first (rule J-4).
        case openCase = "open-case"
        /// It is asked after something, and nothing of the kind happened to her lately (rule Q-7).
        case noOccasion = "no-occasion"
        /// She was asked after something else lately, or after the same (rule Q-8).
        case resting
    }
}

extension SetiaService {
    /// The most characters of a comment.
    package static let longestComment = 2_000
    /// For how long an answer whose event is missing is looked for, in milliseconds.
    private static let mendedFor: Int64 = 30 * 86_400_000

    /// The survey that a member is shown now, and keeps that she was asked; none where none is due (rule Q-3).
    ///
    /// An answer of hers whose event is not there, since something broke between the two, is told again here (rule Q-4).
    package func showSurvey(to member: MemberID) async throws -> SurveyTurn? {
        let now = surroundings.now()
        let (turn, untold) = try await store.reading { archive -> (SurveyTurn?, [SurveyAsk]) in
            let isQuiet = try self.hasOpenTrouble(member, archive)
            let turns = isQuiet ? nil : try self.surveyTurns(of: member, at: now, archive)
            return (turns?.first(where: \.isDue), try self.untold(of: member, at: now, archive))
        }
        for ask in untold { try await tell(ask) }
        guard let turn, turn.ask == nil else { return turn }
        let ask = turn.newAsk(of: member, at: now)
        try await store.recording { try $0.keep(asked: ask) }
        return turn
    }

    /// One survey as it stands for a member now; nothing is kept.
    ///
    /// - Throws: `SurveyRefusal` where there is no such survey or member; `Unready`; the world's trouble.
    package func surveyTurn(_ key: Key, of member: MemberID) async throws -> SurveyTurn {
        let now = surroundings.now()
        return try await store.reading { try self.surveyTurn(key, of: member, at: now, $0) }
    }

    /// Keeps that an invitation by another way than the portal reached a member.
    ///
    /// - Throws: `SurveyRefusal` where she is not to be asked; `Unready`; the world's trouble.
    package func inviteToSurvey(_ key: Key, _ member: MemberID) async throws -> SurveyAsk {
        let now = surroundings.now()
        return try await store.recording { ledger in
            let turn = try self.surveyTurn(key, of: member, at: now, ledger)
            if let ask = turn.ask { return ask }
            if let reason = turn.reason { throw SurveyRefusal.notAsked(reason) }
            let ask = turn.newAsk(of: member, at: now)
            try ledger.keep(asked: ask)
            return ask
        }
    }

    /// Keeps what a member answers in the wave of now, once, and tells it as an event (rules ).
    ///
    /// - Parameters:
    ///   - key: Which survey.
    ///   - member: Who answers.
    ///   - score: A number of the survey's scale; none where it asks for none.
    ///   - aspects: What she says of sides of it, if she likes; of `expectation` only.
    ///   - said: What she says to further questions; what her answers do not lead to is left out.
    ///   - comment: What she wrote; control characters are dropped, line breaks stay.
    /// - Returns: what is kept: her first answer where she had answered before.
    /// - Throws: `SurveyRefusal`, `Unready` or the world's trouble; sent again it is the same answer.
    package func answerSurvey(
        _ key: Key,
        of member: MemberID,
        score: Int?,
        aspects: AspectScores = AspectScores(),
        said: [SurveySaid] = [],
        comment: String?
    ) async throws -> SurveyAnswer {
        let now = surroundings.now()
        let caseID = surroundings.newIdentifier()
        let comment = comment.map(withoutControls).flatMap { $0.isEmpty ? nil : $0 }
        if let comment, comment.count > SetiaService.longestComment { throw SurveyRefusal.commentTooLong }
        let (ask, isReplay) = try await store.recording { ledger -> (SurveyAsk, Bool) in
            let turn = try self.surveyTurn(key, of: member, at: now, ledger)
            guard let score = score ?? (turn.survey.kind.isScored ? nil : 0) else { throw SurveyRefusal.noScore }
            guard turn.survey.kind.scale.contains(score) else { throw SurveyRefusal.outOfScale(turn.survey.kind) }
            for said in aspects.scores
            where !turn.survey.kind.aspects.contains(said.aspect) || !turn.survey.kind.scale.contains(said.score) {
                throw SurveyRefusal.wrongAspect(said.aspect.rawValue)
            }
            let said = said.map { turn.survey.read($0) }
            if let ask = turn.ask, ask.answer != nil { return (ask, true) }
            let way = turn.survey.way(through: said)
            if let open = way.next { throw SurveyRefusal.wrongAnswer(open.key) }
            // A wave that waits asks nobody (rule Q-15); what is answered all the same counts.
            if let reason = turn.reason, reason != .resting || turn.survey.after != nil {
                throw SurveyRefusal.notAsked(reason)
            }
            let wrapped = try ledger.keys(of: [member])[0]
            let sealed = try comment.flatMap { comment in
                try wrapped.map { key in
                    try self.sealing.seal(Array(comment.utf8), for: member, use: .survey, with: key)
                }
            }
            var ask = turn.ask ?? turn.newAsk(of: member, at: now)
            ask.answer = SurveyAsk.Answer(
                at: now,
                score: score,
                comment: sealed,
                aspects: aspects,
                chosen: way.answered.map { SurveySaid(question: $0.question, chosen: $0.chosen) },
                texts: try wrapped.flatMap { try self.sealedTexts(way.answered, of: member, with: $0) }
            )
            guard try ledger.keep(answered: ask) else {
                let kept = try ledger.surveyAsks(of: member)
                return (kept.first { $0.survey == key && $0.wave == ask.wave } ?? ask, true)
            }
            try self.openCase(for: ask, comment, caseID, at: now, in: ledger)
            return (ask, false)
        }
        try await tell(ask)
        guard let answer = ask.answer else { fault("an answer without one") }
        return SurveyAnswer(ask: ask, answer: answer, isReplay: isReplay)
    }

    /// How a member stands to all surveys of the programme, in its order; none where there is nobody to ask.
    private func surveyTurns(of member: MemberID, at now: Instant, _ archive: any Archive) throws -> [SurveyTurn]? {
        guard let version = try configuration(archive).book?.version(at: now), !version.programme.surveys.isEmpty,
            let state = try archive.states([StateRequest(member: member)])[0], state.isOnesOwn
        else { return nil }
        let grounds = SurveyGrounds(
            asks: try surveyAsks(of: state, archive),
            isQuiet: try hasOpenTrouble(member, archive),
            occasions: try occasions(for: version.programme.surveys, of: member, archive),
            version: version
        )
        return version.programme.surveys.map { surveyTurn($0, of: state, grounds, now) }
    }

    func surveyTurn(_ key: Key, of member: MemberID, at now: Instant, _ archive: any Archive) throws
        -> SurveyTurn
    {
        let version = try configuration(archive).published().version(at: now)
        guard let survey = version.programme.surveys.first(where: { $0.key == key }) else {
            throw SurveyRefusal.unknownSurvey(key, known: version.programme.surveys.map(\.key))
        }
        guard let state = try archive.states([StateRequest(member: member)])[0] else {
            throw SurveyRefusal.unknownMember(member)
        }
        let grounds = SurveyGrounds(
            asks: try surveyAsks(of: state, archive),
            isQuiet: try hasOpenTrouble(member, archive),
            occasions: try occasions(for: [survey], of: member, archive),
            version: version
        )
        return surveyTurn(survey, of: state, grounds, now)
    }

    /// Whether a complaint or claim of hers is open.
    private func hasOpenTrouble(_ member: MemberID, _ archive: any Archive) throws -> Bool {
        try archive.memberCases(of: member, limit: 20).contains { $0.isOpen && $0.kind.isTrouble }
    }

    private func surveyTurn(_ survey: Survey, of state: MemberState, _ grounds: SurveyGrounds, _ now: Instant)
        -> SurveyTurn
    {
        let own = grounds.asks.filter { $0.survey == survey.key }
        let (wave, ask, isFresh) = grounds.place(of: survey, own, state.member, at: now)
        var reason: SurveyRefusal.NotAsked?
        if !state.isOnesOwn {
            reason = .notActive
        } else if survey.after == nil, state.orders <= 0 {
            reason = .noOrder
        } else if ask?.answer != nil {
            reason = nil
        } else if !isFresh {
            reason = ask == nil ? .noOccasion : .resting
        } else if ask == nil, !survey.asks(sealing.surveyDraw(of: state.member, survey.key, wave.key)) {
            reason = .notInSample
        } else if ask == nil, grounds.isQuiet {
            reason = .openCase
        } else if ask == nil, grounds.isResting(from: survey, at: now) {
            reason = .resting
        }
        return SurveyTurn(survey: survey, wave: wave, ask: ask, reason: reason)
    }

    private func surveyAsks(of state: MemberState, _ archive: any Archive) throws -> [SurveyAsk] {
        try ([state.member] + state.mergedIn.map(\.other)).flatMap { try archive.surveyAsks(of: $0) }
    }

    // MARK: - The event of an answer

    /// What she wrote by question, sealed; none where she wrote nothing.
    private func sealedTexts(_ said: [SurveySaid], of member: MemberID, with key: WrappedKey) throws -> [UInt8]? {
        let written = said.filter { !$0.words.text.isEmpty }
        guard !written.isEmpty else { return nil }
        let json = JSON.object(JSONObject(written.map { ($0.question.text, .string($0.words.text)) }))
        return try sealing.seal(json.canonical, for: member, use: .survey, with: key)
    }

    /// What she wrote by question, opened.
    func openedTexts(_ answer: SurveyAsk.Answer, of member: MemberID, with key: WrappedKey?) throws -> [SurveySaid] {
        guard let key, let sealed = answer.texts else { return [] }
        let opened = try sealing.open(sealed, of: member, use: .survey, with: key)
        return (try JSON.parse(opened).object?.members ?? []).compactMap { name, text in
            text.string.map { SurveySaid(question: Key(name), words: Key($0)) }
        }
    }

    private func untold(of member: MemberID, at now: Instant, _ archive: any Archive) throws -> [SurveyAsk] {
        try archive.surveyAsks(of: member).filter { ask in
            guard let answer = ask.answer, now.milliseconds - answer.at.milliseconds < SetiaService.mendedFor else {
                return false
            }
            return try archive.event(of: member, source: surveySource, id: eventID(ask)) == nil
        }
    }

    /// Tells an answer as an event, which says that there is one and not what it is: no rule can hang points on a score.
    ///
    /// Its id and time are those of the answer, so that told twice it is once. What the programme has against it, such as
    /// a member who is suspended meanwhile, takes nothing from the answer.
    private func tell(_ ask: SurveyAsk) async throws {
        guard let answer = ask.answer else { return }
        let facts: [Occurrence.Fact] = [
            Occurrence.Fact(name: "survey", value: .text(ask.survey)),
            Occurrence.Fact(name: "kind", value: .text(Key(ask.kind.rawValue))),
            Occurrence.Fact(name: "wave", value: .text(ask.wave)),
        ]
        let event = Event(
            source: surveySource,
            id: eventID(ask),
            occurredAt: answer.at,
            matter: .happened(Occurrence(type: .surveyAnswered, facts: facts))
        )
        if case .failed(let error) = try await record(Intake(event: event, who: .member(ask.member))) { throw error }
    }
}

extension Survey {
    /// What was said, as its question takes it: a word of hers is text where the question is answered in words.
    fileprivate func read(_ said: SurveySaid) -> SurveySaid {
        guard case .text? = questions.first(where: { $0.key == said.question })?.kind else { return said }
        let text = said.words.text.isEmpty ? said.chosen.map(\.text).joined(separator: " ") : said.words.text
        return SurveySaid(question: said.question, words: Key(withoutControls(text)))
    }
}

extension ServerSecrets {
    /// A member's number for a wave of a survey, 0 to 9,999: a keyed hash, so that it is the same each time, another in
    /// each wave, and nobody can tell it beforehand (rule Q-2).
    package func surveyDraw(of member: MemberID, _ survey: Key, _ wave: Key) -> Int {
        let hash = keyedHash(Array("\(survey)|\(wave)|\(member.text)".utf8), for: .survey)
        let number = hash.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        return Int(number % UInt64(Survey.whole))
    }
}

private let surveySource: Key = "setia/surveys"

private func eventID(_ ask: SurveyAsk) -> Key { Key("\(ask.survey)/\(ask.wave)/\(ask.member.text)") }

/// What was written, outer spaces gone and without control characters but line breaks.
private func withoutControls(_ text: String) -> String {
    let kept = text.replacing("\r\n", with: "\n").unicodeScalars.filter { scalar in
        scalar == "\n" || scalar.properties.generalCategory != .control
    }
    var scalars = Substring(String(String.UnicodeScalarView(kept))).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
}
