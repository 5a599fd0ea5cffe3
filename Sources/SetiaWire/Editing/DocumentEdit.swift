/// A document in which single values are changed in place: comments and layout elsewhere stay as they are.
///
/// What comes out is read again after each change, and must say exactly what was asked for. A value that is written in a
/// way that is not understood here (a text over several lines, say) is therefore never damaged: the change is refused.
package struct DocumentEdit: Sendable {
    /// The document as it is now.
    package private(set) var text: String
    /// What it says.
    package private(set) var tree: YAMLTree
    private var problems: Int

    /// A document to be changed.
    ///
    /// - Throws: `UneditableDocument` where the text is no YAML.
    package init(_ text: String) throws(UneditableDocument) {
        // Windows puts a mark in front of its texts.
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        guard let read = DocumentEdit.read(text) else { throw UneditableDocument(path: []) }
        self.text = text
        (tree, problems) = (read.node.tree, read.problems)
    }

    /// Puts a value where a path leads: in place of the one that is there, or as a new member of the map before it.
    ///
    /// - Parameters:
    ///   - path: Where.
    ///   - value: What shall stand there; on one line.
    ///   - order: The keys of such a map as they are usually written, so that a new one comes to its place.
    /// - Throws: `UneditableDocument` where that cannot be done without touching anything else; nothing has changed then.
    package mutating func set(
        _ path: [DocumentStep],
        to value: YAMLTree,
        order: [String] = []
    ) throws(UneditableDocument) {
        if let there = tree[path], there.isSame(as: value) { return }
        let spot = try spot(path)
        let wanted = tree.setting(path, to: value)
        func changed(overLines: Bool) -> String? {
            if let node = spot.node { return replacing(node, with: value, spot, overLines: overLines) }
            return inserting(value, spot, order, overLines: overLines)
        }
        // A text with line breaks stands as one reads it, where that is possible at its place.
        if !spot.inFlow, value.hasLines, (try? take(changed(overLines: true), wanted, path)) != nil { return }
        try take(changed(overLines: false), wanted, path)
    }

    /// Takes a member of a map or an element of a list away, with the comments right above an element.
    ///
    /// - Throws: `UneditableDocument` where that cannot be done without touching anything else; nothing has changed then.
    package mutating func remove(_ path: [DocumentStep]) throws(UneditableDocument) {
        guard tree[path] != nil else { return }
        try take(removing(try spot(path)), tree.removing(path), path)
    }

    /// Adds an element behind the last one of a list; a list that is not there yet comes to the end of the document.
    ///
    /// - Throws: `UneditableDocument` where that cannot be done without touching anything else; nothing has changed then.
    package mutating func append(_ value: YAMLTree, to path: [DocumentStep]) throws(UneditableDocument) {
        if tree[path] == nil, case .key(let key) = path.first, path.count == 1 {
            let gap = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
            let lines = "\(gap)\n\(key):\n" + lines(of: value, indent: 2) + "\n"
            try take(text + lines, tree.setting(path, to: .list([value])), path)
            return
        }
        guard case .list(let elements) = tree[path] else { throw UneditableDocument(path: path) }
        let wanted = tree.setting(path, to: .list(elements + [value]))
        try take(appending(value, try spot(path)), wanted, path)
    }

    private static func read(_ text: String) -> (node: YAMLNode, problems: Int)? {
        var reading = YAMLReading()
        guard let node = reading.root(of: text), case .map = node.content else { return nil }
        return (node, reading.problems.count)
    }

    /// Takes a new text where it says what was wanted, and where asked in the same order.
    mutating func take(
        _ text: String?,
        _ wanted: YAMLTree,
        _ path: [DocumentStep],
        inOrder: Bool = false
    ) throws(UneditableDocument) {
        guard let text, let read = DocumentEdit.read(text), read.problems == problems,
            read.node.tree.isSame(as: wanted), !inOrder || read.node.tree.hasOrder(of: wanted)
        else { throw UneditableDocument(path: path) }
        (self.text, tree) = (text, read.node.tree)
    }

    /// What leads to the place that a path names.
    func spot(_ path: [DocumentStep]) throws(UneditableDocument) -> Spot {
        guard let last = path.last, let root = DocumentEdit.read(text)?.node else {
            throw UneditableDocument(path: path)
        }
        let source = SourceText(text)
        var parent = root
        var inFlow = source.isFlow(root)
        var indent = 0
        for step in path.dropLast() {
            guard let next = parent.child(step) else { throw UneditableDocument(path: path) }
            indent = parent.column
            parent = next
            inFlow = inFlow || source.isFlow(parent)
        }
        return Spot(source: source, parent: parent, last: last, inFlow: inFlow, parentIndent: indent)
    }
}

