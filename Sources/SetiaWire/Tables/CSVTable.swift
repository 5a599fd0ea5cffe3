package import SetiaCore

/// A table whose columns are found by what they mean: figures for a measurement, a row at a time.
///
/// A field is given by the column of its own name, by the one that the mapping names, or by one value for the whole
/// file. It is read as `CSVReader` reads it: quotes, byte-order mark, any line ends, comma, semicolon or tab.
///
/// ```swift
/// var table = try CSVTable(source: file.source, mapping: mapping, required: ["customer", "date"], optional: ["store"])
/// while try table.next() { let day = try table.day("date") }
/// ```
package struct CSVTable: ~Copyable {
    /// The names of the file's columns.
    package let header: [String]
    private var reader: CSVReader
    private let columns: ResolvedColumns

    /// A table at its first row.
    ///
    /// - Throws: `TableFailure` where the file's columns do not give what is required.
    package init(
        source: @escaping ByteSource,
        mapping: ColumnMapping = .byName,
        required: [String],
        optional: [String] = []
    ) throws {
        var reader = CSVReader(source: source)
        let header = try reader.readHeader()
        let columns = try mapping.resolve(header: header, known: required + optional)
        for field in required where !columns.has(field) { throw TableFailure.missingField(field, columns: header) }
        self.reader = reader
        self.header = header
        self.columns = columns
    }

    /// The number of the row last read, from 1; the header counts.
    package var row: Int64 { reader.row }

    /// How far in the file the next row begins.
    package var offset: Int64 { reader.nextOffset }

    /// Whether a column or a fixed value gives the field.
    package func has(_ field: String) -> Bool { columns.has(field) }

    /// The column that gives a field, for `withBytes`; none where a fixed value or nothing gives it.
    package func column(of field: String) -> Int? { columns.place(of: field) }

    /// Reads the next row; no when there is none.
    ///
    /// - Throws: `RowProblem` where the row cannot be read; the next one can.
    package mutating func next() throws -> Bool {
        guard try reader.next() else { return false }
        if let problem = reader.problem { throw problem.ofRow(reader.row) }
        return true
    }

    /// Calls `body` with the bytes of a cell, white space around it left out.
    @inline(__always)
    package mutating func withBytes<R>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        reader.withField(column) { cell in
            var (start, end) = (0, cell.count)
            while start < end, cell[start] <= 32 { start += 1 }
            while end > start, cell[end - 1] <= 32 { end -= 1 }
            return body(UnsafeBufferPointer(rebasing: cell[start..<end]))
        }
    }

    /// A field as text; empty where nothing gives it.
    package mutating func text(_ field: String) throws -> String {
        guard let column = column(of: field) else { return columns.value(of: field) ?? "" }
        guard let text = reader.text(column) else { throw problem(field, "is not UTF-8") }
        return text.trimmed
    }

    /// A day: an ISO date, or the beginning of a time that begins with one, taken as it is written.
    package mutating func day(_ field: String) throws -> Day {
        let text = try text(field)
        guard let day = Day(iso: String(text.prefix(10))), text.utf8.count == 10 || !startsWithDigit(text.dropFirst(10))
        else { throw problem(field, text.isEmpty ? "is empty" : "is no date such as 2026-03-01") }
        return day
    }

    /// A number; minus signs and exponents are taken, infinity and the like are not.
    package mutating func number(_ field: String) throws -> Double {
        let text = try text(field)
        guard let number = Double(text), number.isFinite else {
            throw problem(field, text.isEmpty ? "is empty" : "is no number")
        }
        return number
    }

    /// A whole number, 0 or more.
    package mutating func count(_ field: String) throws -> Int {
        let text = try text(field)
        guard let number = Int(text), number >= 0 else {
            throw problem(field, text.isEmpty ? "is empty" : "is no whole number of 0 or more")
        }
        return number
    }

    /// An amount in minor units, exactly; below zero with a minus sign in front.
    package mutating func amount(_ field: String, decimals: Int) throws -> Int64 {
        guard let column = column(of: field) else { throw problem(field, "is not there") }
        let amount: Int64? = withBytes(column) { cell in
            guard cell.first == UInt8(ascii: "-") else { return writtenAmount(cell, decimals: decimals) }
            return writtenAmount(UnsafeBufferPointer(rebasing: cell.dropFirst()), decimals: decimals).map { -$0 }
        }
        guard let amount else {
            throw problem(field, "is no amount with at most \(decimals) decimals, such as 12.50")
        }
        return amount
    }

    /// What is wrong with a cell of the row last read.
    package func problem(_ field: String, _ reason: String) -> RowProblem {
        RowProblem(row: row, column: column(of: field).map { header[$0] } ?? field, reason: reason)
    }

    private func startsWithDigit(_ text: Substring) -> Bool {
        text.utf8.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    }
}

extension CSVProblem {
    fileprivate func ofRow(_ row: Int64) -> RowProblem { RowProblem(row: row, column: "", reason: description) }
}

extension RowProblem: Error, CustomStringConvertible {
    /// "row 17, amount: is no amount".
    package var description: String { "row \(row)\(column.isEmpty ? "" : ", \(column)"): \(reason)" }
}
