internal import Mustache
internal import SetiaPages
package import SetiaService

/// What pages say, in one language.
///
/// A catalogue is a file of lines `key = text`; `{name}` stands for a value. Where a number decides the form, the key has
/// forms of its own: `key.one` and `key.other`; Malay, Indonesian and Thai have `key.other` alone.
package struct Texts: Sendable {
    /// Which.
    package let language: Language
    private let texts: [String: String]

    /// The catalogue in `source`.
    ///
    /// - Parameters:
    ///   - language: What it is written in.
    ///   - source: Its lines; blank ones and those that begin with `#` say nothing.
    package init(language: Language, source: String) {
        self.language = language
        var texts: [String: String] = [:]
        for line in source.split(separator: "\n") where !line.hasPrefix("#") {
            guard let equals = line.firstRange(of: " = ") else { continue }
            texts[String(line[..<equals.lowerBound])] = String(line[equals.upperBound...])
        }
        self.texts = texts
    }

    /// All keys, sorted.
    package var keys: [String] { texts.keys.sorted() }

    /// The text of `key`, its values put in; the key itself where there is no such text, which the tests do not let pass.
    package func say(_ key: String, _ values: [String: String] = [:]) -> String {
        guard let text = texts[key] else { return key }
        guard !values.isEmpty else { return text }
        return filled(text, values)
    }

    /// The form of `key` for `count` of something; `{n}` is the number as the language writes it.
    package func say(_ key: String, count: Int64, _ values: [String: String] = [:]) -> String {
        var values = values
        values["n"] = Wording(language).number(count)
        let form = language == .en && count == 1 ? "one" : "other"
        return say("\(key).\(form)", values)
    }

    /// The text as it stands in the file, or none.
    package func raw(_ key: String) -> String? { texts[key] }

    private func filled(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            result += values[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}

/// The texts as templates see them: `{{t.members.title}}` is the text of `members.title`.
struct TextTree: MustacheParent {
    let texts: Texts
    var prefix = ""

    func child(named name: String) -> Any? {
        let key = prefix + name
        return texts.raw(key) ?? TextTree(texts: texts, prefix: key + ".")
    }
}

extension Texts {
    /// Those that come with Setia, by language.
    package static let all: [Language: Texts] = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { language in
            let bytes = PageSources.texts[language.rawValue] ?? []
            return (language, Texts(language: language, source: String(decoding: bytes, as: UTF8.self)))
        }
    )

    /// The texts of a language.
    package static func of(_ language: Language) -> Texts {
        all[language] ?? Texts(language: language, source: "")
    }
}
