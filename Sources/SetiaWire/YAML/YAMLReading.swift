import Yams

/// Reads a YAML document into a tree in which every value knows its place.
///
/// What has no place in a document that people write by hand is a problem: aliases and anchors, with which a few lines
/// can stand for gigabytes; tags; maps as keys; more than 1,000,000 bytes; values nested more than 16 deep. (libyaml
/// itself stops at 1,000 deep, for which a thread needs less than 2 MB of stack.)
struct YAMLReading {
    private(set) var problems: [ProgrammeProblem] = []

    static let mostBytes = 1_000_000
    static let mostBytesReadAgain = 100_000
    static let mostDepth = 16

    /// The document's tree, or nothing where the text is no YAML; problems may have been found in both cases.
    mutating func root(of text: String) -> YAMLNode? {
        guard text.utf8.count <= YAMLReading.mostBytes else {
            complain(1, 1, "the document is longer than \(YAMLReading.mostBytes) bytes")
            return nil
        }
        // Windows puts a mark in front of its texts, for which YAML has no place.
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        if let alias = firstAlias(in: text) {
            complain(
                alias.line,
                alias.column,
                "YAML aliases are not taken: write the value out; a text that begins with * stands in quotes"
            )
            return nil
        }
        return root(of: text, roundsLeft: text.utf8.count <= YAMLReading.mostBytesReadAgain ? 20 : 0)
    }

    /// Yams stops at the first key that stands twice; so that all of them are found, that key is disguised and the text
    /// read again, where it is not too long for that.
    private mutating func root(of text: String, roundsLeft: Int) -> YAMLNode? {
        do {
            // The parser is what keeps anchors alive, which nodes hold weakly.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            return try withExtendedLifetime(parser) {
                guard let node = try parser.singleRoot() else {
                    complain(1, 1, "the document is empty")
                    return nil
                }
                return convert(node, path: "", depth: 0)
            }
        } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
            let mark = context.mark
            if roundsLeft > 0, let disguised = text.disguisingKey(line: mark.line, column: mark.column) {
                return root(of: disguised, roundsLeft: roundsLeft - 1)
            }
            complain(mark.line, mark.column, "the key '\(keys.map(undisguised)[0])' stands more than once")
        } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _)
        {
            complain(mark.line, mark.column, "this is not YAML: \(problem)")
        } catch YamlError.reader(let problem, let offset, _, _) {
            let place = text.place(ofCharacter: offset ?? 0)
            complain(place.line, place.column, "this is not YAML: \(problem)")
        } catch {
            complain(1, 1, "this is not YAML")
        }
        return nil
    }

    private mutating func convert(_ node: Node, path: String, depth: Int) -> YAMLNode? {
        let (line, column) = (node.mark?.line ?? 1, node.mark?.column ?? 1)
        func complaint(_ reason: String) -> ProgrammeProblem {
            ProgrammeProblem(line: line, column: column, path: path, reason: reason)
        }
        guard depth <= YAMLReading.mostDepth else {
            problems.append(complaint("is nested more than \(YAMLReading.mostDepth) deep"))
            return nil
        }
        if node.anchor != nil { problems.append(complaint("YAML anchors are not taken: write the value out")) }
        var content: YAMLNode.Content
        switch node {
        case .scalar(let scalar):
            if ![.implicit, Tag(.str)].contains(scalar.tag) { problems.append(complaint("YAML tags are not taken")) }
            content = .text(scalar.string)
        case .sequence(let sequence):
            var elements: [YAMLNode] = []
            for (place, element) in sequence.enumerated() {
                if let element = convert(element, path: "\(path)[\(place)]", depth: depth + 1) {
                    elements.append(element)
                }
            }
            content = .list(elements)
        case .mapping(let mapping):
            content = .map(convert(mapping, path: path, depth: depth))
        case .alias:
            problems.append(complaint("YAML aliases are not taken: write the value out"))
            return nil
        }
        return YAMLNode(line: line, column: column, path: path, content: content)
    }

    private mutating func convert(_ mapping: Node.Mapping, path: String, depth: Int) -> [YAMLNode.Member] {
        var members: [YAMLNode.Member] = []
        var earlier: [String: Int] = [:]
        for (key, value) in mapping {
            let (line, column) = (key.mark?.line ?? 1, key.mark?.column ?? 1)
            guard case .scalar(let scalar) = key else {
                complain(line, column, path: path, "a key must be a word")
                continue
            }
            let name = undisguised(scalar.string)
            let keyPath = path.isEmpty ? name : "\(path).\(name)"
            if let first = earlier[name] {
                complain(line, column, path: keyPath, "the key '\(name)' stands twice; the first time on line \(first)")
            }
            earlier[name] = earlier[name] ?? line
            guard name == scalar.string, let value = convert(value, path: keyPath, depth: depth + 1) else { continue }
            members.append(YAMLNode.Member(key: name, line: line, column: column, value: value))
        }
        return members
    }

    private mutating func complain(_ line: Int, _ column: Int, path: String = "", _ reason: String) {
        problems.append(ProgrammeProblem(line: line, column: column, path: path, reason: reason))
    }
}
