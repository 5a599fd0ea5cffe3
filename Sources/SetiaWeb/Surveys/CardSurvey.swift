internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What a member is asked, on her own card.
    var cardSurveyPages: [Page] {
        [
            Page(.get, "/card/survey/{survey}", .member) { try await cardSurveyPage($0) },
            Page(.post, "/card/survey/{survey}", .member, answer: answerOnCard),
        ]
    }

    /// The question that is due, with a way to the form for each answer; to look at one answers nothing.
    func fillSurvey(_ fields: inout Fields, _ member: MemberID, _ visit: Visit) async throws {
        guard let turn = try await service.showSurvey(to: member) else { return }
        let words = SurveyWords(visit: visit)
        let path = "/card/survey/\(urlEncoded(turn.survey.key.text))"
        fields["survey"] =
            [
                "question": words.question(turn.survey), "low": words.low(turn.survey.kind),
                "high": words.high(turn.survey.kind),
                "scores": turn.survey.kind.scale.map { ["path": "\(path)?score=\($0)", "score": "\($0)"] as Fields },
            ] as Fields
    }

    /// The form; a score in the address is chosen in it already, and nothing is kept before she sends it (rule Q-6).
    private func cardSurveyPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let turn: SurveyTurn
        do {
            turn = try await service.surveyTurn(Key(visit.parameter("survey")), of: try visit.owner().id)
        } catch is SurveyRefusal {
            throw WebFailure.notFound
        }
        guard turn.isDue else {
            let key = turn.ask?.answer == nil ? "survey.notNow" : "survey.answered"
            return page(
                "card-survey",
                visit,
                title: visit.texts.say("\(key).title"),
                ["isOver": visit.texts.say("\(key).title"), "text": visit.texts.say("\(key).text")],
                frame: .portal
            )
        }
        let words = SurveyWords(visit: visit)
        let chosen = problems.isEmpty ? visit.query["score"] : visit.form["score"]
        var fields = problemFields(problems)
        fields["question"] = words.question(turn.survey)
        fields["low"] = words.low(turn.survey.kind)
        fields["high"] = words.high(turn.survey.kind)
        fields["path"] = "/card/survey/\(urlEncoded(turn.survey.key.text))"
        fields["comment"] = visit.form["comment"]
        fields["scores"] = turn.survey.kind.scale.map { option("\($0)", "\($0)", chosen) }
        return page(
            "card-survey",
            visit,
            title: words.question(turn.survey),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .portal
        )
    }

    private func answerOnCard(_ visit: Visit) async throws -> Response {
        let key = Key(visit.parameter("survey"))
        guard let score = wholeNumber(visit.form["score"]) else {
            let problem = FormProblem(field: "score", message: visit.texts.say("survey.noScore"))
            return try await cardSurveyPage(visit, problems: [problem])
        }
        do {
            _ = try await service.answerSurvey(
                key,
                of: try visit.owner().id,
                score: Int(clamping: score),
                comment: visit.form["comment"]
            )
        } catch let refusal as SurveyRefusal {
            switch refusal {
            case .outOfScale:
                let problem = FormProblem(field: "score", message: visit.texts.say("survey.noScore"))
                return try await cardSurveyPage(visit, problems: [problem])
            case .commentTooLong:
                let problem = FormProblem(field: "comment", message: visit.texts.say("survey.tooLong"))
                return try await cardSurveyPage(visit, problems: [problem])
            case .notAsked: return try await cardSurveyPage(visit)
            case .unknownSurvey, .unknownMember, .unknownWave: throw WebFailure.notFound
            }
        }
        return redirect("/card?done=surveyAnswered")
    }
}
