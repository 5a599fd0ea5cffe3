import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import SetiaWire
import Testing

/// A brand with milestones, on 1 March 2026 at nine in Kuala Lumpur.
struct MilestoneBrand {
    let brand: DocumentBrand

    var service: SetiaService { brand.service }

    static func document(_ milestones: String, _ more: String = "") -> String {
        """
        programme: kopi-setia
        engine: 1
        languages: [en, ms, id, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        tiers:
          status: {metric: net spend, window: calendar year, levels: {silver: 0 MYR, gold: 1000 MYR}}
        \(more)
        milestones:
        \(milestones)
        """
    }

    init(on store: any Store, _ milestones: String, _ more: String = "") async throws {
        brand = try await DocumentBrand(
            Self.document(milestones, more),
            on: store,
            at: DocumentBrand.at("2026-03-01T09:00")
        )
    }

    func record(_ event: Event, _ member: MemberID) async throws -> RecordingOutcome {
        try await service.record(Intake(event: event, who: .member(member)))
    }

    /// What time does by then.
    func pass(to text: String) async throws {
        brand.clock.now = DocumentBrand.at(text)
        _ = try await service.keepCalendar()
        _ = try await service.passTime()
    }

    /// What came of milestones, in their order: `tenth 10 at 2026-03-14T00:00`.
    func came(_ member: MemberID) async throws -> [String] {
        try await brand.events(of: member, .milestoneReached).compactMap { stored in
            guard case .giftArrived(.milestone(let milestone, let occasion)) = stored.event.matter else { return nil }
            return "\(milestone) \(occasion)"
        }
    }

    /// What of it is dated when, on the wall.
    func days(_ member: MemberID) async throws -> [Instant] {
        try await brand.events(of: member, .milestoneReached).map(\.event.occurredAt)
    }
}

@Suite("Milestones, on each store")
struct MilestoneTests {
    private func at(_ text: String) -> Instant { DocumentBrand.at(text) }

