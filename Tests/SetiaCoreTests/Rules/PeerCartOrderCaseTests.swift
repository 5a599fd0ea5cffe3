import SetiaCore
import Testing

/// Carts and the orders that they become, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: what a cart earns and spends")
struct PeerCartOrderCaseTests {
    private func line(_ sku: Key, _ price: Int64) -> Cart.Line { Cart.Line(sku: sku, price: price) }

    @Test("ODO-POS-13: points that the order itself earns pay for it, where the brand lets them")
    func itsOwn() throws {
        // 100.00 with 10 % of tax, and 100.00.
        let lines = [line("a", 11_000), line("b", 10_000)]
        for (times, due) in [(Int64(1), Int64(20_500)), (2, 20_000)] {
            for isLet in [true, false] {
                var desk = CartDesk([])
                desk.payments = [
                    PointsPayment(wallet: "points", step: Points(5), worth: [Kopi.money(500)], paysOwnOrder: isLet)
                ]
                desk.member = try CartDesk.member(points: 0)
                let cart = try desk.evaluate(lines, points: .points(Points(5 * times)))
                #expect(cart.totals.due == (isLet ? due : 21_000))
                guard isLet else { continue }
                // As it is then told: the order, and the points that paid a part of it.
                var life = try Life(desk.version)
                try life.happen(.orderPaid(cart.order), desk.at)
                try life.spends(5 * times, order: cart.order.id, at: desk.at)
                #expect(life.available(at: desk.at) == due / 100 - 5 * times)
            }
        }
        // All that can be: 105 of 210 pay 105.00, and what is still paid earns 105.
        var desk = CartDesk([])
        desk.payments = [
            PointsPayment(wallet: "points", step: Points(1), worth: [Kopi.money(100)], paysOwnOrder: true)
        ]
        desk.member = try CartDesk.member(points: 0)
        let cart = try desk.evaluate(lines, points: .most)
        #expect(cart.points?.points == Points(105))
        var life = try Life(desk.version)
        try life.happen(.orderPaid(cart.order), desk.at)
        try life.spends(105, order: cart.order.id, at: desk.at)
        #expect(life.available(at: desk.at) == 0)
    }

    @Test("ODO-PTS-01: a rule may ask which promotion an order had")
    func codeOfTheOrder() throws {
        let vocabulary = ConditionVocabulary(
            currencies: [CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2)],
            tierSets: [Kopi.ladder]
        )
        let nothing = Promotion(
            key: "promo10",
            gift: .amountOff([Kopi.money(1)], of: .lines),
            lines: try Promotion.filter("line.sku == \"none\""),
            needsCode: true,
            isUsedWithoutEffect: true
        )
        var desk = CartDesk([nothing])
        desk.rules = [
            Rule(
                id: "ten",
                on: .orderPaid,
                condition: try Condition.parse("\"promo10\" in event.promotions", vocabulary),
                effect: .earnFixed(wallet: "points", points: Points(10))
            )
        ]
        desk.member = try CartDesk.member()
        var life = try Life(desk.version)
        var balances: [Int64] = []
        for codes in [[], [PresentedCode.good("PROMO10", "promo10")]] {
            let cart = try desk.evaluate([line("x", 10_000)], codes: codes)
            #expect(cart.totals.due == 10_000)
            let earned = cart.earned.map(\.points.units)
            try life.happen(.orderPaid(cart.order), desk.at)
            balances.append(life.available(at: desk.at))
            #expect(earned == (codes.isEmpty ? [] : [10]))
        }
        #expect(balances == [0, 10])
        // A part of it comes back, and the code was had all the same.
        try life.returns("C", parts: [OrderReturn.Line(number: 1, amount: Kopi.money(100))], at: desk.at)
        #expect(life.available(at: desk.at) == 10)
    }
}
