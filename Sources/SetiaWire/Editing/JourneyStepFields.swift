/// The fields of a step, by what it does.
struct JourneyStepFields {
    let kind: JourneyStepKind
    let languages: [String]

    init(_ kind: JourneyStepKind, _ languages: [String]) {
        (self.kind, self.languages) = (kind, languages)
    }

    /// A field that stands for a single value, with the keys that lead to it from the step.
    private struct Single {
        let name: String
        let path: [String]

        init(_ name: String, _ path: String...) { (self.name, self.path) = (name, path) }
    }

    private var singles: [Single] {
        switch kind {
        case .wait, .branch, .split, .goal, .exit: []
        case .waitUntil: [Single("time", "waitUntil")]
        case .waitFor:
            [
                Single("event", "waitFor", "event"), Single("where", "waitFor", "where"),
                Single("late", "waitFor", "late"),
            ]
        case .message: [Single("purpose", "message", "purpose"), Single("atLimit", "message", "atLimit")]
        case .survey:
            [
                Single("ask", "survey", "ask"), Single("purpose", "survey", "purpose"),
                Single("atLimit", "survey", "atLimit"),
            ]
        case .points: [Single("wallet", "points", "wallet"), Single("give", "points", "give")]
        case .reward: [Single("reward", "reward")]
        case .task: [Single("task", "task")]
        case .event: [Single("event", "event")]
        }
    }

    /// Where how long stands, from the step.
    private var span: [String]? { kind == .wait ? ["wait"] : kind == .waitFor ? ["waitFor", "atMost"] : nil }

    /// The keys in the order in which they are usually written.
    private var order: [String] {
        switch kind {
        case .waitFor: ["event", "where", "atMost", "late"]
        case .message, .survey: ["ask", "purpose", "facts", "atLimit", "mail"]
        case .points: ["wallet", "give"]
        default: []
        }
    }

    private var hasMail: Bool { kind == .message || kind == .survey }

    // MARK: - What stands there

    /// What a form for a new one begins with.
    var beginning: [String: String] {
        var values = self.values(.map([]), name: "")
        switch kind {
        case .wait: values.merge(["count": "1", "unit": "day"]) { $1 }
        case .waitUntil: values["time"] = "10:00"
        case .waitFor: values.merge(["event": "order.paid", "count": "7", "unit": "day"]) { $1 }
        default: break
        }
        return values
    }

    func values(_ tree: YAMLTree, name: String) -> [String: String] {
        var values = ["key": name]
        if kind.goesOn { values["next"] = tree["next"]?.text ?? "" }
        for single in singles { values[single.name] = tree[steps(single.path)]?.text ?? "" }
        if let span {
            let text = tree[steps(span)]?.text ?? ""
            let parts = text.split(separator: " ").map(String.init)
            let unit = parts.count == 2 ? String(parts[1].hasSuffix("s") ? parts[1].dropLast() : parts[1][...]) : ""
            values["count"] = unit.isEmpty ? text : parts[0]
            values["unit"] = unit.isEmpty ? "day" : unit
        }
        if kind == .branch {
            for (place, way) in (tree["branch"]?.elements ?? []).enumerated() {
                values["if-\(place)"] = way["if"]?.text ?? ""
                values["to-\(place)"] = way["to"]?.text ?? ""
            }
        }
        if kind == .split {
            for (place, share) in (tree["split"]?.members ?? []).enumerated() {
                values["to-\(place)"] = share.key
                values["share-\(place)"] = share.value.text ?? ""
            }
        }
        if hasMail {
            let message = tree[kind.rawValue]
            values["facts"] = (message?["facts"]?.elements ?? []).compactMap(\.text).joined(separator: "\n")
            for language in languages {
                values["subject-\(language)"] = message?["mail"]?[language]?["subject"]?.text ?? ""
                values["text-\(language)"] = trimmed(message?["mail"]?[language]?["text"]?.text ?? "")
            }
        }
        return values
    }

    /// The fields that say where the step leads.
    func targets(_ typed: [String: String]) -> [String] {
        let ways = kind == .branch || kind == .split ? rows(typed).map { "to-\($0)" } : []
        return ways + (kind == .waitFor ? ["late"] : []) + (kind.goesOn ? ["next"] : [])
    }

    /// The rows of a branch or a split in which something was typed.
    private func rows(_ typed: [String: String]) -> [Int] {
        let value = kind == .branch ? "if" : "share"
        return (0..<JourneyForm.mostRows).filter {
            !(typed["\(value)-\($0)"] ?? "").isEmpty || !(typed["to-\($0)"] ?? "").isEmpty
        }
    }

