internal import JSONText
package import SetiaCore

/// What a wave came to at one further question (rule Q-11).
package struct QuestionResults: Sendable, Hashable {
    /// Which question.
    package let question: SurveyQuestion
    /// How many it was put to, and answered.
    package let answered: Int
    /// How often each answer was given, in the order of the document; none for answers in words.
    package let counts: [Int]
}

/// One answer as a row of a table.
package struct AnswerRow: Sendable, Hashable {
    /// Whose.
    package let member: MemberID
    /// When.
    package let at: Instant
    /// The score.
    package let score: Int
    /// What was said, by the survey's questions; empty where a question was not put.
    package let said: [String]
    /// What she wrote beside the score.
    package let comment: String
    /// What it is about, as somebody of ours says.
    package let tags: [Key]
}

extension SetiaService {
    /// How many answers a table has at most.
    package static let mostAnswerRows = 100_000

    /// What a wave came to at each further question.
    package func questionResults(_ results: SurveyResults) async throws -> [QuestionResults] {
        let survey = results.survey
        guard !survey.questions.isEmpty else { return [] }
        return try await store.reading { archive in
            var counts = survey.questions.map { $0.options.map { _ in 0 } }
            var answered = survey.questions.map { _ in 0 }
            try archive.surveyAnswers(survey.key, survey.kind, wave: results.wave.key) { ask in
                for said in ask.answer?.chosen ?? [] {
                    guard let place = survey.questions.firstIndex(where: { $0.key == said.question }) else { continue }
                    answered[place] += 1
                    for (option, key) in survey.questions[place].options.enumerated() where said.chosen.contains(key) {
                        counts[place][option] += 1
                    }
                }
            }
            return survey.questions.enumerated().map { place, question in
                QuestionResults(question: question, answered: answered[place], counts: counts[place])
            }
        }
    }

    /// All answers of a wave as rows, the newest first; who may see members may read them.
    ///
    /// - Throws: the world's trouble.
    package func answerRows(_ results: SurveyResults) async throws -> [AnswerRow] {
        let survey = results.survey
        return try await store.reading { archive in
            let isTagged = try archive.surveyTagCounts(survey.key, survey.kind).contains { $0.wave == results.wave.key }
            var asks: [SurveyAsk] = []
            try archive.surveyAnswers(survey.key, survey.kind, wave: results.wave.key) { ask in
                if asks.count < SetiaService.mostAnswerRows { asks.append(ask) }
            }
            asks.sort { ($1.answer?.at ?? $1.askedAt, $1.member) < ($0.answer?.at ?? $0.askedAt, $0.member) }
            return try asks.compactMap { ask -> AnswerRow? in
                guard let answer = ask.answer else { return nil }
                let key = try archive.keys(of: [ask.member])[0]
                let texts = try self.openedTexts(answer, of: ask.member, with: key)
                var comment = ""
                if let key, let sealed = answer.comment {
                    let opened = try self.sealing.open(sealed, of: ask.member, use: .survey, with: key)
                    comment = String(decoding: opened, as: UTF8.self)
                }
                let said = survey.questions.map { question in
                    let chosen = answer.chosen.first { $0.question == question.key }?.chosen ?? []
                    let text = texts.first { $0.question == question.key }?.words.text ?? ""
                    return chosen.isEmpty ? text : chosen.map(\.text).joined(separator: " ")
                }
                return AnswerRow(
                    member: ask.member,
                    at: answer.at,
                    score: answer.score,
                    said: said,
                    comment: comment,
                    tags: isTagged ? try self.tags(of: ask, archive) : []
                )
            }
        }
    }
}

extension AnswerRow {
    /// The heads of a table of answers.
    package static func heads(_ survey: Survey) -> [String] {
        ["member", "answeredAt"] + (survey.kind.isScored ? ["score"] : []) + survey.questions.map(\.key.text) + [
            "comment", "tags",
        ]
    }

    /// It as a row under them.
    package func cells(_ survey: Survey) -> [String] {
        [member.text, at.rfc3339] + (survey.kind.isScored ? ["\(score)"] : []) + said + [
            comment, tags.map(\.text).joined(separator: " "),
        ]
    }
}
