internal import JSONText
package import SetiaCore
package import SetiaInsight

/// A survey with what its wave of now came to so far.
package struct SurveyOverview: Sendable {
    /// Which.
    package let survey: Survey
    /// The wave of now.
    package let wave: SurveyWave
    /// What it came to.
    package let figures: SurveyFigures
}

/// What one wave of a survey came to, beside the one before it (rule Q-5).
package struct SurveyResults: Sendable {
    /// Which survey.
    package let survey: Survey
    /// Which wave.
    package let wave: SurveyWave
    /// Whether the wave is still going on.
    package let isRunning: Bool
    /// All waves in which somebody was asked, and the one of now; newest first.
    package let waves: [Key]
    /// What it came to.
    package let figures: SurveyFigures
    /// What the wave before it came to.
    package let before: SurveyFigures
    /// What is another than in the wave before; none where one of them has no figure.
    package let difference: SurveyDifference?
    /// What was said of each side of it, where the survey asks of some; in the order of the sides.
    package let aspects: [(aspect: Survey.Aspect, figures: SurveyFigures)]
}

extension SetiaService {
    /// All surveys of the programme, in its order.
    ///
    /// - Throws: `Unready` where there is none yet, or the world's trouble.
    package func surveys() async throws -> [SurveyOverview] {
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            let today = version.zone.day(of: now)
            return try version.programme.surveys.map { survey in
                let wave = SurveyWave(survey.every, holding: today)
                let counts = try archive.surveyCounts(survey.key, survey.kind)
                return SurveyOverview(survey: survey, wave: wave, figures: survey.figures(of: wave.key, counts))
            }
        }
    }

    /// What a wave of a survey came to; a survey that the programme has no more has its answers still.
    ///
    /// - Parameters:
    ///   - key: Which survey.
    ///   - name: Which wave; none is that of now.
    /// - Returns: it, beside the wave before.
    /// - Throws: `SurveyRefusal.unknownSurvey` or `unknownWave`, `Unready`, or the world's trouble.
    package func surveyResults(_ key: Key, wave name: String? = nil) async throws -> SurveyResults {
        let now = surroundings.now()
        return try await store.reading { archive in
            let book = try self.configuration(archive).published()
            let version = book.version(at: now)
            let all = version.programme.surveys + book.versions.reversed().flatMap(\.programme.surveys)
            guard let survey = all.first(where: { $0.key == key }) else {
                throw SurveyRefusal.unknownSurvey(key, known: version.programme.surveys.map(\.key))
            }
            let current = SurveyWave(survey.every, holding: version.zone.day(of: now))
            var wave = current
            if let name {
                guard let named = SurveyWave(key: Key(name)) else { throw SurveyRefusal.unknownWave(name) }
                wave = named
            }
            let counts = try archive.surveyCounts(survey.key, survey.kind)
            var waves = [current.key]
            for count in counts where !waves.contains(count.wave) { waves.append(count.wave) }
            let figures = survey.figures(of: wave.key, counts)
            let before = survey.figures(of: wave.previous.key, counts)
            return SurveyResults(
                survey: survey,
                wave: wave,
                isRunning: wave == current,
                waves: waves.sorted { $1 < $0 },
                figures: figures,
                before: before,
                difference: figures.difference(since: before),
                aspects: survey.figures(ofAspects: try archive.surveyAspects(survey.key, survey.kind, wave: wave.key))
            )
        }
    }
}

extension SetiaService {
    /// What a member was asked and answered, for herself.
    func ownSurveys(of member: MemberID) async throws -> [JSON] {
        try await store.reading { archive in
            let key = try archive.keys(of: [member])[0]
            return try archive.surveyAsks(of: member).map { ask in
                var json: JSONObject = [
                    "askedAt": .string(ask.askedAt.rfc3339), "survey": .string(ask.survey.text),
                    "wave": .string(ask.wave.text),
                ]
                guard let answer = ask.answer else { return .object(json) }
                json.set("answeredAt", .string(answer.at.rfc3339))
                json.set("score", .integer(Int64(answer.score)))
                for said in answer.aspects.scores {
                    json.set(said.aspect.rawValue, .integer(Int64(said.score)))
                }
                for said in answer.chosen {
                    json.set("question \(said.question)", .string(said.chosen.map(\.text).joined(separator: " ")))
                }
                for said in try self.openedTexts(answer, of: member, with: key) {
                    json.set("question \(said.question)", .string(said.words.text))
                }
                if let key, let sealed = answer.comment {
                    let opened = try self.sealing.open(sealed, of: member, use: .survey, with: key)
                    json.set("comment", .string(String(decoding: opened, as: UTF8.self)))
                }
                return .object(json)
            }
        }
    }
}

extension Survey {
    /// What was said of each side, of whoever said something of it.
    fileprivate func figures(ofAspects counts: [AspectCount]) -> [(aspect: Survey.Aspect, figures: SurveyFigures)] {
        kind.aspects.map { aspect in
            let answers = counts.compactMap { count in
                count.said.scores.first { $0.aspect == aspect }.map { (score: $0.score, count: count.count) }
            }
            let answered = answers.reduce(0) { $0 + $1.count }
            return (aspect, SurveyFigures(kind: kind, asked: answered, answers: answers))
        }
    }

    /// What a wave came to, by the counts of all waves.
    fileprivate func figures(of wave: Key, _ counts: [SurveyCount]) -> SurveyFigures {
        let own = counts.filter { $0.wave == wave }
        return SurveyFigures(
            kind: kind,
            asked: own.reduce(0) { $0 + $1.count },
            answers: own.compactMap { count in count.score.map { ($0, count.count) } }
        )
    }
}
