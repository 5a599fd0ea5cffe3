extension Lexer {
    /// A string or bytes, from the quote at the place; one or three quotes, raw or with escapes.
    ///
    /// - SeeAlso: cel-spec, `langdef.md`, "String and Bytes Values".
    mutating func text(raw: Bool, bytes isBytes: Bool, from start: Int) throws(Complaint) -> Token.Kind {
        guard let quote = peek() else { throw unfinished(from: start) }
        let isTriple = peek(1) == quote && peek(2) == quote
        place += isTriple ? 3 : 1
        var content: [UInt8] = []
        while true {
            guard let byte = peek() else { throw unfinished(from: start) }
            if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
                place += isTriple ? 3 : 1
                break
            }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r"), !isTriple { throw unfinished(from: start) }
            if byte == UInt8(ascii: "\\") {
                if raw {
                    // A raw string keeps the backslash, which still guards a quote.
                    content.append(byte)
                    place += 1
                    guard let guarded = peek() else { throw unfinished(from: start) }
                    content.append(guarded)
                    place += 1
                } else {
                    try escape(into: &content, bytes: isBytes)
                }
            } else {
                content.append(byte)
                place += 1
            }
        }
        return isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
    }

    private func unfinished(from start: Int) -> Complaint {
        Complaint(
            .syntax,
            TextRange(start: start, end: place),
            "the string is not finished",
            hint: "close it with its quote"
        )
    }

    private mutating func escape(into content: inout [UInt8], bytes isBytes: Bool) throws(Complaint) {
        let start = place
        place += 1
        guard let sign = peek() else { throw unfinished(from: start) }
        place += 1
        switch sign {
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            content.append(sign)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            try append(digits(2, radix: 16, from: start), to: &content, bytes: isBytes, from: start)
        case UInt8(ascii: "u") where !isBytes:
            try append(digits(4, radix: 16, from: start), to: &content, bytes: false, from: start)
        case UInt8(ascii: "U") where !isBytes:
            try append(digits(8, radix: 16, from: start), to: &content, bytes: false, from: start)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            place -= 1
            try append(digits(3, radix: 8, from: start), to: &content, bytes: isBytes, from: start)
        default:
            throw Complaint(
                .syntax,
                TextRange(start: start, end: place),
                "the string has an escape that does not exist",
                hint: "write \\\\ for a backslash, or r\"...\" for a string without escapes"
            )
        }
    }

    private mutating func digits(_ count: Int, radix: UInt32, from start: Int) throws(Complaint) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            let digit: UInt32? = peek().flatMap { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 48
                case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 87
                case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 55
                default: nil
                }
            }
            guard let digit, digit < radix else {
                throw Complaint(
                    .syntax,
                    TextRange(start: start, end: place),
                    "the escape needs \(count) \(radix == 8 ? "octal" : "hexadecimal") digits"
                )
            }
            value = value &* radix &+ digit
            place += 1
        }
        return value
    }

    private func append(_ code: UInt32, to content: inout [UInt8], bytes isBytes: Bool, from start: Int)
        throws(Complaint)
    {
        if isBytes {
            content.append(UInt8(truncatingIfNeeded: code))
            return
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw Complaint(.syntax, TextRange(start: start, end: place), "the escape is not a code point")
        }
        content.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
