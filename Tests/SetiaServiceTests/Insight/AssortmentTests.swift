import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("What is in orders, and what brings members back")
struct AssortmentTests {
    private func order(_ id: String, _ skus: [Key], at: Instant) throws -> Event {
        let lines = skus.map { Order.Line(sku: $0, net: 1_000, categories: ["food"]) }
        let order = try #require(Order(id: Key(id), currency: Fixture.ringgit, lines: lines))
        return Event(source: "shop", id: Key("paid-\(id)"), occurredAt: at, matter: .orderPaid(order))
    }

    private func member(_ card: String, in brand: TestBrand) async throws -> MemberID {
        try #require(try await brand.service.member(with: try Identity(kind: .card, text: card)))
    }

    /// A hundred members who buy tea and buns, and one who bought tea twice.
    private func shop() async throws -> (brand: TestBrand, ana: MemberID) {
        let brand = try await TestBrand()
        for number in 1...100 {
            try await brand.record(try order("o\(number)", ["tea", "bun"], at: brand.clock.now), card: "\(number)")
        }
        try await brand.record(try order("a1", ["tea"], at: brand.clock.now), card: "ana")
        brand.clock.now = brand.clock.now.adding(days: 3)
        try await brand.record(try order("a2", ["tea", "tea"], at: brand.clock.now), card: "ana")
        return (brand, try await member("ana", in: brand))
    }

    @Test("she is told what goes with what she bought, and apart from it what she buys again")
    func recommends() async throws {
        let (brand, ana) = try await shop()
        let before = try #require(try await brand.service.recommendations(for: ana, most: 5))
        #expect(before.measuredAt == nil && before.others.isEmpty && before.again.map(\.times) == [2])
        #expect(try await brand.service.refreshInsight())
        let found = try #require(try await brand.service.recommendations(for: ana, most: 5))
        #expect(found.again.map(\.item) == ["tea"] && found.measuredAt == brand.clock.now)
        #expect(found.others.map(\.item) == ["bun"])
        #expect(found.others.first?.because == (found.basis == .control ? nil : "tea"))
        let words = RecommendationWords(.en)
        if found.basis == .purchases {
            #expect(found.others.first.map(words.why) == "100 of 101 members who bought Tea also bought it.")
        }
        let without = try #require(
            try await brand.service.recommendations(for: ana, excluding: ["bun", "tea"], most: 5)
        )
        #expect(without.others.isEmpty && without.again.isEmpty)
        #expect(try await brand.service.recommendations(for: Fixture.member(999), most: 5) == nil)
    }

    @Test("about a tenth are the control group, always the same ones")
    func control() async throws {
        let (brand, _) = try await shop()
        var control: [MemberID] = []
        for number in 1...100 {
            let id = try await member("\(number)", in: brand)
            if try await brand.service.recommendations(for: id, most: 1)?.basis == .control { control.append(id) }
        }
        #expect((3...20).contains(control.count), "\(control.count)")
        for id in control {
            #expect(try await brand.service.recommendations(for: id, most: 1)?.basis == .control)
        }
    }

    @Test("who does not want it has her purchases left alone")
    func declined() async throws {
        let (brand, ana) = try await shop()
        let no = Consent(purpose: Recommendations.purpose, channel: "email", isGiven: false)
        let event = Event(source: "shop", id: "no", occurredAt: brand.clock.now, matter: .consentChanged(no))
        try await brand.record(event, member: ana)
        #expect(try await brand.service.refreshInsight())
        let found = try #require(try await brand.service.recommendations(for: ana, most: 5))
        #expect(found.basis == .declined && found.again.isEmpty && found.others.allSatisfy { $0.because == nil })
    }

    @Test("a brand whose members had no rewards is told that what is bought cannot be said")
    func bought() async throws {
        let (brand, _) = try await shop()
        let found = try await brand.service.measuredBought()
        #expect(found.insight.silence == .noThreshold && found.insight.bought == nil && found.members.isEmpty)
        #expect(found.insight.members == 101 && found.insight.advocates == Share(0, of: 1))
        await #expect(throws: MeasuringRefusal.self) { try await brand.service.measuredBought(of: "stars") }
    }

    @Test("rewards at one price, and how each visit stood to the next, are read from the ledger")
    func prices() async throws {
        let brand = try await TestBrand()
        let start = brand.clock.now
        var rewards = 0
        for number in 1...40 {
            brand.clock.now = start
            try await brand.record(Fixture.enrolment(Key("\(number)"), at: start), card: "\(number)")
            for visit in 0..<14 {
                // Every fourth time of waiting is short: the one after a reward.
                let days = visit * 20 - (visit / 4) * 12
                let at = start.adding(days: 20 + days)
                brand.clock.now = at
                try await brand.record(try order("\(number)-\(visit)", ["tea"], at: at), card: "\(number)")
                if visit % 4 == 0, visit > 0 {
                    let event = Fixture.redemption(Key("\(number)-\(visit)"), 20, at: at)
                    do {
                        try await brand.record(event, card: "\(number)")
                        rewards += 1
                    } catch is Refusal {}
                }
            }
        }
        let found = try await brand.service.measuredBought()
        #expect(found.insight.rewards == rewards && rewards > 30)
        #expect(found.insight.prices == [Points(20)])
    }
}
