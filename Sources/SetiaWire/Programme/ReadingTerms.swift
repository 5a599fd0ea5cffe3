import SetiaCore

extension ProgrammeReader {
    /// Over which days a ladder measures.
    mutating func window(_ node: YAMLNode) -> TierSet.Window {
        let harmless = TierSet.Window.calendar(.year, startMonth: 1)
        guard case .map(let map) = node.content else {
            guard case .text(let text) = node.content, let window = plainWindows.first(where: { $0.0 == text })?.1
            else {
                let others = ["{rolling: 12 months}", "{term: 12 months}", "{calendar: year, startMonth: 4}"]
                complain(node, "must be \((plainWindows.map(\.0) + others).joinedByOr())")
                return harmless
            }
            return window
        }
        let known = ["calendar", "startMonth", "rolling", "term"]
        guard let members = members(of: node, known: known) else { return harmless }
        let kinds = map.filter { ["calendar", "rolling", "term"].contains($0.key) }
        guard kinds.count == 1, let kind = kinds.first else {
            if kinds.count > 1 { complain(node, "has more than one of calendar, rolling and term") }
            if map.allSatisfy({ known.contains($0.key) }), kinds.isEmpty {
                complain(node, "must have calendar, rolling or term")
            }
            return harmless
        }
        if let start = members["startMonth"], kind.key != "calendar" {
            complain(start, "only stretches of the calendar have a first month")
        }
        switch kind.key {
        case "calendar":
            let unit = word(kind.value, windowUnits) ?? .year
            return .calendar(unit, startMonth: members["startMonth"].map { startMonth($0) } ?? 1)
        case "rolling": return .rolling(months: months(kind.value))
        default: return .term(months: months(kind.value))
        }
    }

    /// What becomes of levels at the end of their terms, and when they are spoken of.
    mutating func terms(_ members: YAMLMembers, _ window: TierSet.Window, _ measures: [TierSet.Measure])
        -> TierSet.Terms
    {
        let downgrade = members["downgrade"].flatMap { word($0, downgrades) } ?? .oneLevel
        if case .term = window, downgrade == .immediate, let node = members["downgrade"] {
            complain(node, "a level that goes at once has no term; count by {rolling: …}")
        }
        let endless = window == .lifetime || downgrade == .none
        let why = window == .lifetime ? "a level of a lifetime window has no term" : "a level that stays has no term"
        if let grace = members["grace"], endless || downgrade == .immediate {
            complain(grace, endless ? why : "there are no days of grace where a level goes at once")
        }
        if let warnings = members["warnings"], endless { complain(warnings, why) }
        if let holds = members["holds"] {
            switch window {
            case .calendar, .anniversary: break
            case .rolling, .term, .lifetime: complain(holds, "only stretches of the calendar have a next one")
            }
        }
        let countsPoints = measures.contains { if case .earned = $0.metric { true } else { false } }
        if let pending = members["pendingCountsForTier"], !countsPoints {
            complain(pending, "no metric of this ladder is {earned: …}")
        }
        return TierSet.Terms(
            downgrade: downgrade,
            graceDays: members["grace"].map { days($0, 1...365, "30 days") } ?? 0,
            holdsNext: members["holds"].flatMap { word($0, holdings) } ?? true,
            onReturn: members["onReturn"].flatMap { word($0, returnEffects) } ?? .now,
            warnings: members["warnings"].map { daysBefore($0) } ?? [],
            pendingCounts: members["pendingCountsForTier"].flatMap { word($0, truths) } ?? false
        )
    }

    /// How long before something it is spoken of, most days first.
    mutating func daysBefore(_ node: YAMLNode) -> [Int] {
        var warnings: [Int] = []
        for element in list(node, of: "days before the end, such as [60 days, 30 days, 7 days]", atMost: 10) ?? [] {
            let days = days(element, 1...365, "30 days")
            if let last = warnings.last, days >= last {
                complain(element, "must be fewer days than the one before it")
            }
            warnings.append(days)
        }
        return warnings
    }

    private mutating func days(_ node: YAMLNode, _ range: ClosedRange<Int>, _ example: String) -> Int {
        guard let text = text(node) else { return range.lowerBound }
        guard let period = Period(text: text), period.unit == .day, range.contains(period.count) else {
            complain(node, "must be \(range.lowerBound) to \(range.upperBound) days, such as \(example)")
            return range.lowerBound
        }
        return period.count
    }

    private mutating func months(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return 12 }
        guard let period = Period(text: text), period.unit != .day, period.count > 0,
            period.count * (period.unit == .year ? 12 : 1) <= 120
        else {
            complain(node, "must be 1 to 120 months, or up to 10 years, such as 12 months")
            return 12
        }
        return period.count * (period.unit == .year ? 12 : 1)
    }

    private mutating func startMonth(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return 1 }
        guard let month = wholeNumber(text, 1...12) else {
            complain(node, "must be a month from 1 for January to 12")
            return 1
        }
        return Int(month)
    }
}

private let windowUnits: [(String, CalendarUnit)] = [
    ("year", .year), ("half-year", .halfYear), ("quarter", .quarter), ("month", .month),
]

private let plainWindows: [(String, TierSet.Window)] =
    windowUnits.map { ("calendar \($0.0)", .calendar($0.1, startMonth: 1)) } + [
        ("anniversary", .anniversary), ("lifetime", .lifetime),
    ]

private let downgrades: [(String, TierSet.Downgrade)] = [
    ("one level", .oneLevel), ("reassess", .reassess), ("none", .none), ("immediate", .immediate),
]

private let holdings: [(String, Bool)] = [("next period", true), ("this period", false)]

private let returnEffects: [(String, TierSet.OnReturn)] = [
    ("now", .now), ("at period end", .atPeriodEnd), ("never", .never),
]

private let truths: [(String, Bool)] = [("true", true), ("false", false)]
