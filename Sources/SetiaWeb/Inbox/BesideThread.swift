internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What helps whoever answers: what to do next, what usually helps now, what she may give, and the member's last orders.
    ///
    /// - Parameters:
    ///   - fields: The page's.
    ///   - view: Whom it is about.
    ///   - path: The page's address, with the form for an answer.
    ///   - visit: Who looks.
    ///   - brand: The brand.
    /// - Throws: `WebFailure`, and the world's trouble.
    func fillBeside(_ fields: inout Fields, _ view: MemberView, _ path: String, _ visit: Visit, _ brand: BrandView)
        async throws
    {
        guard brand.version != nil, let help = try await service.helpBeside(view.state.member) else { return }
        let beside = BesideView(help: help, path: path, visit: visit, zone: brand.zone)
        if let next = beside.next { fields["next"] = next }
        fields["help"] = beside.playbook
        let names = try await staffNames()
        fields["openCases"] = help.cases.map { one in
            [
                "path": "/console/cases/\(one.id.text)", "kind": visit.texts.say("case.kind.\(one.kind.rawValue)"),
                "state": visit.texts.say("case.state.\(one.state.rawValue)"),
                "badge": caseBadge(one, visit, brand),
                "owner": shown(one.owner.flatMap { names[$0] } ?? visit.texts.say("inbox.nobody"), upTo: 40),
                "promised": one.promise.map {
                    visit.texts.say("case.promisedBy", ["day": visit.wording.day($0)])
                } ?? false as Any,
            ] as Fields
        }
        fields["hasOpenCases"] = !help.cases.isEmpty
        fields["orders"] = help.orders.map { order in
            [
                "when": visit.wording.day(brand.zone.day(of: order.at)), "iso": order.at.rfc3339,
                "what": shown(beside.lines(order), upTo: 160),
            ] as Fields
        }
        fields["hasOrders"] = !help.orders.isEmpty
        fields["give"] = try await giving(help, view, visit)
    }

    /// What whoever looks may still give this month, and from which amount on a second person decides.
    private func giving(_ help: HelpBeside, _ view: MemberView, _ visit: Visit) async throws -> Fields {
        let (texts, session) = (visit.texts, try visit.staff())
        var fields: Fields = ["many": false, "path": false, "link": false]
        if help.givenWithinYear >= CaseTerms.manyCompensations {
            fields["many"] = texts.say("case.many", ["n": visit.wording.number(Int64(help.givenWithinYear))])
        }
        guard session.may(.adjustPoints) else {
            fields["text"] = texts.say("beside.mayNotGive")
            return fields
        }
        let left = try await service.compensationLeft(session)
        let limit = session.staff.role.adjustmentLimit
        fields["text"] = texts.say(
            "case.budget",
            ["left": visit.wording.number(left.units), "limit": visit.wording.number(limit.units)]
        )
        guard left > .zero else { return fields }
        if let one = help.cases.first(where: { $0.kind.isTrouble }) {
            fields["path"] = "/console/cases/\(one.id.text)#field-points"
            fields["link"] = texts.say("beside.give")
        } else {
            fields["path"] = "/console/members/\(view.state.member.text)#field-kind"
            fields["link"] = texts.say("beside.openCase")
        }
        return fields
    }
}

/// What helps whoever answers, in words.
struct BesideView {
    let help: HelpBeside
    /// The address of the page with the form for an answer.
    let path: String
    let visit: Visit
    let zone: any LocalTime

    private var texts: Texts { visit.texts }

    /// The one thing to do next, why, and where it begins.
    var next: Fields? {
        guard let step = help.next else { return nil }
        return [
            "what": texts.say("beside.next.\(step.name.text)"), "why": why(step), "path": place(step),
            "isUrgent": isLate(step), "begin": texts.say("beside.begin.\(begins(step))"),
        ]
    }

