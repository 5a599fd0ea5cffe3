internal import SetiaCore
internal import SetiaService

/// Codes and their uses, as the model keeps them.
struct KeptVouchers: Sendable {
    var batches: [Identifier: VoucherBatch] = [:]
    var codes: [CodeHash: Code] = [:]
    var uses: [CartKey: [CodeHash: Use]] = [:]
    var promotions: [Key: Int64] = [:]

    struct Code: Sendable {
        let batch: Identifier
        let place: Int64
        var used: Int64 = 0
        var balance: Int64?
        var reopened: Int64 = 0
        var stoppedAt: Instant?
    }

    struct Use: Sendable {
        let claim: UseClaim
        var state: TakenUse.State
        var order: Key?
        let at: Instant
        /// While it is held.
        var until: Instant?
    }
}

extension ModelLedger {
    func vouchers(_ hashes: [CodeHash]) -> [StoredVoucher?] {
        hashes.map { hash in
            guard let code = kept.vouchers.codes[hash], let batch = kept.vouchers.batches[code.batch] else {
                return nil
            }
            return StoredVoucher(
                hash: hash,
                batch: batch,
                place: code.place,
                used: code.used,
                balance: code.balance,
                reopened: code.reopened,
                stoppedAt: code.stoppedAt
            )
        }
    }

    func promotionUses() -> [PromotionUses] {
        kept.vouchers.promotions.sorted { $0.key < $1.key }.map { PromotionUses(promotion: $0.key, used: $0.value) }
    }

    func useFaults(limit: Int) -> [UseFault] {
        let taken = kept.vouchers.uses.values.flatMap(\.values).filter { $0.state != .free }.map(\.claim)
        var faults: [UseFault] = []
        for (hash, code) in kept.vouchers.codes {
            let uses = taken.filter { $0.isCode && $0.hash == hash }
            if code.used != Int64(uses.count) {
                let subject = UseFault.Subject.code(batch: code.batch, place: code.place)
                faults.append(UseFault(subject: subject, counted: code.used, follows: Int64(uses.count)))
            }
            if let left = code.balance, let value = kept.vouchers.batches[code.batch]?.value?.minorUnits {
                let follows = value - uses.reduce(0) { $0 + $1.amount }
                if left != follows {
                    let subject = UseFault.Subject.card(batch: code.batch, place: code.place)
                    faults.append(UseFault(subject: subject, counted: left, follows: follows))
                }
            }
        }
        for (promotion, used) in kept.vouchers.promotions {
            let follows = taken.reduce(0) { !$1.isCode && $1.promotion == promotion ? $0 + $1.step : $0 }
            if used != follows {
                faults.append(UseFault(subject: .promotion(promotion), counted: used, follows: follows))
            }
        }
        return Array(faults.prefix(limit))
    }

    func voucherBatch(_ id: Identifier) -> VoucherBatch? { kept.vouchers.batches[id] }

    func voucherBatches(limit: Int) -> [VoucherBatch] {
        Array(
            kept.vouchers.batches.values.sorted { ($1.createdAt, $1.id) < ($0.createdAt, $0.id) }.prefix(limit)
        )
    }

    func voucherBatches(of promotion: Key, after: (createdAt: Instant, id: Identifier)?, limit: Int) -> [VoucherBatch] {
        let batches = voucherBatches(limit: .max).filter { batch in
            batch.promotion == promotion && after.map { (batch.createdAt, batch.id) < ($0.createdAt, $0.id) } ?? true
        }
        return Array(batches.prefix(limit))
    }

    func uses(ofCode hash: CodeHash, limit: Int) -> [CodeUse] {
        let carts = kept.vouchers.uses.filter { $0.value[hash] != nil }.keys
            .sorted { ($0.source, $0.id) < ($1.source, $1.id) }
        return carts.prefix(limit).compactMap { cart in
            guard let use = uses(of: cart).first(where: { $0.claim.hash == hash }) else { return nil }
            return CodeUse(cart: cart, order: kept.vouchers.uses[cart]?[hash]?.order, use: use)
        }
    }

    func stopVoucher(_ hash: CodeHash, at moment: Instant) -> Bool {
        guard let code = kept.vouchers.codes[hash], code.stoppedAt == nil else { return false }
        kept.vouchers.codes[hash]?.stoppedAt = moment
        return true
    }

    func voucherBatches(of member: MemberID) -> [VoucherBatch] {
        voucherBatches(limit: .max).filter { $0.owner == member }
    }

    func uses(of cart: CartKey) -> [TakenUse] {
        (kept.vouchers.uses[cart] ?? [:]).sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
            .map { hash, use in
                let claim = UseClaim(
                    hash: hash,
                    promotion: use.claim.promotion,
                    isCode: use.claim.isCode,
                    most: nil,
                    amount: use.claim.amount
                )
                return TakenUse(claim: claim, state: use.state, at: use.at)
            }
    }

