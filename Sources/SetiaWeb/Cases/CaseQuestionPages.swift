internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Where links in letters lead that ask whether a case was made good (rule J-13).
    ///
    /// Looking changes nothing, also with an answer in the address: programs open links before people do.
    var caseQuestionPages: [Page] {
        [
            Page(.get, "/made-good/{link}", .open) { try await caseQuestionPage($0) },
            Page(.post, "/made-good/{link}", .open, answer: answerCaseQuestion),
        ]
    }

    private func caseQuestionPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let texts = visit.texts
        guard let question = try await service.caseQuestion(visit.parameter("link")) else { return leadsNowhere(visit) }
        guard question.isDue else { return said("madeGood.over", visit) }
        let chosen = problems.isEmpty ? visit.query["answer"] : visit.form["answer"]
        var fields = problemFields(problems)
        fields["path"] = "/made-good/\(urlEncoded(visit.parameter("link")))"
        fields["about"] = texts.say(
            "madeGood.about",
            ["day": visit.wording.day(try await brand().zone.day(of: question.openedAt))]
        )
        fields["answers"] = ["yes", "no"].map { option($0, texts.say("madeGood.\($0)"), chosen) }
        fields["text"] = visit.form.raw("text") ?? ""
        return page(
            "made-good",
            visit,
            title: texts.say("madeGood.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .simple
        )
    }

    private func answerCaseQuestion(_ visit: Visit) async throws -> Response {
        let answer = visit.form["answer"]
        guard ["yes", "no"].contains(answer) else {
            let problem = FormProblem(field: "answer", message: visit.texts.say("madeGood.choose"))
            return try await caseQuestionPage(visit, problems: [problem])
        }
        do {
            let isGood = answer == "yes"
            let isKept = try await service.answerCaseQuestion(
                visit.parameter("link"),
                isGood: isGood,
                text: visit.form.raw("text") ?? ""
            )
            guard let isKept else { return leadsNowhere(visit) }
            return said(isKept ? isGood ? "madeGood.thanks" : "madeGood.again" : "madeGood.over", visit)
        } catch let refusal as CaseRefusal {
            return try await caseQuestionPage(visit, problems: try problems(refusal, visit))
        }
    }

    private func said(_ key: String, _ visit: Visit) -> Response {
        page(
            "made-good",
            visit,
            title: visit.texts.say("madeGood.title"),
            ["isOver": visit.texts.say(key)],
            frame: .simple
        )
    }

    private func leadsNowhere(_ visit: Visit) -> Response {
        page(
            "message",
            visit,
            title: visit.texts.say("unsubscribe.unknown"),
            ["text": visit.texts.say("unsubscribe.unknownText"), "isMembers": true],
            status: .notFound,
            frame: .simple
        )
    }
}
