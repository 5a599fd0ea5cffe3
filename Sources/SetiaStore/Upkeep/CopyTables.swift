package import SQLBase
package import SetiaCore
internal import SetiaService

/// How far a copy has come.
package enum CopyStep: Sendable, Hashable {
    /// So many rows of all are in the target.
    case copied(rows: Int64, of: Int64)
    /// So many rows of all were read back from the target.
    case compared(rows: Int64, of: Int64)
}

/// What a copy came to; each number was found equal on both sides.
package struct CopiedBrand: Sendable, Hashable {
    /// How many rows each table has, by name.
    package let tables: [(name: String, rows: Int64)]
    /// How many accounts there are: a member's wallet with entries is one.
    package let accounts: Int64
    /// What the accounts hold together.
    package let points: Int64

    /// Compares all three.
    package static func == (one: CopiedBrand, other: CopiedBrand) -> Bool {
        one.accounts == other.accounts && one.points == other.points
            && one.tables.elementsEqual(other.tables) { $0.name == $1.name && $0.rows == $1.rows }
    }

    /// By accounts and points.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(accounts)
        hasher.combine(points)
    }
}

extension TableStore {
    /// Copies every table of a brand from one database into another, and proves that both hold the same: row by row, by
    /// count and sum of each table, and balance by balance.
    ///
    /// The source is read as it is at one moment, also while a server writes to it; what is written later stays behind.
    /// Rows pass through a belt of a few parcels, so that memory stays bounded. The target is marked until the proof is
    /// made, and nobody opens it before: a copy that was killed begins anew.
    ///
    /// - Parameters:
    ///   - source: A brand whose migrations are all applied.
    ///   - target: A database without tables, or an empty brand.
    ///   - name: Where the source is, as a person reads it.
    ///   - isRestart: Whether a target that an earlier copy left unfinished is emptied first.
    ///   - now: What is written down as the time of migrations and of the mark.
    ///   - onProgress: Is told after each parcel.
    /// - Returns: what was copied.
    /// - Throws: `CopyFailure`, or `StoreFailure`; the target stays marked once rows came into it.
    package static func copy(
        from source: any SQLDatabase,
        to target: any SQLDatabase,
        named name: String,
        restarting isRestart: Bool,
        now: Instant,
        onProgress: @escaping @Sendable (CopyStep) -> Void
    ) async throws -> CopiedBrand {
        try await translatingFailures {
            try await UnfinishedCopy.refuse(in: source)
            try await makeReady(target, UnfinishedCopy(source: name, begunAt: now), restarting: isRestart)
            let sums = try await carry(from: source, to: target, onProgress)
            try await compare(target, with: sums, onProgress)
            try await target.writing { try UnfinishedCopy.clear(on: $0) }
            return CopiedBrand(
                tables: sums.tables.map { ($0.table.name, $0.sum.rows) },
                accounts: sums.balances.accounts,
                points: sums.balances.points
            )
        }
    }
}

/// Brings the target to all its tables, empty of rows and marked.
private func makeReady(_ target: any SQLDatabase, _ mark: UnfinishedCopy, restarting isRestart: Bool) async throws {
    if let earlier = try await target.reading({ try UnfinishedCopy.find(on: $0) }), !isRestart {
        throw CopyFailure.unfinished(source: earlier.source, begunAt: earlier.begunAt)
    }
    try await Migrator(Migration.all(for: target.dialect), on: target, now: mark.begunAt).run()
    try await target.writing { connection in
        let catalogue = try TableCatalogue(connection)
        if try UnfinishedCopy.find(on: connection) == nil {
            for table in catalogue.tables where !Distribution.hasRowsFromTheStart(table.name) {
                guard try connection.first(SQLStatement("SELECT 1 FROM \(table.name) LIMIT 1")) == nil else {
                    throw CopyFailure.notEmpty(table: table.name)
                }
            }
        }
        try UnfinishedCopy.clear(on: connection)
        try empty(catalogue, connection)
        try mark.set(on: connection)
    }
}

/// Takes all rows away, those of tables that never let one go among them.
private func empty(_ catalogue: TableCatalogue, _ connection: any SQLConnection) throws {
    switch connection.dialect {
    case .sqlite:
        // Their triggers would say no; they are put back as they were.
        let triggers = try connection.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")
        for trigger in triggers { try connection.run(SQLStatement("DROP TRIGGER \(trigger.text(0))")) }
        for table in catalogue.tables { try connection.run(SQLStatement("DELETE FROM \(table.name)")) }
        for trigger in triggers { try connection.script(trigger.text(1)) }
    case .postgres:
        try connection.script("TRUNCATE \(catalogue.tables.map(\.name).joined(separator: ", "))")
    }
}

