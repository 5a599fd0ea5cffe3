internal import SetiaCore
internal import SetiaService

// When points come and go, in words.

extension ProgrammeView {
    func activation(_ activation: Activation) -> String {
        switch activation {
        case .immediate: texts.say("programme.atOnce")
        case .after(let days): texts.say("programme.afterDays", count: Int64(days))
        case .onDates(let days): texts.say("programme.onDates", ["days": told(days)])
        case .onEvent(let type, let days):
            texts.say("event.\(type.rawValue)") + ", "
                + texts.say("programme.withinDays", count: Int64(days))
        }
    }

    func expiry(_ expiry: Expiry) -> String {
        switch expiry {
        case .none: texts.say("member.never")
        case .rolling(let period, let rounded): self.period(period) + (rounded.map(roundedUp) ?? "")
        case .calendar(let days): texts.say("programme.afterDates", ["days": told(days)])
        case .inactivity(let period, let activities):
            texts.say("programme.inactivity", ["period": bare(period)])
                + " (\(activities.map(activity).joined(separator: " · ")))"
        }
    }

    func levelExpiry(_ own: LevelExpiry) -> String {
        let level = programme.tierSet(own.tierSet)?.levels.first { $0.key == own.level }
        return "\(text(level?.name) ?? own.level.text): \(expiry(own.expiry))"
    }

    /// How points may be handed on.
    func transfers(_ policy: TransferPolicy, of wallet: Key) -> String {
        var parts = limits(policy.caps, wallet: wallet, in: programme, language: texts.language)
        if parts.isEmpty { parts.append(texts.say("programme.transfersAny")) }
        if policy.fee > .zero {
            parts.append(texts.say("programme.transferFee", ["points": wording.number(policy.fee.units)]))
        }
        if policy.resetsExpiry { parts.append(texts.say("programme.transferResets")) }
        return parts.joined(separator: " · ")
    }

    /// Where a rule says itself when its points come and go.
    func ownDates(of rule: Rule) -> [String] {
        [
            rule.activation.map { "\(texts.say("programme.activation")): \(activation($0))" },
            rule.expiry.map { "\(texts.say("programme.expiry")): \(expiry($0))" },
        ].compactMap(\.self)
    }

    private func activity(_ activity: WalletActivity) -> String {
        switch activity {
        case .earn: texts.say("programme.activity.earn")
        case .spend: texts.say("programme.activity.spend")
        case .event(let type): texts.say("event.\(type.rawValue)")
        }
    }

    private func told(_ days: [YearDay]) -> String {
        // Any year will do: it is not shown.
        days.map { wording.dayOfYear($0) }.joined(separator: ", ")
    }

    private func bare(_ period: Period) -> String {
        switch period.unit {
        case .day: texts.say("length.days", count: Int64(period.count))
        case .month: texts.say("length.months", count: Int64(period.count))
        case .year: texts.say("length.years", count: Int64(period.count))
        }
    }

    private func period(_ period: Period) -> String {
        switch period.unit {
        case .day: texts.say("period.days", count: Int64(period.count))
        case .month: texts.say("period.months", count: Int64(period.count))
        case .year: texts.say("period.years", count: Int64(period.count))
        }
    }

    private func roundedUp(_ unit: CalendarUnit) -> String {
        let key =
            switch unit {
            case .month: "month"
            case .quarter: "quarter"
            case .halfYear: "halfYear"
            case .year: "year"
            }
        return " " + texts.say("rounded.\(key)")
    }
}
