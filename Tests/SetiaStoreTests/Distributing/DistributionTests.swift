import PostgresDriver
import SQLBase
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Spread over machines: the tables")
struct DistributionTests {
    @Test("each table has its place, and no other is named", arguments: Backend.databases)
    func everyTableIsPlaced(backend: Backend) async throws {
        let tables = try await backend.withTables { _, database in
            try await database.reading { try TableCatalogue($0).tables.map(\.name) }
        }
        #expect(tables.sorted() == Distribution.tables.map(\.name).sorted())
        #expect(Set(tables).count == Distribution.tables.count)
    }

    @Test(
        "what a table is spread by stands in its primary key, in each unique index and in each foreign key",
        .enabled(if: Postgres.isAsked)
    )
    func keysCanBeSpread() async throws {
        try await withPostgresTables { _, database in
            try await makeOwnKeyIndex(database)
            let keys = try await database.reading { try TableKey.all($0) }
            for (name, placement) in Distribution.tables {
                let column: String
                switch placement {
                case .byMember: column = "member_id"
                case .lookUp(let by): column = by
                case .reference, .local: continue
                }
                let own = keys.filter { $0.table == name }
                #expect(own.contains { $0.kind == "primary" }, "\(name) has no primary key")
                for key in own where !key.columns.contains(column) {
                    Issue.record("\(name): its \(key.kind) key over \(key.columns) knows nothing of \(column)")
                }
            }
            let foreign = keys.filter { $0.kind == "foreign" }
            for key in foreign {
                let places = [key.table, key.other].map { Distribution.placement(of: $0) }
                #expect(places[1] == .reference || places[0] == places[1], "\(key)")
            }
        }
    }

    @Test(
        "no number is drawn from a sequence, and none by itself: ids are made by us",
        .enabled(if: Postgres.isAsked)
    )
    func noSequences() async throws {
        try await withPostgresTables { _, database in
            let found = try await database.reading { connection in
                try connection.rows(
                    """
                    SELECT 'sequence ' || relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                    WHERE nspname = current_schema() AND relkind = 'S'
                    UNION ALL
                    SELECT 'identity ' || relname || '.' || attname FROM pg_attribute
                    JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
                    WHERE nspname = current_schema() AND relkind = 'r' AND attnum > 0 AND attidentity <> ''
                    UNION ALL
                    SELECT 'default ' || relname || '.' || attname || ' ' || pg_get_expr(adbin, adrelid)
                    FROM pg_attrdef JOIN pg_class ON pg_class.oid = adrelid
                    JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
                    JOIN pg_namespace ON pg_namespace.oid = relnamespace
                    WHERE nspname = current_schema() AND pg_get_expr(adbin, adrelid) ~ '\\('
                    """
                ).map { $0.text(0) }
            }
            #expect(found == [])
        }
    }

    @Test("the calls for Citus are these")
    func calls() {
        #expect(Golden.difference(of: DistributionPlan.script, from: "distribute.sql") == nil)
    }

    @Test("what does not lie as planned is named")
    func misplaced() {
        var right: [DistributedTable] = []
        for (number, (name, placement)) in Distribution.tables.enumerated() {
            let colocation = Int64(number + 10)
            switch placement {
            case .byMember:
                right.append(DistributedTable(name: name, method: "h", column: "member_id", colocation: 1))
            case .lookUp(let column):
                right.append(DistributedTable(name: name, method: "h", column: column, colocation: colocation))
            case .reference:
                right.append(DistributedTable(name: name, method: "n", column: nil, colocation: 2))
            case .local: break
            }
        }
        #expect(Distribution.misplaced(right) == [])
        var wrong = right.filter { $0.name != "shop" && $0.name != "event" && $0.name != "identity_key" }
        wrong.append(DistributedTable(name: "event", method: "h", column: "member_id", colocation: 3))
        wrong.append(DistributedTable(name: "identity_key", method: "h", column: "kind", colocation: 4))
        wrong.append(DistributedTable(name: "snapshot", method: "n", column: nil, colocation: 2))
        #expect(
            Distribution.misplaced(wrong) == [
                "shop is not a reference table", "event does not lie with member",
                "identity_key is not distributed by hash", "snapshot is distributed and need not be",
            ]
        )
    }

    @Test("a database without Citus is not distributed, and says so", arguments: Backend.databases)
    func noCitus(backend: Backend) async throws {
        try await backend.withTables { store, database in
            #expect(!store.isDistributed)
            await #expect(throws: DistributionFailure.noCitus) {
                try await TableStore.distribute(database) { _ in }
            }
        }
    }

    private func makeOwnKeyIndex(_ database: PostgresDatabase) async throws {
        let steps = DistributionPlan.steps.filter { $0.text.hasPrefix("CREATE") }
        #expect(steps.count == 1)
        try await database.writing { connection in
            for step in steps { try connection.run(SQLStatement(step.text)) }
        }
    }
}

/// A primary key, a unique index or a foreign key, as PostgreSQL lists it.
private struct TableKey: Sendable {
    let table: String
    let kind: String
    let columns: [String]
    /// Of a foreign key: the table that it leads to.
    let other: String

    static func all(_ connection: any SQLConnection) throws -> [TableKey] {
        try connection.rows(
            """
            SELECT CAST(t.relname AS TEXT), CASE WHEN indisprimary THEN 'primary' ELSE 'unique' END,
                (SELECT string_agg(CAST(attname AS TEXT), ',' ORDER BY attnum) FROM pg_attribute
                    WHERE attrelid = t.oid AND attnum = ANY(indkey)), CAST('' AS TEXT)
            FROM pg_index JOIN pg_class t ON t.oid = indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE nspname = current_schema() AND indisunique
            UNION ALL
            SELECT CAST(t.relname AS TEXT), 'foreign',
                (SELECT string_agg(CAST(attname AS TEXT), ',' ORDER BY attnum) FROM pg_attribute
                    WHERE attrelid = t.oid AND attnum = ANY(conkey)), CAST(o.relname AS TEXT)
            FROM pg_constraint JOIN pg_class t ON t.oid = conrelid JOIN pg_class o ON o.oid = confrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE nspname = current_schema() AND contype = 'f'
            """
        ).map { row in
            TableKey(
                table: row.text(0),
                kind: row.text(1),
                columns: row.text(2).split(separator: ",").map(String.init),
                other: row.text(3)
            )
        }
    }
}
