package import SetiaCore

/// What became of a cart that was to be redeemed.
package enum CartOutcome: Sendable {
    /// Its promotions and codes are used; what it came to, and the receipt of the event.
    case redeemed(CartAnswer?, Receipt)
    /// A code was not taken, or what is due is not what was said; nothing was used.
    case refused(CartAnswer, why: PromotionRefusal?)
    /// What is due is not what was said: the cart, a code or the programme has changed since; nothing was used.
    case changed(CartAnswer)
    /// A cart of this number was redeemed, and what it had used is free again: it is over.
    case released
}

extension SetiaService {
    /// How often a use of a code comes back at most, and for how many days after its end (rule V-14).
    static let mostReopenings: Int64 = 3
    static let graceAfterEnd = 7

    /// Uses a cart's promotions and codes for good: all of its codes or none, or where that is asked as many as are taken
    /// (rules V-10 and V-13).
    ///
    /// Points that pay for it are taken with them (rule V-17).
    /// The same cart again is answered as the first time, and uses nothing more; another one of its number is refused, and
    /// so is one that was released. Of two carts that use the same code at once one has it.
    ///
    /// - Parameters:
    ///   - question: The cart.
    ///   - source: Who numbers carts and orders.
    ///   - order: The order that it becomes, if it is known: its return gives back what was used.
    ///   - due: What the shopper was told that is due, in minor units; none is whatever it is.
    ///   - partial: Whether codes that are not taken stay unused, and the cart is redeemed without them.
    /// - Returns: what became of it.
    /// - Throws: `Refusal`, as where a cart of this number was another one; `TooManyCodes`, or the world's trouble.
    package func redeemCart(
        _ question: CartQuestion,
        source: Key,
        order: Key? = nil,
        due: Int64? = nil,
        partial: Bool = false
    ) async throws -> CartOutcome {
        // Of a code that another cart took meanwhile it is asked again what the cart comes to without it.
        for _ in 0...(partial ? question.codes.count : 0) {
            let outcome = try await redeemOnce(question, source: source, order: order, due: due, partial: partial)
            if case .refused(_, why: .alreadyUsed?) = outcome, partial { continue }
            return outcome
        }
        return try await redeemOnce(question, source: source, order: order, due: due, partial: partial)
    }

    private func redeemOnce(
        _ question: CartQuestion,
        source: Key,
        order: Key?,
        due: Int64?,
        partial: Bool
    ) async throws -> CartOutcome {
        let cart = CartKey(source: source, id: question.cart.id)
        let contentHash = sealing.contentHash(question.content(order: order))
        if let before = try await redeemed(cart, contentHash) { return before }
        let now = surroundings.now()
        let strict = CartQuestion(
            cart: question.cart,
            who: question.who,
            codes: question.codes,
            isAllOrNothing: !partial,
            caller: question.caller,
            address: question.address
        )
        let answer = try await evaluateCart(strict, holder: cart)
        if question.cart.points != nil, let member = answer.member {
            try await requireSettled(member, channel: question.cart.channel)
        }
        if !partial, let refused = answer.evaluation.firstRefusal { return .refused(answer, why: refused.refusal) }
        if let due, due != answer.evaluation.totals.due { return .changed(answer) }
        let claims = allClaims(of: answer, in: question.cart.currency)
        let event = Event(
            source: source,
            id: Key("cart/\(question.cart.id)"),
            occurredAt: now,
            store: question.cart.store,
            channel: question.cart.channel,
            isAnonymous: answer.member == nil,
            matter: .voucherRedeemed(redemption(answer, question.cart, order))
        )
        let prepared = prepare(Intake(event: event, who: answer.member.map { .member($0) } ?? .nobody))
            .with(contentHash: contentHash)
        let outcome: RecordingOutcome
        do {
            outcome = try await record(prepared, taking: claims, for: cart, order: order, at: now)
        } catch let taken as UsesTaken {
            return .refused(answer, why: taken.claim.isCode ? .alreadyUsed : .limitReached(byMember: false))
        }
        switch outcome {
        case .recorded(let receipt): return .redeemed(answer, receipt)
        case .refused(let refusal): throw refusal
        case .kept: preconditionFailure("a cart never waits")
        case .failed(let error): throw error
        }
    }

