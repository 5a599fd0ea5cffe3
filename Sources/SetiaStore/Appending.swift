internal import SQLBase
internal import SetiaCore
internal import SetiaService

/// A part of a batch could not be written, and stood in no savepoint: the transaction is run again, carefully.
struct PartFailed: Error {}

extension TableLedger {
    /// Writes all parts together, and each in a savepoint where the transaction is run again.
    ///
    /// Nearly always each part can be written, since whoever appends has looked at the claims in the same transaction.
    /// A savepoint would copy every page that the part touches: on SQLite two fifths of the time of `append`; on
    /// PostgreSQL it would cost several journeys a part. When a part fails after all, such as one whose claim another
    /// server has made since, the transaction is taken back and its body run again, carefully.
    func append(_ parts: [MemberPart]) throws -> [(any Error)?] {
        let listeners = try listeners()
        guard purpose == .writingCarefully else {
            do {
                if Set(parts.map(\.state.member)).count == parts.count {
                    try write(parts, listeners)
                } else {
                    for part in parts { try write([part], listeners) }
                }
            } catch {
                guard isOfAPart(error) else { throw error }
                hasPartFailed = true
                throw PartFailed()
            }
            return parts.map { _ in nil }
        }
        return try parts.map { part in
            do {
                try connection.savepoint { try write([part], listeners) }
                return nil
            } catch {
                guard isOfAPart(error) else { throw error }
                dueAsKept[part.state.member] = nil
                return (error as? SQLFailure).map { StoreFailure($0) } ?? error
            }
        }
    }

    /// Writes one table after the other, the members first: on a database with row locks these are the locks that
    /// everything else of theirs waits for.
    private func write(_ parts: [MemberPart], _ listeners: Listeners) throws {
        let newcomers = parts.filter { $0.newcomer != nil }
        try insert(newcomers)
        try update(parts.filter { $0.newcomer == nil }.map(\.state))
        let events = parts.flatMap { part in part.events.map { (part.state.member, $0) } }
        try claim(events)
        try insert(events)
        try insert(entriesOf: events)
        try tell(listeners, of: events)
        try save(redemptions: parts.flatMap(\.redemptions))
        try want(parts.flatMap(\.rewardLetters))
        try save(supplierOrders: parts.flatMap(\.supplierOrders))
        try save(listings: parts.flatMap(\.listings))
        try save(exposures: parts.flatMap(\.exposures))
        try save(parts.flatMap { part in part.state.records.map { (part.state.member, $0) } })
    }

    /// Whether another part may still be written: a broken rule of the tables is the part's own, a full disk is not.
    private func isOfAPart(_ error: any Error) -> Bool {
        guard let failure = error as? SQLFailure else { return true }
        if case .constraint = failure.kind { return true }
        return false
    }
}
