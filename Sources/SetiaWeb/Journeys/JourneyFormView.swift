internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// The form for a part of a journey, as the template sees it.
struct JourneyFormView {
    let form: JourneyForm
    /// What the fields hold.
    let typed: [String: String]
    /// What is wrong, in words, by field.
    let wrong: [String: String]
    /// How many rows a branch or a split shall have at least.
    var rows = 0
    /// What there is to choose from; none before the first programme.
    let programme: Programme?
    let texts: Texts

    var title: String {
        switch form.part {
        case .settings: texts.say("journey.settings")
        case .step(let name): texts.say("journey.stepTitle", ["step": name, "kind": kindWord])
        case .new: texts.say("journey.newStep", ["kind": kindWord])
        }
    }

    private var kindWord: String { form.kind.map { texts.say("journey.kind.\($0.rawValue)") } ?? "" }

    var fields: Fields {
        var fields = problemFields(
            wrong.keys.sorted().map { FormProblem(field: $0, message: wrong[$0] ?? "") }
        )
        fields["part"] = form.part.text
        fields["groups"] = groups
        fields["about"] = shownText(form.kind.map { texts.say("journey.about.\($0.rawValue)") } ?? "")
        fields["rows"] = shownRows
        fields["hasRows"] = form.kind == .branch || form.kind == .split
        if case .new = form.part {
            fields["saveLabel"] = texts.say("part.add")
        } else {
            fields["saveLabel"] = texts.say("part.save")
        }
        return fields
    }

    /// As many as there are, and two to write more into.
    private var shownRows: Int {
        let value = form.kind == .branch ? "if" : "share"
        let filled = (0..<JourneyForm.mostRows).last {
            !(typed["\(value)-\($0)"] ?? "").isEmpty || !(typed["to-\($0)"] ?? "").isEmpty
        }
        return min(JourneyForm.mostRows, max(rows, (filled.map { $0 + 1 } ?? 0) + 2))
    }

    private var groups: [Fields] {
        guard let kind = form.kind else { return settingsGroups }
        let name = group("journey.group.step", [text("key", "key", isCode: true)], about: "journey.about.key")
        var groups = [name] + kindGroups(kind)
        if kind.goesOn {
            let byOrder =
                kind == .branch ? "journey.next.otherwise" : kind == .waitFor ? "journey.next.happened" : "journey.next"
            groups.append(group("journey.group.next", [target("next", byOrder, empty: "journey.next.order")]))
        }
        return groups
    }

    private func kindGroups(_ kind: JourneyStepKind) -> [Fields] {
        switch kind {
        case .wait: return [group("journey.group.wait", span)]
        case .waitUntil: return [group("journey.group.wait", [text("time", "time")])]
        case .waitFor:
            return [
                group("journey.group.waitFor", [choice("event", "event", events), area("where", "where")]),
                group(
                    "journey.group.atMost",
                    span + [target("late", "journey.field.late", empty: "journey.late.same")]
                ),
            ]
        case .branch:
            let rows = (0..<shownRows).flatMap { row in
                [numbered(area("if-\(row)", "if", isWide: false), row), numbered(way("to-\(row)"), row)]
            }
            return [group("journey.group.branch", rows, about: "journey.about.rows")]
        case .split:
            let rows = (0..<shownRows).flatMap { row in
                [numbered(text("share-\(row)", "share"), row), numbered(way("to-\(row)"), row)]
            }
            return [group("journey.group.split", rows, about: "journey.about.shares")]
        case .message, .survey: return mailGroups(kind)
        case .points:
            let wallets = (programme?.wallets ?? []).map { named($0.key, $0.name) }
            return [group("journey.group.points", [choice("wallet", "wallet", wallets), text("give", "give")])]
        case .reward:
            let free = (programme?.rewards ?? []).filter { !$0.isPresent && $0.prices == [.free] }
            let rewards = free.map { named($0.key, $0.name) }
            return [group("journey.group.reward", [choice("reward", "reward", rewards)])]
        case .task: return [group("journey.group.task", [prose("task", texts.say("journey.field.task"), rows: 3)])]
        case .event:
            let own = (programme?.events ?? []).map { named($0.key, $0.name) }
            return [group("journey.group.event", [choice("event", "event", own)])]
        case .goal, .exit: return []
        }
    }

    private func mailGroups(_ kind: JourneyStepKind) -> [Fields] {
        let surveys = (programme?.surveys ?? []).map { named($0.key, $0.ask) }
        let purposes = [("", texts.say("purpose.marketing")), ("service", texts.say("purpose.service"))]
        let limits = ["", "wait", "drop"].map { ($0, texts.say("journey.atLimit.\($0.isEmpty ? "unsaid" : $0)")) }
        let mails = form.languages.map { language -> Fields in
            var subject = text("subject-\(language)", "subject")
            (subject["lang"], subject["isWide"]) = (language, true)
            var words = prose("text-\(language)", texts.say("journey.field.text"), rows: 8)
            words["lang"] = language
            var fields = group("journey.group.mail", [subject, words])
            fields["title"] = texts.say(
                "journey.group.mail",
                ["language": Language(rawValue: language)?.ownName ?? language]
            )
            return fields
        }
        return [
            group(
                "journey.group.message",
                (kind == .survey ? [choice("ask", "ask", surveys)] : [])
                    + [choice("purpose", "purpose", purposes), choice("atLimit", "atLimit", limits)]
            )
        ] + mails + [
            group(
                "journey.group.facts",
                [prose("facts", texts.say("journey.field.facts"), rows: 3)],
                about: "journey.about.facts"
            )
        ]
    }

