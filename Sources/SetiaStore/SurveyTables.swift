internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `survey_ask` and `survey_tag`.

extension TableLedger {
    func surveyAsks(of member: MemberID) throws -> [SurveyAsk] {
        try connection.rows(
            SQLStatement("\(asks) WHERE member_id = $1 ORDER BY survey, wave"),
            [.text(member.text)]
        ).map { try $0.surveyAsk() }
    }

    func surveyCounts(_ survey: Key, _ kind: Survey.Kind) throws -> [SurveyCount] {
        try connection.rows(
            """
            SELECT wave, score, COUNT(*) FROM survey_ask WHERE survey = $1 AND kind = $2
            GROUP BY wave, score
            """,
            [.text(survey.text), .text(kind.rawValue)]
        ).map { row in
            SurveyCount(wave: row.key(0), score: row.intOrNil(1).map { Int($0) }, count: Int(row.int(2)))
        }.sorted { ($0.wave, $0.score ?? -1) < ($1.wave, $1.score ?? -1) }
    }

    func surveyAspects(_ survey: Key, _ kind: Survey.Kind, wave: Key) throws -> [AspectCount] {
        var counts: [String: Int] = [:]
        try connection.query(
            """
            SELECT aspects FROM survey_ask
            WHERE survey = $1 AND kind = $2 AND wave = $3 AND score IS NOT NULL AND aspects IS NOT NULL
            """,
            [.text(survey.text), .text(kind.rawValue), .text(wave.text)]
        ) { counts[$0.text(0), default: 0] += 1 }
        return counts.map { AspectCount(said: AspectScores(text: $0.key), count: $0.value) }
    }

    func surveyAnswers(_ survey: Key, _ kind: Survey.Kind, wave: Key, _ each: (SurveyAsk) throws -> Void) throws {
        try connection.query(
            SQLStatement("\(asks) WHERE survey = $1 AND kind = $2 AND wave = $3 AND score IS NOT NULL"),
            [.text(survey.text), .text(kind.rawValue), .text(wave.text)]
        ) { try each(try $0.surveyAsk()) }
    }

    func surveyComments(
        _ survey: Key,
        _ kind: Survey.Kind,
        wave: Key,
        tag: Key?,
        before: (at: Instant, member: MemberID)?,
        limit: Int
    ) throws -> [SurveyAsk] {
        let hasTag = """
            AND EXISTS (SELECT 1 FROM survey_tag t WHERE t.member_id = survey_ask.member_id AND t.survey = $1 AND t.wave = $3
                AND t.tag = $7)
            """
        return try connection.rows(
            SQLStatement(
                """
                \(asks) WHERE survey = $1 AND kind = $2 AND wave = $3 AND (comment IS NOT NULL OR texts IS NOT NULL)
                    AND (answered_ms, member_id) < ($4, $5) \(tag == nil ? "" : hasTag)
                ORDER BY answered_ms DESC, member_id DESC LIMIT $6
                """
            ),
            [
                .text(survey.text), .text(kind.rawValue), .text(wave.text),
                .integer(before?.at.milliseconds ?? .max), .text(before?.member.text ?? ""), .integer(Int64(limit)),
            ] + (tag.map { [.text($0.text)] } ?? [])
        ).map { try $0.surveyAsk() }
    }

    func surveyTags(of member: MemberID) throws -> [(survey: Key, wave: Key, tag: Key)] {
        try connection.rows(
            "SELECT survey, wave, tag FROM survey_tag WHERE member_id = $1 ORDER BY survey, wave, tag",
            [.text(member.text)]
        ).map { ($0.key(0), $0.key(1), $0.key(2)) }
    }

    func surveyTagCounts(_ survey: Key, _ kind: Survey.Kind) throws -> [SurveyTagCount] {
        try connection.rows(
            """
            SELECT wave, tag, COUNT(*) FROM survey_tag WHERE survey = $1 AND kind = $2
            GROUP BY wave, tag
            """,
            [.text(survey.text), .text(kind.rawValue)]
        ).map { SurveyTagCount(wave: $0.key(0), tag: $0.key(1), count: Int($0.int(2))) }
            .sorted { ($0.wave, $0.tag) < ($1.wave, $1.tag) }
    }