    /// Takes uses and records the event for which they are taken.
    ///
    /// On one database machine that is one transaction: both are there or neither is. Where members are spread over
    /// machines uses are held first; what was held and not used is freed by the clock (`freeHeldUses`).
    private func record(
        _ prepared: PreparedIntake,
        taking claims: [UseClaim],
        for cart: CartKey,
        order: Key?,
        at now: Instant
    ) async throws -> RecordingOutcome {
        guard store.isDistributed else {
            let outcome = try await store.recording { ledger in
                try self.dropOthers(than: claims, of: cart, ledger)
                if let claim = try ledger.take(claims, for: cart, order: order, at: now) {
                    throw UsesTaken(claim: claim)
                }
                let outcome = try self.record([prepared], now: now, in: ledger)[0]
                if case .recorded = outcome { try ledger.settleUses(of: cart) } else { try ledger.dropUses(of: cart) }
                return outcome
            }
            tellChanges([outcome])
            await followUp([outcome])
            return outcome
        }
        try await store.writing { ledger in
            try self.dropOthers(than: claims, of: cart, ledger)
            if let claim = try ledger.take(claims, for: cart, order: order, at: now) { throw UsesTaken(claim: claim) }
        }
        let outcome = try await record([prepared])[0]
        switch outcome {
        case .recorded: try await store.writing { try $0.settleUses(of: cart) }
        case .refused, .kept: try await store.writing { try $0.dropUses(of: cart) }
        // It may be on its way: the clock looks whether it was written.
        case .failed: break
        }
        return outcome
    }

    /// Whether a cart of this number is redeemed, or about to be.
    func isToldOf(_ cart: CartKey, _ archive: any Archive) throws -> Bool {
        try archive.claims([ClaimKey(source: cart.source, kind: .cart, key: cart.id)])[0] != nil
    }

    /// Drops what the cart holds where that is not what it is to use: it was held as another cart (rule V-21).
    func dropOthers(than claims: [UseClaim], of cart: CartKey, _ ledger: any Ledger) throws {
        let held = try ledger.uses(of: cart).filter { $0.state == .held }.map(\.claim)
        let isSame = held.allSatisfy { one in claims.contains { $0.hash == one.hash && $0.amount == one.amount } }
        if !isSame { try ledger.dropUses(of: cart) }
    }

    /// All that the cart uses.
    func allClaims(of answer: CartAnswer, in currency: Currency) -> [UseClaim] {
        claims(of: answer) + discountClaims(of: answer, in: currency)
    }

    /// What the cart uses: of each code once, and of each promotion as often as it is given.
    private func claims(of answer: CartAnswer) -> [UseClaim] {
        var claims: [UseClaim] = []
        var promotions: [Key] = []
        for given in answer.evaluation.given where !promotions.contains(given.promotion) {
            promotions.append(given.promotion)
        }
        for code in answer.evaluation.codes where code.refusal == nil {
            guard let stored = answer.known[code.code] else { continue }
            if !promotions.contains(stored.batch.promotion) { promotions.append(stored.batch.promotion) }
            claims.append(
                UseClaim(
                    hash: stored.hash,
                    promotion: stored.batch.promotion,
                    isCode: true,
                    most: stored.batch.uses,
                    amount: stored.balance == nil ? 0 : code.amount
                )
            )
        }
        for promotion in promotions {
            let most = answer.version.programme.promotions.first { $0.key == promotion }?.uses
            claims.append(
                UseClaim(
                    hash: hash(ofPromotion: promotion),
                    promotion: promotion,
                    isCode: false,
                    most: most,
                    amount: 0
                )
            )
        }
        return claims
    }

    /// What the cart takes of discount budgets (rule B-6).
    private func discountClaims(of answer: CartAnswer, in currency: Currency) -> [UseClaim] {
        let programme = answer.version.programme
        return programme.campaigns.compactMap { campaign in
            guard let most = campaign.discountBudget.amount(in: currency) else { return nil }
            let amount = programme.discount(of: campaign.key, in: answer.evaluation.given)
            guard amount > 0 else { return nil }
            let counter = campaign.discountCounter(currency)
            return UseClaim(
                hash: hash(ofPromotion: counter),
                promotion: counter,
                isCode: false,
                most: most,
                amount: amount
            )
        }
    }

    private func redemption(_ answer: CartAnswer, _ cart: Cart, _ order: Key?) -> CartRedemption {
        func part(_ promotion: Key, _ code: Key?, _ amount: Int64) -> CartRedemption.Part? {
            guard let money = try? Money(minorUnits: amount, currency: cart.currency) else { return nil }
            let hash = code.flatMap { answer.known[$0] }.map { Key($0.hash.text) }
            return CartRedemption.Part(promotion: promotion, code: hash, amount: money)
        }
        let evaluation = answer.evaluation
        let withoutEffect = evaluation.codes.filter { $0.refusal == nil && $0.amount == 0 }
        return CartRedemption(
            cart: cart.id,
            order: order,
            parts: evaluation.given.compactMap { part($0.promotion, $0.code, $0.amount) }
                + evaluation.cards.compactMap { part($0.promotion, $0.code, $0.amount) }
                + withoutEffect.compactMap { part($0.promotion ?? "", $0.code, 0) },
            points: spent(answer, cart)
        )
    }

