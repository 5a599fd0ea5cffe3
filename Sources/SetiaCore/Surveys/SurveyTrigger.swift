/// After what a survey is asked that is no wave of its own (rule Q-7).
package enum SurveyTrigger: Sendable, Hashable {
    /// Something happened to her, such as `order.paid`.
    case event(EventType)
    /// She bought something for the first time.
    case firstOrder
    /// A conversation in which a person answered her was closed.
    case answer
    /// A case of hers was closed.
    case closedCase

    /// As a programme writes it.
    package var written: String {
        switch self {
        case .event(let type): type.programmeName
        case .firstOrder: "first order"
        case .answer: "answer"
        case .closedCase: "case"
        }
    }
}

/// For how long questions that are asked after something stand, and how many of them a member is asked (rules ).
package enum SurveyTerms {
    /// So many days after it is due, nobody is asked about it any more: she would not remember.
    package static let freshDays = 14
    /// So many days after she was asked, she can still answer.
    package static let openDays = 30
    /// So many are asked in `restDays` at most, and so many in `seasonDays`; what waves ask is not counted among them.
    package static let (mostInRest, restDays) = (1, 30)
    package static let (mostInSeason, seasonDays) = (2, 90)

    /// Whether it is about something that was neither too long ago nor only just now.
    ///
    /// - Parameters:
    ///   - moment: When it happened.
    ///   - wait: How many days are left to her before she is asked.
    ///   - now: The moment.
    /// - Returns: whether she can be asked.
    package static func isFresh(_ moment: Instant, wait: Int, at now: Instant) -> Bool {
        let from = moment.adding(days: wait)
        return from <= now && now < from.adding(days: freshDays)
    }

    /// Whether a member was asked so much after something lately that she is left alone (rule Q-8).
    ///
    /// - Parameters:
    ///   - askedAt: When she was asked something after something, in any order.
    ///   - now: The moment.
    /// - Returns: whether she is.
    package static func isResting(_ askedAt: [Instant], at now: Instant) -> Bool {
        askedAt.count { $0.adding(days: restDays) > now } >= mostInRest
            || askedAt.count { $0.adding(days: seasonDays) > now } >= mostInSeason
    }

    /// Whether a member was asked by another wave so lately that this one waits (rule Q-15).
    ///
    /// - Parameters:
    ///   - askedAt: When other waves of the calendar asked her, in any order.
    ///   - isFirst: Whether this is the programme's first wave: its place is kept for it, whatever the others ask.
    ///   - now: The moment.
    /// - Returns: whether she is left alone.
    package static func restsFromWaves(_ askedAt: [Instant], isFirst: Bool, at now: Instant) -> Bool {
        !isFirst && askedAt.contains { $0.adding(days: restDays) > now }
    }
}
