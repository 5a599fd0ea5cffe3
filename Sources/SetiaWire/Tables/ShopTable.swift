import JSONText
package import SetiaCore

/// Reads shops from a table, one a row: `id`, `name`, `country`, `timeZone`, `currency`.
package struct ShopTable: ~Copyable {
    /// What a table of shops can fill.
    package static let fields = ["id", "name", "country", "timeZone", "currency"]

    private var table: CSVReader
    private let columns: ResolvedColumns

    /// A table of shops at its first row.
    ///
    /// - Throws: `TableFailure` where header and mapping do not fit.
    package init(source: @escaping ByteSource, mapping: ColumnMapping) throws {
        var table = CSVReader(source: source)
        let header = try table.readHeader()
        let columns = try mapping.resolve(header: header, known: ShopTable.fields)
        for field in ShopTable.fields where !columns.has(field) {
            throw TableFailure.missingField(field, columns: header)
        }
        self.table = table
        self.columns = columns
    }

    /// One shop, or what is wrong with its row.
    package enum Item: Sendable {
        /// A shop, and its row.
        case shop(row: Int64, Shop)
        /// A row that gives none.
        case refused([RowProblem])
    }

    /// The next shop; none at the end.
    package mutating func next() throws -> Item? {
        guard try table.next() else { return nil }
        let row = table.row
        if let problem = table.problem {
            return .refused([RowProblem(row: row, column: "", reason: problem.description)])
        }
        var members: [(String, JSON)] = []
        for (field, place) in columns.places {
            guard let text = table.text(place) else {
                return .refused([RowProblem(row: row, column: columns.header[place], reason: "is not text in UTF-8")])
            }
            members.append((field, .string(text.trimmed)))
        }
        for (field, value) in columns.values { members.append((field, .string(value))) }
        do {
            return .shop(row: row, try parseShop(.object(JSONObject(members))))
        } catch {
            return .refused(error.problems.map { RowProblem(row: row, column: $0.field, reason: $0.reason) })
        }
    }
}
