internal import ArgumentParser
internal import Foundation
internal import JSONText
internal import SetiaInsight
internal import SetiaWire

/// What a measurement found: tables, what must be known to read them, and what was counted.
///
/// The same is printed for people, as JSON and as CSV, so that none of them says more than the others.
struct Findings {
    /// What it is about: a file or a brand, of when.
    var subject: String
    var tables: [Table] = []
    /// What a reader must know: what is missing, what was left out, what not to conclude.
    var notes: [String] = []
    var definitions: [Definition] = []
    /// Rows for `--csv`; the first table where there are none.
    var export: Table?

    /// Rows under one name.
    struct Table {
        /// The name in JSON, and the title for people.
        let key: String
        let title: String
        let columns: [Column]
        var rows: [[Cell]] = []

        init(_ key: String, _ title: String, _ columns: [Column]) {
            self.key = key
            self.title = title
            self.columns = columns
        }

        mutating func add(_ cells: Cell...) { rows.append(cells) }
    }

    /// A column: its name in JSON and CSV, and its heading for people.
    struct Column {
        let key: String
        let title: String

        init(_ key: String, _ title: String? = nil) {
            self.key = key
            self.title = title ?? key
        }
    }

    /// One figure, or none.
    enum Cell {
        case text(String)
        case count(Int64)
        /// A rate from 0 to 1, shown in per cent.
        case rate(Double)
        /// With so many decimals.
        case number(Double, decimals: Int)
        /// Minor units.
        case amount(Int64, decimals: Int)
        case yes(Bool)
        case none

        static func count(_ number: Int) -> Cell { .count(Int64(number)) }
        static func rate(_ value: Double?) -> Cell { value.map { .rate($0) } ?? .none }
    }
}

extension Findings {
    /// For people.
    var text: String {
        var parts = [subject]
        for table in tables { parts.append(table.text) }
        if !notes.isEmpty { parts.append(notes.map { wrapped("note: \($0)") }.joined(separator: "\n")) }
        if !definitions.isEmpty {
            parts.append(definitions.map { wrapped($0.sentence) }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    /// For programs.
    var json: JSON {
        var pairs: [(String, JSON)] = [
            ("about", .string(subject)), ("notes", .array(notes.map { .string($0) })),
            ("definitions", .array(definitions.map(\.json))),
        ]
        for table in tables { pairs.append((table.key, table.json)) }
        return .object(JSONObject(pairs))
    }

    /// The rows for `--csv`, the header first.
    var rows: [[String]] { (export ?? tables.first)?.rowsOfText ?? [] }
}

extension Definition {
    /// For people.
    var sentence: String {
        """
        \(name) (version \(version)): \(numerator), of \(denominator); window: \(window); left out: \(excluded); \
        interval: \(interval)
        """
    }

    /// For programs.
    var json: JSON {
        .object([
            "denominator": .string(denominator), "excluded": .string(excluded), "interval": .string(interval),
            "name": .string(name), "numerator": .string(numerator), "version": .integer(Int64(version)),
            "window": .string(window),
        ])
    }
}

extension Findings.Table {
    var text: String {
        var table = TextTable(columns.enumerated().map { place, column in (column.title, alignment(place)) })
        for row in rows { table.add(row.map(\.text)) }
        return title.isEmpty ? table.text : "\(title)\n\(table.text)"
    }

    var json: JSON {
        .array(rows.map { row in .object(JSONObject(zip(columns, row).map { ($0.key, $1.json) })) })
    }

    fileprivate var rowsOfText: [[String]] {
        [columns.map(\.key)] + rows.map { row in row.map(\.plain) }
    }

    private func alignment(_ column: Int) -> TextTable.Alignment {
        for row in rows {
            switch row[column] {
            case .text, .yes: return .left
            case .none: continue
            case .count, .rate, .number, .amount: return .right
            }
        }
        return .left
    }
}

extension Findings.Cell {
    /// For people.
    fileprivate var text: String {
        switch self {
        case .text(let text): text
        case .count(let number): grouped(number)
        case .rate(let rate): String(format: "%.1f %%", rate * 100)
        case .number(let number, let decimals): String(format: "%.\(decimals)f", number)
        case .amount(let units, let decimals): writtenAmount(units, decimals: decimals)
        case .yes(let yes): yes ? "yes" : ""
        case .none: "-"
        }
    }

    /// For other programs, in a table.
    fileprivate var plain: String {
        switch self {
        case .text(let text): text
        case .count(let number): "\(number)"
        case .rate(let rate): String(format: "%.6f", rate)
        case .number(let number, let decimals): String(format: "%.\(max(decimals, 6))f", number)
        case .amount(let units, let decimals): writtenAmount(units, decimals: decimals).replacing(",", with: "")
        case .yes(let yes): yes ? "true" : "false"
        case .none: ""
        }
    }

    fileprivate var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .count(let number): .integer(number)
        case .yes(let yes): .bool(yes)
        case .none: .null
        case .amount(let units, _): .integer(units)
        case .rate, .number: .decimal(plain)
        }
    }
}

/// In which form a measurement is told, and where else it goes.
struct FindingsOptions: ParsableArguments {
    @Flag(help: "Print JSON: stable names, keys sorted; amounts in minor units.")
    var json = false

    @Option(help: ArgumentHelp("Write the table into this new file too.", valueName: "file"))
    var csv: String?

    /// Prints what was found, and writes it where that was asked for.
    func tell(_ findings: Findings) throws {
        if let csv {
            let file = try OutputFile(csv, appending: false, mode: 0o644)
            try file.write(csvByteOrderMark.utf8)
            for row in findings.rows { try file.write(csvRow(row).utf8) }
            try file.finish()
        }
        Shell.current.say(json ? findings.json.pretty : findings.text)
    }
}

/// Lines of at most 100 characters, those after the first moved in.
func wrapped(_ text: String) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
        if !line.isEmpty, line.count + 1 + word.count > 100 {
            lines.append(line)
            line = "  \(word)"
        } else {
            line += line.isEmpty ? String(word) : " \(word)"
        }
    }
    return (lines + [line]).joined(separator: "\n")
}
