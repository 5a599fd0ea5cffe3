import SetiaCore
import Testing

/// Carts, codes, gift cards and paying with points, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: carts")
struct PeerCartCaseTests {
    private func line(_ sku: Key, _ price: Int64, _ quantity: Int64 = 1, _ categories: [Key] = []) -> Cart.Line {
        Cart.Line(sku: sku, quantity: quantity, price: price, categories: categories)
    }

    private func steps(
        _ step: Int64,
        worth: Int64,
        minimum: Int64 = 0,
        share: Rational = .one
    ) -> PointsPayment {
        PointsPayment(
            wallet: "points",
            step: Points(step),
            worth: worth > 0 ? [Kopi.money(worth)] : [],
            minimum: Points(minimum),
            share: share
        )
    }

    private func paid(_ payment: PointsPayment, _ asked: PointsAsked.Measure, of held: Int64, for goods: Int64)
        -> PointsPaid
    {
        payment.paying(asked, of: Points(held), for: goods, in: Kopi.currency("MYR"))
    }

    // MARK: - Stacking

    @Test("VCF-STK-01: a minimum is looked at when its turn has come")
    func minimumInTurn() throws {
        for (first, due) in [("a", Int64(9_450)), ("b", 7_560)] {
            let a = try Promotion.percent(10, "a", priority: first == "a" ? 1 : 0, needsCode: true)
            let b = try Promotion.percent(20, "b", minimum: 10_000, priority: first == "b" ? 1 : 0, needsCode: true)
            let desk = CartDesk([a, b], stacked: true)
            #expect(try desk.due(10_500, codes: [.good("1", "a"), .good("2", "b")]) == due)
            #expect(try desk.due(10_500, codes: [.good("2", "b"), .good("1", "a")]) == due)
        }
    }

    @Test("VCF-STK-02: parts of what goods cost first, or each of what is left")
    func initialOrLeft() throws {
        for (initial, due) in [(true, Int64(7_000)), (false, 7_200)] {
            let desk = CartDesk(
                [try .percent(10, "a", countsInitial: initial), try .percent(20, "b", countsInitial: initial)],
                stacked: true
            )
            #expect(try desk.due(10_000) == due)
        }
    }

    @Test("VCF-STK-04: a gift card pays last, whatever came first")
    func cardsLast() throws {
        let desk = CartDesk([try .percent(20, "a", priority: 1), try .off(8_000, "b"), .card], stacked: true)
        let cart = try desk.evaluate([line("x", 200_000)], codes: [.card("1", 100)])
        #expect(cart.totals.due == 151_900)
        #expect(cart.given.map(\.amount) == [40_000, 8_000])
    }

    @Test("VCF-STK-05: a code that takes nothing off is not used up, unless its promotion says so")
    func withoutEffect() throws {
        for isUsed in [false, true] {
            let coupon = try Promotion.percent(
                10,
                "tea",
                of: .lines,
                lines: "\"tea\" in line.categories",
                needsCode: true,
                isUsedWithoutEffect: isUsed
            )
            let cart = try CartDesk([coupon]).evaluate([line("kopi", 1_000)], codes: [.good("1", "tea")])
            #expect(cart.codes[0].refusal == (isUsed ? nil : .noEffect))
        }
    }

    @Test("ODO-STK-01: each repeat is reckoned on what is left")
    func repeated() throws {
        let desk = CartDesk([try .percent(10, needsCode: true)], stacked: true)
        let codes: [PresentedCode] = [.good("1", "percent"), .good("2", "percent"), .good("3", "percent")]
        for (count, due) in [(1, Int64(27_000)), (2, 24_300), (3, 21_870)] {
            #expect(try desk.due(10_000, 10_000, 10_000, codes: Array(codes.prefix(count))) == due)
        }
    }

    @Test("ODO-STK-02: of two discounts of the whole order one is given, and the other code is not used")
    func onlyOne() throws {
        let desk = CartDesk([try .percent(10, "own"), try .percent(10, "code", needsCode: true)])
        let cart = try desk.evaluate([line("x", 32_000)], codes: [.good("1", "code")])
        #expect(cart.totals.due == 28_800)
        #expect(cart.codes[0].refusal == .exclusiveConflict(with: "own"))
    }

