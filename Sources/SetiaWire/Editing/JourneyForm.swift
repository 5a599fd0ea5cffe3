/// A form for a part of a journey: what its fields hold as the document has it, and how what is typed is written into it
/// (rule Y-20).
///
/// Only what is another than in the document is written, so that comments and order elsewhere stay. Names and where steps
/// lead are looked at here; for all else the journey is read again afterwards, and says what is wrong and where.
package struct JourneyForm: Sendable {
    /// Which part.
    package let part: JourneyPart
    /// The steps of the document.
    package let outline: JourneyOutline
    /// The languages that messages are written in, those of the programme first.
    package let languages: [String]
    /// What the fields hold as the document has it.
    package let values: [String: String]
    /// What a step does; none where the form is about no step.
    package let kind: JourneyStepKind?
    /// The step as it is written, or the whole document; none where it is new.
    let tree: YAMLTree?

    /// The form for a part of a document; none where the document has no such part.
    ///
    /// - Parameters:
    ///   - part: Which.
    ///   - document: What the document says.
    ///   - languages: Those of the programme.
    package init?(_ part: JourneyPart, of document: YAMLTree, languages: [String]) {
        let outline = JourneyOutline(document)
        self.part = part
        self.outline = outline
        switch part {
        case .settings:
            (kind, tree) = (nil, document)
            self.languages = languages
            values = JourneySettingsFields.values(document)
        case .step(let name):
            guard let step = outline.step(name), let kind = step.kind else { return nil }
            (self.kind, tree) = (kind, step.tree)
            let others = (step.tree[kind.rawValue]?["mail"]?.members ?? []).map(\.key)
            self.languages = languages + others.filter { !languages.contains($0) }
            values = JourneyStepFields(kind, self.languages).values(step.tree, name: name)
        case .new(let kind, let after):
            if let after, outline.step(after) == nil { return nil }
            (self.kind, tree) = (kind, nil)
            self.languages = languages
            var values = JourneyStepFields(kind, languages).beginning
            values["key"] = JourneyForm.name(for: kind, outline)
            // What the step before it leads to by name, the new one leads to from now on.
            if kind.goesOn, let next = after.flatMap({ outline.step($0)?.tree["next"]?.text }) { values["next"] = next }
            self.values = values
        }
    }

    /// A name that no step has yet: the word of its kind, with a number where that is taken.
    private static func name(for kind: JourneyStepKind, _ outline: JourneyOutline) -> String {
        let word = kind == .waitUntil ? "until" : kind == .waitFor ? "happens" : kind.rawValue
        guard outline.step(word) != nil else { return word }
        var number = 2
        while outline.step("\(word)-\(number)") != nil { number += 1 }
        return "\(word)-\(number)"
    }

    // MARK: - What is typed

    /// What is wrong with what was typed that is seen without reading the journey again, by field.
    package func mistakes(_ typed: [String: String]) -> [String: Mistake] {
        guard let kind else { return [:] }
        var mistakes: [String: Mistake] = [:]
        let (name, names) = (typed["key"] ?? "", outline.steps.map(\.name))
        if !JourneyForm.isName(name) || name == "end" {
            mistakes["key"] = .malformedName
        } else if name != oldName, names.contains(name) {
            mistakes["key"] = .takenName
        } else if oldName == nil, names.count >= JourneyOutline.mostSteps {
            mistakes["key"] = .tooMany
        }
        var seen: Set<String> = []
        for field in JourneyStepFields(kind, languages).targets(typed) {
            let target = typed[field] ?? ""
            guard !target.isEmpty else { continue }
            if target != "end", target != name, !names.contains(target) { mistakes[field] = .unknownStep }
            if kind == .split, !seen.insert(target).inserted { mistakes[field] = .twice }
        }
        return mistakes
    }

    /// What is wrong with a field.
    package enum Mistake: String, Sendable, Hashable, CaseIterable {
        /// A step's name is a letter, and then letters, digits, hyphens and underscores; 64 at most, and not `end`.
        case malformedName
        /// Another step has it.
        case takenName
        /// There are as many steps as there may be.
        case tooMany
        /// There is no such step.
        case unknownStep
        /// Another part of the split leads there too.
        case twice
    }

    /// The document with what was typed written into it.
    ///
    /// - Parameters:
    ///   - typed: What the fields hold now; one that is missing is as it was.
    ///   - edit: The document of which this is a part.
    /// - Returns: The document with the part as the fields have it.
    /// - Throws: `UneditableDocument` where it is written in a way that cannot be changed in place.
    package func write(_ typed: [String: String], to edit: DocumentEdit) throws(UneditableDocument) -> DocumentEdit {
        var edit = edit
        let typed = values.merging(typed) { _, new in new }
        switch part {
        case .settings: try JourneySettingsFields.write(typed, self, &edit)
        case .step(let name): try change(name, typed, &edit)
        case .new(_, let after): try add(typed, behind: after, &edit)
        }
        return edit
    }

    private func change(
        _ name: String,
        _ typed: [String: String],
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        guard let kind else { return }
        let fields = JourneyStepFields(kind, languages)
        // Where others lead to is told by the old name until the end.
        var own = typed
        let new = typed["key"] ?? name
        for field in fields.targets(typed) where typed[field] == new && new != name { own[field] = name }
        let before = edit
        do throws(UneditableDocument) {
            try fields.write(own, self, at: [.key("steps"), .key(name)], &edit)
        } catch {
            // Written in a way that no single value of it can be changed: it is written anew, if it has no comments, and
            // nothing that no field stands for.
            guard let tree, fields.tree(of: values).isSame(as: tree) else { throw error }
            edit = before
            try edit.rewrite(name, of: [.key("steps")], as: fields.tree(of: own))
        }
        if new != name { try edit.renameStep(name, to: new) }
    }

    private func add(
        _ typed: [String: String],
        behind after: String?,
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        guard let kind else { return }
        let member = YAMLTree.Member(typed["key"] ?? "", JourneyStepFields(kind, languages).tree(of: typed))
        let names = outline.steps.map(\.name)
        guard !names.isEmpty else {
            try edit.set([.key("steps")], to: .map([member]))
            return
        }
        let place = after.flatMap { names.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        try edit.insert(member, into: [.key("steps")], before: place < names.count ? names[place] : nil)
        guard let after, outline.step(after)?.kind?.goesOn ?? false else { return }
        try edit.remove([.key("steps"), .key(after), .key("next")])
    }

    // MARK: - What is wrong

    /// The field in which a problem is to be mended.
    ///
    /// - Parameters:
    ///   - problem: A problem with the document after the change.
    ///   - typed: What the fields held.
    /// - Returns: The field; an empty text where the problem is one of this part and of no field, none where it is one of
    ///   another part.
    package func field(of problem: ProgrammeProblem, _ typed: [String: String]) -> String? {
        guard JourneyPart(of: problem) == (kind == nil ? .settings : .step(typed["key"] ?? "")) else { return nil }
        guard let kind else { return JourneySettingsFields.field(problem.path) }
        let name = problem.path.dropFirst("steps.\(typed["key"] ?? "")".count).drop { $0 == "." }
        return JourneyStepFields(kind, languages).field(String(name), problem.reason, typed)
    }

    /// The step's name in the document; none where it is new.
    private var oldName: String? { if case .step(let name) = part { name } else { nil } }

    /// Whether a field holds something else than the document.
    func isChanged(_ typed: [String: String], _ fields: [String]) -> Bool {
        fields.contains { !(typed[$0] ?? "").utf8.elementsEqual((values[$0] ?? "").utf8) }
    }

    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= 64 && text.wholeMatch(of: #/[A-Za-z][A-Za-z0-9_-]*/#) != nil
    }
}