    func setTags(_ tags: [Key], of ask: SurveyAsk, at moment: Instant) throws {
        let answer: [SQLValue] = [.text(ask.member.text), .text(ask.survey.text), .text(ask.wave.text)]
        try connection.run("DELETE FROM survey_tag WHERE member_id = $1 AND survey = $2 AND wave = $3", answer)
        for tag in tags {
            try connection.run(
                "INSERT INTO survey_tag (member_id, survey, wave, tag, kind, at_ms) VALUES ($1, $2, $3, $4, $5, $6)",
                answer + [.text(tag.text), .text(ask.kind.rawValue), .integer(moment.milliseconds)]
            )
        }
    }

    func keep(asked ask: SurveyAsk) throws {
        try connection.run(
            """
            INSERT INTO survey_ask (member_id, survey, wave, kind, asked_ms) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """,
            ask.values
        )
    }

    func keep(answered ask: SurveyAsk) throws -> Bool {
        guard let answer = ask.answer else { throw StoreFailure(kind: .other, message: "no answer to keep") }
        return try connection.run(
            """
            INSERT INTO survey_ask (member_id, survey, wave, kind, asked_ms, answered_ms, score, comment, aspects, chosen,
                texts)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (member_id, survey, wave) DO UPDATE SET kind = excluded.kind,
                answered_ms = excluded.answered_ms, score = excluded.score, comment = excluded.comment,
                aspects = excluded.aspects, chosen = excluded.chosen, texts = excluded.texts
            WHERE survey_ask.answered_ms IS NULL
            """,
            ask.values + [
                .integer(answer.at.milliseconds), .integer(Int64(answer.score)), .optional(answer.comment),
                answer.aspects.scores.isEmpty ? .null : .text(answer.aspects.text),
                answer.chosen.isEmpty ? .null : .text(chosenText(answer.chosen)), .optional(answer.texts),
            ]
        ) > 0
    }

    /// Takes away what a member wrote, and what was said of it.
    func forgetSurveyComments(of member: MemberID) throws {
        try connection.run("DELETE FROM survey_tag WHERE member_id = $1", [.text(member.text)])
        try connection.run(
            "UPDATE survey_ask SET comment = NULL, texts = NULL WHERE member_id = $1",
            [.text(member.text)]
        )
    }
}

private let asks = """
    SELECT member_id, survey, wave, kind, asked_ms, answered_ms, score, comment, aspects, chosen, texts FROM survey_ask
    """

/// What was chosen, as it is kept: `often:weekly drinks:kopi,teh`; names have neither blanks, colons nor commas.
private func chosenText(_ said: [SurveySaid]) -> String {
    said.map { "\($0.question):\($0.chosen.map(\.text).joined(separator: ","))" }.joined(separator: " ")
}

private func chosenSaid(_ text: String) -> [SurveySaid] {
    text.split(separator: " ").compactMap { word in
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return SurveySaid(
            question: Key(String(parts[0])),
            chosen: parts[1].split(separator: ",").map { Key(String($0)) }
        )
    }
}

extension SurveyAsk {
    fileprivate var values: [SQLValue] {
        [
            .text(member.text), .text(survey.text), .text(wave.text), .text(kind.rawValue),
            .integer(askedAt.milliseconds),
        ]
    }
}

extension SQLRow {
    fileprivate func surveyAsk() throws -> SurveyAsk {
        guard let kind = Survey.Kind(rawValue: text(3)) else { throw MalformedDocument(field: "kind") }
        var ask = SurveyAsk(
            member: try memberID(0),
            survey: key(1),
            kind: kind,
            wave: key(2),
            askedAt: instant(4)
        )
        if let at = instantOrNil(5) {
            ask.answer = SurveyAsk.Answer(
                at: at,
                score: Int(int(6)),
                comment: blobOrNil(7),
                aspects: textOrNil(8).map { AspectScores(text: $0) } ?? AspectScores(),
                chosen: textOrNil(9).map { chosenSaid($0) } ?? [],
                texts: blobOrNil(10)
            )
        }
        return ask
    }
}
