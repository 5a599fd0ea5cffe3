import Foundation
import SQLBase
import SQLiteDriver
import SetiaCore
import SetiaService
import SetiaStore
import SetiaTesting
import Testing

@Suite("What only tables do")
struct TableTests {
    @Test(
        "entries are never changed and never removed, whoever asks",
        arguments: [
            "UPDATE entry SET points = 1", "DELETE FROM entry", "UPDATE entry SET balance = 7 WHERE number = 2",
        ]
    )
    func keepsEntries(statement: String) async throws {
        try await withTables { store, database in
            try await store.append(try Fixture.newcomer(1, Fixture.enrolment("1")))
            let before = try await Picture.of(store)
            await #expect(throws: SQLFailure.self) {
                try await database.writing { try $0.run(SQLStatement(statement)) }
            }
            #expect(try await Picture.of(store) == before)
        }
    }

    @Test("a line leaves only where someone listens, from then on, one a listener")
    func fillsOutbox() async throws {
        try await withTables { store, database in
            func lines() async throws -> [SQLRow] {
                try await database.reading { connection in
                    try connection.rows("SELECT member_id, id, topic, body, state, due_ms FROM outbox ORDER BY id")
                }
            }
            try await store.append(try Fixture.newcomer(1, Fixture.enrolment("1"), Fixture.order("A-1", 700)))
            #expect(try await lines() == [])

            let version = try await store.reading { try $0.configurationVersion() }
            for listener in ["crm", "bi", "crm"] { try await store.add(listener: listener, to: .orderPaid) }
            #expect(try await store.reading { try $0.configurationVersion() } > version)
            let part = try Fixture.newcomer(2, Fixture.enrolment("2"), Fixture.order("A-2", 700))
            try await store.append(part)
            let number = part.events[1].decision.number
            let expected = ["bi", "crm"].map { listener in
                SQLRow([
                    .text(Fixture.member(2).text), .text("\(number)/\(listener)"), .text("order.paid"),
                    .text(#"{"v":1,"event":"\#(Fixture.member(2))-\#(number)"}"#), .text("waiting"),
                    .integer(part.events[1].recordedAt.milliseconds),
                ])
            }
            #expect(try await lines() == expected)
        }
    }

    @Test("nothing of an erased member's key or identities is left in the file")
    func erasesBytes() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appendingPathComponent("setia.db").path
            let database = try SQLiteDatabase(path: path)
            let store = try await TableStore.open(database: database, now: Fixture.newYear)
            for number in 1...40 {
                try await store.append(try Fixture.newcomer(number, Fixture.enrolment(Key("\(number)"))))
            }
            let secrets = [
                Array("key of 17".utf8), Fixture.identity(17).sealed, Fixture.identity(17).hash.bytes,
                Array("person 17".utf8), Array("sealed joined-17".utf8),
            ]
            _ = try await database.checkpoint()
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            for secret in secrets { #expect(before.range(of: Data(secret)) != nil) }
            let tombstone = Tombstone(member: Fixture.member(17), erasedAt: Fixture.newYear, identities: [])
            #expect(try await store.writing { try $0.erase(tombstone) })
            try await store.close()
            let after = try Data(contentsOf: URL(fileURLWithPath: path))
            for secret in secrets { #expect(after.range(of: Data(secret)) == nil, "\(secret)") }
        }
    }

    @Test("a damaged document is a failure that says so, and names nobody")
    func tellsDamage() async throws {
        try await withTables { store, database in
            try await store.append(try Fixture.newcomer(1, Fixture.enrolment("1")))
            try await database.writing { try $0.run("UPDATE member SET document = '{}'") }
            let failure = await failure { try await store.state(Fixture.member(1)) }
            #expect(failure?.kind == .cannotOpen)
            #expect(failure?.message.contains(Fixture.member(1).text) == false)
        }
    }

    @Test("an event whose entries are gone is a failure, not an event without entries")
    func missesEntries() async throws {
        try await withTables { store, database in
            try await store.append(try Fixture.newcomer(1, Fixture.enrolment("1")))
            try await database.writing { connection in
                try connection.script("DROP TRIGGER entry_is_never_removed; DELETE FROM entry;")
            }
            let failure = await failure { try await store.reading { try $0.history(of: Fixture.member(1)) } }
            #expect(failure?.kind == .cannotOpen)
        }
    }

    @Test("a closed store says that it cannot be opened")
    func closes() async throws {
        try await withTables { store, _ in
            try await store.close()
            let failure = await failure { try await store.state(Fixture.member(1)) }
            #expect(failure?.kind == .cannotOpen)
        }
    }
}
