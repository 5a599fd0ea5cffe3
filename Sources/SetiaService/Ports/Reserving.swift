package import SetiaCore

/// An event whose keys are claimed before it is written, in a transaction of its own.
///
/// Members that are spread over several machines ask for it: a look-up and a member's rows are then on two machines.
package struct Reservation: Sendable, Hashable {
    /// The keys that make the event once, the event's own first.
    package let claims: [ClaimKey]
    /// Whose event it will be, as far as nobody claimed it before.
    package let member: MemberID
    /// The keyed hash of its content.
    package let contentHash: [UInt8]
    /// What stands in place of the event's number until it has one: below zero, made of its source and id, so that the
    /// same event finds what it claimed before and another does not.
    package let token: Int64

    /// A reservation.
    package init(claims: [ClaimKey], member: MemberID, contentHash: [UInt8], token: Int64) {
        self.claims = claims
        self.member = member
        self.contentHash = contentHash
        self.token = token
    }
}

/// What a ledger can do before and after a member's own transaction.
///
/// It touches look-ups only.
package protocol ReservingLedger {
    /// Claims what is free of a reservation; what somebody holds stays as it is.
    func reserve(_ reservation: Reservation) throws
    /// Claims an identity that nobody has; what somebody has stays hers.
    func reserve(_ identity: IdentityHash, for member: MemberID) throws
    /// Writes the event's number, and whose it became, where its token stands or nothing does.
    func settle(_ reservation: Reservation, as event: EventID) throws
    /// Frees the keys at which the event's token stands.
    func release(_ reservation: Reservation) throws
}
