/// Points with one activation and one expiry: what one credit gave.
package struct Lot: Sendable, Hashable {
    /// The number of the entry that opened it.
    package let number: Int64
    /// What it opened with; above 0.
    package let opened: Points
    /// What is left of it: 0 to `opened`.
    package var left: Points
    /// From when it can be spent.
    package let activeFrom: Instant
    /// When it lapses; none is never.
    ///
    /// What lapses at noon cannot be spent at noon. Where it waits for an event, this is when it is cancelled, and so is
    /// `activeFrom`: it is never active while it waits.
    package internal(set) var expiresAt: Instant?
    /// Whether what the member does moves its end (rule L-7).
    package let slides: Bool
    /// What it waits for before it can be spent (rule L-8); mostly nothing.
    package let awaits: Awaited?

    /// A lot.
    package init(
        number: Int64,
        opened: Points,
        left: Points,
        activeFrom: Instant,
        expiresAt: Instant?,
        slides: Bool = false,
        awaits: Awaited? = nil
    ) {
        self.number = number
        self.opened = opened
        self.left = left
        self.activeFrom = activeFrom
        self.expiresAt = expiresAt
        self.slides = slides
        self.awaits = awaits
    }

    /// Whether it can be spent at `moment`.
    package func isActive(at moment: Instant) -> Bool {
        guard activeFrom <= moment, left > .zero else { return false }
        guard let expiresAt else { return true }
        return moment < expiresAt
    }

    /// Whether it stands before `other` in the order of spending: what lapses first, then what was active first, then
    /// what came first; what never lapses stands last (rule L-3).
    package func isSpentBefore(_ other: Lot) -> Bool {
        switch (expiresAt, other.expiresAt) {
        case (let mine?, let others?) where mine != others: return mine < others
        case (.some, nil): return true
        case (nil, .some): return false
        default: break
        }
        if activeFrom != other.activeFrom { return activeFrom < other.activeFrom }
        return number < other.number
    }
}

/// What a lot waits for before it can be spent.
///
/// Indirect, since lots are copied often and mostly wait for nothing: so it is one reference.
package indirect enum Awaited: Sendable, Hashable {
    /// Something that the member does.
    ///
    /// - Parameters:
    ///   - type: Of this type.
    ///   - order: The order that gave the points, which that event may name; none where no order did.
    ///   - since: No sooner than this.
    ///   - rule: The rule whose own expiry they will have; none is the wallet's.
    case event(EventType, order: OrderKey?, since: Instant, rule: Key?)
}

/// The dates of a lot that is about to be opened.
struct LotDates {
    let activeFrom: Instant
    let expiresAt: Instant?
    var slides = false
    var awaits: Awaited?
}

/// What was left of a lot when it lapsed; kept a while, since a return takes it as given back already.
package struct LapsedLot: Sendable, Hashable {
    /// The number of the entry that opened it.
    package let number: Int64
    /// What lapsed unspent; above 0.
    package let points: Points
    /// When.
    package let at: Instant

    /// What lapsed.
    package init(number: Int64, points: Points, at: Instant) {
        self.number = number
        self.points = points
        self.at = at
    }
}
