internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension Web {
    /// The programme: what it says, its versions, drafts, a new one.
    var programmePages: [Page] {
        [
            Page(.get, "/console/programme", .may(.seeProgramme), answer: programmePage),
            Page(.get, "/console/programme/edit", .may(.draftProgramme), answer: editPage),
            Page(.post, "/console/programme/edit", .may(.draftProgramme), answer: checkKeepOrPublish),
            Page(.post, "/console/programme/cancel", .may(.publishProgramme), answer: cancelVersion),
            Page(.post, "/console/programme/rollback", .may(.publishProgramme), answer: rollBack),
            Page(.post, "/console/programme/drafts/remove", .may(.draftProgramme), answer: removeDraft),
        ]
    }

    private func programmePage(_ visit: Visit) async throws -> Response {
        try await programmePage(visit, refused: nil)
    }

    private func programmePage(_ visit: Visit, refused: ProgrammeRefusal?) async throws -> Response {
        let (texts, wording) = (visit.texts, visit.wording)
        let published = try await service.programmes()
        let brand = try await brand()
        let (mayDraft, mayPublish) = (try visit.staff().may(.draftProgramme), try visit.staff().may(.publishProgramme))
        var fields: Fields = ["mayDraft": mayDraft, "mayTry": try visit.staff().may(.seeFigures)]
        if let refused { fields["refused"] = text(of: refused, texts) }
        fields["drafts"] = try await service.drafts().map { draft in
            [
                "name": draft.name.text,
                "line": texts.say(
                    "programme.draftSaved",
                    ["who": name(of: draft.savedBy, texts), "when": wording.moment(draft.savedAt, in: brand.zone)]
                ),
                "mayDraft": mayDraft,
            ] as Fields
        }
        fields["hasDrafts"] = !(fields["drafts"] as? [Fields] ?? []).isEmpty
        let current = published.current(at: visit.now)
        let asked = Int(visit.query["version"].isEmpty ? visit.form["version"] : visit.query["version"])
        let wanted = asked.flatMap { number in published.first { $0.number == number } }
        guard let shown = wanted ?? current, let programme = try? service.programme(of: shown) else {
            fields["templates"] = mayDraft ? templateFields(texts) : []
            return page("programme", visit, title: texts.say("programme.title"), fields)
        }
        let state = published.state(of: shown, at: visit.now)
        var view = ProgrammeView(programme: programme, shops: brand.shops, texts: texts, wording: wording).fields
        view["line"] = line(about: shown, state, brand, visit)
        view["reason"] = shown.reason
        view["versions"] = published.reversed().map { version -> Fields in
            let state = published.state(of: version, at: visit.now)
            var line: Fields = [
                "number": version.number,
                "name": texts.say("programme.version", ["number": String(version.number)]),
                "state": texts.say("version.\(state.rawValue)"),
                "when": texts.say("programme.from", ["when": wording.moment(version.validFrom, in: brand.zone)]),
                "kind": state == .published ? "gave" : "",
                "isShown": version.number == shown.number,
            ]
            line["because"] = version.reason
            return line
        }
        if let current, shown.number != current.number, let old = try? service.programme(of: current) {
            let told = toldChanges(from: old, to: programme, shops: brand.shops, language: texts.language)
            view["compared"] =
                [
                    "title": texts.say("programme.against", ["number": String(current.number)]),
                    "changes": told.map(\.text), "isSame": told.isEmpty,
                ] as Fields
        }
        if mayPublish {
            let number = ["number": String(shown.number)]
            switch state {
            case .scheduled: view["cancelLabel"] = texts.say("programme.cancel", number)
            case .superseded, .cancelled: view["rollbackLabel"] = texts.say("programme.rollback", number)
            case .published: break
            }
        }
        if shown.number == current?.number {
            let shownBudgets = BudgetView(texts: texts, wording: wording)
            let budgets =
                shownBudgets.fields(try await service.budgets())
                + shownBudgets.fields(try await service.discountBudgets(), try await service.programmeNow().programme)
            view["budgets"] = budgets
            view["hasBudgets"] = !budgets.isEmpty
        }
        view["number"] = shown.number
        view["lines"] = lines(of: shown.document)
        fields["programme"] = view
        return page(
            "programme",
            visit,
            title: texts.say("programme.title"),
            fields,
            status: refused == nil ? .ok : .unprocessableContent
        )
    }

    private func line(
        about version: PublishedProgramme,
        _ state: ProgrammeState,
        _ brand: BrandView,
        _ visit: Visit
    ) -> String {
        let key =
            switch state {
            case .published: "programme.current"
            case .scheduled: "programme.later"
            case .superseded: "programme.earlier"
            case .cancelled: "programme.cancelled"
            }
        return visit.texts.say(
            key,
            ["number": String(version.number), "when": visit.wording.moment(version.validFrom, in: brand.zone)]
        )
    }

    /// The industries for which there is a programme to begin with.
    private func templateFields(_ texts: Texts) -> [Fields] {
        ProgrammeTemplate.allCases.map { template in
            [
                "name": template.rawValue, "title": texts.say("template.\(template.rawValue)"),
                "text": texts.say("template.\(template.rawValue).text"),
            ]
        }
    }

    private func name(of actor: AuditActor, _ texts: Texts) -> String {
        switch actor {
        case .staff(_, let name), .apiKey(_, let name): name
        case .operator, .member, .nobody, .server: texts.say("actor.operator")
        }
    }

    // MARK: - A version's life

    private func cancelVersion(_ visit: Visit) async throws -> Response {
        do {
            _ = try await service.cancelProgramme(Int(visit.form["version"]) ?? 0, by: try visit.staff())
            return redirect("/console/programme?done=versionCancelled")
        } catch let refusal as ProgrammeRefusal {
            return try await programmePage(visit, refused: refusal)
        }
    }

    private func rollBack(_ visit: Visit) async throws -> Response {
        do {
            let (_, isNew) = try await service.rollBackProgramme(
                to: Int(visit.form["version"]) ?? 0,
                reason: visit.form["reason"],
                by: try visit.staff()
            )
            return redirect("/console/programme?done=\(isNew ? "published" : "unchanged")")
        } catch let refusal as ProgrammeRefusal {
            return try await programmePage(visit, refused: refusal)
        }
    }

    private func removeDraft(_ visit: Visit) async throws -> Response {
        do {
            try await service.removeDraft(Key(visit.form["draft"]), by: try visit.staff())
        } catch DraftRefusal.unknown {
            // Gone is gone, whoever took it away.
        }
        return redirect("/console/programme?done=draftRemoved")
    }

    private func text(of refusal: ProgrammeRefusal, _ texts: Texts) -> String {
        switch refusal {
        case .beginsInThePast: texts.say("programme.past")
        case .beginsBeforeTheNewest(let number, _): texts.say("programme.before", ["number": String(number)])
        case .unknownVersion: texts.say("programme.noVersion")
        case .hasBegun(let number, _): texts.say("programme.begun", ["number": String(number)])
        case .reasonMissing: texts.say("programme.reasonMissing")
        case .reasonTooLong: texts.say("programme.reasonTooLong")
        }
    }

    private func text(of refusal: DraftRefusal, _ texts: Texts) -> String {
        switch refusal {
        case .unknown(let name): texts.say("draft.unknown", ["name": name.text])
        case .malformedName: texts.say("draft.malformedName")
        case .changed(let name, _): texts.say("draft.changed", ["name": name.text])
        case .tooMany: texts.say("draft.tooMany")
        case .tooLong: texts.say("draft.tooLong")
        }
    }

    // MARK: - The editor

    private func editPage(_ visit: Visit) async throws -> Response {
        let published = try await service.programmes()
        var editing = ProgrammeEditing(
            document: published.standing.last?.document ?? "",
            base: published.last?.number ?? 0
        )
        if let template = ProgrammeTemplate(rawValue: visit.query["template"]) {
            editing.document = template.document()
        }
        if !visit.query["draft"].isEmpty {
            do {
                let draft = try await service.draft(Key(visit.query["draft"]))
                editing.document = draft.document
                editing.draft = draft.name.text
                editing.revision = draft.revision
            } catch let refusal as DraftRefusal {
                return try await editor(visit, editing, ["changed": text(of: refusal, visit.texts)], isWrong: true)
            }
        }
        guard visit.query["open"].isEmpty else { return try await openPart(visit, editing) }
        return try await editor(visit, editing, [:])
    }

    private func checkKeepOrPublish(_ visit: Visit) async throws -> Response {
        let form = visit.form
        var editing = ProgrammeEditing(
            document: form.raw("document") ?? "",
            base: Int(form["base"]) ?? 0,
            draft: form["draft"],
            revision: Int64(form["revision"]) ?? 0,
            begins: form["begins"],
            reason: form["reason"]
        )
        if form.has("open") { return try await openPart(visit, editing) }
        switch form["do"] {
        case "keep": return try await keep(visit, &editing)
        case "take", "remove": return try await takePart(visit, editing)
        case "back": return try await editor(visit, editing, [:])
        default: break
        }
        let texts = visit.texts
        do {
            _ = try service.validate(editing.document)
        } catch let malformed as MalformedProgramme {
            return try await editor(visit, editing, faults(malformed.problems, editing.document, texts), isWrong: true)
        }
        let published = try await service.programmes()
        let number = published.last?.number ?? 0
        guard number == editing.base else {
            let before = published.first { $0.number == editing.base }?.document ?? ""
            editing.base = number
            return try await editor(
                visit,
                editing,
                [
                    "changed": texts.say("programme.changed", ["number": String(number)]),
                    "changes": marked(lineChanges(from: before, to: published.last?.document ?? "")),
                ],
                isWrong: true
            )
        }
        guard form["do"] == "publish" else {
            return try await editor(visit, editing, try await checked(editing.document, published.standing.last, texts))
        }
        do {
            let (_, isNew) = try await service.publishProgramme(
                editing.document,
                validFrom: try beginning(editing),
                reason: editing.reason,
                draft: editing.draft.isEmpty ? nil : Key(editing.draft),
                by: try visit.staff()
            )
            return redirect("/console/programme?done=\(isNew ? "published" : "unchanged")")
        } catch let refusal as ProgrammeRefusal {
            return try await editor(visit, editing, ["changed": text(of: refusal, texts)], isWrong: true)
        } catch is MalformedBeginning {
            return try await editor(visit, editing, ["changed": texts.say("programme.noMoment")], isWrong: true)
        }
    }

    private func keep(_ visit: Visit, _ editing: inout ProgrammeEditing) async throws -> Response {
        do {
            let draft = try await service.saveDraft(
                editing.draft,
                editing.document,
                replacing: editing.revision,
                base: editing.base,
                by: try visit.staff()
            )
            editing.revision = draft.revision
        } catch let refusal as DraftRefusal {
            return try await editor(visit, editing, ["changed": text(of: refusal, visit.texts)], isWrong: true)
        }
        var more: Fields = ["kept": visit.texts.say("draft.kept", ["name": editing.draft])]
        do {
            _ = try service.validate(editing.document)
        } catch let malformed as MalformedProgramme {
            more.merge(faults(malformed.problems, editing.document, visit.texts)) { one, _ in one }
        }
        return try await editor(visit, editing, more)
    }

    /// What a document that can be published changes, in words and by lines.
    private func checked(_ document: String, _ newest: PublishedProgramme?, _ texts: Texts) async throws -> Fields {
        var fields: Fields = ["isValid": true]
        fields["changes"] = marked(lineChanges(from: newest?.document ?? "", to: document))
        if let newest, let old = try? service.programme(of: newest) {
            let told = toldChanges(
                from: old,
                to: try service.validate(document),
                shops: try await service.shops(),
                language: texts.language
            )
            fields["told"] = told.map(\.text)
            fields["isSame"] = told.isEmpty
        }
        return fields
    }

    /// From when the version shall hold: a day or a moment in the document's own zone; none is now.
    private func beginning(_ editing: ProgrammeEditing) throws -> Instant? {
        guard !editing.begins.isEmpty else { return nil }
        guard let zone = service.zone(try service.validate(editing.document).timeZone),
            let instant = instant(inTable: editing.begins, zone: zone)
        else { throw MalformedBeginning() }
        return instant
    }

    func editor(
        _ visit: Visit,
        _ editing: ProgrammeEditing,
        _ more: Fields,
        isWrong: Bool = false
    ) async throws -> Response {
        var fields = more
        fields.merge(hidden(editing)) { one, _ in one }
        fields.merge(try await partFields(editing.document, visit)) { one, _ in one }
        fields["isKept"] = editing.revision > 0
        fields["templates"] = templateFields(visit.texts)
        if try visit.staff().may(.publishProgramme) {
            fields["publishLabel"] = visit.texts.say("programme.publish", ["number": String(editing.base + 1)])
        }
        return page(
            "programme-edit",
            visit,
            title: visit.texts.say("programme.editTitle"),
            fields,
            status: isWrong ? .unprocessableContent : .ok
        )
    }

    /// The document with each problem at its line.
    func faults(_ problems: [ProgrammeProblem], _ document: String, _ texts: Texts) -> Fields {
        let byLine = Dictionary(grouping: problems, by: \.line)
        return [
            "hasFaults": !problems.isEmpty,
            "faultsTitle": texts.say("programme.faults", count: Int64(problems.count)),
            "faults": problems.map { problem in
                [
                    "line": problem.line, "reason": problem.reason,
                    "place": texts.say("programme.line", ["n": String(problem.line)]),
                    "mendPart": shownText(part(of: problem)?.text ?? ""),
                ] as Fields
            },
            "lines": lines(of: document).enumerated().map { place, text in
                let wrong = byLine[place + 1] ?? []
                return [
                    "number": place + 1, "text": text, "isBad": !wrong.isEmpty, "why": wrong.map(\.reason),
                ] as Fields
            },
        ]
    }

    private func lines(of document: String) -> [String] {
        document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The lines that went and came, as `- old` and `+ new`, at most 60.
    func marked(_ changes: [LineChange]) -> [String] {
        let lines = changes.prefix(60).map { ($0.isAdded ? "+ " : "− ") + $0.text }
        return changes.count > 60 ? lines + ["…"] : lines
    }
}

/// What was entered is no day and no moment.
private struct MalformedBeginning: Error {}
