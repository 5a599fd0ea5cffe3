package import SetiaCore

/// Something that somebody should look at; the cases stand by urgency.
package enum AttentionItem: Sendable, Hashable {
    /// So many things wait for somebody to approve them.
    case requestsWaiting(Int)
    /// So many events wait for somebody to apply or dismiss them.
    case reviewsOpen(Int)
    /// What fell due more than an hour ago has not been written: nothing serves the brand, or its clockwork stands still.
    case timeStandsStill(since: Instant)
    /// The keys were last turned in this month, such as `2026-09`, and not since.
    case keysNotTurned(since: String)
    /// Members owe points.
    case pointsOwed(wallet: Key, points: Points, members: Int)
    /// These stores have sold before, and nothing in the last seven days.
    case storesWithoutSale([StoreID])
    /// Points lapse within 30 days.
    case pointsExpiring(wallet: Key, points: Points, members: Int)
    /// A version of the programme is published and begins later.
    case programmeBegins(number: Int, at: Instant)
    /// So many members are not in the search yet.
    case searchFilling(left: Int)
}
