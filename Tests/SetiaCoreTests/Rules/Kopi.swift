import SetiaCore

/// A small brand for the tests of the rules: Kopi, in Kuala Lumpur, eight hours ahead of UTC all year.
enum Kopi {
    static let zone = FixedOffset(minutesEast: 480)
    static let member = MemberID(Identifier(high: 1, low: 2))

    static func currency(_ code: String) -> Currency {
        guard let currency = try? Currency(code) else { preconditionFailure("no currency \(code)") }
        return currency
    }

    static func money(_ minorUnits: Int64, _ code: String = "MYR") -> Money {
        guard let money = try? Money(minorUnits: minorUnits, currency: currency(code)) else {
            preconditionFailure("no amount \(minorUnits)")
        }
        return money
    }

    /// The instant of a local time of Kuala Lumpur, such as `2026-03-01T10:00`.
    static func at(_ local: String) -> Instant {
        guard let instant = Instant(rfc3339: local + ":00+08:00") else { preconditionFailure("no time \(local)") }
        return instant
    }

    static func wallet(
        activation: Activation = .after(days: 14),
        expiry: Expiry = .rolling(Period(12, .month), roundedUpTo: nil),
        shortfall: Shortfall = .allowNegative,
        caps: [Cap] = [],
        maximumBalance: Points? = nil,
        levelExpiry: [LevelExpiry] = [],
        transfers: TransferPolicy? = nil,
        notices: [Int] = [],
        writeOff: Period? = nil
    ) -> Wallet {
        Wallet(
            key: "points",
            name: Words([]),
            activation: activation,
            expiry: expiry,
            rates: [
                Rate(currency: currency("MYR"), points: Points(1), per: 100),
                Rate(currency: currency("IDR"), points: Points(1), per: 3_000),
            ],
            shortfall: shortfall,
            caps: caps,
            maximumBalance: maximumBalance,
            levelExpiry: levelExpiry,
            transfers: transfers,
            notices: notices,
            writeOff: writeOff
        )
    }

    static let ladder = TierSet(
        key: "status",
        currency: currency("MYR"),
        levels: [
            TierSet.Level(key: "silver", threshold: 0, name: Words([])),
            TierSet.Level(key: "gold", threshold: 200_000, name: Words([])),
            TierSet.Level(key: "platinum", threshold: 600_000, name: Words([])),
        ]
    )

    static let goldHalfMore = Rule(
        id: "gold-half-more",
        on: .orderPaid,
        condition: Condition(
            text: "member.tiers.status.atLeast(\"gold\")",
            tests: [.atLeast(tierSet: "status", level: "gold")]
        ),
        effect: .multiply(factor: Rational(3, 2), wallet: nil)
    )

    static let base = Rule(id: "base", on: .orderPaid, effect: .earnByRate(wallet: "points"))

    static func version(
        wallet: Wallet = Kopi.wallet(),
        rules: [Rule] = [base, goldHalfMore],
        rounding: Rounding = .floor,
        multipliers: Multipliers = .additive,
        accrual: Accrual = .steps,
        groups: [RuleGroup] = [],
        campaigns: [Campaign] = [],
        achievements: [Achievement] = [],
        returns: ReturnPolicy = ReturnPolicy(),
        rewards: [Reward] = []
    ) -> ProgrammeVersion {
        ProgrammeVersion(
            number: 1,
            validFrom: Instant(milliseconds: 0),
            programme: Programme(
                name: "kopi",
                engine: 1,
                languages: ["en"],
                timeZone: "Asia/Kuala_Lumpur",
                currencies: [
                    CurrencySetting(currency: currency("MYR"), decimals: 2),
                    CurrencySetting(currency: currency("IDR"), decimals: 0),
                    CurrencySetting(currency: currency("THB"), decimals: 2),
                ],
                wallets: [wallet],
                tierSets: [ladder],
                rules: rules,
                rounding: rounding,
                multipliers: multipliers,
                accrual: accrual,
                groups: groups,
                campaigns: campaigns,
                achievements: achievements,
                returns: returns,
                rewards: rewards
            ),
            zone: zone
        )
    }
}

/// One member's life under one version of the programme: each step is decided on what the one before left.
struct Life {
    let version: ProgrammeVersion
    var state = MemberState(member: Kopi.member)
    var decisions: [Decision] = []
    var entries: [Entry] { decisions.flatMap(\.entries) }
    private var events = 0
    /// How its events stand to counters that members share.
    var counting = Counting.asking

    init(_ version: ProgrammeVersion = Kopi.version(), enrolled: Instant? = Kopi.at("2025-12-31T09:00")) throws {
        self.version = version
        if let enrolled { try happen(.memberEnrolled(MemberFacts()), enrolled) }
    }

