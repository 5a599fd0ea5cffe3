internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Two accounts of one person.
    var mergePages: [Page] {
        [
            Page(.get, "/console/members/{member}/merge", .may(.mergeMembers)) { try await mergePage($0) },
            Page(.post, "/console/members/{member}/merge", .may(.mergeMembers), answer: merge),
            Page(.post, "/console/members/{member}/unmerge", .may(.mergeMembers), answer: undoMerge),
        ]
    }

    /// Whose the account is, what came to it, and the way to more; on a member's page.
    func fillMerges(_ fields: inout Fields, _ view: MemberView, _ visit: Visit, _ brand: BrandView) async throws {
        if let merged = view.state.merged {
            fields["merged"] = try await link(merged.other, "merge.isNow", visit)
        }
        let mayMerge = try visit.staff().may(.mergeMembers)
        let isOpen = view.state.status == .active || view.state.status == .prospect
        guard mayMerge, isOpen || !view.state.mergedIn.isEmpty else { return }
        var came: [Fields] = []
        for merged in view.state.mergedIn {
            var line = try await link(merged.other, "merge.came", visit)
            line["id"] = merged.other.text
            let until = merged.at.adding(milliseconds: SetiaService.mergeUndoWindow)
            if until > visit.now {
                line["undo"] = "/console/members/\(view.state.member.text)/unmerge"
                line["until"] = visit.texts.say(
                    "merge.undoUntil",
                    ["day": visit.wording.day(brand.zone.day(of: until))]
                )
            }
            came.append(line)
        }
        var merging: Fields = ["came": came]
        if isOpen { merging["path"] = "/console/members/\(view.state.member.text)/merge" }
        fields["merging"] = merging
    }

    private func link(_ member: MemberID, _ text: String, _ visit: Visit) async throws -> Fields {
        let view = try await service.member(member)
        return [
            "text": visit.texts.say(text), "path": "/console/members/\(member.text)",
            "name": view.map { shown(name($0, visit), upTo: 60) } ?? member.text,
        ]
    }

    private func mergePage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let into = try await memberOfAddress(visit)
        let asked = visit.form.has("from") ? visit.form["from"] : visit.query["from"]
        var fields = problemFields(problems)
        fields["back"] = "/console/members/\(into.text)"
        guard let from = try await account(asked) else {
            fields = problemFields([FormProblem(field: "from", message: visit.texts.say("merge.unknown"))])
            fields["back"] = "/console/members/\(into.text)"
            return page("merge", visit, title: visit.texts.say("merge.title"), fields, status: .notFound)
        }
        let preview = try await service.previewMerge(of: from, into: into)
        fields["preview"] = try await self.preview(preview, from, into, visit)
        return page(
            "merge",
            visit,
            title: visit.texts.say("merge.title"),
            fields,
            status: problems.isEmpty ? .ok : .conflict
        )
    }

    private func preview(
        _ preview: MergePreview,
        _ from: MemberID,
        _ into: MemberID,
        _ visit: Visit
    ) async throws -> Fields {
        let (texts, wording, brand) = (visit.texts, visit.wording, try await brand())
        var lines = preview.goes.balances.map { balance in
            texts.say(
                "merge.moves",
                [
                    "points": wording.number((balance.active + balance.pending).units),
                    "wallet": brand.wallet(balance.wallet, visit.language),
                ]
            )
        }
        lines.append(texts.say("merge.identities", count: Int64(preview.goes.identities.count)))
        lines.append(texts.say("merge.levels"))
        if !preview.hadTwice.isEmpty {
            lines.append(
                texts.say("merge.hadTwice", ["rules": preview.hadTwice.map(\.text).joined(separator: ", ")])
            )
        }
        if let refusal = preview.refusal { lines.append(said(refusal, visit)) }
        var fields: Fields = [
            "summary": texts.say(
                "merge.summary",
                [
                    "from": shown(name(preview.goes, visit), upTo: 60),
                    "into": shown(name(preview.stays, visit), upTo: 60),
                ]
            ), "lines": lines, "from": from.text, "ask": texts.say("merge.ask", ["id": from.text]),
        ]
        if preview.refusal == nil { fields["path"] = "/console/members/\(into.text)/merge" }
        return fields
    }

    private func said(_ refusal: MergeRefusal, _ visit: Visit) -> String {
        switch refusal {
        case .unknownMember: visit.texts.say("merge.unknown")
        case .sameMember: visit.texts.say("merge.same")
        case .wrongStatus: visit.texts.say("merge.wrongStatus")
        case .unfinished: visit.texts.say("merge.unfinished")
        case .notMerged: visit.texts.say("merge.notMerged")
        case .tooLateToUndo: visit.texts.say("merge.tooLate")
        }
    }

    /// Whoever has this id, or is recognised by it.
    private func account(_ text: String) async throws -> MemberID? {
        let text = String(text.filter { $0 != " " })
        if let id = MemberID(text: text) { return try await service.member(id)?.state.member }
        for kind in IdentityKind.allCases {
            guard let identity = try? Identity(kind: kind, text: text) else { continue }
            if let member = try await service.member(with: identity) { return member }
        }
        return nil
    }

    private func merge(_ visit: Visit) async throws -> Response {
        let into = try await memberOfAddress(visit)
        guard let from = MemberID(text: visit.form["from"]) else { throw WebFailure.notFound }
        guard visit.form["confirm"].filter({ $0 != " " }) == from.text else {
            let problem = FormProblem(field: "confirm", message: visit.texts.say("merge.notTyped"))
            return try await mergePage(visit, problems: [problem])
        }
        do {
            _ = try await service.mergeMember(from, into: into, by: try visit.staff().actor)
            return redirect("/console/members/\(into.text)?done=merged")
        } catch let refusal as MergeRefusal {
            return try await mergePage(visit, problems: [FormProblem(field: "from", message: said(refusal, visit))])
        }
    }

    private func undoMerge(_ visit: Visit) async throws -> Response {
        let into = try await memberOfAddress(visit)
        guard let from = MemberID(text: visit.form["from"]) else { throw WebFailure.notFound }
        do {
            try await service.undoMerge(of: from, into: into, by: try visit.staff().actor)
            return redirect("/console/members/\(into.text)?done=mergeUndone")
        } catch let refusal as MergeRefusal {
            return try await memberPage(visit, problems: [FormProblem(field: "merge", message: said(refusal, visit))])
        }
    }
}
