internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func surveyAsks(of member: MemberID) -> [SurveyAsk] {
        kept.surveyAsks[member, default: []].sorted { ($0.survey, $0.wave) < ($1.survey, $1.wave) }
    }

    func surveyCounts(_ survey: Key, _ kind: Survey.Kind) -> [SurveyCount] {
        var counts: [SurveyCount] = []
        for ask in allAsks(survey, kind) {
            let score = ask.answer?.score
            let place = counts.firstIndex { $0.wave == ask.wave && $0.score == score }
            let count = SurveyCount(wave: ask.wave, score: score, count: (place.map { counts[$0].count } ?? 0) + 1)
            if let place { counts[place] = count } else { counts.append(count) }
        }
        return counts.sorted { ($0.wave, $0.score ?? -1) < ($1.wave, $1.score ?? -1) }
    }

    func surveyAspects(_ survey: Key, _ kind: Survey.Kind, wave: Key) -> [AspectCount] {
        let said = allAsks(survey, kind).filter { $0.wave == wave }.compactMap(\.answer?.aspects)
            .filter { !$0.scores.isEmpty }
        return Dictionary(grouping: said) { $0 }.map { AspectCount(said: $0.key, count: $0.value.count) }
    }

    func surveyAnswers(_ survey: Key, _ kind: Survey.Kind, wave: Key, _ each: (SurveyAsk) throws -> Void) throws {
        for ask in allAsks(survey, kind) where ask.wave == wave && ask.answer != nil { try each(ask) }
    }

    func surveyComments(
        _ survey: Key,
        _ kind: Survey.Kind,
        wave: Key,
        tag: Key?,
        before: (at: Instant, member: MemberID)?,
        limit: Int
    ) -> [SurveyAsk] {
        let found = allAsks(survey, kind).filter { ask in
            guard ask.wave == wave, let answer = ask.answer, answer.comment != nil || answer.texts != nil else {
                return false
            }
            if let tag,
                !surveyTags(of: ask.member).contains(where: { $0.survey == survey && $0.wave == wave && $0.tag == tag })
            {
                return false
            }
            return before.map { (answer.at, ask.member) < $0 } ?? true
        }
        func place(_ ask: SurveyAsk) -> (Instant, MemberID) { (ask.answer?.at ?? ask.askedAt, ask.member) }
        return Array(found.sorted { place($1) < place($0) }.prefix(limit))
    }

    func keep(asked ask: SurveyAsk) {
        guard place(of: ask) == nil else { return }
        kept.surveyAsks[ask.member, default: []].append(ask)
    }

    func keep(answered ask: SurveyAsk) -> Bool {
        guard let place = place(of: ask) else {
            kept.surveyAsks[ask.member, default: []].append(ask)
            return true
        }
        let known = kept.surveyAsks[ask.member, default: []][place]
        guard known.answer == nil else { return false }
        kept.surveyAsks[ask.member]?[place] = SurveyAsk(
            member: ask.member,
            survey: ask.survey,
            kind: ask.kind,
            wave: ask.wave,
            askedAt: known.askedAt,
            answer: ask.answer
        )
        return true
    }

    func surveyTags(of member: MemberID) -> [(survey: Key, wave: Key, tag: Key)] {
        kept.surveyTags[member, default: []].map { ($0.ask.survey, $0.ask.wave, $0.tag) }
            .sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }
    }

    func surveyTagCounts(_ survey: Key, _ kind: Survey.Kind) -> [SurveyTagCount] {
        let given = kept.surveyTags.values.flatMap { $0 }.filter { $0.ask.survey == survey && $0.ask.kind == kind }
        return Dictionary(grouping: given) { SurveyTagCount(wave: $0.ask.wave, tag: $0.tag, count: 0) }
            .map { SurveyTagCount(wave: $0.key.wave, tag: $0.key.tag, count: $0.value.count) }
            .sorted { ($0.wave, $0.tag) < ($1.wave, $1.tag) }
    }

    func setTags(_ tags: [Key], of ask: SurveyAsk, at moment: Instant) {
        kept.surveyTags[ask.member, default: []].removeAll { $0.ask.survey == ask.survey && $0.ask.wave == ask.wave }
        kept.surveyTags[ask.member, default: []] += tags.map { (ask, $0) }
    }

    func forgetSurveyComments(of member: MemberID) {
        kept.surveyTags[member] = nil
        kept.surveyAsks[member] = kept.surveyAsks[member]?.map { ask in
            var ask = ask
            ask.answer = ask.answer.map {
                SurveyAsk.Answer(at: $0.at, score: $0.score, comment: nil, aspects: $0.aspects, chosen: $0.chosen)
            }
            return ask
        }
    }

    private func place(of ask: SurveyAsk) -> Int? {
        kept.surveyAsks[ask.member]?.firstIndex { $0.survey == ask.survey && $0.wave == ask.wave }
    }

    private func allAsks(_ survey: Key, _ kind: Survey.Kind) -> [SurveyAsk] {
        kept.surveyAsks.values.flatMap { $0 }.filter { $0.survey == survey && $0.kind == kind }
    }
}
