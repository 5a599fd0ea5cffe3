/// What a file of CSV may begin with, so that Excel takes it for UTF-8.
package let csvByteOrderMark = "\u{FEFF}"

/// A row of comma-separated values as RFC 4180 has it, its end included.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front of it (OWASP ASVS 1.2.10).
package func csvRow(_ texts: [String]) -> String {
    texts.map(csvField).joined(separator: ",") + "\r\n"
}

private func csvField(_ text: String) -> String {
    var text = text
    if let first = text.utf8.first, "=+-@\t\r".utf8.contains(first), Int64(text) == nil { text = "'" + text }
    guard text.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
        if scalar == "\"" { quoted += "\"" }
        quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
}
