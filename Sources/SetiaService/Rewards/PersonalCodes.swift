internal import SetiaCore

// Personal codes that rewards give: of the promotion that the reward names (rule W-13).

extension SetiaService {
    /// The codes of a redemption that are still hers, as they are written; they are made where they are not there yet.
    func personalCodes(of row: RedemptionRow) async throws -> [String] {
        guard let (codes, vouchers) = try await settlePersonalCodes(of: row) else { return [] }
        return zip(codes, vouchers).filter { $1.stoppedAt == nil }.map { VoucherCode.written($0.0) }
    }

    /// Makes the codes that a redemption lacks, and ends as many as were given back: the same however often it is done.
    ///
    /// - Returns: its codes with what is kept of each; none of what gives no codes.
    /// - Throws: the world's trouble; what was done before stays done.
    @discardableResult
    func settlePersonalCodes(of row: RedemptionRow) async throws -> (codes: [String], vouchers: [StoredVoucher])? {
        guard let promotion = row.promotion, row.captured > 0 else { return nil }
        let now = surroundings.now()
        let batch = try await personalBatch(of: row, promotion)
        let codes = try codes(of: batch, at: 0..<batch.asked)
        let hashes = codes.map { self.hash(ofWritten: $0) }
        let (known, kept) = try await store.reading { archive in
            let known = try archive.vouchers(hashes).compactMap(\.self)
            return (known, try known.filter { try self.isKept($0, of: row, archive) }.map(\.hash))
        }
        let missing = max(0, Int(row.rolledBack) - known.count { $0.stoppedAt != nil })
        guard missing > 0 || !kept.isEmpty else { return (codes, known) }
        // Those that were kept from being used end first; what was given back by an event from outside, as far as it was
        // not used.
        let ends =
            (known.filter { kept.contains($0.hash) }
            + known.filter { $0.stoppedAt == nil && $0.used == 0 }.reversed()).prefix(missing)
        let frees = known.filter { one in kept.contains(one.hash) && !ends.contains { $0.hash == one.hash } }
        let found = try await store.writing { ledger in
            for voucher in ends {
                let cart = self.endingCart(of: row, voucher)
                guard try ledger.take([voucher.use(of: promotion)], for: cart, order: nil, at: now) == nil else {
                    continue
                }
                try ledger.settleUses(of: cart)
                _ = try ledger.stopVoucher(voucher.hash, at: now)
            }
            for voucher in frees { _ = try ledger.giveBackUses(of: self.endingCart(of: row, voucher)) { _ in true } }
            return try ledger.vouchers(hashes).compactMap(\.self)
        }
        return (codes, found)
    }

    /// Keeps as many codes of a redemption from being used as are to be given back, before it is written that they are.
    ///
    /// - Returns: whether as many were unused; where not, nothing is kept from being used.
    /// - Throws: the world's trouble.
    func keepPersonalCodes(of row: RedemptionRow, _ quantity: Int64) async throws -> Bool {
        guard let promotion = row.promotion, row.captured > 0, quantity > 0,
            let (_, vouchers) = try await settlePersonalCodes(of: row)
        else { return true }
        let free = vouchers.filter { $0.stoppedAt == nil && $0.used == 0 }.suffix(Int(quantity))
        guard free.count == Int(quantity) else { return false }
        let now = surroundings.now()
        do {
            try await store.writing { ledger in
                for voucher in free {
                    let cart = self.endingCart(of: row, voucher)
                    guard try ledger.take([voucher.use(of: promotion)], for: cart, order: nil, at: now) == nil else {
                        throw UsedMeanwhile()
                    }
                    try ledger.settleUses(of: cart)
                }
            }
        } catch is UsedMeanwhile {
            return false
        }
        return true
    }

    /// What became of rewards by these: codes are made and ended.
    func settlePersonalCodes(after outcomes: [RecordingOutcome]) async {
        for case .recorded(let receipt) in outcomes {
            var touched: [Key] = []
            for case .reward(let step) in receipt.decision.reasons
            where (step.kind == .captured || step.kind == .rolledBack) && !touched.contains(step.redemption) {
                touched.append(step.redemption)
            }
            for id in touched {
                // What does not come to pass now comes when somebody looks at it.
                guard let row = try? await store.reading({ try $0.redemption(id, of: receipt.member) }),
                    row.promotion != nil
                else { continue }
                _ = try? await settlePersonalCodes(of: row)
            }
        }
    }

    /// The id of the batch that holds a redemption's codes.
    func personalBatchID(of member: MemberID, _ redemption: Key) -> Identifier {
        let bytes = sealing.keyedHash(Array("redemption\u{0}\(member.text)\u{0}\(redemption)".utf8), for: .voucher)
        func number(_ places: Range<Int>) -> UInt64 { bytes[places].reduce(0) { $0 << 8 | UInt64($1) } }
        return Identifier(high: number(0..<8), low: number(8..<16))
    }

    /// The codes of a redemption as a batch, whose id follows from it, so that it is made once.
    private func personalBatch(of row: RedemptionRow, _ promotion: Key) async throws -> VoucherBatch {
        let id = personalBatchID(of: row.member, row.id)
        if let batch = try await voucherBatch(id) {
            return batch.made < batch.asked ? try await makeVouchers(of: batch) : batch
        }
        let value = try await cardValue(of: row)
        let batch = VoucherBatch(
            id: id,
            promotion: promotion,
            prefix: "",
            asked: row.captured,
            owner: row.member,
            uses: value == nil ? 1 : nil,
            validUntil: row.validUntil,
            value: value,
            seed: try sealing.seal(sealing.newBytes(32), use: .voucherSeed),
            createdAt: row.since
        )
        do {
            try await store.writing { ledger in
                if try ledger.voucherBatch(id) == nil { try ledger.add(batch) }
            }
        } catch {
            // Another server was first.
            guard try await voucherBatch(id) != nil else { throw error }
        }
        return try await makeVouchers(of: try await voucherBatch(id) ?? batch)
    }

    /// What a gift card holds that a redemption gave: what the reward was worth when she had it; none of other rewards.
    private func cardValue(of row: RedemptionRow) async throws -> Money? {
        try await store.reading { archive in
            let programme = try self.configuration(archive).published().version(at: row.since).programme
            guard let reward = programme.rewards.first(where: { $0.key == row.reward }), reward.kind == .giftCard
            else { return nil }
            return reward.worth.first
        }
    }

    /// By which cart a code is used up that is given back: another one each time that it became free again.
    private func endingCart(of row: RedemptionRow, _ voucher: StoredVoucher) -> CartKey {
        let time = "\(voucher.place)-\(voucher.reopened)"
        return CartKey(source: Self.rewardSource, id: Key("\(row.member.text)/\(row.id)/given-back/\(time)"))
    }

    /// Whether a code is kept from being used, since it is on its way back.
    private func isKept(_ voucher: StoredVoucher, of row: RedemptionRow, _ archive: some Archive) throws -> Bool {
        guard voucher.stoppedAt == nil, voucher.used > 0 else { return false }
        return try archive.uses(of: endingCart(of: row, voucher)).contains { $0.state != .free }
    }
}

/// A code was used while it was being given back.
private struct UsedMeanwhile: Error {}

extension StoredVoucher {
    fileprivate func use(of promotion: Key) -> UseClaim {
        // All that is on a gift card, so that no cart can pay with it meanwhile.
        let amount = voucher.balance?.minorUnits ?? 0
        return UseClaim(hash: hash, promotion: promotion, isCode: true, most: 1, amount: amount)
    }
}
