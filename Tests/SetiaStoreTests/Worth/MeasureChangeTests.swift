import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Figures by definition, beside as many days before")
struct MeasureChangeTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        surveys:
          recommend: {kind: nps, ask: Would you recommend us?, every: month}
          well: {kind: csat, ask: Was all well?, every: month}

        """

    private func guest(_ brand: DocumentBrand, _ id: Key) async throws {
        let order = try #require(
            Order(id: id, currency: Fixture.ringgit, lines: [Order.Line(sku: "kopi", net: 1_000)])
        )
        let event = Event(
            source: "shop",
            id: Key("paid-\(id)"),
            occurredAt: brand.clock.now,
            isAnonymous: true,
            matter: .orderPaid(order)
        )
        _ = try await brand.service.record(Intake(event: event, who: .nobody))
    }

    /// Forty members and forty guests in February; in March the members spend three times as much, and half of them redeem.
    private func shop(_ store: any Store) async throws -> (brand: DocumentBrand, members: [MemberID]) {
        let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-02-10T09:00"))
        var members: [MemberID] = []
        for number in 0..<40 { members.append(try await brand.enrol(card: "\(number)")) }
        brand.clock.now = DocumentBrand.at("2026-02-12T09:00")
        for (number, member) in members.enumerated() {
            try await brand.buy(1_000, member, id: Key("A\(number)"))
            try await guest(brand, Key("G\(number)"))
        }
        brand.clock.now = DocumentBrand.at("2026-03-12T09:00")
        for (number, member) in members.enumerated() {
            try await brand.buy(3_000, member, id: Key("B\(number)"))
            try await guest(brand, Key("H\(number)"))
            guard number < 20 else { continue }
            let spend = Event(
                source: "shop",
                id: Key("spend-\(number)"),
                occurredAt: brand.clock.now,
                store: nil,
                matter: .pointsRedeemed(
                    Redemption(id: Key("R\(number)"), wallet: "points", points: Points(10), order: nil)
                )
            )
            _ = try await brand.service.record(Intake(event: spend, who: .member(member)))
        }
        return (brand, members)
    }

    private var march: MeasureQuery {
        var query = MeasureQuery()
        query.from = Day(iso: "2026-03-01")
        query.until = Day(iso: "2026-03-31")
        return query
    }

    private func isNear(_ change: Measures.Change?, _ value: Double, _ lower: Double, _ upper: Double) -> Bool {
        guard let found = change?.difference else { return false }
        return abs(found.value - value) < 1e-4 && abs(found.interval.lower - lower) < 1e-4
            && abs(found.interval.upper - upper) < 1e-4
    }

    @Test("enrolment, active, participation and redemption differ as reckoned by hand", arguments: Backend.allCases)
    func flows(backend: Backend) async throws {
        try await backend.withStore { store in
            let (brand, members) = try await shop(store)
            brand.clock.now = DocumentBrand.at("2026-04-05T09:00")
            let measures = try await brand.service.measures(march)
            #expect(measures.days == 31)
            let changes = Dictionary(uniqueKeysWithValues: measures.figures.map { ($0.key, $0.change) })
            // Forty joined beside forty orders of guests, and then none: Newcombe from Wilson's 0 to .0876 and .3520 to .6480.
            let enrolment = try #require(changes["enrolment"] ?? nil)
            #expect(enrolment.before == 0.5 && enrolment.difference.value == -0.5 && enrolment.direction == .down)
            #expect(
                enrolment.difference.interval
                    == ShareDifference(from: Share(40, of: 80), to: Share(0, of: 40))?.interval95
            )
            // All of them were active in either year.
            #expect((changes["active"] ?? nil)?.direction == .withinNoise)
            // Of 80,000 sen half, of 160,000 three quarters; by members, se .07032.
            let participation = changes["participation"] ?? nil
            #expect(participation?.direction == .up && isNear(participation, 0.25, 0.11218, 0.38782))
            // Nobody before; then 200 of 1,200 points, by members se .02669.
            let redemption = changes["redemption"] ?? nil
            #expect(redemption?.direction == .up && isNear(redemption, 1.0 / 6, 0.11436, 0.21897))
            // The intervals of the figures themselves.
            #expect(measures.figures[2].interval != nil && measures.figures[3].interval != nil)
            // The members behind each are as many as it counts.
            for (key, count) in [("enrolment", 0), ("active", 40), ("participation", 40), ("redemption", 20)] {
                let found = try await brand.service.members(behind: .measure(Key(key), march))
                #expect(found?.members.count == count, "\(key)")
            }
            let spenders = try await brand.service.members(behind: .measure("redemption", march))
            #expect(spenders?.members == members.prefix(20).sorted())
            #expect(try await brand.service.members(behind: .measure("none", march)) == nil)
        }
    }

    @Test("satisfaction and net promoters are told by hand, and so is what changed", arguments: Backend.allCases)
    func answers(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-02-01T09:00"))
            // In February a quarter promotes and half detracts, a quarter is satisfied; in March it is the other way round. Who
            // is unhappy has a case then, and is asked nothing until it is made good: each asks members of its own.
            for (day, promoters, detractors, satisfied) in [("2026-02-10", 10, 20, 10), ("2026-03-20", 20, 10, 30)] {
                brand.clock.now = DocumentBrand.at("\(day)T12:00")
                for number in 0..<40 {
                    let (ana, budi) = (
                        try await brand.enrol(card: "\(day)-a\(number)"),
                        try await brand.enrol(card: "\(day)-b\(number)")
                    )
                    // How it was is asked of somebody who bought.
                    try await brand.buy(1_000, ana, id: Key("\(day)-a\(number)"))
                    try await brand.buy(1_000, budi, id: Key("\(day)-b\(number)"))
                    let score = number < promoters ? 9 + number % 2 : number < promoters + detractors ? number % 7 : 7
                    _ = try await brand.service.answerSurvey("recommend", of: ana, score: score, comment: nil)
                    let stars = number < satisfied ? 4 + number % 2 : 1 + number % 3
                    _ = try await brand.service.answerSurvey("well", of: budi, score: stars, comment: nil)
                }
            }
            brand.clock.now = DocumentBrand.at("2026-04-05T09:00")
            let figures = try await brand.service.measures(march).figures
            let satisfaction = try #require(figures.first { $0.key == "satisfaction" })
            #expect((satisfaction.numerator, satisfaction.denominator) == (30, 40))
            #expect(satisfaction.value == .rate(0.75) && satisfaction.interval == Share(30, of: 40).interval95)
            // Wilson .1419 to .4019 and .5981 to .8581.
            #expect(satisfaction.change?.direction == .up && satisfaction.change?.before == 0.25)
            #expect(isNear(satisfaction.change, 0.5, 0.28513, 0.65292))
            let promoters = try #require(figures.first { $0.key == "promoters" })
            #expect((promoters.numerator, promoters.denominator) == (10, 40) && promoters.value == .score(25))
            // The margin of either is 25.6954, and of the difference 36.3388.
            #expect(promoters.change?.before == -25 && promoters.change?.direction == .up)
            let margin: Double = promoters.interval?.lower ?? 0
            #expect((-0.6964 ... -0.6944).contains(margin))
            let range: Interval = try #require(promoters.change?.difference.interval)
            #expect((13.6602...13.6622).contains(range.lower))
            #expect((86.3378...86.3398).contains(range.upper))
            for (key, count) in [("satisfaction", 30), ("promoters", 20)] {
                let found = try await brand.service.members(behind: .measure(Key(key), march))
                #expect(found?.members.count == count, "\(key)")
            }
        }
    }

    @Test("a question waited 80 minutes by the wall and 20 of business hours", arguments: Backend.allCases)
    func response(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            bench.at("12:50:00")
            let question = try await bench.keep(bench.mail(id: "m1@example.com"))
            func told() async throws -> [Measures.Figure] {
                try await bench.service.measures().figures.suffix(2).map { $0 }
            }
            let waiting = try await told()
            #expect(waiting.allSatisfy { $0.value == nil && $0.leftOut == 1 })
            bench.at("14:10:00")
            try await bench.answer(question.conversation, by: bench.siti)
            let answered = try await told()
            let minutes = answered.map { figure in (figure.value?.number ?? -1) / 60_000 }
            #expect(minutes == [80, 20])
            #expect(answered.map(\.n) == [1, 1])
            #expect(answered.allSatisfy { $0.interval == nil && $0.leftOut == 0 })
            #expect(
                try await bench.service.members(behind: .measure("response", MeasureQuery()))?.members == [bench.ana]
            )
        }
    }
}
