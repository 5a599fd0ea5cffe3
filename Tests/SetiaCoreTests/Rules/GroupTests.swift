import SetiaCore
import Testing

@Suite("Groups, schedules and campaigns")
struct GroupTests {
    private let noon = Kopi.at("2026-03-03T12:00")

    private func fixed(_ id: Key, _ points: Int64, group: Key? = nil, priority: Int = 0, caps: [Cap] = []) -> Rule {
        Rule(
            id: id,
            on: .orderPaid,
            effect: .earnFixed(wallet: "points", points: Points(points)),
            caps: caps,
            group: group,
            priority: priority
        )
    }

    private func double(_ id: Key, group: Key?) -> Rule {
        Rule(id: id, on: .orderPaid, effect: .multiply(factor: Rational(2), wallet: nil), group: group)
    }

    private func life(_ rules: [Rule], _ groups: [RuleGroup], campaigns: [Campaign] = []) throws -> Life {
        let wallet = Kopi.wallet(activation: .immediate)
        return try Life(Kopi.version(wallet: wallet, rules: rules, groups: groups, campaigns: campaigns))
    }

    @Test(
        "E-14: of a group the best gives, the first alone, or all",
        arguments: [
            (RuleGroup.Kind.stack, Int64(10 + 5 + 20 + 10)), (.bestOf, 10 + 20), (.exclusive, 10 + 5),
        ]
    )
    func kinds(kind: RuleGroup.Kind, expected: Int64) throws {
        let rules = [
            Kopi.base, fixed("five", 5, group: "g"), fixed("twenty", 20, group: "g"), double("double", group: "g"),
        ]
        var life = try life(rules, [RuleGroup(key: "g", kind: kind)])
        let decision = try life.pays(1_000, at: noon)
        #expect(decision.points(in: "points") == Points(expected))
        let winner: Key = kind == .bestOf ? "twenty" : "five"
        let others = decision.reasons.filter { if case .notCombined(_, winner) = $0 { true } else { false } }
        #expect(others.count == (kind == .stack ? 0 : 2))
    }

    @Test("E-14: the best is the one that gives most to this member now, what its cap leaves taken into account")
    func best() throws {
        let once = fixed("once", 20, group: "g", caps: [Cap(.times(1), per: .day)])
        var life = try life([Kopi.base, once, double("double", group: "g")], [RuleGroup(key: "g", kind: .bestOf)])
        #expect(try life.pays(1_000, order: "1", at: noon).points(in: "points") == Points(30))
        // The twenty are given for today, so the double one is best now.
        #expect(try life.pays(1_000, order: "2", at: noon).points(in: "points") == Points(20))
        #expect(try life.pays(5_000, order: "3", at: noon).points(in: "points") == Points(100))
    }

    @Test("E-14: what a campaign's cap leaves counts for the best, and of a multiplier of some lines what those give")
    func bestByCampaignAndLines() throws {
        let cap = Cap(.points(Points(20)), per: .month)
        let march = Campaign(key: "march", name: Words([]), caps: [cap])
        let gift = Rule(
            id: "gift",
            on: .orderPaid,
            effect: .earnFixed(wallet: "points", points: Points(20)),
            campaign: "march",
            group: "g"
        )
        let programme = Kopi.version().programme
        let vocabulary = ConditionVocabulary(currencies: programme.currencies, tierSets: programme.tierSets)
        let tea = Rule(
            id: "tea-tenfold",
            on: .orderPaid,
            lines: try LineFilter.parse("'tea' in line.categories", vocabulary),
            effect: .multiply(factor: Rational(10), wallet: nil),
            group: "g"
        )
        let groups = [RuleGroup(key: "g", kind: .bestOf)]
        var life = try life([Kopi.base, tea, gift, double("double", group: "g")], groups, campaigns: [march])
        // Nothing of it is tea, so the tenfold is worth nothing, and the gift more than doubling.
        #expect(try life.pays(1_000, order: "1", at: noon).points(in: "points") == Points(30))
        // The campaign has given all that it gives this month.
        #expect(try life.pays(1_000, order: "2", at: noon).points(in: "points") == Points(20))
        #expect(try life.pays(300, order: "3", at: noon, categories: ["tea"]).points(in: "points") == Points(30))
    }

    @Test("E-14: a higher priority is asked first, in a group and between groups; an exclusive one closes what follows")
    func priorities() throws {
        let rules = [
            fixed("low", 1, group: "later"), fixed("second", 2, group: "first"),
            fixed("top", 4, group: "first", priority: 9), fixed("free", 8),
        ]
        let groups = [RuleGroup(key: "later", kind: .stack), RuleGroup(key: "first", kind: .exclusive, priority: 5)]
        var life = try life(rules, groups)
        let decision = try life.pays(1_000, at: noon)
        #expect(decision.points(in: "points") == Points(12))
        #expect(decision.reasons.contains(.notCombined(rule: "low", with: "top")))
        #expect(decision.reasons.contains(.notCombined(rule: "second", with: "top")))
    }

