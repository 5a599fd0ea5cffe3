package import SetiaCore

/// What codes are asked for.
package struct VoucherOrder: Sendable, Hashable {
    /// What they are good for.
    package var promotion: Key
    /// How many; 1 to 10 million.
    package var count: Int64
    /// What they begin with.
    package var prefix: String
    /// A code that somebody chose, in place of drawn ones.
    package var chosen: String?
    /// Whose they are; none is whoever has one.
    package var owner: MemberID?
    /// How often each is good for; none is as often as is asked.
    package var uses: Int64?
    /// From when they are good.
    package var validFrom: Instant?
    /// Until when.
    package var validUntil: Instant?
    /// What each gift card holds.
    package var value: Money?

    /// An order of codes.
    package init(
        promotion: Key,
        count: Int64 = 1,
        prefix: String = "",
        chosen: String? = nil,
        owner: MemberID? = nil,
        uses: Int64? = 1,
        validFrom: Instant? = nil,
        validUntil: Instant? = nil,
        value: Money? = nil
    ) {
        self.promotion = promotion
        self.count = count
        self.prefix = prefix
        self.chosen = chosen
        self.owner = owner
        self.uses = uses
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.value = value
    }
}

/// Why codes cannot be made as they were asked for.
package enum VoucherOrderRefusal: Error, Sendable, Hashable {
    /// The programme has no such promotion.
    case unknownPromotion(Key)
    /// More or fewer than can be made at once.
    case count(most: Int64)
    /// A prefix has at most 12 letters and digits.
    case prefix
    /// A chosen code has 3 to 40 letters and digits.
    case chosenCode
    /// Somebody chose this code before.
    case codeTaken
    /// A gift card needs a value, and nothing else has one.
    case value
    /// A chosen code that is good for one use only would be its first finder's.
    case uses
    /// They would end before they begin.
    case validity
    /// No member has this id.
    case unknownMember(MemberID)
}

extension SetiaService {
    /// The most codes of one batch.
    package static let mostVouchers: Int64 = 10_000_000
    /// How many codes are written at once.
    static let vouchersAtOnce: Int64 = 5_000

