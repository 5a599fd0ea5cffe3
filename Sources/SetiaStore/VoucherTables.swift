internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `voucher_batch`, `member_voucher`, `voucher`, `voucher_use` and `promotion_use`.

extension TableLedger {
    func vouchers(_ hashes: [CodeHash]) throws -> [StoredVoucher?] {
        var found: [CodeHash: StoredVoucher] = [:]
        try connection.query(findingVouchers, hashes.map { [.blob($0.bytes)] }) { row in
            let hash = CodeHash(bytes: row.blob(0))
            found[hash] = StoredVoucher(
                hash: hash,
                batch: try row.voucherBatch(from: 6),
                place: row.int(1),
                used: row.int(2),
                balance: row.intOrNil(3),
                reopened: row.int(4),
                stoppedAt: row.instantOrNil(5)
            )
        }
        return hashes.map { found[$0] }
    }

    func promotionUses() throws -> [PromotionUses] {
        try connection.rows("SELECT promotion, used FROM promotion_use ORDER BY promotion").map { row in
            PromotionUses(promotion: row.key(0), used: row.int(1))
        }
    }

    func useFaults(limit: Int) throws -> [UseFault] {
        let codes = try connection.rows(
            """
            SELECT v.batch_id, v.place, v.used, v.balance, COALESCE(u.times, 0), b.value - COALESCE(u.amount, 0)
            FROM voucher AS v JOIN voucher_batch AS b ON b.batch_id = v.batch_id
            LEFT JOIN (
                SELECT code_hash, COUNT(*) AS times, CAST(SUM(amount) AS BIGINT) AS amount FROM voucher_use
                WHERE is_code = 1 AND state <> 'free' GROUP BY code_hash
            ) AS u ON u.code_hash = v.code_hash
            WHERE v.used <> COALESCE(u.times, 0)
               OR (v.balance IS NOT NULL AND v.balance <> b.value - COALESCE(u.amount, 0))
            ORDER BY v.batch_id, v.place LIMIT $1
            """,
            [.integer(Int64(limit))]
        ).flatMap { row -> [UseFault] in
            guard let batch = Identifier(text: row.text(0)) else { throw MalformedDocument(field: "batch_id") }
            let place = row.int(1)
            var faults: [UseFault] = []
            if row.int(2) != row.int(4) {
                let subject = UseFault.Subject.code(batch: batch, place: place)
                faults.append(UseFault(subject: subject, counted: row.int(2), follows: row.int(4)))
            }
            if let left = row.intOrNil(3), let follows = row.intOrNil(5), left != follows {
                let subject = UseFault.Subject.card(batch: batch, place: place)
                faults.append(UseFault(subject: subject, counted: left, follows: follows))
            }
            return faults
        }
        let promotions = try connection.rows(
            """
            SELECT p.promotion, p.used, COALESCE(u.taken, 0) FROM promotion_use AS p LEFT JOIN (
                SELECT promotion, CAST(SUM(CASE WHEN amount > 0 THEN amount ELSE 1 END) AS BIGINT) AS taken
                FROM voucher_use WHERE is_code = 0 AND state <> 'free' GROUP BY promotion
            ) AS u ON u.promotion = p.promotion
            WHERE p.used <> COALESCE(u.taken, 0) ORDER BY p.promotion LIMIT $1
            """,
            [.integer(Int64(limit))]
        ).map { UseFault(subject: .promotion($0.key(0)), counted: $0.int(1), follows: $0.int(2)) }
        return codes + promotions
    }

    func voucherBatch(_ id: Identifier) throws -> VoucherBatch? {
        try connection.first(
            SQLStatement("SELECT \(voucherBatchColumns) FROM voucher_batch AS b WHERE b.batch_id = $1"),
            [.text(id.text)]
        )?
        .voucherBatch(from: 0)
    }

