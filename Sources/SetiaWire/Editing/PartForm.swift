/// A form for a part of a programme: what its fields hold as the document has it, and how what is typed is written into it.
///
/// Only what is another than in the document is written, so that whatever a form does not know stays as it is. What is
/// typed is not checked here: the programme is read again afterwards, and says what is wrong and where.
package struct PartForm: Sendable {
    /// Which part.
    package let part: ProgrammePart
    /// What the document names.
    package let outline: ProgrammeOutline
    /// What the fields hold as the document has it.
    package let values: [String: String]
    /// The part as it is written; none where it is new.
    let tree: YAMLTree?

    /// The form for a part of a document; none where the document has no such part.
    package init?(_ part: ProgrammePart, of document: YAMLTree) {
        outline = ProgrammeOutline(document)
        self.part = part
        let found = document[part.path]
        switch part {
        case .newRule:
            tree = nil
            values = RuleFields.beginning(outline)
        case .new(let kind):
            tree = nil
            values = NamedFields(kind, outline).beginning
        case .wallet, .level, .rule, .named:
            guard let found else { return nil }
            tree = found
            switch part {
            case .wallet: values = WalletFields.values(found, outline)
            case .level: values = LevelFields.values(found, outline)
            case .named(let kind, _): values = NamedFields(kind, outline).values(found)
            case .rule, .newRule, .new: values = RuleFields.values(found, outline)
            }
        }
    }

    /// The document with what was typed written into it.
    ///
    /// - Parameters:
    ///   - typed: What the fields hold now; one that is missing is as it was.
    ///   - edit: The document of which this is a part.
    /// - Returns: The document with the part as the fields have it.
    /// - Throws: `UneditableDocument` where it is written in a way that cannot be changed in place.
    package func write(
        _ typed: [String: String],
        to edit: DocumentEdit
    ) throws(UneditableDocument) -> DocumentEdit {
        var edit = edit
        let typed = values.merging(typed) { _, new in new }
        switch part {
        case .wallet: try WalletFields.write(typed, self, &edit)
        case .level: try LevelFields.write(typed, self, &edit)
        case .rule: try RuleFields.write(typed, self, &edit)
        case .newRule: try edit.append(RuleFields.tree(of: typed, outline), to: part.path)
        case .named(let kind, _): try NamedFields(kind, outline).write(typed, self, &edit)
        case .new(let kind): try NamedFields(kind, outline).add(typed, &edit)
        }
        return edit
    }

    /// The field in which a problem is to be mended.
    ///
    /// - Parameters:
    ///   - problem: A problem with the document after the change.
    ///   - typed: What the fields held.
    ///   - document: The document after the change.
    /// - Returns: The field; an empty text where the problem is one of this part and of no field, none where it is one of
    ///   another part.
    package func field(of problem: ProgrammeProblem, _ typed: [String: String], in document: YAMLTree) -> String? {
        let prefix = self.prefix(in: document, typed)
        guard problem.path.hasPrefix(prefix) else { return nil }
        let rest = problem.path.dropFirst(prefix.count)
        guard rest.isEmpty || rest.first == "." || rest.first == "[" else { return nil }
        let name = String(rest.drop { $0 == "." })
        switch part {
        case .wallet: return WalletFields.field(name, outline)
        case .level: return LevelFields.field(name, outline)
        case .rule, .newRule: return RuleFields.field(name, problem.reason, typed, outline)
        case .named(let kind, _), .new(let kind): return NamedFields(kind, outline).field(name, problem.reason)
        }
    }

    /// What the paths of this part's problems begin with.
    private func prefix(in document: YAMLTree, _ typed: [String: String]) -> String {
        switch part {
        case .wallet(let key): "wallets.\(key)"
        case .level(let level, let set): "tiers.\(set).levels.\(level)"
        case .rule(let place): "rules[\(place)]"
        case .newRule: "rules[\(max(0, (document["rules"]?.elements.count ?? 1) - 1))]"
        case .named(let kind, let key): "\(kind.root).\(key)"
        case .new(let kind): "\(kind.root).\(typed["key"] ?? "")"
        }
    }

    /// Whether a field holds something else than the document.
    func isChanged(_ typed: [String: String], _ fields: [String]) -> Bool {
        fields.contains { !(typed[$0] ?? "").utf8.elementsEqual((values[$0] ?? "").utf8) }
    }
}

/// A text for members, in fields of their own for each language: `name-en`, `name-ms`.
enum WordFields {
    static func names(_ name: String, _ outline: ProgrammeOutline) -> [String] {
        outline.languages.map { "\(name)-\($0)" }
    }

    /// One text for all languages stands in the field of the first.
    static func values(_ tree: YAMLTree?, _ name: String, _ outline: ProgrammeOutline) -> [String: String] {
        var values: [String: String] = [:]
        for (place, language) in outline.languages.enumerated() {
            values["\(name)-\(language)"] = tree?[language]?.text ?? (place == 0 ? tree?.text : nil) ?? ""
        }
        return values
    }

    /// What is to be written; none where nothing was typed.
    static func tree(_ typed: [String: String], _ name: String, _ outline: ProgrammeOutline) -> YAMLTree? {
        let texts = outline.languages.map { ($0, typed["\(name)-\($0)"] ?? "") }
        guard texts.contains(where: { !$0.1.isEmpty }) else { return nil }
        // One text stands for all languages.
        if texts.dropFirst().allSatisfy({ $0.1.isEmpty }) { return .text(texts[0].1) }
        return .map(texts.map { YAMLTree.Member($0.0, .text($0.1)) })
    }

    /// The field of a problem at `name`, `name.th`.
    static func field(_ path: String, _ name: String, _ outline: ProgrammeOutline) -> String? {
        if path == name { return "\(name)-\(outline.languages[0])" }
        let language = String(path.dropFirst(name.count + 1))
        return path.hasPrefix("\(name).") && outline.languages.contains(language) ? "\(name)-\(language)" : nil
    }
}
