/// What a file of CSV may begin with, so that Excel takes it for UTF-8.
package let csvByteOrderMark = "\u{FEFF}"

/// A row of comma-separated values as RFC 4180 has it, its end included.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front of it (OWASP ASVS 1.2.10); a number
/// below zero is none.
package func csvRow(_ texts: [String]) -> String {
    texts.map(csvField).joined(separator: ",") + "\r\n"
}

/// Whether it is a number as we write them: digits, one point at most, perhaps a minus in front.
private func isNumber(_ text: String) -> Bool {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
    guard text.utf8.count - digits.count <= 1, let first = digits.first, (48...57).contains(first) else { return false }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } }
}

private func csvField(_ text: String) -> String {
    var text = text
    if let first = text.utf8.first, "=+-@\t\r".utf8.contains(first), !isNumber(text) { text = "'" + text }
    guard text.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
        if scalar == "\"" { quoted += "\"" }
        quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
}
