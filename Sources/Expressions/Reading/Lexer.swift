/// Cuts a text into tokens.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Syntax".
struct Lexer {
    let bytes: [UInt8]
    var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// All tokens, the last of which is `.end`.
    mutating func tokens() throws(Complaint) -> [Token] {
        var tokens: [Token] = []
        while true {
            let token = try next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private mutating func next() throws(Complaint) -> Token {
        skipBlanks()
        let start = place
        guard let byte = peek() else { return Token(kind: .end, range: TextRange(start: start, end: start)) }
        let kind: Token.Kind
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            kind = try number()
        case UInt8(ascii: "."):
            if let after = peek(1), isDigit(after) {
                kind = try number()
            } else {
                place += 1
                kind = .symbol(.dot)
            }
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            kind = try text(raw: false, bytes: false, from: start)
        case UInt8(ascii: "`"):
            kind = try quotedIdentifier()
        case _ where isLetter(byte):
            if let prefix = quotePrefix() {
                place += prefix.length
                kind = try text(raw: prefix.raw, bytes: prefix.bytes, from: start)
            } else {
                while let byte = peek(), isLetter(byte) || isDigit(byte) {
                    place += 1
                }
                kind = .identifier(String(decoding: bytes[start..<place], as: UTF8.self))
            }
        default:
            kind = .symbol(try symbol(byte))
        }
        return Token(kind: kind, range: TextRange(start: start, end: place))
    }

    func peek(_ ahead: Int = 0) -> UInt8? {
        place + ahead < bytes.count ? bytes[place + ahead] : nil
    }

    private mutating func skipBlanks() {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C:
                place += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                while let byte = peek(), byte != UInt8(ascii: "\n") {
                    place += 1
                }
            default:
                return
            }
        }
    }

    private mutating func symbol(_ byte: UInt8) throws(Complaint) -> Symbol {
        if let after = peek(1) {
            let pair = String(decoding: [byte, after], as: UTF8.self)
            if let symbol = Symbol(rawValue: pair) {
                place += 2
                return symbol
            }
        }
        if let symbol = Symbol(rawValue: String(decoding: [byte], as: UTF8.self)) {
            place += 1
            return symbol
        }
        throw unexpected(byte)
    }

    private func unexpected(_ byte: UInt8) -> Complaint {
        var end = place + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 {
            end += 1
        }
        let range = TextRange(start: place, end: end)
        let hint: String? =
            switch byte {
            case UInt8(ascii: "&"): "write && for \"and\""
            case UInt8(ascii: "|"): "write || for \"or\""
            case UInt8(ascii: "="): "write == to compare"
            default: nil
            }
        let sign = String(decoding: bytes[place..<end], as: UTF8.self)
        return Complaint(.syntax, range, "the sign \(sign) means nothing here", hint: hint)
    }

    private mutating func quotedIdentifier() throws(Complaint) -> Token.Kind {
        let start = place
        place += 1
        while let byte = peek(), byte != UInt8(ascii: "`") {
            guard isLetter(byte) || isDigit(byte) || " ./-".utf8.contains(byte) else { break }
            place += 1
        }
        guard peek() == UInt8(ascii: "`"), place > start + 1 else {
            throw Complaint(.syntax, TextRange(start: start, end: place), "a name in backquotes is not finished")
        }
        place += 1
        return .quotedIdentifier(String(decoding: bytes[start + 1..<place - 1], as: UTF8.self))
    }

    /// What stands before the quote of a string: `r`, `b`, both in either order, of either case; nil where no quote
    /// follows.
    private func quotePrefix() -> (length: Int, raw: Bool, bytes: Bool)? {
        var raw = false
        var isBytes = false
        for length in 1...3 {
            guard let byte = peek(length - 1) else { return nil }
            switch byte {
            case UInt8(ascii: "r"), UInt8(ascii: "R"):
                guard !raw else { return nil }
                raw = true
            case UInt8(ascii: "b"), UInt8(ascii: "B"):
                guard !isBytes else { return nil }
                isBytes = true
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                return (length - 1, raw, isBytes)
            default:
                return nil
            }
        }
        return nil
    }

    func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: false
        }
    }

    func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
