import SetiaCore

/// The members of a map by their keys, all of which are known ones.
struct YAMLMembers {
    let members: [YAMLNode.Member]

    subscript(key: String) -> YAMLNode? {
        member(key)?.value
    }

    func member(_ key: String) -> YAMLNode.Member? {
        members.first { $0.key == key }
    }
}

/// Keys that the design has and this engine has not: a programme that needs them must not seem to have them.
private let comingKeys = ["limits"]

extension ProgrammeReader {
    /// The members of a map whose keys are given by the form; other keys and missing ones are problems.
    mutating func members(of node: YAMLNode, known: [String], required: [String] = []) -> YAMLMembers? {
        guard case .map(let members) = node.content else {
            complain(node, "must be a map with \(known.joined(separator: ", "))")
            return nil
        }
        // A hostile document has a hundred thousand of them; a person mends a few and looks again.
        let unknownMembers = members.filter { !known.contains($0.key) }.prefix(100)
        for member in unknownMembers { complain(node, member, reason(forUnknown: member.key, known)) }
        // A key that is only misspelt is not missing as well.
        let there = members.map(\.key) + unknownMembers.compactMap { nearest(to: $0.key, known) }
        for key in required where !there.contains(key) { complain(node, "'\(key)' is missing") }
        return YAMLMembers(members: members.filter { known.contains($0.key) })
    }

    /// The members of a map whose keys the author chooses; at least one.
    mutating func members(of node: YAMLNode, each: String, atMost most: Int = 100) -> [YAMLNode.Member]? {
        guard case .map(let members) = node.content, !members.isEmpty else {
            complain(node, "must be a map, each member of which is \(each)")
            return nil
        }
        if members.count > most { complain(node, "has \(members.count) members; there may be \(most)") }
        return Array(members.prefix(most))
    }

    /// The elements of a list; at least one.
    mutating func list(_ node: YAMLNode, of what: String, atMost most: Int = 100) -> [YAMLNode]? {
        guard case .list(let elements) = node.content, !elements.isEmpty else {
            complain(node, "must be a list of \(what)")
            return nil
        }
        if elements.count > most { complain(node, "has \(elements.count) elements; there may be \(most)") }
        return Array(elements.prefix(most))
    }

    /// A single value, as it was written; an empty one is a problem.
    mutating func text(_ node: YAMLNode) -> String? {
        guard case .text(let text) = node.content else {
            complain(node, "must be a single value")
            return nil
        }
        guard !text.isEmpty else {
            complain(node, "must not be empty")
            return nil
        }
        return text
    }

    /// One of the words that the form knows.
    mutating func word<Value>(_ node: YAMLNode, _ words: [(String, Value)]) -> Value? {
        guard let text = text(node) else { return nil }
        if let value = words.first(where: { $0.0 == text })?.1 { return value }
        complain(node, "must be \(words.map(\.0).joinedByOr())")
        return nil
    }

    /// A name that the author gives to a thing of the programme.
    mutating func name(_ node: YAMLNode) -> Key {
        guard let text = text(node) else { return "" }
        if let reason = whyNoName(text) { complain(node, reason) }
        return Key(text)
    }

    /// A name that the author gives as a key.
    mutating func name(of member: YAMLNode.Member, in node: YAMLNode) -> Key {
        if let reason = whyNoName(member.key) { complain(node, member, reason) }
        return Key(member.key)
    }
}

private func reason(forUnknown key: String, _ known: [String]) -> String {
    if comingKeys.contains(key) { return "'\(key)' is not offered by engine 1 yet" }
    if let near = nearest(to: key, known) { return "there is no key '\(key)' here; did you mean '\(near)'?" }
    return "there is no key '\(key)' here; there are: \(known.joined(separator: ", "))"
}

private func whyNoName(_ text: String) -> String? {
    let isWord = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
    guard isWord, (1...64).contains(text.utf8.count), let first = text.unicodeScalars.first,
        first.properties.isAlphabetic
    else {
        return "a name has 1 to 64 letters a to z, digits, hyphens and underscores, and begins with a letter"
    }
    return nil
}

extension [String] {
    /// "a", "a or b", "a, b or c".
    func joinedByOr() -> String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " or " + last
    }
}
