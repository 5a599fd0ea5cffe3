internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What a member is asked: on her own card, and where a link in a message leads.
    var cardSurveyPages: [Page] {
        [
            Page(.get, "/card/survey/{survey}", .member) { try await cardSurveyPage($0) },
            Page(.post, "/card/survey/{survey}", .member, answer: answerOnCard),
            Page(.get, "/survey/{link}", .open) { try await linkedSurveyPage($0) },
            Page(.post, "/survey/{link}", .open, answer: answerByLink),
        ]
    }

    /// The question that is due, with a way to the form for each answer; to look at one answers nothing.
    func fillSurvey(_ fields: inout Fields, _ member: MemberID, _ visit: Visit) async throws {
        guard let turn = try await service.showSurvey(to: member) else { return }
        let words = SurveyWords(visit: visit)
        let kind = turn.survey.kind
        let path = "/card/survey/\(urlEncoded(turn.survey.key.text))"
        fields["survey"] =
            [
                "path": path, "isScored": kind.isScored,
                "question": words.question(turn.survey), "low": words.low(kind), "high": words.high(kind),
                "scores": kind.scale.map {
                    ["path": "\(path)?score=\($0)", "score": words.answer($0, kind)] as Fields
                },
            ] as Fields
    }

    // MARK: - On the card

    /// The form; a score in the address is chosen in it already, and nothing is kept before she sends it (rule Q-6).
    private func cardSurveyPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let turn: SurveyTurn
        do {
            turn = try await service.surveyTurn(Key(visit.parameter("survey")), of: try visit.owner().id)
        } catch is SurveyRefusal {
            throw WebFailure.notFound
        }
        return surveyForm(visit, turn, "/card/survey/\(urlEncoded(turn.survey.key.text))", problems, isLinked: false)
    }

    private func answerOnCard(_ visit: Visit) async throws -> Response {
        let key = Key(visit.parameter("survey"))
        let turn: SurveyTurn
        do { turn = try await service.surveyTurn(key, of: try visit.owner().id) } catch is SurveyRefusal {
            throw WebFailure.notFound
        }
        if let page = question(turn, "/card/survey/\(urlEncoded(key.text))", visit, isLinked: false) { return page }
        if let problem = try await answer(key, of: try visit.owner().id, visit) {
            return try await cardSurveyPage(visit, problems: problem)
        }
        return redirect("/card?done=surveyAnswered")
    }

    // MARK: - By a link

    /// The same where a link of a message leads: whoever has it answers for her, once; to look keeps nothing (rule Q-10).
    private func linkedSurveyPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        guard let view = try await service.surveyLink(visit.parameter("link")) else { return unknownLink(visit) }
        let path = "/survey/\(urlEncoded(visit.parameter("link")))"
        return surveyForm(visit, view.turn, path, problems, isLinked: true)
    }

    private func answerByLink(_ visit: Visit) async throws -> Response {
        guard let view = try await service.surveyLink(visit.parameter("link")) else { return unknownLink(visit) }
        guard let turn = view.turn, turn.isDue else { return try await linkedSurveyPage(visit) }
        let path = "/survey/\(urlEncoded(visit.parameter("link")))"
        if let page = question(turn, path, visit, isLinked: true) { return page }
        if let problems = try await answer(turn.survey.key, of: view.member, visit) {
            return try await linkedSurveyPage(visit, problems: problems)
        }
        return over("survey.answered.title", "done.surveyAnswered", visit, isLinked: true)
    }

    private func unknownLink(_ visit: Visit) -> Response {
        page(
            "message",
            visit,
            title: visit.texts.say("unsubscribe.unknown"),
            ["text": visit.texts.say("unsubscribe.unknownText"), "isMembers": true],
            status: .notFound,
            frame: .simple
        )
    }

    // MARK: - Both

    private func surveyForm(
        _ visit: Visit,
        _ turn: SurveyTurn?,
        _ path: String,
        _ problems: [FormProblem],
        isLinked: Bool
    ) -> Response {
        guard let turn, turn.isDue else {
            let key = turn?.ask?.answer == nil ? "survey.notNow" : "survey.answered"
            return over("\(key).title", "\(key).text", visit, isLinked: isLinked)
        }
        let (words, kind) = (SurveyWords(visit: visit), turn.survey.kind)
        if !kind.isScored, let first = SurveyForm(survey: turn.survey, visit: visit).next {
            return questionPage(turn.survey, first, path, visit, isLinked: isLinked)
        }
        let chosen = problems.isEmpty ? visit.query["score"] : visit.form["score"]
        var fields = problemFields(problems)
        fields["question"] = words.question(turn.survey)
        fields["low"] = words.low(kind)
        fields["high"] = words.high(kind)
        fields["path"] = path
        fields["comment"] = visit.form["comment"]
        fields["scores"] = kind.scale.map { option("\($0)", words.answer($0, kind), chosen) }
        fields["hasAspects"] = !kind.aspects.isEmpty
        fields["aspects"] = kind.aspects.map { aspect in
            let name = "aspect-\(aspect.rawValue)"
            return [
                "name": name, "label": words.aspect(aspect),
                "scores": kind.scale.map { option("\($0)", words.answer($0, kind), visit.form[name]) },
            ] as Fields
        }
        return page(
            "card-survey",
            visit,
            title: words.question(turn.survey),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: isLinked ? .simple : .portal
        )
    }

    /// The page of the next question, where there is one and what stands before it was said.
    private func question(_ turn: SurveyTurn, _ path: String, _ visit: Visit, isLinked: Bool) -> Response? {
        guard turn.isDue, let next = SurveyForm(survey: turn.survey, visit: visit).next else { return nil }
        if turn.survey.kind.isScored {
            guard let score = wholeNumber(visit.form["score"]),
                turn.survey.kind.scale.contains(Int(clamping: score)),
                visit.form["comment"].count <= SetiaService.longestComment
            else { return nil }
        }
        return questionPage(turn.survey, next, path, visit, isLinked: isLinked)
    }

    private func questionPage(
        _ survey: Survey,
        _ question: SurveyQuestion,
        _ path: String,
        _ visit: Visit,
        isLinked: Bool
    ) -> Response {
        let form = SurveyForm(survey: survey, visit: visit)
        let words = SurveyWords(visit: visit)
        var problems: [FormProblem] = []
        if form.wasPut(question) {
            let isText = question.options.isEmpty
            problems = [
                FormProblem(field: "answer", message: visit.texts.say(isText ? "survey.tooLong" : "survey.noChoice"))
            ]
        }
        var fields = problemFields(problems)
        fields["title"] = words.question(survey)
        fields["path"] = path
        fields["question"] = form.fields(of: question)
        return page(
            "card-question",
            visit,
            title: words.question(survey),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: isLinked ? .simple : .portal
        )
    }

    private func over(_ title: String, _ text: String, _ visit: Visit, isLinked: Bool) -> Response {
        page(
            "card-survey",
            visit,
            title: visit.texts.say(title),
            ["isOver": visit.texts.say(title), "text": visit.texts.say(text)],
            frame: isLinked ? .simple : .portal
        )
    }

    /// Keeps what the form says.
    ///
    /// - Returns: what is wrong with it; empty where she is not asked; none where it is kept.
    private func answer(_ key: Key, of member: MemberID, _ visit: Visit) async throws -> [FormProblem]? {
        func wrong(_ field: String, _ text: String) -> [FormProblem] {
            [FormProblem(field: field, message: visit.texts.say(text))]
        }
        let survey = try await service.surveyTurn(key, of: member).survey
        let free: Int64? = survey.kind.isScored ? nil : 0
        guard let score = free ?? wholeNumber(visit.form["score"]) else { return wrong("score", "survey.noScore") }
        let aspects = Survey.Aspect.allCases.compactMap { aspect -> (Survey.Aspect, Int)? in
            wholeNumber(visit.form["aspect-\(aspect.rawValue)"]).map { (aspect, Int(clamping: $0)) }
        }
        do {
            _ = try await service.answerSurvey(
                key,
                of: member,
                score: Int(clamping: score),
                aspects: AspectScores(aspects),
                said: SurveyForm(survey: survey, visit: visit).said,
                comment: visit.form["comment"]
            )
            return nil
        } catch let refusal as SurveyRefusal {
            switch refusal {
            case .noScore, .outOfScale, .wrongAspect, .wrongAnswer: return wrong("score", "survey.noScore")
            case .commentTooLong: return wrong("comment", "survey.tooLong")
            case .notAsked: return []
            case .unknownSurvey, .unknownMember, .unknownWave, .unknownAnswer, .wrongTag, .tooManyTags, .tooManyNames:
                throw WebFailure.notFound
            }
        }
    }
}
