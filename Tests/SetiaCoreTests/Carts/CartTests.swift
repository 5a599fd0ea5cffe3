import SetiaCore
import Testing

@Suite("Carts")
struct CartTests {
    private func line(_ sku: Key, _ price: Int64, _ quantity: Int64 = 1, _ categories: [Key] = []) -> Cart.Line {
        Cart.Line(sku: sku, quantity: quantity, price: price, categories: categories)
    }

    @Test("V-2: lines come first, then the order, then delivery, then points, then gift cards")
    func phases() throws {
        var desk = CartDesk([
            Promotion(key: "delivery", gift: .freeShipping(upTo: []), minimum: Promotion.Minimum([Kopi.money(5_000)])),
            try .percent(10, "order"), try .off(1_000, "line", of: .lines, lines: "line.sku == \"a\""), .card,
        ])
        desk.payments = [PointsPayment(wallet: "points", step: Points(100), worth: [Kopi.money(100)])]
        desk.member = try CartDesk.member(points: 1_000)
        let cart = try desk.evaluate(
            [line("a", 6_000), line("b", 4_000)],
            shipping: 800,
            points: .points(Points(550)),
            codes: [.card("1", 2_000)]
        )
        #expect(cart.given.map(\.promotion) == ["line", "order", "delivery"])
        #expect(cart.given.map(\.amount) == [1_000, 900, 800])
        #expect(cart.points?.amount == 500)
        #expect(cart.cards.map(\.amount) == [2_000])
        #expect(cart.totals.due == 10_000 - 1_000 - 900 - 500 - 2_000)
        #expect(cart.order.total == 10_000 - 1_000 - 900 - 500)
        #expect(cart.earned == [CartEvaluation.Earned(wallet: "points", points: Points(76))])
    }

    @Test("V-3: an amount off several lines is shared by what is left of them, by largest remainder")
    func shares() throws {
        let cart = try CartDesk([try .off(1_000)]).evaluate([line("a", 3_333), line("b", 3_333), line("c", 3_334)])
        #expect(cart.given[0].parts.map(\.amount) == [333, 333, 334])
        #expect(cart.lines.map(\.net) == [3_000, 3_000, 3_000])
    }

    @Test("B-6: a campaign takes no more off than is left of its discount budget")
    func discountBudget() throws {
        let words = Words([Words.Text(language: "en", text: "Raya")])
        func off(_ key: Key, _ target: Promotion.Target, needsCode: Bool = false) -> Promotion {
            let gift = Promotion.Gift.amountOff([Kopi.money(600)], of: target)
            return Promotion(key: key, gift: gift, needsCode: needsCode, campaign: "raya")
        }
        var desk = CartDesk([off("line", .lines), off("order", .order)])
        desk.campaigns = [Campaign(key: "raya", name: words, discountBudget: [Kopi.money(2_500)])]
        let counter = desk.campaigns[0].discountCounter(Kopi.currency("MYR"))
        // What was taken off before, and what the cart gets: 12.00 in all where there is room.
        let cases: [(before: Int64, given: [Int64])] = [
            (0, [600, 600]), (1_300, [600, 600]), (1_800, [600, 100]), (2_100, [400]),
        ]
        for (before, given) in cases {
            desk.uses = [PromotionUses(promotion: counter, used: before)]
            let cart = try desk.evaluate([line("a", 5_000), line("b", 5_000)])
            #expect(cart.given.map(\.amount) == given)
            #expect(cart.totals.due == 10_000 - given.reduce(0, +))
            #expect(cart.given.allSatisfy { $0.parts.reduce(0) { $0 + $1.amount } == $0.amount })
        }
        desk.uses = [PromotionUses(promotion: counter, used: 2_500)]
        desk.promotions[1] = off("order", .order, needsCode: true)
        let none = try desk.evaluate([line("a", 5_000)], codes: [.good("1", "order")])
        #expect(none.given.isEmpty)
        #expect(none.codes.map(\.refusal) == [.limitReached(byMember: false)])
        // Of a currency that is not named there is no end.
        let tenth = try Promotion.percent(10, "tenth").gift
        desk.promotions = [Promotion(key: "tenth", gift: tenth, campaign: "raya")]
        #expect(try desk.evaluate([line("a", 50_000)], "IDR").given.map(\.amount) == [5_000])
    }

