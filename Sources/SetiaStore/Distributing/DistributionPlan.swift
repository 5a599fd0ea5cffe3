package import SQLBase
internal import SetiaService

/// The calls by which Citus spreads a brand's tables over its machines, in their order.
///
/// - SeeAlso: <https://docs.citusdata.com/en/stable/develop/api_udf.html>
package enum DistributionPlan {
    /// One call.
    package struct Step: Sendable, Hashable {
        /// The table that it is about.
        package let table: String
        /// The SQL, without a semicolon.
        package let text: String
    }

    /// What is said before each call, in the same transaction.
    ///
    /// Citus calls triggers unsafe since they could reach for rows of other machines. Ours only say no to whoever
    /// changes an entry.
    package static let setting = "SET LOCAL citus.enable_unsafe_triggers = on"

    /// All calls.
    ///
    /// First what makes a member's events once by themselves: on one machine `event_key` does so in the event's own
    /// transaction, on several it cannot. Then what every machine has, then members and with them all else of theirs,
    /// then each look-up by itself.
    package static var steps: [Step] {
        var steps = [
            Step(
                table: "event",
                text: "CREATE UNIQUE INDEX IF NOT EXISTS event_own_key_once ON event (member_id, source, key)"
            )
        ]
        for (name, placement) in Distribution.tables {
            switch placement {
            case .reference: steps.append(Step(table: name, text: "SELECT create_reference_table('\(name)')"))
            case .byMember: steps.append(step(name, by: "member_id", with: name == "member" ? "none" : "member"))
            case .lookUp(let column): steps.append(step(name, by: column, with: "none"))
            case .local: break
            }
        }
        return steps
    }

    /// The calls as a script for `psql`: each in a transaction of its own.
    package static var script: String {
        steps.map { step in
            step.text.hasPrefix("CREATE") ? "\(step.text);\n" : "BEGIN;\n\(setting);\n\(step.text);\nCOMMIT;\n"
        }.joined()
    }

    private static func step(_ table: String, by column: String, with other: String) -> Step {
        Step(
            table: table,
            text: "SELECT create_distributed_table('\(table)', '\(column)', colocate_with => '\(other)')"
        )
    }
}

/// How a table lies, as Citus says.
package struct DistributedTable: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// `h` by the hash of a column, `n` on every machine.
    package let method: String
    /// By which column; none where it is on every machine.
    package let column: String?
    /// With which others its rows lie together: those of the same number.
    package let colocation: Int64

    /// A table as Citus lists it.
    package init(name: String, method: String, column: String?, colocation: Int64) {
        self.name = name
        self.method = method
        self.column = column
        self.colocation = colocation
    }
}

/// Why a brand cannot be distributed.
package enum DistributionFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The database is not PostgreSQL, or has no Citus in it.
    case noCitus
    /// Migrations wait, and so does what they make.
    case migrationsWait
    /// How tables lie is not what the plan says, each in words.
    case misplaced([String])

    /// What a person reads.
    package var description: String {
        switch self {
        case .noCitus: "there is no extension citus in this database"
        case .migrationsWait: "migrations wait"
        case .misplaced(let tables): tables.joined(separator: "; ")
        }
    }
}

extension Distribution {
    /// What is not as planned in how tables lie, each in words; none where all is.
    package static func misplaced(_ found: [DistributedTable]) -> [String] {
        let byName = Dictionary(found.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
        let home = byName["member"]?.colocation
        return tables.compactMap { name, placement in
            let table = byName[name]
            switch placement {
            case .byMember:
                guard let table, table.method == "h", table.column == "member_id" else {
                    return "\(name) is not distributed by member_id"
                }
                return table.colocation == home ? nil : "\(name) does not lie with member"
            case .lookUp(let column):
                let isRight = table?.method == "h" && table?.column == column
                return isRight ? nil : "\(name) is not distributed by \(column)"
            case .reference: return table?.method == "n" ? nil : "\(name) is not a reference table"
            case .local: return table == nil ? nil : "\(name) is distributed and need not be"
            }
        }
    }
}

extension TableStore {
    /// Spreads a brand's tables over the machines of a Citus cluster, and checks how they lie then.
    ///
    /// What is spread already is left alone, so that a run that was stopped can be repeated. Each table is moved in a
    /// transaction of its own, with its rows, while others may read and not write it.
    ///
    /// - Parameters:
    ///   - database: The coordinator's.
    ///   - onStep: Is told each call before it is made.
    /// - Throws: `DistributionFailure`, or `StoreFailure`.
    package static func distribute(
        _ database: any SQLDatabase,
        onStep: @escaping @Sendable (DistributionPlan.Step) -> Void
    ) async throws {
        try await translatingFailures {
            try await UnfinishedCopy.refuse(in: database)
            guard try await database.reading({ try hasCitus($0) }) else { throw DistributionFailure.noCitus }
            let known = Set(Migration.all(for: .postgres).map(\.number))
            let applied = try await database.reading { connection in
                Set(try connection.rows("SELECT number FROM migration").map { $0.int(0) })
            }
            guard known == applied else { throw DistributionFailure.migrationsWait }
            let before = Set(try await database.reading { try distributedTables($0) }.map(\.name))
            for step in DistributionPlan.steps {
                let isIndex = step.text.hasPrefix("CREATE")
                guard isIndex || !before.contains(step.table) else { continue }
                onStep(step)
                try await database.writing(.byLocks) { connection in
                    // A table of a hundred million rows takes its time.
                    try connection.run("SET LOCAL statement_timeout = 0")
                    if !isIndex { try connection.run(SQLStatement(DistributionPlan.setting)) }
                    try connection.query(SQLStatement(step.text)) { _ in }
                }
            }
            let misplaced = Distribution.misplaced(try await database.reading { try distributedTables($0) })
            guard misplaced.isEmpty else { throw DistributionFailure.misplaced(misplaced) }
        }
    }

    /// Whether a brand's members are spread over machines: Citus is there, and says so of the table of members.
    static func isSpread(_ database: any SQLDatabase) async throws -> Bool {
        guard database.dialect == .postgres else { return false }
        return try await database.reading { connection in
            guard try hasCitus(connection) else { return false }
            return try distributedTables(connection).contains { $0.name == "member" && $0.method == "h" }
        }
    }
}

private func hasCitus(_ connection: any SQLConnection) throws -> Bool {
    guard connection.dialect == .postgres else { return false }
    return try connection.first("SELECT 1 FROM pg_extension WHERE extname = 'citus'") != nil
}

private func distributedTables(_ connection: any SQLConnection) throws -> [DistributedTable] {
    try connection.rows(
        """
        SELECT CAST(pg_class.relname AS TEXT), CAST(partmethod AS TEXT),
            CASE WHEN partkey IS NULL THEN NULL ELSE column_to_column_name(logicalrelid, partkey) END, colocationid
        FROM pg_dist_partition
        JOIN pg_class ON pg_class.oid = logicalrelid
        JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace AND nspname = current_schema()
        ORDER BY CAST(pg_class.relname AS TEXT) COLLATE "C"
        """
    ).map { row in
        DistributedTable(name: row.text(0), method: row.text(1), column: row.textOrNil(2), colocation: row.int(3))
    }
}
