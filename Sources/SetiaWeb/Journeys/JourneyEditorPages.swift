internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// What the editor of a journey holds: nothing is kept before it is said to.
struct JourneyEditing {
    /// Which journey.
    let key: Key
    var document: String
    /// The newest version that was seen.
    var base: Int
}

/// A journey's document as it is read for the editor.
struct JourneyReading {
    let document: String
    /// None where it is no YAML.
    let edit: DocumentEdit?
    /// None where something is wrong with it.
    let journey: Journey?
    let problems: [ProgrammeProblem]

    var outline: JourneyOutline { JourneyOutline(edit?.tree ?? .map([])) }
}

extension Web {
    /// The editor of a journey: its steps with forms, the picture, and the document beside them (rules Y-20 to Y-22).
    var journeyEditorPages: [Page] {
        [
            Page(.get, "/console/journeys/{journey}/edit", .may(.sendBroadcasts), answer: openJourneyEditor),
            Page(.post, "/console/journeys/{journey}/edit", .may(.sendBroadcasts), answer: useJourneyEditor),
        ]
    }

    private func openJourneyEditor(_ visit: Visit) async throws -> Response {
        let view = try await journeyView(visit)
        let editing = JourneyEditing(key: view.kept.key, document: view.version.document, base: view.kept.version)
        guard visit.query["open"].isEmpty else { return try await openJourneyPart(visit, editing, visit.query["open"]) }
        return try await journeyEditor(visit, editing)
    }

    private func useJourneyEditor(_ visit: Visit) async throws -> Response {
        let (view, form) = (try await journeyView(visit), visit.form)
        let editing = JourneyEditing(
            key: view.kept.key,
            document: form.raw("document") ?? view.version.document,
            base: Int(form["base"]) ?? 0
        )
        if form.has("open") { return try await openJourneyPart(visit, editing, form["open"]) }
        if form.has("move") { return try await moveJourneyStep(visit, editing) }
        switch form["do"] {
        case "take": return try await takeJourneyPart(visit, editing)
        case "more": return try await moreRows(visit, editing)
        case "remove": return try await removeJourneyStep(visit, editing)
        case "keep": return try await keepJourney(visit, editing)
        case "check": return try await checkJourney(visit, editing)
        default: return try await journeyEditor(visit, editing)
        }
    }

    private func journeyView(_ visit: Visit) async throws -> JourneyView {
        do {
            return try await service.journey(Key(visit.parameter("journey")))
        } catch is JourneyRefusal {
            throw WebFailure.notFound
        }
    }

    /// What a document says, and what is wrong with it.
    func readJourney(_ document: String) async throws -> JourneyReading {
        let edit = try? DocumentEdit(document)
        do {
            let journey = try await service.readJourney(document)
            return JourneyReading(document: document, edit: edit, journey: journey, problems: [])
        } catch let malformed as MalformedJourney {
            return JourneyReading(document: document, edit: edit, journey: nil, problems: malformed.problems)
        }
    }

    // MARK: - Keeping

    private func checkJourney(_ visit: Visit, _ editing: JourneyEditing) async throws -> Response {
        let reading = try await readJourney(editing.document)
        let newest = try await service.journeyVersions(editing.key).last
        guard newest?.number == editing.base else { return try await overtaken(visit, editing) }
        var more: Fields = [:]
        if reading.problems.isEmpty {
            more["isValid"] = true
            more["tone"] = try await toneLines(
                (reading.journey?.messages ?? []).flatMap { $0.message.concept.renderings }
                    .map { ($0.language, $0.title + "\n" + $0.text) },
                visit
            )
            let changes = marked(lineChanges(from: newest?.document ?? "", to: editing.document))
            (more["changes"], more["isSame"]) = (changes, changes.isEmpty)
        }
        return try await journeyEditor(visit, editing, more, isWrong: !reading.problems.isEmpty)
    }