    @Test("ODO-STK-03: a minimum counts what earlier promotions left, and below it nothing is given")
    func whatIsLeft() throws {
        let desk = CartDesk(
            [
                try .off(10_000, "promo", minimum: 10_000, needsCode: true),
                try .off(10_000, "coupon", minimum: 10_000, needsCode: true),
            ],
            stacked: true
        )
        let both: [PresentedCode] = [.good("1", "promo"), .good("2", "coupon")]
        #expect(try desk.evaluate([line("x", 1_650, 10)], codes: [both[0]]).totals.due == 6_500)
        let refused = try desk.evaluate([line("x", 1_650, 10)], codes: both)
        #expect(refused.totals.due == 6_500)
        #expect(refused.codes[1].refusal == .minimumNotReached(missing: Kopi.money(3_500)))
        #expect(try desk.evaluate([line("x", 1_650, 15)], codes: both).totals.due == 4_750)
        #expect(try desk.evaluate([line("x", 1_650, 5)], codes: both).totals.due == 8_250)
    }

    @Test("ODO-STK-04: the order of promotions matters, and is the programme's; nothing goes below nothing")
    func order() throws {
        for (first, dues) in [("a", [Int64(28_350), 0]), ("b", [2_650, 2_385])] {
            let a = try Promotion.percent(10, "a", priority: first == "a" ? 1 : 0, needsCode: true)
            let b = try Promotion.off(28_850, "b", priority: first == "b" ? 1 : 0, needsCode: true)
            let desk = CartDesk([a, b], stacked: true)
            let codes: [PresentedCode] = [.good("1", "a"), .good("2", "b")]
            let lines = [line("x", 11_500), line("y", 10_000), line("z", 10_000)]
            #expect(try desk.evaluate(lines, codes: [codes[first == "a" ? 0 : 1]]).totals.due == dues[0])
            #expect(try desk.evaluate(lines, codes: codes).totals.due == dues[1])
        }
    }

    @Test("ODO-STK-06: an amount off a line is at most what is left of the line")
    func whatIsLeftOfLine() throws {
        let five = try Promotion.off(500, "five", of: .lines, lines: "line.sku in [\"a\", \"b\"]")
        let ten = try Promotion.off(1_000, "ten", of: .lines, lines: "line.sku == \"a\"")
        let part = try Promotion.percent(10)
        let lines = [line("a", 600), line("b", 400), line("c", 1_000)]
        #expect(try CartDesk([part]).evaluate(lines).totals.due == 1_800)
        // Five is three of A and two of B; ten is then the three that are left of A: 2 + 10 = 12.
        let fixed = try CartDesk([five, ten]).evaluate(lines)
        #expect(fixed.lines.map(\.net) == [0, 200, 1_000])
        // As there, where ten comes first: B alone bears what it can of five.
        #expect(try CartDesk([ten, five]).evaluate(lines).totals.due == 1_000)
        #expect(try CartDesk([ten, five, part]).evaluate(lines).totals.due == 900)
    }

    @Test("ODO-STK-07: the result depends on the order, which is one whatever came first")
    func deterministic() throws {
        let a = try Promotion.percent(100, "a", of: .lines, lines: "line.sku == \"a\"")
        let both = try Promotion.off(500, "both", of: .lines)
        let lines = [line("a", 1_100), line("b", 1_200)]
        #expect(try CartDesk([a]).evaluate(lines).totals.due == 1_200)
        #expect(try CartDesk([a, both]).evaluate(lines).totals.due == 700)
        #expect(try CartDesk([both]).evaluate(lines).totals.due == 1_800)
        #expect(try CartDesk([both, a]).evaluate(lines).totals.due == 939)
    }

    @Test("ODO-POS-12: a part off the order, and points for some of the rest")
    func partAndPoints() throws {
        var desk = CartDesk([try .percent(10)])
        desk.payments = [steps(500, worth: 1_000)]
        desk.member = try CartDesk.member(points: 500)
        let cart = try desk.evaluate([line("x", 10_000)], points: .most)
        #expect(cart.totals.due == 8_000)
        #expect(cart.points?.points == Points(500))
    }

    // MARK: - Coupons

