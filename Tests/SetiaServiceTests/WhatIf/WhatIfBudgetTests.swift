import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("What if there were a budget")
struct WhatIfBudgetTests {
    /// Ten points an order, of so many for all; none is without an end.
    private func version(_ budget: Budget?, number: Int = 1) -> ProgrammeVersion {
        ProgrammeVersion(
            number: number,
            validFrom: Instant(milliseconds: 0),
            programme: Programme(
                name: "kopi-setia",
                engine: 1,
                languages: ["en"],
                timeZone: "Asia/Kuala_Lumpur",
                currencies: [CurrencySetting(currency: Fixture.ringgit, decimals: 2)],
                wallets: [Wallet(key: "points", name: Words([]), activation: .immediate, expiry: .none, rates: [])],
                tierSets: [],
                rules: [
                    Rule(
                        id: "gift",
                        on: .orderPaid,
                        effect: .earnFixed(wallet: "points", points: Points(10)),
                        budget: budget
                    )
                ]
            ),
            zone: FixedOffset(minutesEast: 480)
        )
    }

    /// Four members who buy in turn, one an hour, the first of them once more late.
    private func histories(_ book: ProgrammeBook) -> [History] {
        (0..<4).map { member in
            var events = (0..<6).map { turn in
                let at = Fixture.newYear.adding(milliseconds: Int64(turn * 4 + member) * 3_600_000)
                return Fixture.order(Key("o\(member)-\(turn)"), 1_000, at: at)
            }
            if member == 0 { events.append(Fixture.order("late", 1_000, at: Fixture.newYear.adding(milliseconds: 1))) }
            return History.recording(events, of: Fixture.member(member), under: book).history
        }
    }

    private func report(_ budget: Budget, exact: Bool) throws -> WhatIfReport {
        let book = try #require(ProgrammeBook([version(nil)]))
        let plan = WhatIfPlan(
            changed: version(budget, number: 2),
            book: book,
            until: Fixture.newYear.adding(days: 10)
        )
        var tally = WhatIfTally(most: 3)
        let histories = histories(book)
        if exact {
            try tally.addExactly(histories, plan)
        } else {
            for history in histories { try tally.add(history, plan) }
        }
        return WhatIfReport(tally, plan)
    }

    @Test("each member by herself, a budget has no end, and the day is told on which it would have been used up")
    func unbound() throws {
        let use = try #require(try report(Budget(Points(150)), exact: false).budgets.first)
        #expect(use.owner == .rule("gift") && use.taken == 250 && use.usedUp == 1 && use.stretches == 1)
        // Twelve orders on the first day, from noon on, with the late one thirteen; the rest on the second.
        #expect(use.exhausted == Day(iso: "2026-01-02"))
        let rich = try #require(try report(Budget(Points(1_000)), exact: false).budgets.first)
        #expect(rich.exhausted == nil && rich.usedUp == 0)
        let daily = try #require(try report(Budget(Points(125), per: .day), exact: false).budgets.first)
        #expect(daily.stretches == 2 && daily.usedUp == 1 && daily.exhausted == Day(iso: "2026-01-01"))
    }

    @Test("all together in the order of time, a budget is given out to the point, and no further")
    func exact() throws {
        for points in [Int64(0), 5, 150, 245, 250, 251].dropFirst() {
            let report = try report(Budget(Points(points)), exact: true)
            let total = try #require(report.wallets.first?.total)
            #expect(total.changed.issued == Points(min(points, 250)))
            #expect(total.happened.issued == Points(250))
            #expect(report.budgets.first?.taken == min(points, 250))
            #expect((report.budgets.first?.exhausted != nil) == (points <= 250))
        }
    }

    @Test("without a budget that binds, both ways give the same report")
    func same() throws {
        let budget = Budget(Points(10_000))
        #expect(try report(budget, exact: true).json == report(budget, exact: false).json)
    }
}