    private func keepJourney(_ visit: Visit, _ editing: JourneyEditing) async throws -> Response {
        do {
            _ = try await service.putJourney(
                editing.key.text,
                editing.document,
                replacing: editing.base,
                by: try visit.staff().actor
            )
            return redirect("/console/journeys/\(editing.key)?done=journeyWritten")
        } catch is MalformedJourney {
            return try await journeyEditor(visit, editing, ["isRefused": true], isWrong: true)
        } catch JourneyRefusal.changed {
            return try await overtaken(visit, editing)
        } catch let refusal as JourneyRefusal {
            let problem = FormProblem(field: "document", message: words(for: refusal, visit.texts))
            return try await journeyEditor(visit, editing, problemFields([problem]), isWrong: true)
        } catch let refusal as StaffRefusal {
            return try await journeyEditor(visit, editing, problemFields(problems(refusal, visit)), isWrong: true)
        }
    }

    /// Somebody else kept a version meanwhile: it is said what became another there, and what was typed stays (rule Y-22).
    private func overtaken(_ visit: Visit, _ editing: JourneyEditing) async throws -> Response {
        let versions = try await service.journeyVersions(editing.key)
        let before = versions.first { $0.number == editing.base }?.document ?? ""
        let newest = versions[versions.count - 1]
        var seen = editing
        seen.base = newest.number
        return try await journeyEditor(
            visit,
            seen,
            [
                "overtaken": visit.texts.say("journey.overtaken", ["n": visit.wording.number(Int64(newest.number))]),
                "theirs": marked(lineChanges(from: before, to: newest.document)),
            ],
            isWrong: true
        )
    }

    // MARK: - Forms

    private func openJourneyPart(_ visit: Visit, _ editing: JourneyEditing, _ asked: String) async throws -> Response {
        let reading = try await readJourney(editing.document)
        guard let edit = reading.edit else { return try await journeyEditor(visit, editing) }
        if asked == "add" || asked.hasPrefix("add:") {
            return addPage(visit, editing, reading.outline, behind: String(asked.dropFirst("add:".count)))
        }
        if asked.hasPrefix("remove:") {
            return removePage(visit, editing, reading.outline, String(asked.dropFirst("remove:".count)))
        }
        let brand = try await brand()
        guard let part = JourneyPart(text: asked),
            let form = JourneyForm(part, of: edit.tree, languages: languages(of: brand))
        else { return try await journeyEditor(visit, editing) }
        var wrong: [String: String] = [:]
        var others: [String] = []
        for problem in reading.problems {
            switch form.field(of: problem, form.values) {
            case "": others.append(problem.reason)
            case let field?: wrong[field] = wrong[field] ?? problem.reason
            case nil: break
            }
        }
        return partPage(visit, editing, form, form.values, brand, wrong: wrong, others: others)
    }

    private func languages(of brand: BrandView) -> [String] { (brand.programme?.languages ?? ["en"]).map(\.text) }

    /// What stands in the fields of a form that was sent.
    private func typed(_ form: JourneyForm, _ visit: Visit) -> [String: String] {
        var typed = form.values
        var names = Array(typed.keys)
        for row in 0..<JourneyForm.mostRows { names += ["to-\(row)", "if-\(row)", "share-\(row)"] }
        for name in names where visit.form.has(name) {
            let isProse = name.hasPrefix("text-") || name == "facts"
            let sent = visit.form.raw(name) ?? ""
            let (new, old) = (Form.trimmed(sent), Form.trimmed(form.values[name] ?? ""))
            // What is there over several lines, or between spaces, stays where nobody touched it.
            guard isProse ? new != old : oneLine(new) != oneLine(old) else { continue }
            typed[name] = isProse ? new : oneLine(new)
        }
        return typed
    }

    /// The form that was sent, with what it is about; none where the document has no such part any more.
    private func sentForm(
        _ visit: Visit,
        _ editing: JourneyEditing,
        _ brand: BrandView
    ) -> (form: JourneyForm, edit: DocumentEdit)? {
        guard let part = JourneyPart(text: visit.form["part"]), let edit = try? DocumentEdit(editing.document),
            let form = JourneyForm(part, of: edit.tree, languages: languages(of: brand))
        else { return nil }
        return (form, edit)
    }