    @Test("ODO-CPN-01: a line that costs nothing any more bears nothing")
    func alreadyFree() throws {
        let desk = CartDesk([
            try .percent(100, "free", of: .lines, lines: "line.sku == \"a2\"", priority: 1),
            try .percent(10, "ten", of: .lines, lines: "\"a\" in line.categories"),
        ])
        #expect(try desk.evaluate([line("a1", 10_000, 1, ["a"]), line("a2", 10_000, 1, ["a"])]).totals.due == 9_000)
    }

    @Test("ODO-CPN-03: nine tenths off leave one")
    func mostOff() throws {
        #expect(try CartDesk([try .percent(90)]).due(10_000) == 1_000)
    }

    @Test("ODO-CPN-04: a part off the cheapest of those that match")
    func cheapestOfTagged() throws {
        let desk = CartDesk([try .percent(10, of: .cheapest(1), lines: "\"t\" in line.categories")])
        let lines = [line("a", 11_500, 1, ["t"]), line("b", 575), line("c", 5_000, 1, ["t"])]
        #expect(try desk.evaluate(Array(lines.prefix(2))).totals.discount == 1_150)
        #expect(try desk.evaluate(lines).totals.discount == 500)
    }

    @Test("ODO-POS-06: a part off the cheapest is off one piece")
    func cheapestPiece() throws {
        let cart = try CartDesk([try .percent(90, of: .cheapest(1))]).evaluate([line("pen", 320, 5)])
        #expect(cart.totals.discount == 288)
        #expect(cart.totals.due == 1_312)
    }

    @Test("ODO-POS-15: nothing after its time, once where it is given once")
    func overAndUsed() throws {
        let day = try #require(Day(iso: "2026-05-30"))
        let over = Schedule(until: Schedule.WallTime(day: day))
        let lines = [line("pen", 320, 5)]
        #expect(try CartDesk([try .percent(90, of: .cheapest(1), schedule: over)]).evaluate(lines).totals.discount == 0)
        var desk = CartDesk([try .percent(90, of: .cheapest(1), uses: 1)])
        #expect(try desk.evaluate(lines).totals.discount == 288)
        desk.uses = [PromotionUses(promotion: "percent", used: 1)]
        let cart = try desk.evaluate(lines)
        #expect(cart.totals.discount == 0)
        #expect(cart.notGiven.map(\.refusal) == [.limitReached(byMember: false)])
    }

