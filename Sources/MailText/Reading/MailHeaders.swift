/// One header of a mail.
package struct HeaderField: Sendable, Hashable {
    /// As it was written.
    package let name: String
    /// The value unfolded, without blanks at its ends, not decoded.
    package let raw: [UInt8]

    /// A header by its name and unfolded value.
    package init(name: String, raw: [UInt8]) {
        self.name = name
        self.raw = raw
    }

    /// The value as people read it: encoded words read, on one line whatever stands in them.
    package var text: String {
        var defects = DefectList()
        return wordsDecoded(raw[...], &defects).onOneLine
    }
}

/// The headers of a mail or of a part, in their order.
package struct MailHeaders: Sendable, Hashable {
    /// From top to bottom.
    package private(set) var fields: [HeaderField] = []

    /// The first header of that name; capitals make no difference.
    package func first(_ name: String) -> HeaderField? {
        let name = name.loweredASCII
        return fields.first { $0.name.loweredASCII == name }
    }

    /// All headers of that name, from top to bottom.
    package func all(_ name: String) -> [HeaderField] {
        let name = name.loweredASCII
        return fields.filter { $0.name.loweredASCII == name }
    }

    /// The text of the first header of that name.
    package func text(_ name: String) -> String? { first(name)?.text }

    /// The headers at the beginning of `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: A mail, a part, or a block of a report.
    ///   - limit: How many bytes are looked at; later headers are passed over.
    ///   - defects: Gets what was wrong.
    /// - Returns: The headers, and where the body begins: behind the first empty line, or at the first line that is no
    ///   header.
    static func read(_ bytes: MailBytes, limit: Int, _ defects: inout DefectList) -> (MailHeaders, body: Int) {
        var reader = HeaderReader(bytes: bytes, limit: limit)
        reader.run(&defects)
        return (MailHeaders(fields: reader.fields), reader.position)
    }
}

private struct HeaderReader {
    let bytes: MailBytes
    let limit: Int
    var fields: [HeaderField] = []
    var position: Int
    private var name: String?
    private var value: [UInt8] = []

    init(bytes: MailBytes, limit: Int) {
        self.bytes = bytes
        self.limit = limit
        position = bytes.startIndex
    }

    mutating func run(_ defects: inout DefectList) {
        // The line with which a mailbox file begins each mail.
        if bytes.hasWord("from ", at: position) { position = bytes.line(from: position).next }
        while position < bytes.endIndex {
            let (end, next) = bytes.line(from: position)
            let line = bytes[position..<end]
            if line.isEmpty {
                position = next
                break
            }
            let isBeyond = next - bytes.startIndex > limit
            if isBeyond { defects.add(.headerTooLong) }
            if line.first?.isBlank == true {
                if name == nil, !isBeyond { defects.add(.brokenHeader) }
                if !isBeyond { value += line }
            } else if let colon = colon(in: line) {
                close()
                if !isBeyond {
                    name = line[..<colon].trimmed.repaired
                    value = Array(line[(colon + 1)...])
                }
            } else {
                defects.add(.brokenHeader)
                break
            }
            position = next
        }
        close()
    }

    /// Where the name ends, or nil where the line is no header.
    private func colon(in line: MailBytes) -> Int? {
        guard let colon = line.firstIndex(of: Byte.colon), colon > line.startIndex else { return nil }
        var end = colon
        while end > line.startIndex, line[end - 1].isBlank { end -= 1 }
        return line[..<end].allSatisfy { (33...126).contains($0) } ? colon : nil
    }

    private mutating func close() {
        if let name { fields.append(HeaderField(name: name, raw: Array(value[...].trimmed))) }
        name = nil
        value = []
    }
}