    func unfinishedVoucherBatches(limit: Int) throws -> [VoucherBatch] {
        try connection.rows(
            SQLStatement(
                """
                SELECT \(voucherBatchColumns) FROM voucher_batch AS b WHERE b.made < b.asked AND b.stopped_ms IS NULL
                ORDER BY b.created_ms, b.batch_id LIMIT $1
                """
            ),
            [.integer(Int64(limit))]
        ).map { try $0.voucherBatch(from: 0) }
    }

    func voucherBatches(limit: Int) throws -> [VoucherBatch] {
        try connection.rows(
            SQLStatement(
                "SELECT \(voucherBatchColumns) FROM voucher_batch AS b ORDER BY b.created_ms DESC, b.batch_id DESC LIMIT $1"
            ),
            [.integer(Int64(limit))]
        ).map { try $0.voucherBatch(from: 0) }
    }

    func voucherBatches(of promotion: Key, after: (createdAt: Instant, id: Identifier)?, limit: Int) throws
        -> [VoucherBatch]
    {
        try connection.rows(
            SQLStatement(
                """
                SELECT \(voucherBatchColumns) FROM voucher_batch AS b
                WHERE b.promotion = $1 AND (b.created_ms, b.batch_id) < ($2, $3)
                ORDER BY b.created_ms DESC, b.batch_id DESC LIMIT $4
                """
            ),
            [
                .text(promotion.text), .integer(after?.createdAt.milliseconds ?? .max), .text(after?.id.text ?? ""),
                .integer(Int64(limit)),
            ]
        ).map { try $0.voucherBatch(from: 0) }
    }

    func uses(ofCode hash: CodeHash, limit: Int) throws -> [CodeUse] {
        try connection.rows(
            """
            SELECT source, cart_id, order_id, promotion, is_code, amount, state, at_ms FROM voucher_use
            WHERE code_hash = $1 ORDER BY source, cart_id LIMIT $2
            """,
            [.blob(hash.bytes), .integer(Int64(limit))]
        ).map { try $0.codeUse(of: hash) }
    }

    func voucherBatches(of member: MemberID) throws -> [VoucherBatch] {
        try connection.rows(
            SQLStatement(
                """
                SELECT \(voucherBatchColumns) FROM member_voucher AS m JOIN voucher_batch AS b ON b.batch_id = m.batch_id
                WHERE m.member_id = $1 ORDER BY b.created_ms DESC, b.batch_id DESC
                """
            ),
            [.text(member.text)]
        ).map { try $0.voucherBatch(from: 0) }
    }

    func uses(of cart: CartKey) throws -> [TakenUse] {
        try connection.rows(
            """
            SELECT code_hash, promotion, is_code, amount, state, at_ms FROM voucher_use
            WHERE source = $1 AND cart_id = $2 ORDER BY code_hash
            """,
            [.text(cart.source.text), .text(cart.id.text)]
        ).map { row in
            guard let state = TakenUse.State(rawValue: row.text(4)) else { throw MalformedDocument(field: "state") }
            return TakenUse(
                claim: UseClaim(
                    hash: CodeHash(bytes: row.blob(0)),
                    promotion: row.key(1),
                    isCode: row.int(2) == 1,
                    most: nil,
                    amount: row.int(3)
                ),
                state: state,
                at: row.instant(5)
            )
        }
    }

    func carts(of order: OrderKey) throws -> [CartKey] {
        try connection.rows(
            "SELECT DISTINCT cart_id FROM voucher_use WHERE source = $1 AND order_id = $2 ORDER BY cart_id",
            [.text(order.source.text), .text(order.id.text)]
        ).map { CartKey(source: order.source, id: $0.key(0)) }
    }

    func heldCarts(before moment: Instant, limit: Int) throws -> [CartKey] {
        try connection.rows(
            """
            SELECT DISTINCT source, cart_id FROM voucher_use WHERE state = 'held' AND until_ms < $1
            ORDER BY source, cart_id LIMIT $2
            """,
            [.integer(moment.milliseconds), .integer(Int64(limit))]
        ).map { CartKey(source: $0.key(0), id: $0.key(1)) }
    }

