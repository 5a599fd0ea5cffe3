internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What members wrote in a wave, with a search and what it is about.
    func fillVerbatims(_ fields: inout Fields, _ results: SurveyResults, _ visit: Visit) async throws {
        let asked = VerbatimQuery(visit)
        let words = SurveyWords(visit: visit)
        let brand = try await brand()
        let found = try await service.surveyVerbatims(
            results,
            text: asked.text,
            tag: asked.tag,
            after: SurveyVerbatimPlace(text: visit.query["after"])
        )
        let path = "/console/surveys/\(urlEncoded(results.survey.key.text))"
        func address(_ query: VerbatimQuery, after: SurveyVerbatimPlace? = nil) -> String {
            "\(path)?wave=\(results.wave.key)\(query.parameters)\(after.map { "&after=\($0.text)" } ?? "")#verbatims"
        }
        let tags = try await service.surveyTags(results)
        let mayTag = try visit.staff().may(.answerMembers)
        let names = try await service.surveyTagNames().map(\.text)
        var verbatims: Fields = [
            "q": asked.text, "hasItems": !found.items.isEmpty, "tag": asked.tag?.text ?? "",
            "empty": visit.texts.say(asked.isAll ? "surveys.noComments" : "surveys.nothingFound"),
            "hasTags": !tags.isEmpty, "allPath": address(VerbatimQuery(text: asked.text, tag: nil)),
            "isAll": asked.tag == nil,
            "tags": tags.map { tag -> Fields in
                [
                    "path": address(VerbatimQuery(text: asked.text, tag: tag.tag)), "tag": tag.tag.text,
                    "count": visit.wording.number(Int64(tag.count)), "isChosen": tag.tag == asked.tag,
                ]
            },
            "names": names,
            "items": found.items.map { item -> Fields in
                var row: Fields = [
                    "path": "/console/members/\(item.member.text)",
                    "name": shown(item.name ?? visit.texts.say("members.nameless"), upTo: 60),
                    "comment": shownText(item.comment), "iso": item.at.rfc3339, "member": item.member.text,
                    "when": visit.wording.moment(item.at, in: brand.zone),
                    "texts": item.texts.map { said -> Fields in
                        let question = results.survey.questions.first { $0.key == said.question }
                        return [
                            "ask": question.map { words.text($0.ask, $0.key) } ?? said.question.text,
                            "text": said.words.text,
                        ]
                    },
                    "tags": item.tags.map(\.text), "hasTags": !item.tags.isEmpty, "mayTag": mayTag,
                    "tagsText": visit.form["member"] == item.member.text
                        ? visit.form["tags"] : item.tags.map(\.text).joined(separator: ", "),
                ]
                if results.survey.kind.isScored { row["score"] = words.answer(item.score, results.survey.kind) }
                return row
            },
        ]
        if let next = found.next { verbatims["nextPath"] = address(asked, after: next) }
        fields["verbatims"] = verbatims
    }

    /// Says what an answer is about.
    func tagSurveyAnswer(_ visit: Visit) async throws -> Response {
        // The page that it goes back to shows figures and words.
        for permission in [Permission.seeFigures, .seeMember] where !(try visit.staff().may(permission)) {
            throw WebFailure.forbidden(permission)
        }
        guard let member = MemberID(text: visit.form["member"]) else { throw WebFailure.notFound }
        let (survey, texts) = (visit.parameter("survey"), visit.texts)
        func wrong(_ text: String, _ values: [String: String]) async throws -> Response {
            let problem = FormProblem(field: "tags", message: texts.say(text, values))
            return try await surveyPage(visit, problems: [problem])
        }
        do {
            _ = try await service.tagAnswer(
                Key(survey),
                wave: Key(visit.form["wave"]),
                of: member,
                SurveyTag.parts(of: visit.form["tags"]),
                by: try visit.staff().actor
            )
        } catch SurveyRefusal.wrongTag(let tag) {
            return try await wrong("surveys.wrong.tag", ["tag": shown(tag, upTo: 60), "n": "\(SurveyTag.longest)"])
        } catch SurveyRefusal.tooManyTags(let most) {
            return try await wrong("surveys.wrong.tags", ["n": "\(most)"])
        } catch SurveyRefusal.tooManyNames(let most) {
            return try await wrong("surveys.wrong.names", ["n": "\(most)"])
        } catch is SurveyRefusal {
            throw WebFailure.notFound
        }
        let query = VerbatimQuery(visit)
        let wave = urlEncoded(visit.form["wave"])
        return redirect(
            "/console/surveys/\(urlEncoded(survey))?wave=\(wave)\(query.parameters)&done=surveyTagged#verbatims"
        )
    }
}

/// Which of the words of a wave somebody wants to see.
private struct VerbatimQuery {
    let text: String
    let tag: Key?

    init(text: String, tag: Key?) {
        self.text = text
        self.tag = tag
    }

    init(_ visit: Visit) {
        let form = visit.form.has("member") ? visit.form : visit.query
        self.init(text: form["q"], tag: SurveyTag(form["tag"])?.key)
    }

    var isAll: Bool { text.isEmpty && tag == nil }

    /// As an address carries it.
    var parameters: String {
        (text.isEmpty ? "" : "&q=\(urlEncoded(text))") + (tag.map { "&tag=\(urlEncoded($0.text))" } ?? "")
    }
}
