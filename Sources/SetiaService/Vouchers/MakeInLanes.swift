package import SetiaCore

// Codes that nobody waits for: made in turns by whichever server holds the lane, and taken away over the API (rule V-19).

extension SetiaService {
    /// How many transactions of codes a batch gets before it is another one's turn.
    private static let stepsATurn = 10
    /// How many batches are looked at in one round.
    private static let batchesARound = 100

    /// Makes codes that batches lack, each batch some of them, so that a large one holds up no other.
    ///
    /// Whatever was stopped in the middle goes on here, by whomever it was asked for. Two servers that make the same batch
    /// make the same codes, and each is there once.
    ///
    /// - Parameter lanes: The lanes to work in.
    /// - Returns: how many codes were made; 0 where none is missing.
    /// - Throws: the world's trouble; what was made stays.
    package func makeWaitingVouchers(in lanes: LaneSet) async throws -> Int64 {
        let waiting = try await store.reading { try $0.unfinishedVoucherBatches(limit: Self.batchesARound) }
        var count: Int64 = 0
        for batch in waiting where lanes.contains(batch.lane) && !codesUnderWay.contains(batch.id) {
            if Task.isCancelled { break }
            count += try await makeVouchers(of: batch, steps: Self.stepsATurn).made - batch.made
        }
        return count
    }

    /// Some codes of a batch in their order, for a key that takes them away, noted with how many.
    ///
    /// - Parameters:
    ///   - id: Which batch.
    ///   - places: Which of its codes, from 0; those that are not made yet are left out.
    ///   - actor: Who takes them.
    /// - Returns: them, each with what is kept of it; none where there is no such batch.
    /// - Throws: the world's trouble.
    package func takeVouchers(
        of id: Identifier,
        at places: Range<Int64>,
        by actor: AuditActor
    ) async throws -> [(code: String, voucher: StoredVoucher)]? {
        guard let found = try await vouchers(of: id, at: places) else { return nil }
        let codes = found.compactMap { one in one.voucher.map { (code: one.code, voucher: $0) } }
        if !codes.isEmpty {
            try await note(.codesExported, by: actor, subject: id.text, details: ["count": "\(codes.count)"])
        }
        return codes
    }

    /// The batch whose codes somebody takes away as a file, noted; none where there is no such one.
    package func beginExport(ofVouchers id: Identifier, by actor: AuditActor) async throws -> VoucherBatch? {
        guard let batch = try await voucherBatch(id) else { return nil }
        try await note(.codesExported, by: actor, subject: id.text, details: ["count": "\(batch.made)"])
        return batch
    }
}
