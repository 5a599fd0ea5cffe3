// How values are written over several lines, as a person would: texts behind a bar, maps with a line a key.

extension YAMLTree {
    /// Whether a text with a line break is among its values.
    var hasLines: Bool {
        switch self {
        case .text(let text): text.utf8.contains(UInt8(ascii: "\n"))
        case .list(let elements): elements.contains(where: \.hasLines)
        case .map(let members): members.contains { $0.value.hasLines }
        }
    }

    /// Whether both have their keys in the same order; what they say is compared elsewhere.
    func hasOrder(of other: YAMLTree) -> Bool {
        switch (self, other) {
        case (.list(let one), .list(let other)): zip(one, other).allSatisfy { $0.hasOrder(of: $1) }
        case (.map(let one), .map(let other)):
            zip(one, other).allSatisfy { $0.key.utf8.elementsEqual($1.key.utf8) && $0.value.hasOrder(of: $1.value) }
        default: true
        }
    }

    /// What comes behind a key and its colon: on the same line without a leading break, or on lines below it.
    ///
    /// - Parameter indent: How many spaces stand before the key.
    /// - Returns: Without a break behind the last line.
    func writtenOverLines(behindKeyAt indent: Int) -> String {
        let deeper = indent + 2
        let space = String(repeating: " ", count: deeper)
        switch self {
        case .text(let text):
            guard let lines = YAMLTree.barred(text) else { return written() }
            let body = lines.lines.map { $0.isEmpty ? "" : space + $0 }.joined(separator: "\n")
            return "\(lines.head)\n\(body)"
        case .map(let members) where fitsOnALine == false && !members.isEmpty:
            return members.map { "\n" + $0.lines(indent: deeper) }.joined()
        case .list(let elements) where fitsOnALine == false && !elements.isEmpty:
            return elements.map { "\n\(space)- \($0.written())" }.joined()
        default: return written()
        }
    }

    /// Whether a person would write it on one line.
    private var fitsOnALine: Bool { !hasLines && written().unicodeScalars.count <= 100 }

    /// The lines of a text behind a bar; none where it can only stand in quotes.
    private static func barred(_ text: String) -> (head: String, lines: [Substring])? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 1, lines[0].first != " ", !lines[0].isEmpty else { return nil }
        let isEnded = lines.last?.isEmpty ?? false
        if isEnded { lines.removeLast() }
        guard lines.last?.isEmpty == false,
            !text.unicodeScalars.contains(where: { $0 != "\n" && $0 != "\t" && mustBeEscaped($0) })
        else { return nil }
        return (isEnded ? "|" : "|-", lines)
    }
}

extension YAMLTree.Member {
    /// A member of a map on lines of its own; without the break behind the last.
    func lines(indent: Int) -> String {
        let written = value.writtenOverLines(behindKeyAt: indent)
        let head = String(repeating: " ", count: indent) + YAMLTree.scalar(key, inFlow: true) + ":"
        return head + (written.first == "\n" ? "" : " ") + written
    }
}
