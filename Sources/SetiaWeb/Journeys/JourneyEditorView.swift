internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

// The editor of a journey as it is shown: settings, steps, the picture and what is wrong.

extension Web {
    func journeyEditor(
        _ visit: Visit,
        _ editing: JourneyEditing,
        _ more: Fields = [:],
        isWrong: Bool = false
    ) async throws -> Response {
        let reading = try await readJourney(editing.document)
        let (texts, outline) = (visit.texts, reading.outline)
        var fields = more
        fields.merge(carried(editing)) { one, _ in one }
        fields["help"] = "/docs/rules/journeys"
        let name = reading.journey?.name ?? reading.edit?.tree["journey"]?.text ?? editing.key.text
        fields["name"] = shown(name, upTo: 60)
        fields["isUnreadable"] = reading.edit == nil
        fields["isFull"] = outline.steps.count >= JourneyOutline.mostSteps
        let words = words(of: outline, reading.journey, visit)
        if let tree = reading.edit?.tree {
            fields["settings"] = settingsFields(tree, reading.journey, reading.problems, visit)
            fields["steps"] = stepFields(outline, words, reading.problems, visit)
            let drawing = drawing(outline, reading.journey, name: name, words, reading.problems, visit)
            fields.merge(drawing.fields) { one, _ in one }
        }
        fields.merge(faults(reading.problems, editing.document, texts)) { one, _ in one }
        fields["faultsTitle"] =
            more["isRefused"] == nil
            ? texts.say("programme.faults", count: Int64(reading.problems.count))
            : texts.say("journey.faults", count: Int64(reading.problems.count))
        fields["faults"] = reading.problems.map { problem in
            let place = texts.say("programme.line", ["n": String(problem.line)])
            let part = JourneyPart(of: problem)
            var opens = part?.text ?? ""
            if case .step(let name)? = part, outline.step(name)?.kind == nil { opens = "" }
            return [
                "line": problem.line, "place": place, "path": shownText(problem.path), "reason": problem.reason,
                "mendPart": shownText(reading.edit == nil ? "" : opens),
            ] as Fields
        }
        return page(
            "journey-edit",
            visit,
            title: texts.say("journey.edit"),
            fields,
            status: isWrong ? .unprocessableContent : .ok
        )
    }

    /// The picture of a document.
    func drawing(
        _ outline: JourneyOutline,
        _ journey: Journey?,
        name: String,
        _ words: [String: String],
        _ problems: [ProgrammeProblem],
        _ visit: Visit
    ) -> JourneyDrawing {
        var drawing = JourneyDrawing(
            outline: outline,
            texts: visit.texts,
            name: name,
            begin: journey.map { inWords($0.trigger, visit) } ?? visit.texts.say("journey.begins"),
            words: words
        )
        for problem in problems {
            if case .step(let name)? = JourneyPart(of: problem) { drawing.wrong.insert(name) }
        }
        return drawing
    }

    /// What each step does, by its name: in words where the document can be read whole, else as it is written.
    func words(of outline: JourneyOutline, _ journey: Journey?, _ visit: Visit) -> [String: String] {
        var words: [String: String] = [:]
        for step in outline.steps {
            if let known = journey?.step(Key(step.name)) {
                words[step.name] = inWords(known, visit)
                continue
            }
            let written = step.kind.flatMap { step.tree[$0.rawValue] } ?? step.tree
            let mail = written["mail"]?[visit.language.rawValue] ?? written["mail"]?.members.first?.value
            words[step.name] = shown(mail?["subject"]?.text ?? written.text ?? written.written(), upTo: 80)
        }
        return words
    }

    private func settingsFields(
        _ tree: YAMLTree,
        _ journey: Journey?,
        _ problems: [ProgrammeProblem],
        _ visit: Visit
    ) -> Fields {
        let texts = visit.texts
        func written(_ key: String, or other: String) -> String {
            tree[key].map { shown($0.text ?? $0.written(), upTo: 120) } ?? texts.say(other)
        }
        let goal = tree["goal"].map { goal in
            shown([goal["event"]?.text, goal["where"]?.text].compactMap(\.self).joined(separator: ", "), upTo: 120)
        }
        let exits = tree["exitOn"].map { $0.elements.compactMap(\.text).joined(separator: ", ") }
        let rows: [(String, String)] = [
            ("journey.name", written("journey", or: "journey.unsaid")),
            ("journey.begins", journey.map { inWords($0.trigger, visit) } ?? written("trigger", or: "journey.unsaid")),
            ("journey.again", written("again", or: "journey.again.never")),
            ("journey.goal", goal ?? texts.say("journey.goal.none")),
            ("journey.exitOn", exits.map { $0.isEmpty ? "–" : $0 } ?? texts.say("journey.exitOn.all")),
            ("journey.holdOut", written("holdOut", or: "journey.holdOut.none")),
        ]
        return [
            "rows": rows.map { ["what": texts.say($0.0), "value": $0.1] as Fields },
            "wrong": problems.filter { JourneyPart(of: $0) == .settings }.map(\.reason),
        ]
    }

    private func stepFields(
        _ outline: JourneyOutline,
        _ words: [String: String],
        _ problems: [ProgrammeProblem],
        _ visit: Visit
    ) -> [Fields] {
        let texts = visit.texts
        return outline.steps.enumerated().map { place, step in
            let wrong = problems.filter { JourneyPart(of: $0) == .step(step.name) }.map(\.reason)
            let name = ["step": step.name]
            return [
                "step": step.name, "kind": step.kind.map { texts.say("journey.kind.\($0.rawValue)") } ?? "?",
                "does": words[step.name] ?? "", "hasForm": step.kind != nil,
                "leads": ways(step.leads, texts), "wrong": wrong, "isWrong": !wrong.isEmpty,
                "isFirst": place == 0, "isLast": place == outline.steps.count - 1,
                "changeLabel": texts.say("journey.changeStep", name), "upLabel": texts.say("journey.upStep", name),
                "downLabel": texts.say("journey.downStep", name), "addLabel": texts.say("journey.addAfter", name),
                "removeLabel": texts.say("journey.removeWhat", name),
            ] as Fields
        }
    }

    /// Where a step leads, in words; ways to the same step are one.
    private func ways(_ leads: [JourneyOutline.Lead], _ texts: Texts) -> [String] {
        var told: [(to: String?, words: [String])] = []
        for lead in leads {
            let words = texts.when(lead.way)
            if let place = told.firstIndex(where: { $0.to == lead.to }) {
                told[place].words.append(words)
            } else {
                told.append((lead.to, [words]))
            }
        }
        return told.map { to, words in
            let when = told.count == 1 && words.count > 1 ? "" : words.filter { !$0.isEmpty }.joined(separator: " · ")
            return texts.leads(when: when, to: to)
        }
    }
}
