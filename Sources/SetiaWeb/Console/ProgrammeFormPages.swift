internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// What the editor holds, besides the document.
struct ProgrammeEditing {
    var document: String
    /// The newest version that was seen.
    var base: Int
    /// The draft that it is; empty where it is none yet.
    var draft = ""
    /// The draft's revision that was read, 0 for a new one.
    var revision: Int64 = 0
    var begins = ""
    var reason = ""
}

extension Web {
    /// The form for a part of the document, with what is wrong in it marked.
    func openPart(_ visit: Visit, _ editing: ProgrammeEditing) async throws -> Response {
        guard let part = ProgrammePart(text: visit.form.has("open") ? visit.form["open"] : visit.query["open"]),
            let edit = try? DocumentEdit(editing.document),
            let form = PartForm(part, of: edit.tree)
        else { return try await editor(visit, editing, [:]) }
        var problems: [String: String] = [:]
        var others: [String] = []
        for problem in self.problems(editing.document) {
            switch form.field(of: problem, form.values, in: edit.tree) {
            case "": others.append(problem.reason)
            case let field? where part != .newRule && !part.isNew: problems[field] = problem.reason
            default: break
            }
        }
        return try await partPage(visit, editing, form, edit, form.values, problems, others, isWrong: false)
    }

    /// Writes what was typed into the document, unless something is wrong with it; a rule may go altogether.
    func takePart(_ visit: Visit, _ editing: ProgrammeEditing) async throws -> Response {
        guard let part = ProgrammePart(text: visit.form["part"]), let edit = try? DocumentEdit(editing.document),
            let form = PartForm(part, of: edit.tree)
        else { return try await editor(visit, editing, [:]) }
        var typed = form.values
        for name in typed.keys where visit.form.has(name) { typed[name] = oneLine(visit.form[name]) }
        do {
            if visit.form["do"] == "remove" { return try await removeRule(visit, editing, part, edit) }
            let after = try form.write(typed, to: edit)
            let before = problems(editing.document)
            var wrong: [String: String] = [:]
            var others: [String] = []
            for problem in problems(after.text) {
                guard let field = form.field(of: problem, typed, in: after.tree) else { continue }
                if !field.isEmpty {
                    wrong[field] = wrong[field] ?? problem.reason
                } else if !before.contains(where: { $0.path == problem.path && $0.reason == problem.reason }) {
                    others.append(problem.reason)
                }
            }
            guard wrong.isEmpty, others.isEmpty else {
                return try await partPage(visit, editing, form, edit, typed, wrong, others, isWrong: true)
            }
            return try await edited(visit, editing, after.text, visit.texts.say("parts.done"))
        } catch is UneditableDocument {
            let sorry = [visit.texts.say("parts.cannot")]
            return try await partPage(visit, editing, form, edit, typed, [:], sorry, isWrong: true)
        }
    }

    private func removeRule(
        _ visit: Visit,
        _ editing: ProgrammeEditing,
        _ part: ProgrammePart,
        _ edit: DocumentEdit
    ) async throws -> Response {
        var edit = edit
        if case .named(let kind, let key) = part {
            let all = ProgrammeOutline(edit.tree).named[kind] ?? []
            try edit.remove(all.count > 1 ? part.path : [.key(kind.root)])
            return try await edited(visit, editing, edit.text, visit.texts.say("parts.removed", ["rule": key]))
        }
        guard case .rule(let place) = part else { return try await editor(visit, editing, [:]) }
        let rules = ProgrammeOutline(edit.tree).rules
        // A list of rules has at least one.
        try edit.remove(rules.count > 1 ? part.path : [.key("rules")])
        let rule = rules.indices.contains(place) ? rules[place] : ""
        return try await edited(visit, editing, edit.text, visit.texts.say("parts.removed", ["rule": rule]))
    }

    /// The editor after a form has written into the document.
    private func edited(
        _ visit: Visit,
        _ editing: ProgrammeEditing,
        _ document: String,
        _ done: String
    ) async throws -> Response {
        var changed = editing
        changed.document = document
        var fields: Fields = ["edited": done]
        fields["editedLines"] = marked(lineChanges(from: editing.document, to: document))
        fields.merge(faults(problems(document), document, visit.texts)) { one, _ in one }
        return try await editor(visit, changed, fields)
    }

    /// All that is wrong with a document.
    func problems(_ document: String) -> [ProgrammeProblem] {
        do {
            _ = try service.validate(document)
            return []
        } catch {
            return (error as? MalformedProgramme)?.problems ?? []
        }
    }

