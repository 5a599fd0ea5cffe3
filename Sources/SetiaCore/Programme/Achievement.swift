/// Something that a member gets along with, event by event, until she has reached it: a stamp card, a streak (rules E-16
/// and E-17).
package struct Achievement: Sendable, Hashable {
    /// The achievement's own key, which no rule has.
    package let key: Key
    /// What members call it.
    package let name: Words
    /// The events that bring it on.
    package let on: EventType
    /// What must hold for an event to count.
    package let condition: Condition
    /// Which lines of an order count; none is all of them.
    package let lines: LineFilter?
    /// What is counted.
    package let counts: Counting
    /// How many it takes; above 0.
    package let goal: Int64
    /// Within which stretch of the calendar; what is left at its end is gone.
    package let within: Cap.Span
    /// Whether it begins anew once it is reached; else it is reached once in each stretch.
    package let repeats: Bool
    /// What reaching it gives; none is the honour.
    package let gift: Gift?
    /// What the member is told when she reaches it.
    package let why: Words?

    /// What is counted.
    package enum Counting: Sendable, Hashable {
        /// Events.
        case times
        /// Pieces, lines, nights.
        case units(Rule.Unit)
        /// Days, weeks or months on end with such an event.
        case streak(Cap.Span)
    }

    /// Points for reaching it.
    package struct Gift: Sendable, Hashable {
        /// Where.
        package let wallet: Key
        /// How many; above 0.
        package let points: Points

        /// Points.
        package init(wallet: Key, points: Points) {
            self.wallet = wallet
            self.points = points
        }
    }

    /// An achievement.
    package init(
        key: Key,
        name: Words,
        on: EventType,
        condition: Condition = .always,
        lines: LineFilter? = nil,
        counts: Counting,
        goal: Int64,
        within: Cap.Span = .lifetime,
        repeats: Bool = false,
        gift: Gift? = nil,
        why: Words? = nil
    ) {
        self.key = key
        self.name = name
        self.on = on
        self.condition = condition
        self.lines = lines
        self.counts = counts
        self.goal = goal
        self.within = within
        self.repeats = repeats
        self.gift = gift
        self.why = why
    }
}

/// How far a member has come with an achievement.
package struct AchievementProgress: Sendable, Hashable {
    /// Which.
    package let key: Key
    /// The first day of the stretch that is counted in.
    package var start: Day
    /// How many towards the next time; below 0 where what counted came back after it was reached.
    package var count: Int64
    /// How often it was reached in this stretch.
    package var reachedNow: Int64
    /// How often it was reached altogether.
    package var reached: Int64
    /// Of a streak the first day of the newest stretch with such an event.
    package var newest: Day?

    /// A progress.
    package init(
        key: Key,
        start: Day,
        count: Int64 = 0,
        reachedNow: Int64 = 0,
        reached: Int64 = 0,
        newest: Day? = nil
    ) {
        self.key = key
        self.start = start
        self.count = count
        self.reachedNow = reachedNow
        self.reached = reached
        self.newest = newest
    }
}

extension MemberState {
    /// How far she has come with an achievement on `day`: what belongs to a stretch that is over is gone, and so is a
    /// streak that was broken.
    package func progress(in achievement: Achievement, on day: Day) -> AchievementProgress {
        let start = achievement.within.start(of: day)
        guard var progress = achievements.first(where: { $0.key == achievement.key }) else {
            return AchievementProgress(key: achievement.key, start: start)
        }
        if start > progress.start {
            progress.start = start
            progress.count = 0
            progress.reachedNow = 0
        }
        if case .streak(let span) = achievement.counts, let newest = progress.newest,
            span.start(of: day) > span.next(after: newest)
        {
            progress.count = 0
        }
        return progress
    }
}

extension Cap.Span {
    /// The first day of the stretch after the one that begins on `start`; the same day where there is none after it.
    func next(after start: Day) -> Day {
        switch self {
        case .event, .lifetime: start
        case .day: start.adding(days: 1)
        case .week: start.adding(days: 7)
        case .month: start.adding(Period(1, .month))
        case .year: start.adding(Period(1, .year))
        }
    }
}
