/// A text as what is new in it and what is quoted of the mail that it answers; together they are all of it.
package struct SplitReply: Sendable, Hashable {
    /// What the sender wrote, without empty lines at its ends.
    package let new: String
    /// What she quotes, with the line that says whose words these are; empty where she quotes nothing.
    package let quoted: String

    /// Tells apart what is new in a text.
    ///
    /// For display only: it is a guess, and where nothing would be new all of it is. Answers between the quoted lines
    /// are new; what stands below a line such as "Original Message" is quoted whether it is marked or not.
    ///
    /// - Parameter text: Plain, with line feeds.
    /// - Complexity: O(*n*).
    package init(_ text: String) {
        let lines = text.utf8.split(separator: Byte.lineFeed, omittingEmptySubsequences: false).map { Array($0)[...] }
        var isQuoted = lines.map { $0.first == Byte.greater }
        let tail = lines.indices.first { beginsTail(lines, $0) } ?? lines.count
        for index in tail..<lines.count { isQuoted[index] = true }
        for index in lines.indices where isQuoted[index] && (index == 0 || !isQuoted[index - 1]) {
            for line in attribution(lines, before: index) { isQuoted[line] = true }
        }
        let new = joined(lines.indices.filter { !isQuoted[$0] }.map { lines[$0] })
        if new.isEmpty {
            self.new = text
            quoted = ""
        } else {
            self.new = new
            quoted = joined(lines.indices.filter { isQuoted[$0] }.map { lines[$0] })
        }
    }
}

private func joined(_ lines: [MailBytes]) -> String {
    var lines = lines[...]
    while let first = lines.first, first.trimmed.isEmpty { lines.removeFirst() }
    while let last = lines.last, last.trimmed.isEmpty { lines.removeLast() }
    return String(decoding: Array(lines.joined(separator: [Byte.lineFeed])), as: UTF8.self)
}

/// Whether everything from this line on is the mail that is answered, as programs put it that mark no lines.
private func beginsTail(_ lines: [MailBytes], _ index: Int) -> Bool {
    let line = lines[index].trimmed
    guard line.count < 200 else { return false }
    if line.starts(with: "-----".utf8) || line.starts(with: "_____".utf8) {
        let words = line.filter { $0 != Byte.hyphen && $0 != Byte.underscore }[...].trimmed.lowered
        if originalWords.contains(words) { return true }
        return words.isEmpty && line.count >= 20 && index + 1 < lines.count && isHeaderBlock(lines, index + 1)
    }
    return isHeaderBlock(lines, index)
}

private let originalWords = [
    "original message", "forwarded message", "mesej asal", "pesan asli", "pesan asal", "mesej dimajukan",
    "pesan terusan", "ข้อความต้นฉบับ", "ข้อความเดิม",
]

/// `From:`, `Sent:`, `To:`, `Subject:` one below the other, in our languages.
private func isHeaderBlock(_ lines: [MailBytes], _ start: Int) -> Bool {
    guard lines[start].prefix(60).contains(Byte.colon) else { return false }
    let block = lines[start..<min(start + 6, lines.count)].prefix { !$0.trimmed.isEmpty }
    func has(_ words: [String], _ lines: ArraySlice<MailBytes>) -> Bool {
        lines.contains { line in
            let label = line.prefix(60).filter { $0 != UInt8(ascii: "*") }[...].trimmed.lowered
            return words.contains { label.hasPrefix($0) }
        }
    }
    return has(["from:", "dari:", "daripada:", "จาก:"], block.prefix(1))
        && has(["to:", "kepada:", "untuk:", "ถึง:"], block) && has(["subject:", "subjek:", "perihal:", "เรื่อง:"], block)
}

/// The line or lines before quoted ones that say who wrote them and when, if that is what they are.
private func attribution(_ lines: [MailBytes], before index: Int) -> Range<Int> {
    var end = index
    while end > 0, index - end < 2, lines[end - 1].trimmed.isEmpty { end -= 1 }
    guard end > 0 else { return index..<index }
    let last = lines[end - 1].trimmed
    let endings = ["wrote:", "writes:", "menulis:", "tulis:", "เขียน:", "เขียนว่า:"]
    guard last.count < 300, endings.contains(where: { last.lowered.hasSuffix($0) }) else { return index..<index }
    // Programs fold it: it begins at a line that begins as such lines do, at most three further up.
    let beginnings = ["on ", "pada ", "in ", "เมื่อ", "ใน", "at "]
    for start in stride(from: end - 1, through: max(0, end - 4), by: -1) {
        let line = lines[start].trimmed
        if line.isEmpty { break }
        if beginnings.contains(where: { line.lowered.hasPrefix($0) }) { return start..<index }
    }
    return (end - 1)..<index
}
