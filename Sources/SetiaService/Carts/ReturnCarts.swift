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
            for part in used.parts where part.amount.minorUnits > 0 {
                guard let hash = part.code.flatMap({ CodeHash(text: $0) }),
                    let card = try ledger.vouchers([hash])[0], card.balance != nil, card.isFilled(at: now)
                else { continue }
                let amount = part.amount.minorUnits
                _ = try ledger.lowerUse(of: hash, by: cart, to: amount - portion(of: amount, back, outOf: total))
            }
        }
    }
}

extension StoredVoucher {
    /// Whether what was used of it comes back to it: its end is not too long ago.
    func isFilled(at now: Instant) -> Bool {
        batch.validUntil.map { now < $0.adding(days: SetiaService.graceAfterEnd) } ?? true
    }
}
