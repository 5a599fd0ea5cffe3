internal import SetiaCare
internal import SetiaCore

/// What whether a member is asked hangs on, besides herself and the survey.
struct SurveyGrounds {
    /// All that she was asked, other accounts of hers included.
    let asks: [SurveyAsk]
    /// Whether a complaint or claim of hers is open.
    let isQuiet: Bool
    /// What happened to her, by what asks after it.
    let occasions: [(after: SurveyTrigger, at: Instant)]
    /// What holds now.
    let version: ProgrammeVersion

    /// Which wave a survey is in for her, what is kept of it, and whether it can be asked or answered now.
    ///
    /// What was asked after something stays open until she can answer no more; the wave is the one in which it became due.
    func place(of survey: Survey, _ own: [SurveyAsk], _ member: MemberID, at now: Instant)
        -> (wave: SurveyWave, ask: SurveyAsk?, isFresh: Bool)
    {
        func kept(_ wave: SurveyWave) -> SurveyAsk? {
            let asks = own.filter { $0.wave == wave.key }
            // What another account of hers answered is answered.
            return asks.first { $0.answer != nil } ?? asks.first { $0.member == member }
        }
        let current = SurveyWave(survey.every, holding: version.zone.day(of: now))
        guard let after = survey.after else { return (current, kept(current), true) }
        func isOpen(_ ask: SurveyAsk) -> Bool { now < ask.askedAt.adding(days: SurveyTerms.openDays) }
        if let open = own.last(where: { $0.answer == nil && $0.member == member && isOpen($0) }),
            let wave = SurveyWave(key: open.wave), kept(wave)?.answer == nil
        {
            return (wave, open, true)
        }
        guard let moment = occasions.first(where: { $0.after == after })?.at,
            SurveyTerms.isFresh(moment, wait: survey.wait, at: now)
        else { return (current, kept(current), false) }
        let due = moment.adding(days: survey.wait)
        let wave = SurveyWave(survey.every, holding: version.zone.day(of: due))
        let ask = kept(wave)
        return (wave, ask, ask.map { $0.answer != nil || isOpen($0) } ?? true)
    }

    /// Whether she was asked so much that she is left alone: after something (rule Q-8), or by other waves (rule Q-15).
    ///
    /// The first order is asked about in any case, and so is the programme's first wave.
    func isResting(from survey: Survey, at now: Instant) -> Bool {
        guard let after = survey.after else {
            let others = version.programme.surveys.filter { $0.after == nil && $0.key != survey.key }.map(\.key)
            return SurveyTerms.restsFromWaves(
                asks.filter { others.contains($0.survey) }.map(\.askedAt),
                isFirst: version.programme.firstWave == survey.key,
                at: now
            )
        }
        guard after != .firstOrder else { return false }
        let such = version.programme.surveys.filter { $0.after != nil }.map(\.key)
        return SurveyTerms.isResting(asks.filter { such.contains($0.survey) }.map(\.askedAt), at: now)
    }
}

extension SetiaService {
    /// So many of a member's newest events, cases and conversations are looked through for what is asked after.
    private static let occasionEvents = 200

    /// When what these surveys are asked after last happened to a member; what did not is left out (rule Q-7).
    func occasions(for surveys: [Survey], of member: MemberID, _ archive: any Archive) throws
        -> [(after: SurveyTrigger, at: Instant)]
    {
        let wanted = surveys.compactMap(\.after).reduce(into: [SurveyTrigger]()) { found, after in
            if !found.contains(after) { found.append(after) }
        }
        guard !wanted.isEmpty else { return [] }
        var events: [StoredEvent] = []
        if wanted.contains(where: \.isToldByEvents) {
            events = try archive.events(of: member, before: nil, limit: SetiaService.occasionEvents)
        }
        return try wanted.compactMap { after in
            try occasion(after, of: member, events, archive).map { (after, $0) }
        }
    }

    private func occasion(
        _ after: SurveyTrigger,
        of member: MemberID,
        _ events: [StoredEvent],
        _ archive: any Archive
    ) throws -> Instant? {
        switch after {
        case .event(let type):
            return events.filter { $0.event.type == type }.map(\.event.occurredAt).max()
        case .firstOrder:
            // Of whoever has more events than are looked at it is not known, and was long ago.
            guard events.count < SetiaService.occasionEvents else { return nil }
            return events.filter { $0.event.type == .orderPaid }.map(\.event.occurredAt).min()
        case .answer:
            // What nobody answered is no answer, such as what was closed as spam.
            return try archive.conversations(of: member, limit: 20).filter { !$0.isOpen && $0.hasAnswer }
                .compactMap(\.closedAt).max()
        case .closedCase:
            return try archive.memberCases(of: member, limit: 20).filter { !$0.isOpen && $0.kind != .task }
                .compactMap(\.closedAt).max()
        }
    }
}

extension SurveyTrigger {
    /// Whether it is found among events.
    fileprivate var isToldByEvents: Bool {
        switch self {
        case .event, .firstOrder: true
        case .answer, .closedCase: false
        }
    }
}
