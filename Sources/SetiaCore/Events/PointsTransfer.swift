/// A member hands points on to another one.
package struct PointsTransfer: Sendable, Hashable {
    /// The sender's system's number of it: what makes it once.
    package let id: Key
    /// To whom.
    package let to: MemberID
    /// Of which wallet.
    package let wallet: Key
    /// How many arrive; above 0.
    package let points: Points

    /// Points on their way to somebody.
    package init(id: Key, to: MemberID, wallet: Key, points: Points) {
        self.id = id
        self.to = to
        self.wallet = wallet
        self.points = points
    }
}

/// Points that another member handed on have come.
package struct TransferArrival: Sendable, Hashable {
    /// Which transfer, within what its sender sent.
    package let transfer: TransferKey
    /// Who sent them.
    package let from: MemberID
    /// Of which wallet.
    package let wallet: Key
    /// What came, with the dates that it had.
    package let lots: [OpeningBalance.OpeningLot]

    /// What came.
    package init(transfer: TransferKey, from: MemberID, wallet: Key, lots: [OpeningBalance.OpeningLot]) {
        self.transfer = transfer
        self.from = from
        self.wallet = wallet
        self.lots = lots
    }
}

/// A transfer is over: its points have come, or could not be taken and are hers again.
package struct TransferEnd: Sendable, Hashable {
    /// Which.
    package let transfer: TransferKey
    /// Whether the points have come.
    package let isTaken: Bool

    /// The end of a transfer.
    package init(transfer: TransferKey, isTaken: Bool) {
        self.transfer = transfer
        self.isTaken = isTaken
    }
}

/// Which transfer: the number, within the system that gave it and the sender.
package struct TransferKey: Sendable, Hashable {
    /// Who numbers.
    package let source: Key
    /// The number.
    package let id: Key

    /// A transfer's natural key.
    package init(source: Key, id: Key) {
        self.source = source
        self.id = id
    }
}
