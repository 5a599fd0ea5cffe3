package import SetiaCore
package import SetiaInsight

/// Of whom and of when figures by definition are told.
package struct MeasureQuery: Sendable, Hashable {
    /// The first day that counts; none is 364 days before the last.
    package var from: Day?
    /// The last day that counts; none is today.
    package var until: Day?
    /// Only members of this country.
    package var country: Key?
    /// Only members whose leading level this is.
    package var tier: Key?
    /// Only members of this segment of the programme.
    package var segment: Key?
    /// Only what came this way: `online`, a store's id, or a channel of conversations.
    package var channel: Key?

    /// Everybody, in the last year.
    package init() {}

    /// Whether it leaves members out.
    package var isOfSomeMembers: Bool { country != nil || tier != nil || segment != nil }
}

/// Why figures cannot be told.
package enum MeasureRefusal: Error, Sendable, Hashable {
    /// The last day is before the first.
    case endsBeforeItBegins
    /// The programme has no such segment; it has these.
    case unknownSegment(Key, known: [Key])
    /// The programme has no such level; it has these.
    case unknownTier(Key, known: [Key])
    /// There is no such way; there are these.
    case unknownChannel(Key, known: [Key])
}

/// Figures by definition, each with what it counts, of what, and how sure it is.
package struct Measures: Sendable {
    /// Of whom and of when.
    package let query: MeasureQuery
    /// The first day.
    package let from: Day
    /// The last day.
    package let until: Day
    /// Whose days they are.
    package let timeZone: Key
    /// When they were made.
    package let at: Instant
    /// Members whom the filter leaves.
    package let members: Int
    /// One a definition.
    package let figures: [Figure]
    /// Of how many days each stretch is that is compared.
    package var days: Int { Int(until.number - from.number) + 1 }

    /// One figure.
    package struct Figure: Sendable {
        /// What it counts.
        package let definition: Definition
        /// In texts, such as `enrolment`.
        package let key: Key
        /// What is counted, and of what; of money in minor units.
        package let numerator: Int64
        /// See `numerator`.
        package let denominator: Int64
        /// Of which money these are; none of what is no money.
        package let currency: Currency?
        /// What of it is told.
        package let value: Value?
        /// Where it lies at 95 %; none where that is not told.
        package let interval: Interval?
        /// How many it rests on.
        package let n: Int
        /// Why there is no value; none where there is one.
        package let silence: Silence?
        /// How many were left out that might have counted, such as questions without an answer.
        package let leftOut: Int
        /// How it stands to the stretch of as many days before; none where one of the two says nothing.
        package internal(set) var change: Change?

        /// Fewer than 30: shown in grey.
        package var isSmall: Bool { n < 30 }
    }

    /// The same figure of the stretch of as many days before, and whether it moved.
    package struct Change: Sendable, Hashable {
        /// What it was.
        package let before: Double
        /// How many that rests on.
        package let n: Int
        /// What it is now less what it was, in its unit; the range at 95 % takes the two as apart.
        package let difference: Estimate
        /// Which way it went, where that can be said.
        package let direction: Direction
    }

    /// A value with its unit.
    package enum Value: Sendable, Hashable {
        /// From 0; may be above 1 for a ratio of flows.
        case rate(Double)
        /// From -100 to 100.
        case score(Double)
        /// In milliseconds.
        case duration(Double)
    }

    /// Why a figure has no value.
    package enum Silence: String, Sendable, Hashable, CaseIterable {
        /// There is nobody and nothing to speak of.
        case nothing
        /// Those beside whom it is told have no level, country or segment that is known.
        case unknownOthers = "unknown-others"
        /// What it counts does not come by a way.
        case noChannel = "no-channel"
    }
}
