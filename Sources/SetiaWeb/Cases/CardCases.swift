internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What a member came with, how far it is in her words, and what she says to it.
    var cardCasePages: [Page] {
        [
            Page(.get, "/card/cases", .member) { try await cardCasesPage($0) },
            Page(.post, "/card/cases", .member, answer: openCaseFromCard),
            Page(.get, "/card/cases/{case}", .member) { try await cardCasePage($0) },
            Page(.post, "/card/cases/{case}", .member, answer: sayToCase),
        ]
    }

    /// Her open cases on her card, and those of the last thirty days.
    func fillCases(_ fields: inout Fields, _ member: MemberID, _ visit: Visit) async throws {
        let all = try await service.cases(of: member, limit: 20).map(\.one).filter { CaseKind.told.contains($0.kind) }
        let cases = all.filter { one in
            one.isOpen || one.asksFollowUp(at: visit.now)
                || one.closedAt.map { $0 > visit.now.adding(days: -30) } ?? false
        }
        guard !cases.isEmpty else { return }
        let brand = try await brand()
        fields["cases"] = ["items": cases.map { caseLine($0, visit, brand) }] as Fields
    }

    private func caseLine(_ one: MemberCase, _ visit: Visit, _ brand: BrandView) -> Fields {
        let texts = visit.texts
        return [
            "path": "/card/cases/\(one.id.text)", "kind": texts.say("case.kind.\(one.kind.rawValue)"),
            "state": texts.say("case.hers.\(one.state.rawValue)"),
            "badge": one.state.awaitsHer || one.asksFollowUp(at: visit.now) ? "warn" : one.isOpen ? "hue" : "",
            "when": visit.wording.day(brand.zone.day(of: one.openedAt)),
            "asks": one.asksFollowUp(at: visit.now),
        ]
    }

    private func cardCasesPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let (texts, brand) = (visit.texts, try await brand())
        let all = try await service.cases(of: try visit.owner().id).map(\.one)
        let cases = all.filter { CaseKind.told.contains($0.kind) }
        var fields = problemFields(problems)
        fields["items"] = cases.map { caseLine($0, visit, brand) }
        fields["hasItems"] = !cases.isEmpty
        let chosen = visit.form.has("kind") ? visit.form["kind"] : CaseKind.complaint.rawValue
        fields["kinds"] = CaseKind.told.map {
            option($0.rawValue, texts.say("case.kindLong.\($0.rawValue)"), chosen)
        }
        fields["text"] = visit.form.raw("text") ?? ""
        return page(
            "card-cases",
            visit,
            title: texts.say("card.cases"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .portal
        )
    }

    private func openCaseFromCard(_ visit: Visit) async throws -> Response {
        guard let kind = CaseKind(rawValue: visit.form["kind"]), CaseKind.told.contains(kind) else {
            throw WebFailure.notFound
        }
        do {
            let one = try await service.openCase(
                NewCase(
                    member: try visit.owner().id,
                    kind: kind,
                    text: visit.form.raw("text") ?? "",
                    source: .portal
                ),
                by: .member
            )
            return redirect("/card/cases/\(one.id.text)?done=caseSent")
        } catch let refusal as CaseRefusal {
            return try await cardCasesPage(visit, problems: try problems(refusal, visit))
        }
    }

    private func cardCasePage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let owner = try visit.owner().id
        guard let id = CaseID(text: visit.parameter("case")), id.member == owner,
            let opened = try await service.openedCase(id), CaseKind.told.contains(opened.one.kind)
        else { throw WebFailure.notFound }
        let (texts, brand, one) = (visit.texts, try await brand(), opened.one)
        var fields = problemFields(problems)
        fields["path"] = "/card/cases/\(id.text)"
        fields["kind"] = texts.say("case.kind.\(one.kind.rawValue)")
        fields["state"] = texts.say("case.hers.\(one.state.rawValue)")
        if one.isOpen, !one.state.isAnswered {
            fields["promise"] = texts.say(
                one.isLate(at: visit.now) ? "portal.late" : "portal.waiting",
                ["when": visit.wording.moment(one.dueAt, in: brand.zone)]
            )
        }
        if let day = one.promise {
            fields["promised"] = texts.say("card.casePromised", ["day": visit.wording.day(day)])
        }
        fields["steps"] = opened.steps.filter { $0.step.what.isForMember }.map { step, text in
            let isHers = step.author == .member
            let who =
                switch step.author {
                case .staff(_, let name), .person(let name): "\(name), \(visit.brandName)"
                case .member: texts.say("portal.you")
                case .program, .operator: visit.brandName
                }
            let what =
                step.what == .moved || step.what == .opened
                ? "case.hers.\(step.state.rawValue)" : "case.hersStep.\(step.what.rawValue)"
            return [
                "who": shown(who, upTo: 80), "side": isHers ? "ours" : "theirs", "what": texts.say(what),
                "text": text == nil ? false : (text ?? "") as Any, "iso": step.at.rfc3339,
                "when": visit.wording.moment(step.at, in: brand.zone),
            ] as Fields
        }
        if one.asksFollowUp(at: visit.now) {
            let chosen = problems.isEmpty ? visit.query["score"] : visit.form["score"]
            fields["followUp"] = ["scores": CaseTerms.followUpScale.map { option("\($0)", "\($0)", chosen) }] as Fields
        } else if one.state.isAnswered, one.kind.isTrouble {
            fields["asks"] = ["mayConfirm": one.state.awaitsHer] as Fields
        }
        fields["text"] = visit.form.raw("text") ?? ""
        return page(
            "card-case",
            visit,
            title: texts.say("case.kind.\(one.kind.rawValue)"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .portal
        )
    }

    private func sayToCase(_ visit: Visit) async throws -> Response {
        guard let id = CaseID(text: visit.parameter("case")) else { throw WebFailure.notFound }
        let owner = try visit.owner().id
        let text = visit.form.raw("text") ?? ""
        do {
            switch visit.form["do"] {
            case "good": _ = try await service.confirmCase(id, by: owner, isGood: true, text: text)
            case "again": _ = try await service.confirmCase(id, by: owner, isGood: false, text: text)
            case "followUp":
                let score = wholeNumber(visit.form["score"]) ?? 0
                _ = try await service.answerFollowUp(id, by: owner, score: Int(clamping: score), text: text)
            default: throw WebFailure.notFound
            }
            return redirect("/card/cases/\(id.text)?done=caseSaid")
        } catch let refusal as CaseRefusal {
            return try await cardCasePage(visit, problems: try problems(refusal, visit))
        }
    }
}
