package import SetiaCore

/// What is kept of referrals besides where they stand, to be read; a part of `Archive`.
package protocol ReferralArchive: AnyObject {
    /// What is kept of a friend's, or none.
    func referral(of friend: MemberID) throws -> StoredReferral?
    /// A page of friends with ids below `before`, newest first; only those that somebody must look at, or all.
    func referrals(heldOnly: Bool, before: MemberID?, limit: Int) throws -> [StoredReferral]
    /// How many friends came since then from this address or device.
    func referrals(from place: ReferralPlace, since: Instant) throws -> Int64
}

/// What is kept of referrals besides where they stand, to be written; a part of `Ledger`.
package protocol ReferralLedger: ReferralArchive {
    /// Adds what is kept of a friend's, or writes what somebody has decided.
    func save(_ referral: StoredReferral) throws
}

/// From where a friend came, as a keyed hash that tells nothing else.
package enum ReferralPlace: Sendable, Hashable {
    case address([UInt8])
    case device([UInt8])
}

/// What is kept of a referral besides where it stands, which is her state's to say.
package struct StoredReferral: Sendable, Hashable {
    /// Who came.
    package let friend: MemberID
    /// By whose code.
    package let referrer: MemberID
    /// When.
    package let at: Instant
    /// What stands for the address that she came from; none where that is not known.
    package let address: [UInt8]?
    /// What stands for her device.
    package let device: [UInt8]?
    /// Whether somebody must look at it.
    package var isHeld: Bool
    /// Who looked at it; none while nobody did.
    package var decidedBy: AuditActor?
    /// When.
    package var decidedAt: Instant?
    /// Why it was decided so, sealed with the friend's key.
    package var note: [UInt8]?

    /// What is kept of a referral.
    package init(
        friend: MemberID,
        referrer: MemberID,
        at: Instant,
        address: [UInt8]?,
        device: [UInt8]?,
        isHeld: Bool,
        decidedBy: AuditActor? = nil,
        decidedAt: Instant? = nil,
        note: [UInt8]? = nil
    ) {
        self.friend = friend
        self.referrer = referrer
        self.at = at
        self.address = address
        self.device = device
        self.isHeld = isHeld
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.note = note
    }
}
