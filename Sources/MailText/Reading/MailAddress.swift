/// Somebody to whom mail can be sent, or from whom it claims to come.
package struct MailAddress: Sendable, Hashable {
    /// What people call her; empty where nothing is said.
    package let name: String
    /// What stands before the at sign, without quotation marks; capitals as they are.
    package let local: String
    /// What stands behind it, in small letters.
    package let domain: String

    /// An address of its parts, which are not looked at.
    package init(name: String = "", local: String, domain: String) {
        self.name = name
        self.local = local
        self.domain = domain.loweredASCII
    }

    /// The address as it is written, such as `aisyah@example.com` or `"a b"@example.com`.
    package var address: String { "\(writtenLocal)@\(domain)" }

    private var writtenLocal: String {
        let atoms = local.utf8.split(separator: Byte.point, omittingEmptySubsequences: false)
        let isPlain = atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isOfAtom } }
        return isPlain ? local : "\"\(escaped(local))\""
    }
}

extension MailAddress {
    /// The one address that `text` is, with or without a name; nil for anything else.
    package init?(_ text: String) {
        let all = MailAddress.list(Array(text.utf8)[...])
        guard all.count == 1 else { return nil }
        self = all[0]
    }

    /// The addresses in a header such as `To`, those in groups among them (RFC 5322, 3.4 and 4.4).
    ///
    /// Comments are passed over, but one behind an address without a name is taken for its name. What is no address is
    /// left out. Letters beyond ASCII are allowed anywhere (RFC 6532).
    ///
    /// - Parameters:
    ///   - bytes: The header's value, unfolded, not decoded.
    ///   - limit: How many at most.
    /// - Returns: In their order.
    /// - Complexity: O(*n*).
    package static func list(_ bytes: MailBytes, limit: Int = MailLimits().addresses) -> [MailAddress] {
        var reader = AddressReader(limit: limit)
        var tokens = AddressTokens(bytes: bytes)
        while reader.found.count < limit, let token = tokens.next() { reader.take(token) }
        reader.close()
        return reader.found
    }
}

/// Quotation marks and backslashes with a backslash before them.
func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        if byte == Byte.quote || byte == Byte.backslash { bytes.append(Byte.backslash) }
        bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
}

extension UInt8 {
    /// Whether it may stand in an atom of a header (RFC 5322, 3.2.3; RFC 6532).
    var isOfAtom: Bool {
        isLetter || isDigit || self >= 0x80 || "!#$%&'*+-/=?^_`{|}~".utf8.contains(self)
    }
}

// MARK: - Tokens

private enum AddressToken {
    /// Letters as they are: a piece of a name, of a local part or of a domain.
    case atom([UInt8])
    /// What stood in quotation marks.
    case quoted([UInt8])
    case comment([UInt8])
    /// `[192.0.2.1]`.
    case literal([UInt8])
    case special(UInt8)
}

private struct AddressTokens {
    let bytes: MailBytes
    var index: Int

    init(bytes: MailBytes) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    mutating func next() -> AddressToken? {
        while index < bytes.endIndex, bytes[index].isBlank || bytes[index].isLineEnd || bytes[index] == 0 { index += 1 }
        guard index < bytes.endIndex else { return nil }
        let byte = bytes[index]
        switch byte {
        case Byte.quote: return .quoted(enclosed(by: Byte.quote))
        case Byte.openParenthesis: return .comment(comment())
        case UInt8(ascii: "["): return .literal(enclosed(by: UInt8(ascii: "]")))
        case Byte.less, Byte.greater, Byte.comma, Byte.semicolon, Byte.colon, Byte.at:
            index += 1
            return .special(byte)
        default: return .atom(atom())
        }
    }

    /// Up to the closing character or the end, backslashes opened.
    private mutating func enclosed(by end: UInt8) -> [UInt8] {
        var text: [UInt8] = []
        index += 1
        while index < bytes.endIndex, bytes[index] != end {
            if bytes[index] == Byte.backslash, index + 1 < bytes.endIndex { index += 1 }
            text.append(bytes[index])
            index += 1
        }
        index += 1
        return text
    }

    private mutating func comment() -> [UInt8] {
        var text: [UInt8] = []
        var depth = 1
        index += 1
        while index < bytes.endIndex {
            var byte = bytes[index]
            index += 1
            if byte == Byte.backslash, index < bytes.endIndex {
                byte = bytes[index]
                index += 1
            } else if byte == Byte.openParenthesis {
                depth += 1
            } else if byte == Byte.closeParenthesis {
                depth -= 1
                if depth == 0 { break }
            }
            text.append(byte)
        }
        return text
    }

