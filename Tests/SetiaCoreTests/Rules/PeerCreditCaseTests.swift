import SetiaCore
import Testing

/// Store credit and what pays with it, tax and who pays, by the ids of `docs/rules/peer-cases.md`.
///
/// Store credit is a wallet whose points are worth a sen each.
@Suite("Cases of other systems: store credit, tax, and who pays")
struct PeerCreditCaseTests {
    private let now = Kopi.at("2026-06-01T10:00")
    private let credit = PointsPayment(wallet: "points", step: Points(1), worth: [Kopi.money(1)])

    private func line(_ sku: Key, _ price: Int64, _ quantity: Int64 = 1, _ categories: [Key] = []) -> Cart.Line {
        Cart.Line(sku: sku, quantity: quantity, price: price, categories: categories)
    }

    private func holder(_ amount: Int64) throws -> Life {
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate, expiry: .none), rules: []))
        try life.opens([(amount, nil)], at: Kopi.at("2026-01-01T10:00"))
        return life
    }

    /// Pays for goods as far as her credit goes; what is still due.
    private func pays(_ price: Int64, _ order: Key, _ life: inout Life) throws -> Int64 {
        var desk = CartDesk([])
        desk.payments = [credit]
        desk.member = life.state
        let cart = try desk.evaluate([line("x", price)], points: .most)
        try life.spends(try #require(cart.points).points.units, order: order, at: now)
        return cart.totals.due
    }

    @Test("MED-01: store credit adds up")
    func addsUp() throws {
        var life = try holder(15_000)
        try life.spends(3_000, at: now)
        let account = try #require(life.state.account("points"))
        #expect([account.credited, account.spent, account.balance].map(\.units) == [15_000, 3_000, 12_000])
    }

    @Test("ODO-GC-09: store credit pays as far as it goes, and a return can be paid into it")
    func asFarAsItGoes() throws {
        var (aaa, bbb) = (try holder(5_000), try holder(1_000))
        #expect(try pays(1_200, "1", &aaa) == 0)
        #expect(try pays(3_800, "2", &aaa) == 0)
        #expect(aaa.available(at: now) == 0)
        #expect(try pays(3_600, "3", &bbb) == 2_600)
        try bbb.adjusts(2_000, at: now)
        #expect(bbb.available(at: now) == 2_000)
    }

    @Test("ODO-GC-10: several wallets and several kinds of cards never mix")
    func neverMix() throws {
        func wallet(_ key: Key) -> Wallet {
            Wallet(key: key, name: Words([]), activation: .immediate, expiry: .none, rates: [])
        }
        let version = ProgrammeVersion(
            number: 1,
            validFrom: Instant(milliseconds: 0),
            programme: Programme(
                name: "kopi",
                engine: 1,
                languages: ["en"],
                timeZone: "Asia/Kuala_Lumpur",
                currencies: [CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2)],
                wallets: [wallet("w1"), wallet("w2")],
                tierSets: [],
                rules: [],
                promotions: ["gift_1", "gift_2"].map { Promotion(key: $0, gift: .giftCard, needsCode: true) }
            ),
            zone: Kopi.zone
        )
        var (aaa, bbb) = (try Life(version), try Life(version))
        func give(_ points: Int64, _ wallet: Key, _ life: inout Life) throws {
            try life.happen(.pointsAdjusted(Adjustment(wallet: wallet, points: Points(points))), now)
        }
        try give(30, "w1", &aaa)
        try give(40, "w2", &aaa)
        try give(50, "w1", &bbb)
        try aaa.happen(.pointsRedeemed(Redemption(id: "x", wallet: "w1", points: Points(12), order: nil)), now)
        func held(_ life: Life) -> [Int64] { life.state.accounts.map(\.balance.units) }
        #expect(held(aaa) == [18, 40])
        #expect(held(bbb) == [50])
        func card(_ number: Key, _ balance: Int64) -> PresentedCode {
            let voucher = Voucher(promotion: number, uses: nil, balance: Kopi.money(balance))
            return PresentedCode(code: number, voucher: voucher)
        }
        let cart = try #require(Cart(id: "C", currency: Kopi.currency("MYR"), lines: [line("x", 1_500)]))
        let both = [card("gift_1", 1_000), card("gift_2", 2_000)]
        let paid = try evaluate(version, cart, at: now, codes: both).cards
        #expect(paid.map(\.promotion) == ["gift_1", "gift_2"])
        #expect(paid.map(\.left) == [0, 1_500])
    }

    // MARK: - Tax

    /// What an amount is without so many per cent of tax, rounded half up: the shop's part, since Setia reckons with what
    /// customers pay.
    private func untaxed(_ amount: Int64, _ percent: Int64) -> Int64 {
        (amount * 100 * 2 + 100 + percent) / ((100 + percent) * 2)
    }

    @Test("ODO-RED-02: a coupon takes off what goods cost with tax, and credit pays the rest")
    func couponThenCredit() throws {
        let desk = CartDesk([try .percent(100, "free", of: .lines, lines: "line.sku == \"a\"", needsCode: true), .card])
        let goods = [line("a", 11_500), line("b", 11_500)]
        let wallet = PresentedCode.card("1", 11_500)
        #expect(try desk.evaluate(goods, codes: [wallet]).totals.due == 11_500)
        let cart = try desk.evaluate(goods, codes: [wallet, .good("2", "free")])
        #expect(cart.totals.due == 0)
        let coupon = untaxed(cart.given.reduce(0) { $0 + $1.amount }, 15)
        #expect(coupon + cart.cards.reduce(0) { $0 + $1.amount } == 21_500)
    }

    @Test("ODO-TAX-01: a minimum is in the prices that customers pay, and so is what is taken off")
    func taxes() throws {
        func desk(upTo most: [Money] = []) throws -> CartDesk {
            CartDesk([
                try .free(4, 1, lines: "line.sku == \"cabinet\""),
                // 320.00 without 15 % of tax.
                try .percent(20, of: .lines, lines: "line.sku == \"cabinet\"", minimum: 36_800, upTo: most),
            ])
        }
        let (included, onTop) = (line("cabinet", 32_000), line("cabinet", 36_800))
        let drawers = line("drawer", 2_500, 10)
        let carts = try [
            desk().evaluate([included]), desk().evaluate([onTop]), desk().evaluate([onTop, drawers]),
            desk().evaluate([line("cabinet", 36_800, 10), drawers]),
            desk(upTo: [Kopi.money(20_000)]).evaluate([line("cabinet", 36_800, 10), drawers]),
        ]
        #expect(carts.map { $0.given.contains { $0.promotion == "percent" } } == [false, true, true, true, true])
        #expect(carts.map(\.totals.due) == [32_000, 29_440, 54_440, 260_520, 299_400])
        #expect(carts[3].lines.map(\.free) == [2, 0])
        #expect(untaxed(carts[4].lines[0].net, 15) + carts[4].lines[1].net == 263_609)
    }

    @Test("MED-04: a gift card that holds its tax pays it too")
    func taxOfCard() throws {
        // 500.00 and 300.00, each with 19 % of tax.
        let cart = try CartDesk([.card]).evaluate([line("x", 59_500)], codes: [.card("1", 35_700)])
        #expect(cart.totals.due == 23_800)
        let tax = cart.totals.due - untaxed(cart.totals.due, 19)
        #expect(tax == 3_800)
        let card = cart.cards[0].amount
        #expect([untaxed(card, 19), card - untaxed(card, 19)] == [30_000, 5_700])
    }

    // MARK: - Who pays

    @Test("ODO-POS-03: points are whoever's who pays, and not whose they were when the goods were rung up")
    func switchedCustomer() throws {
        let effect = Rule.Effect.earnFixed(wallet: "points", points: Points(1), per: .piece)
        var desk = CartDesk([])
        desk.rules = [Rule(id: "pen", on: .orderPaid, effect: effect)]
        var (bbb, ccc) = (try Life(desk.version), try Life(desk.version))
        func ring(_ pens: Int64, for customer: Life) throws -> Order {
            desk.member = customer.state
            let cart = try desk.evaluate([line("pen", 320, pens)])
            #expect(cart.earned.map(\.points) == [Points(pens)])
            return cart.order
        }
        let (four, three) = (try ring(4, for: bbb), try ring(3, for: ccc))
        try ccc.happen(.orderPaid(four), now)
        try bbb.happen(.orderPaid(three), now)
        #expect([ccc, bbb].map { $0.available(at: now) } == [4, 3])
    }
}
