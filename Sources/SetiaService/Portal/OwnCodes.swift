package import SetiaCore

/// A code that is a member's own.
package struct OwnCode: Sendable, Hashable {
    /// As it is written.
    package let code: String
    /// What is kept of it.
    package let voucher: StoredVoucher
    /// What it is good for, where the programme still has it.
    package let promotion: Promotion?
    /// Why it is not good now; none where it is.
    package let refusal: PromotionRefusal?
    /// When it was last used; none where it was not.
    package let usedAt: Instant?
}

extension SetiaService {
    /// How many of her codes a member sees.
    package static let mostOwnCodes = 200

    /// The codes that are a member's own, and those of accounts that came to her: good ones first, those that end first
    /// before the others; none where there is no such member.
    package func codes(ofMember member: MemberID) async throws -> [OwnCode]? {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let accounts = try self.accounts(of: member, archive) else { return nil }
            let promotions = try self.configuration(archive).book?.version(at: now).programme.promotions ?? []
            var own: [OwnCode] = []
            for batch in try accounts.flatMap({ try archive.voucherBatches(of: $0) }) {
                let room = Int64(SetiaService.mostOwnCodes - own.count)
                guard room > 0 else { break }
                let codes = try self.codes(of: batch, at: 0..<min(batch.made, room))
                let found = try archive.vouchers(codes.map { self.hash(ofWritten: $0) })
                for (code, voucher) in zip(codes, found) {
                    guard let voucher else { continue }
                    let promotion = promotions.first { $0.key == batch.promotion }
                    own.append(
                        OwnCode(
                            code: batch.isChosen ? code : VoucherCode.written(code),
                            voucher: voucher,
                            promotion: promotion,
                            refusal: promotion == nil ? .expired(at: nil) : voucher.voucher.standing(at: now),
                            usedAt: voucher.used == 0
                                ? nil
                                : try archive.uses(ofCode: voucher.hash, limit: 20)
                                    .filter { $0.use.state != .free }.map(\.use.at).max()
                        )
                    )
                }
            }
            let far = Instant(milliseconds: .max)
            let places = own.indices.sorted { one, other in
                let (left, right) = (own[one], own[other])
                if (left.refusal == nil) != (right.refusal == nil) { return left.refusal == nil }
                let ends = (left.voucher.batch.validUntil ?? far, right.voucher.batch.validUntil ?? far)
                return ends.0 == ends.1 ? one < other : ends.0 < ends.1
            }
            return places.map { own[$0] }
        }
    }
}
