/// Whether a text can stand in a header as it is: plain ASCII that cannot be taken for an encoded word, and that has
/// blanks often enough to be folded.
func canStandPlain(_ text: String) -> Bool {
    var (run, previous): (Int, UInt8) = (0, 0)
    for byte in text.utf8 {
        guard (32...126).contains(byte), !(previous == Byte.equals && byte == Byte.question) else { return false }
        run = byte == Byte.space ? 0 : run + 1
        if run > 200 { return false }
        previous = byte
    }
    // Several blanks may be made one on the way.
    return !text.utf8.elementsEqual([]) && !text.contains("  ") || text.isEmpty
}

/// A text that can stand plain, with line ends before its blanks so that lines have about 76 characters.
func folded(_ text: String, after used: Int) -> String {
    var (line, result) = (used, "")
    for (place, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        if place > 0 {
            let isFull = line + 1 + word.utf8.count > 76
            result += isFull ? "\r\n " : " "
            line = isFull ? 1 : line + 1
        }
        result += word
        line += word.utf8.count
    }
    return result
}

/// A name before an address: as it is, in quotation marks, or as encoded words.
func phrase(_ name: String) -> String {
    guard !name.isEmpty else { return "" }
    guard canStandPlain(name), name.utf8.count <= 60 else { return encodedWords(name) }
    let isPlain = name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == Byte.space || $0 == Byte.hyphen }
    return isPlain ? name : "\"\(escaped(name))\""
}

/// A text as encoded words of RFC 2047, each at most 75 characters and whole characters, one a line.
func encodedWords(_ text: String) -> String {
    // 45 bytes are 60 characters in base 64.
    var pieces: [[UInt8]] = [[]]
    for scalar in text.unicodeScalars {
        let bytes = Array(String(scalar).utf8)
        if pieces[pieces.count - 1].count + bytes.count > 42 { pieces.append([]) }
        pieces[pieces.count - 1] += bytes
    }
    return pieces.map { "=?utf-8?B?\(String(decoding: base64($0), as: UTF8.self))?=" }.joined(separator: "\r\n ")
}