    // MARK: - What is typed

    func write(
        _ typed: [String: String],
        _ form: JourneyForm,
        at path: [DocumentStep],
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        for single in singles where form.isChanged(typed, [single.name]) {
            let place = path + steps(single.path)
            let text = typed[single.name] ?? ""
            if text.isEmpty, ["where", "late", "purpose", "atLimit"].contains(single.name) {
                try edit.remove(place)
            } else {
                try edit.set(place, to: .text(text), order: order)
            }
        }
        if let span, form.isChanged(typed, ["count", "unit"]) {
            try edit.set(path + steps(span), to: .text(length(typed)), order: order)
        }
        if kind == .branch || kind == .split { try writeRows(typed, form, path, &edit) }
        if hasMail { try writeMail(typed, form, path + [.key(kind.rawValue)], &edit) }
        if kind.goesOn, form.isChanged(typed, ["next"]) {
            let next = typed["next"] ?? ""
            if next.isEmpty {
                try edit.remove(path + [.key("next")])
            } else {
                try edit.set(path + [.key("next")], to: .text(next), order: [kind.rawValue, "next"])
            }
        }
    }

    private func writeRows(
        _ typed: [String: String],
        _ form: JourneyForm,
        _ path: [DocumentStep],
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        let names = (0..<JourneyForm.mostRows).flatMap { ["if-\($0)", "to-\($0)", "share-\($0)"] }
        guard form.isChanged(typed, names) else { return }
        let place = path + [.key(kind.rawValue)]
        let (new, old) = (rowTree(typed), form.tree?[kind.rawValue] ?? .map([]))
        // Single values where the rows are the same, so that what stands beside them stays.
        if kind == .branch, new.elements.count == old.elements.count {
            for (row, way) in new.elements.enumerated() {
                for member in way.members {
                    try edit.set(place + [.element(row), .key(member.key)], to: member.value, order: ["if", "to"])
                }
            }
        } else if kind == .split, new.members.map(\.key) == old.members.map(\.key) {
            for member in new.members { try edit.set(place + [.key(member.key)], to: member.value) }
        } else {
            try edit.set(place, to: new)
        }
    }

    private func writeMail(
        _ typed: [String: String],
        _ form: JourneyForm,
        _ path: [DocumentStep],
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        if form.isChanged(typed, ["facts"]) {
            let facts = facts(typed)
            if facts.elements.isEmpty {
                try edit.remove(path + [.key("facts")])
            } else {
                try edit.set(path + [.key("facts")], to: facts, order: order)
            }
        }
        for language in languages where form.isChanged(typed, ["subject-\(language)", "text-\(language)"]) {
            let place = path + [.key("mail"), .key(language)]
            let (subject, text) = (typed["subject-\(language)"] ?? "", typed["text-\(language)"] ?? "")
            if subject.isEmpty, text.isEmpty, (edit.tree[path + [.key("mail")]]?.members.count ?? 0) > 1 {
                try edit.remove(place)
            } else if edit.tree[place]?.members.isEmpty ?? true {
                try edit.set(place, to: mail(subject, text), order: languages)
            } else {
                if form.isChanged(typed, ["subject-\(language)"]) {
                    try edit.set(place + [.key("subject")], to: .text(subject), order: ["subject", "text"])
                }
                if form.isChanged(typed, ["text-\(language)"]) {
                    let before = edit.tree[place + [.key("text")]]?.text ?? ""
                    let isLine = !before.hasSuffix("\n") && !text.contains("\n") && !before.isEmpty
                    try edit.set(
                        place + [.key("text")],
                        to: .text(isLine ? text : text + "\n"),
                        order: ["subject", "text"]
                    )
                }
            }
        }
    }

    /// All of the step, as a new one is written.
    func tree(of typed: [String: String]) -> YAMLTree {
        var members: [YAMLTree.Member] = []
        func inner(_ more: [YAMLTree.Member]) -> YAMLTree {
            var found = singles.filter { $0.path.count == 2 && !(typed[$0.name] ?? "").isEmpty }.map {
                YAMLTree.Member($0.path[1], .text(typed[$0.name] ?? ""))
            }
            found += more
            let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
            return .map(found.sorted { (places[$0.key] ?? 99) < (places[$1.key] ?? 99) })
        }
        let value: YAMLTree =
            switch kind {
            case .wait: .text(length(typed))
            case .waitFor: inner([YAMLTree.Member("atMost", .text(length(typed)))])
            case .branch, .split: rowTree(typed)
            case .message, .survey:
                inner(
                    (facts(typed).elements.isEmpty ? [] : [YAMLTree.Member("facts", facts(typed))])
                        + [YAMLTree.Member("mail", mails(typed))]
                )
            case .points: inner([])
            case .goal, .exit: .text("true")
            case .waitUntil, .reward, .task, .event: .text(typed[singles[0].name] ?? "")
            }
        members.append(YAMLTree.Member(kind.rawValue, value))
        if kind.goesOn, let next = typed["next"], !next.isEmpty {
            members.append(YAMLTree.Member("next", .text(next)))
        }
        return .map(members)
    }

