import SetiaCore

/// A desk that reckons carts for the tests: promotions, and a member where one is wanted.
struct CartDesk {
    var promotions: [Promotion]
    var groups: [RuleGroup] = []
    var payments: [PointsPayment] = []
    var campaigns: [Campaign] = []
    var member: MemberState?
    var uses: [PromotionUses] = []
    var rules: [Rule] = [Kopi.base]
    var at = Kopi.at("2026-06-01T10:00")

    init(_ promotions: [Promotion], stacked: Bool = false) {
        self.promotions = promotions
        if stacked {
            groups = [RuleGroup(key: "all", kind: .stack)]
            self.promotions = promotions.map { $0.with(group: "all") }
        }
    }

    var version: ProgrammeVersion {
        ProgrammeVersion(
            number: 1,
            validFrom: Instant(milliseconds: 0),
            programme: Programme(
                name: "kopi",
                engine: 1,
                languages: ["en"],
                timeZone: "Asia/Kuala_Lumpur",
                currencies: [
                    CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2),
                    CurrencySetting(currency: Kopi.currency("IDR"), decimals: 0),
                ],
                wallets: [Kopi.wallet(activation: .immediate, expiry: .none)],
                tierSets: [Kopi.ladder],
                rules: rules,
                groups: groups,
                campaigns: campaigns,
                promotions: promotions,
                payments: payments
            ),
            zone: Kopi.zone
        )
    }

    /// An enrolled member with so many points.
    static func member(points: Int64 = 0, country: Key? = nil) throws -> MemberState {
        let wallet = Kopi.wallet(activation: .immediate, expiry: .none)
        var life = try Life(Kopi.version(wallet: wallet))
        if points > 0 { try life.opens([(points, nil)], at: Kopi.at("2026-01-01T10:00")) }
        life.state.facts.country = country
        return life.state
    }

    func evaluate(
        _ lines: [Cart.Line],
        _ code: String = "MYR",
        shipping: Int64 = 0,
        points: PointsAsked.Measure? = nil,
        country: Key? = nil,
        codes: [PresentedCode] = [],
        allOrNothing: Bool = false
    ) throws -> CartEvaluation {
        guard
            let cart = Cart(
                id: "C",
                currency: Kopi.currency(code),
                lines: lines,
                shipping: shipping,
                points: points.map { PointsAsked(wallet: "points", $0) },
                country: country
            )
        else { preconditionFailure("no cart of \(lines)") }
        return try SetiaCore.evaluate(
            version,
            cart,
            for: member,
            at: at,
            codes: codes,
            uses: uses,
            allOrNothing: allOrNothing
        )
    }

    /// What is still to be paid for lines of these prices.
    func due(_ prices: Int64..., codes: [PresentedCode] = []) throws -> Int64 {
        try evaluate(prices.map { Cart.Line(sku: "x", price: $0) }, codes: codes).totals.due
    }
}

extension Promotion {
    func with(group: Key) -> Promotion {
        Promotion(
            key: key,
            name: name,
            gift: gift,
            condition: condition,
            lines: lines,
            minimum: minimum,
            schedule: schedule,
            countries: countries,
            group: group,
            priority: priority,
            needsCode: needsCode,
            countsInitial: countsInitial,
            uses: uses,
            memberCaps: memberCaps,
            isUsedWithoutEffect: isUsedWithoutEffect
        )
    }

    /// A part off the order, or of lines.
    static func percent(
        _ percent: Int64,
        _ key: Key = "percent",
        of target: Target = .order,
        lines: String? = nil,
        minimum: Int64? = nil,
        upTo: [Money] = [],
        group: Key? = nil,
        priority: Int = 0,
        needsCode: Bool = false,
        countsInitial: Bool = false,
        uses: Int64? = nil,
        schedule: Schedule? = nil,
        isUsedWithoutEffect: Bool = false
    ) throws -> Promotion {
        Promotion(
            key: key,
            gift: .percentOff(Rational(percent, 100), upTo: upTo, of: target),
            lines: try lines.map { try filter($0) },
            minimum: minimum.map { Minimum([Kopi.money($0)]) },
            schedule: schedule,
            group: group,
            priority: priority,
            needsCode: needsCode,
            countsInitial: countsInitial,
            uses: uses,
            isUsedWithoutEffect: isUsedWithoutEffect
        )
    }

    /// An amount off the order, or of lines.
    static func off(
        _ amount: Int64,
        _ key: Key = "off",
        of target: Target = .order,
        lines: String? = nil,
        minimum: Int64? = nil,
        group: Key? = nil,
        priority: Int = 0,
        needsCode: Bool = false
    ) throws -> Promotion {
        Promotion(
            key: key,
            gift: .amountOff([Kopi.money(amount)], of: target),
            lines: try lines.map { try filter($0) },
            minimum: minimum.map { Minimum([Kopi.money($0)]) },
            group: group,
            priority: priority,
            needsCode: needsCode
        )
    }

    static func free(_ buy: Int64, _ get: Int64, _ key: Key = "free", lines: String? = nil) throws -> Promotion {
        Promotion(
            key: key,
            gift: .freeUnits(buy: buy, get: get, free: nil, times: nil),
            lines: try lines.map { try filter($0) }
        )
    }

    static let card = Promotion(key: "card", gift: .giftCard, needsCode: true)

    private static let vocabulary = ConditionVocabulary(
        currencies: [CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2)],
        tierSets: [Kopi.ladder]
    )

    static func filter(_ text: String) throws -> LineFilter { try LineFilter.parse(text, vocabulary) }
}

extension PresentedCode {
    /// A good code of a promotion.
    static func good(_ code: Key, _ promotion: Key, owner: MemberID? = nil) -> PresentedCode {
        PresentedCode(code: code, voucher: Voucher(promotion: promotion, owner: owner))
    }

    /// A gift card with so much on it.
    static func card(_ code: Key, _ balance: Int64, until: Instant? = nil) -> PresentedCode {
        let voucher = Voucher(promotion: "card", validUntil: until, uses: nil, balance: Kopi.money(balance))
        return PresentedCode(code: code, voucher: voucher)
    }
}
