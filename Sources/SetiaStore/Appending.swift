internal import SQLBase
internal import SetiaCore
internal import SetiaService

/// A part of a batch could not be written, and stood in no savepoint: the transaction is run again, carefully.
struct PartFailed: Error {}

extension TableLedger {
    /// Writes the parts without a savepoint each, and with one where the transaction is run again.
    ///
    /// Nearly always each part can be written, since whoever appends has looked at the claims in the same transaction.
    /// A savepoint would copy every page that the part touches: on SQLite two fifths of the time of `append`. When a
    /// part fails after all, the transaction is taken back and its body run again, carefully.
    func append(_ parts: [MemberPart]) throws -> [(any Error)?] {
        let listeners = try listeners()
        return try parts.map { part in
            do {
                if isCareful {
                    try connection.savepoint { try append(part, listeners) }
                } else {
                    try append(part, listeners)
                }
                return nil
            } catch {
                guard isOfThisPart(error) else { throw error }
                guard isCareful else {
                    hasPartFailed = true
                    throw PartFailed()
                }
                dueAsKept[part.state.member] = nil
                return (error as? SQLFailure).map { StoreFailure($0) } ?? error
            }
        }
    }

    /// Writes the member first: on a database with row locks this is the lock that everything else of hers waits for.
    private func append(_ part: MemberPart, _ listeners: Listeners) throws {
        if let newcomer = part.newcomer {
            try insert(part.state, newcomer)
        } else {
            try update(part.state)
        }
        let id = SQLValue.text(part.state.member.text)
        for event in part.events {
            try insert(event, of: id)
            try tell(listeners, of: event, member: part.state.member)
        }
        for record in part.state.records { try save(record, of: id) }
    }

    /// Whether the next part may still be written: a broken rule of the tables is the part's own, a full disk is not.
    private func isOfThisPart(_ error: any Error) -> Bool {
        guard let failure = error as? SQLFailure else { return true }
        if case .constraint = failure.kind { return true }
        return false
    }
}