    private var settingsGroups: [Fields] {
        let kinds = ["event", "when", "segment", "phase", "rhythm"].map { ($0, texts.say("journey.by.\($0)")) }
        let none = [("", "–")]
        let segments = (programme?.segments ?? []).map { named($0.key, $0.name) }
        let phases = LoyaltyPhase.allCases.map { ($0.rawValue, texts.say("phase.\($0.rawValue)")) }
        let again = ["", "never", "always", "days"].map {
            ($0, texts.say("journey.again.\($0.isEmpty ? "unsaid" : $0)"))
        }
        let yes = ["yes", "no"].map { ($0, texts.say("part.yes.\($0)")) }
        return [
            group("journey.group.name", [wide(text("name", "name"))]),
            group(
                "journey.group.trigger",
                [
                    choice("trigger", "trigger", kinds), choice("trigger-event", "event", none + events),
                    area("where", "where"), area("trigger-when", "when"),
                    choice("trigger-segment", "segment", none + segments),
                    choice("trigger-phase", "phase", none + phases),
                ],
                about: "journey.about.trigger"
            ),
            group("journey.group.again", [choice("again", "again", again), text("days", "days")]),
            group(
                "journey.group.goal",
                [choice("goal", "goal", [("", texts.say("journey.goal.none"))] + events), area("goal-where", "where")],
                about: "journey.about.aim"
            ),
            group(
                "journey.group.exit",
                ["goal", "complaint", "consent"].map { choice("exit-\($0)", "exit.\($0)", yes) }
            ),
            group("journey.group.holdOut", [text("holdOut", "holdOut")], about: "journey.about.holdOut"),
        ]
    }

    /// What may happen: what every programme has, and what this one declares.
    private var events: [(String, String)] {
        let own = (programme?.events ?? []).map { named($0.key, $0.name) }
        return EventType.allCases.filter { $0 != .timePassed }.map {
            ($0.programmeName, texts.say("event.\($0.rawValue)"))
        } + own
    }

    private var span: [Fields] {
        let units = ["minute", "hour", "day", "week"].map { ($0, texts.say("journey.unit.\($0)")) }
        return [text("count", "count"), choice("unit", "unit", units)]
    }

    private func named(_ key: Key, _ words: Words) -> (String, String) {
        (key.text, words.text(in: texts.language.key) ?? key.text)
    }

    // MARK: - Parts of a form

    private func group(_ title: String, _ fields: [Fields], about: String? = nil) -> Fields {
        ["title": texts.say(title), "about": about.map { texts.say($0) as Any } ?? false, "fields": fields]
    }

    /// Where a row leads.
    private func way(_ name: String) -> Fields { target(name, "journey.field.to", empty: "journey.to.none") }

    /// A field of a row, so that one sees and hears which belong together.
    private func numbered(_ field: Fields, _ row: Int) -> Fields {
        field.merging(["label": "\(row + 1). \(field["label"] ?? "")"]) { $1 }
    }

    /// A choice of where to go.
    private func target(_ name: String, _ label: String, empty: String) -> Fields {
        let options =
            [("", texts.say(empty))] + form.outline.steps.map { ($0.name, $0.name) } + [
                ("end", texts.say("journey.end"))
            ]
        return choice(name, label: texts.say(label), options)
    }

    private func text(_ name: String, _ label: String, isCode: Bool = false) -> Fields {
        var field = field(name, texts.say("journey.field.\(label)"))
        (field["isText"], field["isCode"]) = (true, isCode)
        return field
    }

    private func wide(_ field: Fields) -> Fields { field.merging(["isWide": true]) { $1 } }

    /// A condition.
    private func area(_ name: String, _ label: String, isWide: Bool = true) -> Fields {
        var field = field(name, texts.say("journey.field.\(label)"))
        (field["isArea"], field["isWide"]) = (true, isWide)
        return field
    }

    /// Words for people, over several lines.
    private func prose(_ name: String, _ label: String, rows: Int) -> Fields {
        var field = field(name, label)
        (field["isProse"], field["isWide"], field["rows"]) = (true, true, rows)
        return field
    }

    private func choice(_ name: String, _ label: String, _ options: [(String, String)]) -> Fields {
        choice(name, label: texts.say("journey.field.\(label)"), options)
    }

    /// A choice; what stands in the document and is none of the options is one too.
    private func choice(_ name: String, label: String, _ options: [(String, String)]) -> Fields {
        var field = field(name, label)
        let value = typed[name] ?? ""
        let isKnown = options.contains { $0.0 == value }
        field["isChoice"] = true
        field["options"] = (isKnown ? options : [(value, value.isEmpty ? "–" : value)] + options).map {
            ["value": $0.0, "text": shown($0.1, upTo: 80), "isChosen": $0.0 == value] as Fields
        }
        return field
    }

    /// A field with everything that a template may ask for, so that nothing is taken from around it.
    private func field(_ name: String, _ label: String) -> Fields {
        [
            "name": name, "label": label, "value": typed[name] ?? "", "isText": false, "isArea": false,
            "isProse": false, "isChoice": false, "isWide": false, "isCode": false, "mode": "text", "lang": false,
            "rows": 2, "options": [Fields](), "wrongText": shownText(wrong[name] ?? ""),
        ]
    }
}
