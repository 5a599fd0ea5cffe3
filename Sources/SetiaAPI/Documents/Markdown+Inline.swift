extension Markdown {
    /// Code between backticks, words between asterisks, links; all else is text.
    func inline(_ text: String) -> String {
        inline(Array(text)[...])
    }

    private func inline(_ text: ArraySlice<Character>) -> String {
        var html = ""
        var plain = ""
        var rest = text
        while let character = rest.first {
            if let (made, length) = special(rest) {
                html += escaped(plain) + made
                plain = ""
                rest = rest.dropFirst(length)
            } else {
                plain.append(character)
                rest = rest.dropFirst()
            }
        }
        return html + escaped(plain)
    }

    /// What begins here and is more than text: its HTML, and how many characters it takes.
    private func special(_ text: ArraySlice<Character>) -> (html: String, length: Int)? {
        switch text.first {
        case "`":
            guard let end = text.dropFirst().firstIndex(of: "`") else { return nil }
            let code = String(text[(text.startIndex + 1)..<end])
            return ("<code>\(escaped(code))</code>", code.count + 2)
        case "\\":
            guard let next = text.dropFirst().first, "\\`*_[]|#<>-".contains(next) else { return nil }
            return (escaped(String(next)), 2)
        case "*":
            return emphasis(text, "**", "strong") ?? emphasis(text, "*", "em")
        case "[":
            return link(text)
        default:
            return nil
        }
    }

    private func emphasis(_ text: ArraySlice<Character>, _ mark: String, _ element: String) -> (String, Int)? {
        let signs = Array(mark)
        guard text.starts(with: signs), let first = text.dropFirst(signs.count).first, first != " ", first != "*" else {
            return nil
        }
        let start = text.startIndex + signs.count
        guard let end = place(of: signs, in: text[start...]), end > start, text[end - 1] != " " else { return nil }
        return ("<\(element)>\(inline(text[start..<end]))</\(element)>", end + signs.count - text.startIndex)
    }

    private func link(_ text: ArraySlice<Character>) -> (String, Int)? {
        guard let middle = place(of: ["]", "("], in: text.dropFirst()),
            let end = closing(of: middle + 1, in: text)
        else { return nil }
        let words = inline(text[(text.startIndex + 1)..<middle])
        let target = String(text[(middle + 2)..<end])
        let length = end + 1 - text.startIndex
        guard let address = address(target), isSafe(address) else { return (words, length) }
        return ("<a href=\"\(escaped(address))\">\(words)</a>", length)
    }

    /// Where the bracket that opens at `start` is closed.
    private func closing(of start: Int, in text: ArraySlice<Character>) -> Int? {
        var depth = 0
        for index in text[start...].indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// A place on this page, a page of this server, or the web: nothing that runs.
    private func isSafe(_ address: String) -> Bool {
        address.hasPrefix("#") || address.hasPrefix("/") && !address.hasPrefix("//") || address.hasPrefix("https://")
    }

    /// Where these characters stand next outside of code.
    private func place(of signs: [Character], in text: ArraySlice<Character>) -> Int? {
        var isCode = false
        for index in text.indices {
            if text[index] == "`" { isCode.toggle() }
            if !isCode, text[index...].starts(with: signs) { return index }
        }
        return nil
    }
}
