/// Rows with aligned columns, for a person's eyes.
struct TextTable {
    /// How the cells of a column stand.
    enum Alignment {
        case left, right
    }

    private let titles: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// A table; titles may be empty where the rows say it themselves.
    init(_ columns: [(title: String, alignment: Alignment)]) {
        titles = columns.map(\.title)
        alignments = columns.map(\.alignment)
    }

    /// Adds a row, one cell a column.
    mutating func add(_ cells: String...) {
        rows.append(cells)
    }

    /// Adds a row, one cell a column.
    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// The lines, the titles first where there is one.
    var lines: [String] {
        let all = titles.contains { !$0.isEmpty } ? [titles] + rows : rows
        let widths = alignments.indices.map { column in all.map { width($0[column]) }.max() ?? 0 }
        return all.map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                let filling = String(repeating: " ", count: widths[column] - width(cell))
                let isLast = column == cells.count - 1
                switch alignments[column] {
                case .left: line += isLast ? cell : cell + filling
                case .right: line += filling + cell
                }
                if !isLast { line += "  " }
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// The lines as one text.
    var text: String { lines.joined(separator: "\n") }
}

/// How many columns a text takes: marks above and below letters take none.
private func width(_ text: String) -> Int {
    text.count
}
