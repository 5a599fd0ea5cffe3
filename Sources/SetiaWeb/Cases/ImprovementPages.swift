internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What is done about causes of complaints, and the page on which everybody reads of it.
    var improvementPages: [Page] {
        [
            Page(.get, "/console/cases/improvements", .may(.answerMembers)) { try await improvementsPage($0) },
            Page(.post, "/console/cases/improvements", .may(.answerMembers), answer: keepImprovement),
            Page(.get, "/console/cases/improvements/{improvement}", .may(.answerMembers)) {
                try await improvementPage($0)
            },
            Page(.post, "/console/cases/improvements/{improvement}", .may(.answerMembers), answer: keepImprovement),
            Page(.get, "/said-and-done", .open) { try await saidAndDonePage($0) },
            Page(.get, "/card/said-and-done", .member) { try await saidAndDonePage($0) },
        ]
    }

    private func improvementsPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let (texts, brand) = (visit.texts, try await brand())
        let (names, today) = (try await staffNames(), brand.zone.day(of: visit.now))
        let all = try await service.improvements()
        var fields = try await improvementForm(nil, visit, brand, problems: problems)
        fields["rows"] = all.map { one -> Fields in
            var row: Fields = [
                "path": "/console/cases/improvements/\(one.id.text)", "what": shown(one.what, upTo: 200),
                "cause": texts.say("case.cause.\(one.cause.rawValue)"),
                "owner": shown(one.owner.flatMap { names[$0] } ?? texts.say("inbox.nobody"), upTo: 60),
                "isTold": one.isPublic,
            ]
            if let at = one.doneAt {
                row["badge"] = texts.say("improve.doneOn", ["day": visit.wording.day(brand.zone.day(of: at))])
                row["look"] = "good"
            } else {
                row["badge"] = texts.say("improve.dueOn", ["day": visit.wording.day(one.due)])
                row["look"] = one.isLate(on: today) ? "bad" : "hue"
            }
            return row
        }
        fields["hasRows"] = !all.isEmpty
        return page(
            "improvements",
            visit,
            title: texts.say("improve.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func improvementPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let one = try await known(visit)
        var fields = try await improvementForm(one, visit, try await brand(), problems: problems)
        fields["isDone"] = one.doneAt != nil
        fields["isTold"] = one.isPublic
        return page(
            "improvement",
            visit,
            title: visit.texts.say("improve.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func known(_ visit: Visit) async throws -> Improvement {
        guard let id = Identifier(text: visit.parameter("improvement")),
            let one = try await service.improvements().first(where: { $0.id == id })
        else { throw WebFailure.notFound }
        return one
    }

    /// The form of a new one, or of one that is there.
    private func improvementForm(
        _ known: Improvement?,
        _ visit: Visit,
        _ brand: BrandView,
        problems: [FormProblem]
    ) async throws -> Fields {
        let (texts, form, isSent) = (visit.texts, visit.form, !problems.isEmpty)
        func value(_ field: String, _ own: String) -> String { isSent ? form.raw(field) ?? "" : own }
        var fields = problemFields(problems)
        fields["action"] = known.map { "/console/cases/improvements/\($0.id.text)" } ?? "/console/cases/improvements"
        fields["what"] = value("what", known?.what ?? "")
        fields["due"] = value("due", known.map { "\($0.due)" } ?? "")
        let (cause, owner) = (value("cause", known?.cause.rawValue ?? ""), value("owner", known?.owner?.text ?? ""))
        fields["causes"] = CaseCause.allCases.map {
            option($0.rawValue, texts.say("case.cause.\($0.rawValue)"), cause)
        }
        fields["owners"] =
            [option("", texts.say("inbox.nobody"), owner)]
            + (try await service.answerers()).map { option($0.id.text, shown($0.name, upTo: 60), owner) }
        fields["languages"] = (brand.programme?.languages ?? [Language.en.key]).map { language in
            let told = known?.told.first { $0.language == language }
            let wrong = problems.first { $0.field == "told-\(language)" }?.message
            return [
                "language": language.text, "label": Language(rawValue: language.text)?.ownName ?? language.text,
                "said": value("said-\(language)", told?.said ?? ""),
                "done": value("done-\(language)", told?.done ?? ""),
                "wrong": wrong ?? false as Any,
            ] as Fields
        }
        return fields
    }

    private func keepImprovement(_ visit: Visit) async throws -> Response {
        let name = visit.parameter("improvement")
        let id = name.isEmpty ? nil : try await known(visit).id
        let back = "/console/cases/improvements"
        let (form, actor) = (visit.form, try visit.staff().actor)
        do {
            switch (visit.form["do"], id) {
            case ("done", let id?):
                try await service.finishImprovement(id, isDone: true, by: actor)
            case ("notDone", let id?):
                try await service.finishImprovement(id, isDone: false, by: actor)
            case ("", _):
                let languages = try await brand().programme?.languages ?? [Language.en.key]
                let wish = ImprovementWish(
                    cause: CaseCause(rawValue: form["cause"]),
                    what: form.raw("what") ?? "",
                    owner: form["owner"].isEmpty ? nil : StaffID(text: form["owner"]),
                    due: Day(iso: form["due"]),
                    told: languages.map {
                        Improvement.Told(
                            language: $0,
                            said: form.raw("said-\($0)") ?? "",
                            done: form.raw("done-\($0)") ?? ""
                        )
                    }
                )
                try await service.keepImprovement(id, wish, by: actor)
            default: throw WebFailure.notFound
            }
            return redirect("\(back)?done=improvementKept")
        } catch let refusal as ImprovementRefusal {
            let problems = [try problem(refusal, visit)]
            return id == nil
                ? try await improvementsPage(visit, problems: problems)
                : try await improvementPage(visit, problems: problems)
        } catch let refusal as StaffRefusal {
            return try await improvementsPage(visit, problems: problems(refusal, visit))
        }
    }

    private func problem(_ refusal: ImprovementRefusal, _ visit: Visit) throws -> FormProblem {
        let texts = visit.texts
        switch refusal {
        case .unknownImprovement: throw WebFailure.notFound
        case .missing(let field): return FormProblem(field: field, message: texts.say("improve.missing.\(field)"))
        case .tooLong(let field, let most):
            let place = field == "what" ? "what" : "told-\(field.split(separator: "-").last ?? "")"
            let text = texts.say("refusal.messageTooLong", ["n": visit.wording.number(Int64(most))])
            return FormProblem(field: place, message: text)
        case .unknownOwner: return FormProblem(field: "owner", message: texts.say("refusal.unknownAssignee"))
        case .halfTold(let language):
            return FormProblem(field: "told-\(language)", message: texts.say("improve.halfTold"))
        }
    }

    // MARK: - What everybody reads

    /// What customers said and what was done, the newest first (rule J-11).
    private func saidAndDonePage(_ visit: Visit) async throws -> Response {
        let (texts, brand) = (visit.texts, try await brand())
        let all = try await service.publicImprovements()
        let fields: Fields = [
            "rows": all.compactMap { one -> Fields? in
                guard let told = one.improvement.told(in: visit.language.key) else { return nil }
                let day = brand.zone.day(of: one.doneAt)
                let counts = [
                    "cause": texts.say("case.cause.\(one.improvement.cause.rawValue)"),
                    "since": visit.wording.number(Int64(one.since)), "before": visit.wording.number(Int64(one.before)),
                ]
                return [
                    "said": told.said, "done": told.done, "day": visit.wording.day(day), "iso": "\(day)",
                    "count": texts.say("improve.count", counts),
                ]
            }, "hasRows": !all.isEmpty,
        ]
        return page(
            "said-and-done",
            visit,
            title: texts.say("improve.public"),
            fields,
            frame: visit.path.hasPrefix("/card") ? .portal : .simple
        )
    }
}
