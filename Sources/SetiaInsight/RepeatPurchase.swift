package import SetiaCore

/// What counts as coming back.
package enum RepeatCounting: Sendable, Hashable {
    /// Bought on two days or more: an order that was split on one day counts once.
    case days
    /// Two orders or more, also on one day.
    case orders
}

/// Who bought again, of those who bought.
///
/// - Numerator: members with purchases on at least two days (or with at least two orders).
/// - Denominator: members with a purchase.
/// - Window: the purchases in the history. The longer it is, the higher the rate: compare equal windows only, or use
///   `repeatWithin`.
/// - Excluded: orders returned in full and orders of nobody known, which are not appended.
/// - Version: 1, `Definition.repeatPurchaseRate`.
package func repeatPurchaseRate(_ history: PurchaseHistory, by counting: RepeatCounting = .days) -> Share {
    var (repeaters, buyers) = (0, 0)
    for member in history.members where member.isBuyer {
        buyers += 1
        switch counting {
        case .days: repeaters += member.boughtOnTwoDays ? 1 : 0
        case .orders: repeaters += member.orders >= 2 ? 1 : 0
        }
    }
    return Share(repeaters, of: buyers)
}

/// Who bought again within so many days of the first purchase, of those who could be watched that long.
///
/// - Numerator: members whose second purchase day is at most `days` after the first.
/// - Denominator: members whose first purchase is at least `days` before the end of the watch. Without an end, all
///   members with a purchase: the rate is then too low by those who came late.
/// - Window: from each member's first purchase in the history.
/// - Excluded: those who came too late to be watched (right-censored), even when they did buy again: counting only
///   those of them who did would raise the rate. Orders returned in full and orders of nobody known.
/// - Version: 1, `Definition.repeatWithin`.
///
/// - Parameters:
///   - days: A second purchase on day `days` after the first still counts.
///   - history: The purchases, from each member's first.
///   - lastDay: The last day of which all purchases are known.
/// - Returns: The share; its numerator is the count.
package func repeatWithin(days: Int, _ history: PurchaseHistory, observedUntil lastDay: Day? = nil) -> Share {
    var (repeaters, watched) = (0, 0)
    for member in history.members where member.isBuyer {
        if let lastDay, Int(member.firstDay) + days > Int(lastDay.number) { continue }
        watched += 1
        if member.boughtOnTwoDays, member.daysToSecond <= days { repeaters += 1 }
    }
    return Share(repeaters, of: watched)
}
