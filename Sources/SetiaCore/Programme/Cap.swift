/// How often, or how much, a rule or a wallet gives to one member in a stretch of time (rule E-10).
package struct Cap: Sendable, Hashable {
    /// What is counted.
    package let measure: Measure
    /// Over what.
    package let span: Span

    /// What is counted.
    package enum Measure: Sendable, Hashable {
        /// Events for which something is given; above 0.
        case times(Int64)
        /// Points; above 0.
        case points(Points)
    }

    /// A stretch of the programme's calendar.
    package enum Span: String, Sendable, Hashable, CaseIterable {
        /// Each event for itself.
        case event
        /// A local day.
        case day
        /// Monday to Sunday.
        case week
        /// A calendar month.
        case month
        /// A calendar year.
        case year
        /// All of a membership.
        case lifetime

        /// The first day of the stretch that holds `day`; one day for all where it has no end.
        package func start(of day: Day) -> Day {
            switch self {
            case .event, .lifetime: Day(number: 0)
            case .day: day
            case .week: day.adding(days: 1 - day.weekday)
            case .month: day.startOf(.month)
            case .year: day.startOf(.year)
            }
        }

        /// For how many days a stretch that is over is remembered, for what comes late and what comes back.
        var remembered: Int {
            switch self {
            case .event: 0
            case .day, .week: 60
            case .month, .year: 800
            case .lifetime: .max
            }
        }
    }

    /// A cap.
    package init(_ measure: Measure, per span: Span) {
        self.measure = measure
        self.span = span
    }
}

/// What a rule or a wallet has given to a member in one stretch of time, as far as a cap asks for it.
package struct CapUse: Sendable, Hashable {
    /// Whose cap: a rule's id, or a wallet's key.
    package let owner: Owner
    /// Over what.
    package let span: Cap.Span
    /// The first day of the stretch.
    package let start: Day
    /// For how many events.
    package var times: Int64
    /// How many points.
    package var points: Points

    /// What has a cap.
    package enum Owner: Sendable, Hashable {
        /// A rule.
        case rule(Key)
        /// A wallet.
        case wallet(Key)
        /// What is handed on of a wallet.
        case transfers(Key)
        /// A campaign, which counts what all of its rules gave.
        case campaign(Key)
        /// A reward, which counts how many were had.
        case reward(Key)

        /// Whether it is a reward's limit.
        var isReward: Bool { if case .reward = self { true } else { false } }
        /// A promotion: how often she had it.
        case promotion(Key)
    }

    /// What was given.
    package init(owner: Owner, span: Cap.Span, start: Day, times: Int64 = 0, points: Points = .zero) {
        self.owner = owner
        self.span = span
        self.start = start
        self.times = times
        self.points = points
    }
}
