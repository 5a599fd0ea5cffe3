/// Points that are owed, and since when: what a return took that was no longer there (rules R-4 and L-13).
package struct Owed: Sendable, Hashable {
    /// Since when.
    package let since: Instant
    /// How many; above 0.
    package internal(set) var points: Points

    /// Points that are owed.
    package init(since: Instant, points: Points) {
        self.since = since
        self.points = points
    }
}

extension [Owed] {
    /// Owes more.
    mutating func add(_ points: Points, since moment: Instant) {
        if let last, last.since == moment {
            self[count - 1].points += points
        } else {
            append(Owed(since: moment, points: points))
        }
    }

    /// Owes less: what is owed for longest goes first.
    mutating func take(_ points: Points) {
        var missing = points
        while missing > .zero, let oldest = first {
            let part = Swift.min(missing, oldest.points)
            self[0].points = oldest.points - part
            missing = missing - part
            if self[0].points == .zero { removeFirst() }
        }
    }
}