    @Test("M-1, M-4: the tenth purchase gives once, by an event of its own", arguments: Backend.allCases)
    func tenth(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await MilestoneBrand(
                on: store,
                "  third: {name: Third purchase, on: purchase, number: 3, give: {wallet: points, fixed: 100}}"
            )
            let ana = try await bench.brand.enrol(card: "1")
            for number in 1...2 { try await bench.brand.buy(500, ana, id: Key("A\(number)")) }
            #expect(try await bench.came(ana) == [])
            try await bench.brand.buy(500, ana, id: "A3")
            #expect(try await bench.came(ana) == ["third 3"])
            #expect(try await bench.brand.points(of: ana) == 100)
            for number in 4...7 { try await bench.brand.buy(500, ana, id: Key("A\(number)")) }
            try await bench.pass(to: "2026-06-01T09:00")
            #expect(try await bench.came(ana) == ["third 3"])
            #expect(try await bench.brand.points(of: ana) == 100)
            #expect(try await bench.service.verify().discrepancies == [])
        }
    }

    @Test("M-1: what was not seen to be told is told again by the clock, and happens once")
    func toldAgain() throws {
        let version = ProgrammeVersion(
            number: 1,
            validFrom: Fixture.newYear,
            programme: try Programme(
                document: MilestoneBrand.document(
                    "  first: {name: First purchase, on: purchase, number: 1, give: {wallet: points, fixed: 100}}"
                ),
                knowsTimeZone: { _ in true }
            ),
            zone: FixedOffset.utc
        )
        var state = try decide(version, MemberState(member: Fixture.member(1)), Fixture.enrolment("1")).state
        let (bought, decision) = try decide(version, state, Fixture.order("A", 500))
        let told = try #require(decision.followUps.first)
        #expect(bought.unseenMilestones(by: Fixture.newYear) == [])
        let late = Fixture.newYear.adding(milliseconds: 60_000)
        #expect(bought.nextLook == late)
        #expect(bought.unseenMilestones(by: late) == [told])
        state = try decide(version, bought, told.event).state
        #expect(state.balances(at: late).map(\.active) == [Points(100)])
        #expect(state.unseenMilestones(by: late) == [])
        // Told once more it gives nothing more.
        let again = try decide(version, state, told.event)
        #expect(again.decision.entries == [])
    }

    @Test(
        "M-2: a birthday gives once a year, also days late, and 29 February by its setting",
        arguments: Backend.allCases
    )
    func birthday(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await MilestoneBrand(
                on: store,
                "  treat: {name: A treat, on: birthday, give: {wallet: points, fixed: 20}}",
                "birthdays: {leapDay: 1 March}"
            )
            try await bench.pass(to: "2026-03-01T10:00")
            let ana = try await bench.brand.enrol(card: "1", born: "1990-03-14")
            let budi = try await bench.brand.enrol(card: "2", born: "1992-02-29")
            bench.brand.clock.now = at("2026-03-16T10:00")
            try await bench.brand.buy(90, ana, id: "A")
            try await bench.pass(to: "2026-03-20T08:00")
            #expect(try await bench.came(ana) == ["treat 2026"])
            #expect(try await bench.days(ana) == [at("2026-03-14T00:00")])
            try await bench.pass(to: "2026-12-31T08:00")
            try await bench.pass(to: "2027-03-14T08:00")
            #expect(try await bench.came(ana) == ["treat 2026", "treat 2027"])
            #expect(try await bench.days(budi) == [at("2027-03-01T00:00")])
            #expect(try await bench.brand.points(of: ana) == 40)
            #expect(try await bench.service.verify().discrepancies == [])
        }
    }

    @Test("M-3: years of membership are reached on their day, each or one", arguments: Backend.allCases)
    func anniversary(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await MilestoneBrand(
                on: store,
                """
                  each: {name: A year more, on: anniversary, give: {wallet: points, fixed: 5}}
                  second: {name: Two years, on: anniversary, years: 2, give: {wallet: points, fixed: 200}}
                """
            )
            try await bench.pass(to: "2026-03-01T10:00")
            let ana = try await bench.brand.enrol(card: "1", joined: at("2024-03-14T15:00"))
            try await bench.pass(to: "2026-03-20T08:00")
            #expect(try await bench.came(ana) == ["each 2", "second 2"])
            #expect(try await bench.days(ana) == [at("2026-03-14T00:00"), at("2026-03-14T00:00")])
            try await bench.pass(to: "2027-03-20T08:00")
            #expect(try await bench.came(ana) == ["each 2", "second 2", "each 3"])
            #expect(try await bench.brand.points(of: ana) == 210)
        }
    }

    @Test("M-4: each so many purchases gives each time, and a purchase told late counts", arguments: Backend.allCases)
    func everySecond(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await MilestoneBrand(
                on: store,
                "  pair: {name: Two more, on: purchase, every: 2, give: {wallet: points, fixed: 100}}"
            )
            let ana = try await bench.brand.enrol(card: "1", joined: at("2026-01-10T09:00"))
            try await bench.brand.buy(90, ana, id: "A")
            try await bench.pass(to: "2026-03-10T09:00")
            try await bench.brand.buy(90, ana, id: "B", when: at("2026-02-20T09:00"))
            #expect(try await bench.came(ana) == ["pair 2"])
            try await bench.brand.buy(90, ana, id: "C")
            try await bench.brand.buy(90, ana, id: "D")
            #expect(try await bench.came(ana) == ["pair 2", "pair 4"])
            #expect(try await bench.brand.points(of: ana) == 200)
            #expect(try await bench.service.verify().discrepancies == [])
        }
    }

    @Test("M-5: a purchase to remember is reached once, and its day comes again each year", arguments: Backend.allCases)
    func significant(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await MilestoneBrand(
                on: store,
                """
                  big: {name: To remember, on: purchase, atLeast: {MYR: 500.00}, give: {wallet: points, fixed: 50}}
                  big-years: {name: A year since, on: year after, of: big, give: {wallet: points, fixed: 25}}
                  big-year: {name: The first year, on: year after, of: big, years: 1, give: {wallet: points, fixed: 1}}
                """
            )
            let ana = try await bench.brand.enrol(card: "1")
            try await bench.brand.buy(49_999, ana, id: "A")
            #expect(try await bench.came(ana) == [])
            try await bench.pass(to: "2026-05-03T20:00")
            try await bench.brand.buy(61_200, ana, id: "B")
            try await bench.pass(to: "2026-06-03T20:00")
            try await bench.brand.buy(90_000, ana, id: "C")
            #expect(try await bench.came(ana) == ["big 0"])
            try await bench.pass(to: "2027-05-02T23:59")
            #expect(try await bench.came(ana) == ["big 0"])
            // The server was off for some days.
            try await bench.pass(to: "2027-05-09T12:00")
            #expect(try await bench.came(ana) == ["big 0", "big-years 1", "big-year 1"])
            #expect(try await bench.days(ana).suffix(2) == [at("2027-05-03T00:00"), at("2027-05-03T00:00")])
            try await bench.pass(to: "2028-05-03T00:00")
            #expect(try await bench.came(ana).suffix(1) == ["big-years 2"])
            #expect(try await bench.service.verify().discrepancies == [])
        }
    }

    @Test("M-6: a level and an achievement are reached for the first time", arguments: Backend.allCases)
    func levelAndBadge(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await MilestoneBrand(
                on: store,
                """
                  golden: {name: Gold, on: level, level: {status: gold}, give: {wallet: points, fixed: 500}}
                  badge: {name: Regular, on: achievement, achievement: visits, give: {wallet: points, fixed: 10}}
                """,
                "achievements: {visits: {name: Visits, on: order.paid, goal: 3, repeats: true}}"
            )
            let ana = try await bench.brand.enrol(card: "1")
            try await bench.brand.buy(99_999, ana, id: "A")
            #expect(try await bench.came(ana) == [])
            try await bench.brand.buy(100, ana, id: "B")
            #expect(try await bench.came(ana) == ["golden 0"])
            for number in 1...4 { try await bench.brand.buy(100, ana, id: Key("C\(number)")) }
            #expect(try await bench.came(ana) == ["golden 0", "badge 0"])
            // A year without: silver again, and gold again.
            try await bench.pass(to: "2028-01-10T09:00")
            try await bench.brand.buy(150_000, ana, id: "D")
            #expect(try await bench.came(ana) == ["golden 0", "badge 0"])
            #expect(try await bench.brand.points(of: ana) == 510)
        }
    }

    @Test(
        "M-7: an order that comes back takes its milestone's points, and the next one reaches it again",
        arguments: Backend.allCases
    )
    func comesBack(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await MilestoneBrand(
                on: store,
                """
                  second: {name: Second, on: purchase, number: 2, give: {wallet: points, fixed: 100}}
                  big: {name: To remember, on: purchase, atLeast: {MYR: 500.00}, give: {wallet: points, fixed: 50}}
                  big-year: {name: A year since, on: year after, of: big, give: {wallet: points, fixed: 25}}
                """
            )
            let ana = try await bench.brand.enrol(card: "1")
            try await bench.brand.buy(100, ana, id: "A")
            try await bench.brand.buy(60_000, ana, id: "B")
            #expect(try await bench.brand.points(of: ana) == 150)
            _ = try await bench.record(Fixture.orderReturn("B", at: bench.brand.clock.now), ana)
            #expect(try await bench.brand.points(of: ana) == 0)
            try await bench.brand.buy(100, ana, id: "C")
            #expect(try await bench.came(ana) == ["second 2", "big 0", "second 2"])
            #expect(try await bench.brand.points(of: ana) == 100)
            // Nothing comes of a day that was none.
            try await bench.pass(to: "2027-03-10T09:00")
            #expect(try await bench.brand.points(of: ana) == 100)
            #expect(try await bench.service.verify().discrepancies == [])
        }
    }

    @Test(
        "M-8: a reward is given while there is one, and a reward that is only given is nobody's to choose",
        arguments: Backend.allCases
    )
    func reward(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await MilestoneBrand(
                on: store,
                "  first: {name: First purchase, on: purchase, number: 1, give: {reward: cake}}",
                "rewards: {cake: {kind: free-product, name: Cake, gift: true, stock: counted}}"
            )
            _ = try await bench.service.loadStock(of: "cake", by: 1, reason: "baked", by: .operator)
            let (ana, budi) = (try await bench.brand.enrol(card: "1"), try await bench.brand.enrol(card: "2"))
            try await bench.brand.buy(100, ana, id: "A")
            try await bench.brand.buy(100, budi, id: "B")
            let had = try #require(try await bench.service.redemptions(of: ana))
            #expect(had.map(\.reward) == ["cake"])
            #expect(had.map(\.state) == [.captured])
            #expect(try await bench.service.redemptions(of: budi) == [])
            let told = try await bench.brand.events(of: budi, .milestoneReached).flatMap(\.decision.reasons)
            #expect(told.contains(.gift(GiftStep(.gone, "first", occasion: 1))))
            #expect(try await bench.service.rewards(of: ana)?.quotes.count == 0)
            guard
                case .refused(.reward(.unknownReward("cake", known: []))) = try await bench.service.redeem(
                    RewardWish(id: "R", reward: "cake"),
                    for: budi
                )
            else {
                Issue.record("a reward that is only given was chosen")
                return
            }
            #expect(try await bench.service.shelfFaults() == [])
            #expect(try await bench.service.verify().discrepancies == [])
        }
    }

    @Test("M-9: who is no member reaches nothing")
    func nobody() async throws {
        let bench = try await MilestoneBrand(
            on: ModelStore(),
            "  first: {name: First purchase, on: purchase, number: 1, give: {wallet: points, fixed: 100}}"
        )
        let outcome = try await bench.service.record(
            Intake(
                event: Fixture.order("A", 500, at: bench.brand.clock.now),
                who: .identity(try Identity(kind: .card, text: "7"))
            )
        )
        guard case .recorded(let receipt) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(receipt.decision.followUps == [])
        #expect(try await bench.service.milestones(of: receipt.member)?.milestones == [])
    }

    @Test(
        "M-9: what is missing and what was reached is said in each language",
        arguments: [
            (
                Language.en, "2 more purchases", "on 14 March 2028", "with one purchase of at least RM 500",
                "reached on 1 March 2026"
            ),
            (
                .ms, "2 pembelian lagi", "pada 14 Mac 2028", "dengan satu pembelian sekurang-kurangnya RM500",
                "dicapai pada 1 Mac 2026"
            ),
            (
                .id, "2 pembelian lagi", "pada 14 Maret 2028", "dengan satu pembelian minimal RM500",
                "dicapai pada 1 Maret 2026"
            ),
            (
                .th, "ซื้ออีก 2 ครั้ง", "วันที่ 14 มีนาคม 2028", "เมื่อซื้อครั้งเดียวตั้งแต่ RM 500",
                "สำเร็จเมื่อ 1 มีนาคม 2026"
            ),
        ]
    )
    func said(_ language: Language, _ count: String, _ day: String, _ amount: String, _ reached: String) async throws {
        let bench = try await MilestoneBrand(
            on: ModelStore(),
            """
              third: {name: Third purchase, on: purchase, number: 3}
              years: {name: Four years, on: anniversary, years: 4}
              big: {name: To remember, on: purchase, atLeast: {MYR: 500.00}}
              passed: {name: Two years, on: anniversary, years: 1}
              first: {name: First purchase, on: purchase, number: 1, give: {wallet: points, fixed: 100}}
            """
        )
        let ana = try await bench.brand.enrol(card: "1", joined: at("2024-03-14T15:00"))
        try await bench.brand.buy(500, ana, id: "A")
        let view = try #require(try await bench.service.milestones(of: ana))
        let words = MilestoneWords(try #require(view.version), language)
        #expect(view.milestones.map(\.milestone.key) == ["third", "years", "big", "first"])
        #expect(view.milestones.prefix(3).compactMap(\.missing).map { words.missing($0) } == [count, day, amount])
        let first = try #require(view.milestones.last)
        #expect(first.missing == nil)
        #expect(first.reached.map { words.reached($0) } == [reached])
        #expect(words.gives(first.milestone) == "100 points")
    }
}
