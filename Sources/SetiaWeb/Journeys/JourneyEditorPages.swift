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
}
