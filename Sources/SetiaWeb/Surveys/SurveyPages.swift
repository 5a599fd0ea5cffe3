internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension Web {
    /// What surveys came to, and what members wrote.
    var surveyPages: [Page] {
        [
            Page(.get, "/console/surveys", .may(.seeFigures), answer: surveysPage),
            Page(.get, "/console/surveys/{survey}", .may(.seeFigures)) { try await surveyPage($0) },
            Page(.get, "/console/surveys/{survey}/answers.csv", .may(.seeMember), answer: surveyTable),
            Page(.post, "/console/surveys/{survey}/tags", .may(.answerMembers), answer: tagSurveyAnswer),
        ]
    }

    private func surveysPage(_ visit: Visit) async throws -> Response {
        let words = SurveyWords(visit: visit)
        var surveys: [SurveyOverview] = []
        if try await brand().version != nil { surveys = try await service.surveys() }
        let rows = surveys.map { overview in
            let figures = overview.figures
            var row: Fields = [
                "path": "/console/surveys/\(urlEncoded(overview.survey.key.text))",
                "question": words.question(overview.survey), "kind": words.kind(overview.survey.kind),
                "wave": overview.wave.key.text, "of": words.of(figures),
                "isFew": figures.isSmall && figures.answered > 0,
            ]
            row["after"] = words.after(overview.survey)
            if let value = figures.value { row["score"] = words.score(value, overview.survey.kind) }
            return row
        }
        var fields: Fields = ["rows": rows, "hasRows": !rows.isEmpty]
        if let aftermath = service.insight()?.aftermath {
            fields["aftermath"] = AftermathView(aftermath: aftermath, visit: visit).fields
        }
        return page("surveys", visit, title: visit.texts.say("surveys.title"), fields)
    }

    func surveyPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let wanted = visit.form.has("wave") ? visit.form["wave"] : visit.query["wave"]
        let results: SurveyResults
        do {
            results = try await service.surveyResults(
                Key(visit.parameter("survey")),
                wave: wanted.isEmpty ? nil : wanted
            )
        } catch is SurveyRefusal {
            throw WebFailure.notFound
        }
        let (texts, words) = (visit.texts, SurveyWords(visit: visit))
        let (survey, figures) = (results.survey, results.figures)
        let path = "/console/surveys/\(urlEncoded(survey.key.text))"
        var fields: Fields = [
            "question": words.question(survey), "kind": words.kind(survey.kind), "path": path,
            "tagPath": "\(path)/tags",
            "wave": results.wave.key.text, "cards": cards(results, words, texts),
            "waves": results.waves.map { wave in
                ["path": "\(path)?wave=\(wave)", "text": wave.text, "isChosen": wave == results.wave.key] as Fields
            },
            "answers": figures.counts.enumerated().map { place, count in
                [
                    "answer": words.answer(survey.kind.scale.lowerBound + place, survey.kind), "count": "\(count)",
                    "shown": visit.wording.number(Int64(count)), "most": "\(max(1, figures.counts.max() ?? 1))",
                ] as Fields
            }, "hasAnswers": figures.answered > 0,
        ]
        fields.merge(problemFields(problems)) { $1 }
        fields["after"] = words.after(survey)
        fields["isScored"] = survey.kind.isScored
        try await fillQuestions(&fields, results, words, visit)
        fillAspects(&fields, results, words, visit)
        if results.isRunning {
            fields["running"] = texts.say("surveys.running", ["day": visit.wording.day(results.wave.lastDay)])
        }
        if survey.share < Survey.whole {
            fields["part"] = texts.say(
                "surveys.part",
                ["share": words.percent(Double(survey.share) / Double(Survey.whole))]
            )
        }
        if try visit.staff().may(.seeMember) { try await fillVerbatims(&fields, results, visit) }
        return page(
            "survey",
            visit,
            title: words.question(survey),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// What was said of each side of it, one row a side.
    private func fillAspects(_ fields: inout Fields, _ results: SurveyResults, _ words: SurveyWords, _ visit: Visit) {
        let kind = results.survey.kind
        fields["hasAspects"] = results.aspects.contains { $0.figures.answered > 0 }
        fields["aspectHeads"] = kind.aspects.isEmpty ? [] : kind.scale.map { words.answer($0, kind) }
        fields["aspects"] = results.aspects.map { aspect, figures in
            var row: Fields = [
                "label": words.aspect(aspect),
                "counts": figures.counts.enumerated().map { place, count in
                    [
                        "label": words.answer(kind.scale.lowerBound + place, kind),
                        "shown": visit.wording.number(Int64(count)),
                    ] as Fields
                }, "score": figures.value.map { words.score($0, kind) } ?? "–",
                "isFew": figures.isSmall && figures.answered > 0,
            ]
            if let range = words.range(figures.interval95, { words.score($0, kind) }) { row["interval"] = range }
            return row
        }
    }

    private func cards(_ results: SurveyResults, _ words: SurveyWords, _ texts: Texts) -> [Fields] {
        let (kind, figures) = (results.survey.kind, results.figures)
        var response: Fields = [
            "label": texts.say("surveys.response"),
            "value": figures.response.value.map(words.percent) ?? "–", "note": words.of(figures),
            "definition": texts.say("surveys.responseDefinition"),
        ]
        if let range = words.range(figures.response.interval95, words.percent) { response["interval"] = range }
        guard kind.isScored else { return [response] }
        var score: Fields = [
            "label": texts.say("surveys.score.\(kind.rawValue)"),
            "value": figures.value.map { words.score($0, kind) } ?? "–",
            "note": figures.value == nil ? texts.say("surveys.noAnswers") : "",
            "isFew": figures.isSmall && figures.answered > 0,
            "definition": texts.say("surveys.definition.\(kind.rawValue)"),
        ]
        if let range = words.range(figures.interval95, { words.score($0, kind) }) { score["interval"] = range }
        if let change = words.change(results) { score["change"] = change }
        return [score, response]
    }

    /// What was said to each further question.
    private func fillQuestions(
        _ fields: inout Fields,
        _ results: SurveyResults,
        _ words: SurveyWords,
        _ visit: Visit
    ) async throws {
        fields["questions"] = try await service.questionResults(results).map { one in
            let most = max(1, one.counts.max() ?? 1)
            var names = one.question.options.map(\.text)
            switch one.question.kind {
            case .one(let choices), .many(let choices): names = choices.map { words.text($0.name, $0.key) }
            case .scale, .text: break
            }
            return [
                "ask": words.text(one.question.ask, one.question.key),
                "answered": visit.texts.say("surveys.answers", count: Int64(one.answered)),
                "isText": one.counts.isEmpty,
                "answers": zip(names, one.counts).map { name, count in
                    [
                        "answer": name, "count": "\(count)", "most": "\(most)",
                        "shown": visit.wording.number(Int64(count)),
                    ] as Fields
                },
            ] as Fields
        }
        if try visit.staff().may(.seeMember), results.figures.answered > 0 {
            fields["csv"] =
                "/console/surveys/\(urlEncoded(results.survey.key.text))/answers.csv?wave=\(results.wave.key)"
        }
    }

    /// All answers of a wave as a table; who may see members may have it.
    private func surveyTable(_ visit: Visit) async throws -> Response {
        let wanted = visit.query["wave"]
        let results: SurveyResults
        do {
            results = try await service.surveyResults(
                Key(visit.parameter("survey")),
                wave: wanted.isEmpty ? nil : wanted
            )
        } catch is SurveyRefusal {
            throw WebFailure.notFound
        }
        let rows = try await service.answerRows(results).map { $0.cells(results.survey) }
        let table = [AnswerRow.heads(results.survey)] + rows
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"survey-\(results.wave.key).csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: csvByteOrderMark + table.map(csvRow).joined()))
        )
        guardAnswer(&response, [])
        return response
    }
}