    private func rowTree(_ typed: [String: String]) -> YAMLTree {
        let rows = rows(typed)
        if kind == .branch {
            return .list(
                rows.map { .members(("if", .text(typed["if-\($0)"] ?? "")), ("to", .text(typed["to-\($0)"] ?? ""))) }
            )
        }
        return .map(
            rows.map { row in
                let share = (typed["share-\(row)"] ?? "").replacing(" ", with: "")
                let isBare = !share.isEmpty && share.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
                return YAMLTree.Member(typed["to-\(row)"] ?? "", .text(isBare ? share + "%" : share))
            }
        )
    }

    private func facts(_ typed: [String: String]) -> YAMLTree {
        .list((typed["facts"] ?? "").split(whereSeparator: \.isNewline).map { .text(trimmed(String($0))) })
    }

    private func mails(_ typed: [String: String]) -> YAMLTree {
        .map(
            languages.compactMap { language in
                let (subject, text) = (typed["subject-\(language)"] ?? "", typed["text-\(language)"] ?? "")
                return subject.isEmpty && text.isEmpty ? nil : YAMLTree.Member(language, mail(subject, text))
            }
        )
    }

    private func mail(_ subject: String, _ text: String) -> YAMLTree {
        .members(("subject", .text(subject)), ("text", .text(text.isEmpty ? "" : text + "\n")))
    }

    private func length(_ typed: [String: String]) -> String {
        let (count, unit) = (typed["count"] ?? "", typed["unit"] ?? "")
        return "\(count) \(unit)\(count == "1" ? "" : "s")"
    }

    // MARK: - What is wrong

    /// The field of a problem at `name` below the step, such as `waitFor.atMost`; an empty text where it is none of them.
    func field(_ name: String, _ reason: String, _ typed: [String: String]) -> String {
        if name == "next" { return "next" }
        if let span, span.joined(separator: ".") == name { return "count" }
        for single in singles where single.path.joined(separator: ".") == name { return single.name }
        switch kind {
        case .waitFor where name == "waitFor": return reason.contains("atMost") ? "count" : "event"
        case .branch:
            let rows = rows(typed)
            guard let match = name.firstMatch(of: #/^branch\[(\d+)\](\.to)?/#), let place = Int(match.output.1),
                rows.indices.contains(place)
            else { return name.hasPrefix("branch") ? "if-0" : "" }
            return "\(match.output.2 == nil ? "if" : "to")-\(rows[place])"
        case .split:
            guard name.hasPrefix("split") else { return "" }
            let target = name.dropFirst("split.".count)
            return rows(typed).first { typed["to-\($0)"].map { $0 == target } ?? false }.map { "share-\($0)" }
                ?? "share-0"
        case .message, .survey: return mailField(name, reason)
        case .points where name == "points": return reason.contains("give") ? "give" : "wallet"
        default: return ""
        }
    }

    private func mailField(_ name: String, _ reason: String) -> String {
        let parts = name.split(separator: ".").map(String.init)
        guard parts.first == kind.rawValue, parts.count > 1 else {
            return parts.first == kind.rawValue && reason.contains("ask") ? "ask" : parts.isEmpty ? "" : first
        }
        if parts[1].hasPrefix("facts") { return "facts" }
        guard parts[1] == "mail" else { return "" }
        if parts.count == 2 {
            // A language that is missing is named in the reason.
            return languages.first { reason.hasPrefix("'\($0)' ") }.map { "subject-\($0)" } ?? first
        }
        guard languages.contains(parts[2]) else { return first }
        if parts.count == 4, ["subject", "text"].contains(parts[3]) { return "\(parts[3])-\(parts[2])" }
        return "\(reason.contains("'subject'") ? "subject" : "text")-\(parts[2])"
    }

    private var first: String { "subject-\(languages.first ?? "en")" }

    private func trimmed(_ text: String) -> String {
        var scalars = Substring(text).unicodeScalars
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }

    private func steps(_ path: [String]) -> [DocumentStep] { path.map { .key($0) } }
}

extension JourneyForm {
    /// The most ways that a branch or a split may have.
    package static let mostRows = 20
}
