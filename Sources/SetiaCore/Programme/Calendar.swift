/// When a birthday of 29 February is kept in a year that has no such day (rule E-19).
package enum LeapBirthday: String, Sendable, Hashable, CaseIterable {
    /// The day before 1 March; the default.
    case february = "28 February"
    /// The day after 28 February.
    case march = "1 March"
}

extension Programme {
    /// Whether anything in it asks for events of this type: a rule, an achievement or a ladder.
    package func listens(to type: EventType) -> Bool {
        rules.contains { $0.on == type }
            || achievements.contains { $0.on == type }
            || tierSets.contains { set in set.measures.contains { $0.metric == .events(type) } }
            || milestones.contains { $0.on.day == type }
    }

    /// Whether it asks for members to be looked at as time passes, beyond what falls due by itself.
    package var asksForLooks: Bool {
        wallets.contains { !$0.notices.isEmpty || $0.writeOff != nil } || tierSets.contains { $0.needsLooks }
    }

    /// The birthdays that are kept on a day: its own, and on a day that stands in for 29 February that one too.
    package func birthdays(on day: Day) -> [YearDay] {
        let (year, month, number) = day.date
        guard let own = YearDay(month: month, day: number), let leap = YearDay(month: 2, day: 29) else { return [] }
        guard Day(year: year, month: 2, day: 29) == nil else { return [own] }
        let standsIn =
            switch leapBirthday {
            case .february: month == 2 && number == 28
            case .march: month == 3 && number == 1
            }
        return standsIn ? [own, leap] : [own]
    }
}

/// The days on which somebody must have joined for a day to be an anniversary of it, with the years since then, from
/// `first` on, the latest first (rule E-20).
///
/// 29 February is kept on the 28th where a year has none, as all that is counted in months from a day.
package func anniversaries(on day: Day, since first: Day) -> [(joined: Day, years: Int)] {
    let (year, month, number) = day.date
    var days: [(joined: Day, years: Int)] = []
    for years in stride(from: 1, through: max(0, year - first.year), by: 1) {
        if let joined = Day(year: year - years, month: month, day: number) { days.append((joined, years)) }
        if month == 2, number == 28, Day(year: year, month: 2, day: 29) == nil,
            let joined = Day(year: year - years, month: 2, day: 29)
        {
            days.append((joined, years))
        }
    }
    return days.filter { $0.joined >= first }
}