    func add(_ batch: VoucherBatch) throws {
        try connection.run(
            """
            INSERT INTO voucher_batch (batch_id, promotion, prefix, asked, made, owner_id, uses, valid_from_ms,
                valid_until_ms, value, currency, is_chosen, seed, created_ms, stopped_ms, finished_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """,
            [
                .text(batch.id.text), .text(batch.promotion.text), .text(batch.prefix), .integer(batch.asked),
                .integer(batch.made), .optional(batch.owner?.text), .optional(batch.uses),
                .optional(batch.validFrom?.milliseconds), .optional(batch.validUntil?.milliseconds),
                .optional(batch.value?.minorUnits), .optional(batch.value?.currency.code),
                .integer(batch.isChosen ? 1 : 0), .blob(batch.seed), .integer(batch.createdAt.milliseconds),
                .optional(batch.stoppedAt?.milliseconds), .optional(batch.finishedAt?.milliseconds),
            ]
        )
        guard let owner = batch.owner else { return }
        try connection.run(
            "INSERT INTO member_voucher (member_id, batch_id) VALUES ($1, $2)",
            [.text(owner.text), .text(batch.id.text)]
        )
    }

    func add(_ vouchers: [NewVoucher], to batch: VoucherBatch, made: Int64, at moment: Instant) throws {
        // In the order of their table, so that each of its pages is looked for once and not by every code anew.
        let inOrder = vouchers.sorted { $0.hash.bytes.lexicographicallyPrecedes($1.hash.bytes) }
        try connection.run(
            addingVouchers,
            inOrder.map {
                [
                    .blob($0.hash.bytes), .text(batch.id.text), .integer($0.place), .optional(batch.value?.minorUnits),
                ]
            }
        )
        try connection.run(
            """
            UPDATE voucher_batch SET made = $2, finished_ms = CASE WHEN asked <= $2 THEN $3 ELSE finished_ms END
            WHERE batch_id = $1 AND made < $2
            """,
            [.text(batch.id.text), .integer(made), .integer(moment.milliseconds)]
        )
    }

    func stopVouchers(_ batch: Identifier, at moment: Instant) throws -> Bool {
        try connection.run(
            "UPDATE voucher_batch SET stopped_ms = $2 WHERE batch_id = $1 AND stopped_ms IS NULL",
            [.text(batch.text), .integer(moment.milliseconds)]
        ) > 0
    }

    func stopVoucher(_ hash: CodeHash, at moment: Instant) throws -> Bool {
        try connection.run(
            "UPDATE voucher SET stopped_ms = $2 WHERE code_hash = $1 AND stopped_ms IS NULL",
            [.blob(hash.bytes), .integer(moment.milliseconds)]
        ) > 0
    }

    func take(_ claims: [UseClaim], for cart: CartKey, order: Key?, at moment: Instant, until end: Instant) throws
        -> UseClaim?
    {
        try connection.run(
            """
            UPDATE voucher_use SET order_id = COALESCE($3, order_id),
                until_ms = CASE WHEN until_ms < $4 THEN $4 ELSE until_ms END
            WHERE source = $1 AND cart_id = $2 AND state = 'held'
            """,
            [.text(cart.source.text), .text(cart.id.text), .optional(order?.text), .integer(end.milliseconds)]
        )
        // In one order for all, so that two who want the same codes do not wait for each other in a circle.
        for claim in claims.sorted(by: { $0.hash.bytes.lexicographicallyPrecedes($1.hash.bytes) }) {
            let isNew = try connection.run(
                """
                INSERT INTO voucher_use (code_hash, source, cart_id, promotion, is_code, amount, state, order_id, at_ms,
                    until_ms)
                VALUES ($1, $2, $3, $4, $5, $6, 'held', $7, $8, $9) ON CONFLICT DO NOTHING
                """,
                [
                    .blob(claim.hash.bytes), .text(cart.source.text), .text(cart.id.text), .text(claim.promotion.text),
                    .integer(claim.isCode ? 1 : 0), .integer(claim.amount), .optional(order?.text),
                    .integer(moment.milliseconds), .integer(end.milliseconds),
                ]
            )
            guard isNew > 0, try !count(claim) else { continue }
            try connection.run(
                "DELETE FROM voucher_use WHERE code_hash = $1 AND source = $2 AND cart_id = $3",
                [.blob(claim.hash.bytes), .text(cart.source.text), .text(cart.id.text)]
            )
            return claim
        }
        return nil
    }

