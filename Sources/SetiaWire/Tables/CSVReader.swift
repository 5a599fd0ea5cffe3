/// Reads rows of comma-separated values (RFC 4180) from a file of any size, in constant memory.
///
/// Fields may stand in quotes, and hold commas, doubled quotes and line ends there. Rows end with a line feed, a
/// carriage return or both; a byte-order mark is skipped, a blank line is passed over and still counted. A row that
/// cannot be read spoils itself alone: reading goes on at the next line, so a stray quote does not swallow what
/// follows it.
///
/// ```swift
/// var table = CSVReader(source: file.read)
/// let names = try table.readHeader()
/// while try table.next() { print(table.row, table.text(0) ?? "") }
/// ```
package struct CSVReader: ~Copyable {
    /// The most that a row may have.
    package static let mostBytes = 1 << 20

    private var window: ByteWindow
    private var delimiter = UInt8(ascii: ",")
    private var fields: [Field] = []
    /// How many bytes the row has, its end included; they stay in the window until the next row is read.
    private var length = 0
    private var unquoted: [UInt8] = []

    /// The number of the row last read, from 1; the header and blank lines count.
    package private(set) var row: Int64 = 0
    /// Where the row last read begins in the file.
    package private(set) var rowOffset: Int64 = 0
    /// What is wrong with the row last read, if anything; its fields are then the parts between delimiters.
    package private(set) var problem: CSVProblem?
    /// How many fields each row must have; any number before the header is read.
    package private(set) var columnCount = 0

    struct Field {
        var start: Int
        var end: Int
        /// Whether doubled quotes stand in it.
        var hasQuotes: Bool
    }

    /// A reader at the beginning of a file; how many bytes are asked for at once changes no result.
    package init(chunkSize: Int = 1 << 18, source: @escaping ByteSource) {
        window = ByteWindow(at: 0, chunkSize: chunkSize, source: source)
        fields.reserveCapacity(64)
    }

    /// Where the next row begins.
    package var nextOffset: Int64 { window.offset + Int64(length) }

    /// The names of the columns, which stand in the first row.
    ///
    /// What separates them (comma, semicolon or tab) separates all fields.
    ///
    /// - Throws: `TableFailure` where the file is empty or not text in UTF-8.
    package mutating func readHeader() throws -> [String] {
        try refillToLine()
        try skipByteOrderMark()
        delimiter = delimiterOf(window.bytes)
        guard try next() else { throw TableFailure.empty }
        if let problem { throw TableFailure.header(problem) }
        var names: [String] = []
        for place in fields.indices {
            guard let name = text(place) else { throw TableFailure.notUTF8 }
            names.append(name.trimmed)
        }
        columnCount = names.count
        return names
    }

    /// Goes to a place where a row begins, after the header was read; so many rows stand before it, the header too.
    package mutating func resume(at offset: Int64, rows: Int64) {
        window.jump(to: offset)
        length = 0
        row = rows
    }

    /// Reads the next row; no when there is none.
    package mutating func next() throws -> Bool {
        problem = nil
        while true {
            window.advance(by: length)
            length = 0
            let offset = window.offset
            let found = try scan()
            guard found.length > 0 || found.problem != nil else { return false }
            row += 1
            rowOffset = offset
            length = found.length
            if found.problem == nil, isBlank { continue }
            problem = found.problem
            return true
        }
    }

    /// How many fields the row last read has.
    package var count: Int { fields.count }

    /// Calls `body` with the bytes of a field, quotes undone; none where the row has no such field.
    @inline(__always)
    package mutating func withField<Result>(_ place: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        guard place < fields.count else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
        let field = fields[place]
        if !field.hasQuotes {
            return body(UnsafeBufferPointer(rebasing: window.bytes[field.start..<field.end]))
        }
        unquoted.removeAll(keepingCapacity: true)
        var isSecond = false
        for byte in window.bytes[field.start..<field.end] {
            isSecond = byte == quote && !isSecond
            if !isSecond { unquoted.append(byte) }
        }
        return unquoted.withUnsafeBufferPointer(body)
    }

    /// A field as text; none where it is not UTF-8.
    package mutating func text(_ place: Int) -> String? {
        withField(place) { String(validating: $0, as: UTF8.self) }
    }

    private var isBlank: Bool {
        fields.count == 1 && fields[0].start == 0 && fields[0].end == 0
    }
}

/// Why a row cannot be read.
package enum CSVProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// It has another number of fields than the header.
    case columns(found: Int, expected: Int)
    /// A quoted field goes on after its closing quote.
    case textAfterQuote
    /// A quote opens and none closes it.
    case quoteNeverClosed
    /// It has more bytes than a row may have.
    case tooLong

    /// What a person reads.
    package var description: String {
        switch self {
        case .columns(let found, let expected):
            "has \(found) field\(found == 1 ? "" : "s") where the header has \(expected)"
        case .textAfterQuote: "has text after a closing quote; a quote within quotes is written twice"
        case .quoteNeverClosed: "has a quote that is never closed"
        case .tooLong: "has more than 1 MiB; is there a quote that is never closed?"
        }
    }
}

// MARK: - Scanning

let quote = UInt8(ascii: "\"")
let lineFeed = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")

/// What a look at the bytes gave.
private enum Scan {
    /// A row of so many bytes, its end included.
    case row(length: Int, spansLines: Bool)
    /// The row does not end here, and more may come.
    case unfinished
    case broken(CSVProblem)
}

