/// A value of a document without its place: what is read of it, and what is written into it.
package indirect enum YAMLTree: Sendable {
    /// A single value, as it was written.
    case text(String)
    /// Values one after the other.
    case list([YAMLTree])
    /// Values by their keys, in the order written.
    case map([Member])

    /// A key with its value.
    package struct Member: Sendable {
        package let key: String
        package var value: YAMLTree

        package init(_ key: String, _ value: YAMLTree) {
            (self.key, self.value) = (key, value)
        }
    }
}

extension YAMLTree {
    /// A map of these members.
    package static func members(_ members: (String, YAMLTree)...) -> YAMLTree {
        .map(members.map { Member($0.0, $0.1) })
    }

    /// The single value; none where it is a list or a map.
    package var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The elements; none where it is no list.
    package var elements: [YAMLTree] {
        if case .list(let elements) = self { elements } else { [] }
    }

    /// The members; none where it is no map.
    package var members: [Member] {
        if case .map(let members) = self { members } else { [] }
    }

    /// The value of a key; none where it is no map or has no such key.
    package subscript(key: String) -> YAMLTree? {
        members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// What stands at the end of a path.
    package subscript(path: [DocumentStep]) -> YAMLTree? {
        guard let first = path.first else { return self }
        let rest = Array(path.dropFirst())
        switch first {
        case .key(let key): return self[key]?[rest]
        case .element(let place): return elements.indices.contains(place) ? elements[place][rest] : nil
        }
    }

    /// Whether both say the same, byte by byte; the order of a map's keys says nothing.
    package func isSame(as other: YAMLTree) -> Bool {
        switch (self, other) {
        case (.text(let one), .text(let other)): return one.utf8.elementsEqual(other.utf8)
        case (.list(let one), .list(let other)):
            return one.count == other.count && zip(one, other).allSatisfy { $0.isSame(as: $1) }
        case (.map(let one), .map(let other)):
            return one.count == other.count
                && one.allSatisfy { member in self.has(member, in: other) }
        default: return false
        }
    }

    private func has(_ member: Member, in members: [Member]) -> Bool {
        guard let other = members.first(where: { $0.key.utf8.elementsEqual(member.key.utf8) }) else { return false }
        return member.value.isSame(as: other.value)
    }
}

extension YAMLNode {
    /// What it says, without its place.
    var tree: YAMLTree {
        switch content {
        case .text(let text): .text(text)
        case .list(let elements): .list(elements.map(\.tree))
        case .map(let members): .map(members.map { YAMLTree.Member($0.key, $0.value.tree) })
        }
    }
}

extension YAMLTree {
    /// The value on one line.
    ///
    /// - Parameter inFlow: Whether it stands between braces or brackets, where commas mean something.
    /// - Returns: As it is written.
    package func written(inFlow: Bool = false) -> String {
        switch self {
        case .text(let text): YAMLTree.scalar(text, inFlow: inFlow)
        case .list(let elements): "[" + elements.map { $0.written(inFlow: true) }.joined(separator: ", ") + "]"
        case .map(let members):
            "{"
                + members.map { "\(YAMLTree.scalar($0.key, inFlow: true)): \($0.value.written(inFlow: true))" }
                .joined(separator: ", ") + "}"
        }
    }

    /// A single value: as it is where YAML reads it so, else in quotes.
    static func scalar(_ text: String, inFlow: Bool) -> String {
        if isPlain(text, inFlow: inFlow) { return text }
        guard text.unicodeScalars.contains(where: mustBeEscaped) else {
            return "'" + text.replacing("'", with: "''") + "'"
        }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where mustBeEscaped(scalar):
                let digits = String(scalar.value, radix: 16)
                quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard let first = scalars.first, let last = scalars.last, first != " ", last != " ", last != ":",
            !"-?:,[]{}#&*!|>'\"%@`=<".unicodeScalars.contains(first), !scalars.contains(where: mustBeEscaped)
        else { return false }
        if inFlow, scalars.contains(where: { ",[]{}".unicodeScalars.contains($0) }) { return false }
        // A time of day is a number to the base of 60 for some who read YAML.
        if text.wholeMatch(of: #/\d{1,2}:\d{2}/#) != nil { return false }
        return !text.contains(": ") && !text.contains(" #")
    }

    /// What would break a line, or is no character that one sees.
    static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF: true
        default: false
        }
    }
}
