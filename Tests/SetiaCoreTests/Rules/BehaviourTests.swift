import SetiaCore
import Testing

@Suite("What members did in the last days")
struct BehaviourTests {
    private func parsed(_ text: String, inSegment: Bool = true) throws -> Condition {
        let kopi = Kopi.version().programme
        let vocabulary = ConditionVocabulary(
            currencies: kopi.currencies,
            tierSets: kopi.tierSets,
            segments: ["lapsed"],
            countsBehaviour: inSegment
        )
        return try Condition.parse(text, vocabulary, on: .memberEnrolled)
    }

    private static let ringgit = Kopi.version().programme.currencies[0].currency

    @Test(
        "C-15: a condition of a segment counts what she did in the last days, in each form",
        arguments: [
            ("member.orders(30) == 0", BehaviourMeasure.Deed.orders, 30), ("member.visits(7) > 2", .visits, 7),
            ("member.stays(365) >= 1", .stays, 365), ("member.redeemed(90) == 0", .redemptions(of: nil), 90),
            ("member.redeemed(\"mug\", 90) > 0", .redemptions(of: "mug"), 90),
            ("member.boughtCategory(\"coffee\", 90) > 3", .units(of: .category("coffee")), 90),
            ("member.boughtProduct(\"kopi-o\", 1100) > 3", .units(of: .product("kopi-o")), 1_100),
            ("member.spend(\"MYR\", 1) >= money(\"500.00 MYR\")", .spend(ringgit, on: nil), 1),
            (
                "member.spendOnCategory(\"coffee\", \"MYR\", 90) > money(\"0.00 MYR\")",
                .spend(ringgit, on: .category("coffee")), 90
            ),
            (
                "member.spendOnProduct(\"kopi-o\", \"MYR\", 90) > money(\"0.00 MYR\")",
                .spend(ringgit, on: .product("kopi-o")), 90
            ),
        ]
    )
    func forms(text: String, deed: BehaviourMeasure.Deed, days: Int) throws {
        #expect(try parsed(text).measures == [BehaviourMeasure(deed, days: days)])
        let both = "member.orders >= 2 && (\(text) || !(\(text)))"
        #expect(try parsed(both).measures == [BehaviourMeasure(deed, days: days)])
    }

    @Test(
        "C-15: a window, a currency or a comparison that cannot be is refused, with its place and what would do",
        arguments: [
            ("member.orders(0) == 0", 14, "1 to 1100"), ("member.orders(-3) == 0", 14, "1 to 1100"),
            ("member.orders(1101) == 0", 14, "1 to 1100"), ("member.orders(member.orders) == 0", 14, "written out"),
            ("member.spend(\"XTS\", 90) > money(\"1.00 MYR\")", 13, "does not take 'XTS'"),
            ("member.spend(\"MYR\", 90) > 100", 24, "money"), ("member.orders(\"30\") == 0", 7, "orders"),
            ("member.boughtCategory(member.country, 90) > 3", 22, "written out"),
        ]
    )
    func refused(text: String, offset: Int, reason: String) {
        let failure = #expect(throws: MalformedCondition.self) { try parsed(text) }
        #expect(failure?.offset == offset, "\(failure?.description ?? "")")
        #expect(failure?.reason.contains(reason) == true, "\(failure?.description ?? "")")
    }

    @Test("C-17: outside of segments nothing counts what she did, and it is said where it may be")
    func elsewhere() {
        for text in ["member.orders(30) == 0", "member.spend(\"MYR\", 90) > money(\"1.00 MYR\")"] {
            let failure = #expect(throws: MalformedCondition.self) { try parsed(text, inSegment: false) }
            #expect(failure?.reason.contains("counted by segments only") == true)
            #expect(failure?.reason.contains("member.inSegment") == true)
        }
    }

    @Test("C-16: a window is today and the days before it, and only what is in it counts")
    func window() throws {
        let today = try #require(Day(year: 2026, month: 6, day: 10))
        let measures =
            [1, 2, 30].map { BehaviourMeasure(.orders, days: $0) }
            + [BehaviourMeasure(.spend(Self.ringgit, on: .category("coffee")), days: 30)]
        let line = Order.Line(sku: "kopi-o", quantity: 2, net: 700, categories: ["coffee"])
        let cake = Order.Line(sku: "cake", quantity: 1, net: 900, categories: ["food"])
        let order = MemberDeed.Matter.order(
            try Money(minorUnits: 1_600, currency: Self.ringgit),
            lines: [line, cake]
        )
        var counts = BehaviourCounts(measures, today: today)
        for days in [0, -1, -29, -30, 1] { counts.add(order, on: today.adding(days: days)) }
        #expect(measures.map { counts.value(of: $0) } == [1, 2, 3, 2_100])
        #expect(counts.value(of: BehaviourMeasure(.visits, days: 1)) == nil)
    }

    @Test("C-16: a condition holds by what was counted, and of nothing counted it does not hold")
    func holds() throws {
        let version = Kopi.version()
        let condition = try version.memberCondition("member.orders(30) == 0")
        let state = MemberState(member: Kopi.member)
        let june = Audience.june
        var counts = BehaviourCounts(condition.measures, today: version.zone.day(of: june))
        #expect(version.holds(condition, of: state, counting: counts, at: june))
        counts.add(
            .order(try Money(minorUnits: 100, currency: Self.ringgit), lines: []),
            on: version.zone.day(of: june)
        )
        #expect(!version.holds(condition, of: state, counting: counts, at: june))
        #expect(!version.holds(condition, of: state, counting: nil, at: june))
    }
}