    @Test("ODO-CON-03: both ends of a promotion's days belong to it")
    func bothEnds() throws {
        func day(_ text: String) throws -> Schedule.WallTime { Schedule.WallTime(day: try #require(Day(iso: text))) }
        let today = try day("2011-11-02")
        // A schedule's `until` is the first moment after it.
        let tomorrow = try day("2011-11-03")
        let cases: [(Schedule, Bool)] = [
            (Schedule(until: try day("2011-11-01")), false), (Schedule(until: try day("2011-11-05")), true),
            (Schedule(from: try day("2011-11-04")), false), (Schedule(from: today, until: tomorrow), true),
        ]
        for (schedule, isGiven) in cases {
            var desk = CartDesk([try .percent(10, schedule: schedule)])
            desk.at = Kopi.at("2011-11-02T09:00")
            #expect(try desk.due(1_000) == (isGiven ? 900 : 1_000))
        }
    }

    @Test("ODO-CPN-05: an amount off takes no more than there is")
    func neverBelow() throws {
        let desk = CartDesk([try .off(24_900)])
        #expect(try desk.evaluate([line("drawer", 2_500)]).totals.due == 0)
        #expect(try desk.evaluate([line("drawer", 2_500, 17)]).totals.due == 17_600)
        #expect(try CartDesk([]).evaluate([line("drawer", 2_500, 17)]).totals.due == 42_500)
    }

    @Test("ODO-CPN-06: an amount off for a code")
    func amountOff() throws {
        let desk = CartDesk([try .off(10_000, needsCode: true)])
        #expect(try desk.evaluate([line("x", 1_650, 10)], codes: [.good("1", "off")]).totals.due == 6_500)
    }

    @Test("ODO-BXGY-01: a free piece is not discounted again")
    func freeOnce() throws {
        let desk = CartDesk([try .free(3, 1), try .percent(10, needsCode: true)])
        let cart = try desk.evaluate([line("cabinet", 32_000, 4)], codes: [.good("1", "percent")])
        #expect(cart.totals.due == 86_400)
        #expect(cart.lines[0].free == 1)
        #expect(try desk.evaluate([line("cabinet", 32_000, 3)]).nearly.first?.missing == .freePieces(1))
    }

    @Test("ODO-POS-09: a part off is reckoned on what is still paid for")
    func stillPaid() throws {
        let free = Promotion(
            key: "two",
            gift: .amountOff([Kopi.money(1_000_000)], of: .cheapest(2)),
            priority: 1,
            needsCode: true
        )
        let desk = CartDesk([try .percent(50, "half", of: .lines, needsCode: true), free])
        let lines = [line("organiser", 510, 6)]
        #expect(try desk.evaluate(lines, codes: [.good("1", "half")]).totals.discount == 1_530)
        let cart = try desk.evaluate(lines, codes: [.good("1", "half"), .good("2", "two")])
        #expect(cart.given.map(\.amount) == [1_020, 1_020])
        #expect(cart.totals.due == 1_020)
    }

    @Test("ODO-POS-14: a category is the category that is named")
    func namedCategory() throws {
        let desk = CartDesk([try .percent(50, of: .lines, lines: "\"parent\" in line.categories")])
        #expect(try desk.evaluate([line("b", 5_000, 1, ["child"])]).totals.due == 5_000)
        #expect(try desk.evaluate([line("a", 3_000, 1, ["parent"])]).totals.due == 1_500)
    }

    @Test("ODO-LIM-01: a part off is at most its limit, and at most what is there")
    func limited() throws {
        let desk = CartDesk([try .percent(10, of: .lines, lines: "line.sku == \"a\"", upTo: [Kopi.money(900)])])
        #expect(try desk.evaluate([line("a", 12_000)]).totals.discount == 900)
        #expect(try desk.evaluate([line("a", 6_000)]).totals.discount == 600)
    }

    @Test("ODO-LIM-02: a promotion that is given once is given once")
    func once() throws {
        var desk = CartDesk([try .percent(10, uses: 1)])
        #expect(try desk.due(1_000) == 900)
        desk.uses = [PromotionUses(promotion: "percent", used: 1)]
        #expect(try desk.due(1_000) == 1_000)
    }

    // MARK: - What is earned

    @Test("ODO-BAS-04: what is taken off some lines lessens what those earn")
    func earnsOnNet() throws {
        var desk = CartDesk([
            try .percent(10, of: .lines, lines: "\"food\" in line.categories", needsCode: true)
        ])
        desk.member = try CartDesk.member()
        desk.rules = [
            Rule(
                id: "food",
                on: .orderPaid,
                lines: try Promotion.filter("\"food\" in line.categories"),
                effect: .earnByRate(wallet: "points")
            )
        ]
        let cart = try desk.evaluate(
            [line("a", 10_000, 1, ["food"]), line("b", 5_000)],
            codes: [.good("1", "percent")]
        )
        #expect(cart.totals.due == 14_000)
        #expect(cart.earned.map(\.points) == [Points(90)])
    }

    @Test("ODO-BAS-05: a gift card pays, and lessens nothing that is earned")
    func cardIsPayment() throws {
        var desk = CartDesk([.card])
        desk.member = try CartDesk.member()
        let cart = try desk.evaluate([line("a", 10_000)], codes: [.card("1", 1_000)])
        #expect(cart.totals.due == 9_000)
        #expect(cart.earned.map(\.points) == [Points(100)])
    }

    @Test("ODO-ISS-01: what is taken off is no line that earns")
    func discountIsNoLine() throws {
        var desk = CartDesk([try .percent(10)])
        desk.member = try CartDesk.member()
        let effect = Rule.Effect.earnFixed(wallet: "points", points: Points(1), per: .line)
        desk.rules = [Rule(id: "each", on: .orderPaid, effect: effect)]
        let lines = (0..<5).map { line(Key("s\($0)"), 1_000) }
        #expect(try desk.evaluate(lines).earned.map(\.points) == [Points(5)])
    }

    // MARK: - Gift cards

    @Test("ODO-GC-04: a code takes off first, and the card pays the rest")
    func codeThenCard() throws {
        let desk = CartDesk([try .percent(10, needsCode: true), .card])
        #expect(try desk.due(10_000, codes: [.card("1", 10_000)]) == 0)
        let cart = try desk.evaluate([line("x", 10_000)], codes: [.card("1", 10_000), .good("2", "percent")])
        #expect(cart.totals.due == 0)
        #expect(cart.cards.map(\.amount) == [9_000])
    }

    @Test("ODO-GC-05: two cards pay together")
    func twoCards() throws {
        let cart = try CartDesk([.card]).evaluate(
            [line("a", 1_500, 20)],
            codes: [.card("1", 10_000), .card("2", 10_000)]
        )
        #expect(cart.totals.due == 30_000 - 20_000)
    }

    @Test("ODO-GC-07: what a card does not pay stays on it")
    func restStays() throws {
        let cart = try CartDesk([.card]).evaluate([line("pen", 320)], codes: [.card("1", 5_000)])
        #expect(cart.totals.due == 0)
        #expect(cart.cards.map(\.left) == [4_680])
    }

    // MARK: - Paying with points

    @Test("SET-PAY-03: at most half of the order")
    func half() {
        let payment = steps(1, worth: 1, minimum: 500, share: Rational(1, 2))
        #expect(paid(payment, .points(Points(10_000)), of: 10_000, for: 10_000).points == Points(5_000))
    }

    @Test("SET-PAY-06: points that are worth nothing pay nothing")
    func worthNothing() {
        #expect(paid(steps(1, worth: 0), .points(Points(1_000)), of: 1_000, for: 1_000).points == .zero)
        let broken = PointsPayment(wallet: "points", step: .zero, worth: [Kopi.money(1)])
        #expect(paid(broken, .points(Points(1_000)), of: 1_000, for: 1_000).amount == 0)
    }

    @Test("SET-RED-02: a quote takes as many as there are and says so; a redemption of more is refused")
    func clamps() throws {
        let quote = paid(steps(1, worth: 1), .points(Points(500)), of: 200, for: 10_000)
        #expect(quote == PointsPaid(wallet: "points", points: Points(200), amount: 200, limit: .available))
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate, expiry: .none)))
        try life.opens([(200, nil)], at: Kopi.at("2026-01-01T10:00"))
        let later = Kopi.at("2026-01-02T10:00")
        #expect(throws: Refusal.insufficientPoints(wallet: "points", available: Points(200), needed: Points(500))) {
            try life.spends(500, at: later)
        }
    }

    @Test("SPR-02: money that is to be paid with points takes whole steps, a part of one counted whole")
    func roundedUp() {
        #expect(paid(steps(1, worth: 5), .amount(50), of: 100, for: 1_000).points == Points(10))
        let more = paid(steps(1, worth: 5), .amount(51), of: 100, for: 1_000)
        #expect(more.points == Points(11))
        #expect(more.amount == 51)
    }

    @Test("ODO-RED-01: only whole steps are spent")
    func wholeSteps() {
        #expect(paid(steps(3, worth: 450), .most, of: 10, for: 100_000).points == Points(9))
    }

    @Test("TAL-01: a point is worth a ringgit")
    func oneForOne() {
        let twelve = paid(steps(1, worth: 100), .most, of: 12, for: 10_000)
        #expect(twelve.points == Points(12))
        #expect(twelve.amount == 1_200)
    }

    @Test("ERP-01: what points pay whole leaves nothing over")
    func nothingOver() throws {
        var desk = CartDesk([])
        desk.payments = [steps(1, worth: 10)]
        desk.member = try CartDesk.member(points: 10_000)
        let cart = try desk.evaluate([line("x", 10_060)], points: .most)
        #expect(cart.totals.due == 0)
        #expect(cart.points?.points == Points(1_006))
    }

    @Test("POSA-01: points times what one is worth, and not divided by it")
    func times() {
        #expect(paid(steps(1, worth: 5), .most, of: 77, for: 100_000).amount == 385)
    }

    @Test("ODO-POS-11: what the order itself will earn does not pay for it")
    func notItsOwn() throws {
        var desk = CartDesk([])
        desk.payments = [steps(1, worth: 100)]
        desk.member = try CartDesk.member(points: 100)
        let cart = try desk.evaluate([line("x", 26_500)], points: .most)
        #expect(cart.totals.due == 16_500)
        #expect(cart.points?.limit == nil)
    }
}
