internal import SetiaCore

/// A letter as it is sent: plain text that reads well by itself, and the same as HTML of one column.
///
/// The HTML needs no picture and no other server, and keeps to the reader's dark or light.
struct LetterPage: Sendable, Hashable {
    let subject: String
    let text: String
    let html: String

    /// A letter in a language.
    init(_ letter: Letter, _ language: Language, brand: String) {
        let words = LetterWords.of(letter, language, brand: brand)
        subject = words.subject
        var parts = [words.greeting] + words.before
        if let code = letter.code { parts.append("    \(code)") }
        if let action = words.action, let link = letter.link { parts.append("\(action):\n\(link)") }
        parts += words.after
        text = parts.joined(separator: "\n\n") + "\n\n-- \n\(brand)\n\(words.foot)\n"
        html = LetterPage.html(letter, words, language, brand: brand)
    }

    private static func html(_ letter: Letter, _ words: LetterWords, _ language: Language, brand: String) -> String {
        var body = ([words.greeting] + words.before).map(paragraph)
        if let code = letter.code {
            body.append("<p class=\"code\">\(escaped(code))</p>")
        }
        if let action = words.action, let link = letter.link {
            body.append("<p><a class=\"button\" href=\"\(escaped(link))\">\(escaped(action))</a></p>")
            body.append("<p class=\"small\">\(escaped(link))</p>")
        }
        body += words.after.map(paragraph)
        return frame(
            title: words.subject,
            brand: brand,
            body: body.joined(separator: "\n"),
            foot: "<p>\(escaped(words.foot))</p>",
            language
        )
    }

    /// A page of one column around what a letter says; body and foot are HTML already.
    static func frame(title: String, brand: String, body: String, foot: String, _ language: Language) -> String {
        """
        <!doctype html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <title>\(escaped(title))</title>
        <style>
        body { margin: 0; background: #f6f5f2; color: #1c2423; font: 16px/\(language == .th ? "1.7" : "1.5") system-ui, sans-serif; }
        main { max-width: 600px; margin: 0 auto; padding: 24px; background: #ffffff; }
        .brand { color: #0f5f5c; font-weight: 700; }
        .code { font-size: 28px; letter-spacing: 4px; font-weight: 700; }
        .button { display: inline-block; padding: 12px 20px; border-radius: 6px; background: #0f5f5c; color: #ffffff; text-decoration: none; }
        .score { display: inline-block; min-width: 28px; padding: 8px 4px; margin: 2px 0; border: 1px solid #0f5f5c; border-radius: 6px; text-align: center; color: #0f5f5c; text-decoration: none; }
        .small, footer { font-size: 14px; color: #56615f; overflow-wrap: anywhere; }
        footer { border-top: 1px solid #d9dcd8; margin-top: 24px; }
        @media (prefers-color-scheme: dark) {
        body { background: #121817; color: #e6ebe9; }
        main { background: #1a2221; }
        .brand { color: #6fc7c2; }
        .button { background: #6fc7c2; color: #0b2a29; }
        .score { border-color: #6fc7c2; color: #6fc7c2; }
        .small, footer { color: #a5b0ae; border-color: #33403e; }
        }
        </style>
        </head>
        <body>
        <main>
        <p class="brand">\(escaped(brand))</p>
        \(body)
        <footer>\(foot)</footer>
        </main>
        </body>
        </html>

        """
    }

    private static func paragraph(_ text: String) -> String { "<p>\(escaped(text))</p>" }

    /// A paragraph of a text: escaped, its line ends kept, its links leading where they say.
    static func linked(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.split(separator: " ", omittingEmptySubsequences: false).map { word in
                guard word.hasPrefix("https://") || word.hasPrefix("http://") else { return escaped(String(word)) }
                // The end of the sentence that it stands in is no part of it.
                var link = word
                while let last = link.last, ".,;!)".contains(last) { link.removeLast() }
                let rest = escaped(String(word.dropFirst(link.count)))
                return "<a href=\"\(escaped(String(link)))\">\(escaped(String(link)))</a>\(rest)"
            }.joined(separator: " ")
        }.joined(separator: "<br>\n")
    }

    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
    }
}
