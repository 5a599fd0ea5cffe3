internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// The texts that stand ready for answers, in four languages.
    func cannedPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let answers = try await service.cannedAnswers()
        var names: [String] = []
        for answer in answers where !names.contains(answer.name) { names.append(answer.name) }
        var fields = problemFields(problems)
        fields["forms"] = (names + [""]).enumerated().map { place, name in
            [
                "place": "\(place)", "name": name, "isNew": name.isEmpty,
                "texts": Language.allCases.map { language in
                    let kept = answers.first { $0.name == name && $0.language == language }?.text ?? ""
                    let isTyped = !problems.isEmpty && visit.form["name"] == name
                    return [
                        "language": language.rawValue, "label": language.ownName,
                        "text": isTyped ? visit.form.raw("text-\(language.rawValue)") ?? "" : kept,
                    ] as Fields
                },
            ] as Fields
        }
        fields["tone"] = try await toneLines(answers.map { ($0.language.key, $0.text) }, visit)
        fields["places"] = CannedAnswer.places.map { "{\($0)}" }.joined(separator: ", ")
        return page(
            "canned",
            visit,
            title: visit.texts.say("canned.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    func saveCanned(_ visit: Visit) async throws -> Response {
        var texts: [Language: String] = [:]
        for language in Language.allCases { texts[language] = visit.form.raw("text-\(language.rawValue)") ?? "" }
        do {
            try await service.saveCanned(visit.form["name"], texts, by: try visit.staff().actor)
            return redirect("/console/inbox/answers?done=cannedSaved")
        } catch let refusal as ConversationRefusal {
            return try await cannedPage(visit, problems: try problems(refusal, visit, field: "name"))
        }
    }
}
