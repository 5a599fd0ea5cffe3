import SetiaCore
import Testing

@Suite("Caps")
struct CapTests {
    private let monday = Kopi.at("2026-03-02T10:00")

    private func version(
        _ caps: [Cap],
        rejects: Bool = false,
        walletCaps: [Cap] = [],
        most: Points? = nil
    ) -> ProgrammeVersion {
        let wallet = Kopi.wallet(activation: .immediate, caps: walletCaps, maximumBalance: most)
        let bonus = Rule(
            id: "coffee",
            on: .orderPaid,
            effect: .earnFixed(wallet: "points", points: Points(20)),
            caps: caps,
            rejectsOverCap: rejects
        )
        return Kopi.version(wallet: wallet, rules: [bonus])
    }

    @Test(
        "E-10: once a day, a week, a month, a year or a lifetime, by the calendar of the programme",
        arguments: [
            (Cap.Span.day, [20, 0, 20, 20]), (.week, [20, 0, 0, 20]), (.month, [20, 0, 0, 0]), (.year, [20, 0, 0, 0]),
            (.lifetime, [20, 0, 0, 0]), (.event, [20, 20, 20, 20]),
        ] as [(Cap.Span, [Int64])]
    )
    func spans(span: Cap.Span, expected: [Int64]) throws {
        var life = try Life(version([Cap(.times(1), per: span)]))
        // Monday morning, Monday night, Sunday, the Monday after.
        let moments = ["2026-03-02T10:00", "2026-03-02T23:59", "2026-03-08T12:00", "2026-03-09T00:00"]
        var given: [Int64] = []
        for (place, moment) in moments.enumerated() {
            given.append(try life.pays(100, order: Key("\(place)"), at: Kopi.at(moment)).points(in: "points").units)
        }
        #expect(given == expected)
        let january = try life.pays(100, order: "next", at: Kopi.at("2027-01-01T00:00"))
        #expect(january.points(in: "points") == Points(span == .lifetime ? 0 : 20))
    }

    @Test("E-10: a cap of points gives what is left of it, or nothing, and says what was held back")
    func reduces() throws {
        for (rejects, second) in [(false, Int64(10)), (true, 0)] {
            let cap = Cap(.points(Points(30)), per: .month)
            var life = try Life(version([cap], rejects: rejects))
            try life.pays(100, order: "1", at: monday)
            let decision = try life.pays(100, order: "2", at: monday)
            #expect(decision.points(in: "points") == Points(second))
            #expect(
                decision.reasons.contains(
                    .capped(rule: "coffee", wallet: "points", withheld: Points(20 - second), cap: cap)
                )
            )
        }
    }

    @Test("E-10: of several caps the narrowest counts")
    func several() throws {
        var life = try Life(version([Cap(.times(2), per: .day), Cap(.points(Points(50)), per: .month)]))
        let given = try (0..<4).map { place in
            let day = place < 3 ? monday : monday.adding(milliseconds: 86_400_000)
            return try life.pays(100, order: Key("\(place)"), at: day).points(in: "points").units
        }
        #expect(given == [20, 20, 0, 10])
    }

    @Test("E-10: a wallet's cap and its largest balance hold back what all rules gave together")
    func wallet() throws {
        var life = try Life(version([], walletCaps: [Cap(.points(Points(30)), per: .day)], most: Points(70)))
        let day = { (number: Int) in monday.adding(milliseconds: Int64(number) * 86_400_000) }
        let given = try [0, 0, 1, 1, 2].enumerated().map { place, number in
            try life.pays(100, order: Key("\(place)"), at: day(number)).points(in: "points").units
        }
        #expect(given == [20, 10, 20, 10, 10])
        #expect(
            life.decisions.last?.reasons.contains(
                .balanceFull(wallet: "points", withheld: Points(10), most: Points(70))
            ) == true
        )
        try life.spends(30, at: day(3))
        #expect(try life.pays(100, order: "after", at: day(3)).points(in: "points") == Points(20))
    }

    @Test("R-9: an order that came back makes room again, in the stretch of its own day")
    func returned() throws {
        var life = try Life(version([Cap(.times(1), per: .day)]))
        try life.pays(100, order: "1", at: monday)
        #expect(try life.pays(100, order: "2", at: monday).points(in: "points") == .zero)
        try life.returns("1", at: monday.adding(milliseconds: 3_600_000))
        let third = try life.pays(100, order: "3", at: monday.adding(milliseconds: 7_200_000))
        #expect(third.points(in: "points") == Points(20))
    }

    @Test("a late event counts in the stretch in which it happened")
    func late() throws {
        var life = try Life(version([Cap(.times(1), per: .day)]))
        try life.pays(100, order: "1", at: monday)
        try life.pays(100, order: "2", at: monday.adding(milliseconds: 3 * 86_400_000))
        let late = try life.pays(100, order: "late", at: monday.adding(milliseconds: 60_000))
        #expect(late.points(in: "points") == .zero)
        let other = try life.pays(100, order: "other", at: monday.adding(milliseconds: 86_400_000))
        #expect(other.points(in: "points") == Points(20))
    }
}
