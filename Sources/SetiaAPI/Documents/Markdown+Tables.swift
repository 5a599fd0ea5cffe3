extension Markdown {
    /// A table: the first line names the columns, the second draws a rule and says where cells stand.
    ///
    /// Where no column has a name, the first cell of a row names the row. On a narrow page the table scrolls by itself.
    func table(of lines: [Substring], about title: String) -> String {
        let names = cells(lines[0])
        let rules = lines.count > 1 ? cells(lines[1]) : []
        let hasHead = names.contains { !$0.isEmpty }
        func kind(_ column: Int) -> String {
            guard column < rules.count, rules[column].hasSuffix(":") else { return "" }
            return rules[column].hasPrefix(":") ? " class=\"middle\"" : " class=\"number\""
        }
        let label = escaped("Table: \(title)")
        var html = "<div class=\"wide\" role=\"group\" aria-label=\"\(label)\" tabindex=\"0\">\n<table>\n"
        if hasHead {
            let head = names.enumerated().map { column, name in
                name.isEmpty ? "<td></td>" : "<th scope=\"col\"\(kind(column))>\(inline(name))</th>"
            }
            html += "<thead><tr>\(head.joined())</tr></thead>\n"
        }
        html += "<tbody>\n"
        for line in lines.dropFirst(2) {
            let row = cells(line).prefix(names.count).enumerated().map { column, cell in
                !hasHead && column == 0
                    ? "<th scope=\"row\">\(inline(cell))</th>" : "<td\(kind(column))>\(inline(cell))</td>"
            }
            html += "<tr>\(row.joined())</tr>\n"
        }
        return html + "</tbody>\n</table>\n</div>\n"
    }

    /// What stands between the bars; a bar of the text itself has a backslash before it.
    private func cells(_ line: Substring) -> [String] {
        var cells: [String] = [""]
        var isEscaped = false
        for character in line.dropFirst() {
            if character == "|", !isEscaped {
                cells.append("")
            } else {
                if character == "|" { cells[cells.count - 1].removeLast() }
                cells[cells.count - 1].append(character)
            }
            isEscaped = character == "\\"
        }
        if cells.last?.allSatisfy({ $0 == " " }) == true { cells.removeLast() }
        return cells.map { $0.trimmed }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