    @Test("B-6: what is given out in every currency is not told, and what has no end in one of them is")
    func discountBudgetTold() throws {
        let words = Words([Words.Text(language: "en", text: "Raya")])
        let tenth = try Promotion.percent(10, "tenth").gift
        var desk = CartDesk([Promotion(key: "tenth", gift: tenth, campaign: "raya")])
        let member = try CartDesk.member()
        let (ringgit, rupiah) = (Kopi.money(2_500), Kopi.money(9_000, "IDR"))
        for (budget, isTold) in [([ringgit], true), ([ringgit, rupiah], false)] {
            desk.campaigns = [Campaign(key: "raya", name: words, discountBudget: budget)]
            let uses = budget.map {
                PromotionUses(promotion: desk.campaigns[0].discountCounter($0.currency), used: $0.minorUnits)
            }
            #expect(desk.version.offers(for: member, at: desk.at).map(\.promotion.key) == ["tenth"])
            #expect(desk.version.offers(for: member, at: desk.at, uses: uses).isEmpty != isTold)
        }
    }

    @Test("B-6: free pieces are given whole, and what rejects gives nothing where too little is left")
    func discountBudgetWhole() throws {
        let words = Words([Words.Text(language: "en", text: "Raya")])
        var desk = CartDesk([
            Promotion(key: "free", gift: .freeUnits(buy: 1, get: 1, free: nil, times: nil), campaign: "raya")
        ])
        desk.campaigns = [Campaign(key: "raya", name: words, discountBudget: [Kopi.money(999)])]
        #expect(try desk.evaluate([line("a", 1_000, 2)]).given.isEmpty)
        #expect(try desk.evaluate([line("a", 999, 2)]).given.map(\.amount) == [999])
        desk.promotions = [Promotion(key: "off", gift: .amountOff([Kopi.money(1_000)], of: .order), campaign: "raya")]
        #expect(try desk.evaluate([line("a", 5_000)]).given.map(\.amount) == [999])
        desk.campaigns = [
            Campaign(key: "raya", name: words, discountBudget: [Kopi.money(999)], rejectsOverCap: true)
        ]
        #expect(try desk.evaluate([line("a", 5_000)]).given.isEmpty)
    }

    @Test("V-6: of a group the best is given, also where it is in a later phase, and its code alone is used")
    func bestOf() throws {
        var desk = CartDesk([
            try .percent(5, "five", group: "either", needsCode: true),
            Promotion(key: "delivery", gift: .freeShipping(upTo: []), group: "either", needsCode: true),
        ])
        desk.groups = [RuleGroup(key: "either", kind: .bestOf)]
        let codes: [PresentedCode] = [.good("1", "five"), .good("2", "delivery")]
        let cheap = try desk.evaluate([line("a", 10_000)], shipping: 600, codes: codes)
        #expect(cheap.given.map(\.promotion) == ["delivery"])
        #expect(cheap.codes.map(\.refusal) == [.exclusiveConflict(with: "delivery"), nil])
        let dear = try desk.evaluate([line("a", 20_000)], shipping: 600, codes: codes)
        #expect(dear.given.map(\.promotion) == ["five"])
        #expect(dear.codes.map(\.refusal) == [nil, .exclusiveConflict(with: "five")])
    }

    @Test("V-6: what is exclusive is given alone, with what pays beside it")
    func exclusive() throws {
        var desk = CartDesk([
            try .percent(10, "line", of: .lines), Promotion(key: "delivery", gift: .freeShipping(upTo: [])),
            try .percent(30, "alone", minimum: 5_000, group: "alone", needsCode: true), .card,
        ])
        desk.groups = [RuleGroup(key: "alone", kind: .exclusive)]
        let codes: [PresentedCode] = [.good("1", "alone"), .card("2", 1_000)]
        let cart = try desk.evaluate([line("a", 10_000)], shipping: 600, codes: codes)
        #expect(cart.given.map(\.promotion) == ["alone"])
        #expect(cart.totals.due == 7_000 + 600 - 1_000)
        #expect(cart.notGiven.map(\.refusal) == Array(repeating: .exclusiveConflict(with: "alone"), count: 2))
        // Where it gives nothing it stands in nobody's way.
        let small = try desk.evaluate([line("a", 4_000)], shipping: 600, codes: codes)
        #expect(small.given.map(\.promotion) == ["line", "delivery"])
        #expect(small.codes[0].refusal == .minimumNotReached(missing: Kopi.money(1_000)))
    }

