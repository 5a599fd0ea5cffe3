import JSONText
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Figures by definition, on each store")
struct MeasuresTests {
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
          - {id: welcome, on: member.enrolled, earn: {wallet: points, fixed: 5}}
        segments:
          friends: {name: Friends, list: true}

        """

    private func brand(_ store: any Store) async throws -> DocumentBrand {
        try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-03-01T09:00"))
    }

    @Test("each figure counts what its definition says, by hand", arguments: Backend.allCases)
    func byHand(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await brand(store)
            var members: [MemberID] = []
            for number in 1...4 { members.append(try await brand.enrol(card: "\(number)")) }
            brand.clock.now = DocumentBrand.at("2026-03-10T09:00")
            // Two of four buy; one of them redeems; somebody unknown buys as well.
            try await brand.buy(3_000, members[0], id: "A1")
            try await brand.buy(1_000, members[1], id: "A2")
            let guest = Order(id: "G1", currency: Fixture.ringgit, lines: [Order.Line(sku: "kopi", net: 1_000)])
            _ = try await brand.service.record(
                Intake(
                    event: Event(
                        source: "shop",
                        id: "paid-G1",
                        occurredAt: brand.clock.now,
                        isAnonymous: true,
                        matter: .orderPaid(try #require(guest))
                    ),
                    who: .nobody
                )
            )
            let spend = Event(
                source: "shop",
                id: "spend-1",
                occurredAt: brand.clock.now,
                store: nil,
                matter: .pointsRedeemed(Redemption(id: "R1", wallet: "points", points: Points(20), order: nil))
            )
            _ = try await brand.service.record(Intake(event: spend, who: .member(members[0])))
            brand.clock.now = DocumentBrand.at("2026-03-20T09:00")
            func told(_ query: MeasureQuery = MeasureQuery()) async throws -> [String] {
                try await brand.service.measures(query).figures.map { figure in
                    "\(figure.key) \(figure.numerator)/\(figure.denominator)"
                        + (figure.silence.map { " \($0.rawValue)" } ?? "")
                }
            }
            #expect(
                try await told() == [
                    "enrolment 4/5", "active 2/4", "participation 4000/5000", "redemption 20/60",
                    "satisfaction 0/0 nothing", "promoters 0/0 nothing", "response 0/0 nothing",
                    "businessResponse 0/0 nothing",
                ]
            )
            let measures = try await brand.service.measures()
            #expect(measures.members == 4 && measures.timeZone == "Asia/Kuala_Lumpur")
            #expect((measures.from.iso, measures.until.iso) == ("2025-03-21", "2026-03-20"))
            #expect(measures.figures.allSatisfy { $0.isSmall && $0.definition.version == 1 })
            #expect(measures.figures[0].interval == Share(4, of: 5).interval95)
            // Of days in which nobody joined: points for joining are not of these days.
            var later = MeasureQuery()
            later.from = Day(iso: "2026-03-05")
            later.until = Day(iso: "2026-03-10")
            #expect(
                try await told(later).prefix(4) == [
                    "enrolment 0/1", "active 2/4", "participation 4000/5000", "redemption 20/40",
                ]
            )
            later.from = Day(iso: "2026-03-11")
            later.until = Day(iso: "2026-03-12")
            #expect(try await told(later)[2] == "participation 0/0 nothing")
            // Of a segment: who is no member has none.
            _ = try await brand.service.list([members[1]], on: "friends", isIn: true, by: .operator)
            var friends = MeasureQuery()
            friends.segment = "friends"
            #expect(
                try await told(friends).prefix(4) == [
                    "enrolment 1/2 unknown-others", "active 1/1", "participation 1000/5000", "redemption 0/15",
                ]
            )
            var way = MeasureQuery()
            way.channel = "online"
            #expect(try await told(way)[2] == "participation 4000/5000")
            way.channel = "mail"
            #expect(try await told(way)[2].hasSuffix("no-channel"))
        }
    }

    @Test("what an account did before it went to another member counts as that member's", arguments: Backend.allCases)
    func merged(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await brand(store)
            var members: [MemberID] = []
            for number in 1...4 { members.append(try await brand.enrol(card: "\(number)")) }
            brand.clock.now = DocumentBrand.at("2026-03-10T09:00")
            try await brand.buy(3_000, members[0], id: "A1")
            try await brand.buy(1_000, members[1], id: "A2")
            brand.clock.now = DocumentBrand.at("2026-03-12T09:00")
            func told(_ segment: Key? = nil) async throws -> [String] {
                var query = MeasureQuery()
                query.segment = segment
                return try await brand.service.measures(query).figures.prefix(4)
                    .map { "\($0.key) \($0.numerator)/\($0.denominator)" }
            }
            #expect(try await told() == ["enrolment 4/4", "active 2/4", "participation 4000/4000", "redemption 0/60"])
            // The first goes to the second, and that to the third, who bought nothing herself.
            _ = try await brand.service.mergeMember(members[0], into: members[1], by: .operator)
            _ = try await brand.service.mergeMember(members[1], into: members[2], by: .operator)
            let figures = try await brand.service.measures().figures
            #expect(figures[2].currency == Fixture.ringgit && figures[3].currency == nil)
            #expect(try await told() == ["enrolment 2/2", "active 1/2", "participation 4000/4000", "redemption 0/60"])
            _ = try await brand.service.list([members[2]], on: "friends", isIn: true, by: .operator)
            let friends = try await told("friends")
            #expect(friends.dropFirst() == ["active 1/1", "participation 4000/4000", "redemption 0/55"])
            // The account that is left did nothing but join.
            _ = try await brand.service.mergeMember(members[3], into: members[2], by: .operator)
            #expect(try await told() == ["enrolment 1/1", "active 1/1", "participation 4000/4000", "redemption 0/60"])
        }
    }

    @Test("what the programme has not is refused, with what it has")
    func refused() async throws {
        try await Backend.model.withStore { store in
            let brand = try await brand(store)
            func refusal(_ change: (inout MeasureQuery) -> Void) async throws -> MeasureRefusal? {
                var query = MeasureQuery()
                change(&query)
                do {
                    _ = try await brand.service.measures(query)
                    return nil
                } catch let refusal as MeasureRefusal {
                    return refusal
                }
            }
            #expect(try await refusal { $0.segment = "none" } == .unknownSegment("none", known: ["friends"]))
            #expect(try await refusal { $0.tier = "gold" } == .unknownTier("gold", known: []))
            let day = try #require(Day(iso: "2026-03-05"))
            #expect(
                try await refusal {
                    $0.from = day
                    $0.until = day.adding(days: -1)
                } == .endsBeforeItBegins
            )
            guard case .unknownChannel("pigeon", let known)? = try await refusal({ $0.channel = "pigeon" }) else {
                Issue.record("a pigeon is a way")
                return
            }
            #expect(known.first == "online" && known.contains("mail"))
        }
    }

    @Test("a figure of nobody has no value, and no interval")
    func nobody() async throws {
        try await Backend.model.withStore { store in
            let measures = try await brand(store).service.measures()
            #expect(measures.members == 0)
            #expect(measures.figures.allSatisfy { $0.value == nil && $0.interval == nil && $0.silence == .nothing })
        }
    }
}