    @discardableResult
    mutating func happen(
        _ matter: Event.Matter,
        _ at: Instant,
        store: StoreID? = nil,
        channel: Key? = nil,
        isAnonymous: Bool = false
    ) throws(Refusal) -> Decision {
        events += 1
        let event = Event(
            source: "till",
            id: Key("e\(events)"),
            occurredAt: at,
            store: store,
            channel: channel,
            isAnonymous: isAnonymous,
            matter: matter
        )
        let (after, decision) = try decide(version, state, event, counting: counting)
        state = after
        decisions.append(decision)
        return decision
    }

    @discardableResult
    mutating func pays(
        _ net: Int64,
        _ code: String = "MYR",
        order: Key = "A",
        at: Instant,
        categories: [Key] = []
    ) throws(Refusal) -> Decision {
        try pays([net], code, order: order, at: at, categories: categories)
    }

    @discardableResult
    mutating func pays(
        _ nets: [Int64],
        _ code: String = "MYR",
        order: Key = "A",
        at: Instant,
        categories: [Key] = []
    ) throws(Refusal) -> Decision {
        let lines = nets.map { Order.Line(sku: "kopi", net: $0, categories: categories) }
        guard let order = Order(id: order, currency: Kopi.currency(code), lines: lines) else {
            preconditionFailure("no order of \(nets)")
        }
        return try happen(.orderPaid(order), at)
    }

    @discardableResult
    mutating func returns(_ order: Key = "A", at: Instant) throws(Refusal) -> Decision {
        try happen(.orderReturned(OrderReturn(order: order, id: "r")), at)
    }

    /// Some lines of an order come back, each whole, by their numbers from 1.
    @discardableResult
    mutating func returns(_ order: Key = "A", lines: [Int], at: Instant) throws(Refusal) -> Decision {
        try returns(order, parts: lines.map { OrderReturn.Line(number: $0) }, at: at)
    }

    @discardableResult
    mutating func returns(_ order: Key = "A", parts: [OrderReturn.Line], at: Instant) throws(Refusal) -> Decision {
        try happen(.orderReturned(OrderReturn(order: order, id: Key("r\(events)"), lines: parts)), at)
    }

    @discardableResult
    mutating func spends(_ points: Int64, order: Key? = nil, at: Instant) throws(Refusal) -> Decision {
        try happen(
            .pointsRedeemed(Redemption(id: "x", wallet: "points", points: Points(points), order: order)),
            at
        )
    }

    @discardableResult
    mutating func opens(_ lots: [(Int64, Instant?)], at: Instant) throws(Refusal) -> Decision {
        try happen(
            .balanceOpened(
                OpeningBalance(
                    wallet: "points",
                    lots: lots.map { OpeningBalance.OpeningLot(points: Points($0.0), expiresAt: $0.1) }
                )
            ),
            at
        )
    }

    /// The same life under another version from now on.
    func continued(_ version: ProgrammeVersion) throws -> Life {
        var life = try Life(version, enrolled: nil)
        life.state = state
        life.decisions = decisions
        life.events = events
        return life
    }

    /// What was told of a type, with `orderId` where an order is named.
    @discardableResult
    mutating func does(_ type: EventType, order: Key? = nil, at: Instant) throws(Refusal) -> Decision {
        let facts = order.map { [Occurrence.Fact(name: "orderId", value: .text($0))] } ?? []
        return try happen(.happened(Occurrence(type: type, facts: facts)), at)
    }

    @discardableResult
    mutating func holds(_ points: Int64, _ id: Key = "H", minutes: Int64 = 30, at: Instant) throws(Refusal) -> Decision
    {
        let hold = PointsHold(id: id, wallet: "points", points: Points(points), minutes: minutes)
        return try happen(.pointsHeld(hold), at)
    }

    @discardableResult
    mutating func captures(_ hold: Key = "H", _ points: Int64? = nil, at: Instant) throws(Refusal) -> Decision {
        try happen(.pointsCaptured(HoldCapture(hold: hold, points: points.map { Points($0) })), at)
    }

    @discardableResult
    mutating func captures(_ points: Int64, at: Instant) throws(Refusal) -> Decision {
        try captures("H", points, at: at)
    }

    @discardableResult
    mutating func releases(_ hold: Key = "H", at: Instant) throws(Refusal) -> Decision {
        try happen(.pointsReleased(hold), at)
    }

    @discardableResult
    mutating func adjusts(_ points: Int64, at: Instant) throws(Refusal) -> Decision {
        try happen(.pointsAdjusted(Adjustment(wallet: "points", points: Points(points))), at)
    }

    /// The lots with points left, in the order of spending.
    var lots: [Lot] { state.account("points")?.lots ?? [] }

    /// What can be spent at that moment.
    func available(at moment: Instant) -> Int64 {
        state.account("points")?.standing(at: moment).available.units ?? 0
    }

    func pending(at moment: Instant) -> Int64 {
        state.account("points")?.standing(at: moment).pending.units ?? 0
    }

    var debt: Int64 { state.account("points")?.debt.units ?? 0 }

    var level: Key? { state.standing(in: "status")?.level }
}
