internal import SetiaCore

extension ProgrammeValues {
    /// When points can be used; days of the year and types of events as the document has them, in whichever language.
    func activation(_ activation: Activation) -> String {
        switch activation {
        case .immediate: words.atOnce
        case .after(let days): words.period(Period(days, .day))
        case .onDates(let days): told(days)
        case .onEvent(let type, let days):
            "\(words.event(type)), \(words.within) \(words.period(Period(days, .day)))"
        }
    }

    /// When points lapse.
    func expiry(_ expiry: Expiry) -> String {
        switch expiry {
        case .none: words.never
        case .rolling(let period, nil): words.period(period)
        case .rolling(let period, let unit?): "\(words.period(period)) \(words.roundedUp(to: unit))"
        case .calendar(let days): told(days)
        case .inactivity(let period, let activities):
            "\(words.period(period)) \(words.withoutActivity) (\(activities.map(\.text).joined(separator: ", ")))"
        }
    }

    /// When points lapse that are earned at levels.
    func levelExpiry(_ levels: [LevelExpiry]) -> String {
        guard !levels.isEmpty else { return words.nothing }
        return levels.map { "\($0.tierSet).\($0.level): \(expiry($0.expiry))" }.joined(separator: " · ")
    }

    private func told(_ days: [YearDay]) -> String { days.map(\.description).joined(separator: ", ") }
}

extension WalletActivity {
    /// As a document names it.
    package var text: String {
        switch self {
        case .earn: "earn"
        case .spend: "spend"
        case .event(let type): type.programmeName
        }
    }
}
