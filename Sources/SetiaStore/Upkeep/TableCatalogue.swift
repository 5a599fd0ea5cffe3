internal import SQLBase

/// The tables of a brand as the database itself lists them, so that those of later migrations come along by themselves.
struct TableCatalogue: Sendable, Hashable {
    /// One table.
    struct Table: Sendable, Hashable {
        let name: String
        /// From left to right.
        let columns: [Column]
    }

    /// One column.
    struct Column: Sendable, Hashable {
        let name: String
        let kind: SQLBulk.Kind
    }

    /// By name, in byte order; without those that are the database's own history (`migration`, `unfinished_copy`).
    let tables: [Table]

    /// Reads what there is.
    ///
    /// - Throws: `SQLFailure`, also for a column of a type that no migration of ours makes.
    init(_ connection: any SQLConnection) throws {
        let rows =
            switch connection.dialect {
            case .sqlite: try connection.rows(columnsOfSQLite)
            case .postgres: try connection.rows(columnsOfPostgres)
            }
        var tables: [Table] = []
        for row in rows where !Self.histories.contains(row.text(0)) {
            guard let kind = SQLBulk.Kind(typeName: row.text(2)) else {
                throw SQLFailure(.other, message: "\(row.text(0)).\(row.text(1)) is of a type that Setia does not make")
            }
            let column = Column(name: row.text(1), kind: kind)
            if let last = tables.last, last.name == row.text(0) {
                tables[tables.count - 1] = Table(name: last.name, columns: last.columns + [column])
            } else {
                tables.append(Table(name: row.text(0), columns: [column]))
            }
        }
        self.tables = tables
    }

    /// A table by its name.
    func table(_ name: String) -> Table? { tables.first { $0.name == name } }

    private static let histories: Set = ["migration", "unfinished_copy"]
}

private let columnsOfSQLite: SQLStatement = """
    SELECT made.name, info.name, info.type FROM sqlite_schema AS made JOIN pragma_table_info(made.name) AS info
    WHERE made.type = 'table' AND substr(made.name, 1, 7) <> 'sqlite_' ORDER BY made.name, info.cid
    """

private let columnsOfPostgres: SQLStatement = """
    SELECT CAST(relname AS TEXT), CAST(attname AS TEXT), format_type(atttypid, NULL) FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE nspname = current_schema() AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
    ORDER BY CAST(relname AS TEXT) COLLATE "C", attnum
    """

extension SQLBulk.Kind {
    /// The kind of a column by its type's name in either database; none for a type that migrations do not use.
    fileprivate init?(typeName: String) {
        switch typeName {
        case "INTEGER", "bigint": self = .integer
        case "TEXT", "text": self = .text
        case "BLOB", "bytea": self = .blob
        default: return nil
        }
    }
}
