/// The text of a header, its encoded words (RFC 2047) read and everything else as it stands.
///
/// Neighbours with nothing but blanks between them are one text, and what was cut in the middle of a character comes
/// together again. What only looks like an encoded word stands for itself.
///
/// - Parameters:
///   - bytes: The header's value, unfolded.
///   - fallback: For bytes that are neither ASCII nor UTF-8.
///   - defects: Gets what was wrong.
/// - Returns: The text; it may hold control characters.
/// - Complexity: O(*n*).
func wordsDecoded(_ bytes: MailBytes, fallback: Charset = .ascii, _ defects: inout DefectList) -> String {
    guard bytes.contains(Byte.question) else { return plain(bytes, fallback, &defects) }
    var text = ""
    var charset: Charset?
    var pending: [UInt8] = []
    var (plainStart, index) = (bytes.startIndex, bytes.startIndex)
    while index < bytes.endIndex {
        guard bytes[index] == Byte.equals, let word = EncodedWord(in: bytes, at: index) else {
            index += 1
            continue
        }
        let between = bytes[plainStart..<index]
        let isNext = charset != nil && between.allSatisfy { $0.isBlank || $0.isLineEnd }
        if !isNext || charset != word.charset {
            if let charset { text += charset.text(of: pending[...], &defects) }
            pending = []
        }
        if !isNext { text += plain(between, fallback, &defects) }
        charset = word.charset
        pending += word.decoded(&defects)
        index = word.end
        plainStart = index
    }
    if let charset { text += charset.text(of: pending[...], &defects) }
    return text + plain(bytes[plainStart...], fallback, &defects)
}

private func plain(_ bytes: MailBytes, _ fallback: Charset, _ defects: inout DefectList) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return fallback.text(of: bytes, &defects)
}

/// `=?utf-8?Q?caf=C3=A9?=`.
struct EncodedWord {
    let charset: Charset
    let isBase64: Bool
    let text: MailBytes
    /// Behind its last character.
    let end: Int

    /// The encoded word that begins at `start`, or nil where none does.
    init?(in bytes: MailBytes, at start: Int) {
        guard start + 1 < bytes.endIndex, bytes[start] == Byte.equals, bytes[start + 1] == Byte.question else {
            return nil
        }
        var index = start + 2
        while index < bytes.endIndex, index - start < 66, bytes[index].isOfToken { index += 1 }
        let name = bytes[start + 2..<index]
        guard
            !name.isEmpty, index + 2 < bytes.endIndex, bytes[index] == Byte.question,
            bytes[index + 2] == Byte.question
        else { return nil }
        switch bytes[index + 1].lowered {
        case UInt8(ascii: "b"): isBase64 = true
        case UInt8(ascii: "q"): isBase64 = false
        default: return nil
        }
        let textStart = index + 3
        index = textStart
        while index < bytes.endIndex, bytes[index] != Byte.question { index += 1 }
        guard index + 1 < bytes.endIndex, bytes[index + 1] == Byte.equals else { return nil }
        // RFC 2231 allows a language behind a star.
        charset = Charset(named: name.prefix { $0 != UInt8(ascii: "*") }.repaired)
        text = bytes[textStart..<index]
        end = index + 2
    }

    func decoded(_ defects: inout DefectList) -> [UInt8] {
        if isBase64 { return base64Decoded(text, &defects) }
        let spaced = text.map { $0 == Byte.underscore ? Byte.space : $0 }
        var bytes: [UInt8] = []
        var index = 0
        while index < spaced.count {
            if spaced[index] == Byte.equals, index + 2 < spaced.count, let high = spaced[index + 1].hexDigit,
                let low = spaced[index + 2].hexDigit
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                if spaced[index] == Byte.equals { defects.add(.brokenEncoding) }
                bytes.append(spaced[index])
                index += 1
            }
        }
        return bytes
    }
}

extension UInt8 {
    /// Whether it may stand in a token of MIME or in the name of a character set.
    var isOfToken: Bool {
        guard (33...126).contains(self) else { return false }
        switch self {
        case Byte.openParenthesis, Byte.closeParenthesis, Byte.less, Byte.greater, Byte.at, Byte.comma, Byte.semicolon,
            Byte.colon, Byte.backslash, Byte.quote, UInt8(ascii: "/"), UInt8(ascii: "["), UInt8(ascii: "]"),
            Byte.question, Byte.equals:
            return false
        default: return true
        }
    }
}
