/// When a brand writes to members, and how often (rules K-6, K-8, K-9 and K-19).
///
/// It decides no points: an event means the same with any of it.
package struct ContactPolicy: Sendable, Hashable {
    /// When nobody is written to, on each day.
    package let quiet: [Quiet]
    /// The most promotions a member gets in 24 hours; above 0.
    package let promotionsPerDay: Int
    /// The most promotions a member gets in seven days; above 0.
    package let promotionsPerWeek: Int
    /// Over how many minutes what was held up is spread; 0 is all at once.
    package let spreadMinutes: Int
    /// When what may wait goes together.
    package let digest: Digest

    /// A stretch of each day, in minutes after midnight; over midnight where the end is not later.
    package struct Quiet: Sendable, Hashable {
        /// Its first minute, 0 to 1,439.
        package let from: Int
        /// The first minute that is not quiet any more, 0 to 1,440.
        package let to: Int

        /// A stretch.
        package init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }

        /// Whether a minute of the day is in it.
        package func contains(_ minute: Int) -> Bool {
            from < to ? (from..<to).contains(minute) : minute >= from || minute < to
        }
    }

    /// When what may wait goes together.
    package struct Digest: Sendable, Hashable {
        /// On which day of the week, from 1 for Monday to 7; none is each day.
        package let weekday: Int?
        /// At which minute after midnight.
        package let minute: Int

        /// A time of the day or week.
        package init(weekday: Int? = nil, minute: Int = 540) {
            self.weekday = weekday
            self.minute = minute
        }
    }

    /// What a brand allows itself; without a word as one begins.
    package init(
        quiet: [Quiet] = [Quiet(from: 1_260, to: 480)],
        promotionsPerDay: Int = 1,
        promotionsPerWeek: Int = 3,
        spreadMinutes: Int = 45,
        digest: Digest = Digest()
    ) {
        self.quiet = quiet
        self.promotionsPerDay = promotionsPerDay
        self.promotionsPerWeek = promotionsPerWeek
        self.spreadMinutes = spreadMinutes
        self.digest = digest
    }
}
