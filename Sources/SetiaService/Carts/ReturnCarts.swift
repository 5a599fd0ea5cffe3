internal import SetiaCore

extension SetiaService {
    /// Gives back what the carts of returned orders used: all of it where the order came back whole, and of gift cards
    /// the part that came back (rule V-14).
    ///
    /// A failure is left to the next time that the return is told: what was given back is not given back again.
    func releaseCarts(ofReturned outcomes: [RecordingOutcome]) async {
        guard mayHavePromotions else { return }
        for outcome in outcomes {
            guard case .recorded(let receipt) = outcome, case .orderReturned(let back) = receipt.event.matter else {
                continue
            }
            let order = OrderKey(source: receipt.event.source, id: back.order.shopNumber)
            guard let carts = try? await store.reading({ try $0.carts(of: order) }), !carts.isEmpty else { continue }
            let isWhole = !receipt.decision.reasons.contains {
                if case .returnedInPart = $0 { true } else { false }
            }
            for cart in carts {
                if isWhole {
                    _ = try? await releaseCart(cart)
                } else {
                    try? await fillCards(
                        of: cart,
                        order: OrderKey(source: order.source, id: back.order),
                        receipt.member
                    )
                }
            }
        }
    }

    /// What gift cards paid of a cart's goods that came back is on them again, in proportion and rounded down; what is
    /// kept stays paid.
    private func fillCards(of cart: CartKey, order: OrderKey, _ member: MemberID) async throws {
        guard case .voucherRedeemed(let used)? = try await receipt(of: cart, kind: .cart)?.event.matter else { return }
        let now = surroundings.now()
        try await store.writing { ledger in
            let state = try ledger.states([StateRequest(member: member, orders: [order])])[0]
            guard let record = state?.record(of: order), let paid = record.paid else { return }
            let total = paid.order.total
            let back = min(total, record.returned.lines.reduce(0) { $0 + $1.net })
            for (part, hash) in try self.cards(of: cart, used.parts, ledger) {
                guard let card = try ledger.vouchers([hash])[0], card.balance != nil, card.isFilled(at: now) else {
                    continue
                }
                let amount = part.amount.minorUnits
                _ = try ledger.lowerUse(of: hash, by: cart, to: amount - portion(of: amount, back, outOf: total))
            }
        }
    }
}

extension SetiaService {
    /// What each code paid of a cart, by the code's hash.
    ///
    /// A cart that came along from another database does not say which codes it used; what it took of them does, and the
    /// one that took most first is the part that was largest.
    private func cards(
        of cart: CartKey,
        _ parts: [CartRedemption.Part],
        _ ledger: any Ledger
    ) throws -> [(CartRedemption.Part, CodeHash)] {
        let paid = parts.filter { $0.amount.minorUnits > 0 }
        let named = paid.compactMap { part in part.code.flatMap { CodeHash(text: $0) }.map { (part, $0) } }
        guard named.isEmpty else { return named }
        var uses = try ledger.uses(of: cart).filter { $0.claim.isCode && $0.claim.amount > 0 }
            .sorted { $0.claim.amount > $1.claim.amount }
        return paid.sorted { $0.amount.minorUnits > $1.amount.minorUnits }.compactMap { part in
            guard let place = uses.firstIndex(where: { $0.claim.promotion == part.promotion }) else { return nil }
            return (part, uses.remove(at: place).claim.hash)
        }
    }
}

extension StoredVoucher {
    /// Whether what was used of it comes back to it: its end is not too long ago.
    func isFilled(at now: Instant) -> Bool {
        batch.validUntil.map { now < $0.adding(days: SetiaService.graceAfterEnd) } ?? true
    }
}
