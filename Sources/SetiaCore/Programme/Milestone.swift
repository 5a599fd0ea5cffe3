/// Something in a member's time with the brand that is worth a word, and perhaps a gift (rules M-1 to M-10).
package struct Milestone: Sendable, Hashable {
    /// Its name in the document.
    package let key: Key
    /// What members call it.
    package let name: Words
    /// What it is to reach it.
    package let on: Occasion
    /// What it gives; none where it is only noted.
    package let present: Present?

    /// What it is to reach a milestone.
    package enum Occasion: Sendable, Hashable {
        /// Her birthday, each year.
        case birthday
        /// So many years of membership; none is each year.
        case anniversary(years: Int64?)
        /// Her purchase of this number, counted without those that came back whole.
        case purchase(number: Int64)
        /// Each so many purchases.
        case everyPurchases(Int64)
        /// A purchase of at least so much, in one of these currencies; once.
        case purchaseOf([Money])
        /// Years after she reached another one, which is a purchase; of so many years only, none is each year.
        case yearsAfter(Key, years: Int64?)
        /// A level, or a higher one, for the first time.
        case level(tierSet: Key, level: Key)
        /// An achievement, for the first time.
        case achievement(Key)
    }

    /// A milestone.
    package init(key: Key, name: Words, on: Occasion, present: Present? = nil) {
        self.key = key
        self.name = name
        self.on = on
        self.present = present
    }
}

/// What a milestone or a draw gives.
package enum Present: Sendable, Hashable {
    /// Points that can be used at once.
    case points(wallet: Key, points: Points)
    /// A reward of the catalogue, for nothing.
    case reward(Key)
}

extension Programme {
    /// The milestone of this name, or none.
    package func milestone(_ key: Key) -> Milestone? {
        milestones.first { $0.key == key }
    }
}

extension Milestone.Occasion {
    /// The day of a member's by which it is reached; none where the calendar brings none.
    var day: EventType? {
        switch self {
        case .birthday: .birthday
        case .anniversary: .anniversary
        case .purchase, .everyPurchases, .purchaseOf, .yearsAfter, .level, .achievement: nil
        }
    }
}
