import SetiaCore
import Testing

@Suite("What becomes of a level")
struct TierTermTests {
    private func life(
        _ terms: TierSet.Terms,
        _ window: TierSet.Window = .calendar(.year, startMonth: 1),
        enrolled: Instant? = Kopi.at("2024-01-01T09:00")
    ) throws -> Life {
        let ladder = Kopi.ladder(.netSpend(Kopi.currency("MYR")), window, terms)
        return try Life(Kopi.climbing(ladder), enrolled: enrolled)
    }

    @Test(
        "T-9: at the end of a term, down by one, to what is reached, or not at all",
        arguments: [(.oneLevel, "gold"), (.reassess, "silver"), (.none, "platinum"), (.immediate, "silver")]
            as [(TierSet.Downgrade, Key)]
    )
    func downgrades(downgrade: TierSet.Downgrade, level: Key) throws {
        var life = try life(TierSet.Terms(downgrade: downgrade))
        try life.pays(700_000, at: Kopi.at("2024-11-15T10:00"))
        #expect(life.level == "platinum")
        try life.waits(until: Kopi.at("2026-01-01T00:00"))
        #expect(life.level == level)
    }

    @Test("T-9: reassessed, she goes to what she reached and not below")
    func reassess() throws {
        var life = try life(TierSet.Terms(downgrade: .reassess))
        try life.pays(700_000, order: "A", at: Kopi.at("2024-11-15T10:00"))
        try life.pays(250_000, order: "B", at: Kopi.at("2025-11-15T10:00"))
        try life.waits(until: Kopi.at("2026-01-01T00:00"))
        #expect(life.level == "gold")
        #expect(life.until == Kopi.at("2027-01-01T00:00"))
    }

    @Test("T-9: where a level goes at once, it goes on the day on which what counted leaves the window")
    func immediateByTime() throws {
        var life = try life(TierSet.Terms(downgrade: .immediate), .rolling(months: 3))
        try life.pays(150_000, order: "A", at: Kopi.at("2026-01-31T10:00"))
        try life.pays(60_000, order: "B", at: Kopi.at("2026-02-10T10:00"))
        #expect(life.level == "gold")
        // The three months to 30 April hold 31 January; those to 1 May do not.
        #expect(life.until == Kopi.at("2026-05-01T00:00"))
        try life.pays(150_000, order: "C", at: Kopi.at("2026-03-15T10:00"))
        #expect(life.until == Kopi.at("2026-05-10T00:00"))
        try life.waits(until: Kopi.at("2026-05-10T00:00"))
        #expect(life.level == "silver")
    }

    @Test("T-9: where a level goes at once, a return takes it, whenever it was gained")
    func immediateByReturn() throws {
        var life = try life(TierSet.Terms(downgrade: .immediate), .lifetime)
        try life.pays(250_000, order: "A", at: Kopi.at("2025-03-01T10:00"))
        try life.returns("A", at: Kopi.at("2025-04-01T10:00"))
        #expect(life.level == "silver")
    }

    @Test("T-9: a level that stays outlasts a higher one given by hand")
    func noneAfterGrant() throws {
        var life = try life(TierSet.Terms(downgrade: .none))
        try life.pays(250_000, at: Kopi.at("2024-03-01T10:00"))
        let until = Kopi.at("2027-07-01T00:00")
        try life.happen(
            .tierGranted(TierGrant(tierSet: "status", level: "platinum", until: until)),
            Kopi.at("2027-03-01T10:00")
        )
        #expect(life.level == "platinum")
        try life.waits(until: until)
        #expect(life.level == "gold")
        #expect(life.until == nil)
    }

    @Test("T-10: days of grace begin at the end of the term, and the level goes at their end")
    func grace() throws {
        var life = try life(TierSet.Terms(graceDays: 7))
        try life.pays(250_000, at: Kopi.at("2024-11-15T10:00"))
        let end = try life.waits(until: Kopi.at("2026-01-01T00:00"))
        let until = Kopi.at("2026-01-08T00:00")
        #expect(life.level == "gold")
        #expect(end.reasons.contains(.levelInGrace(tierSet: "status", level: "gold", until: until)))
        #expect(life.until == until)
        try life.waits(until: until)
        #expect(life.level == "silver")
        #expect(life.until == nil)
    }