    /// Counts one use more, where there is room for it.
    func count(_ claim: UseClaim) throws -> Bool {
        guard claim.isCode else {
            try connection.run(
                "INSERT INTO promotion_use (promotion, used) VALUES ($1, 0) ON CONFLICT DO NOTHING",
                [.text(claim.promotion.text)]
            )
            return try connection.run(
                "UPDATE promotion_use SET used = used + $3 WHERE promotion = $1 AND used + $3 <= $2",
                [.text(claim.promotion.text), .integer(claim.most ?? .max), .integer(claim.step)]
            ) > 0
        }
        return try connection.run(
            """
            UPDATE voucher SET used = used + 1, balance = balance - $3
            WHERE code_hash = $1 AND used < $2 AND (balance IS NULL OR balance >= $3)
            """,
            [.blob(claim.hash.bytes), .integer(claim.most ?? .max), .integer(claim.amount)]
        ) > 0
    }

    func settleUses(of cart: CartKey) throws {
        try connection.run(
            "UPDATE voucher_use SET state = 'used', until_ms = NULL WHERE source = $1 AND cart_id = $2 AND state = 'held'",
            [.text(cart.source.text), .text(cart.id.text)]
        )
    }

    func dropUses(of cart: CartKey, endedBefore moment: Instant) throws {
        for use in try uses(of: cart) where use.state == .held {
            let dropped = try connection.run(
                """
                DELETE FROM voucher_use
                WHERE code_hash = $1 AND source = $2 AND cart_id = $3 AND state = 'held' AND COALESCE(until_ms, 0) < $4
                """,
                [
                    .blob(use.claim.hash.bytes), .text(cart.source.text), .text(cart.id.text),
                    .integer(moment.milliseconds),
                ]
            )
            if dropped > 0 { try uncount(use.claim, isReopened: false) }
        }
    }

    func giveBackUses(of cart: CartKey, mayReopen: (StoredVoucher) -> Bool) throws -> [TakenUse] {
        var free: [TakenUse] = []
        for use in try uses(of: cart) where use.state == .used {
            if use.claim.isCode {
                guard let known = try vouchers([use.claim.hash])[0], mayReopen(known) else { continue }
            }
            let changed = try connection.run(
                """
                UPDATE voucher_use SET state = 'free'
                WHERE code_hash = $1 AND source = $2 AND cart_id = $3 AND state = 'used'
                """,
                [.blob(use.claim.hash.bytes), .text(cart.source.text), .text(cart.id.text)]
            )
            guard changed > 0 else { continue }
            try uncount(use.claim, isReopened: true)
            free.append(TakenUse(claim: use.claim, state: .free, at: use.at))
        }
        return free
    }

    func lowerUse(of card: CodeHash, by cart: CartKey, to most: Int64) throws -> Int64 {
        let whose: [SQLValue] = [.blob(card.bytes), .text(cart.source.text), .text(cart.id.text)]
        // Whoever lowers it at the same time is waited for, and what is there then is looked at anew.
        for _ in 0..<100 {
            let taken = try connection.first(
                """
                SELECT amount FROM voucher_use
                WHERE code_hash = $1 AND source = $2 AND cart_id = $3 AND is_code = 1 AND state = 'used'
                """,
                whose
            )?.int(0)
            guard let taken, taken > most else { return 0 }
            let lowered = try connection.run(
                """
                UPDATE voucher_use SET amount = $4
                WHERE code_hash = $1 AND source = $2 AND cart_id = $3 AND state = 'used' AND amount = $5
                """,
                whose + [.integer(most), .integer(taken)]
            )
            guard lowered > 0 else { continue }
            try connection.run(
                "UPDATE voucher SET balance = balance + $2 WHERE code_hash = $1",
                [.blob(card.bytes), .integer(taken - most)]
            )
            return taken - most
        }
        throw StoreFailure(kind: .busy, message: "a gift card is filled by too many at once; try again")
    }

