extension JSON {
    /// The one way to write this value: keys sorted by their UTF-8 bytes at every level, no white space.
    ///
    /// Equal values give equal bytes, so it can be hashed, compared and signed. Strings are not normalised and decimals
    /// not reduced: what differs stays different.
    ///
    /// - Complexity: O(*n*) in the bytes written, and O(*k* log *k*) in the keys of an object that is not sorted yet.
    package var canonical: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        bytes.append(sorted: self, indentation: nil)
        return bytes
    }

    /// The canonical form as a string.
    package var text: String { String(decoding: canonical, as: UTF8.self) }

    /// The value for people to read: keys sorted, one member or element a line, two spaces a level.
    ///
    /// No line feed at the end. Read again it gives an equal value.
    package var pretty: String {
        var bytes: [UInt8] = []
        bytes.append(sorted: self, indentation: 0)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Appends a value, members by the bytes of their keys.
    ///
    /// - Parameters:
    ///   - value: What to write; a decimal that is no number is a fault.
    ///   - indentation: In spaces, that of the line the value begins on; nothing for a text without white space.
    fileprivate mutating func append(sorted value: JSON, indentation: Int?) {
        switch value {
        case .null:
            append(word: "null")
        case .bool(let value):
            append(word: value ? "true" : "false")
        case .integer(let value):
            append(decimalDigitsOf: value)
        case .decimal(let text):
            append(numberText: text)
        case .string(let text):
            appendQuoted(text)
        case .array(let elements):
            let inner = indentation.map { $0 + 2 }
            append(Byte.openBracket)
            for (place, element) in elements.enumerated() {
                if place > 0 { append(Byte.comma) }
                appendLineBreak(before: inner)
                append(sorted: element, indentation: inner)
            }
            if !elements.isEmpty { appendLineBreak(before: indentation) }
            append(Byte.closeBracket)
        case .object(let object):
            let inner = indentation.map { $0 + 2 }
            let members = object.membersByKey
            append(Byte.openBrace)
            for (place, member) in members.enumerated() {
                if place > 0 { append(Byte.comma) }
                appendLineBreak(before: inner)
                appendQuoted(member.key)
                append(Byte.colon)
                if inner != nil { append(Byte.space) }
                append(sorted: member.value, indentation: inner)
            }
            if !members.isEmpty { appendLineBreak(before: indentation) }
            append(Byte.closeBrace)
        }
    }

    private mutating func appendLineBreak(before indentation: Int?) {
        guard let indentation else { return }
        append(Byte.lineFeed)
        append(contentsOf: repeatElement(Byte.space, count: indentation))
    }
}
