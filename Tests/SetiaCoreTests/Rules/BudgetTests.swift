import SetiaCore
import Testing

@Suite("Budgets")
struct BudgetTests {
    private let noon = Kopi.at("2026-03-03T12:00")

    private func fixed(
        _ id: Key,
        _ points: Int64,
        budget: Budget? = nil,
        rejects: Bool = false,
        caps: [Cap] = [],
        schedule: Schedule? = nil,
        campaign: Key? = nil,
        group: Key? = nil
    ) -> Rule {
        Rule(
            id: id,
            on: .orderPaid,
            effect: .earnFixed(wallet: "points", points: Points(points)),
            caps: caps,
            budget: budget,
            rejectsOverCap: rejects,
            schedule: schedule,
            campaign: campaign,
            group: group
        )
    }

    private func life(
        _ rules: [Rule],
        campaigns: [Campaign] = [],
        groups: [RuleGroup] = [],
        caps: [Cap] = [],
        accrual: Accrual = .steps,
        returns: ReturnPolicy = ReturnPolicy()
    ) throws -> Life {
        let wallet = Kopi.wallet(activation: .immediate, caps: caps)
        return try Life(
            Kopi.version(
                wallet: wallet,
                rules: rules,
                accrual: accrual,
                groups: groups,
                campaigns: campaigns,
                returns: returns
            )
        )
    }

    private func withheld(_ decision: Decision) -> [Points] {
        decision.reasons.compactMap { reason in
            if case .cappedByBudget(_, _, _, let withheld, _) = reason { withheld } else { nil }
        }
    }

    @Test(
        "B-2: a budget of a rule is one counter for all members, or one for each day, week, month or year",
        arguments: [
            (Cap.Span.lifetime, "budget:rule:gift"), (.day, "budget:rule:gift:2026-03-03"),
            (.week, "budget:rule:gift:2026-03-02"), (.month, "budget:rule:gift:2026-03-01"),
            (.year, "budget:rule:gift:2026-01-01"),
        ] as [(Cap.Span, Key)]
    )
    func counters(span: Cap.Span, counter: Key) throws {
        var life = try life([fixed("gift", 20, budget: Budget(Points(100), per: span))])
        let decision = try life.pays(1_000, at: noon)
        #expect(decision.counterClaims == [CounterClaim(counter: counter, amount: 20, cap: 100)])
        #expect(decision.points(in: "points") == Points(20))
    }

    @Test(
        "B-1, B-2: it gives no more than was granted, a part or where it says so nothing, and says what was withheld",
        arguments: [(Int64(20), false, Int64(20)), (8, false, 8), (0, false, 0), (20, true, 20), (19, true, 0)]
    )
    func granted(granted: Int64, rejects: Bool, expected: Int64) throws {
        var life = try life([Kopi.base, fixed("gift", 20, budget: Budget(Points(100)), rejects: rejects)])
        let grants = [Grant(counter: "budget:rule:gift", amount: granted)]
        life.counting = .granted(grants)
        let decision = try life.pays(1_000, at: noon)
        #expect(decision.points(in: "points") == Points(10 + expected))
        #expect(withheld(decision) == (expected < 20 ? [Points(20 - expected)] : []))
        #expect(decision.grants == grants)
        let taken = expected > 0 ? [CounterClaim(counter: "budget:rule:gift", amount: expected)] : []
        #expect(decision.counterClaims == taken)
    }

    @Test("B-1: decided again with what was granted, an event gives the same decision")
    func again() throws {
        var life = try life([fixed("gift", 20, budget: Budget(Points(100)))])
        let before = life.state
        life.counting = .granted([Grant(counter: "budget:rule:gift", amount: 7)])
        let decision = try life.pays(1_000, at: noon)
        var second = try self.life([fixed("gift", 20, budget: Budget(Points(100)))])
        second.state = before
        second.counting = decision.counting
        #expect(try second.pays(1_000, at: noon) == decision)
        #expect(second.state == life.state)
    }

