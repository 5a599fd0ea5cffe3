package import SetiaCore

extension StoredEvent {
    /// What the order was paid and earned, where this is the order's own event: the part of its record that nothing later
    /// changes, made from the event and its entries.
    package var paid: OrderRecord.Paid? {
        guard case .orderPaid(let order) = event.matter else { return nil }
        return OrderRecord.Paid(
            at: event.occurredAt,
            order: order,
            earned: decision.entries.filter { $0.kind == .earn }.map {
                OrderRecord.EarnedLot(wallet: $0.wallet, lot: $0.lot, points: $0.points)
            },
            countsForTiers: !event.isAnonymous,
            version: decision.programmeVersion,
            reasons: decision.reasons,
            counted: decision.counterClaims
        )
    }
}
