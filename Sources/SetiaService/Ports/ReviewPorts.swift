package import SetiaCore

/// What is kept of events that wait for somebody, to be read; a part of `Archive`.
package protocol ReviewArchive: AnyObject {
    /// One item, or none.
    func review(_ id: Identifier) throws -> StoredReview?
    /// The item that holds one of these keys, or none: the event's own key, or that of the order or return it tells.
    func review(holding keys: [ClaimKey]) throws -> StoredReview?
    /// A page of items with ids below `before`, newest first; of one part of the list where one is named.
    func reviews(_ filter: ReviewFilter?, at now: Instant, before: Identifier?, limit: Int) throws -> [StoredReview]
    /// How many somebody should decide at `now`.
    func openReviews(at now: Instant) throws -> Int
    /// Open returns of orders that were not known, still waiting at `now`, oldest first; of these orders, or of all.
    func waitingReturns(of orders: [OrderKey]?, at now: Instant, limit: Int) throws -> [StoredReview]
}

/// What is kept of events that wait for somebody, to be written; a part of `Ledger`.
package protocol ReviewLedger: ReviewArchive {
    /// Adds an item, or what became of it. One whose keys another holds is not added.
    func save(_ review: StoredReview) throws
}

/// An item as it is kept: what is personal is sealed.
package struct StoredReview: Sendable, Hashable {
    /// The item, without what people wrote.
    package var item: ReviewItem
    /// The event's facts: `FactsDocument`.
    package let facts: [UInt8]
    /// The personal part of the event, sealed with the member's key; none where there was none, or nobody is known.
    package var sealed: [UInt8]?
    /// The keyed hash of the event's content.
    package let contentHash: [UInt8]
    /// Why it was dismissed, sealed.
    package var note: [UInt8]?

    /// An item.
    package init(
        item: ReviewItem,
        facts: [UInt8],
        sealed: [UInt8]?,
        contentHash: [UInt8],
        note: [UInt8]? = nil
    ) {
        self.item = item
        self.facts = facts
        self.sealed = sealed
        self.contentHash = contentHash
        self.note = note
    }

    /// The keys that make its event once.
    package var keys: [ClaimKey] { item.event.claims }
}
