/// Which column gives which field, and which fields have one value for the whole file.
package struct ColumnMapping: Sendable, Hashable {
    /// Fields with the columns that give them, in the order in which they were named.
    package let columns: [Pair]
    /// Fields with their fixed values, in the order in which they were named.
    package let values: [Pair]

    /// A field and what gives it.
    package struct Pair: Sendable, Hashable {
        /// Such as `orderId`.
        package let field: String
        /// The column, or the value.
        package let source: String

        /// A field and what gives it.
        package init(field: String, source: String) {
            self.field = field
            self.source = source
        }
    }

    /// Fields are given by the columns of their own names.
    package static let byName = ColumnMapping()

    private init() {
        columns = []
        values = []
    }

    /// A mapping as people write it: lists of `field=column` and of `field=value`, with commas between.
    ///
    /// What holds a comma or an equals sign stands in double quotes: `orderId="Order, number"`.
    package init(columns: [String], values: [String]) throws(TableFailure) {
        self.columns = try pairs(columns)
        self.values = try pairs(values)
    }

    /// The mapping as one text that is the same for equal mappings, to tell two imports of one file apart.
    package var text: String {
        let columns = columns.map { "\($0.field)=\($0.source)" }
        let values = values.map { "\($0.field)=\($0.source)" }
        return columns.joined(separator: "\u{1F}") + "\u{1E}" + values.joined(separator: "\u{1F}")
    }

    /// Finds the columns in a file's header.
    ///
    /// A field that is not named is given by the column of its own name, where the file has one. `known` are the fields
    /// that such a table can fill, in the order in which people read them.
    func resolve(header: [String], known: [String]) throws(TableFailure) -> ResolvedColumns {
        var resolved = ResolvedColumns(header: header)
        for pair in columns + values where !known.contains(pair.field) {
            throw .unknownField(pair.field, known: known)
        }
        for pair in columns {
            guard let place = header.firstIndex(of: pair.source) else {
                throw .unknownColumn(pair.source, field: pair.field, columns: header)
            }
            guard header.lastIndex(of: pair.source) == place else { throw .columnStandsTwice(pair.source) }
            resolved.places.append((pair.field, place))
        }
        for pair in values {
            // One value for all would hide what the file says of each.
            guard !header.contains(pair.field) else { throw .namedTwice(pair.field) }
            resolved.values.append((pair.field, pair.source))
        }
        for field in known where !resolved.has(field) {
            guard let place = header.firstIndex(of: field) else { continue }
            guard header.lastIndex(of: field) == place else { throw .columnStandsTwice(field) }
            resolved.places.append((field, place))
        }
        return resolved
    }
}

/// A mapping with the places of its columns in one file.
struct ResolvedColumns {
    let header: [String]
    /// Fields by column, those that were named first.
    var places: [(field: String, place: Int)] = []
    var values: [(field: String, value: String)] = []

    func place(of field: String) -> Int? { places.first { $0.field == field }?.place }

    func value(of field: String) -> String? { values.first { $0.field == field }?.value }

    func has(_ field: String) -> Bool { place(of: field) != nil || value(of: field) != nil }
}

/// Splits lists of `field=source`.
private func pairs(_ lists: [String]) throws(TableFailure) -> [ColumnMapping.Pair] {
    var pairs: [ColumnMapping.Pair] = []
    for list in lists {
        var isQuoted = false
        var field: String?
        var text = ""
        func finish() throws(TableFailure) {
            guard let field, !field.trimmed.isEmpty, !text.trimmed.isEmpty else {
                throw .malformedMapping(field.map { "\($0)=\(text)" } ?? text)
            }
            pairs.append(ColumnMapping.Pair(field: field.trimmed, source: text.trimmed))
        }
        for scalar in list.unicodeScalars {
            switch scalar {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                try finish()
                field = nil
                text = ""
            case "=" where !isQuoted && field == nil:
                field = text
                text = ""
            default: text.unicodeScalars.append(scalar)
            }
        }
        try finish()
    }
    return pairs
}
