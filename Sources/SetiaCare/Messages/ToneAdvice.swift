package import SetiaCore

extension [ToneList] {
    /// What is worth a second look in a text: words to avoid, hollow claims, names that are written in another way; it blocks
    /// nothing (rules K-18 and Z-5).
    ///
    /// Capitals, kinds of apostrophes and line ends do not count, and a word is none as a part of another; languages without
    /// blanks have no such ends. A name is one where it stands in other capitals than its own.
    ///
    /// - Parameters:
    ///   - text: What somebody writes.
    ///   - language: In which language; lists of others are not asked.
    /// - Returns: Each once, by list, in the order of the words there.
    package func advice(on text: String, in language: Key) -> [ConceptProblem.Kind] {
        let exact = spoken(text)
        let small = spoken(text.lowercased())
        var found: [ConceptProblem.Kind] = []
        for list in self where list.language == language {
            let kinds =
                list.avoid.filter { small.count(of: $0.text.lowercased()) > 0 }.map {
                    ConceptProblem.Kind.wordToAvoid($0)
                }
                + list.hollow.filter { small.count(of: $0.text.lowercased()) > 0 }
                .map { ConceptProblem.Kind.hollowClaim($0) }
                + list.names.filter { small.count(of: $0.text.lowercased()) > exact.count(of: $0.text) }
                .map { ConceptProblem.Kind.nameSpelling($0) }
            for kind in kinds where !found.contains(kind) { found.append(kind) }
        }
        return found
    }
}

/// The bytes of a text, with one blank for blanks and line ends in a row, and one kind of apostrophe.
private func spoken(_ text: String) -> [UInt8] {
    var result = ""
    var isBlank = false
    for scalar in text.unicodeScalars {
        if scalar.properties.isWhitespace {
            isBlank = true
            continue
        }
        if isBlank { result.unicodeScalars.append(" ") }
        isBlank = false
        result.unicodeScalars.append(scalar == "\u{2019}" || scalar == "\u{2BC}" ? "'" : scalar)
    }
    return Array(result.utf8)
}

extension [UInt8] {
    /// How often words stand in it, not as a part of others.
    fileprivate func count(of words: String) -> Int {
        let words = spoken(words)
        guard let first = words.first, let last = words.last, count >= words.count else { return 0 }
        var found = 0
        for start in 0...(count - words.count)
        where self[start] == first && self[start..<(start + words.count)].elementsEqual(words) {
            let end = start + words.count
            let isOpen = start == 0 || !self[start - 1].isASCIILetter || !first.isASCIILetter
            let isClosed = end == count || !self[end].isASCIILetter || !last.isASCIILetter
            if isOpen, isClosed { found += 1 }
        }
        return found
    }
}

extension UInt8 {
    fileprivate var isASCIILetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