    /// Makes a batch that has no codes yet: what `makeVouchers` goes on with.
    ///
    /// Who did is in the log.
    ///
    /// - Throws: `VoucherOrderRefusal`; nothing was written then.
    package func orderVouchers(_ order: VoucherOrder, by actor: AuditActor = .operator) async throws -> VoucherBatch {
        let now = surroundings.now()
        let id = surroundings.newIdentifier()
        guard (1...SetiaService.mostVouchers).contains(order.count) else {
            throw VoucherOrderRefusal.count(most: SetiaService.mostVouchers)
        }
        let prefix = order.prefix.isEmpty ? Key("") : VoucherCode.normalised(order.prefix)
        guard let prefix, prefix.text.utf8.count <= VoucherCode.longestPrefix else { throw VoucherOrderRefusal.prefix }
        var chosen: Key?
        if let text = order.chosen {
            chosen = VoucherCode.normalised(text)
            guard let chosen, chosen.text.utf8.count >= 3, order.count == 1, prefix.text.isEmpty else {
                throw VoucherOrderRefusal.chosenCode
            }
            if order.value != nil { throw VoucherOrderRefusal.value }
        }
        if let uses = order.uses, uses < 1 { throw VoucherOrderRefusal.uses }
        if let from = order.validFrom, let until = order.validUntil, until <= from {
            throw VoucherOrderRefusal.validity
        }
        let seed = try sealing.seal(
            chosen == nil ? sealing.newBytes(32) : Array((order.chosen ?? "").uppercased().utf8),
            use: .voucherSeed
        )
        let isCard = order.value != nil
        let batch = VoucherBatch(
            id: id,
            promotion: order.promotion,
            // As it is to be read; what looks alike is one when it is looked for.
            prefix: order.prefix.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) },
            asked: order.count,
            owner: order.owner,
            uses: isCard ? nil : order.uses,
            validFrom: order.validFrom,
            validUntil: order.validUntil,
            value: order.value,
            isChosen: chosen != nil,
            seed: seed,
            createdAt: now
        )
        let hash = chosen.map { self.hash(ofCode: $0) }
        try await store.writing { ledger in
            let programme = try self.configuration(ledger).published().version(at: now).programme
            let later = try self.configuration(ledger).published().newest.programme
            let promotions = programme.promotions + later.promotions
            guard let promotion = promotions.first(where: { $0.key == order.promotion }) else {
                throw VoucherOrderRefusal.unknownPromotion(order.promotion)
            }
            if case .giftCard = promotion.gift {
                guard let value = order.value, value.minorUnits > 0, programme.decimals(of: value.currency) != nil
                else {
                    throw VoucherOrderRefusal.value
                }
            } else if isCard {
                throw VoucherOrderRefusal.value
            }
            if let owner = order.owner, try ledger.states([StateRequest(member: owner)])[0] == nil {
                throw VoucherOrderRefusal.unknownMember(owner)
            }
            if let hash, try ledger.vouchers([hash])[0] != nil { throw VoucherOrderRefusal.codeTaken }
            try ledger.add(batch)
        }
        try await note(
            .codesOrdered,
            by: actor,
            member: batch.owner,
            subject: batch.id.text,
            details: ["count": "\(batch.asked)", "promotion": batch.promotion.text]
        )
        return batch
    }

    /// Makes the codes that a batch still lacks, some thousands a transaction, so that others can write between them.
    ///
    /// Stopped in the middle it goes on where it stopped; codes made twice are the same and are there once.
    ///
    /// - Parameters:
    ///   - batch: As `orderVouchers` made it, or as it is kept.
    ///   - steps: After how many transactions it stops, wherever it is; 1 or more.
    ///   - each: The codes of one step, in their order, once they are on disk.
    /// - Returns: the batch, with all of its codes, or as many as could be made in so many steps.
    /// - Throws: what `each` throws, or the world's trouble.
    package func makeVouchers(
        of batch: VoucherBatch,
        steps: Int = .max,
        each: ([String]) async throws -> Void = { _ in }
    ) async throws -> VoucherBatch {
        var batch = batch
        guard var step = try step(of: batch, from: batch.made) else { return batch }
        var stepsLeft = steps
        while true {
            // The next codes are made while these are written.
            let known = batch
            let (now, end) = (step, step.end)
            async let next = self.step(of: known, from: end)
            let moment = surroundings.now()
            try await store.writing { try $0.add(now.vouchers, to: known, made: end, at: moment) }
            batch.made = end
            if end == batch.asked { batch.finishedAt = moment }
            stepsLeft -= 1
            try await each(now.codes)
            guard stepsLeft > 0, let following = try await next else { return batch }
            step = following
        }
    }

    /// The codes of one transaction, from this place of a batch on, with what is kept of each; none behind the last.
    private func step(of batch: VoucherBatch, from first: Int64) throws -> VoucherStep? {
        guard first < batch.asked else { return nil }
        let places = first..<min(batch.asked, first + SetiaService.vouchersAtOnce)
        let codes = try codes(of: batch, at: places)
        let vouchers = zip(codes, places).map { NewVoucher(hash: hash(ofWritten: $0), place: $1) }
        return VoucherStep(codes: codes, vouchers: vouchers, end: places.upperBound)
    }

    /// Hands over all codes of a batch again, in their order: for an export.
    package func exportVouchers(of batch: VoucherBatch, each: ([String]) async throws -> Void) async throws {
        var first: Int64 = 0
        while first < batch.made {
            let places = first..<min(batch.made, first + SetiaService.vouchersAtOnce)
            try await each(try codes(of: batch, at: places))
            first = places.upperBound
        }
    }

    /// A batch, or none.
    package func voucherBatch(_ id: Identifier) async throws -> VoucherBatch? {
        try await store.reading { try $0.voucherBatch(id) }
    }

    /// The newest batches, and how often promotions were given.
    package func voucherBatches(limit: Int = 200) async throws -> (batches: [VoucherBatch], uses: [PromotionUses]) {
        try await store.reading { (try $0.voucherBatches(limit: limit), try $0.promotionUses()) }
    }

    /// Withdraws the codes of a batch; whether there was such one that was not withdrawn.
    ///
    /// Who did is in the log.
    package func stopVouchers(_ id: Identifier, by actor: AuditActor = .operator) async throws -> Bool {
        let now = surroundings.now()
        guard try await store.writing({ try $0.stopVouchers(id, at: now) }) else { return false }
        try await note(.codesStopped, by: actor, subject: id.text)
        return true
    }

    /// Withdraws one code; it is in the log by its batch and place, and never in clear (rule V-16).
    ///
    /// - Returns: whether there was such one that was not withdrawn.
    package func stopVoucher(_ typed: String, by actor: AuditActor = .operator) async throws -> Bool {
        let hash = hash(ofWritten: typed)
        let now = surroundings.now()
        let stopped = try await store.writing { ledger -> StoredVoucher? in
            guard let known = try ledger.vouchers([hash])[0] else { return nil }
            return try ledger.stopVoucher(hash, at: now) ? known : nil
        }
        guard let stopped else { return false }
        let details = ["place": "\(stopped.place + 1)", "promotion": stopped.batch.promotion.text]
        try await note(.codeStopped, by: actor, subject: stopped.batch.id.text, details: details)
        return true
    }
}

/// Codes that are written in one transaction.
private struct VoucherStep: Sendable {
    let codes: [String]
    let vouchers: [NewVoucher]
    /// The place behind the last of them.
    let end: Int64
}
