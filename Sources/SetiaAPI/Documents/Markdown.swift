// The few forms of Markdown that our own description uses, as HTML.

/// Paragraphs, headings of the second level, lists and tables; all else is text.
func markdown(_ text: String) -> String {
    var html = ""
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.first {
        if line.isEmpty {
            lines.removeFirst()
        } else if line.hasPrefix("## ") {
            let title = String(line.dropFirst(3))
            html += "<h2 id=\"\(anchor(title))\">\(inline(title))</h2>\n"
            lines.removeFirst()
        } else if line.hasPrefix("|") {
            html += table(of: taken(from: &lines) { $0.hasPrefix("|") })
        } else if line.hasPrefix("- ") {
            html += list(of: taken(from: &lines) { $0.hasPrefix("- ") || $0.hasPrefix("  ") })
        } else {
            let paragraph = taken(from: &lines) { !$0.isEmpty && !$0.hasPrefix("- ") && !$0.hasPrefix("|") }
            html += "<p>\(inline(paragraph.joined(separator: " ")))</p>\n"
        }
    }
    return html
}

/// The headings of a text, in order.
func headings(in text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
}

/// Code between backticks, and words between asterisks.
func inline(_ text: String) -> String {
    var html = ""
    for (place, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
        if place % 2 == 1 {
            html += "<code>\(escaped(String(part)))</code>"
        } else {
            html += escaped(String(part))
                .replacing(#/\*\*([^*]+)\*\*/#) { "<strong>\($0.1)</strong>" }
                .replacing(#/\*([^*]+)\*/#) { "<em>\($0.1)</em>" }
        }
    }
    return html
}

/// A text that shows itself, in content and in attributes.
func escaped(_ text: String) -> String {
    var html = ""
    html.reserveCapacity(text.utf8.count)
    for character in text.unicodeScalars {
        switch character {
        case "&": html += "&amp;"
        case "<": html += "&lt;"
        case ">": html += "&gt;"
        case "\"": html += "&quot;"
        case "'": html += "&#39;"
        default: html.unicodeScalars.append(character)
        }
    }
    return html
}

/// A path that may break before each of its parts, on a narrow page.
func breakable(_ path: String) -> String {
    escaped(path).replacing("/", with: "<wbr>/")
}

/// What a heading is linked by: "Keys and scopes" is `keys-and-scopes`.
func anchor(_ title: String) -> String {
    String(title.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
}

/// A table that says its rôle even where a narrow page lays it out as blocks, and its columns' names beside the cells.
func table(_ columns: [String], _ rows: [(anchor: String?, cells: [String])], kind: String) -> String {
    let head = columns.map { "<th role=\"columnheader\" scope=\"col\">\(escaped($0))</th>" }.joined()
    let body = rows.map { row in
        let cells = zip(columns, row.cells).map { column, cell in
            "<td role=\"cell\" data-column=\"\(escaped(column))\">\(cell)</td>"
        }
        let anchor = row.anchor.map { " id=\"\($0)\"" } ?? ""
        return "<tr role=\"row\"\(anchor)>\(cells.joined())</tr>\n"
    }
    return """
        <table role="table" class="\(kind)">
        <thead role="rowgroup"><tr role="row">\(head)</tr></thead>
        <tbody role="rowgroup">
        \(body.joined())</tbody>
        </table>

        """
}

private func taken(from lines: inout ArraySlice<Substring>, while isPart: (Substring) -> Bool) -> [Substring] {
    let part = lines.prefix(while: isPart)
    lines = lines.dropFirst(part.count)
    return Array(part)
}

private func list(of lines: [Substring]) -> String {
    var items: [String] = []
    for line in lines {
        if line.hasPrefix("- ") || items.isEmpty {
            items.append(String(line.dropFirst(2)))
        } else {
            items[items.count - 1] += " " + line.drop { $0 == " " }
        }
    }
    return "<ul>\n\(items.map { "<li>\(inline($0))</li>\n" }.joined())</ul>\n"
}

/// The first line names the columns, the second only draws a rule.
private func table(of lines: [Substring]) -> String {
    let rows = lines.map { line in
        line.split(separator: "|").map { inline(String($0).trimmed) }.filter { !$0.isEmpty }
    }
    guard let columns = rows.first else { return "" }
    return table(columns, rows.dropFirst(2).map { (anchor: nil, cells: $0) }, kind: "words")
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
