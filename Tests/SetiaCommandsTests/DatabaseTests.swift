import Foundation
import JSONText
import SetiaCore
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Databases")
struct DatabaseTests {
    @Test("status names version, migrations, rows and bytes, and needs no keys")
    func status() async throws {
        try await withBench { bench in
            let none = await bench.run("database", "status")
            #expect(none.status == 66)
            #expect(!FileManager.default.fileExists(atPath: bench.path("shop.db")))
            try await bench.publish()
            let orders = try bench.write("orders.csv", "orderId,card,time,amount\n1,C-1,2026-03-01,5.00\n")
            _ = await bench.run("import", "events", orders)
            try FileManager.default.removeItem(atPath: bench.path("shop.db.keys"))
            let run = await bench.run("database", "status", "--json")
            #expect(run.status == 0, "\(run.err)")
            let json = try JSON.parse(run.out)
            #expect(json["members"]?.int64 == 1)
            #expect(json["events"]?.int64 == 1)
            #expect(json["server"]?.string?.hasPrefix("SQLite 3.") == true)
            #expect(json["migrations"]?.array?.allSatisfy { $0["appliedAt"]?.string != nil } == true)
            let event = try #require(json["tables"]?.array?.first { $0["name"]?.string == "event" })
            #expect(event["rows"]?.int64 == 1)
            #expect(try #require(event["bytes"]?.int64) >= 4_096)
            let text = await bench.run("database", "status").out
            #expect(text.contains("1 member, 1 event, 1 entry"))
            #expect(text.contains(/1 +ledger +2026-04-01T04:00:00/))
        }
    }

    @Test("migrate says what it did, and makes no brand where there is none")
    func migrate() async throws {
        try await withBench { bench in
            #expect(await bench.run("database", "migrate").status == 66)
            #expect(!FileManager.default.fileExists(atPath: bench.path("shop.db")))
            try await bench.publish()
            let run = await bench.run("database", "migrate")
            #expect(run.status == 0)
            #expect(run.out.hasPrefix("nothing to do: all of "))
            #expect(await bench.run("database", "migrate", "--json").out.contains("\"applied\": []"))
        }
    }

    @Test("a demo brand goes to PostgreSQL and back, and proves itself on each", .enabled(if: PostgresServer.isAsked))
    func thereAndBack() async throws {
        try await withBench { bench in
            try await PostgresServer.withDatabase { url in
                let demo = await bench.run("demo", "--members", "60", "--until", "2026-03-01")
                #expect(demo.status == 0, "\(demo.err)")
                let erased = try #require(
                    try JSON.parse(await bench.run("member", "list", "--json").out)["members"]?.array?.first?["id"]?
                        .string
                )
                #expect(await bench.run("member", "erase", erased, "--yes").status == 0)
                let there = await bench.run("database", "copy", "--from", bench.path("shop.db"), "--to", url)
                #expect(there.status == 0, "\(there.err)")
                #expect(there.out.contains("the same on both sides"))
                #expect(there.err.contains("--keys DIR/shop.db.keys"))
                let keys = bench.path("shop.db.keys")
                let verified = await bench.run("verify", "--database", url, "--keys", keys)
                #expect(verified.status == 0, "\(verified.out)\(verified.err)")

                let again = await bench.run("database", "copy", "--from", bench.path("shop.db"), "--to", url)
                #expect(again.status == 73)
                #expect(again.err.contains("is copied into an empty database only"))

                let back = await bench.run(
                    "database",
                    "copy",
                    "--from",
                    url,
                    "--keys",
                    keys,
                    "--to",
                    bench.path("back.db"),
                    "--json"
                )
                #expect(back.status == 0, "\(back.err)")
                let home = await bench.run("verify", "--database", bench.path("back.db"), "--keys", keys)
                #expect(home.status == 0)
                #expect(home.out == verified.out)

                var exports: [[String]] = []
                for (name, place) in [("a", bench.path("shop.db")), ("b", url), ("c", bench.path("back.db"))] {
                    let folder = bench.path("export-\(name)")
                    let run = await bench.run("export", folder, "--database", place, "--keys", keys)
                    #expect(run.status == 0, "\(run.err)")
                    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                    // Each export has a number of its own, by which its pieces are taken once.
                    exports.append(
                        try names.map {
                            let text = try bench.read("export-\(name)/\($0)")
                            return "\($0)\n" + text.replacing(#/"export":"[0-9a-z]+"/#, with: "")
                        }
                    )
                }
                #expect(exports[0] == exports[1])
                #expect(exports[0] == exports[2])
            }
        }
    }

    @Test("PostgreSQL's own backup restores to a brand that proves itself", .enabled(if: PostgresServer.isAsked))
    func postgresBackup() async throws {
        try await withBench { bench in
            try await PostgresServer.withDatabase { url in
                let keys = bench.path("keys")
                let demo = await bench.run(
                    "demo",
                    "--members",
                    "40",
                    "--until",
                    "2026-03-01",
                    "--database",
                    url,
                    "--keys",
                    keys
                )
                #expect(demo.status == 0, "\(demo.err)")
                #expect(await bench.run("database", "backup", bench.path("x"), "--database", url).status == 64)
                try await PostgresServer.withDatabase { second in
                    let dump = bench.path("shop.dump")
                    try PostgresServer.run("pg_dump", "--format=custom", "--file", dump, url)
                    try PostgresServer.run("pg_restore", "--no-owner", "--dbname", second, dump)
                    let verified = await bench.run("verify", "--database", second, "--keys", keys)
                    #expect(verified.status == 0, "\(verified.out)\(verified.err)")
                    let statuses = [url, second].map { ["database", "status", "--json", "--database", $0] }
                    var rows: [[Int64?]] = []
                    for status in statuses {
                        let json = try JSON.parse(await bench.run(status).out)
                        rows.append(json["tables"]?.array?.map { $0["rows"]?.int64 } ?? [])
                    }
                    #expect(rows[0] == rows[1])
                }
            }
        }
    }

