/// The forms of Markdown that our own texts use, as HTML: headings, paragraphs, lists in lists, tables, code, links.
///
/// HTML in a text shows itself and does nothing. What is wider than the page scrolls by itself, and a keyboard gets there.
struct Markdown {
    /// A heading of the text.
    struct Heading: Equatable {
        /// 1 for the title, 2 for a chapter.
        let level: Int
        /// As it stands in the text.
        let title: String
        /// What it is linked by; no two of one text are the same.
        let anchor: String
    }

    /// Where a link leads on the page that is made; none where it leads nowhere, and then only its words are shown.
    var address: (String) -> String? = { $0 }

    /// What was rendered, and the headings in it.
    struct Rendered {
        var html = ""
        var headings: [Heading] = []
    }

    /// The whole text.
    func render(_ text: String) -> Rendered {
        var rendered = Rendered()
        render(text.split(separator: "\n", omittingEmptySubsequences: false)[...], into: &rendered)
        return rendered
    }

    private func render(_ text: ArraySlice<Substring>, into page: inout Rendered) {
        var lines = text
        while let line = lines.first {
            if line.allSatisfy({ $0 == " " }) {
                lines.removeFirst()
            } else if let level = headingLevel(line) {
                heading(String(line.dropFirst(level + 1)), level, into: &page)
                lines.removeFirst()
            } else if line.hasPrefix("```") {
                code(taken(from: &lines), into: &page)
            } else if line.hasPrefix("|") {
                let rows = lines.prefix { $0.hasPrefix("|") }
                lines = lines.dropFirst(rows.count)
                page.html += table(of: Array(rows), about: page.headings.last?.title ?? "")
            } else if let marker = Marker(line) {
                list(marker, &lines, into: &page)
            } else {
                let paragraph = lines.prefix { !endsParagraph($0) }
                lines = lines.dropFirst(paragraph.count)
                page.html += "<p>\(inline(paragraph.joined(separator: " ")))</p>\n"
            }
        }
    }

    private func headingLevel(_ line: Substring) -> Int? {
        let signs = line.prefix { $0 == "#" }.count
        return (1...4).contains(signs) && line.dropFirst(signs).first == " " ? signs : nil
    }

    private func endsParagraph(_ line: Substring) -> Bool {
        line.allSatisfy { $0 == " " } || line.hasPrefix("- ") || line.hasPrefix("1. ") || line.hasPrefix("|")
            || line.hasPrefix("```") || headingLevel(line) != nil
    }

    private func heading(_ title: String, _ level: Int, into page: inout Rendered) {
        let plain = anchor(title)
        var unique = plain
        var number = 0
        while page.headings.contains(where: { $0.anchor == unique }) {
            number += 1
            unique = "\(plain)-\(number)"
        }
        page.headings.append(Heading(level: level, title: title, anchor: unique))
        page.html += "<h\(level) id=\"\(unique)\">\(inline(title))</h\(level)>\n"
    }

    // MARK: - Code

    /// The fenced lines, fences included.
    private func taken(from lines: inout ArraySlice<Substring>) -> [Substring] {
        let inside = lines.dropFirst().prefix { !$0.hasPrefix("```") }
        let fenced = Array(lines.prefix(inside.count + 2))
        lines = lines.dropFirst(fenced.count)
        return fenced
    }

    /// A block that can be read along by keyboard; commands are marked whole by one click, to be copied.
    private func code(_ fenced: [Substring], into page: inout Rendered) {
        let isCommand = fenced[0].dropFirst(3) == "sh"
        let content = escaped(fenced.dropFirst().dropLast().joined(separator: "\n"))
        let label = escaped("\(isCommand ? "Commands" : "Code"): \(page.headings.last?.title ?? "")")
        let kind = isCommand ? " class=\"request\"" : ""
        let begin = "<pre\(kind) role=\"group\" aria-label=\"\(label)\" tabindex=\"0\">"
        page.html += "\(begin)<code>\(content)</code></pre>\n"
    }

    // MARK: - Lists

    /// What an item of a list begins with.
    private struct Marker {
        let isNumbered: Bool
        /// How far what belongs to the item is indented.
        let width: Int

        init?(_ line: Substring) {
            if line.hasPrefix("- ") {
                (isNumbered, width) = (false, 2)
                return
            }
            let digits = line.prefix { $0.isASCII && $0.isNumber }
            guard (1...3).contains(digits.count), line.dropFirst(digits.count).hasPrefix(". ") else { return nil }
            (isNumbered, width) = (true, digits.count + 2)
        }
    }

    private func list(_ first: Marker, _ lines: inout ArraySlice<Substring>, into page: inout Rendered) {
        let name = first.isNumbered ? "ol" : "ul"
        page.html += "<\(name)>\n"
        while let line = lines.first, let marker = Marker(line), marker.isNumbered == first.isNumbered {
            var item = [line.dropFirst(marker.width)]
            lines.removeFirst()
            while let next = lines.first, belongs(next, to: marker, before: lines.dropFirst().first) {
                item.append(next.dropFirst(min(marker.width, next.prefix { $0 == " " }.count)))
                lines.removeFirst()
            }
            var inside = Rendered(headings: page.headings)
            render(item[...], into: &inside)
            page.html += "<li>\(loosened(inside.html))</li>\n"
            // An empty line between two items does not end the list.
            if lines.first?.isEmpty == true, let next = lines.dropFirst().first, Marker(next) != nil {
                lines.removeFirst()
            }
        }
        page.html += "</\(name)>\n"
    }

    /// An indented line belongs to its item, and an empty one before such a line.
    private func belongs(_ line: Substring, to marker: Marker, before next: Substring?) -> Bool {
        if !line.isEmpty { return line.prefix(2) == "  " }
        return next?.prefix(marker.width).allSatisfy { $0 == " " } == true && next?.isEmpty == false
    }

    /// An item of one paragraph has no need of one.
    private func loosened(_ html: String) -> String {
        guard html.hasPrefix("<p>"), let end = html.firstRange(of: "</p>\n") else { return html }
        let rest = html[end.upperBound...]
        guard !rest.contains("<p>") else { return html }
        return html[..<end.lowerBound].dropFirst(3) + (rest.isEmpty ? "" : "\n\(rest)")
    }
}

/// The words of our own description as HTML.
func markdown(_ text: String) -> String { Markdown().render(text).html }

/// One line of our own description as HTML.
func inline(_ text: String) -> String { Markdown().inline(text) }

/// The chapters of a text, in order.
func headings(in text: String) -> [String] {
    Markdown().render(text).headings.filter { $0.level == 2 }.map(\.title)
}
