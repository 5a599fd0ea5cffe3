import SetiaWire

/// A file that is only in memory.
func source(_ text: String) -> ByteSource {
    source(Array(text.utf8))
}

/// A file that is only in memory.
func source(_ bytes: [UInt8]) -> ByteSource {
    { offset, memory in
        let rest = bytes[min(Int(offset), bytes.count)...]
        let count = min(rest.count, memory.count)
        memory.copyBytes(from: rest.prefix(count))
        return count
    }
}

/// What a reader says of a row.
struct ReadRow: Equatable {
    var row: Int64
    var offset: Int64
    var fields: [String?]
    var problem: CSVProblem?
}

/// All rows of a table, the header left out.
func rows(_ source: @escaping ByteSource, chunkSize: Int = 1 << 18) throws -> [ReadRow] {
    var table = CSVReader(chunkSize: chunkSize, source: source)
    _ = try table.readHeader()
    var rows: [ReadRow] = []
    while try table.next() {
        var fields: [String?] = []
        for place in 0..<table.count { fields.append(table.text(place)) }
        rows.append(ReadRow(row: table.row, offset: table.rowOffset, fields: fields, problem: table.problem))
    }
    return rows
}