    private func why(_ step: NextStep) -> String {
        let name = step.name.text
        func say(_ one: HelpCase, _ more: [String: String] = [:]) -> String {
            let values = [
                "kind": texts.say("case.kind.\(one.kind.rawValue)"), "day": day(one.openedAt), "due": due(one.dueAt),
            ]
            return texts.say("beside.why.\(name)", values.merging(more) { $1 })
        }
        switch step {
        case .keepPromise(let one, let day, _): return say(one, ["by": visit.wording.day(day)])
        case .takeOn(let one), .answerCase(let one), .askWhetherGood(let one), .nameCause(let one),
            .closeCase(let one):
            return say(one)
        case .answerQuestion(let question):
            let waits = texts.say(
                "inbox.waits",
                ["time": span(visit.now.milliseconds(since: question.since), texts)]
            )
            return capitalised(([waits] + [question.dueAt].compactMap { $0 }.map { due($0) }).joined(separator: ", "))
        case .thankOrAsk(let since): return texts.say("phase.uncared", ["day": day(since)])
        case .reachOut(let evidence), .thankForAct(let evidence), .welcome(let evidence):
            return PhaseWords(visit: visit, zone: zone).told(evidence)
        }
    }

    /// Where it begins: the case, the conversation that waits, or the form for an answer.
    private func place(_ step: NextStep) -> String {
        func address(_ one: HelpCase, _ field: String) -> String {
            let id = help.cases.first { $0.id.identifier == one.id }?.id.text ?? ""
            return "/console/cases/\(id)\(field)"
        }
        switch step {
        case .keepPromise(let one, _, _): return address(one, "#field-promise")
        case .takeOn(let one), .answerCase(let one), .closeCase(let one): return address(one, "#field-text")
        case .nameCause(let one): return address(one, "#field-cause")
        case .answerQuestion(let question):
            let waiting = help.waiting.first { $0.id.identifier == question.conversation }
            return waiting.map { "/console/inbox/\($0.id.text)#field-text" } ?? "\(path)#field-text"
        case .askWhetherGood, .reachOut, .thankOrAsk, .thankForAct, .welcome: return "\(path)#field-text"
        }
    }

    private func begins(_ step: NextStep) -> String {
        switch step {
        case .keepPromise, .takeOn, .answerCase, .nameCause, .closeCase: "case"
        case .answerQuestion, .askWhetherGood, .reachOut, .thankOrAsk, .thankForAct, .welcome: "write"
        }
    }

    private func isLate(_ step: NextStep) -> Bool {
        switch step {
        case .keepPromise(_, _, let isBroken): isBroken
        case .takeOn(let one), .answerCase(let one): one.dueAt < visit.now
        case .answerQuestion(let question): question.dueAt.map { $0 < visit.now } ?? false
        case .askWhetherGood, .reachOut, .nameCause, .closeCase, .thankOrAsk, .thankForAct, .welcome: false
        }
    }

    /// What usually helps: in her phase, and for what she brought and why it went wrong.
    var playbook: Fields {
        var fields: Fields = ["phase": false, "cases": [Fields](), "isEmpty": false]
        if let phase = help.phases?.intervals.last?.phase {
            fields["phase"] =
                [
                    "name": texts.say("phase.\(phase.rawValue)"), "key": phase.rawValue,
                    "help": texts.say("phase.\(phase.rawValue).do"),
                    "avoid": texts.say("phase.\(phase.rawValue).avoid"),
                ] as Fields
        }
        var kinds: [CaseKind] = []
        var causes: [CaseCause] = []
        for one in help.cases {
            if !kinds.contains(one.kind) { kinds.append(one.kind) }
            if let cause = one.cause, !causes.contains(cause) { causes.append(cause) }
        }
        fields["cases"] =
            kinds.map { kind in
                [
                    "name": texts.say("case.kind.\(kind.rawValue)"), "help": texts.say("beside.kind.\(kind.rawValue)"),
                ] as Fields
            }
            + causes.map { cause in
                [
                    "name": texts.say("case.cause.\(cause.rawValue)"),
                    "help": texts.say("beside.cause.\(cause.rawValue)"),
                ] as Fields
            }
        fields["isEmpty"] = help.phases?.intervals.isEmpty ?? true && help.cases.isEmpty
        return fields
    }

    /// What an order holds, as "2 × latte, 1 × roti".
    func lines(_ order: BesideOrder) -> String {
        order.lines.map { "\(visit.wording.number($0.quantity)) × \($0.sku.text)" }.joined(separator: ", ")
    }

    private func due(_ at: Instant) -> String {
        let left = at.milliseconds(since: visit.now)
        return left < 0
            ? texts.say("inbox.late", ["time": span(-left, texts)])
            : texts.say("inbox.due", ["time": span(left, texts)])
    }

    private func day(_ moment: Instant) -> String { visit.wording.day(zone.day(of: moment)) }
}