/// What the source was found to hold.
private struct SourceSums: Sendable {
    var tables: [(table: TableCatalogue.Table, sum: RowSum)] = []
    var balances: BalanceSum

    var rows: Int64 { tables.reduce(0) { $0 + $1.sum.rows } }
}

/// The most rows of a parcel, and the most bytes of texts and blobs after which one is closed.
private let parcelRows = 2_000
private let parcelBytes = 1 << 20

/// Brings every row from one to the other.
private func carry(
    from source: any SQLDatabase,
    to target: any SQLDatabase,
    _ onProgress: @escaping @Sendable (CopyStep) -> Void
) async throws -> SourceSums {
    let kept = try await target.reading { try TableCatalogue($0) }
    let belt = RowBelt()
    let total = try await source.reading { connection in
        try TableCatalogue(connection).tables.reduce(0 as Int64) { sum, table in
            try sum + (connection.first(SQLStatement("SELECT COUNT(*) FROM \(table.name)"))?.int(0) ?? 0)
        }
    }
    let reading = Task {
        defer { belt.end() }
        return try await source.reading { connection in
            try belt.begin()
            var sums = SourceSums(balances: try BalanceSum(connection))
            let catalogue = try TableCatalogue(connection)
            try agree(catalogue, kept)
            for table in catalogue.tables { sums.tables.append((table, try put(table, of: connection, on: belt))) }
            return sums
        }
    }
    do {
        var done: Int64 = 0
        for await parcel in belt.parcels {
            try await target.writing(.byLocks) { connection in
                try connection.run(
                    SQLBulk.insert(into: parcel.table.name, parcel.table.columns.map { ($0.name, $0.kind) }),
                    parcel.rows
                )
            }
            belt.madeRoom()
            done += Int64(parcel.rows.count)
            onProgress(.copied(rows: done, of: max(total, done)))
        }
    } catch {
        belt.breakOff()
        _ = try? await reading.value
        throw error
    }
    return try await reading.value
}

/// Puts all rows of a table on the belt, and gives their sum.
private func put(
    _ table: TableCatalogue.Table,
    of connection: any SQLConnection,
    on belt: RowBelt
) throws -> RowSum {
    var sum = RowSum()
    var rows: [[SQLValue]] = []
    var bytes = 0
    try connection.query(selecting(table)) { row in
        sum.add(row)
        rows.append(row.values)
        bytes += row.values.reduce(0) { $0 + $1.size }
        guard rows.count >= parcelRows || bytes >= parcelBytes else { return }
        try belt.put(RowBelt.Parcel(table: table, rows: rows))
        (rows, bytes) = ([], 0)
    }
    if !rows.isEmpty { try belt.put(RowBelt.Parcel(table: table, rows: rows)) }
    return sum
}

/// Reads the target back, and finds what is not as in the source.
private func compare(
    _ target: any SQLDatabase,
    with sums: SourceSums,
    _ onProgress: @escaping @Sendable (CopyStep) -> Void
) async throws {
    try await target.reading { connection in
        var compared: Int64 = 0
        var differing: [String] = []
        for (table, expected) in sums.tables {
            var found = RowSum()
            // Columns in the source's order: their places may be others here.
            try connection.query(selecting(table)) { row in
                found.add(row)
                compared += 1
                if compared.isMultiple(of: 1_000) { onProgress(.compared(rows: compared, of: sums.rows)) }
            }
            if found != expected { differing.append(table.name) }
        }
        guard differing.isEmpty else { throw CopyFailure.rowsDiffer(differing) }
        guard try BalanceSum(connection) == sums.balances else { throw CopyFailure.balancesDiffer }
        onProgress(.compared(rows: compared, of: sums.rows))
    }
}

/// Whether both have the same tables with the same columns, in whatever order.
private func agree(_ source: TableCatalogue, _ target: TableCatalogue) throws {
    let names = Set(source.tables.map(\.name)).union(target.tables.map(\.name)).sorted()
    for name in names {
        guard let one = source.table(name), let other = target.table(name), Set(one.columns) == Set(other.columns)
        else { throw CopyFailure.tablesDiffer(name) }
    }
}

private func selecting(_ table: TableCatalogue.Table) -> SQLStatement {
    SQLStatement("SELECT \(table.columns.map(\.name).joined(separator: ", ")) FROM \(table.name)")
}

extension SQLValue {
    /// About how many bytes it takes in memory.
    fileprivate var size: Int {
        switch self {
        case .integer, .null: 8
        case .text(let text): 16 + text.utf8.count
        case .blob(let bytes): 32 + bytes.count
        }
    }
}