extension CSVReader {
    private mutating func scan() throws -> (length: Int, problem: CSVProblem?) {
        while true {
            var fields = self.fields
            self.fields = []
            let scan = scanRow(window.bytes, isAtEnd: window.isAtEnd, delimiter: delimiter, into: &fields)
            self.fields = fields
            switch scan {
            case .row(let length, let spansLines):
                if length > CSVReader.mostBytes { return try recover(from: .tooLong) }
                guard length > 0, columnCount > 0, self.fields.count != columnCount, !isBlank else {
                    return (length, nil)
                }
                if hasOnlyEmptyFieldsBehindColumns { return (length, nil) }
                let problem = CSVProblem.columns(found: self.fields.count, expected: columnCount)
                return spansLines ? try recover(from: problem) : (length, problem)
            case .broken(let problem): return try recover(from: problem)
            case .unfinished:
                if window.count > CSVReader.mostBytes { return try recover(from: .tooLong) }
                try window.refill()
            }
        }
    }

    /// Spreadsheets fill rows up with delimiters.
    private var hasOnlyEmptyFieldsBehindColumns: Bool {
        fields.count > columnCount && fields[columnCount...].allSatisfy { $0.start == $0.end }
    }

    /// Takes the line as the broken row, whatever quotes say, and its parts between delimiters as the fields.
    private mutating func recover(from problem: CSVProblem) throws -> (length: Int, problem: CSVProblem?) {
        var looked = 0
        var isWhole = true
        while true {
            let line = lineLength(window.bytes, from: looked) ?? (window.isAtEnd ? window.count : nil)
            if let line {
                splitPlainly(isWhole ? line : 0)
                return (line, problem)
            }
            looked = window.count
            if looked > CSVReader.mostBytes {
                window.advance(by: looked)
                looked = 0
                isWhole = false
            }
            try window.refill()
        }
    }

    private mutating func splitPlainly(_ length: Int) {
        var fields = self.fields
        fields.removeAll(keepingCapacity: true)
        defer { self.fields = fields }
        guard (1...CSVReader.mostBytes).contains(length) else { return }
        let bytes = window.bytes
        var start = 0
        var end = length
        while end > 0, bytes[end - 1] == lineFeed || bytes[end - 1] == carriageReturn { end -= 1 }
        for place in 0...end where place == end || bytes[place] == delimiter {
            fields.append(Field(start: start, end: place, hasQuotes: false))
            start = place + 1
        }
    }

    private mutating func refillToLine() throws {
        while !window.isAtEnd, window.count < CSVReader.mostBytes,
            lineLength(window.bytes, from: 0) == nil || window.count < 4
        {
            try window.refill()
        }
    }

    private mutating func skipByteOrderMark() throws {
        let beginning = Array(window.bytes.prefix(3))
        if beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF]) { throw TableFailure.utf16 }
        if beginning == [0xEF, 0xBB, 0xBF] { window.advance(by: 3) }
    }
}

/// The length of the first line, its end included; none where no line feed stands from `place` on.
private func lineLength(_ bytes: UnsafeBufferPointer<UInt8>, from place: Int) -> Int? {
    bytes[place...].firstIndex(of: lineFeed).map { $0 + 1 }
}

/// Comma, semicolon or tab, whichever stands most often in the first line outside quotes.
private func delimiterOf(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
    var counts: [(delimiter: UInt8, count: Int)] = [
        (UInt8(ascii: ","), 0), (UInt8(ascii: ";"), 0), (UInt8(ascii: "\t"), 0),
    ]
    var isQuoted = false
    for byte in bytes.prefix(lineLength(bytes, from: 0) ?? bytes.count) {
        if byte == quote { isQuoted.toggle() }
        guard !isQuoted, let place = counts.firstIndex(where: { $0.delimiter == byte }) else { continue }
        counts[place].count += 1
    }
    return counts.reduce(counts[0]) { $1.count > $0.count ? $1 : $0 }.delimiter
}

/// Finds the fields of the row that begins with the first byte.
private func scanRow(
    _ bytes: UnsafeBufferPointer<UInt8>,
    isAtEnd: Bool,
    delimiter: UInt8,
    into fields: inout [CSVReader.Field]
) -> Scan {
    fields.removeAll(keepingCapacity: true)
    let end = bytes.count
    if end == 0 { return isAtEnd ? .row(length: 0, spansLines: false) : .unfinished }
    var place = 0
    var spansLines = false
    while true {
        var field = CSVReader.Field(start: place, end: place, hasQuotes: false)
        if place < end, bytes[place] == quote {
            place += 1
            field.start = place
            while true {
                while place < end, bytes[place] != quote {
                    if bytes[place] == lineFeed { spansLines = true }
                    place += 1
                }
                guard place < end, place + 1 < end || isAtEnd else {
                    return isAtEnd ? .broken(.quoteNeverClosed) : .unfinished
                }
                guard place + 1 < end, bytes[place + 1] == quote else { break }
                field.hasQuotes = true
                place += 2
            }
            field.end = place
            place += 1
        } else {
            while place < end {
                let byte = bytes[place]
                if byte == delimiter || byte == lineFeed || byte == carriageReturn { break }
                place += 1
            }
            field.end = place
        }
        guard place < end else {
            guard isAtEnd else { return .unfinished }
            fields.append(field)
            return .row(length: end, spansLines: spansLines)
        }
        switch bytes[place] {
        case delimiter:
            fields.append(field)
            place += 1
        case lineFeed:
            fields.append(field)
            return .row(length: place + 1, spansLines: spansLines)
        case carriageReturn:
            guard place + 1 < end || isAtEnd else { return .unfinished }
            fields.append(field)
            let hasLineFeed = place + 1 < end && bytes[place + 1] == lineFeed
            return .row(length: place + (hasLineFeed ? 2 : 1), spansLines: spansLines)
        default: return .broken(.textAfterQuote)
        }
    }
}
