package import SetiaCore

/// A language in which Setia speaks to members.
package enum Language: String, Sendable, Hashable, CaseIterable {
    /// English, in British spelling.
    case en
    /// Malay, as in Malaysia.
    case ms
    /// Indonesian.
    case id
    /// Thai.
    case th

    /// The language that `wanted` likes best among those that Setia speaks.
    ///
    /// Of equal weights the first counts. A region or script after the language makes no difference, `*` stands for the
    /// programme's own language, and what cannot be understood is passed over.
    ///
    /// - Parameters:
    ///   - wanted: A language such as `th`, or an Accept-Language header such as `th-TH, en;q=0.8`; none says nothing.
    ///   - languages: Those of the programme; the first that Setia speaks is taken where `wanted` names none, and
    ///     English where there is no such either.
    package init(preferring wanted: String?, else languages: [Key]) {
        let own = languages.lazy.compactMap { Language(tag: $0.text) }.first ?? .en
        self = Language.best(of: wanted ?? "", own: own) ?? own
    }

    /// The language that an Accept-Language header likes best among those that Setia speaks; none where it names none of
    /// them, or likes `*` best.
    package init?(namedIn header: String) {
        guard let language = Language.best(of: header, own: nil) else { return nil }
        self = language
    }

    private static func best(of wanted: String, own: Language?) -> Language? {
        var best: (language: Language?, weight: Int) = (nil, 0)
        for range in wanted.split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.trimmed }
            guard let tag = parts.first, let weight = weight(parts.dropFirst()), weight > best.weight else { continue }
            if tag == "*" {
                best = (own, weight)
            } else if let language = Language(tag: tag) {
                best = (language, weight)
            }
        }
        return best.language
    }

    /// The language of a tag such as `th-TH`, by its old and its three-letter codes too.
    private init?(tag: String) {
        switch tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first {
        case "en", "eng": self = .en
        case "ms", "msa", "may", "zsm": self = .ms
        case "id", "in", "ind": self = .id
        case "th", "tha": self = .th
        default: return nil
        }
    }

    /// As rules, programmes and events name it.
    package var key: Key { Key(rawValue) }
}

/// The weight of a language range in thousandths: 1,000 where it says nothing, none where it is no weight.
private func weight(_ parameters: ArraySlice<String>) -> Int? {
    for parameter in parameters {
        let parts = parameter.split(separator: "=", maxSplits: 1).map { $0.trimmed }
        guard parts.count == 2, parts[0].lowercased() == "q" else { continue }
        guard let weight = Rational(decimal: parts[1]), weight >= .zero, weight <= .one else { return nil }
        return Int(weight.timesFloor(1_000))
    }
    return 1_000
}

extension Substring {
    fileprivate var trimmed: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