/// A step on the way from the top of a document to a value.
package enum DocumentStep: Sendable, Hashable {
    /// To the member of a map.
    case key(String)
    /// To an element of a list, from 0.
    case element(Int)
}

/// A part of a document is written in a way that cannot be changed in place.
package struct UneditableDocument: Error, Sendable, Hashable {
    /// Which part; empty is all of it.
    package let path: [DocumentStep]
}

/// The place of a value in the text.
struct Spot {
    let source: SourceText
    /// The map or list that it belongs to.
    let parent: YAMLNode
    let last: DocumentStep
    /// Whether the parent is written in braces or brackets, or stands within such.
    let inFlow: Bool
    /// The column of what the parent belongs to.
    let parentIndent: Int

    /// The value that is there.
    var node: YAMLNode? { parent.child(last) }
}

extension YAMLNode {
    func child(_ step: DocumentStep) -> YAMLNode? {
        switch (step, content) {
        case (.key(let key), .map(let members)): members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
        case (.element(let place), .list(let elements)): elements.indices.contains(place) ? elements[place] : nil
        default: nil
        }
    }

    func member(_ step: DocumentStep) -> YAMLNode.Member? {
        guard case .key(let key) = step, case .map(let members) = content else { return nil }
        return members.first { $0.key.utf8.elementsEqual(key.utf8) }
    }
}

extension SourceText {
    /// Whether a list or map is written in brackets or braces.
    func isFlow(_ node: YAMLNode) -> Bool {
        guard let start = offset(line: node.line, column: node.column), start < scalars.count else { return false }
        switch node.content {
        case .text: return false
        case .list: return scalars[start] == "["
        case .map: return scalars[start] == "{"
        }
    }
}

extension YAMLTree {
    /// The tree with a value put where a path leads; a key that is not there comes last.
    func setting(_ path: [DocumentStep], to value: YAMLTree) -> YAMLTree {
        guard let first = path.first else { return value }
        let rest = Array(path.dropFirst())
        switch (first, self) {
        case (.key(let key), .map(var members)):
            if let place = members.firstIndex(where: { $0.key.utf8.elementsEqual(key.utf8) }) {
                members[place].value = members[place].value.setting(rest, to: value)
            } else {
                members.append(Member(key, rest.isEmpty ? value : YAMLTree.map([]).setting(rest, to: value)))
            }
            return .map(members)
        case (.element(let place), .list(var elements)) where elements.indices.contains(place):
            elements[place] = elements[place].setting(rest, to: value)
            return .list(elements)
        default: return self
        }
    }

    /// The tree without what a path leads to.
    fileprivate func removing(_ path: [DocumentStep]) -> YAMLTree {
        guard let first = path.first else { return self }
        let rest = Array(path.dropFirst())
        switch (first, self) {
        case (.key(let key), .map(var members)):
            guard let place = members.firstIndex(where: { $0.key.utf8.elementsEqual(key.utf8) }) else { return self }
            if rest.isEmpty {
                members.remove(at: place)
            } else {
                members[place].value = members[place].value.removing(rest)
            }
            return .map(members)
        case (.element(let place), .list(var elements)) where elements.indices.contains(place):
            if rest.isEmpty { elements.remove(at: place) } else { elements[place] = elements[place].removing(rest) }
            return .list(elements)
        default: return self
        }
    }
}
