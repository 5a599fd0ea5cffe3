package import SetiaCore

// Codes of promotions in the hands of staff: allowed, done, and written in the log.

/// A code as somebody on the staff looks it up.
package struct LookedUpCode: Sendable {
    /// As it is written.
    package let code: String
    /// What is kept, and whether it is good now.
    package let view: VoucherView
    /// By which carts it was used, and by whom.
    package let uses: [Use]

    /// A use of it.
    package struct Use: Sendable, Hashable {
        /// Which cart took it, when, and what became of it.
        package let taken: CodeUse
        /// Who; none where nobody was named.
        package let member: MemberID?
    }
}

extension SetiaService {
    /// Makes a batch and begins to make its codes, by somebody who may; they go on being made while nobody waits.
    ///
    /// - Throws: `VoucherOrderRefusal`; nothing was written then.
    package func orderVouchers(_ order: VoucherOrder, by session: StaffSession) async throws -> VoucherBatch {
        try await requireCodes(of: session)
        let batch = try await orderVouchers(order, by: session.actor)
        beginMaking(batch)
        return batch
    }

    /// Goes on with the codes that a batch still lacks, by somebody who may.
    ///
    /// - Returns: whether there is such a batch.
    package func goOnMakingVouchers(_ id: Identifier, by session: StaffSession) async throws -> Bool {
        try await requireCodes(of: session)
        guard let batch = try await voucherBatch(id) else { return false }
        beginMaking(batch)
        return true
    }

    /// Whether this process makes codes of a batch just now.
    package func isMakingVouchers(_ id: Identifier) -> Bool { codesUnderWay.contains(id) }

    private func beginMaking(_ batch: VoucherBatch) {
        guard batch.made < batch.asked else { return }
        codesUnderWay.begin(batch.id) {
            do {
                _ = try await self.makeVouchers(of: batch)
            } catch is CancellationError {
                // What is there stays, and whoever looks can go on.
            } catch {
                self.staffPorts.onFailure(error)
            }
        }
    }

    /// Returns when no codes are being made any more; for tests, and before the end of a program.
    package func vouchersMade() async { await codesUnderWay.allDone() }

    /// Some codes of a batch in their order, each with what is kept of it, by somebody who may; none where there is no such
    /// batch.
    package func vouchers(
        of id: Identifier,
        at places: Range<Int64>,
        by session: StaffSession
    ) async throws -> [(code: String, voucher: StoredVoucher?)]? {
        try await requireCodes(of: session)
        return try await vouchers(of: id, at: places)
    }

    /// Some codes of a batch in their order, each with what is kept of it; none where there is no such batch.
    func vouchers(
        of id: Identifier,
        at places: Range<Int64>
    ) async throws -> [(code: String, voucher: StoredVoucher?)]? {
        try await store.reading { archive in
            guard let batch = try archive.voucherBatch(id) else { return nil }
            let places = places.clamped(to: 0..<max(0, batch.made))
            let codes = try self.codes(of: batch, at: places)
            let found = try archive.vouchers(codes.map { self.hash(ofWritten: $0) })
            return zip(codes, found).map { code, voucher in
                (batch.isChosen ? code : VoucherCode.written(code), voucher)
            }
        }
    }

    /// The batch whose codes somebody takes away as a file, noted; none where there is no such one.
    package func beginExport(ofVouchers id: Identifier, by session: StaffSession) async throws -> VoucherBatch? {
        try await requireCodes(of: session)
        return try await beginExport(ofVouchers: id, by: session.actor)
    }

    /// The next some thousand codes of a batch, as they are written; none behind its last.
    package func writtenCodes(of batch: VoucherBatch, from first: Int64) throws -> [String]? {
        guard first < batch.made else { return nil }
        let codes = try codes(of: batch, at: first..<min(batch.made, first + SetiaService.vouchersAtOnce))
        return batch.isChosen ? codes : codes.map { VoucherCode.written($0) }
    }

    /// Withdraws all codes of a batch, by somebody who may; whether there was such one that was not withdrawn.
    package func stopVouchers(_ id: Identifier, by session: StaffSession) async throws -> Bool {
        try await requireCodes(of: session)
        return try await stopVouchers(id, by: session.actor)
    }

    /// Withdraws one code, by somebody who may; it is in the log by its batch and place, and never in clear.
    ///
    /// - Returns: whether there was such one that was not withdrawn.
    package func stopVoucher(_ typed: String, by session: StaffSession) async throws -> Bool {
        try await requireCodes(of: session)
        return try await stopVoucher(typed, by: session.actor)
    }

    /// What is known of a code, and who used it when, for somebody who may see members; none where there is no such code.
    ///
    /// - Throws: `TooManyCodes` after many codes that there are not, or the world's trouble.
    package func lookUpCode(_ typed: String, by session: StaffSession) async throws -> LookedUpCode? {
        try await store.reading { _ = try self.account(of: session, may: .seeMember, $0) }
        let asker = VoucherAsker(caller: "staff/\(session.staff.id.text)")
        guard let view = try await voucher(typed, askedBy: asker) else { return nil }
        let (code, uses) = try await store.reading { archive in
            let batch = view.voucher.batch
            let place = view.voucher.place
            let code = try self.codes(of: batch, at: place..<place + 1)[0]
            let uses = try archive.uses(ofCode: view.voucher.hash, limit: 100).sorted { $0.use.at > $1.use.at }
            let keys = uses.map { ClaimKey(source: $0.cart.source, kind: .cart, key: $0.cart.id) }
            let claims = keys.isEmpty ? [] : try archive.claims(keys)
            return (
                batch.isChosen ? code : VoucherCode.written(code),
                try zip(uses, claims).map { use, claim in
                    guard let claim, !claim.isPending, let stored = try archive.event(claim.event),
                        !stored.event.isAnonymous
                    else { return LookedUpCode.Use(taken: use, member: nil) }
                    return LookedUpCode.Use(taken: use, member: stored.member)
                }
            )
        }
        return LookedUpCode(code: code, view: view, uses: uses)
    }

    /// Batches of a promotion, the newest first.
    package func voucherBatches(
        of promotion: Key,
        after: (createdAt: Instant, id: Identifier)? = nil,
        limit: Int
    ) async throws -> [VoucherBatch] {
        try await store.reading { try $0.voucherBatches(of: promotion, after: after, limit: limit) }
    }

    private func requireCodes(of session: StaffSession) async throws {
        try await store.reading { _ = try self.account(of: session, may: .manageCodes, $0) }
    }
}
