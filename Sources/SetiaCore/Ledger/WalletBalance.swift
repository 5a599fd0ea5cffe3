/// What a holder has in one wallet at a moment.
package struct WalletBalance: Sendable, Hashable {
    /// Which wallet.
    package let wallet: Key
    /// What can be used, and what is held; what is owed taken off of the first; 0 or more.
    package let active: Points
    /// What is credited and cannot be used yet.
    package let pending: Points
    /// What is set aside for a redemption under way.
    package let held: Points
    /// What is owed; 0 or more, and 0 where `available` is above 0.
    package let debt: Points

    /// A balance.
    package init(wallet: Key, active: Points, pending: Points, held: Points, debt: Points) {
        self.wallet = wallet
        self.active = active
        self.pending = pending
        self.held = held
        self.debt = debt
    }

    /// What can be spent now.
    package var available: Points {
        active - held
    }
}
