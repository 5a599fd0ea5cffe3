/// Points that a member handed on and of which it is not known yet that they came: points in transit.
package struct Transfer: Sendable, Hashable {
    /// Which.
    package let key: TransferKey
    /// The number of the event that sent them.
    package let number: Int64
    /// To whom.
    package let to: MemberID
    /// Of which wallet.
    package let wallet: Key
    /// What was taken of which lot, the lot as it was before.
    package let parts: [Drawn]
    /// What was taken for the fee.
    package let fee: [Drawn]
    /// When.
    package let at: Instant

    /// Points in transit.
    package init(
        key: TransferKey,
        number: Int64,
        to: MemberID,
        wallet: Key,
        parts: [Drawn],
        fee: [Drawn],
        at: Instant
    ) {
        self.key = key
        self.number = number
        self.to = to
        self.wallet = wallet
        self.parts = parts
        self.fee = fee
        self.at = at
    }

    /// How many.
    package var points: Points { parts.reduce(.zero) { $0 + $1.points } }

    /// From when on they are sent again if nothing was heard of them; a server that sent them is done long before.
    package var sendAgainAt: Instant { at.adding(milliseconds: 60_000) }

    /// The event that brings them to their receiver; always the same, so that they come once.
    package func arrival(from sender: MemberID) -> FollowUp {
        FollowUp(
            member: to,
            event: Event(
                source: Transfer.source,
                id: Key("\(sender.text)-\(number)"),
                occurredAt: at,
                matter: .transferReceived(
                    TransferArrival(
                        transfer: key,
                        from: sender,
                        wallet: wallet,
                        lots: parts.map { OpeningBalance.OpeningLot(points: $0.points, expiresAt: $0.lot.expiresAt) }
                    )
                )
            )
        )
    }

    /// The event that tells the sender what became of it.
    package static func end(_ arrival: TransferArrival, id: Key, isTaken: Bool, at moment: Instant) -> FollowUp {
        FollowUp(
            member: arrival.from,
            event: Event(
                source: source,
                id: Key("\(id)-end"),
                occurredAt: moment,
                matter: .transferEnded(TransferEnd(transfer: arrival.transfer, isTaken: isTaken))
            )
        )
    }

    /// Who says so: Setia itself.
    private static let source: Key = "setia/transfers"
}
