internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Codes and their uses on their way to another database, and from one.

extension TableLedger {
    func voucherBatches(behind id: Identifier?, limit: Int) throws -> [VoucherBatch] {
        try connection.rows(
            SQLStatement(
                """
                SELECT \(voucherBatchColumns) FROM voucher_batch AS b WHERE b.batch_id > $1 ORDER BY b.batch_id LIMIT $2
                """
            ),
            [.text(id?.text ?? ""), .integer(Int64(limit))]
        ).map { try $0.voucherBatch(from: 0) }
    }

    func promotionUses(behind place: (hash: CodeHash, cart: CartKey)?, limit: Int) throws -> [CodeUse] {
        try connection.rows(
            """
            SELECT source, cart_id, order_id, promotion, is_code, amount, state, at_ms, code_hash FROM voucher_use
            WHERE (code_hash, source, cart_id) > ($1, $2, $3) AND is_code = 0
            ORDER BY code_hash, source, cart_id LIMIT $4
            """,
            [
                .blob(place?.hash.bytes ?? []), .text(place?.cart.source.text ?? ""),
                .text(place?.cart.id.text ?? ""), .integer(Int64(limit)),
            ]
        ).map { try $0.codeUse(of: CodeHash(bytes: $0.blob(8))) }
    }

    func growVouchers(of batch: Identifier, to asked: Int64) throws {
        try connection.run(
            "UPDATE voucher_batch SET asked = $2 WHERE batch_id = $1 AND asked < $2",
            [.text(batch.text), .integer(asked)]
        )
    }

    func replaceVouchers(_ hashes: [CodeHash], of batch: Identifier, seed: [UInt8]) throws -> Bool {
        for hash in hashes {
            let taken = try connection.run(
                "DELETE FROM voucher WHERE code_hash = $1 AND batch_id = $2 AND used = 0",
                [.blob(hash.bytes), .text(batch.text)]
            )
            guard taken > 0 else { return false }
        }
        try connection.run(
            "UPDATE voucher_batch SET seed = $2, asked = 0, made = 0, finished_ms = NULL WHERE batch_id = $1",
            [.text(batch.text), .blob(seed)]
        )
        return true
    }

    func takeOver(_ use: CodeUse) throws -> Bool {
        let claim = use.use.claim
        let isNew = try connection.run(
            """
            INSERT INTO voucher_use (code_hash, source, cart_id, promotion, is_code, amount, state, order_id, at_ms,
                until_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
            """,
            [
                .blob(claim.hash.bytes), .text(use.cart.source.text), .text(use.cart.id.text),
                .text(claim.promotion.text), .integer(claim.isCode ? 1 : 0), .integer(claim.amount),
                .text(use.use.state.rawValue), .optional(use.order?.text), .integer(use.use.at.milliseconds),
                // Whether it was written the clock looks here, too.
                .optional(use.use.state == .held ? use.use.at.milliseconds : nil),
            ]
        )
        guard isNew > 0, use.use.state != .free else { return true }
        return try count(claim)
    }

    func markVoucher(_ hash: CodeHash, reopened: Int64, stoppedAt: Instant?) throws {
        try connection.run(
            """
            UPDATE voucher SET reopened = CASE WHEN reopened < $2 THEN $2 ELSE reopened END,
                stopped_ms = COALESCE(stopped_ms, $3)
            WHERE code_hash = $1
            """,
            [.blob(hash.bytes), .integer(reopened), .optional(stoppedAt?.milliseconds)]
        )
    }
}
