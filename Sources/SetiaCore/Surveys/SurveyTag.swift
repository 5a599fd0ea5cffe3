/// What the words of an answer are about, in a word or two of those who read them, such as `waiting-time` (rule Q-14).
///
/// Small letters, digits and hyphens of any script: "Waiting time", "waiting_time" and "waiting-time" are one.
package struct SurveyTag: Sendable, Hashable {
    /// As it is kept.
    package let key: Key

    /// The longest that one may be, in characters.
    package static let longest = 40
    /// So many an answer may have.
    package static let mostAnAnswer = 10
    /// So many a brand may use over all its surveys.
    package static let mostOfBrand = 200

    /// The tag that somebody wrote; none where nothing of it is left, or it is too long.
    ///
    /// - Parameter text: As it was written.
    package init?(_ text: String) {
        var kept = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar.properties.generalCategory {
            case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter, .nonspacingMark,
                .spacingMark, .decimalNumber:
                kept.unicodeScalars.append(scalar)
            default:
                if !kept.isEmpty, kept.unicodeScalars.last != "-" { kept.unicodeScalars.append("-") }
            }
        }
        while kept.unicodeScalars.last == "-" { kept.unicodeScalars.removeLast() }
        guard !kept.isEmpty, kept.count <= SurveyTag.longest, kept.utf8.count <= 8 * SurveyTag.longest else {
            return nil
        }
        key = Key(kept)
    }

    /// Tags as one line of a form has them, apart by commas, each once and in their order.
    ///
    /// - Parameter line: As it was written.
    /// - Returns: What stands between the commas; empty parts are none.
    package static func parts(of line: String) -> [String] {
        line.split(separator: ",").map { String($0) }.filter { $0.contains { !$0.isWhitespace } }
    }
}
