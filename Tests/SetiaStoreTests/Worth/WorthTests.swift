import JSONText
import SetiaCare
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Worth of the programme, on each store")
struct WorthTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        campaigns:
          june: {name: June, audience: everyone, holdOut: 50%}
        rules:
          - {id: june, on: order.paid, campaign: june, earn: {wallet: points, fixed: 10}}
        rewards:
          cake: {kind: free-product, name: Cake, price: free}
        worth:
          currency: MYR
          margin: 60%
          points: {points: 0.05}
          gifts: {cake: 3.00}
          winning: 100
          keeping: 20

        """

    /// An order with a discount, and a part that points paid.
    private func buy(
        _ brand: DocumentBrand,
        _ member: MemberID,
        _ id: Key,
        _ amount: Int64,
        off: Int64 = 0,
        points: Int64 = 0
    ) async throws {
        let discounts = [(off, false), (points, true)].filter { $0.0 > 0 }.map {
            Order.Discount(amount: $0.0, isPaidWithPoints: $0.1)
        }
        let order = try #require(
            Order(
                id: id,
                currency: Fixture.ringgit,
                lines: [Order.Line(sku: "kopi", net: amount)],
                discounts: discounts
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

    @Test(
        "C-13: margin is of the full price, and what was taken off, points and gifts are the cost of rewards",
        arguments: Backend.allCases
    )
    func campaign(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-03-01T09:00"))
            var sides: (with: Int, without: Int) = (0, 0)
            for number in 1...80 {
                let member = try await brand.enrol(card: "\(number)")
                try await buy(brand, member, Key("A\(number)"), 1_000, off: 200, points: 100)
                let isHeldOut = try await brand.points(of: member) == 0
                if isHeldOut { sides.without += 1 } else { sides.with += 1 }
            }
            #expect(sides.with >= 30 && sides.without >= 30)
            brand.clock.advance(days: 1)
            let results = try await brand.service.campaignResults("june")
            #expect((results.comparison.treated, results.comparison.heldOut) == (sides.with, sides.without))
            let rows = Dictionary(uniqueKeysWithValues: results.comparison.rows.map { ($0.outcome, $0) })
            #expect(rows[.spend]?.treated == 700 && rows[.spend]?.heldOut == 700)
            // 60 % of ten ringgit; what points paid is no part of the cost again: they cost when they were given.
            #expect(rows[.margin]?.treated == 600)
            #expect(rows[.rewards]?.treated == 250 && rows[.rewards]?.heldOut == 200)
            #expect(rows[.profit]?.treated == 350 && rows[.profit]?.heldOut == 400)
            #expect(results.outcomes.last?.name == "profit" && results.outcomes.last?.treated == "3.50")
            let worth = try await brand.service.measuredWorth()
            let june = try #require(worth.subjects.first { $0.key == "june" })
            #expect(june.kind == .campaign && june.holdsOut && june.measure.comparison == results.comparison)
            #expect((june.measure.treated.count, june.measure.heldOut.count) == (sides.with, sides.without))
            #expect(Set(june.measure.treated).isDisjoint(with: june.measure.heldOut))
            #expect(try await brand.service.refreshInsight())
            let held = MemberFigure.side(.campaign, key: "june", isHeldOut: true)
            #expect(try await brand.service.members(behind: held)?.members == june.measure.heldOut)
            // Ten points each at five sen: what is left, in money; with one month there is no estimate.
            let points = try #require(try await brand.service.measuredInsight().points.first)
            #expect(points.outstanding.units == Int64(sides.with) * 10)
            #expect(points.money?.outstanding == Int64(sides.with) * 50 && points.money?.expected == nil)
            #expect(worth.economics?.loyal.whole == 0 || worth.economics?.others.part == 0)
        }
    }

    @Test(
        "C-13: a gift costs what it is said to, and points that lapse are taken off again",
        arguments: Backend.allCases
    )
    func gifts(backend: Backend) async throws {
        try await backend.withStore { store in
            let document = Self.document.replacing("expiry: none", with: "expiry: {rolling: 30 days}")
            let brand = try await DocumentBrand(document, on: store, at: DocumentBrand.at("2026-03-01T09:00"))
            var treated: MemberID?
            for number in 1...6 {
                let member = try await brand.enrol(card: "\(number)")
                try await buy(brand, member, Key("A\(number)"), 1_000)
                if try await brand.points(of: member) > 0 { treated = member }
            }
            let ana = try #require(treated)
            let wish = Event(
                source: "shop",
                id: "cake",
                occurredAt: brand.clock.now,
                store: nil,
                matter: .rewardRedeemed(RewardWish(id: "cake-1", reward: "cake"))
            )
            _ = try await brand.service.record(Intake(event: wish, who: .member(ana)))
            brand.clock.advance(days: 1)
            func cost() async throws -> Double {
                let row = try await brand.service.campaignResults("june").comparison.rows.first {
                    $0.outcome == .rewards
                }
                return row?.gross ?? -1
            }
            let before = try await cost()
            let count = Double(try await brand.service.campaignResults("june").comparison.treated)
            #expect(abs(before - (count * 50 + 300)) < 1e-6)
            brand.clock.now = brand.clock.now.adding(days: 60)
            _ = try await brand.service.passTime()
            #expect(abs(try await cost() - 300) < 1e-6)
        }
    }

    @Test(
        "C-14: a broadcast is compared with who was held out of it, all since it was started",
        arguments: Backend.allCases
    )
    func broadcast(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            var members: [MemberID] = []
            for number in 0..<70 { members.append(try await bench.member("m\(number)")) }
            let off = try await bench.member("budi", agrees: false)
            let broadcast = try await bench.start("Raya", changing: [("holdOut", .string("50 %"))])
            try await bench.run()
            bench.at("12:00:00")
            for (place, member) in (members + [off]).enumerated() {
                try await bench.brand.buy(500, member, id: Key("A\(place)"))
            }
            bench.at("13:00:00")
            let worth = try await bench.service.measuredWorth()
            let raya = try #require(worth.subjects.first { $0.kind == .broadcast })
            #expect(raya.key == broadcast.id.text && raya.holdsOut)
            let comparison = raya.measure.comparison
            #expect(comparison.treated + comparison.heldOut == 70, "who had not agreed is on neither side")
            #expect(comparison.heldOut >= 15 && comparison.treated == bench.mails.count)
            #expect(raya.measure.since == broadcast.startedAt)
            #expect(comparison.rows.first { $0.outcome == .orders }?.treated == 1)
        }
    }

    @Test("advocates are told apart: what points were given for is no sign of attachment", arguments: Backend.allCases)
    func advocates(backend: Backend) async throws {
        try await backend.withStore { store in
            let document = Self.document.replacing(
                "rewards:\n",
                with: "  - {id: review, on: review.published, earn: {wallet: points, fixed: 5}}\nrewards:\n"
            )
            let brand = try await DocumentBrand(document, on: store, at: DocumentBrand.at("2026-03-01T09:00"))
            let (ana, budi) = (try await brand.enrol(card: "1"), try await brand.enrol(card: "2"))
            for (member, type) in [(ana, EventType.reviewPublished), (budi, .communityHelped)] {
                let event = Event(
                    source: "shop",
                    id: Key("\(type.rawValue)"),
                    occurredAt: brand.clock.now,
                    store: nil,
                    matter: .happened(Occurrence(type: type, facts: []))
                )
                _ = try await brand.service.record(Intake(event: event, who: .member(member)))
            }
            let advocacy = try await store.reading { try $0.advocacy() }
            #expect(advocacy.unpaid == [budi] && advocacy.paid == [ana])
            for (place, member) in [ana, budi].enumerated() {
                try await brand.buy(500, member, id: Key("A\(place)"))
                brand.clock.now = brand.clock.now.adding(days: 1)
                try await brand.buy(500, member, id: Key("B\(place)"))
            }
            let bought = try await brand.service.measuredBought().insight
            #expect((bought.advocates.numerator, bought.advocates.denominator) == (1, 2))
            #expect((bought.paidAdvocates.numerator, bought.paidAdvocates.denominator) == (1, 2))
            #expect(bought.rewardChanges == 0 && bought.contrast == nil && !bought.isContrastTold)
        }
    }
}

@Suite("News of friends")
struct AdvocacyTests {
    private let ana = Fixture.member(1)
    private let budi = Fixture.member(2)
    private let cha = Fixture.member(3)

    @Test("a friend counts who bought and whose order can no longer come back, by her newest news")
    func friends() {
        let gift = Present.points(wallet: "points", points: Points(500))
        func advocacy(_ news: [(MemberID, FriendNews)]) -> Advocacy {
            var advocacy = Advocacy()
            for (member, one) in news { advocacy.add(member, one) }
            advocacy.finish()
            return advocacy
        }
        let paid = FriendNews(friend: budi, number: 7, state: .paid, gift: nil)
        let plain = advocacy([(ana, FriendNews(friend: budi, number: 3, state: .waiting, gift: nil)), (ana, paid)])
        #expect(plain.unpaid == [ana] && plain.friends == 1 && plain.paidFriends == 0)
        let back = advocacy([(ana, FriendNews(friend: budi, number: 9, state: .reversed, gift: nil)), (ana, paid)])
        #expect(back.unpaid.isEmpty && back.friends == 0)
        let given = advocacy([(ana, FriendNews(friend: cha, number: 2, state: .paid, gift: gift)), (ana, paid)])
        #expect(given.unpaid == [ana] && given.paid == [ana] && given.friends == 1 && given.paidFriends == 1)
    }
}
