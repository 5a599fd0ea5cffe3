import Foundation
import PostgresDriver
import SQLBase
import SQLiteDriver
import SetiaCore
import SetiaService
import SetiaTesting
import Synchronization
import Testing

@testable import SetiaStore

@Suite("Copying a brand")
struct CopyTests {
    /// From which database into which.
    static let ways: [(from: Backend, to: Backend)] = Backend.databases.flatMap { from in
        Backend.databases.map { (from, $0) }
    }

    @Test("a copy holds every row of every table, in whichever database", arguments: ways)
    func holdsEverything(from: Backend, to: Backend) async throws {
        try await from.withTables { store, source in
            try await fill(store)
            try await to.withTables { _, target in
                let steps = Mutex<[CopyStep]>([])
                let copied = try await TableStore.copy(
                    from: source,
                    to: target,
                    named: "shop.db",
                    restarting: false,
                    now: Fixture.newYear
                ) { step in steps.withLock { $0.append(step) } }
                #expect(copied.accounts > 3)
                #expect(copied.tables.map(\.name).sorted() == Distribution.tables.map(\.name).sorted())
                let rows = copied.tables.reduce(0) { $0 + $1.rows }
                #expect(steps.withLock { $0.last } == .compared(rows: rows, of: rows))
                #expect(copied.tables.filter { $0.rows == 0 }.map(\.name).sorted() == Self.empty)

                let made = try await TableStore.open(database: target, now: Fixture.newYear)
                let pictures = (try await Picture.of(store), try await Picture.of(made))
                #expect(pictures.0 == pictures.1)
            }
        }
    }

    /// Tables that `fill` leaves empty: nothing that a store contract writes is in them.
    private static let empty = [
        "approval_request", "audit_entry", "birthday", "broadcast", "calendar_lane", "canned_answer", "case_step",
        "channel", "chat_session",
        "compensation", "compensation_budget", "confirmation",
        "contact", "contact_preference", "content_piece",
        "conversation", "counter", "draw", "draw_entry", "exposure", "gathering", "gathering_place",
        "idempotency", "improvement", "journey", "journey_enrolment", "journey_mark", "journey_version", "lane_worker",
        "listing",
        "member_case", "member_session", "member_voucher", "message",
        "message_fetch",
        "message_file",
        "message_key",
        "product_review", "programme_draft", "promotion_use", "rate_asked",
        "rate_level",
        "redemption", "referral", "reservation", "review", "review_photo", "reward_code", "reward_letter",
        "reward_picture", "signer", "staff_account",
        "staff_session",
        "staff_ticket", "supplier", "supplier_order", "suppression", "survey_ask", "survey_tag",
        "try_count", "used_token", "voice_word", "voucher", "voucher_batch", "voucher_use", "waiting", "webhook",
        "webhook_secret",
    ]

    @Test("odd values come over as they are: long, empty, of many alphabets, and none", arguments: ways)
    func oddValues(from: Backend, to: Backend) async throws {
        let rows: [[SQLValue]] = [
            [.text("a"), .integer(.max), .text("")], [.text("é"), .integer(.min), .text("กาแฟ ☕️ e\u{301}")],
            [.text("b"), .integer(0), .text(String(repeating: "long ", count: 500_000))],
            [.text("\\N"), .integer(-1), .text("'\"\\\n\t{}")],
        ]
        let bytes: [[UInt8]] = [[], [0], [0, 255, 1, 254], (0...255).map { UInt8($0) }]
        try await from.withTables { _, source in
            try await source.writing { connection in
                for row in rows {
                    try connection.run("INSERT INTO snapshot (name, at_ms, document) VALUES ($1, $2, $3)", row)
                }
                for (place, blob) in bytes.enumerated() {
                    try connection.run(
                        "INSERT INTO person (member_id, sealed) VALUES ($1, $2)",
                        [.text("m\(place)"), .blob(blob)]
                    )
                }
                try connection.run(
                    """
                    INSERT INTO audit_entry (audit_id, at_ms, actor_kind, action, details)
                    VALUES ('a', 1, 'nobody', 'x', '{}')
                    """
                )
            }
            try await to.withTables { _, target in
                _ = try await copy(source, target)
                let found = try await target.reading { connection in
                    (
                        try connection.rows("SELECT name, at_ms, document FROM snapshot").map(\.values),
                        try connection.rows("SELECT sealed FROM person ORDER BY member_id").map { $0.blob(0) },
                        try connection.rows("SELECT actor_id, member_id FROM audit_entry").map(\.values)
                    )
                }
                #expect(Set(found.0) == Set(rows))
                #expect(found.1 == bytes)
                #expect(found.2 == [[.null, .null]])
            }
        }
    }

