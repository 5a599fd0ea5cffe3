package import SetiaCore

/// What followed members' first reward, their second, third and so on: whether rewards wear off over a member's life.
///
/// Of each reward the days with a purchase in the 28 days after it are held against those in the 28 days before, the
/// day of the reward itself left out of both. That is what followed, and not what the reward did: whoever is in a busy
/// month both comes and redeems. So it is compared within members, and rewards are told apart by their number only.
///
/// - Version: 1, `Definition.rewardWearOff`.
package struct RewardWearOff: Sendable, Hashable {
    /// How many days before and after are looked at.
    package static let window: Int32 = 28
    /// Rewards after this one are left out: too few members have as many.
    package static let most = 6

    /// All members' rewards of one number.
    package struct Row: Sendable, Hashable {
        /// 1 for the first.
        package let ordinal: Int
        /// Days with a purchase before it, a member.
        package let before: Moments
        /// Days with a purchase after it, a member.
        package let after: Moments
        /// The second less the first, member by member.
        package let lift: Moments

        /// Where the lift lies; none for fewer than 30 members.
        package var interval: Interval? { lift.isSmall ? nil : lift.interval() }
    }

    /// By number, those that nobody had left out.
    package let rows: [Row]
    /// How much the lift of a later reward differs from that of the first, in the members who had both; the latest reward
    /// that 30 members had.
    package let fade: (ordinal: Int, change: Moments)?

    package static func == (left: RewardWearOff, right: RewardWearOff) -> Bool {
        left.rows == right.rows && left.fade?.ordinal == right.fade?.ordinal && left.fade?.change == right.fade?.change
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(rows) }

    /// Members as they come by.
    package struct Fold: Sendable {
        private let end: Int32
        private var before = [Moments](repeating: Moments(), count: most)
        private var after = [Moments](repeating: Moments(), count: most)
        private var lift = [Moments](repeating: Moments(), count: most)
        private var fades = [Moments](repeating: Moments(), count: most)

        /// - Parameter end: The last day of which all purchases are known.
        package init(until end: Day) {
            self.end = end.number
        }

        /// Adds a member.
        ///
        /// A reward counts that could be watched whole: 28 days lie behind it, and her first purchase 28 days before.
        ///
        /// - Parameters:
        ///   - visits: Her days with a purchase, ascending, each once.
        ///   - rewards: Her days with a reward, ascending; several on a day are one.
        package mutating func add(visits: ArraySlice<Int32>, rewards: [Int32]) {
            guard let first = visits.first else { return }
            var days: [Int32] = []
            for day in rewards where days.last != day { days.append(day) }
            var firstLift: Double?
            for (place, day) in days.prefix(most).enumerated() {
                guard day - first >= window, end - day >= window else { continue }
                let earlier = Double(count(visits, day - window...day - 1))
                let later = Double(count(visits, day + 1...day + window))
                before[place].add(earlier)
                after[place].add(later)
                lift[place].add(later - earlier)
                if place == 0 {
                    firstLift = later - earlier
                } else if let firstLift {
                    fades[place].add(later - earlier - firstLift)
                }
            }
        }

        private func count(_ visits: ArraySlice<Int32>, _ days: ClosedRange<Int32>) -> Int {
            place(visits, of: days.upperBound + 1) - place(visits, of: days.lowerBound)
        }

        /// How many of the days are before `day`.
        private func place(_ visits: ArraySlice<Int32>, of day: Int32) -> Int {
            var (low, high) = (visits.startIndex, visits.endIndex)
            while low < high {
                let middle = (low + high) / 2
                if visits[middle] < day { low = middle + 1 } else { high = middle }
            }
            return low
        }

        /// What followed.
        package var finished: RewardWearOff {
            let rows = (0..<most).filter { lift[$0].count > 0 }.map { place in
                Row(ordinal: place + 1, before: before[place], after: after[place], lift: lift[place])
            }
            let last = (1..<most).last { !fades[$0].isSmall }
            return RewardWearOff(rows: rows, fade: last.map { ($0 + 1, fades[$0]) })
        }
    }
}
