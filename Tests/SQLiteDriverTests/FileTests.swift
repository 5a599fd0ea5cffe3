import Foundation
import SQLBase
import SQLiteDriver
import Testing

@Suite("SQLite: the file")
struct FileTests {
    @Test(
        "a commit waits for the disk, and foreign keys hold",
        arguments: [
            ("journal_mode", SQLValue.text("wal")),
            ("synchronous", .integer(2)),  // FULL
            ("foreign_keys", .integer(1)),
            ("temp_store", .integer(2)),  // memory
            ("secure_delete", .integer(1)),
            ("busy_timeout", .integer(5_000)),
            ("cache_size", .integer(-32_768)),
            ("wal_autocheckpoint", .integer(64_000)),
            ("encoding", .text("UTF-8")),
        ]
    )
    func setsPragmas(pragma: String, expected: SQLValue) async throws {
        let row = try await withLedger { database in
            try await database.writing { try $0.first(SQLStatement("PRAGMA \(pragma)")) }
        }
        #expect(row == SQLRow([expected]))
    }

    @Test("the files are their owner's alone")
    func keepsFilesPrivate() async throws {
        try await withTemporaryPath { path in
            let database = try SQLiteDatabase(path: path)
            try await database.writing { try $0.script(ledger) }
            for file in [path, path + "-wal", path + "-shm"] {
                #expect(try mode(of: file) == 0o600)
            }
            try await database.backup(to: path + ".copy")
            #expect(try mode(of: path + ".copy") == 0o600)
            try await database.close()
        }
    }

    @Test("what was committed is there when the file is opened again, closed or not")
    func reopens() async throws {
        try await withTemporaryPath { path in
            do {
                let database = try SQLiteDatabase(path: path)
                try await database.writing { try $0.script(ledger) }
                try await database.addMember("a")
            }
            let again = try SQLiteDatabase(path: path)
            #expect(try await again.memberIDs() == ["a"])
            try await again.close()
        }
    }

    @Test("after closing, the file alone holds everything, and the database is refused")
    func closes() async throws {
        try await withTemporaryPath { path in
            let database = try SQLiteDatabase(path: path)
            try await database.writing { try $0.script(ledger) }
            try await database.addMember("a")
            #expect(try await database.memberIDs() == ["a"])
            try await database.close()
            try await database.close()
            for refused in [
                await failure { _ = try await database.memberIDs() },
                await failure { try await database.addMember("b") },
                await failure { try await database.backup(to: path + ".copy") },
            ] {
                #expect(refused?.kind == .cannotOpen)
            }
            try FileManager.default.copyItem(atPath: path, toPath: path + ".alone")
            let alone = try SQLiteDatabase(path: path + ".alone")
            #expect(try await alone.memberIDs() == ["a"])
            try await alone.close()
        }
    }

    @Test("closing waits for what is running")
    func closesLast() async throws {
        try await withTemporaryPath { path in
            let database = try SQLiteDatabase(path: path)
            try await database.writing { try $0.script(ledger) }
            let (started, hasStarted) = AsyncStream.makeStream(of: Void.self)
            let goOn = Signal()
            async let seen = database.reading { connection in
                hasStarted.finish()
                goOn.wait()
                return try connection.memberIDs()
            }
            for await _ in started {}
            async let closed: Void = database.close()
            goOn.send()
            #expect(try await seen == [])
            try await closed
        }
    }

    @Test("a backup is a whole database, taken while it is in use, and overwrites nothing")
    func backsUp() async throws {
        try await withTemporaryPath { path in
            let database = try SQLiteDatabase(path: path)
            try await database.writing { try $0.script(ledger) }
            try await database.addMember("a")
            try await database.backup(to: path + ".copy")
            try await database.addMember("b")
            let copy = try SQLiteDatabase(path: path + ".copy")
            #expect(try await copy.memberIDs() == ["a"])
            let check = try await copy.reading { try $0.first("PRAGMA integrity_check") }
            #expect(check == SQLRow([.text("ok")]))
            try await copy.close()
            let failure = await failure { try await database.backup(to: path + ".copy") }
            #expect(failure?.kind == .cannotOpen)
            try await database.close()
        }
    }

    @Test("a checkpoint moves the log into the file, but not past a reading that needs it")
    func checkpoints() async throws {
        try await withLedger { database in
            try await database.addMember("a")
            #expect(try await database.checkpoint())
            let (looked, hasLooked) = AsyncStream.makeStream(of: Void.self)
            let done = Signal()
            async let seen = database.reading { connection in
                let seen = try connection.memberIDs()
                hasLooked.finish()
                done.wait()
                return seen
            }
            for await _ in looked {}
            try await database.addMember("b")
            try await database.addMember("c")
            #expect(try await database.checkpoint() == false)
            done.send()
            #expect(try await seen == ["a"])
            #expect(try await database.checkpoint())
        }
    }

    @Test("a reading that ends in an error lets go of its moment")
    func letsGo() async throws {
        struct Enough: Error {}
        try await withLedger { database in
            try await database.addMember("a")
            do {
                try await database.reading { connection in
                    try connection.query("SELECT member_id FROM member") { _ in throw Enough() }
                }
                Issue.record("the closure's error is not thrown on")
            } catch is Enough {}
            try await database.addMember("b")
            let isWhole = try await database.checkpoint()
            #expect(isWhole)
        }
    }

    @Test("what is no database, or nowhere, cannot be opened")
    func refusesOtherFiles() async throws {
        try await withTemporaryPath { path in
            try Data(String(repeating: "a picture, say ", count: 500).utf8).write(to: URL(fileURLWithPath: path))
            let picture = await failure { _ = try SQLiteDatabase(path: path) }
            #expect(picture?.kind == .corrupt)
            for nowhere in ["", ":memory:", "file:x?mode=memory", path + "/below/it"] {
                let failure = await failure { _ = try SQLiteDatabase(path: nowhere) }
                #expect(failure?.kind == .cannotOpen)
            }
        }
    }

    private func mode(of path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
}
