/// A question that members are asked once a wave, or after something (rules Q-1, Q-2 and Q-7).
package struct Survey: Sendable, Hashable {
    /// The document's own key, such as `recommend`.
    package let key: Key
    /// What is asked after, which says on which scale it is answered.
    package let kind: Kind
    /// The question, in the programme's languages.
    package let ask: Words
    /// Over which stretch of the calendar a wave goes.
    package let every: CalendarUnit
    /// How many of 10,000 members a wave asks, 1 to 10,000.
    package let share: Int
    /// After what it is asked; none is a wave of its own.
    package let after: SurveyTrigger?
    /// How many days after it, 0 to 60.
    package let wait: Int
    /// What is asked besides, in the order of the document; the first comes first (rule Q-11).
    package let questions: [SurveyQuestion]

    /// Of how many members `share` speaks.
    package static let whole = 10_000

    /// A survey.
    package init(
        key: Key,
        kind: Kind,
        ask: Words,
        every: CalendarUnit,
        share: Int = Survey.whole,
        after: SurveyTrigger? = nil,
        wait: Int = 0,
        questions: [SurveyQuestion] = []
    ) {
        self.key = key
        self.kind = kind
        self.ask = ask
        self.every = every
        self.share = share
        self.after = after
        self.wait = wait
        self.questions = questions
    }

    /// What is asked after.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// How likely she is to recommend the brand: 0 to 10.
        case nps
        /// How satisfied she is: 1 to 5.
        case csat
        /// How easy it was: 1 to 7, and 7 is easy.
        case ces
        /// Whether it was worse than she expected (1), as she expected (2) or better (3); by aspect, if she likes.
        case expectation
        /// Nothing with a score: its questions alone are asked, and `ask` says what they are about.
        case free

        /// The answers that there are; they are whole numbers.
        package var scale: ClosedRange<Int> {
            switch self {
            case .nps: 0...10
            case .csat: 1...5
            case .ces: 1...7
            case .expectation: 1...3
            case .free: 0...0
            }
        }

        /// Whether an answer is so bad that somebody should look at it (rule J-4).
        package func isUnhappy(_ score: Int) -> Bool {
            switch self {
            case .nps: score <= 6
            case .csat: score <= 2
            case .ces: score <= 3
            case .expectation: score <= 1
            case .free: false
            }
        }

        /// Whether an answer is that of a satisfied member (rule Q-12).
        package func isSatisfied(_ score: Int) -> Bool {
            switch self {
            case .nps: score >= 9
            case .csat: score >= 4
            case .ces: score >= 6
            case .expectation: score >= 3
            case .free: false
            }
        }

        /// Whether it has a score.
        package var isScored: Bool { self != .free }

        /// What else she may say a number of the same scale to.
        package var aspects: [Aspect] { self == .expectation ? Aspect.allCases : [] }
    }

    /// What something can be as expected in.
    package enum Aspect: String, Sendable, Hashable, CaseIterable {
        case product, service, delivery
        /// Value for money.
        case value
    }

    /// Whether a member with this draw is among those whom a wave asks.
    ///
    /// - Parameter draw: 0 to 9,999; hers for this survey and wave, the same however often it is looked at.
    /// - Returns: whether she is.
    package func asks(_ draw: Int) -> Bool { draw < share }
}

/// One turn of a survey: a stretch of the calendar in the programme's days (rule Q-1).
package struct SurveyWave: Sendable, Hashable {
    /// How long it is.
    package let unit: CalendarUnit
    /// Its first day.
    package let firstDay: Day

    /// The wave that a day is in.
    package init(_ unit: CalendarUnit, holding day: Day) {
        self.unit = unit
        firstDay = day.startOf(unit)
    }

    /// Its last day.
    package var lastDay: Day { firstDay.endOf(unit) }

    /// The one before it, of the same length.
    package var previous: SurveyWave { SurveyWave(unit, holding: firstDay.adding(days: -1)) }

    /// What it is called, such as `2026-Q1`.
    ///
    /// A year is `2026`, a half-year `2026-H1`, a month `2026-03`. Of one length, the later one is behind.
    package var key: Key {
        let (year, month, _) = firstDay.date
        let place = (month - 1) / unit.months + 1
        return switch unit {
        case .year: Key("\(year)")
        case .halfYear: Key("\(year)-H\(place)")
        case .quarter: Key("\(year)-Q\(place)")
        case .month: Key("\(year)-\(place < 10 ? "0" : "")\(place)")
        }
    }

    /// The wave of this name; none where it is no wave's.
    package init?(key: Key) {
        let parts = key.text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, let year = Int(first), (1_000...9_999).contains(year), parts.count <= 2 else {
            return nil
        }
        let units: [CalendarUnit] = [.year, .halfYear, .quarter, .month]
        for unit in units {
            for place in 0..<(12 / unit.months) {
                guard let day = Day(year: year, month: place * unit.months + 1, day: 1) else { continue }
                let wave = SurveyWave(unit, holding: day)
                if wave.key == key {
                    self = wave
                    return
                }
            }
        }
        return nil
    }
}

extension MemberState {
    /// Whether something can be asked of her: she is active, known, and nobody else's account (rule Q-2).
    package var isOnesOwn: Bool { status == .active && !isGuest && merged == nil }
}

extension Programme {
    /// The survey whose place is kept for it: the first one that is a wave of the calendar (rule Q-15); none where none is.
    package var firstWave: Key? { surveys.first { $0.after == nil }?.key }
}
