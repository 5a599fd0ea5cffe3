package import SetiaCore

/// An event that was not recorded, and is kept until somebody has looked at it (rules D-9 and R-10).
package struct ReviewItem: Sendable, Hashable {
    /// Its own.
    package let id: Identifier
    /// What happened, as it was told.
    package let event: Event
    /// Whom it is about; none where nobody is known, as with a return that names nobody.
    package let member: MemberID?
    /// Why it was not recorded.
    package let reason: Reason
    /// When it came.
    package let receivedAt: Instant
    /// From when on it stands in the list; a return whose order may still come waits until then.
    package let listedAt: Instant
    /// What became of it.
    package var state: State
    /// Who decided it; none while it is open.
    package var decidedBy: AuditActor?
    /// When.
    package var decidedAt: Instant?
    /// The event that it became, where it was applied.
    package var applied: EventID?
    /// Why it was dismissed, in clear; none where it was not, or the member is erased.
    package var note: String?

    /// Why an event is not recorded when it comes.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// It is older than the programme's `lateWindow`.
        case tooLate = "too-late"
        /// It brings an order back that is not known, or not yet.
        case unknownOrder = "unknown-order"
    }

    /// What became of it.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Nobody has decided.
        case open
        /// It was recorded after all.
        case applied
        /// It counts for nothing, and somebody said why.
        case dismissed
    }

    /// How long a return waits for its order, in milliseconds: 72 hours.
    package static let waitsForOrder: Int64 = 72 * 60 * 60 * 1_000

    /// An event that is kept.
    package init(
        id: Identifier,
        event: Event,
        member: MemberID?,
        reason: Reason,
        receivedAt: Instant,
        listedAt: Instant,
        state: State = .open,
        decidedBy: AuditActor? = nil,
        decidedAt: Instant? = nil,
        applied: EventID? = nil,
        note: String? = nil
    ) {
        self.id = id
        self.event = event
        self.member = member
        self.reason = reason
        self.receivedAt = receivedAt
        self.listedAt = listedAt
        self.state = state
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.applied = applied
        self.note = note
    }

    /// Whether it waits by itself at `moment`, and nobody need look: its order may still come.
    package func isWaiting(at moment: Instant) -> Bool { state == .open && listedAt > moment }

    /// The order that it brings back; none where it brings none.
    package var returnedOrder: OrderKey? {
        guard case .orderReturned(let orderReturn) = event.matter else { return nil }
        return OrderKey(source: event.source, id: orderReturn.order)
    }
}

/// Which part of the list is wanted.
package enum ReviewFilter: String, Sendable, Hashable, CaseIterable {
    /// What somebody should decide now.
    case open
    /// Returns whose order may still come.
    case waiting
    /// What was recorded after all.
    case applied
    /// What counts for nothing.
    case dismissed
}

/// Why a review cannot be decided.
package enum ReviewRefusal: Error, Sendable, Hashable {
    /// There is no such item.
    case unknownReview
    /// It was decided before, otherwise.
    case decided(ReviewItem)
    /// Who dismisses says why: 1 to 500 characters.
    case noReason
}

/// What applying came to.
package struct AppliedReview: Sendable {
    /// The item as it is then.
    package let item: ReviewItem
    /// What the event did.
    package let receipt: Receipt
}