    @Test("T-10: who reaches the level again within the days of grace keeps it, for a term of its own")
    func graceKept() throws {
        var life = try life(TierSet.Terms(graceDays: 7))
        try life.pays(250_000, order: "A", at: Kopi.at("2024-11-15T10:00"))
        try life.pays(150_000, order: "B", at: Kopi.at("2026-01-03T10:00"))
        #expect(life.until == Kopi.at("2026-01-08T00:00"))
        let kept = try life.pays(50_000, order: "C", at: Kopi.at("2026-01-05T10:00"))
        let until = Kopi.at("2028-01-01T00:00")
        #expect(kept.reasons.contains(.levelKept(tierSet: "status", level: "gold", until: until)))
        #expect(life.until == until)
        #expect(life.state.standing(in: "status")?.graceSince == nil)
    }

    @Test(
        "T-11: what a return does to a level",
        arguments: [(.now, "silver", "silver"), (.atPeriodEnd, "gold", "silver"), (.never, "gold", "gold")]
            as [(TierSet.OnReturn, Key, Key)]
    )
    func returns(onReturn: TierSet.OnReturn, then: Key, afterTerm: Key) throws {
        var life = try life(TierSet.Terms(onReturn: onReturn))
        try life.pays(250_000, order: "A", at: Kopi.at("2026-03-01T10:00"))
        try life.returns("A", at: Kopi.at("2026-03-10T10:00"))
        #expect(life.level == then)
        // The next year she pays nothing: what came back matters at the end of the term only where it was that year's.
        try life.pays(250_000, order: "B", at: Kopi.at("2027-03-01T10:00"))
        try life.returns("B", at: Kopi.at("2027-03-10T10:00"))
        try life.waits(until: Kopi.at("2028-01-01T00:00"))
        #expect(life.level == afterTerm)
    }

    @Test("T-11: with rolling months, a return takes a level gained within them and supported by that order")
    func rollingReturn() throws {
        var life = try life(TierSet.Terms(), .rolling(months: 12))
        try life.pays(150_000, order: "A", at: Kopi.at("2026-01-10T10:00"))
        try life.pays(60_000, order: "B", at: Kopi.at("2026-06-10T10:00"))
        #expect(life.level == "gold")
        try life.returns("A", at: Kopi.at("2026-07-10T10:00"))
        #expect(life.level == "silver")
    }

    @Test("T-11: a part that comes back takes only what it was worth")
    func partialReturn() throws {
        var life = try life(TierSet.Terms())
        try life.pays([190_000, 30_000], order: "A", at: Kopi.at("2026-01-10T10:00"))
        try life.returns("A", lines: [2], at: Kopi.at("2026-01-11T10:00"))
        #expect(life.level == "silver")
        try life.pays(10_000, order: "B", at: Kopi.at("2026-01-12T10:00"))
        #expect(life.level == "gold")
    }

