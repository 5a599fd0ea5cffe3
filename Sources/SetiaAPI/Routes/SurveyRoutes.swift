internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension API {
    /// Surveys: what members are asked, what they answer, what it comes to.
    var surveyEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/surveys", needs: .programmeRead, answer: getSurveys),
            Endpoint(.get, "/v1/surveys/{survey}/results", needs: .eventsRead, answer: getSurveyResults),
            Endpoint(.get, "/v1/surveys/{survey}/verbatims", needs: .conversationsRead, answer: getVerbatims),
            Endpoint(.get, "/v1/surveys/{survey}/tags", needs: .eventsRead, answer: getSurveyTags),
            Endpoint(
                .put,
                "/v1/surveys/{survey}/answers/{member}/tags",
                needs: .conversationsWrite,
                answer: putSurveyTags
            ),
            Endpoint(.post, "/v1/surveys/{survey}/answers", needs: .eventsWrite, answer: postSurveyAnswer),
            Endpoint(.post, "/v1/surveys/{survey}/invitations", needs: .eventsWrite, answer: postSurveyInvitation),
        ]
    }

    private func getSurveys(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let items = try await service.surveys().map { overview in
            SurveyBody(
                survey: overview.survey,
                wave: overview.wave.key,
                asked: overview.figures.asked,
                answered: overview.figures.answered
            )
        }
        return response(PageBody(items: items, next: nil))
    }

    private func getSurveyResults(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let results = try await service.surveyResults(context.survey(), wave: request.parameter("wave"))
        return response(SurveyResultsBody(results, try await service.questionResults(results)))
    }

    private func getVerbatims(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let results = try await service.surveyResults(context.survey(), wave: request.parameter("wave"))
        var tag: Key?
        if let text = request.parameter("tag") {
            guard let known = SurveyTag(text) else { throw Malformed(field: "tag", reason: tagReason) }
            tag = known.key
        }
        var place: SurveyVerbatimPlace?
        if let text = request.parameter("cursor") {
            place = SurveyVerbatimPlace(text: try Cursor(text: text, kind: "verbatims").position)
            if place == nil { throw Malformed(field: "cursor", reason: "must be one that this list gave") }
        }
        let page = try await service.surveyVerbatims(
            results,
            text: request.parameter("q") ?? "",
            tag: tag,
            after: place,
            limit: try request.limit()
        )
        let items = page.items.map { item in
            SurveyVerbatimBody(
                member: item.member,
                name: item.name,
                at: item.at,
                score: results.survey.kind.isScored ? item.score : nil,
                comment: item.comment,
                texts: item.texts,
                tags: item.tags
            )
        }
        return response(
            PageBody(items: items, next: page.next.map { Cursor(kind: "verbatims", position: $0.text) })
        )
    }

    private func getSurveyTags(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let results = try await service.surveyResults(context.survey(), wave: request.parameter("wave"))
        let items = try await service.surveyTags(results).map { SurveyTagCountBody(tag: $0.tag, count: $0.count) }
        return response(PageBody(items: items, next: nil))
    }

    private func putSurveyTags(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let parsed = try parseSurveyTags(try await request.json())
        let tags = try await service.tagAnswer(
            context.survey(),
            wave: parsed.wave,
            of: member,
            parsed.tags,
            by: try await caller(request)
        )
        return response(SurveyTagsBody(member: member, survey: context.survey(), wave: parsed.wave, tags: tags))
    }

    private func postSurveyAnswer(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let asked = try parseSurveyAnswer(try await request.json())
        guard let member = MemberID(text: asked.member) else { throw Problem.unknownMember(asked.member) }
        let answer = try await service.answerSurvey(
            context.survey(),
            of: member,
            score: asked.score,
            aspects: asked.aspects,
            said: asked.said,
            comment: asked.comment
        )
        context.notes.owner = answer.ask.member
        return response(
            SurveyAskBody(answer.ask, isReplay: answer.isReplay),
            status: answer.isReplay ? .ok : .created
        )
    }

    private func postSurveyInvitation(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let text = try parseSurveyInvitation(try await request.json())
        guard let member = MemberID(text: text) else { throw Problem.unknownMember(text) }
        let ask = try await service.inviteToSurvey(context.survey(), member)
        context.notes.owner = member
        var body = SurveyAskBody(ask, isReplay: nil)
        body.link = service.surveyLink(of: ask)
        return response(body)
    }
}

extension SetiaContext {
    /// The survey that the address names.
    fileprivate func survey() -> Key { Key(percentDecoded(parameters.get("survey") ?? "") ?? "") }
}

