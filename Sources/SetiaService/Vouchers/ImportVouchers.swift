internal import SetiaCore

/// What one reading of an export of codes knows by now.
package struct VoucherIntake: Sendable {
    /// The batches that were taken in: by their ids where they come from, their ids here.
    fileprivate var batches: [Identifier: Identifier] = [:]
    /// How many codes are new.
    package private(set) var count: Int64 = 0

    /// Nothing read yet.
    package init() {}

    fileprivate mutating func add(_ number: Int) { count += Int64(number) }
}

extension SetiaService {
    /// Takes in what an export of codes holds, in the order in which it stands there (rule V-20).
    ///
    /// Codes come with what became of them in one transaction, so that none that was used is good for a moment. What is here
    /// already stays as it is here. Her own codes and cards need her, and her redemption where a reward gave them: events
    /// come first.
    ///
    /// - Parameters:
    ///   - moved: What it holds.
    ///   - intake: What was read of the same export before.
    /// - Throws: `VoucherMoveRefusal`, and the world's trouble; nothing of this piece was written then.
    package func importVouchers(_ moved: MovedVouchers, into intake: inout VoucherIntake) async throws {
        switch moved {
        case .batch(let batch): intake.batches[batch.id] = try await importBatch(batch)
        case .codes(let codes):
            guard let id = intake.batches[codes.batch] else { throw VoucherMoveRefusal.unknownBatch }
            intake.add(try await importCodes(codes, of: id))
        case .promotionUses(let uses):
            let taken = uses.compactMap { use -> CodeUse? in
                guard case .promotion(let key) = use.subject else { return nil }
                return use.taken(of: hash(ofPromotion: key), key, isCode: false)
            }
            try await store.writing { ledger in
                for use in taken where try !ledger.takeOver(use) { throw VoucherMoveRefusal.overdrawn }
            }
        }
    }

    /// Notes that codes were taken in; nothing where none was new.
    package func endImport(_ intake: VoucherIntake, by actor: AuditActor) async throws {
        guard intake.count > 0 else { return }
        try await note(.codesLoaded, by: actor, details: ["added": "\(intake.count)"])
    }

    private func importBatch(_ moved: MovedBatch) async throws -> Identifier {
        let (id, owner) = try await place(of: moved)
        let seed = try sealing.seal(moved.seed, use: .voucherSeed)
        let chosen = moved.isChosen ? hash(ofWritten: String(decoding: moved.seed, as: UTF8.self)) : nil
        try await store.writing { ledger in
            if let here = try ledger.voucherBatch(id) {
                if try self.sealing.open(here.seed, use: .voucherSeed) == moved.seed { return }
                // What her reward gives was drawn anew here before its own codes came; nobody has seen those elsewhere.
                guard moved.redemption != nil else { throw VoucherMoveRefusal.taken }
                let hashes = try self.codes(of: here, at: 0..<here.made).map { self.hash(ofWritten: $0) }
                guard try ledger.replaceVouchers(hashes, of: id, seed: seed) else { throw VoucherMoveRefusal.usedHere }
                return
            }
            if let chosen, try ledger.vouchers([chosen])[0] != nil { throw VoucherMoveRefusal.taken }
            try ledger.add(
                VoucherBatch(
                    id: id,
                    promotion: moved.promotion,
                    prefix: moved.prefix,
                    // It grows with what comes, so that nobody makes codes of it whose uses have not come yet.
                    asked: 0,
                    owner: owner,
                    uses: moved.uses,
                    validFrom: moved.validFrom,
                    validUntil: moved.validUntil,
                    value: moved.value,
                    isChosen: moved.isChosen,
                    seed: seed,
                    createdAt: moved.createdAt,
                    stoppedAt: moved.stoppedAt
                )
            )
        }
        return id
    }

    /// Under which id a batch stands here, and whose it is.
    private func place(of moved: MovedBatch) async throws -> (id: Identifier, owner: MemberID?) {
        guard let identity = moved.owner else { return (moved.id, nil) }
        guard let owner = try await member(with: identity) else { throw VoucherMoveRefusal.unknownMember }
        guard let redemption = moved.redemption else { return (moved.id, owner) }
        let account = try await store.reading { archive in
            try (self.accounts(of: owner, archive) ?? []).first { account in
                try archive.redemption(redemption, of: account)?.promotion == moved.promotion
            }
        }
        guard let account else { throw VoucherMoveRefusal.unknownRedemption(redemption) }
        return (personalBatchID(of: account, redemption), account)
    }

    /// - Returns: how many codes are new.
    private func importCodes(_ moved: MovedCodes, of id: Identifier) async throws -> Int {
        guard let batch = try await voucherBatch(id) else { throw VoucherMoveRefusal.unknownBatch }
        guard moved.first <= batch.made else { throw VoucherMoveRefusal.gap }
        let end = moved.first + Int64(moved.codes.count)
        let codes = try codes(of: batch, at: moved.first..<end)
        guard zip(codes, moved.codes).allSatisfy({ VoucherCode.normalised($0) == VoucherCode.normalised($1) }) else {
            throw VoucherMoveRefusal.otherCodes
        }
        var hashes: [Int64: CodeHash] = [:]
        for (place, code) in zip(moved.first..<end, codes) { hashes[place] = self.hash(ofWritten: code) }
        func hash(at place: Int64) throws -> CodeHash {
            if let known = hashes[place] { return known }
            guard (0..<max(batch.made, end)).contains(place) else { throw VoucherMoveRefusal.gap }
            let made = self.hash(ofWritten: try self.codes(of: batch, at: place..<place + 1)[0])
            hashes[place] = made
            return made
        }
        let uses = try moved.uses.compactMap { use -> CodeUse? in
            guard case .code(let place) = use.subject else { return nil }
            return use.taken(of: try hash(at: place), batch.promotion, isCode: true, owner: batch.owner)
        }
        let marks = try moved.marks.map { (hash: try hash(at: $0.place), mark: $0) }
        let vouchers = zip(codes, moved.first..<end).map { NewVoucher(hash: self.hash(ofWritten: $0), place: $1) }
        let now = surroundings.now()
        return try await store.writing { ledger in
            let known = try ledger.vouchers(vouchers.map(\.hash))
            guard !known.contains(where: { $0 != nil && $0?.batch.id != id }) else { throw VoucherMoveRefusal.taken }
            try ledger.growVouchers(of: id, to: end)
            try ledger.add(vouchers, to: batch, made: end, at: now)
            for use in uses where try !ledger.takeOver(use) { throw VoucherMoveRefusal.overdrawn }
            for (hash, mark) in marks {
                try ledger.markVoucher(hash, reopened: mark.reopened, stoppedAt: mark.stoppedAt)
            }
            return known.count { $0 == nil }
        }
    }
}

extension MovedUse {
    /// The use as it is kept here.
    ///
    /// A code that was given back was used up by a cart that bears its owner's id; she has another one here.
    fileprivate func taken(of hash: CodeHash, _ promotion: Key, isCode: Bool, owner: MemberID? = nil) -> CodeUse {
        var cart = cart
        if let owner, cart.source == SetiaService.rewardSource, let slash = cart.id.text.firstIndex(of: "/") {
            cart = CartKey(source: cart.source, id: Key(owner.text + cart.id.text[slash...]))
        }
        let claim = UseClaim(hash: hash, promotion: promotion, isCode: isCode, most: nil, amount: amount)
        return CodeUse(cart: cart, order: order, use: TakenUse(claim: claim, state: state, at: at))
    }
}
