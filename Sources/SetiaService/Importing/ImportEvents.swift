package import SetiaCore

/// A piece of a file on its way in: so many rows, what they say, and where the file stands after them.
package struct ImportPiece: Sendable {
    /// Events of the piece, with the row where each begins.
    package let events: [(row: Int64, event: PreparedIntake)]
    /// Rows that say nothing usable.
    package let refused: [RefusedRow]
    /// Rows in the piece, refused ones too.
    package let rows: Int64
    /// Bytes of the file that are done after it; a row boundary.
    package let offset: Int64
    /// Whether the file ends with it.
    package let isLast: Bool

    /// A piece of a file.
    package init(
        events: [(row: Int64, event: PreparedIntake)],
        refused: [RefusedRow],
        rows: Int64,
        offset: Int64,
        isLast: Bool
    ) {
        self.events = events
        self.refused = refused
        self.rows = rows
        self.offset = offset
        self.isLast = isLast
    }
}

/// A row that was not taken, and why.
package struct RefusedRow: Sendable, Hashable {
    /// Counted from 1, the header too.
    package let row: Int64
    /// The column or field.
    package let field: String
    /// Why, in words.
    package let reason: String

    /// A row that was not taken.
    package init(row: Int64, field: String, reason: String) {
        self.row = row
        self.field = field
        self.reason = reason
    }
}

extension SetiaService {
    /// How far the import of this id has come; a new one where it never began.
    package func importJob(_ id: String) async throws -> ImportJob {
        let now = surroundings.now()
        return try await store.reading { try $0.importJob(id) } ?? ImportJob(id: id, updatedAt: now)
    }

    /// Records a piece of a file together with how far the file has come, in one transaction: killed at any moment, the
    /// import goes on where it was.
    ///
    /// - Parameters:
    ///   - piece: What to record.
    ///   - job: How far the import has come before it.
    ///   - buried: What stood for the identities of the erased (`buriedIdentities`): rows that name one are refused.
    ///   - isHistory: Whether a past is told: it takes nothing of budgets (rule B-5).
    ///   - describe: The words for a refusal of the programme.
    /// - Returns: the job after it, and the rows of the piece that were refused.
    /// - Throws: where the piece could not be written; nothing of it was.
    package func importEvents(
        _ piece: ImportPiece,
        of job: ImportJob,
        buried: Set<IdentityHash>,
        isHistory: Bool = false,
        describe: @escaping @Sendable (Refusal) -> String
    ) async throws -> (job: ImportJob, refused: [RefusedRow]) {
        let now = surroundings.now()
        var gone: [RefusedRow] = []
        let taken = piece.events.filter { row, prepared in
            guard let identity = prepared.identity, buried.contains(identity.hash) else { return true }
            gone.append(RefusedRow(row: row, field: "identity", reason: "belongs to a member who was erased"))
            return false
        }
        let refusedBefore = piece.refused + gone
        let finish = { @Sendable (outcomes: [RecordingOutcome], ledger: any Ledger) in
            var job = job
            var refused = refusedBefore
            for (row, outcome) in zip(taken.map(\.row), outcomes) {
                switch outcome {
                case .recorded(let receipt) where receipt.isReplay: job.replayed += 1
                case .recorded: job.recorded += 1
                case .refused(let refusal):
                    refused.append(RefusedRow(row: row, field: refusal.field, reason: describe(refusal)))
                case .kept(let item, _):
                    // From a file nothing waits; by another way it may.
                    refused.append(
                        RefusedRow(row: row, field: "time", reason: "waits in the list to review: \(item.id.text)")
                    )
                case .failed(let error): throw error
                }
            }
            refused.sort { $0.row < $1.row }
            job.offset = piece.offset
            job.rows += piece.rows
            job.refused += Int64(refused.count)
            job.isDone = piece.isLast
            job.updatedAt = now
            try ledger.save(job)
            return (job, refused)
        }
        guard !store.isDistributed else {
            // Each member by herself; killed before the file's place is kept, the same rows change nothing again.
            let outcomes = await recordApart(taken.map(\.event), now: now, isHistory: isHistory)
            return try await store.recording { ledger in try finish(outcomes, ledger) }
        }
        return try await store.recording { ledger in
            try finish(try self.record(taken.map(\.event), now: now, isHistory: isHistory, in: ledger), ledger)
        }
    }

    /// What stood for the identities of everybody erased, for `importEvents` and `importMembers`.
    package func buried() throws -> Set<IdentityHash> {
        try buriedIdentities()
    }
}