    private func takeJourneyPart(_ visit: Visit, _ editing: JourneyEditing) async throws -> Response {
        let brand = try await brand()
        guard let (form, edit) = sentForm(visit, editing, brand) else { return try await journeyEditor(visit, editing) }
        let typed = typed(form, visit)
        var wrong = form.mistakes(typed).mapValues { visit.texts.say("journey.wrong.\($0.rawValue)") }
        guard wrong.isEmpty else { return partPage(visit, editing, form, typed, brand, mistakes: wrong) }
        do {
            let after = try form.write(typed, to: edit)
            for problem in try await readJourney(after.text).problems {
                // How steps hang together is said in the list; a value that cannot be is said here.
                guard let field = form.field(of: problem, typed), !field.isEmpty else { continue }
                wrong[field] = wrong[field] ?? problem.reason
            }
            guard wrong.isEmpty else {
                return partPage(visit, editing, form, typed, brand, wrong: wrong, isWrong: true)
            }
            return try await edited(visit, editing, after.text, visit.texts.say("journey.written"))
        } catch is UneditableDocument {
            let sorry = [visit.texts.say("parts.cannot")]
            return partPage(visit, editing, form, typed, brand, others: sorry, isWrong: true)
        }
    }

    private func moreRows(_ visit: Visit, _ editing: JourneyEditing) async throws -> Response {
        let brand = try await brand()
        guard let (form, _) = sentForm(visit, editing, brand) else { return try await journeyEditor(visit, editing) }
        return partPage(
            visit,
            editing,
            form,
            typed(form, visit),
            brand,
            rows: min(Int(visit.form["rows"]) ?? 0, JourneyForm.mostRows) + 3
        )
    }

    private func partPage(
        _ visit: Visit,
        _ editing: JourneyEditing,
        _ form: JourneyForm,
        _ typed: [String: String],
        _ brand: BrandView,
        wrong: [String: String] = [:],
        mistakes: [String: String] = [:],
        others: [String] = [],
        rows: Int = 0,
        isWrong: Bool = false
    ) -> Response {
        let view = JourneyFormView(
            form: form,
            typed: typed,
            wrong: wrong.mapValues { visit.texts.say("part.wrong.other", ["reason": $0]) }
                .merging(mistakes) { $1 },
            rows: rows,
            programme: brand.programme,
            texts: visit.texts
        )
        var fields = view.fields
        (fields["others"], fields["hasOthers"]) = (others, !others.isEmpty)
        fields.merge(carried(editing)) { one, _ in one }
        return page(
            "journey-part",
            visit,
            title: view.title,
            fields,
            status: isWrong || !mistakes.isEmpty ? .unprocessableContent : .ok
        )
    }

    /// What the editor holds, to be carried along.
    private func carried(_ editing: JourneyEditing) -> Fields {
        [
            "document": editing.document, "base": editing.base,
            "path": "/console/journeys/\(editing.key)",
        ]
    }

    /// The editor after something was written into the document.
    private func edited(
        _ visit: Visit,
        _ editing: JourneyEditing,
        _ document: String,
        _ done: String
    ) async throws -> Response {
        var changed = editing
        changed.document = document
        return try await journeyEditor(
            visit,
            changed,
            ["edited": done, "editedLines": marked(lineChanges(from: editing.document, to: document))]
        )
    }

    // MARK: - Whole steps

