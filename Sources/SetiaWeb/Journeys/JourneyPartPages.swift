internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

// One step, or the settings of a journey, in a form.

extension Web {
    func openJourneyPart(_ visit: Visit, _ editing: JourneyEditing, _ asked: String) async throws -> Response {
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

    func takeJourneyPart(_ visit: Visit, _ editing: JourneyEditing) async throws -> Response {
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

    func moreRows(_ visit: Visit, _ editing: JourneyEditing) async throws -> Response {
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
    func carried(_ editing: JourneyEditing) -> Fields {
        [
            "document": editing.document, "base": editing.base,
            "path": "/console/journeys/\(editing.key)",
        ]
    }

    /// The editor after something was written into the document.
    func edited(
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
}

/// What was typed over several lines, on one.
private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
}
