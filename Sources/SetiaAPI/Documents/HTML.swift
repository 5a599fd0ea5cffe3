// What every page of the documentation writes HTML with.

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

/// What a heading is linked by, as GitHub makes it: "E-1: Keys, and scopes" is `e-1-keys-and-scopes`.
package func anchor(_ title: String) -> String {
    String(
        title.lowercased().compactMap { character in
            if character.isLetter || character.isNumber || character == "-" || character == "_" { return character }
            return character == " " ? "-" : nil
        }
    )
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
