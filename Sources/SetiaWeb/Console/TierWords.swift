internal import SetiaCore
internal import SetiaService

/// What pages say of a member's ladder: what counts, what is missing, what keeps the level.
struct TierWords {
    private let texts: Texts
    private let wording: Wording
    private let language: Language
    private let programme: Programme?

    init(_ visit: Visit, _ brand: BrandView) {
        self.init(visit.texts, visit.wording, brand.programme)
    }

    init(_ texts: Texts, _ wording: Wording, _ programme: Programme?) {
        self.texts = texts
        self.wording = wording
        self.language = texts.language
        self.programme = programme
    }

    /// What she has of each measure in the days that count, and what waits.
    func counted(_ progress: TierProgress) -> [String] {
        let amounts = progress.amounts.filter { $0.measure.metric != .monthsSinceJoining }
        var notes = amounts.map { amount in
            let said = self.amount(amount.amount, amount.measure.metric)
            guard let start = progress.days.start else { return texts.say("member.counted", ["amount": said]) }
            return texts.say("member.countedSince", ["amount": said, "day": wording.day(start)])
        }
        if progress.waiting > 0 {
            notes.append(texts.say("member.countsLater", ["points": wording.number(progress.waiting)]))
        }
        return notes
    }

    /// What is missing to the next level; none at the top, or where only time is.
    func missing(_ progress: TierProgress) -> String? {
        guard let next = progress.next, !next.isMet else { return nil }
        let values = ["amount": needs(next), "level": level(next, progress)]
        guard let by = next.by else { return texts.say("member.missing", values) }
        return texts.say("member.missingBy", values.merging(["day": wording.day(by)]) { $1 })
    }

    /// What keeps the level that she has; none where it has no end.
    func keep(_ progress: TierProgress) -> String? {
        guard let keep = progress.keep, let by = keep.by else { return nil }
        var values = ["level": level(keep, progress), "day": wording.day(by)]
        if keep.isMet { return texts.say("member.kept", values) }
        values["amount"] = needs(keep)
        if progress.standing?.graceSince != nil { return texts.say("member.keepInGrace", values) }
        guard let from = keep.from, progress.days.end.map({ from >= $0 }) ?? false else {
            return texts.say("member.keep", values)
        }
        values["from"] = wording.day(from)
        return texts.say("member.keepBetween", values)
    }

    /// What members of her level have.
    func benefits(_ standing: Standing) -> [String] {
        let level = programme?.tierSet(standing.tierSet)?.levels.first { $0.key == standing.level }
        return (level?.benefits ?? []).compactMap { $0.text(in: language.key) }
    }

    /// What a level asks for, as on the page of the programme.
    func asks(_ level: TierSet.Level, of set: TierSet) -> String {
        let asked = zip(set.measures, level.asks).compactMap { measure, asked in
            asked.map { amount($0, measure.metric, isRound: true) }
        }
        return level.isAny ? wording.either(asked) : wording.all(asked)
    }

    /// By what a ladder is climbed, over which days, and what becomes of its levels.
    func how(_ set: TierSet) -> String {
        if case .netSpend(let currency) = set.measures[0].metric, set.measures.count == 1,
            set.window == .calendar(.year, startMonth: 1), set.terms == TierSet.Terms(warnings: set.terms.warnings)
        {
            return texts.say("programme.levelsHow", ["currency": currency.code])
        }
        var sentences = [texts.say("programme.downgrade.\(set.terms.downgrade.rawValue)")]
        if set.terms.graceDays > 0 {
            let days = texts.say("happening.day", count: Int64(set.terms.graceDays))
            sentences.append(texts.say("programme.grace", ["days": days]))
        }
        return texts.say(
            "programme.levelsBy",
            [
                "metrics": wording.all(set.measures.map { metric($0.metric) }), "window": window(set.window),
                "downgrade": sentences.joined(separator: " "),
            ]
        )
    }

    private func metric(_ metric: TierSet.Metric) -> String {
        switch metric {
        case .netSpend(let currency): texts.say("programme.metric.netSpend", ["currency": currency.code])
        case .earned(let wallet): texts.say("programme.metric.earned", ["wallet": name(of: wallet)])
        case .orders: texts.say("programme.metric.orders")
        case .events(.custom(let key)): name(ofEvent: key)
        case .events(let type): texts.say("kind.\(type.rawValue)")
        case .monthsSinceJoining: texts.say("programme.metric.months")
        case .balance(let wallet): texts.say("programme.metric.balance", ["wallet": name(of: wallet)])
        }
    }

    private func window(_ window: TierSet.Window) -> String {
        func months(_ months: Int) -> [String: String] {
            ["months": texts.say("happening.month", count: Int64(months))]
        }
        switch window {
        case .calendar(let unit, let startMonth):
            let key =
                switch unit {
                case .month: "month"
                case .quarter: "quarter"
                case .halfYear: "halfYear"
                case .year: "year"
                }
            let said = texts.say("programme.window.\(key)")
            if startMonth == 1 { return said }
            return said + " " + texts.say("programme.window.startMonth", ["month": "\(startMonth)"])
        case .rolling(let count): return texts.say("programme.window.rolling", months(count))
        case .anniversary: return texts.say("programme.window.anniversary")
        case .term(let count): return texts.say("programme.window.term", months(count))
        case .lifetime: return texts.say("programme.window.lifetime")
        }
    }

    private func level(_ goal: TierProgress.Goal, _ progress: TierProgress) -> String {
        name(goal.level, progress.tierSet)
    }

    private func name(_ level: Key, _ set: Key) -> String {
        programme?.tierSet(set)?.levels.first { $0.key == level }?.name.text(in: language.key) ?? level.text
    }

    private func name(ofEvent key: Key) -> String {
        programme?.events.first { $0.key == key }?.name.text(in: language.key) ?? key.text
    }

    private func name(of wallet: Key) -> String {
        programme?.wallet(wallet)?.name.text(in: language.key) ?? wallet.text
    }

    private func needs(_ goal: TierProgress.Goal) -> String {
        let missing = goal.needs.filter { $0.missing > 0 }.map { amount($0.missing, $0.measure.metric) }
        return goal.isAny ? wording.either(missing) : wording.all(missing)
    }

    private func amount(_ amount: Int64, _ metric: TierSet.Metric, isRound: Bool = false) -> String {
        let number = wording.number(amount)
        switch metric {
        case .netSpend(let currency):
            guard let money = try? Money(minorUnits: amount, currency: currency) else { return number }
            let decimals = programme?.decimals(of: currency) ?? 2
            return wording.money(money, decimals: decimals, isRound: isRound)
        case .earned(let wallet), .balance(let wallet): return "\(number) \(name(of: wallet))"
        case .orders: return texts.say("happening.order", count: amount)
        case .events(.custom(let key)): return "\(number) × \(name(ofEvent: key))"
        case .events(let type): return texts.say("happening.\(type.rawValue)", count: amount)
        case .monthsSinceJoining: return texts.say("happening.month", count: amount)
        }
    }
}
