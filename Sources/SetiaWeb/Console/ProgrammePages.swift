internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension Web {
    /// The programme: what it says, its versions, a new one.
    var programmePages: [Page] {
        [
            Page(.get, "/console/programme", .may(.seeProgramme), answer: programmePage),
            Page(.get, "/console/programme/edit", .may(.publishProgramme), answer: editPage),
            Page(.post, "/console/programme/edit", .may(.publishProgramme), answer: validateOrPublish),
        ]
    }

    private func programmePage(_ visit: Visit) async throws -> Response {
        let (texts, wording) = (visit.texts, visit.wording)
        let published = try await service.programmes()
        let brand = try await brand()
        var fields: Fields = [
            "mayPublish": try visit.staff().may(.publishProgramme), "mayTry": try visit.staff().may(.seeFigures),
        ]
        let current = published.last { $0.validFrom <= visit.now } ?? published.last
        let wanted = Int(visit.query["version"]).flatMap { number in published.first { $0.number == number } }
        guard let shownVersion = wanted ?? current,
            let programme = try? service.validate(shownVersion.document)
        else { return page("programme", visit, title: texts.say("programme.title"), fields) }
        let isCurrent = shownVersion.number == current?.number
        var view = ProgrammeView(programme: programme, shops: brand.shops, texts: texts, wording: wording).fields
        view["line"] = texts.say(
            isCurrent
                ? "programme.current" : shownVersion.validFrom > visit.now ? "programme.later" : "programme.earlier",
            [
                "number": String(shownVersion.number),
                "when": wording.moment(shownVersion.validFrom, in: brand.zone),
            ]
        )
        view["versions"] = published.reversed().map { version in
            [
                "number": version.number,
                "name": texts.say("programme.version", ["number": String(version.number)]),
                "when": texts.say("programme.from", ["when": wording.moment(version.validFrom, in: brand.zone)]),
                "kind": version.number == current?.number ? "gave" : "",
                "isShown": version.number == shownVersion.number,
            ] as Fields
        }
        view["lines"] = lines(of: shownVersion.document)
        fields["programme"] = view
        return page("programme", visit, title: texts.say("programme.title"), fields)
    }

    private func editPage(_ visit: Visit) async throws -> Response {
        let newest = try await service.programmes().last
        return editor(visit, document: newest?.document ?? "", base: newest?.number ?? 0, [:])
    }

    private func validateOrPublish(_ visit: Visit) async throws -> Response {
        let document = visit.form.raw("document") ?? ""
        let base = Int(visit.form["base"]) ?? 0
        let newest = try await service.programmes().last
        let texts = visit.texts
        do {
            _ = try service.validate(document)
        } catch let malformed as MalformedProgramme {
            return editor(
                visit,
                document: document,
                base: base,
                faults(malformed.problems, document, texts),
                isWrong: true
            )
        }
        let number = newest?.number ?? 0
        guard number == base else {
            let before = try await service.programmes().first { $0.number == base }?.document ?? ""
            return editor(
                visit,
                document: document,
                base: number,
                [
                    "changed": texts.say("programme.changed", ["number": String(number)]),
                    "changes": changes(from: before, to: newest?.document ?? ""),
                ],
                isWrong: true
            )
        }
        guard visit.form["do"] == "publish" else {
            return editor(
                visit,
                document: document,
                base: base,
                ["isValid": true, "changes": changes(from: newest?.document ?? "", to: document)]
            )
        }
        do {
            let (_, isNew) = try await service.publishProgramme(document, by: try visit.staff())
            guard isNew else { return redirect("/console/programme?done=unchanged") }
            return redirect("/console/programme?done=published")
        } catch let refusal as ProgrammeRefusal {
            let text =
                switch refusal {
                case .beginsInThePast: texts.say("programme.past")
                case .beginsBeforeTheNewest(let number, _): texts.say("programme.before", ["number": String(number)])
                }
            return editor(
                visit,
                document: document,
                base: base,
                ["changed": text, "changes": [String]()],
                isWrong: true
            )
        }
    }

    private func editor(
        _ visit: Visit,
        document: String,
        base: Int,
        _ more: Fields,
        isWrong: Bool = false
    ) -> Response {
        var fields = more
        fields["document"] = document
        fields["base"] = base
        fields["publishLabel"] = visit.texts.say("programme.publish", ["number": String(base + 1)])
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
            "hasFaults": true,
            "faultsTitle": texts.say("programme.faults", count: Int64(problems.count)),
            "faults": problems.map { problem in
                [
                    "line": problem.line, "reason": problem.reason,
                    "place": texts.say("programme.line", ["n": String(problem.line)]),
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
    private func changes(from old: String, to new: String) -> [String] {
        let difference = lines(of: new).difference(from: lines(of: old))
        let changes = difference.sorted { place(of: $0) < place(of: $1) }.map { change in
            switch change {
            case .remove(_, let line, _): "− \(line)"
            case .insert(_, let line, _): "+ \(line)"
            }
        }
        return changes.count > 60 ? Array(changes.prefix(60)) + ["…"] : changes
    }

    private func place(of change: CollectionDifference<String>.Change) -> Int {
        switch change {
        case .remove(let offset, _, _): offset * 2
        case .insert(let offset, _, _): offset * 2 + 1
        }
    }
}
