internal import SetiaCore

extension SetiaService {
    /// How many batches, or uses of promotions, are read at once.
    private static let movedAtOnce = 1_000
    /// How many uses one piece of an export holds.
    package static let usesAPiece = 5_000

    /// All codes that were made, in clear, with what became of each, and what carts took of promotions: in pieces, handed
    /// over one after the other (rule V-20).
    ///
    /// Codes of members who were erased, or have no name that another database knows, are no part of it. That codes left in
    /// clear is noted, with how many.
    ///
    /// - Parameters:
    ///   - actor: Who asks.
    ///   - take: Gets each piece.
    /// - Throws: the world's trouble, and what `take` throws.
    package func exportVouchers(by actor: AuditActor, _ take: (MovedVouchers) throws -> Void) async throws {
        var (last, count): (Identifier?, Int64) = (nil, 0)
        while true {
            let behind = last
            let page = try await store.reading { try $0.voucherBatches(behind: behind, limit: Self.movedAtOnce) }
            guard let end = page.last else { break }
            for batch in page where batch.made > 0 {
                guard let moved = try await moved(batch) else { continue }
                try take(.batch(moved))
                count += try await exportCodes(of: batch, take)
            }
            last = end.id
        }
        try await exportPromotionUses(take)
        guard count > 0 else { return }
        try await note(.codesExported, by: actor, details: ["count": "\(count)"])
    }

    /// A batch in a form that another database takes; none where its owner has no name there.
    private func moved(_ batch: VoucherBatch) async throws -> MovedBatch? {
        var (owner, redemption): (Identity?, Key?) = (nil, nil)
        if let member = batch.owner {
            let found = try await store.reading { archive in
                let rows = try archive.redemptions(of: member, limit: .max)
                let row = rows.first { self.personalBatchID(of: member, $0.id) == batch.id }
                return (owner: try self.owner(of: member, archive)?.member ?? member, redemption: row?.id)
            }
            owner = try await lastingIdentity(of: found.owner)
            redemption = found.redemption
            guard owner != nil else { return nil }
        }
        return MovedBatch(
            id: batch.id,
            promotion: batch.promotion,
            prefix: batch.prefix,
            owner: owner,
            redemption: redemption,
            uses: batch.uses,
            validFrom: batch.validFrom,
            validUntil: batch.validUntil,
            value: batch.value,
            isChosen: batch.isChosen,
            seed: try sealing.open(batch.seed, use: .voucherSeed),
            createdAt: batch.createdAt,
            stoppedAt: batch.stoppedAt
        )
    }

    private func exportCodes(of batch: VoucherBatch, _ take: (MovedVouchers) throws -> Void) async throws -> Int64 {
        var first: Int64 = 0
        while first < batch.made {
            let places = first..<min(batch.made, first + Int64(Self.codesAPiece))
            let piece = try await store.reading { try self.piece(of: batch, at: places, $0) }
            // The codes with what fits beside them, and then what is left.
            var rest = piece.uses[...]
            repeat {
                let uses = Array(rest.prefix(Self.usesAPiece))
                let isFirst = rest.count == piece.uses.count
                rest = rest.dropFirst(uses.count)
                try take(
                    .codes(
                        MovedCodes(
                            batch: batch.id,
                            first: first,
                            codes: isFirst ? piece.codes : [],
                            uses: uses,
                            marks: isFirst ? piece.marks : []
                        )
                    )
                )
            } while !rest.isEmpty
            first = places.upperBound
        }
        return batch.made
    }

    /// Codes at these places with what became of them, all as of one moment.
    private func piece(of batch: VoucherBatch, at places: Range<Int64>, _ archive: any Archive) throws -> MovedCodes {
        let codes = try codes(of: batch, at: places)
        let hashes = codes.map { hash(ofWritten: $0) }
        var (uses, marks): ([MovedUse], [MovedCodes.Mark]) = ([], [])
        for (place, voucher) in zip(places, try archive.vouchers(hashes)) {
            guard let voucher, voucher.batch.id == batch.id else { continue }
            if voucher.reopened > 0 || voucher.stoppedAt != nil {
                marks.append(.init(place: place, reopened: voucher.reopened, stoppedAt: voucher.stoppedAt))
            }
            guard voucher.used > 0 || voucher.reopened > 0 else { continue }
            uses += try archive.uses(ofCode: voucher.hash, limit: .max).map { MovedUse($0, of: .code(place)) }
        }
        return MovedCodes(
            batch: batch.id,
            first: places.lowerBound,
            codes: batch.isChosen ? codes : codes.map { VoucherCode.written($0) },
            uses: uses,
            marks: marks
        )
    }

    private func exportPromotionUses(_ take: (MovedVouchers) throws -> Void) async throws {
        var last: CodeUse?
        while true {
            let behind = last.map { (hash: $0.use.claim.hash, cart: $0.cart) }
            let page = try await store.reading { try $0.promotionUses(behind: behind, limit: Self.movedAtOnce) }
            guard let end = page.last else { return }
            try take(.promotionUses(page.map { MovedUse($0, of: .promotion($0.use.claim.promotion)) }))
            last = end
        }
    }
}

extension MovedUse {
    fileprivate init(_ use: CodeUse, of subject: Subject) {
        self.init(
            subject: subject,
            cart: use.cart,
            order: use.order,
            amount: use.use.claim.amount,
            state: use.use.state,
            at: use.use.at
        )
    }
}
