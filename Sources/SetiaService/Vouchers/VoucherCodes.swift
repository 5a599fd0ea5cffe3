internal import SetiaCore

// How codes follow from a batch, and what is kept of them.

extension SetiaService {
    /// What stands for a code; what is no code has one too, so that looking for it takes as long.
    func hash(ofCode code: Key) -> CodeHash {
        CodeHash(bytes: Array(sealing.keyedHash(Array("code\u{0}\(code.text)".utf8), for: .voucher).prefix(16)))
    }

    /// What stands for a code as it is written.
    func hash(ofWritten code: String) -> CodeHash {
        hash(ofCode: VoucherCode.normalised(code) ?? Key(code))
    }

    /// What stands for a promotion's own uses.
    func hash(ofPromotion promotion: Key) -> CodeHash {
        CodeHash(
            bytes: Array(sealing.keyedHash(Array("promotion\u{0}\(promotion.text)".utf8), for: .voucher).prefix(16))
        )
    }

    /// The codes of a batch at these places: the same whenever they are asked for.
    ///
    /// Each takes 64 bits of HMAC-SHA-256 over the number of its block, with the batch's seed as key.
    ///
    /// - Throws: `SealingFailure` where the seed is not ours.
    package func codes(of batch: VoucherBatch, at places: Range<Int64>) throws -> [String] {
        let seed = try sealing.open(batch.seed, use: .voucherSeed)
        if batch.isChosen { return places.map { _ in String(decoding: seed, as: UTF8.self) } }
        var block: (number: Int64, bytes: [UInt8]) = (-1, [])
        var codes: [String] = []
        codes.reserveCapacity(places.count)
        for place in places {
            let number = place / 4
            if block.number != number {
                let content = (0..<8).map { UInt8(truncatingIfNeeded: number >> (Int64($0) * 8)) }
                block = (number, sealing.messageAuthentication(of: content, key: seed))
            }
            let first = Int(place % 4) * 8
            let drawn = block.bytes[first..<first + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            codes.append(VoucherCode.code(prefix: batch.prefix, drawn: drawn))
        }
        return codes
    }
}
