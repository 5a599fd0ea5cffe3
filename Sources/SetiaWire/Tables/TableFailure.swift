/// Why a whole file cannot be read as a table.
package enum TableFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Nothing is in it.
    case empty
    /// It is text of two bytes a character.
    case utf16
    /// The first row is not UTF-8.
    case notUTF8
    /// The first row cannot be read.
    case header(CSVProblem)
    /// The mapping names a field that such a table does not have.
    case unknownField(String, known: [String])
    /// The mapping names a column that the file does not have.
    case unknownColumn(String, field: String, columns: [String])
    /// The file has a column of this name more than once.
    case columnStandsTwice(String)
    /// No column and no fixed value gives a field that each row must have.
    case missingField(String, columns: [String])
    /// A field that has one value for the whole file is mapped to a column.
    case mustBeSet(String)
    /// A field has one value for the whole file and a column of its own name too.
    case namedTwice(String)
    /// A fixed value is none that the field can have.
    case unusableValue(field: String, reason: String)
    /// A part of the mapping is not of the form `field=column`.
    case malformedMapping(String)

    /// What is wrong, in one sentence.
    package var description: String {
        switch self {
        case .empty: "the file is empty"
        case .utf16: "the file is text in UTF-16"
        case .notUTF8: "the first row is not text in UTF-8"
        case .header(let problem): "the first row \(problem)"
        case .unknownField(let field, let known):
            "there is no field '\(field)' to fill; there are \(known.joined(separator: ", "))"
        case .unknownColumn(let column, let field, let columns):
            "there is no column '\(column)' for \(field); the file has \(columns.joined(separator: ", "))"
        case .columnStandsTwice(let column): "two columns are called '\(column)'"
        case .missingField(let field, let columns):
            "no column gives \(field); the file has \(columns.joined(separator: ", "))"
        case .mustBeSet(let field): "\(field) has one value for the whole file and cannot come from a column"
        case .namedTwice(let field): "\(field) is set for the whole file, and the file has a column '\(field)' too"
        case .unusableValue(let field, let reason): "the value set for \(field) \(reason)"
        case .malformedMapping(let part): "'\(part)' is not of the form field=column"
        }
    }

    /// What would mend it.
    package var advice: String {
        switch self {
        case .empty: "give a file with a first row of column names"
        case .utf16, .notUTF8: "save the file as CSV in UTF-8"
        case .header: "mend the first row; it must hold the names of the columns"
        case .unknownField(let field, let known):
            nearest(to: field, known).map { "did you mean \($0)=…?" } ?? "name one of these fields before the ="
        case .unknownColumn(let column, let field, let columns):
            nearest(to: column, columns).map { "did you mean --columns \(field)=\($0)?" }
                ?? "name one of these columns after the ="
        case .columnStandsTwice: "rename one of them in the file"
        case .missingField(let field, _): "say which one does: --columns \(field)=COLUMN, or --set \(field)=VALUE"
        case .mustBeSet(let field): "use --set \(field)=VALUE"
        case .namedTwice(let field): "leave out --set \(field), or rename the column"
        case .unusableValue(let field, _): "use --set \(field)=VALUE with such a value"
        case .malformedMapping: "write it as --columns orderId=basket_id,customer=household_id"
        }
    }
}

/// Why a row of a table is not taken.
///
/// It never repeats what stands in the row, which may be personal.
package struct RowProblem: Sendable, Hashable {
    /// The row, from 1; the header counts.
    package let row: Int64
    /// The column as the file calls it, or the field; empty for the whole row.
    package let column: String
    /// What is wrong, in words that follow the column: "must not be negative".
    package let reason: String

    /// A row that is not taken.
    package init(row: Int64, column: String, reason: String) {
        self.row = row
        self.column = column
        self.reason = reason
    }
}

extension String {
    /// Without white space around it.
    var trimmed: String {
        var scalars = Substring(self).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}