extension SurveyAskBody {
    fileprivate init(_ ask: SurveyAsk, isReplay: Bool?) {
        self.init(
            member: ask.member,
            survey: ask.survey,
            wave: ask.wave,
            askedAt: ask.askedAt,
            answer: ask.answer.map { ($0.at, ask.kind.isScored ? $0.score : nil) },
            isReplay: isReplay
        )
    }
}

extension SurveyResultsBody {
    /// What a wave came to, as it is told.
    fileprivate init(_ results: SurveyResults, _ questions: [QuestionResults]) {
        let figures = results.figures
        let (rate, range) = (figures.response.interval95, figures.interval95)
        self.init(
            survey: results.survey,
            wave: results.wave.key,
            isRunning: results.isRunning,
            waves: results.waves,
            asked: figures.asked,
            counts: figures.counts,
            isSmall: figures.isSmall,
            response: figures.response.value.map { Figure(value: $0, range: rate.map { ($0.lower, $0.upper) }) },
            score: figures.value.map { Figure(value: $0, range: range.map { ($0.lower, $0.upper) }) },
            change: results.difference.map { difference in
                (
                    results.wave.previous.key,
                    Figure(
                        value: difference.value,
                        range: (difference.interval95.lower, difference.interval95.upper)
                    ),
                    difference.direction.rawValue
                )
            },
            aspects: results.aspects.map { aspect, figures in
                let range = figures.interval95
                return (
                    aspect, figures.counts,
                    figures.value.map { Figure(value: $0, range: range.map { ($0.lower, $0.upper) }) }
                )
            },
            questions: questions.map { ($0.question, $0.answered, $0.counts) }
        )
    }
}

extension SurveyRefusal.NotAsked {
    fileprivate var told: String {
        switch self {
        case .notActive: "surveys are for active members"
        case .noOrder: "surveys are for members with an order"
        case .openCase: "a complaint of hers is open, which is to be made good first"
        case .noOccasion: "what it is asked after did not happen to her lately"
        case .resting: "she was asked something else lately, and is left alone for a while"
        case .notInSample: "this wave asks a part of the members, and she is not in it"
        }
    }
}

extension Problem {
    /// Why an answer is not taken.
    static func refused(_ refusal: SurveyRefusal) -> Problem {
        switch refusal {
        case .unknownSurvey(let key, let known):
            Problem(
                "unknown-survey",
                title: "No such survey",
                status: 404,
                detail: "the programme has no survey '\(key)'; "
                    + (known.isEmpty
                        ? "it has none" : "it has: \(known.map(\.text).joined(separator: ", "))")
            )
        case .unknownMember(let member): .unknownMember(member.text)
        case .noScore: .invalidBody(MalformedBody(problems: [Malformed(field: "score", reason: "is missing")]))
        case .outOfScale(let kind):
            .invalidBody(
                MalformedBody(
                    problems: [
                        Malformed(
                            field: "score",
                            reason: "must be \(kind.scale.lowerBound) to \(kind.scale.upperBound), the scale of \(kind)"
                        )
                    ]
                )
            )
        case .wrongAnswer(let question):
            .invalidBody(
                MalformedBody(
                    problems: [
                        Malformed(field: "answers.\(question)", reason: "is missing, or is no answer to the question")
                    ]
                )
            )
        case .wrongAspect(let aspect):
            .invalidBody(
                MalformedBody(
                    problems: [
                        Malformed(
                            field: "aspects.\(aspect)",
                            reason: "only a survey of the kind expectation asks of sides"
                        )
                    ]
                )
            )
        case .commentTooLong:
            .invalidBody(
                MalformedBody(
                    problems: [
                        Malformed(
                            field: "comment",
                            reason: "must have at most \(SetiaService.longestComment) characters"
                        )
                    ]
                )
            )
        case .notAsked(let reason):
            Problem(
                "not-asked",
                title: "Not among those asked",
                status: 409,
                detail: reason.told
            )
        case .unknownAnswer:
            Problem(
                "unknown-answer",
                title: "No such answer",
                status: 404,
                detail: "she wrote no words in this wave of the survey"
            )
        case .wrongTag(let text):
            .invalidBody(MalformedBody(problems: [Malformed(field: "tags", reason: "'\(text)' \(tagReason)")]))
        case .tooManyTags(let most):
            .invalidBody(MalformedBody(problems: [Malformed(field: "tags", reason: "must be at most \(most)")]))
        case .tooManyNames(let most):
            .invalidBody(
                MalformedBody(
                    problems: [
                        Malformed(field: "tags", reason: "must be some of those in use: the brand has \(most) already")
                    ]
                )
            )
        case .unknownWave:
            .invalidParameter(
                Malformed(field: "wave", reason: "must be a wave such as 2026-03, 2026-Q1 or 2026")
            )
        }
    }
}

private let tagReason = "must have letters or digits, and at most \(SurveyTag.longest) characters"
