package import SetiaCore

/// A word with which somebody says that she wants no more (rule K-15).
package struct StopWord: Sendable, Hashable {
    /// As it is written, in small letters.
    package let word: Key
    /// The language that it is of.
    package let language: Key
    /// Whether it is an everyday answer too, such as "no" or "cancel": then it stops only what it answers, a promotion.
    package let isEverydayAnswer: Bool

    /// The stop word that a whole message is; nil for anything else.
    ///
    /// Blanks, quotation marks and marks that end a sentence do not count, nor do capitals. A word within a sentence is
    /// none: "stop by tomorrow" is read by people.
    ///
    /// - Parameters:
    ///   - text: What she wrote; whoever answers sees it all the same.
    ///   - answersPromotion: Whether the last that she got by this channel was a promotion.
    /// - Returns: The word; nil also for an everyday answer that answers no promotion.
    package static func of(_ text: String, answersPromotion: Bool) -> StopWord? {
        guard text.utf8.count <= 200 else { return nil }
        let word = Key(bare(text))
        guard let found = all.first(where: { $0.word == word }) else { return nil }
        return found.isEverydayAnswer && !answersPromotion ? nil : found
    }

    /// All there are: English, Malay, Indonesian, Thai, and what Chinese members write.
    package static let all: [StopWord] = [
        words("en", "stop", "stopall", "stop all", "unsubscribe", "opt out", "optout", "quit", "remove me"),
        words("en", everyday: true, "cancel", "end", "no"),
        words("ms", "berhenti", "henti", "hentikan", "nyahlanggan"),
        words("ms", everyday: true, "batal", "tidak", "tak nak", "taknak"),
        words("id", "berhenti langganan", "unsub", "setop"),
        words("id", everyday: true, "batalkan", "tidak mau", "nggak"),
        words("th", "หยุด", "เลิกติดตาม", "ยกเลิกการรับข่าวสาร", "ไม่รับข่าวสาร"),
        words("th", everyday: true, "ยกเลิก", "ไม่", "ไม่เอา"),
        words("zh", "停止", "退订", "退訂"),
    ].flatMap(\.self)

    private static func words(_ language: Key, everyday: Bool = false, _ words: String...) -> [StopWord] {
        words.map { StopWord(word: Key($0), language: language, isEverydayAnswer: everyday) }
    }
}

/// Small letters, one blank between words, nothing at the ends but letters and digits.
private func bare(_ text: String) -> String {
    var words: [String.UnicodeScalarView] = [String.UnicodeScalarView()]
    for scalar in text.unicodeScalars {
        if scalar.properties.isWhitespace || scalar == "\u{200B}" || scalar == "\u{FEFF}" {
            if words.last?.isEmpty == false { words.append(String.UnicodeScalarView()) }
        } else {
            words[words.count - 1].append(scalar)
        }
    }
    var line = words.filter { !$0.isEmpty }.map { String($0).lowercased() }.joined(separator: " ").unicodeScalars
    while let last = line.last, isMark(last) { line.removeLast() }
    while let first = line.first, isMark(first) { line.removeFirst() }
    return String(line)
}

private func isMark(_ scalar: Unicode.Scalar) -> Bool {
    ".,!?;:\"'()[]*_-~…“”‘’«»。！？ ".unicodeScalars.contains(scalar)
}