    @Test("T-12: a level that would be lost is spoken of 60, 30 and 7 days before its term ends, once each")
    func warnings() throws {
        var life = try life(TierSet.Terms(warnings: [60, 30, 7]))
        try life.pays(250_000, at: Kopi.at("2025-11-15T10:00"))
        let until = Kopi.at("2027-01-01T00:00")
        var told: [(Instant, Int)] = []
        while let due = life.state.nextDue, due < until {
            for case .levelEnding("status", "gold", until, let days) in try life.waits(until: due).reasons {
                told.append((due, days))
            }
        }
        #expect(told.map(\.1) == [60, 30, 7])
        #expect(
            told.map(\.0) == [Kopi.at("2026-11-02T00:00"), Kopi.at("2026-12-02T00:00"), Kopi.at("2026-12-25T00:00")]
        )
    }

    @Test("T-12: who has what the level asks for is not spoken to, and neither is who reaches it in between")
    func noWarnings() throws {
        var life = try life(TierSet.Terms(warnings: [60, 7]))
        try life.pays(250_000, order: "A", at: Kopi.at("2025-11-15T10:00"))
        let first = try life.waits(until: Kopi.at("2026-11-20T10:00"))
        #expect(first.reasons.count == 1)
        try life.pays(250_000, order: "B", at: Kopi.at("2026-11-20T11:00"))
        let last = try life.waits(until: Kopi.at("2026-12-31T10:00"))
        #expect(last.reasons.isEmpty)
    }

    @Test("T-12: told late, the warnings of one time are told once")
    func lateWarnings() throws {
        var life = try life(TierSet.Terms(warnings: [60, 30, 7]))
        try life.pays(250_000, at: Kopi.at("2025-11-15T10:00"))
        let decision = try life.waits(until: Kopi.at("2027-06-01T10:00"))
        let days = decision.reasons.compactMap { if case .levelEnding(_, _, _, let days) = $0 { days } else { nil } }
        #expect(days == [60, 30, 7])
        #expect(try life.waits(until: Kopi.at("2027-06-02T10:00")).reasons.isEmpty)
    }

    @Test("T-14: what comes late counts in its own time, and a time that is over is looked at upwards only")
    func late() throws {
        var life = try life(TierSet.Terms())
        try life.pays(250_000, order: "A", at: Kopi.at("2024-11-15T10:00"))
        try life.pays(150_000, order: "B", at: Kopi.at("2025-06-15T10:00"))
        try life.waits(until: Kopi.at("2026-01-05T10:00"))
        #expect(life.level == "silver")
        try life.pays(50_000, order: "C", at: Kopi.at("2025-12-20T10:00"))
        #expect(life.level == "gold")
        #expect(life.until == Kopi.at("2027-01-01T00:00"))
        #expect(life.progress(at: Kopi.at("2026-01-06T10:00")).amounts[0].amount == 0)
        // A return of it, in the new year, takes nothing that is over.
        try life.returns("C", at: Kopi.at("2026-01-07T10:00"))
        #expect(life.level == "gold")
    }

    @Test("T-5: a level given by hand stays a floor under what she climbs to")
    func floorBelow() throws {
        var life = try life(TierSet.Terms())
        let until = Kopi.at("2030-01-01T00:00")
        try life.happen(
            .tierGranted(TierGrant(tierSet: "status", level: "gold", until: until)),
            Kopi.at("2024-03-01T10:00")
        )
        try life.pays(700_000, at: Kopi.at("2024-05-01T10:00"))
        #expect(life.level == "platinum")
        try life.waits(until: Kopi.at("2026-01-01T00:00"))
        #expect(life.level == "gold")
        #expect(life.until == until)
        #expect(life.state.standing(in: "status")?.isGranted == true)
        try life.waits(until: until)
        #expect(life.level == "silver")
    }

    @Test("T-13: what is needed, and by when: the next level in this year, the level she has in the next")
    func progress() throws {
        var life = try life(TierSet.Terms())
        try life.pays(250_000, at: Kopi.at("2026-03-01T10:00"))
        let progress = life.progress(at: Kopi.at("2026-05-01T10:00"))
        #expect(progress.amounts.map(\.amount) == [250_000])
        #expect(progress.next?.level == "platinum")
        #expect(progress.next?.needs.map(\.missing) == [350_000])
        #expect(progress.next?.by == Day(iso: "2026-12-31"))
        #expect(progress.keep?.level == "gold")
        #expect(progress.keep?.needs.map(\.missing) == [200_000])
        #expect(progress.keep?.from == Day(iso: "2027-01-01"))
        #expect(progress.keep?.by == Day(iso: "2027-12-31"))
        #expect(progress.nextEvaluation == Kopi.at("2028-01-01T00:00"))
        #expect(progress.isAtRisk)
    }

    @Test(
        "T-14: the order in which orders of one year arrive changes neither what counts nor the level",
        arguments: 0..<30
    )
    func orderOfArrival(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var orders = (0..<12).map { place in
            (
                Key("o\(place)"), Int64.random(in: 0...90_000, using: &random),
                Kopi.at("2026-02-01T10:00").adding(milliseconds: Int64.random(in: 0..<15_000_000_000, using: &random))
            )
        }
        func fold(_ orders: [(Key, Int64, Instant)]) throws -> MemberState {
            var life = try life(TierSet.Terms())
            for (key, net, at) in orders { try life.pays(net, order: key, at: at) }
            return life.state
        }
        orders.sort { $0.2 < $1.2 }
        let inOrder = try fold(orders)
        let shuffled = try fold(orders.shuffled(using: &random))
        #expect(inOrder.tallies == shuffled.tallies)
        #expect(inOrder.standing(in: "status")?.level == shuffled.standing(in: "status")?.level)
        #expect(inOrder.standing(in: "status")?.until == shuffled.standing(in: "status")?.until)
    }
}
