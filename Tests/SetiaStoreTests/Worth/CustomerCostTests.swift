import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("What customers cost, and who pays the full price, on each store")
struct CustomerCostTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, fixed: 10}}
        worth: {currency: MYR, points: {points: 0.05}, winning: 100, keeping: 20}

        """

    private func buy(_ brand: DocumentBrand, _ member: MemberID, _ id: String, _ amount: Int64, off: Int64 = 0)
        async throws
    {
        let order = try #require(
            Order(
                id: Key(id),
                currency: Fixture.ringgit,
                lines: [Order.Line(sku: "kopi", net: amount)],
                discounts: off > 0 ? [Order.Discount(amount: off, isPaidWithPoints: false)] : []
            )
        )
        let event = Event(
            source: "shop",
            id: Key("paid-\(id)"),
            occurredAt: brand.clock.now,
            store: nil,
            matter: .orderPaid(order)
        )
        _ = try await brand.service.record(Intake(event: event, who: .member(member)))
    }

    private func isNear(_ number: Double, _ other: Double) -> Bool { abs(number - other) < 1e-9 }

    @Test("winning one cost 25.00 and keeping one 15.17, as reckoned by hand", arguments: Backend.allCases)
    func costs(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-01-10T09:00"))
            // Six come in January; in February three of them come again, and two new ones.
            var members: [MemberID] = []
            for number in 0..<8 { members.append(try await brand.enrol(card: "\(number)")) }
            for number in 0..<6 { try await buy(brand, members[number], "A\(number)", 1_000) }
            brand.clock.now = DocumentBrand.at("2026-02-10T09:00")
            for number in [0, 1, 2, 6, 7] { try await buy(brand, members[number], "B\(number)", 1_000) }
            // March is not over, and counts for nothing.
            brand.clock.now = DocumentBrand.at("2026-03-15T09:00")
            try await buy(brand, members[3], "C3", 1_000)
            let costs = try #require(try await brand.service.measuredWorth().economics?.costs)
            #expect((costs.months, costs.new, costs.kept) == (2, 8, 3))
            // Two months at 100.00 for eight; two at 20.00 and eleven times ten points at five sen for three.
            #expect(costs.winning == 20_000)
            #expect(costs.keeping == 4_000)
            #expect(costs.rewards == 550)
            #expect(costs.toWin == 2_500)
            #expect(isNear(costs.toKeep ?? 0, 4_550.0 / 3))
        }
    }

    @Test("loyal customers and all others are told apart by who pays the full price", arguments: Backend.allCases)
    func fullPrice(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-01-10T09:00"))
            // The first forty come three times, spend much, and never ask for less; the others come once, half of them for
            // less.
            for number in 0..<80 {
                brand.clock.now = DocumentBrand.at("2026-01-10T09:00")
                let member = try await brand.enrol(card: "\(number)")
                if number >= 40 { try await buy(brand, member, "A\(number)", 500, off: number % 2 == 0 ? 100 : 0) }
                for visit in 0..<(number < 40 ? 3 : 0) {
                    brand.clock.now = DocumentBrand.at("2026-02-0\(visit + 1)T09:00")
                    try await buy(brand, member, "B\(number)-\(visit)", 2_000 + Int64(number))
                }
            }
            brand.clock.now = DocumentBrand.at("2026-02-20T09:00")
            let economics = try #require(try await brand.service.measuredWorth().economics)
            let (loyal, others) = (economics.loyal, economics.others)
            let (orders, members): (Int, Int) = (loyal.whole + others.whole, loyal.members + others.members)
            #expect(orders == 160)
            #expect(members == 80)
            // Whoever came three times stands above the middle in all three fifths; no other does.
            #expect((30...40).contains(loyal.members))
            #expect(loyal.part == loyal.whole)
            #expect(others.whole - others.part == 20)
            let difference = try #require(loyal.difference(to: others))
            let wanted: Double = 20 / Double(others.whole)
            #expect(isNear(difference.value, wanted))
            #expect(difference.interval.lower > 0)
        }
    }
}
