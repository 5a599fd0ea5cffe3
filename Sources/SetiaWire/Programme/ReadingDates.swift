import SetiaCore

// When points can be used and when they lapse: of a wallet, of a rule, and for levels.

extension ProgrammeReader {
    /// `immediate`, `14 days`, `{dates: [1 Jan, 1 Jul]}` or `{on: stay.completed, cancelAfter: 60 days}`.
    mutating func activation(_ node: YAMLNode) -> Activation {
        if case .map = node.content { return activationMap(node) }
        guard let text = text(node), text != "immediate" else { return .immediate }
        guard let period = Period(text: text), period.unit == .day, (0...365).contains(period.count) else {
            complain(node, "must be immediate, or 0 to 365 days, such as 14 days, or a map with dates or on")
            return .immediate
        }
        return period.count == 0 ? .immediate : .after(days: period.count)
    }

    private mutating func activationMap(_ node: YAMLNode) -> Activation {
        guard let members = members(of: node, known: ["dates", "on", "cancelAfter"]) else { return .immediate }
        switch (members["dates"], members["on"]) {
        case (let dates?, nil):
            if let cancel = members["cancelAfter"] { complain(cancel, "is for what waits for an event") }
            return .onDates(yearDays(dates))
        case (nil, let on?):
            let type = occurrence(on) ?? .visitCompleted
            guard let cancel = members["cancelAfter"] else {
                complain(node, "'cancelAfter' is missing: for how long points wait, such as 60 days")
                return .immediate
            }
            guard let text = text(cancel) else { return .immediate }
            guard let period = Period(text: text), period.unit == .day, (1...1_000).contains(period.count) else {
                complain(cancel, "must be 1 to 1000 days, such as 60 days")
                return .immediate
            }
            return .onEvent(type, cancelAfterDays: period.count)
        case (nil, nil):
            complain(node, "must have dates, such as [1 Jan, 1 Jul], or the event that points wait for: on")
        case (.some, .some): complain(node, "has both dates and on; points wait for one of them")
        }
        return .immediate
    }

    /// `none`, `{rolling: 12 months, roundedUpTo: month}`, `{calendar: [31 Mar, 31 Dec]}` or
    /// `{inactivity: 12 months, by: [earn, spend]}`.
    mutating func expiry(_ node: YAMLNode, ofWallet: Bool = true) -> Expiry {
        if case .text("none") = node.content { return .none }
        guard case .map(let all) = node.content else {
            complain(node, "must be none, or a map such as {rolling: 12 months, roundedUpTo: month}")
            return .none
        }
        let ways = ["rolling", "calendar", "inactivity"].filter { way in all.contains { $0.key == way } }
        switch ways {
        case ["calendar"]: return members(of: node, known: ways)?["calendar"].map { .calendar(yearDays($0)) } ?? .none
        case ["inactivity"]:
            if !ofWallet { complain(node, "inactivity is counted by a wallet, for all points in it together") }
            return inactivity(node)
        case ["rolling"], []: return rolling(node)
        default:
            complain(node, "has \(ways.joined(separator: " and ")); points lapse in one way")
            return .none
        }
    }

    private mutating func rolling(_ node: YAMLNode) -> Expiry {
        let known = ["rolling", "roundedUpTo"]
        guard let members = members(of: node, known: known, required: ["rolling"]) else { return .none }
        let unit = members["roundedUpTo"].flatMap { word($0, calendarUnits) }
        guard let period = members["rolling"].flatMap({ lastingPeriod($0) }) else { return .none }
        return .rolling(period, roundedUpTo: unit)
    }

    private mutating func inactivity(_ node: YAMLNode) -> Expiry {
        guard let members = members(of: node, known: ["inactivity", "by"]) else { return .none }
        var activities: [WalletActivity] = [.earn, .spend]
        if let by = members["by"] {
            activities = []
            for element in list(by, of: "what counts, such as [earn, spend, visit.completed]", atMost: 20) ?? [] {
                guard let activity = activity(element) else { continue }
                if activities.contains(activity) { complain(element, "stands twice") }
                activities.append(activity)
            }
        }
        guard let period = members["inactivity"].flatMap({ lastingPeriod($0) }) else { return .none }
        return .inactivity(period, by: activities)
    }

