extension Event {
    /// The order whose record it needs or writes, where it is not the order's own event.
    package var laterOrder: OrderKey? {
        switch matter {
        case .orderReturned(let orderReturn): OrderKey(source: source, id: orderReturn.order)
        case .pointsRedeemed(let redemption): redemption.order.map { OrderKey(source: source, id: $0) }
        case .pointsCaptured(let capture): capture.order.map { OrderKey(source: source, id: $0) }
        case .voucherRedeemed(let cart): cart.points == nil ? nil : cart.payer(source: source)
        case .voucherReleased(let cart): cart.points.map { OrderKey(source: source, id: $0.order) }
        case .orderPaid, .memberEnrolled, .memberChanged, .pointsHeld, .pointsReleased, .holdExtended,
            .pointsTransferred, .transferReceived, .transferEnded, .memberMerged, .mergeReceived, .mergeEnded,
            .mergeUndone,
            .pointsAdjusted,
            .balanceOpened, .tierGranted, .happened,
            .consentChanged, .tiersReviewed, .pointsExpiring, .levelsEnding, .rewardRedeemed, .redemptionChanged,
            .referralChanged, .giftArrived, .householdChanged, .accountChanged, .segmentChanged,
            .timePassed:
            nil
        }
    }
}