    func carts(of order: OrderKey) -> [CartKey] {
        kept.vouchers.uses.filter { cart, uses in
            cart.source == order.source && uses.values.contains { $0.order == order.id }
        }.keys.sorted { $0.id < $1.id }
    }

    func heldCarts(before moment: Instant, limit: Int) -> [CartKey] {
        let carts = kept.vouchers.uses.filter {
            $0.value.values.contains { $0.state == .held && $0.until.map { $0 < moment } ?? false }
        }.keys
        return Array(carts.sorted { ($0.source, $0.id) < ($1.source, $1.id) }.prefix(limit))
    }

    func add(_ batch: VoucherBatch) { kept.vouchers.batches[batch.id] = batch }

    func unfinishedVoucherBatches(limit: Int) -> [VoucherBatch] {
        Array(voucherBatches(limit: .max).reversed().filter { $0.made < $0.asked && $0.stoppedAt == nil }.prefix(limit))
    }

    func add(_ vouchers: [NewVoucher], to batch: VoucherBatch, made: Int64, at moment: Instant) {
        for voucher in vouchers where kept.vouchers.codes[voucher.hash] == nil {
            kept.vouchers.codes[voucher.hash] = KeptVouchers.Code(
                batch: batch.id,
                place: voucher.place,
                balance: batch.value?.minorUnits
            )
        }
        guard let known = kept.vouchers.batches[batch.id], known.made < made else { return }
        kept.vouchers.batches[batch.id]?.made = made
        if made >= known.asked { kept.vouchers.batches[batch.id]?.finishedAt = moment }
    }

    func voucherBatches(behind id: Identifier?, limit: Int) -> [VoucherBatch] {
        let batches = kept.vouchers.batches.values.filter { batch in id.map { $0 < batch.id } ?? true }
        return Array(batches.sorted { $0.id < $1.id }.prefix(limit))
    }

    func promotionUses(behind place: (hash: CodeHash, cart: CartKey)?, limit: Int) -> [CodeUse] {
        func comes(_ one: (CodeHash, CartKey), before other: (CodeHash, CartKey)) -> Bool {
            guard one.0 == other.0 else { return one.0.bytes.lexicographicallyPrecedes(other.0.bytes) }
            return (one.1.source, one.1.id) < (other.1.source, other.1.id)
        }
        let all = kept.vouchers.uses.flatMap { cart, uses in
            uses.filter { !$0.value.claim.isCode }.map { hash, use in
                let claim = UseClaim(
                    hash: hash,
                    promotion: use.claim.promotion,
                    isCode: false,
                    most: nil,
                    amount: use.claim.amount
                )
                return CodeUse(
                    cart: cart,
                    order: use.order,
                    use: TakenUse(claim: claim, state: use.state, at: use.at)
                )
            }
        }
        let sorted = all.sorted { comes(($0.use.claim.hash, $0.cart), before: ($1.use.claim.hash, $1.cart)) }
        return Array(
            sorted.filter { use in place.map { comes($0, before: (use.use.claim.hash, use.cart)) } ?? true }
                .prefix(limit)
        )
    }

    func growVouchers(of batch: Identifier, to asked: Int64) {
        guard let known = kept.vouchers.batches[batch], known.asked < asked else { return }
        kept.vouchers.batches[batch] = known.with(asked: asked, made: known.made, seed: known.seed)
    }

    func replaceVouchers(_ hashes: [CodeHash], of batch: Identifier, seed: [UInt8]) -> Bool {
        for hash in hashes {
            guard let code = kept.vouchers.codes[hash], code.batch == batch, code.used == 0 else { return false }
            kept.vouchers.codes[hash] = nil
        }
        kept.vouchers.batches[batch] = kept.vouchers.batches[batch]?.with(asked: 0, made: 0, seed: seed)
        return true
    }

    func takeOver(_ use: CodeUse) -> Bool {
        let claim = use.use.claim
        guard kept.vouchers.uses[use.cart]?[claim.hash] == nil else { return true }
        if use.use.state != .free {
            let (cart, moment) = (use.cart, use.use.at)
            guard take([claim], for: cart, order: use.order, at: moment, until: moment) == nil else { return false }
        }
        kept.vouchers.uses[use.cart, default: [:]][claim.hash] = KeptVouchers.Use(
            claim: claim,
            state: use.use.state,
            order: use.order,
            at: use.use.at,
            until: use.use.state == .held ? use.use.at : nil
        )
        return true
    }

    func markVoucher(_ hash: CodeHash, reopened: Int64, stoppedAt: Instant?) {
        guard var code = kept.vouchers.codes[hash] else { return }
        code.reopened = max(code.reopened, reopened)
        code.stoppedAt = code.stoppedAt ?? stoppedAt
        kept.vouchers.codes[hash] = code
    }

