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
