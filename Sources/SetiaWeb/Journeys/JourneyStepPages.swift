internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

// Steps of a journey that are added, taken away and moved.

extension Web {
    /// Which kind of step comes here.
    func addPage(
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
    func removePage(
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

    func removeJourneyStep(_ visit: Visit, _ editing: JourneyEditing) async throws -> Response {
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
    func moveJourneyStep(_ visit: Visit, _ editing: JourneyEditing) async throws -> Response {
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
}