    func stopVouchers(_ batch: Identifier, at moment: Instant) -> Bool {
        guard let known = kept.vouchers.batches[batch], known.stoppedAt == nil else { return false }
        kept.vouchers.batches[batch]?.stoppedAt = moment
        return true
    }

    func take(_ claims: [UseClaim], for cart: CartKey, order: Key?, at moment: Instant, until end: Instant) -> UseClaim?
    {
        for use in uses(of: cart) where use.state == .held {
            let held = kept.vouchers.uses[cart]?[use.claim.hash]
            kept.vouchers.uses[cart]?[use.claim.hash]?.order = order ?? held?.order
            kept.vouchers.uses[cart]?[use.claim.hash]?.until = max(held?.until ?? end, end)
        }
        for claim in claims.sorted(by: { $0.hash.bytes.lexicographicallyPrecedes($1.hash.bytes) })
        where kept.vouchers.uses[cart]?[claim.hash] == nil {
            if claim.isCode {
                guard var code = kept.vouchers.codes[claim.hash], code.used < claim.most ?? .max,
                    code.balance.map({ $0 >= claim.amount }) ?? true
                else { return claim }
                code.used += 1
                code.balance = code.balance.map { $0 - claim.amount }
                kept.vouchers.codes[claim.hash] = code
            } else {
                let used = kept.vouchers.promotions[claim.promotion] ?? 0
                guard used <= (claim.most ?? .max) - claim.step else { return claim }
                kept.vouchers.promotions[claim.promotion] = used + claim.step
            }
            let use = KeptVouchers.Use(claim: claim, state: .held, order: order, at: moment, until: end)
            kept.vouchers.uses[cart, default: [:]][claim.hash] = use
        }
        return nil
    }

    func settleUses(of cart: CartKey) {
        for use in uses(of: cart) where use.state == .held {
            kept.vouchers.uses[cart]?[use.claim.hash]?.state = .used
            kept.vouchers.uses[cart]?[use.claim.hash]?.until = nil
        }
    }

    func dropUses(of cart: CartKey, endedBefore moment: Instant) {
        for use in uses(of: cart) where use.state == .held {
            guard let end = kept.vouchers.uses[cart]?[use.claim.hash]?.until, end < moment else { continue }
            kept.vouchers.uses[cart]?[use.claim.hash] = nil
            uncount(use.claim, isReopened: false)
        }
    }

    func giveBackUses(of cart: CartKey, mayReopen: (StoredVoucher) -> Bool) -> [TakenUse] {
        var free: [TakenUse] = []
        for use in uses(of: cart) where use.state == .used {
            if use.claim.isCode {
                guard let known = vouchers([use.claim.hash])[0], mayReopen(known) else { continue }
            }
            kept.vouchers.uses[cart]?[use.claim.hash]?.state = .free
            uncount(use.claim, isReopened: true)
            free.append(TakenUse(claim: use.claim, state: .free, at: use.at))
        }
        return free
    }

    func lowerUse(of card: CodeHash, by cart: CartKey, to most: Int64) -> Int64 {
        guard let use = kept.vouchers.uses[cart]?[card], use.state == .used, use.claim.isCode, use.claim.amount > most
        else { return 0 }
        let claim = use.claim
        let lowered = UseClaim(
            hash: claim.hash,
            promotion: claim.promotion,
            isCode: true,
            most: claim.most,
            amount: most
        )
        kept.vouchers.uses[cart]?[card] = KeptVouchers.Use(
            claim: lowered,
            state: use.state,
            order: use.order,
            at: use.at
        )
        if let balance = kept.vouchers.codes[card]?.balance {
            kept.vouchers.codes[card]?.balance = balance + claim.amount - most
        }
        return claim.amount - most
    }

    private func uncount(_ claim: UseClaim, isReopened: Bool) {
        guard claim.isCode else {
            kept.vouchers.promotions[claim.promotion, default: 0] -= claim.step
            return
        }
        guard var code = kept.vouchers.codes[claim.hash] else { return }
        code.used -= 1
        code.balance = code.balance.map { $0 + claim.amount }
        if isReopened { code.reopened += 1 }
        kept.vouchers.codes[claim.hash] = code
    }
}

extension VoucherBatch {
    /// The same batch with another number of codes, and drawn from another seed.
    fileprivate func with(asked: Int64, made: Int64, seed: [UInt8]) -> VoucherBatch {
        VoucherBatch(
            id: id,
            promotion: promotion,
            prefix: prefix,
            asked: asked,
            made: made,
            owner: owner,
            uses: uses,
            validFrom: validFrom,
            validUntil: validUntil,
            value: value,
            isChosen: isChosen,
            seed: seed,
            createdAt: createdAt,
            stoppedAt: stoppedAt
        )
    }
}
