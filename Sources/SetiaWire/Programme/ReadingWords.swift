import SetiaCore

extension ProgrammeReader {
    /// A text for members: one for all languages, or a map with one for each language of the programme.
    mutating func words(_ node: YAMLNode) -> Words {
        guard case .map(let members) = node.content else {
            let first = languages.first ?? "en"
            return Words(sayable(node).map { [Words.Text(language: first, text: $0)] } ?? [])
        }
        var texts: [Words.Text] = []
        for member in members {
            if !languages.contains(Key(member.key)), !languages.isEmpty {
                complain(node, member, "'\(member.key)' is no language of this programme: \(languageList)")
            }
            guard let text = sayable(member.value) else { continue }
            texts.append(Words.Text(language: Key(member.key), text: text))
        }
        let given = members.map { Key($0.key) }
        let missing = languages.filter { !given.contains($0) }
        if !missing.isEmpty {
            complain(node, "has no text in \(missing.map { "'\($0)'" }.joined(separator: ", "))")
        }
        return Words(texts)
    }

    private var languageList: String {
        languages.map(\.text).joined(separator: ", ")
    }

    private mutating func sayable(_ node: YAMLNode) -> String? {
        guard let text = text(node) else { return nil }
        if text.utf8.count > 500 { complain(node, "must have at most 500 bytes") }
        if hasControlCharacter(text) { complain(node, "must not hold control characters or line breaks") }
        return text
    }
}