    @Test("a backup restores whole, and what was erased since is erased again")
    func backupAndRestore() async throws {
        try await withBench { bench in
            try await bench.publish()
            _ = await bench.run("import", "members", try bench.write("m.csv", "card,name\nC-1,Ana\nC-2,Siti\n"))
            let backup = await bench.run("database", "backup", bench.path("monday.db"))
            #expect(backup.status == 0, "\(backup.err)")
            #expect(backup.out.contains("monday.db: "))
            let mode = try FileManager.default.attributesOfItem(atPath: bench.path("monday.db"))[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let twice = await bench.run("database", "backup", bench.path("monday.db"))
            #expect(twice.status == 73)
            _ = await bench.run("import", "members", try bench.write("n.csv", "card,name\nC-3,Rin\n"))
            #expect(await bench.run("member", "erase", "card:C-1", "--yes").status == 0)

            let refused = await bench.run("database", "restore", bench.path("monday.db"))
            #expect(refused.status == 73)
            #expect(refused.err.contains("--replace"))
            let restored = await bench.run("database", "restore", bench.path("monday.db"), "--replace")
            #expect(restored.status == 0, "\(restored.err)")
            #expect(restored.out.contains("1 member erased again"))
            #expect(restored.out.contains("all agrees: 2 members"))
            #expect(restored.out.contains("what stood there is DIR/shop.db.replaced-"))
            #expect(await bench.run("member", "show", "card:C-1").status == 66)
            #expect(await bench.run("member", "show", "card:C-2").out.contains("Siti"))
            #expect(await bench.run("member", "show", "card:C-3").status == 66)
            let names = try FileManager.default.contentsOfDirectory(atPath: bench.directory.path)
            let kept = try #require(names.first { $0.contains("replaced-") && !$0.hasSuffix("-wal") })
            let old = ["member", "show", "card:C-3", "--keys", bench.path("shop.db.keys")]
            #expect(await bench.run(old, database: kept).out.contains("Rin"))
        }
    }

    @Test("what is no whole backup changes nothing", arguments: ["text", "torn", "empty", "no keys"])
    func unusableBackup(what: String) async throws {
        try await withBench { bench in
            try await bench.publish()
            _ = await bench.run("import", "members", try bench.write("m.csv", "card,name\nC-1,Ana\n"))
            #expect(await bench.run("database", "backup", bench.path("b.db")).status == 0)
            let file = bench.path("b.db")
            var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
            switch what {
            case "text": bytes = Array("this is no database, it is a text of some length to be read as a page".utf8)
            case "torn": for place in 5_000..<9_000 { bytes[place] = 0xAA }
            case "empty": bytes = []
            default: try FileManager.default.removeItem(atPath: bench.path("shop.db.keys"))
            }
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            let before = try Data(contentsOf: URL(fileURLWithPath: bench.path("shop.db")))
            let run = await bench.run("database", "restore", file, "--replace")
            #expect(run.status == (what == "no keys" ? 78 : 65), "\(run.err)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path("shop.db"))) == before)
            let names = try FileManager.default.contentsOfDirectory(atPath: bench.directory.path)
            #expect(!names.contains { $0.contains("restoring") || $0.contains("replaced") })
        }
    }

    @Test("how to spread members over machines is printed, and not done without Citus")
    func distribute() async throws {
        try await withBench { bench in
            try await bench.publish()
            let printed = await bench.run("database", "distribute")
            #expect(printed.status == 0)
            #expect(printed.out.contains("SELECT create_distributed_table('member', 'member_id'"))
            let run = await bench.run("database", "distribute", "--run")
            #expect(run.status == 78)
            #expect(run.err.contains("no extension citus"))
        }
    }
}

/// A PostgreSQL that was started for the tests.
enum PostgresServer {
    private static let environment = ProcessInfo.processInfo.environment

    /// Whether tests on it run: where it is there, and where it should be.
    static var isAsked: Bool { environment["SETIA_TEST_POSTGRES"] != nil || environment["CI"] != nil }

    /// Runs `body` with the address of a new database, which is gone afterwards.
    static func withDatabase<R>(_ body: (String) async throws -> R) async throws -> R {
        let url = try #require(environment["SETIA_TEST_POSTGRES"], "CI is set and SETIA_TEST_POSTGRES is not")
        let name = "t_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
        try run("psql", url, "--no-psqlrc", "--quiet", "-c", "CREATE DATABASE \(name)")
        defer { try? run("psql", url, "--no-psqlrc", "--quiet", "-c", "DROP DATABASE \(name) WITH (FORCE)") }
        var parts = try #require(URLComponents(string: url))
        parts.path = "/\(name)"
        return try await body(try #require(parts.string))
    }

    /// Runs one of PostgreSQL's own programs.
    static func run(_ program: String, _ arguments: String...) throws {
        let process = try ChildProcess(program, arguments)
        try #require(process.wait() == .exit(0), "\(program) said no; its reasons stand above")
    }
}
