extension Deciding {
    /// Multiplies what rates gave, rounds it once, and shares what that adds among the multipliers by largest
    /// remainder (rules E-5 to E-7).
    ///
    /// - Parameters:
    ///   - gain: What the rules gave in one wallet.
    ///   - order: What was bought.
    ///   - terms: How the programme reckons.
    ///   - gifts: What rules gave for the whole order, where this is about what is kept of it.
    ///   - first: The place of the first reason of this reckoning.
    /// - Throws: where a number grows past what can be kept.
    mutating func multiply(
        _ gain: inout Gain,
        _ order: Order?,
        _ terms: EarningTerms,
        upTo gifts: [OrderRecord.Paid.Gift]?,
        since first: Int
    ) throws(Refusal) {
        gain.unmultiplied = gain.byRate
        guard !gain.multipliers.isEmpty && gain.byRate > 0 || !gain.parts.isEmpty else { return }
        let weights: [Int64]
        let (base, whole): (Int64, Int64)
        if gain.parts.isEmpty, !hasFilter(gain) {
            weights = gain.multipliers.map { ($0.factor - .one).timesFloor(1_000_000) }
            base = gain.byRate
            let factor = try factor(of: gain, terms)
            guard factor.fits(times: base) else { throw .outOfRange(field: "data.lines") }
            whole = terms.rounding.whole(base, times: factor)
        } else {
            let exact = try exactly(gain, order, terms, since: first)
            let withheld = share(exact.base - gain.byRate, in: &gain, upTo: gifts)
            (base, whole, weights) = (exact.base - withheld, exact.whole - withheld, exact.weights)
        }
        gain.byRate = whole
        guard !gain.multipliers.isEmpty else { return }
        for (multiplier, part) in zip(gain.multipliers, shared(whole - base, inProportionTo: weights)) {
            reasons.append(
                .multiplied(
                    rule: multiplier.rule,
                    wallet: gain.wallet,
                    factor: multiplier.factor,
                    points: Points(part)
                )
            )
            let allowed = allowed(part, of: multiplier, in: gain.wallet, upTo: gifts)
            gain.byRate -= part - allowed
            if gifts == nil { note(allowed, by: multiplier.place, in: &gain) }
        }
    }

    /// What budgets let through of what a multiplier adds, or for what is kept of an order no more than it added.
    private mutating func allowed(
        _ part: Int64,
        of multiplier: Gain.Multiplier,
        in wallet: Key,
        upTo gifts: [OrderRecord.Paid.Gift]?
    ) -> Int64 {
        guard part > 0, hasBudget(rule: multiplier.place) else { return part }
        guard let gifts else { return budgeted(part, by: multiplier.place, in: wallet) }
        let gift = gifts.first { $0.rule == multiplier.rule && $0.wallet == wallet }
        return min(part, gift?.points.units ?? 0)
    }

    /// What all multipliers together multiply by (rule E-6).
    private func factor(of gain: Gain, _ terms: EarningTerms) throws(Refusal) -> Rational {
        var factor = Rational.one
        for multiplier in gain.multipliers {
            switch terms.multipliers {
            case .additive: factor = factor + multiplier.factor - .one
            case .multiplicative:
                guard let product = factor.times(multiplier.factor) else { throw .outOfRange(field: "data.lines") }
                factor = product
            }
        }
        return factor
    }