    @Test(
        "V-7: for so many bought the cheapest are free, and a free piece is none that was bought",
        arguments: [
            (3, 1, 3, 0), (3, 1, 4, 1), (3, 1, 7, 1), (3, 1, 8, 2), (1, 1, 5, 2), (2, 1, 6, 2), (1, 2, 5, 3),
            (1, 2, 2, 1),
        ]
    )
    func freePieces(buy: Int64, get: Int64, pieces: Int64, free: Int64) throws {
        let cart = try CartDesk([try .free(buy, get)]).evaluate([line("a", 500, pieces)])
        #expect(cart.lines[0].free == free)
        #expect(cart.totals.discount == free * 500)
    }

    @Test("V-7: free pieces of other lines, the cheapest first, as many as were bought for and no more often than said")
    func otherFree() throws {
        func desk(_ times: Int64?) throws -> CartDesk {
            CartDesk([
                Promotion(
                    key: "cake",
                    gift: .freeUnits(
                        buy: 2,
                        get: 1,
                        free: try Promotion.filter("\"cake\" in line.categories"),
                        times: times
                    ),
                    lines: try Promotion.filter("\"coffee\" in line.categories")
                )
            ])
        }
        let lines = [
            line("kopi", 900, 5, ["coffee"]), line("torte", 1_500, 1, ["cake"]), line("bun", 400, 2, ["cake"]),
        ]
        #expect(try desk(nil).evaluate(lines).lines.map(\.free) == [0, 0, 2])
        #expect(try desk(1).evaluate(lines).lines.map(\.free) == [0, 0, 1])
        #expect(try desk(nil).evaluate([line("kopi", 900, 2, ["coffee"])]).nearly.first?.missing == .freePieces(1))
        #expect(
            try desk(nil).evaluate([line("kopi", 900, 1, ["coffee"]), lines[1]]).nearly.first?.missing == .pieces(1)
        )
    }

    @Test("V-9: each reason for which a code is not taken is told as what it is")
    func refusals() throws {
        var desk = CartDesk([
            try .off(1_000, "off"), try .percent(10, "big", minimum: 50_000, needsCode: true),
            Promotion(
                key: "monthly",
                gift: .percentOff(Rational(1, 10), upTo: [], of: .lines),
                needsCode: true,
                memberCaps: [Cap(.times(1), per: .month)]
            ),
            Promotion(
                key: "thai",
                gift: .percentOff(Rational(1, 10), upTo: [], of: .lines),
                countries: ["TH"],
                needsCode: true
            ),
        ])
        desk.member = try CartDesk.member(country: "MY")
        desk.member?.capUses = [
            CapUse(
                owner: .promotion("monthly"),
                span: .month,
                start: try #require(Day(iso: "2026-06-01")),
                times: 1
            )
        ]
        let (past, future) = (Kopi.at("2026-05-31T10:00"), Kopi.at("2026-06-02T10:00"))
        let other = MemberID(Identifier(high: 9, low: 9))
        let cases: [(Voucher?, PromotionRefusal)] = [
            (nil, .unknownCode), (Voucher(promotion: "gone"), .expired(at: nil)),
            (Voucher(promotion: "off", used: 1), .alreadyUsed),
            (Voucher(promotion: "off", validFrom: future), .notYet(from: future)),
            (Voucher(promotion: "off", validUntil: past), .expired(at: past)),
            (Voucher(promotion: "off", validUntil: desk.at), .expired(at: desk.at)),
            (Voucher(promotion: "off", isStopped: true), .expired(at: nil)),
            (Voucher(promotion: "off", owner: other), .notEligible(.otherOwner)),
            (Voucher(promotion: "big"), .minimumNotReached(missing: Kopi.money(40_000))),
            (
                Voucher(promotion: "monthly"),
                .limitReached(byMember: true, again: Kopi.at("2026-07-01T00:00"))
            ),
            (Voucher(promotion: "thai"), .notEligible(.country(takes: ["TH"]))),
        ]
        for (voucher, refusal) in cases {
            let code = PresentedCode(code: "X", voucher: voucher)
            #expect(try desk.evaluate([line("a", 10_000)], codes: [code]).codes.map(\.refusal) == [refusal])
        }
        let rupiah = try desk.evaluate([line("a", 10_000)], "IDR", codes: [.good("X", "off")])
        #expect(rupiah.codes.map(\.refusal) == [.wrongCurrency(takes: [Kopi.currency("MYR")])])
    }

    @Test("V-10: with more than five codes none is taken, and the same one twice is one")
    func tooMany() throws {
        let desk = CartDesk([try .off(100, needsCode: true)], stacked: true)
        let codes: [PresentedCode] = (0..<6).map { .good(Key("\($0)"), "off") }
        let cart = try desk.evaluate([line("a", 10_000)], codes: codes)
        #expect(cart.totals.due == 10_000)
        #expect(cart.codes.allSatisfy { $0.refusal == .tooManyCodes(most: 5) })
        #expect(try desk.evaluate([line("a", 10_000)], codes: Array(codes.prefix(5)) + [codes[0]]).totals.due == 9_500)
    }

    @Test("V-10: all codes or none, where that is asked")
    func allOrNone() throws {
        let desk = CartDesk([try .off(100, "a", needsCode: true), try .off(50, "own")], stacked: true)
        let codes: [PresentedCode] = [.good("1", "a"), PresentedCode(code: "2", voucher: nil)]
        #expect(try desk.evaluate([line("a", 1_000)], codes: codes).totals.due == 850)
        let none = try desk.evaluate([line("a", 1_000)], codes: codes, allOrNothing: true)
        #expect(none.totals.due == 950)
        #expect(none.codes.map(\.refusal) == [.withOthers(refused: "2"), .unknownCode])
        #expect(none.firstRefusal?.code == "2")
    }

    @Test("V-12: what is nearly given is told with what is missing, the nearest first")
    func nearly() throws {
        let desk = CartDesk([
            Promotion(key: "delivery", gift: .freeShipping(upTo: []), minimum: Promotion.Minimum([Kopi.money(8_000)])),
            try .percent(10, "ten", minimum: 7_200), try .percent(20, "far", minimum: 50_000),
        ])
        let cart = try desk.evaluate([line("a", 6_800)], shipping: 800)
        #expect(cart.nearly.map(\.promotion) == ["ten", "delivery"])
        #expect(cart.nearly.map(\.missing) == [.amount(400), .amount(1_200)])
    }

    @Test("V-8: gift cards are used from the one that ends first on, and only what is needed of them")
    func cards() throws {
        let desk = CartDesk([.card])
        let soon = Kopi.at("2026-07-01T00:00")
        let codes: [PresentedCode] = [.card("1", 1_000), .card("2", 1_000, until: soon), .card("3", 1_000)]
        let cart = try desk.evaluate([line("a", 1_500)], codes: codes)
        #expect(cart.cards.map(\.code) == ["2", "1"])
        #expect(cart.cards.map(\.left) == [0, 500])
        #expect(cart.codes[2].refusal == .noEffect)
    }

    @Test("a condition reads the cart as the order that it would be, and the member as she stands")
    func conditions() throws {
        let vocabulary = ConditionVocabulary(
            currencies: [CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2)],
            tierSets: [Kopi.ladder]
        )
        let text = "event.total >= money(\"50.00 MYR\") && event.quantity >= 2 && member.orders == 0"
        let promotion = Promotion(
            key: "first",
            gift: .percentOff(Rational(1, 10), upTo: [], of: .order),
            condition: try Condition.parse(text, vocabulary)
        )
        let desk = CartDesk([promotion])
        #expect(try desk.evaluate([line("a", 2_500, 2)]).totals.due == 4_500)
        let cart = try desk.evaluate([line("a", 5_000)])
        #expect(cart.notGiven.map(\.refusal) == [.notEligible(.condition(text: text, test: 1))])
    }
}

