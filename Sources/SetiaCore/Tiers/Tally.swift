/// What counts for one measure of a tier set, by days or stretches of the programme's calendar.
package struct Tally: Sendable, Hashable {
    /// Which tier set.
    package let tierSet: Key
    /// What is counted, by the name that the metric has for ever.
    package let metric: Key
    /// The oldest first.
    package var buckets: [Bucket]

    /// What counted in one stretch.
    package struct Bucket: Sendable, Hashable {
        /// Its first day.
        package let start: Day
        /// Minor units, points or times; 0 or more.
        package var amount: Int64

        /// A stretch.
        package init(start: Day, amount: Int64) {
            self.start = start
            self.amount = amount
        }
    }

    /// A tally.
    package init(tierSet: Key, metric: Key, buckets: [Bucket]) {
        self.tierSet = tierSet
        self.metric = metric
        self.buckets = buckets
    }

    /// What counted in these days.
    func amount(in days: DaySpan) -> Int64 {
        var sum: Int64 = 0
        for bucket in buckets.reversed() {
            if let start = days.start, bucket.start < start { break }
            if days.contains(bucket.start) { sum = sum.addingReportingOverflow(bucket.amount).partialValue }
        }
        return sum
    }

    /// Counts more, or less where something came back; never below 0.
    ///
    /// What is too old for any window is forgotten.
    ///
    /// - Parameters:
    ///   - amount: What is added.
    ///   - start: The first day of its stretch.
    ///   - remembered: For how many days what is older than the newest is kept.
    mutating func add(_ amount: Int64, at start: Day, remembered: Int) {
        var place = buckets.count
        while place > 0, buckets[place - 1].start >= start { place -= 1 }
        if place < buckets.count, buckets[place].start == start {
            buckets[place].amount = max(0, buckets[place].amount + amount)
        } else if amount >= 0 {
            buckets.insert(Bucket(start: start, amount: amount), at: place)
            if place == buckets.count - 1, Int(start.number) - Int(buckets[0].start.number) > remembered {
                buckets.removeAll { Int(start.number) - Int($0.start.number) > remembered }
            }
        }
    }
}

/// Points that count for a tier set once they can be used (rule T-6).
package struct WaitingCount: Sendable, Hashable {
    /// Which tier set.
    package let tierSet: Key
    /// What is counted.
    package let metric: Key
    /// In whose stretch: that of the event that earned them.
    package let day: Day
    /// From when they can be used.
    package let at: Instant
    /// The lot.
    package let lot: Int64
    /// How many; above 0.
    package var amount: Int64

    /// Points that wait.
    package init(tierSet: Key, metric: Key, day: Day, at: Instant, lot: Int64, amount: Int64) {
        self.tierSet = tierSet
        self.metric = metric
        self.day = day
        self.at = at
        self.lot = lot
        self.amount = amount
    }
}

/// When a tier set is to be looked at although no term ends: time has something to say (rules T-6, T-9 and T-12).
package struct TierLook: Sendable, Hashable {
    /// Which tier set.
    package let tierSet: Key
    /// When.
    package let at: Instant

    /// A look.
    package init(tierSet: Key, at: Instant) {
        self.tierSet = tierSet
        self.at = at
    }
}