    /// The points that pay (rule V-17); none where the order itself first earns what pays for it, since they are not there.
    private func spent(_ answer: CartAnswer, _ cart: Cart) -> CartRedemption.Spent? {
        guard let paid = answer.evaluation.points, paid.points > .zero,
            answer.version.programme.payments.contains(where: { $0.wallet == paid.wallet && !$0.paysOwnOrder }),
            let amount = try? Money(minorUnits: paid.amount, currency: cart.currency)
        else { return nil }
        return CartRedemption.Spent(wallet: paid.wallet, points: paid.points, amount: amount)
    }

    /// What is answered to a cart whose number was redeemed before; none where it was not.
    ///
    /// - Throws: `Refusal.conflictingDuplicate` where it was another cart, or the world's trouble.
    private func redeemed(_ cart: CartKey, _ contentHash: [UInt8]) async throws -> CartOutcome? {
        let found = try await store.reading { archive -> (hash: [UInt8], stored: StoredEvent)? in
            let claim = try archive.claims([ClaimKey(source: cart.source, kind: .cart, key: cart.id)])[0]
            guard let claim, !claim.isPending, let stored = try archive.event(claim.event) else { return nil }
            return (claim.contentHash, stored)
        }
        guard let found else { return nil }
        // What came along from an export, or from before carts were told apart, has the hash of its event.
        let isKnown = found.hash != eventHash(found.stored)
        guard !isKnown || found.hash == contentHash else {
            throw Refusal.conflictingDuplicate(.cart, key: cart.id.text)
        }
        if try await receipt(of: cart, kind: .cartRelease) != nil { return .released }
        return .redeemed(nil, found.stored.receipt)
    }

    private func eventHash(_ stored: StoredEvent) -> [UInt8] {
        let who = stored.event.isAnonymous ? Intake.Who.nobody : .member(stored.member)
        return prepare(Intake(event: stored.event, who: who)).contentHash
    }

    /// The receipt of a cart's event, or none.
    func receipt(of cart: CartKey, kind: ClaimKind) async throws -> Receipt? {
        try await store.reading { archive in
            let claim = try archive.claims([ClaimKey(source: cart.source, kind: kind, key: cart.id)])[0]
            guard let claim, !claim.isPending else { return nil }
            return try archive.event(claim.event)?.receipt
        }
    }

    /// Gives back what a cart used: nothing came of it, or its order came back whole (rule V-14).
    ///
    /// - Returns: the receipt of what was given back; none where the cart used nothing, or nothing of it comes back.
    package func releaseCart(_ cart: CartKey) async throws -> Receipt? {
        guard let redeemed = try await receipt(of: cart, kind: .cart) else { return nil }
        let now = surroundings.now()
        let free = try await store.writing { ledger in
            let before = try ledger.uses(of: cart).filter { $0.state == .free }
            let back = try ledger.giveBackUses(of: cart) { voucher in
                voucher.reopened < SetiaService.mostReopenings && voucher.isFilled(at: now)
            }
            return before + back
        }
        guard case .voucherRedeemed(let used) = redeemed.event.matter, !free.isEmpty || used.points != nil else {
            return nil
        }
        // What a campaign took off is the brand's; limits of hers hang on promotions.
        let promotions = free.filter { !$0.claim.isCode && $0.claim.amount == 0 }.map { $0.claim.promotion }.sorted()
        let event = Event(
            source: cart.source,
            id: Key("cart/\(cart.id)/release"),
            occurredAt: now,
            isAnonymous: redeemed.event.isAnonymous,
            matter: .voucherReleased(
                CartRelease(
                    cart: cart.id,
                    redeemedAt: redeemed.event.occurredAt,
                    promotions: promotions,
                    points: used.points.map { points in
                        CartRelease.Back(
                            wallet: points.wallet,
                            points: points.points,
                            order: used.payer(source: cart.source).id
                        )
                    }
                )
            )
        )
        if let before = try await receipt(of: cart, kind: .cartRelease) { return before }
        switch try await record(Intake(event: event, who: .member(redeemed.member))) {
        case .recorded(let receipt): return receipt
        case .refused(let refusal): throw refusal
        case .kept: preconditionFailure("a cart never waits")
        case .failed(let error): throw error
        }
    }

    /// Frees what carts held and did not use in time (rules V-13 and V-21).
    ///
    /// - Returns: how many carts were looked at.
    @discardableResult
    package func freeHeldUses(limit: Int = 100) async throws -> Int {
        let now = surroundings.now()
        let carts = try await store.reading { try $0.heldCarts(before: now, limit: limit) }
        for cart in carts {
            let isWritten = try await receipt(of: cart, kind: .cart) != nil
            try await store.writing { ledger in
                // Whoever has taken it again meanwhile holds it for longer.
                if isWritten {
                    try ledger.settleUses(of: cart)
                } else {
                    try ledger.dropUses(of: cart, endedBefore: now)
                }
            }
        }
        return carts.count
    }
}

/// There is no more of something that a cart wants.
struct UsesTaken: Error {
    let claim: UseClaim
}
