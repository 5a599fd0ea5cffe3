/// What was taken from one lot.
package struct Drawn: Sendable, Hashable {
    /// The lot as it was before.
    package let lot: Lot
    /// How many; above 0.
    package let points: Points

    /// A part of a lot.
    package init(lot: Lot, points: Points) {
        self.lot = lot
        self.points = points
    }
}