    private func partPage(
        _ visit: Visit,
        _ editing: ProgrammeEditing,
        _ form: PartForm,
        _ edit: DocumentEdit,
        _ typed: [String: String],
        _ wrong: [String: String],
        _ others: [String],
        isWrong: Bool
    ) async throws -> Response {
        let view = PartFormView(
            form: form,
            document: edit.tree,
            typed: typed,
            wrong: wrong,
            shops: try await service.shops(),
            texts: visit.texts
        )
        var fields = view.fields
        fields["others"] = others
        fields["hasOthers"] = !others.isEmpty
        fields.merge(hidden(editing)) { one, _ in one }
        return page(
            "programme-part",
            visit,
            title: view.title,
            fields,
            status: isWrong ? .unprocessableContent : .ok
        )
    }

    /// What the editor holds, to be carried along.
    func hidden(_ editing: ProgrammeEditing) -> Fields {
        [
            "document": editing.document, "base": editing.base, "draft": editing.draft, "revision": editing.revision,
            "begins": editing.begins, "reason": editing.reason,
        ]
    }

    /// The parts of a document for which there are forms, in words where the document is a programme.
    func partFields(_ document: String, _ visit: Visit) async throws -> Fields {
        guard let edit = try? DocumentEdit(document) else { return ["isUnreadable": !document.isEmpty] }
        let outline = ProgrammeOutline(edit.tree)
        let names = PartNames(document: edit.tree, language: visit.texts.language.rawValue)
        var rules: [Fields] = []
        if let programme = try? service.validate(document) {
            let view = ProgrammeView(
                programme: programme,
                shops: try await service.shops(),
                texts: visit.texts,
                wording: visit.wording
            )
            rules = view.fields["rules"] as? [Fields] ?? []
        }
        func part(_ part: ProgrammePart, _ name: String, _ note: String) -> Fields {
            [
                "part": part.text, "name": name, "note": shownText(note),
                "label": visit.texts.say("parts.changeWhat", ["what": name]),
            ]
        }
        func note(_ place: Int) -> String {
            guard rules.indices.contains(place) else { return "" }
            return ["gives", "when"].compactMap { rules[place][$0] as? String }.joined(separator: " · ")
        }
        func named(_ kind: ProgrammePart.Kind) -> [Fields] {
            (outline.named[kind] ?? []).map { key in
                let name = names.named(kind, key)
                return part(.named(kind, key), name, name == key ? "" : key)
            }
        }
        let groups: [(String, [Fields])] = [
            ("programme.wallets", outline.wallets.map { part(.wallet($0), names.wallet($0), "") }),
            (
                "programme.levels",
                outline.ladders.flatMap { ladder in
                    ladder.levels.map { level in
                        let tree = edit.tree[ProgrammePart.level(level, of: ladder.key).path]
                        let from = tree?["from"]?.text ?? tree?.text ?? ""
                        return part(.level(level, of: ladder.key), names.level(level, of: ladder.key), from)
                    }
                }
            ),
            (
                "programme.earning",
                outline.rules.enumerated().map { part(.rule($0), $1.isEmpty ? "\($0 + 1)" : $1, note($0)) }
            ), ("rewards.title", named(.reward)), ("promotions.title", named(.promotion)),
            ("segments.title", named(.segment)),
            ("campaigns.title", named(.campaign)),
        ]
        return [
            "hasParts": true,
            "newParts": ProgrammePart.Kind.allCases.map { kind in
                ["part": ProgrammePart.new(kind).text, "label": visit.texts.say("part.new.\(kind.rawValue)")] as Fields
            },
            "groups": groups.filter { !$0.1.isEmpty }.map {
                ["title": visit.texts.say($0.0), "parts": $0.1] as Fields
            },
        ]
    }
}

/// The part in which a problem can be mended; none where there is no form for it.
func part(of problem: ProgrammeProblem) -> ProgrammePart? {
    let path = problem.path
    if let match = path.firstMatch(of: #/^wallets\.([^.]+)/#) { return .wallet(String(match.output.1)) }
    if let match = path.firstMatch(of: #/^tiers\.([^.]+)\.levels\.([^.]+)/#) {
        return .level(String(match.output.2), of: String(match.output.1))
    }
    if let match = path.firstMatch(of: #/^rules\[(\d+)\]/#) { return Int(match.output.1).map { .rule($0) } }
    if let match = path.firstMatch(of: #/^(reward|promotion|segment|campaign)s\.([^.]+)/#) {
        return ProgrammePart.Kind(rawValue: String(match.output.1)).map { .named($0, String(match.output.2)) }
    }
    return nil
}

/// What was typed over several lines, on one.
private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
}