    private func uncount(_ claim: UseClaim, isReopened: Bool) throws {
        guard claim.isCode else {
            try connection.run(
                "UPDATE promotion_use SET used = used - $2 WHERE promotion = $1",
                [.text(claim.promotion.text), .integer(claim.step)]
            )
            return
        }
        try connection.run(
            """
            UPDATE voucher SET used = used - 1, balance = balance + $2, reopened = reopened + $3 WHERE code_hash = $1
            """,
            [.blob(claim.hash.bytes), .integer(claim.amount), .integer(isReopened ? 1 : 0)]
        )
    }
}

let voucherBatchColumns = """
    b.batch_id, b.promotion, b.prefix, b.asked, b.made, b.owner_id, b.uses, b.valid_from_ms, b.valid_until_ms, b.value,
    b.currency, b.is_chosen, b.seed, b.created_ms, b.stopped_ms, b.finished_ms
    """

private let findingVouchers = SQLBulk(
    [("code_hash", .blob)],
    one: """
        SELECT v.code_hash, v.place, v.used, v.balance, v.reopened, v.stopped_ms, \(voucherBatchColumns)
        FROM voucher AS v JOIN voucher_batch AS b ON b.batch_id = v.batch_id WHERE v.code_hash = $1
        """,
    many: """
        SELECT v.code_hash, v.place, v.used, v.balance, v.reopened, v.stopped_ms, \(voucherBatchColumns)
        FROM voucher AS v JOIN voucher_batch AS b ON b.batch_id = v.batch_id WHERE v.code_hash = ANY($1::bytea[])
        """
)

private let addingVouchers = SQLBulk.insert(
    into: "voucher",
    [("code_hash", .blob), ("batch_id", .text), ("place", .integer), ("balance", .integer)],
    conflict: "ON CONFLICT (code_hash) DO NOTHING"
)

extension SQLRow {
    /// What a cart took of what this stands for.
    func codeUse(of hash: CodeHash) throws -> CodeUse {
        guard let state = TakenUse.State(rawValue: text(6)) else { throw MalformedDocument(field: "state") }
        let claim = UseClaim(hash: hash, promotion: key(3), isCode: int(4) == 1, most: nil, amount: int(5))
        return CodeUse(
            cart: CartKey(source: key(0), id: key(1)),
            order: textOrNil(2).map { Key($0) },
            use: TakenUse(claim: claim, state: state, at: instant(7))
        )
    }
}

extension SQLRow {
    func voucherBatch(from first: Int) throws -> VoucherBatch {
        guard let id = Identifier(text: text(first)) else { throw MalformedDocument(field: "batch_id") }
        let owner = textOrNil(first + 5)
        let member = owner.flatMap { MemberID(text: $0) }
        if owner != nil, member == nil { throw MalformedDocument(field: "owner_id") }
        let value = try intOrNil(first + 9).map { try Money(minorUnits: $0, currency: try currency(first + 10)) }
        return VoucherBatch(
            id: id,
            promotion: key(first + 1),
            prefix: text(first + 2),
            asked: int(first + 3),
            made: int(first + 4),
            owner: member,
            uses: intOrNil(first + 6),
            validFrom: instantOrNil(first + 7),
            validUntil: instantOrNil(first + 8),
            value: value,
            isChosen: int(first + 11) == 1,
            seed: blob(first + 12),
            createdAt: instant(first + 13),
            stoppedAt: instantOrNil(first + 14),
            finishedAt: instantOrNil(first + 15)
        )
    }
}