    /// Which kind of step comes here.
    private func addPage(
        _ visit: Visit,
        _ editing: JourneyEditing,
        _ outline: JourneyOutline,
        behind name: String
    ) -> Response {
        let texts = visit.texts
        let after = outline.step(name)?.name
        var fields = carried(editing)
        fields["where"] =
            after.map { texts.say("journey.addAfter", ["step": $0]) } ?? texts.say("journey.addFirst")
        fields["isFull"] = outline.steps.count >= JourneyOutline.mostSteps
        fields["kinds"] = JourneyStepKind.allCases.map { kind in
            [
                "part": JourneyPart.new(kind, after: after).text, "kind": texts.say("journey.kind.\(kind.rawValue)"),
                "about": texts.say("journey.about.\(kind.rawValue)"),
            ] as Fields
        }
        return page("journey-add", visit, title: texts.say("journey.add"), fields)
    }

    /// Whether a step is to go, and where those lead then that lead to it.
    private func removePage(
        _ visit: Visit,
        _ editing: JourneyEditing,
        _ outline: JourneyOutline,
        _ name: String,
        sorry: String? = nil
    ) -> Response {
        let texts = visit.texts
        var fields = carried(editing)
        let leading = outline.leading(to: name)
        (fields["step"], fields["isOnly"]) = (name, outline.steps.count < 2)
        fields["sorry"] = sorry
        fields["isThere"] = outline.step(name) != nil
        fields["hasLeading"] = !leading.isEmpty
        fields["leading"] = leading.map(\.name)
        let next = outline.step(name)?.leads.first?.to ?? "end"
        let chosen = visit.form.has("to") ? visit.form["to"] : next == name ? "end" : next
        fields["targets"] =
            outline.steps.map(\.name).filter { $0 != name }.map { option($0, $0, chosen) }
            + [option("end", texts.say("journey.end"), chosen)]
        return page(
            "journey-remove",
            visit,
            title: texts.say("journey.removeWhat", ["step": name]),
            fields,
            status: sorry == nil ? .ok : .unprocessableContent
        )
    }

    private func removeJourneyStep(_ visit: Visit, _ editing: JourneyEditing) async throws -> Response {
        guard var edit = try? DocumentEdit(editing.document) else { return try await journeyEditor(visit, editing) }
        let (outline, name, texts) = (JourneyOutline(edit.tree), visit.form["step"], visit.texts)
        guard outline.step(name) != nil else { return try await journeyEditor(visit, editing) }
        func again(_ message: String) -> Response {
            removePage(visit, editing, outline, name, sorry: texts.say(message))
        }
        guard outline.steps.count > 1 else { return again("journey.onlyStep") }
        // Whoever leads to it must be told where to lead now, also if a page from before is sent.
        let to = visit.form["to"]
        guard outline.leading(to: name).isEmpty || to == "end" || outline.step(to) != nil && to != name else {
            return again("journey.wrong.unknownStep")
        }
        do {
            try edit.removeStep(name, leadingTo: to == "end" || to.isEmpty ? nil : to)
            return try await edited(visit, editing, edit.text, texts.say("journey.removed", ["step": name]))
        } catch {
            return again("parts.cannot")
        }
    }

    /// A step changes places with the one above it.
    private func moveJourneyStep(_ visit: Visit, _ editing: JourneyEditing) async throws -> Response {
        let parts = visit.form["move"].split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, var edit = try? DocumentEdit(editing.document) else {
            return try await journeyEditor(visit, editing)
        }
        let names = JourneyOutline(edit.tree).steps.map(\.name)
        guard let place = names.firstIndex(of: parts[1]),
            names.indices.contains(parts[0] == "down" ? place + 1 : place - 1)
        else { return try await journeyEditor(visit, editing) }
        do {
            try edit.moveUp(parts[0] == "down" ? names[place + 1] : names[place], in: [.key("steps")])
            return try await edited(visit, editing, edit.text, visit.texts.say("journey.moved", ["step": parts[1]]))
        } catch {
            let problem = FormProblem(field: "document", message: visit.texts.say("parts.cannot"))
            return try await journeyEditor(visit, editing, problemFields([problem]), isWrong: true)
        }
    }

    // MARK: - The page

    private func journeyEditor(
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

/// What was typed over several lines, on one.
private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
}
