internal import SQLBase
package import SQLiteDriver
package import SetiaService
package import SetiaStore
internal import Synchronization

/// A store that fails where it is told to, before or after it keeps what it was given.
package final class FaultyStore: Store {
    private let tables: TableStore
    private let database: SQLiteDatabase
    private let next = Mutex<Step.Fault?>(nil)
    private let sabotage: Sabotage?

    /// A defect that is put into a store on purpose, to see that it is found.
    package enum Sabotage: String, Sendable, CaseIterable {
        /// The newest redemption's entry is written twice.
        case doublesSpending = "double-spending"
        /// The newest entry forgets a point.
        case losesAPoint = "lost-point"
    }

    /// The tables in `database`, which may have a defect.
    package init(_ tables: TableStore, _ database: SQLiteDatabase, sabotage: Sabotage? = nil) {
        self.tables = tables
        self.database = database
        self.sabotage = sabotage
    }

    /// Lets the next recording fail so.
    func fail(_ fault: Step.Fault) { next.withLock { $0 = fault } }

    package func writing<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        try await tables.writing(body)
    }

    package func recording<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        let fault = next.withLock { next in
            defer { next = nil }
            return next
        }
        switch fault {
        case .busy: throw StoreFailure(kind: .busy, message: "simulated: somebody else holds it")
        case .lostBeforeCommit:
            return try await tables.recording { ledger in
                _ = try body(ledger)
                throw StoreFailure(kind: .other, message: "simulated: nothing was kept")
            }
        case .lostAfterCommit:
            _ = try await kept(body)
            throw StoreFailure(kind: .unknownOutcome, message: "simulated: the answer was lost")
        case nil: return try await kept(body)
        }
    }

    private func kept<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        let result = try await tables.recording(body)
        switch sabotage {
        case .doublesSpending: try await run(Self.doubling)
        case .losesAPoint:
            // The tables themselves refuse it; a defect like this one would be below them.
            try await run("DROP TRIGGER IF EXISTS entry_is_never_changed")
            try await run(Self.losing)
        case nil: break
        }
        return result
    }

    private func run(_ statement: String) async throws {
        try await database.writing { try $0.run(SQLStatement(statement)) }
    }

    private static let doubling = """
        INSERT INTO entry (member_id, number, wallet, kind, points, balance, lot, event_number, at_ms)
        SELECT member_id, number + 1000000, wallet, kind, points, balance + points, lot, event_number, at_ms
        FROM entry AS one WHERE kind = 'spend' AND number < 1000000 AND NOT EXISTS (
            SELECT 1 FROM entry AS other WHERE other.member_id = one.member_id AND other.number = one.number + 1000000
        )
        """

    private static let losing = """
        UPDATE entry SET points = points - 1 WHERE kind = 'earn' AND points > 50
            AND number = (SELECT MAX(number) FROM entry AS newest WHERE newest.member_id = entry.member_id)
        """

    package func reading<R: Sendable>(_ body: @escaping @Sendable (any Archive) throws -> R) async throws -> R {
        try await tables.reading(body)
    }

    package func close() async throws { try await tables.close() }
}
