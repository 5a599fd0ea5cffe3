/// When somebody has her coffee.
enum Habit: Sendable {
    /// On the way to work.
    case commuter
    /// With colleagues, at noon.
    case lunch
    /// To work or to study, in the afternoon.
    case afternoon
    /// On Saturdays and Sundays.
    case weekend
    /// After work.
    case evening

    /// What is usual around a store.
    static func usual(at kind: Neighbourhood, _ chance: inout Chance) -> Habit {
        let weights: [Double] =
            switch kind {
            case .office: [0.52, 0.27, 0.12, 0.02, 0.07]
            case .residential: [0.30, 0.06, 0.18, 0.32, 0.14]
            case .mall: [0.12, 0.14, 0.26, 0.32, 0.16]
            case .station: [0.60, 0.07, 0.10, 0.08, 0.15]
            case .campus: [0.22, 0.17, 0.37, 0.06, 0.18]
            case .leisure: [0.14, 0.10, 0.20, 0.36, 0.20]
            }
        return [.commuter, .lunch, .afternoon, .weekend, .evening][chance.place(weights)]
    }

    /// How likely a day of the week is, 1 for Monday; a week adds up to about 7.
    func weight(ofWeekday weekday: Int) -> Double {
        let isWeekend = weekday > 5
        switch self {
        case .commuter: return isWeekend ? 0.25 : weekday == 1 ? 1.25 : weekday == 5 ? 1.15 : 1.35
        case .lunch: return isWeekend ? 0.3 : weekday == 5 ? 1.05 : 1.3
        case .afternoon: return isWeekend ? 1.15 : 0.94
        case .weekend: return weekday == 7 ? 2.3 : weekday == 6 ? 2.5 : 0.44
        case .evening: return weekday >= 5 && weekday < 7 ? 1.4 : 0.84
        }
    }

    /// How likely each part of the day is, in the order of `Daypart`.
    func dayparts(isWeekend: Bool) -> [Double] {
        switch self {
        case .commuter: isWeekend ? [0.45, 0.2, 0.25, 0.1] : [0.86, 0.07, 0.05, 0.02]
        case .lunch: [0.08, 0.77, 0.12, 0.03]
        case .afternoon: [0.10, 0.15, 0.65, 0.10]
        case .weekend: [0.34, 0.24, 0.32, 0.10]
        case .evening: [0.06, 0.08, 0.18, 0.68]
        }
    }
}

/// A part of the day, as a café knows it.
enum Daypart: Int, Sendable, CaseIterable {
    case morning, noon, afternoon, evening

    /// First and last minute of the day in which people come, and when most do.
    private var minutes: (first: Double, peak: Double, last: Double) {
        switch self {
        case .morning: (6.75 * 60, 8.2 * 60, 11 * 60)
        case .noon: (11.25 * 60, 12.6 * 60, 14.5 * 60)
        case .afternoon: (14 * 60, 16 * 60, 18.5 * 60)
        case .evening: (18.5 * 60, 20 * 60, 22.4 * 60)
        }
    }

    /// The daypart that a minute of the day is in.
    static func of(minute: Double) -> Daypart {
        switch minute {
        case ..<660: .morning
        case ..<870: .noon
        case ..<1_110: .afternoon
        default: .evening
        }
    }

    /// A minute of the day in it: few at its ends, most at its peak.
    func minute(_ chance: inout Chance) -> Double {
        let (first, peak, last) = minutes
        let unit = chance.unit()
        let share = (peak - first) / (last - first)
        return unit < share
            ? first + (unit * (last - first) * (peak - first)).squareRoot()
            : last - ((1 - unit) * (last - first) * (last - peak)).squareRoot()
    }
}
