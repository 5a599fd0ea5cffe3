internal import SQLBase
internal import SetiaCore
internal import SetiaService

extension TableLedger {
    func append(_ parts: [MemberPart]) throws -> [(any Error)?] {
        let listeners = try listeners()
        return try parts.map { part in
            do {
                try connection.savepoint { try append(part, listeners) }
                return nil
            } catch {
                dueAsKept[part.state.member] = nil
                guard isOfThisPart(error) else { throw error }
                return (error as? SQLFailure).map { StoreFailure($0) } ?? error
            }
        }
    }

    /// The member comes first: on a database with row locks this is the lock that everything else of hers waits for.
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
