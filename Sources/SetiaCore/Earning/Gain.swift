/// What of a programme says how rules earn.
struct EarningTerms {
    let wallets: [Wallet]
    let rounding: Rounding
    let multipliers: Multipliers
    let accrual: Accrual

    init(_ programme: borrowing Programme) {
        wallets = programme.wallets
        rounding = programme.rounding
        multipliers = programme.multipliers
        accrual = programme.accrual
    }
}

/// What an event gives in one wallet, as far as the rules have been read.
struct Gain {
    /// The wallet's place in the programme.
    let place: Int
    let wallet: Key
    /// Whole points that rates gave.
    var byRate: Int64 = 0
    /// Parts of a point that rates gave besides.
    var parts: [Part] = []
    var fixed: Int64 = 0
    var multipliers: [Multiplier] = []
    /// What rates gave before it was multiplied.
    var unmultiplied: Int64 = 0
    /// What of it rules gave that have dates of their own; mostly none.
    var own: [Own] = []

    /// What rules with budgets gave, in the order in which they did; mostly none.
    var budgeted: [(rule: Int, points: Int64)] = []

    /// What a rule with dates of its own gave.
    struct Own {
        /// Its place.
        let rule: Int
        var byRate: Int64 = 0
        var fixed: Int64 = 0
    }

    /// How `points` of it are to be opened: what rules with dates of their own gave apart, and the rest together first.
    ///
    /// What multipliers added and what caps held back is shared among them by largest remainder.
    func lots(of points: Points) -> [(rule: Int?, points: Points)] {
        guard !own.isEmpty else { return [(nil, points)] }
        let rated = [unmultiplied - own.reduce(0) { $0 + $1.byRate }] + own.map(\.byRate)
        let given = [fixed - own.reduce(0) { $0 + $1.fixed }] + own.map(\.fixed)
        var parts = zip(shared(byRate, inProportionTo: rated), given).map { $0 + $1 }
        if parts.reduce(0, +) != points.units { parts = shared(points.units, inProportionTo: parts) }
        return zip([nil] + own.map(\.rule), parts).filter { $0.1 > 0 }.map { ($0.0, Points($0.1)) }
    }

    /// A multiplier, and the place of its rule.
    struct Multiplier {
        let place: Int
        let rule: Key
        let factor: Rational
    }

    /// A part of a point, above 0 and below 1, and the place of the reason that tells of the whole points.
    struct Part {
        let reason: Int
        let part: Rational
    }
}

/// What a rule that earns would give, before any cap.
struct Offer {
    let points: Int64
    /// A part of a point besides, where parts count.
    var part = Rational.zero
    let isFixed: Bool
    let reason: Reason
}
