internal import SetiaCore

// As the document has it, in whichever language.

extension TierSet.Measure {
    /// Such as `net spend`, or with a name of its own `visits: events visit.completed`.
    var written: String { key == metric.name ? metric.name.text : "\(key): \(metric.name)" }
}

extension TierSet.Window {
    /// Such as `calendar year`.
    var written: String {
        switch self {
        case .calendar(let unit, let startMonth):
            "calendar \(unit.written)" + (startMonth == 1 ? "" : ", startMonth: \(startMonth)")
        case .rolling(let months): "rolling: \(Period(months, .month))"
        case .anniversary: "anniversary"
        case .term(let months): "term: \(Period(months, .month))"
        case .lifetime: "lifetime"
        }
    }
}

extension TierSet.Terms {
    /// All of it, what is left out in the document too.
    var written: String {
        let downgrade =
            switch downgrade {
            case .oneLevel: "one level"
            case .reassess: "reassess"
            case .none: "none"
            case .immediate: "immediate"
            }
        let onReturn =
            switch onReturn {
            case .now: "now"
            case .atPeriodEnd: "at period end"
            case .never: "never"
            }
        let warnings = warnings.map { "\(Period($0, .day))" }.joined(separator: ", ")
        return "downgrade: \(downgrade), grace: \(Period(graceDays, .day)), "
            + "holds: \(holdsNext ? "next" : "this") period, onReturn: \(onReturn), warnings: [\(warnings)], "
            + "pendingCountsForTier: \(pendingCounts)"
    }
}

extension CalendarUnit {
    var written: String {
        switch self {
        case .month: "month"
        case .quarter: "quarter"
        case .halfYear: "half-year"
        case .year: "year"
        }
    }
}
