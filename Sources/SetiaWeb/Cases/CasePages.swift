internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What members come with, and what is done about it.
    var casePages: [Page] {
        [
            Page(.get, "/console/cases", .may(.answerMembers), answer: casesPage),
            Page(.get, "/console/cases/figures", .may(.answerMembers), answer: caseFiguresPage),
            Page(.get, "/console/cases/figures.csv", .may(.answerMembers), answer: caseFiguresTable),
            Page(.get, "/console/cases/{case}", .may(.answerMembers)) { try await casePage($0) },
            Page(.post, "/console/cases/{case}", .may(.answerMembers), answer: actOnCase),
            Page(.post, "/console/members/{member}/case", .may(.answerMembers), answer: openCaseForMember),
        ]
    }

    /// How many cases stand on a page.
    private static let casesAPage = 30

    private func casesPage(_ visit: Visit) async throws -> Response {
        let (texts, brand) = (visit.texts, try await brand())
        let filter = CaseFilter(rawValue: visit.query["part"]) ?? .open
        let names = try await staffNames()
        let found = try await service.cases(
            filter,
            of: try visit.staff().staff.id,
            after: CaseCursor(text: visit.query["after"]),
            limit: Web.casesAPage
        )
        var fields: Fields = [
            "parts": CaseFilter.allCases.map { part in
                [
                    "path": "/console/cases?part=\(part.rawValue)", "name": texts.say("cases.part.\(part.rawValue)"),
                    "isCurrent": part == filter,
                ] as Fields
            },
            "rows": found.rows.map { row -> Fields in
                let one = row.one
                var fields: Fields = [
                    "path": "/console/cases/\(one.id.text)", "name": shown(row.name ?? texts.say("members.nameless")),
                    "kind": texts.say("case.kind.\(one.kind.rawValue)"),
                    "state": texts.say("case.state.\(one.state.rawValue)"),
                    "source": texts.say("case.source.\(one.source.rawValue)"),
                    "when": visit.wording.moment(one.openedAt, in: brand.zone), "iso": one.openedAt.rfc3339,
                    "badge": caseBadge(one, visit, brand),
                    "owner": shown(one.owner.flatMap { names[$0] } ?? texts.say("inbox.nobody"), upTo: 40),
                ]
                if let day = one.promise {
                    fields["promise"] =
                        [
                            "text": texts.say("case.promisedBy", ["day": visit.wording.day(day)]),
                            "isBroken": one.isPromiseBroken(on: brand.zone.day(of: visit.now)),
                        ] as Fields
                }
                if let words = row.words {
                    let line = words.split(whereSeparator: \.isNewline).joined(separator: " ")
                    fields["said"] = shown(line, upTo: 140)
                }
                return fields
            }, "hasRows": !found.rows.isEmpty,
        ]
        if let next = found.next {
            fields["nextPath"] = "/console/cases?part=\(filter.rawValue)&after=\(urlEncoded(next.text))"
        }
        return page("cases", visit, title: texts.say("cases.title"), fields)
    }

    /// How urgent a case is, in words and by a colour that only adds to them.
    func caseBadge(_ one: MemberCase, _ visit: Visit, _ brand: BrandView) -> Fields {
        if !one.isOpen { return ["text": visit.texts.say("case.state.closed"), "kind": ""] }
        let left = one.dueAt.milliseconds(since: visit.now)
        if left < 0 {
            return ["text": visit.texts.say("inbox.late", ["time": span(-left, visit.texts)]), "kind": "bad"]
        }
        let text = visit.texts.say("inbox.due", ["time": span(left, visit.texts)])
        return ["text": text, "kind": left < 7_200_000 ? "warn" : "hue"]
    }

    /// One case: what was said and done, and what can be done next.
    ///
    /// - Parameters:
    ///   - visit: Who looks.
    ///   - problems: What was wrong with what was just sent; its values are kept.
    /// - Returns: the page.
    /// - Throws: `WebFailure`, and the world's trouble.
    private func casePage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        guard let id = CaseID(text: visit.parameter("case")), let opened = try await service.openedCase(id) else {
            throw WebFailure.notFound
        }
        try await note(.memberRead, visit, member: id.member)
        let (texts, brand, one) = (visit.texts, try await brand(), opened.one)
        var fields = problemFields(problems)
        let name = shown(opened.name ?? texts.say("members.nameless"))
        fields["name"] = name
        fields["path"] = "/console/cases/\(id.text)"
        fields["memberPath"] = "/console/members/\(id.member.text)"
        fields["kind"] = texts.say("case.kind.\(one.kind.rawValue)")
        fields["badge"] = caseBadge(one, visit, brand)
        fields["steps"] = opened.steps.map { caseStep($0, $1, visit, brand) }
        fields["states"] = caseLine(one, texts)
        let text = visit.form.raw("text") ?? ""
        fields["text"] = text
        let next = one.state.next(of: one.kind)
        fields["next"] = next.map { state in
            [
                "value": state.rawValue, "name": texts.say("case.do.\(state.rawValue)"), "isMain": state == next.first,
            ] as Fields
        }
        fields["hasNext"] = !next.isEmpty
        fields["nextHelp"] = texts.say("case.help.\(one.state.rawValue)")
        fields["hasCauses"] = next.contains(.learned)
        let cause = one.cause?.rawValue ?? ""
        fields["causes"] =
            [option("", texts.say("case.noCause"), cause)]
            + CaseCause.allCases.map { option($0.rawValue, texts.say("case.cause.\($0.rawValue)"), cause) }
        fields["mayReopen"] = one.state.isAnswered
        let chosen = one.owner?.text ?? ""
        fields["owners"] =
            [option("", texts.say("inbox.nobody"), chosen)]
            + (try await service.answerers()).map { option($0.id.text, shown($0.name, upTo: 60), chosen) }
        fields["facts"] = caseFacts(one, visit, brand)
        fields["mayConfirm"] = problems.contains { $0.field == "asIs" }
        try await fillReadyWords(&fields, opened, visit, brand)
        fillPromise(&fields, one, visit, brand)
        try await fillCompensation(&fields, opened, visit, brand)
        return page(
            "case",
            visit,
            title: "\(texts.say("case.kind.\(one.kind.rawValue)")) · \(name)",
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// What was done in one step, and by whom.
    private func caseStep(_ step: CaseStep, _ text: String?, _ visit: Visit, _ brand: BrandView) -> Fields {
        let texts = visit.texts
        let who =
            switch step.author {
            case .member: texts.say("case.her")
            case .staff(_, let name), .person(let name), .program(let name): name
            case .operator: texts.say("actor.operator")
            }
        let what =
            switch step.what {
            case .moved: texts.say("case.state.\(step.state.rawValue)")
            case .opened, .reopened, .note, .assigned, .followUp, .good, .promised, .kept:
                texts.say("case.step.\(step.what.rawValue)")
            case .points: texts.say("case.step.points", ["points": Int64(text ?? "").map(visit.wording.number) ?? ""])
            }
        return [
            "who": shown(who, upTo: 80), "what": what, "side": step.author == .member ? "theirs" : "ours",
            "text": step.what == .points || text == nil ? false : (text ?? "") as Any,
            "iso": step.at.rfc3339, "when": visit.wording.moment(step.at, in: brand.zone),
        ]
    }

    /// The states in their order, with how far it is.
    private func caseLine(_ one: MemberCase, _ texts: Texts) -> [Fields] {
        let states = one.kind.isTrouble ? CaseState.allCases : [.received, .acknowledged, .owned, .answered, .closed]
        let place = states.firstIndex(of: one.state) ?? 0
        return states.enumerated().map { index, state in
            [
                "name": texts.say("case.state.\(state.rawValue)"), "isNow": index == place, "isDone": index < place,
            ] as Fields
        }
    }

    private func caseFacts(_ one: MemberCase, _ visit: Visit, _ brand: BrandView) -> [Fields] {
        let texts = visit.texts
        var facts: [Fields] = [
            ["label": texts.say("case.came"), "value": texts.say("case.source.\(one.source.rawValue)")],
            ["label": texts.say("case.due"), "value": visit.wording.moment(one.dueAt, in: brand.zone)],
        ]
        if let cause = one.cause {
            facts.append(["label": texts.say("case.cause"), "value": texts.say("case.cause.\(cause.rawValue)")])
        }
        if one.given > .zero {
            facts.append(["label": texts.say("case.given"), "value": visit.wording.number(one.given.units)])
        }
        if one.reopened > 0 {
            facts.append(["label": texts.say("case.reopened"), "value": visit.wording.number(Int64(one.reopened))])
        }
        if let score = one.followUp {
            facts.append(["label": texts.say("case.followUp"), "value": texts.say("case.ofSeven", ["n": "\(score)"])])
        }
        return facts
    }

    /// The form by which points are given for a case, with what is left of the budget; a flag where she got many.
    private func fillCompensation(_ fields: inout Fields, _ opened: OpenedCase, _ visit: Visit, _ brand: BrandView)
        async throws
    {
        let texts = visit.texts
        if opened.givenWithinYear >= CaseTerms.manyCompensations {
            fields["many"] = texts.say("case.many", ["n": visit.wording.number(Int64(opened.givenWithinYear))])
        }
        if opened.compensations.contains(where: { $0.state == .waiting }) { fields["waits"] = texts.say("case.waits") }
        let session = try visit.staff()
        guard session.may(.adjustPoints), let programme = brand.programme else { return }
        let left = try await service.compensationLeft(session)
        let limit = session.staff.role.adjustmentLimit
        let isRetry = visit.form.has("form")
        fields["compensating"] =
            [
                "form": isRetry ? visit.form["form"] : service.surroundings.newIdentifier().text,
                "points": visit.form["points"], "reason": visit.form["reason"],
                "help": texts.say(
                    "case.budget",
                    ["left": visit.wording.number(left.units), "limit": visit.wording.number(limit.units)]
                ),
                "manyWallets": programme.wallets.count > 1,
                "wallets": programme.wallets.map {
                    option($0.key.text, $0.name.text(in: visit.language.key) ?? $0.key.text, visit.form["wallet"])
                },
            ] as Fields
    }

    // MARK: - What is done

    private func actOnCase(_ visit: Visit) async throws -> Response {
        guard let id = CaseID(text: visit.parameter("case")) else { throw WebFailure.notFound }
        let path = "/console/cases/\(id.text)"
        let session = try visit.staff()
        let text = visit.form.raw("text") ?? ""
        do {
            let change: CaseChange
            switch visit.form["do"] {
            case "compensate": return try await compensateCase(id, path, visit)
            case "note": change = .note(text: text)
            case "promise":
                guard let day = Day(iso: visit.form["day"]) else { throw CaseRefusal.wrongPromise }
                change = .promise(day, text: text)
            case "kept": change = .keep(text: text)
            case "reopen": change = .reopen(text: text)
            case "take": change = .assign(session.staff.id)
            case "assign":
                let owner = visit.form["owner"]
                change = .assign(owner.isEmpty ? nil : StaffID(text: owner))
            case let what:
                guard let state = CaseState(rawValue: what), state != .received else { throw WebFailure.notFound }
                // A template only begins what a person says (rule J-15).
                if state == .answered, visit.form["asIs"] != "yes", try await isReadyText(text, id, visit) {
                    let problem = FormProblem(field: "asIs", message: visit.texts.say("refusal.caseAsIs"))
                    return try await casePage(visit, problems: [problem])
                }
                change = .move(state, text: text, cause: CaseCause(rawValue: visit.form["cause"]))
            }
            _ = try await service.change(id, change, by: session.actor)
            return redirect("\(path)?done=caseChanged")
        } catch let refusal as CaseRefusal {
            return try await casePage(visit, problems: try problems(refusal, visit))
        } catch let refusal as StaffRefusal {
            return try await casePage(visit, problems: problems(refusal, visit))
        } catch let refusal as Refusal {
            return try await casePage(visit, problems: problems(refusal, visit, brand: try await brand()))
        }
    }

    private func compensateCase(_ id: CaseID, _ path: String, _ visit: Visit) async throws -> Response {
        let brand = try await brand()
        guard let wallet = visit.form.has("wallet") ? Key(visit.form["wallet"]) : brand.programme?.wallets.first?.key,
            let formID = Identifier(text: visit.form["form"])
        else { throw WebFailure.notFound }
        guard let points = wholeNumber(visit.form["points"]) else { throw CaseRefusal.wrongPoints }
        let outcome = try await service.compensate(
            id,
            wallet: wallet,
            points: Points(points),
            reason: visit.form["reason"],
            formID: formID,
            by: try visit.staff()
        )
        if case .done = outcome { return redirect("\(path)?done=adjusted") }
        return redirect("\(path)?done=queued")
    }

    /// Somebody on the staff writes down what a member said at the counter or on the telephone.
    private func openCaseForMember(_ visit: Visit) async throws -> Response {
        guard let member = MemberID(text: visit.parameter("member")), let kind = CaseKind(rawValue: visit.form["kind"])
        else { throw WebFailure.notFound }
        do {
            let one = try await service.openCase(
                NewCase(member: member, kind: kind, text: visit.form.raw("text") ?? "", source: .staff),
                by: try visit.staff().actor
            )
            return redirect("/console/cases/\(one.id.text)?done=caseOpened")
        } catch let refusal as CaseRefusal {
            return try await memberPage(visit, problems: try problems(refusal, visit))
        }
    }

    /// What is said where something was refused that concerns a case.
    func problems(_ refusal: CaseRefusal, _ visit: Visit) throws -> [FormProblem] {
        let (texts, wording) = (visit.texts, visit.wording)
        return switch refusal {
        case .unknownCase, .unknownMember: throw WebFailure.notFound
        case .unknownOwner: [FormProblem(field: "owner", message: texts.say("refusal.unknownAssignee"))]
        case .wrongMove, .notAnswered: [FormProblem(field: "text", message: texts.say("refusal.caseMoved"))]
        case .textMissing: [FormProblem(field: "text", message: texts.say("refusal.caseText"))]
        case .tooLong(let most):
            [
                FormProblem(
                    field: "text",
                    message: texts.say("refusal.messageTooLong", ["n": wording.number(Int64(most))])
                )
            ]
        case .causeMissing: [FormProblem(field: "cause", message: texts.say("refusal.caseCause"))]
        case .wrongPoints: [FormProblem(field: "points", message: texts.say("adjust.notANumber"))]
        case .budgetSpent(let left):
            [
                FormProblem(
                    field: "points",
                    message: texts.say("refusal.caseBudget", ["left": wording.number(left.units)])
                )
            ]
        case .noFollowUp: [FormProblem(field: "score", message: texts.say("survey.noScore"))]
        case .tooMany: [FormProblem(field: "text", message: texts.say("refusal.tooManyCases"))]
        case .wrongPromise: [FormProblem(field: "day", message: texts.say("refusal.casePromise"))]
        case .nothingPromised: [FormProblem(field: "text", message: texts.say("refusal.caseMoved"))]
        case .promiseOpen: [FormProblem(field: "text", message: texts.say("refusal.casePromiseOpen"))]
        }
    }
}