@Suite("Laws of carts")
struct CartLawTests {
    /// Some promotions, groups and codes.
    private func desk(_ random: inout SplitMix64) throws -> (CartDesk, [PresentedCode]) {
        var promotions: [Promotion] = []
        let kinds: [RuleGroup.Kind] = [.stack, .bestOf, .exclusive]
        let groups = (0..<3).map { place in
            RuleGroup(key: Key("g\(place)"), kind: kinds[place], priority: Int.random(in: 0...2, using: &random))
        }
        for place in 0..<8 {
            let group = [nil, "g0", "g0", "g1", "g2"][Int.random(in: 0..<5, using: &random)].map { Key($0) }
            let target: Promotion.Target = [.order, .lines, .cheapest(2)][Int.random(in: 0..<3, using: &random)]
            let amount = Int64.random(in: 1...3_000, using: &random)
            let gifts: [Promotion.Gift] = [
                .amountOff([Kopi.money(amount)], of: target),
                .percentOff(
                    Rational(amount % 100 + 1, 100),
                    upTo: amount % 3 == 0 ? [Kopi.money(700)] : [],
                    of: target
                ),
                .freeUnits(buy: amount % 3 + 1, get: amount % 2 + 1, free: nil, times: amount % 5 == 0 ? 1 : nil),
                .freeShipping(upTo: []),
            ]
            promotions.append(
                Promotion(
                    key: Key("p\(place)"),
                    gift: gifts[Int.random(in: 0..<4, using: &random)],
                    lines: Bool.random(using: &random) ? try Promotion.filter("\"c\" in line.categories") : nil,
                    minimum: Bool.random(using: &random) ? Promotion.Minimum([Kopi.money(amount)]) : nil,
                    group: group,
                    priority: Int.random(in: 0...2, using: &random),
                    needsCode: place % 2 == 0,
                    countsInitial: Bool.random(using: &random)
                )
            )
        }
        var desk = CartDesk(promotions + [.card])
        desk.groups = groups
        desk.payments = [
            PointsPayment(wallet: "points", step: Points(10), worth: [Kopi.money(7)], share: Rational(1, 3))
        ]
        desk.member = try CartDesk.member(points: Int64.random(in: 0...9_000, using: &random))
        var codes: [PresentedCode] = [.card("k", Int64.random(in: 1...2_000, using: &random))]
        for place in stride(from: 0, to: 8, by: 2) { codes.append(.good(Key("c\(place)"), Key("p\(place)"))) }
        return (desk, codes)
    }