    @Test("B-2: a campaign's budget is shared by its rules, what multipliers add too, in the order of the document")
    func campaign() throws {
        let double = Rule(
            id: "double",
            on: .orderPaid,
            effect: .multiply(factor: Rational(2), wallet: nil),
            campaign: "raya"
        )
        let raya = Campaign(key: "raya", name: Words([]), budget: Budget(Points(1_000)))
        let rules = [Kopi.base, fixed("a", 30, campaign: "raya"), double]
        var asking = try life(rules, campaigns: [raya])
        let wanted = try asking.pays(2_000, at: noon)
        #expect(
            wanted.counterClaims == [CounterClaim(counter: "budget:campaign:raya", amount: 50, cap: 1_000)]
        )
        #expect(wanted.points(in: "points") == Points(70))
        for (granted, expected) in [(Int64(50), Int64(70)), (35, 55), (30, 50), (10, 30), (0, 20)] {
            var life = try life(rules, campaigns: [raya])
            life.counting = .granted([Grant(counter: "budget:campaign:raya", amount: granted)])
            #expect(try life.pays(2_000, at: noon).points(in: "points") == Points(expected))
        }
    }

    @Test("B-2: caps come before budgets, and what a budget withholds is not counted towards the member's caps")
    func afterCaps() throws {
        let cap = Cap(.points(Points(50)), per: .day)
        let once = fixed("gift", 80, budget: Budget(Points(1_000)), caps: [cap])
        var asking = try life([once])
        #expect(try asking.pays(1_000, at: noon).counterClaims.map(\.amount) == [50])
        var life = try life([once])
        life.counting = .granted([Grant(counter: "budget:rule:gift", amount: 20)])
        #expect(try life.pays(1_000, order: "1", at: noon).points(in: "points") == Points(20))
        life.counting = .asking
        #expect(try life.pays(1_000, order: "2", at: noon).points(in: "points") == Points(30))
    }

    @Test("B-2: what the wallet's cap or its largest balance withholds stays in the budget")
    func afterwards() throws {
        let cap = Cap(.points(Points(35)), per: .day)
        let rules = [
            Kopi.base, fixed("first", 20, budget: Budget(Points(100))), fixed("last", 10, budget: Budget(Points(100))),
        ]
        // 10 + 20 + 10 = 40, of which 35 may be; 5 of the last rule are left. Of a second order nothing is given.
        var life = try life(rules, caps: [cap])
        let first = try life.pays(1_000, order: "1", at: noon)
        #expect(first.counterClaims.map(\.amount) == [20, 5])
        let second = try life.pays(1_000, order: "2", at: noon)
        #expect(second.points(in: "points") == .zero)
        #expect(second.counterClaims.isEmpty)
    }

    @Test("B-2: what a rule's budget does not give is not taken of its campaign's either")
    func bothAlike() throws {
        let raya = Campaign(key: "raya", name: Words([]), budget: Budget(Points(1_000)))
        var life = try life([fixed("gift", 20, budget: Budget(Points(100)), campaign: "raya")], campaigns: [raya])
        life.counting = .granted([
            Grant(counter: "budget:rule:gift", amount: 12), Grant(counter: "budget:campaign:raya", amount: 20),
        ])
        let decision = try life.pays(1_000, at: noon)
        #expect(decision.points(in: "points") == Points(12))
        #expect(decision.counterClaims.map(\.amount) == [12, 12])
        #expect(withheld(decision) == [Points(8)])
    }

    @Test("B-2: of a group the best is chosen by what budgets leave of it")
    func bestOf() throws {
        let rules = [fixed("rich", 50, budget: Budget(Points(100)), group: "g"), fixed("plain", 10, group: "g")]
        let groups = [RuleGroup(key: "g", kind: .bestOf)]
        for (granted, expected) in [(Int64(50), Int64(50)), (11, 11), (0, 10)] {
            var life = try life(rules, groups: groups)
            life.counting = .granted([Grant(counter: "budget:rule:rich", amount: granted)])
            #expect(try life.pays(1_000, at: noon).points(in: "points") == Points(expected))
        }
    }

    @Test("B-2: parts of a point that become whole are of the budget too")
    func parts() throws {
        let rate = Rule(
            id: "rate",
            on: .orderPaid,
            effect: .earnByRate(
                wallet: "points",
                rates: [Rate(currency: Kopi.currency("MYR"), points: Points(1), per: 300)]
            ),
            budget: Budget(Points(100))
        )
        let other = Rule(
            id: "other",
            on: .orderPaid,
            effect: .earnByRate(
                wallet: "points",
                rates: [Rate(currency: Kopi.currency("MYR"), points: Points(1), per: 500)]
            )
        )
        // 3 and 1/3 and 2 of the second's 1/5 make 5 whole ones; 2/3 and 2/5 of another order a whole one more.
        for (granted, expected) in [(Int64(2), Int64(4)), (1, 3), (0, 2)] {
            var life = try life([rate, other], accrual: .proportional)
            life.counting = .granted([Grant(counter: "budget:rule:rate", amount: granted)])
            let decision = try life.pays(700, at: noon)
            // 7/3 + 7/5 = 3.73, of which the budget gives so many of the first's 2, and no part where it is short.
            #expect(decision.points(in: "points").units <= expected)
            #expect((decision.counterClaims.first?.amount ?? 0) <= granted)
        }
    }

    @Test("B-3: what comes after a campaign's end may be claimed beyond its budget, unless that is said")
    func late() throws {
        let march = Schedule(
            from: Schedule.WallTime(day: noon.day),
            until: Schedule.WallTime(day: noon.day.adding(days: 2), minute: 90)
        )
        for overruns in [true, false] {
            let budget = Budget(Points(100), overrunsLate: overruns)
            let raya = Campaign(key: "raya", name: Words([]), schedule: march, budget: budget)
            var life = try life([fixed("gift", 20, campaign: "raya")], campaigns: [raya])
            let claim = try #require(try life.pays(1_000, at: noon).counterClaims.first)
            #expect(claim.overrunsFrom == (overruns ? Kopi.at("2026-03-05T01:30") : nil))
        }
    }

    @Test(
        "B-4: an order that comes back gives back what it took, in parts by what was paid for them, and all in the end"
    )
    func returns() throws {
        var life = try life([fixed("gift", 20, budget: Budget(Points(100)))])
        life.counting = .granted([Grant(counter: "budget:rule:gift", amount: 20)])
        try life.pays([300, 300, 400], at: noon)
        life.counting = .asking
        var back: [Int64] = []
        for line in 1...3 {
            let decision = try life.returns(lines: [line], at: noon)
            back.append(decision.counterClaims.reduce(0) { $0 + $1.amount })
        }
        #expect(back == [-6, -6, -8])
    }

    @Test("B-4: the whole of an order that cost nothing goes back at once")
    func free() throws {
        var life = try life([fixed("gift", 20, budget: Budget(Points(100)))])
        try life.pays(0, at: noon)
        #expect(
            try life.returns(at: noon).counterClaims == [CounterClaim(counter: "budget:rule:gift", amount: -20)]
        )
    }

    @Test("B-5: history that is imported takes nothing of a budget, and its return gives nothing back")
    func history() throws {
        var life = try life([fixed("gift", 20, budget: Budget(Points(100)))])
        life.counting = .free
        let decision = try life.pays(1_000, at: noon)
        #expect(decision.points(in: "points") == Points(20))
        #expect(decision.counterClaims.isEmpty && decision.isUncounted)
        #expect(decision.counting == .free)
        life.counting = .asking
        #expect(try life.returns(at: noon).counterClaims.isEmpty)
    }

    @Test("B-1: folded again with a late event, events keep to what was granted to them")
    func refolded() throws {
        let version = Kopi.version(
            wallet: Kopi.wallet(activation: .immediate),
            rules: [fixed("gift", 20, budget: Budget(Points(100)))]
        )
        var life = try Life(version)
        life.counting = .granted([Grant(counter: "budget:rule:gift", amount: 5)])
        try life.pays(1_000, order: "1", at: noon)
        let book = try #require(ProgrammeBook([version]))
        func order(_ id: Key, _ at: Instant) throws -> Event {
            let order = try #require(
                Order(id: id, currency: Kopi.currency("MYR"), lines: [Order.Line(sku: "k", net: 1_000)])
            )
            return Event(source: "till", id: id, occurredAt: at, matter: .orderPaid(order))
        }
        let past = [
            DecidedEvent(
                event: Event(
                    source: "till",
                    id: "join",
                    occurredAt: Kopi.at("2025-12-31T09:00"),
                    matter: .memberEnrolled(MemberFacts())
                ),
                decision: life.decisions[0]
            ),
            DecidedEvent(event: try order("1", noon), decision: life.decisions[1]),
        ]
        let late = try order("0", noon.adding(days: -1))
        let counting = Counting.granted([Grant(counter: "budget:rule:gift", amount: 3)])
        let refold = try Refold(of: late, after: past, life.state, under: book, counting: counting)
        let (state, decision) = try decide(version, life.state, late, refold, counting: counting)
        #expect(decision.entries.map(\.points) == [Points(3)])
        #expect(decision.counterClaims == [CounterClaim(counter: "budget:rule:gift", amount: 3)])
        #expect(state.balances(at: noon).first?.active == Points(8))
    }
}

extension Instant {
    fileprivate var day: Day { Kopi.zone.day(of: self) }
}