    private mutating func atom() -> [UInt8] {
        // Encoded words may hold what ends an atom, where bad programs made them.
        if bytes[index] == Byte.equals, let word = EncodedWord(in: bytes, at: index) {
            defer { index = word.end }
            return Array(bytes[index..<word.end])
        }
        let start = index
        while index < bytes.endIndex, !endsAtom(bytes[index]) {
            if index > start, bytes[index] == Byte.equals, EncodedWord(in: bytes, at: index) != nil { break }
            index += 1
        }
        return Array(bytes[start..<index])
    }

    private func endsAtom(_ byte: UInt8) -> Bool {
        switch byte {
        case Byte.quote, Byte.openParenthesis, UInt8(ascii: "["), Byte.less, Byte.greater, Byte.comma, Byte.semicolon,
            Byte.colon, Byte.at, Byte.space, Byte.tab, Byte.carriageReturn, Byte.lineFeed, 0:
            true
        default: false
        }
    }
}

// MARK: - Addresses

private struct AddressReader {
    let limit: Int
    var found: [MailAddress] = []
    /// What came since the last comma, outside of angle brackets.
    private var words: [AddressToken] = []
    /// What stands in angle brackets; nil before they were opened.
    private var angle: [AddressToken]?
    private var isInAngle = false
    private var comment: [UInt8]?

    init(limit: Int) {
        self.limit = limit
    }

    mutating func take(_ token: AddressToken) {
        switch token {
        case .comment(let text): comment = comment ?? text
        case .special(Byte.less) where !isInAngle:
            angle = []
            isInAngle = true
        case .special(Byte.greater): isInAngle = false
        case .special(Byte.comma) where !isInAngle, .special(Byte.semicolon): close()
        case .special(Byte.colon):
            // The name of a group ends here, or an old route within the brackets.
            if isInAngle { angle = [] } else { words = [] }
        default:
            if isInAngle { angle?.append(token) } else if angle == nil { words.append(token) }
        }
    }

    mutating func close() {
        defer {
            words = []
            angle = nil
            isInAngle = false
            comment = nil
        }
        guard found.count < limit else { return }
        if let angle {
            if let (_, local, domain) = split(angle) { add(name: words, local, domain) }
        } else if let (before, local, domain) = split(words) {
            add(name: before, local, domain)
        }
    }

    private mutating func add(name: [AddressToken], _ local: [UInt8], _ domain: [UInt8]) {
        var defects = DefectList()
        var phrase: [UInt8] = []
        for token in name {
            if !phrase.isEmpty { phrase.append(Byte.space) }
            switch token {
            case .atom(let text), .quoted(let text), .literal(let text): phrase += text
            case .special(let byte): phrase.append(byte)
            case .comment: break
            }
        }
        let said = phrase.isEmpty ? comment ?? [] : phrase
        let name = wordsDecoded(said[...], &defects).onOneLine
        let (local, domain) = (local[...].repaired.onOneLine, domain[...].repaired.onOneLine)
        if !local.isEmpty, !domain.isEmpty { found.append(MailAddress(name: name, local: local, domain: domain)) }
    }

    /// Local part and domain around the last at sign, and what stands before them.
    private func split(_ tokens: [AddressToken]) -> (before: [AddressToken], local: [UInt8], domain: [UInt8])? {
        guard
            let at = tokens.lastIndex(where: { if case .special(Byte.at) = $0 { true } else { false } }), at > 0
        else { return nil }
        var domain: [UInt8] = []
        loop: for token in tokens[(at + 1)...] {
            switch token {
            case .literal(let text) where domain.isEmpty:
                domain = [UInt8(ascii: "[")] + text + [UInt8(ascii: "]")]
                break loop
            case .atom(let text):
                // "example . com" is one; two words without a point between them are not.
                guard domain.isEmpty || domain.last == Byte.point || text.first == Byte.point else { break loop }
                domain += text
            default: break loop
            }
        }
        var (start, local) = (at, [] as [UInt8])
        while start > 0, let text = pieceOfLocal(tokens[start - 1]) {
            guard local.isEmpty || local.first == Byte.point || text.last == Byte.point else { break }
            local = text + local
            start -= 1
        }
        return (Array(tokens[..<start]), local, domain)
    }

    private func pieceOfLocal(_ token: AddressToken) -> [UInt8]? {
        switch token {
        case .atom(let text), .quoted(let text): text
        default: nil
        }
    }
}