    @Test(
        "whatever is asked, sums are right, nothing is below nothing, and the order of codes is all the same",
        arguments: UInt64(0)..<200
    )
    func laws(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (desk, codes) = try desk(&random)
        let lines = (0..<Int.random(in: 1...5, using: &random)).map { place in
            Cart.Line(
                sku: Key("s\(place)"),
                quantity: Int64.random(in: 1...5, using: &random),
                price: Int64.random(in: 0...2_000, using: &random),
                categories: Bool.random(using: &random) ? ["c"] : []
            )
        }
        let cart = try desk.evaluate(lines, shipping: 500, points: .most, codes: codes)
        let other = try desk.evaluate(lines, shipping: 500, points: .most, codes: codes.shuffled(using: &random))
        #expect(cart == other)
        for (place, line) in cart.lines.enumerated() {
            #expect(line.net >= 0 && line.net <= line.amount)
            #expect(line.free >= 0 && line.free <= line.quantity)
            let off = cart.given.flatMap(\.parts).filter { $0.line == place + 1 }.reduce(0) { $0 + $1.amount }
            #expect(line.net == line.amount - off)
        }
        for given in cart.given {
            #expect(given.amount > 0)
            if given.phase != .shipping { #expect(given.parts.reduce(0) { $0 + $1.amount } == given.amount) }
        }
        #expect(cart.lines.reduce(0) { $0 + $1.net } == cart.totals.goods - cart.totals.discount)
        #expect(cart.order.total == cart.totals.goods - cart.totals.discount - cart.totals.paidWithPoints)
        #expect(cart.totals.due >= 0)
        #expect(cart.totals.shippingDiscount <= cart.totals.shipping)
        for answer in cart.codes where answer.refusal == nil { #expect(answer.amount > 0) }
        let strict = try desk.evaluate(lines, shipping: 500, codes: codes, allOrNothing: true)
        #expect(strict.codes.allSatisfy { $0.refusal == nil } || strict.codes.allSatisfy { $0.refusal != nil })
    }
}
