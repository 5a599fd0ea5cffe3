/// Points are to be set aside for a purchase under way.
package struct PointsHold: Sendable, Hashable {
    /// The shop's number of it: what makes it once.
    package let id: Key
    /// Of which wallet.
    package let wallet: Key
    /// How many; above 0.
    package let points: Points
    /// For how long, 1 minute to 7 days.
    package let minutes: Int64

    /// For how long where nothing is said.
    package static let usualMinutes: Int64 = 30
    /// How long it may be.
    package static let allowedMinutes: ClosedRange<Int64> = 1...10_080

    /// A hold that is asked for.
    package init(id: Key, wallet: Key, points: Points, minutes: Int64 = PointsHold.usualMinutes) {
        self.id = id
        self.wallet = wallet
        self.points = points
        self.minutes = minutes
    }
}

/// Points that were set aside are to be spent.
package struct HoldCapture: Sendable, Hashable {
    /// The number of the hold; it is spent once.
    package let hold: Key
    /// How many; none is all of them.
    package let points: Points?
    /// The order that they help to pay, if one; its return gives them back.
    package let order: Key?

    /// What is to be spent of a hold.
    package init(hold: Key, points: Points? = nil, order: Key? = nil) {
        self.hold = hold
        self.points = points
        self.order = order
    }
}

/// Points are to stay set aside for longer.
package struct HoldExtension: Sendable, Hashable {
    /// The number of the hold.
    package let hold: Key
    /// For how long from then on, 1 minute to 7 days.
    package let minutes: Int64

    /// A longer hold.
    package init(hold: Key, minutes: Int64) {
        self.hold = hold
        self.minutes = minutes
    }
}
