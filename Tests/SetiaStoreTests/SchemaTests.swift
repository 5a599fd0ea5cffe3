import Foundation
import SQLBase
import SQLiteDriver
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Tables")
struct SchemaTests {
    @Test("rows of one member are keyed by her id first, so that members can be spread over machines")
    func membersCanBeSpread() async throws {
        let schema = try await withTables { _, database in try await Schema.ofSQLite(database) }
        // Looked up by something else, and keyed by that.
        let lookUps: Set = [
            "event_key", "finding_word", "identity_key", "member_session", "audit_entry", "approval_request",
            "review", "message_key", "chat_session", "gathering_place",
        ]
        let perMember = schema.tables.filter {
            $0.value.columns.keys.contains("member_id") && !lookUps.contains($0.key)
        }
        #expect(
            perMember.keys.sorted() == [
                "birthday", "case_step", "compensation", "contact", "contact_preference", "conversation", "draw_entry",
                "entry", "event",
                "exposure", "finding_member",
                "identity",
                "journey_enrolment", "journey_mark",
                "listing",
                "member", "member_case", "member_key",
                "member_voucher", "message", "message_fetch", "message_file", "order_state", "outbox", "person",
                "product_review", "redemption",
                "referral", "review_photo", "reward_letter", "supplier_order", "suppression", "survey_ask",
                "survey_tag",
                "waiting",
            ]
        )
        for (name, table) in perMember {
            #expect(table.primaryKey.first == "member_id", "\(name)")
            for unique in table.uniques { #expect(unique.contains("member_id"), "\(name): \(unique)") }
        }
    }

    @Test("PostgreSQL gets the same tables, columns, keys and unique constraints", .enabled(if: Postgres.isAsked))
    func dialectsAgree() async throws {
        let url = try #require(Postgres.url, "CI is set and SETIA_TEST_POSTGRES is not")
        let sqlite = try await withTables { _, database in try await Schema.ofSQLite(database) }
        let postgres = try Schema.ofPostgres(url, Migration.all(for: .postgres).map(\.text))
        #expect(postgres.tables.keys.sorted() == sqlite.tables.keys.sorted())
        for (name, table) in sqlite.tables { #expect(postgres.tables[name] == table, "\(name)") }
        #expect(postgres.localeColumns == [], "columns whose text is not ordered by its bytes")
    }
}

/// What two databases must have in common.
struct Schema {
    struct Table: Equatable {
        /// By name: `integer`, `text` or `bytes`, and whether `NULL` may stand there.
        var columns: [String: String] = [:]
        var primaryKey: [String] = []
        var uniques: Set<[String]> = []
    }

    var tables: [String: Table] = [:]
    var localeColumns: [String] = []

    /// What a migrated SQLite file has, the table of migrations left out.
    static func ofSQLite(_ database: SQLiteDatabase) async throws -> Schema {
        try await database.reading { connection in
            var schema = Schema()
            let tables = try connection.rows(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migration' ORDER BY name"
            )
            for name in tables.map({ $0.text(0) }) {
                var table = Table()
                let columns = try connection.rows(
                    "SELECT name, type, \"notnull\", pk FROM pragma_table_info($1) ORDER BY pk, cid",
                    [.text(name)]
                )
                for column in columns {
                    let types = ["INTEGER": "integer", "TEXT": "text", "BLOB": "bytes"]
                    table.columns[column.text(0)] =
                        "\(types[column.text(1)] ?? "?")\(column.int(2) == 0 ? " or null" : "")"
                    if column.int(3) > 0 { table.primaryKey.append(column.text(0)) }
                }
                let uniques = try connection.rows(
                    "SELECT name FROM pragma_index_list($1) WHERE origin = 'u' ORDER BY name",
                    [.text(name)]
                )
                for unique in uniques {
                    let parts = try connection.rows(
                        "SELECT name FROM pragma_index_info($1) ORDER BY seqno",
                        [.text(unique.text(0))]
                    )
                    table.uniques.insert(parts.map { $0.text(0) })
                }
                schema.tables[name] = table
            }
            return schema
        }
    }

    /// What PostgreSQL has after these migrations, run in a schema that is gone afterwards.
    static func ofPostgres(_ url: String, _ migrations: [String]) throws -> Schema {
        let name = "setia_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
        let answer = try Postgres.psql(
            url,
            """
            CREATE SCHEMA \(name);
            SET search_path = \(name);
            \(migrations.joined(separator: "\n"))
            SELECT 'column', table_name, column_name, data_type, is_nullable, collation_name
            FROM information_schema.columns WHERE table_schema = '\(name)' ORDER BY ordinal_position;
            SELECT constraint_type, c.table_name, string_agg(k.column_name, ',' ORDER BY k.ordinal_position)
            FROM information_schema.table_constraints c
            JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name)
            WHERE c.constraint_schema = '\(name)' GROUP BY 1, 2, constraint_name;
            SET client_min_messages = warning;
            DROP SCHEMA \(name) CASCADE;
            """
        )
        var schema = Schema()
        for line in answer.split(separator: "\n") {
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let table = fields[1]
            switch fields[0] {
            case "column":
                let types = ["bigint": "integer", "text": "text", "bytea": "bytes"]
                schema.tables[table, default: Table()].columns[fields[2]] =
                    "\(types[fields[3]] ?? fields[3])\(fields[4] == "YES" ? " or null" : "")"
                if fields[3] == "text", fields[5] != "C" { schema.localeColumns.append("\(table).\(fields[2])") }
            case "PRIMARY KEY":
                schema.tables[table, default: Table()].primaryKey = fields[2].split(separator: ",").map(String.init)
            case "UNIQUE":
                schema.tables[table, default: Table()].uniques.insert(fields[2].split(separator: ",").map(String.init))
            default: Issue.record("psql said: \(line)")
            }
        }
        return schema
    }
}

/// A PostgreSQL that was started for the tests.
enum Postgres {
    private static let environment = ProcessInfo.processInfo.environment

    /// Where it is.
    static var url: String? { environment["SETIA_TEST_POSTGRES"] }

    /// Whether tests on it run: where it is there, and where it should be.
    static var isAsked: Bool { url != nil || environment["CI"] != nil }

    /// What `psql` answers, one row a line, columns divided by `|`.
    static func psql(_ url: String, _ script: String) throws -> String {
        let (input, output) = (Pipe(), Pipe())
        let process = try ChildProcess(
            "psql",
            [url, "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "-v", "ON_ERROR_STOP=1"],
            input: .pipe(input),
            output: .pipe(output)
        )
        try input.fileHandleForWriting.write(contentsOf: Data(script.utf8))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        try #require(process.wait() == .exit(0), "psql said no; its reasons stand above")
        return String(decoding: answer, as: UTF8.self)
    }
}