    /// The same where parts of a point count, or multipliers count some lines only: each adds what it adds, exactly.
    ///
    /// - Returns: what rates gave in whole points, what all is after multiplying and rounding once, and in which
    ///   proportion the difference is the multipliers'.
    private func exactly(
        _ gain: Gain,
        _ order: Order?,
        _ terms: EarningTerms,
        since first: Int
    ) throws(Refusal) -> (base: Int64, whole: Int64, weights: [Int64]) {
        var sum: Rational? = Rational(gain.byRate)
        for part in gain.parts { sum = sum?.plus(part.part) }
        guard let exact = sum else { throw .outOfRange(field: "data.lines") }
        var extras: [Rational] = []
        var total = exact
        for multiplier in gain.multipliers {
            let over = multiplier.factor - .one
            let extra: Rational?
            if let filter = rules[multiplier.place].lines, let order {
                extra = over.times(try basis(of: gain, order, filter, since: first))
            } else {
                extra = over.times(terms.multipliers == .multiplicative ? total : exact)
            }
            guard let extra, let sum = total.plus(extra) else { throw .outOfRange(field: "data.lines") }
            extras.append(extra)
            total = sum
        }
        guard total.fits(times: 1) else { throw .outOfRange(field: "data.lines") }
        let whole = terms.rounding.whole(1, times: total)
        let base = gain.multipliers.isEmpty ? whole : min(whole, terms.rounding.whole(1, times: exact))
        let weights = extras.map { extra in
            max(0, extra.fits(times: 10_000) ? extra.timesFloor(10_000) : extra.timesFloor(1))
        }
        return (base, whole, weights)
    }

    private func hasFilter(_ gain: Gain) -> Bool {
        gain.multipliers.contains { rules[$0.place].lines != nil }
    }

    /// What the rates that gave in this wallet give for some of the lines alone (rule E-12).
    func basis(of gain: Gain, _ order: Order, _ filter: LineFilter, since first: Int) throws(Refusal)
        -> Rational
    {
        let taken = lines(of: order, filter)
        var sum = Rational.zero
        for reason in reasons[first...] {
            guard case .earnedByRate(let id, gain.wallet, _, let each, let per, _) = reason, per.minorUnits > 0,
                let rule = rules.firstIndex(where: { $0.id == id })
            else { continue }
            let lines = rules[rule].lines == nil ? taken : lines(of: order, rules[rule].lines).filter(taken.contains)
            let amount = lines.reduce(Int64(0)) { $0 + $1.net }
            let (points, overflow) = (amount / per.minorUnits).multipliedReportingOverflow(by: each.units)
            guard !overflow else { throw .outOfRange(field: "data.lines") }
            sum = sum + Rational(points)
        }
        return min(sum, Rational(gain.byRate))
    }

    /// Parts of a point that became whole ones are told with the rates that gave most of them (rule E-7), and taken of
    /// their budgets.
    ///
    /// - Returns: how many of them budgets withhold.
    private mutating func share(
        _ points: Int64,
        in gain: inout Gain,
        upTo gifts: [OrderRecord.Paid.Gift]?
    ) -> Int64 {
        let parts = gain.parts
        guard points > 0, !parts.isEmpty else { return 0 }
        var withheld: Int64 = 0
        let most = parts.indices.sorted { (parts[$1].part, $0) < (parts[$0].part, $1) }
        for place in most.prefix(Int(points)) {
            guard
                case .earnedByRate(let rule, let wallet, let basis, let each, let per, let given) =
                    reasons[parts[place].reason]
            else { continue }
            reasons[parts[place].reason] = .earnedByRate(
                rule: rule,
                wallet: wallet,
                basis: basis,
                each: each,
                per: per,
                points: given + Points(1)
            )
            if gifts == nil, let place = rules.firstIndex(where: { $0.id == rule }), hasBudget(rule: place) {
                let allowed = budgeted(1, by: place, in: wallet)
                note(allowed, by: place, in: &gain)
                withheld += 1 - allowed
            }
        }
        return withheld
    }
}

extension Rounding {
    /// `count` times a factor in whole points (rule E-5).
    func whole(_ count: Int64, times factor: Rational) -> Int64 {
        switch self {
        case .floor: factor.timesFloor(count)
        case .halfUp: factor.timesHalfUp(count)
        case .halfEven: factor.timesHalfEven(count)
        case .ceil: factor.timesCeil(count)
        }
    }
}