    @Test("E-14: a part of an order comes back by the rule that was chosen for it")
    func returned() throws {
        let rules = [Kopi.base, fixed("five", 5, group: "g"), double("double", group: "g")]
        var life = try life(rules, [RuleGroup(key: "g", kind: .bestOf)])
        try life.pays([3_000, 1_000], at: noon)
        #expect(life.available(at: noon) == 80)
        try life.returns(lines: [1], at: noon)
        #expect(life.available(at: noon) == 20)
        try life.returns(lines: [2], at: noon)
        #expect(life.available(at: noon) == 0)
    }

    @Test(
        "E-15: a rule gives on its days and hours only, on the programme's clock, and says when not",
        arguments: [
            ("2026-03-03T13:59", Int64(10)), ("2026-03-03T14:00", 30), ("2026-03-03T16:59", 30),
            ("2026-03-03T17:00", 10),
            ("2026-03-04T15:00", 10), ("2026-02-24T15:00", 10), ("2026-03-31T15:00", 30), ("2026-04-07T15:00", 10),
        ]
    )
    func happyHour(moment: String, expected: Int64) throws {
        let schedule = Schedule(
            from: Schedule.WallTime(day: try #require(Day(iso: "2026-03-03")), minute: 14 * 60),
            until: Schedule.WallTime(day: try #require(Day(iso: "2026-04-01"))),
            recurrence: try Recurrence("FREQ=WEEKLY;BYDAY=TU"),
            minutes: 180
        )
        let happy = Rule(
            id: "happy-hour",
            on: .orderPaid,
            effect: .earnFixed(wallet: "points", points: Points(20)),
            schedule: schedule
        )
        var life = try life([Kopi.base, happy], [])
        let decision = try life.pays(1_000, at: Kopi.at(moment))
        #expect(decision.points(in: "points") == Points(expected))
        #expect(decision.reasons.contains(.notScheduled(rule: "happy-hour")) == (expected == 10))
    }

    @Test("E-15: a campaign has one time for its rules; E-10: and one cap, which a return opens again")
    func campaign() throws {
        let cap = Cap(.points(Points(25)), per: .month)
        let march = Campaign(
            key: "march",
            name: Words([]),
            schedule: Schedule(
                from: Schedule.WallTime(day: try #require(Day(iso: "2026-03-01"))),
                until: Schedule.WallTime(day: try #require(Day(iso: "2026-04-01")))
            ),
            caps: [cap]
        )
        let rules = [Key("a"), Key("b")].map {
            Rule(id: $0, on: .orderPaid, effect: .earnFixed(wallet: "points", points: Points(10)), campaign: "march")
        }
        var life = try life(rules, [], campaigns: [march])
        #expect(try life.pays(1_000, order: "1", at: noon).points(in: "points") == Points(20))
        let second = try life.pays(1_000, order: "2", at: noon)
        #expect(second.points(in: "points") == Points(5))
        let held = Reason.cappedByCampaign(
            rule: "b",
            campaign: "march",
            wallet: "points",
            withheld: Points(10),
            cap: cap
        )
        #expect(second.reasons.contains(held))
        try life.returns("1", at: noon)
        #expect(try life.pays(1_000, order: "3", at: noon).points(in: "points") == Points(20))
        #expect(try life.pays(1_000, order: "4", at: Kopi.at("2026-04-01T00:00")).points(in: "points") == .zero)
    }

    @Test(
        "long-standing members: conditions read how long she has been one",
        arguments: [
            ("member.yearsAsMember >= 1", "2026-12-30T12:00", Int64(0)),
            ("member.yearsAsMember >= 1", "2026-12-31T00:00", 7),
            ("member.monthsAsMember == 2", "2026-02-28T12:00", 7),
            ("member.monthsAsMember == 2", "2026-02-27T12:00", 0),
            ("member.daysAsMember >= 90", "2026-03-31T12:00", 7), ("member.daysAsMember >= 90", "2026-03-30T12:00", 0),
        ]
    )
    func tenure(condition: String, moment: String, expected: Int64) throws {
        let programme = Kopi.version().programme
        let vocabulary = ConditionVocabulary(currencies: programme.currencies, tierSets: programme.tierSets)
        let rule = Rule(
            id: "loyal",
            on: .orderPaid,
            condition: try Condition.parse(condition, vocabulary),
            effect: .earnFixed(wallet: "points", points: Points(7))
        )
        var life = try life([rule], [])
        #expect(try life.pays(1_000, at: Kopi.at(moment)).points(in: "points") == Points(expected))
    }
}
