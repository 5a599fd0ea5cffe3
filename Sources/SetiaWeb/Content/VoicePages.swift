internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// The words of the brand: what it says, what it does not, what is hollow, and names (rule Z-5).
    func voicePage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let lists = try await service.brandVoice()
        var fields = problemFields(problems)
        fields["lists"] = lists.map { list in
            let isTyped = !problems.isEmpty && visit.form["language"] == list.language.text
            func words(_ kind: VoiceWord.Kind, _ own: [Key]) -> Fields {
                [
                    "kind": kind.rawValue, "label": visit.texts.say("voice.kind.\(kind.rawValue)"),
                    "text": isTyped
                        ? visit.form.raw(kind.rawValue) ?? "" : own.map { $0.text }.joined(separator: "\n"),
                ]
            }
            let usual = ToneList.usual.filter { $0.language == list.language }.flatMap { $0.avoid + $0.hollow }
            return [
                "language": list.language.text,
                "label": Language(rawValue: list.language.text)?.ownName ?? list.language.text,
                "kinds": [
                    words(.use, list.use), words(.avoid, list.avoid), words(.hollow, list.hollow),
                    words(.name, list.names),
                ], "usual": usual.map { $0.text }.joined(separator: " · "),
            ] as Fields
        }
        return page(
            "voice",
            visit,
            title: visit.texts.say("voice.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    func saveVoicePage(_ visit: Visit) async throws -> Response {
        func words(_ kind: VoiceWord.Kind) -> [Key] {
            (visit.form.raw(kind.rawValue) ?? "").split(whereSeparator: \.isNewline).map { Key(String($0)) }
        }
        let list = ToneList(
            language: Key(visit.form["language"]),
            use: words(.use),
            avoid: words(.avoid),
            hollow: words(.hollow),
            names: words(.name)
        )
        do {
            try await service.saveVoice(list, by: try visit.staff().actor)
            return redirect("/console/content/voice?done=contentKept")
        } catch VoiceRefusal.unknownLanguage {
            throw WebFailure.notFound
        } catch VoiceRefusal.tooLong(let kind, let most) {
            return try await voicePage(visit, problems: [voiceProblem(kind, "tooLong", most, visit)])
        } catch VoiceRefusal.tooMany(let kind, let most) {
            return try await voicePage(visit, problems: [voiceProblem(kind, "tooManyForms", most, visit)])
        } catch let refusal as StaffRefusal {
            return try await voicePage(visit, problems: problems(refusal, visit))
        }
    }

    private func voiceProblem(_ kind: VoiceWord.Kind, _ reason: String, _ most: Int, _ visit: Visit) -> FormProblem {
        let label = visit.texts.say("voice.kind.\(kind.rawValue)")
        let words = visit.texts.say("content.problem.\(reason)", ["what": visit.wording.number(Int64(most))])
        return FormProblem(field: "\(kind.rawValue)-\(visit.form["language"])", message: "\(label): \(words)")
    }

    /// What is worth a second look, a line each.
    func toneLines(_ texts: [(language: Key, text: String)], _ visit: Visit) async throws -> [String] {
        try await service.advice(on: texts).map { found in
            visit.texts.say("broadcast.tone", ["words": found.words, "language": found.language.text])
        }
    }
}