    @Test("only an empty brand takes a copy, and it is left as it is otherwise", arguments: Backend.databases)
    func notIntoABrand(backend: Backend) async throws {
        try await withTables { store, source in
            try await fill(store)
            try await backend.withTables { kept, target in
                try await kept.append(try Fixture.newcomer(7))
                let first = "identity"
                await #expect(throws: CopyFailure.notEmpty(table: first)) { try await copy(source, target) }
                await #expect(throws: CopyFailure.notEmpty(table: first)) {
                    try await copy(source, target, restarting: true)
                }
                #expect(try await kept.state(Fixture.member(7)) != nil)
            }
        }
    }

    @Test("a copy that was stopped is opened by nobody, and begun again", arguments: ways)
    func stopped(from: Backend, to: Backend) async throws {
        try await from.withTables { store, source in
            try await fill(store)
            try await to.withTables { _, target in
                let failing = WatchingDatabase(target) { number in
                    // Some migrations' transactions, the mark, then parcels.
                    if number == 6 { throw SQLFailure(.diskFull, message: "no room") }
                }
                await #expect(throws: StoreFailure.self) { try await copy(source, failing) }
                let opening = await failure { try await TableStore.open(database: target, now: Fixture.newYear) }
                #expect(opening?.kind == .cannotOpen)
                #expect(opening?.message.contains("--restart") == true)
                let condition = try await TableStore.condition(of: target)
                #expect(condition.isUnfinishedCopy)
                await #expect(throws: CopyFailure.unfinished(source: "shop.db", begunAt: Fixture.newYear)) {
                    try await copy(source, target)
                }
                _ = try await copy(source, target, restarting: true)
                let made = try await TableStore.open(database: target, now: Fixture.newYear)
                let pictures = (try await Picture.of(store), try await Picture.of(made))
                #expect(pictures.0 == pictures.1)
                // What is never changed still is not.
                await #expect(throws: SQLFailure.self) {
                    try await target.writing { try $0.run("DELETE FROM entry") }
                }
            }
        }
    }

    @Test("a row that comes over otherwise is found, and the copy stays closed", arguments: Backend.databases)
    func findsDifferences(backend: Backend) async throws {
        try await withTables { store, source in
            try await fill(store)
            try await backend.withTables { _, target in
                let bending = BendingDatabase(target)
                await #expect(throws: CopyFailure.rowsDiffer(["shop"])) { try await copy(source, bending) }
                let opening = await failure { try await TableStore.open(database: target, now: Fixture.newYear) }
                #expect(opening?.kind == .cannotOpen)
            }
        }
    }

    @Test("a source whose entries do not add up is not copied", arguments: Backend.databases)
    func unprovedSource(backend: Backend) async throws {
        try await withTables { store, source in
            try await fill(store)
            try await source.writing { connection in
                try connection.script("DROP TRIGGER entry_is_never_changed; UPDATE entry SET balance = balance + 1")
            }
            try await backend.withTables { _, target in
                _ = await #expect(throws: CopyFailure.self) { try await copy(source, target) }
            }
        }
    }

    @Test("a sum tells rows apart and does not see their order", arguments: 0..<40)
    func rowSums(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let rows = (0..<50).map { _ in
            SQLRow([
                .integer(Int64(bitPattern: random.next())),
                .text(String((0..<Int(random.next() % 20)).map { _ in "abcé".randomElement(using: &random) ?? "x" })),
                .blob((0..<Int(random.next() % 20)).map { _ in UInt8(truncatingIfNeeded: random.next()) }),
                random.next() % 2 == 0 ? .null : .text(""),
            ])
        }
        var (one, other, third) = (RowSum(), RowSum(), RowSum())
        for row in rows { one.add(row) }
        for row in rows.shuffled(using: &random) { other.add(row) }
        #expect(one == other)
        let bent = Int(random.next() % 50)
        for (place, row) in rows.enumerated() {
            var row = row
            if place == bent { row.values[3] = row.isNull(3) ? .text("") : .null }
            third.add(row)
        }
        #expect(one != third)
    }

    @discardableResult
    private func copy(
        _ source: any SQLDatabase,
        _ target: any SQLDatabase,
        restarting: Bool = false
    ) async throws -> CopiedBrand {
        try await TableStore.copy(
            from: source,
            to: target,
            named: "shop.db",
            restarting: restarting,
            now: Fixture.newYear
        ) { _ in }
    }

    private func fill(_ store: TableStore) async throws {
        try await store.add(listener: "crm", to: .orderPaid)
        let brand = try await FindingBrand(store)
        for number in 0..<30 {
            let member = try await brand.enrol("Person \(number)", card: "C-\(number)", email: "p\(number)@example.com")
            for order in 0..<(number % 4) {
                try await brand.buy(Key("A-\(number)-\(order)"), member, minorUnits: 9_900)
            }
        }
        try await brand.buy("G-1", nil)
        try await store.writing { ledger in
            try ledger.add(APIKey(id: "k", name: "k", scopes: [], createdAt: Fixture.newYear), hash: [1])
            try ledger.save(ImportJob(id: "i", updatedAt: Fixture.newYear))
            try ledger.save(KeptSnapshot(name: "figures", at: Fixture.newYear, document: "{}"))
            let member = try ledger.members(after: nil, limit: 1)[0]
            var state = try ledger.states([StateRequest(member: member)])[0] ?? MemberState(member: member)
            state.records = [OrderRecord(key: OrderKey(source: "shop", id: "A-0"), isReturned: true)]
            for failure in try ledger.append([MemberPart(state: state, newcomer: nil, events: [])]) {
                if let failure { throw failure }
            }
        }
    }
}

/// A database that changes a value on its way in.
private struct BendingDatabase: SQLDatabase {
    let inner: any SQLDatabase

    init(_ inner: any SQLDatabase) {
        self.inner = inner
    }

    var dialect: Dialect { inner.dialect }

    func writing<R: Sendable>(
        _ isolation: SQLIsolation,
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try await inner.writing(isolation) { connection in
            let result = try body(connection)
            try connection.run("UPDATE shop SET name = 'bent' WHERE store_id = (SELECT MIN(store_id) FROM shop)")
            return result
        }
    }

    func reading<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await inner.reading(body)
    }

    func close() async throws { try await inner.close() }
}