    private mutating func activity(_ node: YAMLNode) -> WalletActivity? {
        guard let text = text(node) else { return nil }
        switch text {
        case "earn": return .earn
        case "spend": return .spend
        default:
            if let type = occurrences.first(where: { $0.rawValue == text }) { return .event(type) }
            complain(node, "must be earn, spend, or what a member does: \(occurrences.map(\.rawValue).joinedByOr())")
            return nil
        }
    }

    private mutating func occurrence(_ node: YAMLNode) -> EventType? {
        word(node, occurrences.map { ($0.rawValue, $0) })
    }

    private mutating func lastingPeriod(_ node: YAMLNode) -> Period? {
        guard let text = text(node) else { return nil }
        guard let period = Period(text: text), period.count > 0, period.count <= period.unit.mostCount else {
            complain(node, "must be a time of up to 100 years in days, months or years, such as 12 months")
            return nil
        }
        return period
    }

    /// Days of the year, in rising order whatever order they are written in.
    private mutating func yearDays(_ node: YAMLNode) -> [YearDay] {
        var days: [YearDay] = []
        for element in list(node, of: "days of the year, such as [31 Mar, 31 Dec]", atMost: 20) ?? [] {
            guard let text = text(element) else { continue }
            guard let day = YearDay(text: text) else {
                complain(element, "must be a day of the year, such as 31 Mar")
                continue
            }
            if days.contains(day) { complain(element, "stands twice") }
            days.append(day)
        }
        return days.sorted()
    }

    /// The wallets with what they say of levels, which is read when it is known what levels there are.
    mutating func readLevelExpiry(_ node: YAMLNode?, _ wallets: [Wallet], _ tierSets: [TierSet]) -> [Wallet] {
        guard let node, case .map(let members) = node.content else { return wallets }
        return wallets.map { wallet in
            guard let own = members.first(where: { Key($0.key) == wallet.key })?.value,
                case .map(let sides) = own.content, let levels = sides.first(where: { $0.key == "levelExpiry" })
            else { return wallet }
            return wallet.expiring(levelExpiry(levels.value, tierSets))
        }
    }

    private mutating func levelExpiry(_ node: YAMLNode, _ tierSets: [TierSet]) -> [LevelExpiry] {
        var found: [LevelExpiry] = []
        let sets = members(of: node, each: "a tier set with levels, such as status: {gold: none}", atMost: 10) ?? []
        for set in sets {
            guard let tierSet = tierSets.first(where: { $0.key == Key(set.key) }) else {
                complain(node, set, "there is no tier set '\(set.key)'")
                continue
            }
            for level in members(of: set.value, each: "a level, such as gold: none", atMost: 20) ?? [] {
                if tierSet.place(of: Key(level.key)) == nil {
                    let known = tierSet.levels.map(\.key.text).joined(separator: ", ")
                    complain(set.value, level, "no level '\(level.key)' in '\(set.key)'; there are: \(known)")
                }
                let expiry = expiry(level.value, ofWallet: false)
                found.append(LevelExpiry(tierSet: tierSet.key, level: Key(level.key), expiry: expiry))
            }
        }
        return found
    }
}

private let occurrences = EventType.allCases.filter { $0.isOccurrence && !$0.isOfCalendar }

private let calendarUnits: [(String, CalendarUnit)] = [
    ("month", .month), ("quarter", .quarter), ("half-year", .halfYear), ("year", .year),
]

extension Period.Unit {
    /// What 100 years are.
    fileprivate var mostCount: Int {
        switch self {
        case .day: 36_525
        case .month: 1_200
        case .year: 100
        }
    }
}
