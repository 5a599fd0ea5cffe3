package import SetiaCore

/// Something that a second person must agree to.
package struct ApprovalRequest: Sendable, Hashable {
    /// Its own; what comes of it has the same id, so that it comes once.
    package let id: Identifier
    /// What is asked.
    package let kind: Kind
    /// Who asked; may have been removed from the staff since.
    package let requestedBy: StaffID
    /// What she was called then.
    package let requesterName: String
    /// When.
    package let requestedAt: Instant
    /// How far it is.
    package var state: State
    /// Who decided or withdrew it.
    package var decidedBy: StaffID?
    /// What she was called then.
    package var deciderName: String?
    /// When.
    package var decidedAt: Instant?
    /// Why it was asked, in clear; none once the member is erased.
    package var reason: String?
    /// What was said when it was decided, in clear.
    package var note: String?

    /// What is asked.
    package enum Kind: Sendable, Hashable {
        /// Points by hand.
        case adjustment(member: MemberID, wallet: Key, points: Points)
    }

    /// How far it is.
    package enum State: String, Sendable, Hashable, CaseIterable {
        case waiting, approved, declined, withdrawn
    }

    /// A request.
    package init(
        id: Identifier,
        kind: Kind,
        requestedBy: StaffID,
        requesterName: String,
        requestedAt: Instant,
        state: State = .waiting,
        decidedBy: StaffID? = nil,
        deciderName: String? = nil,
        decidedAt: Instant? = nil,
        reason: String? = nil,
        note: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.requestedBy = requestedBy
        self.requesterName = requesterName
        self.requestedAt = requestedAt
        self.state = state
        self.decidedBy = decidedBy
        self.deciderName = deciderName
        self.decidedAt = decidedAt
        self.reason = reason
        self.note = note
    }
}

/// What became of an adjustment that somebody asked for.
package enum AdjustmentOutcome: Sendable, Hashable {
    /// It was within her limit, and is on disk.
    case done(Receipt)
    /// A second person must agree; or has meanwhile, as its state says.
    case queued(ApprovalRequest)
}

/// What became of a request.
package struct DecidedRequest: Sendable, Hashable {
    /// The request as it is now.
    package let request: ApprovalRequest
    /// What was done; none where it was declined.
    package let receipt: Receipt?
}
