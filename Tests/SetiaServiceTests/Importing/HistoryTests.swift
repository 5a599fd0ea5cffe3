import JSONText
import SetiaCore
import SetiaTesting
import Testing

@testable import SetiaService

@Suite("A past that is told")
struct HistoryTests {
    private let brand: SetiaTesting.TestBrand
    private let first = Fixture.newYear.adding(days: -400)
    private let job = ImportJob(id: "past", rows: 1, updatedAt: Fixture.newYear)

    init() {
        brand = SetiaTesting.TestBrand()
    }

    private let programme = """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}

        """

    private let ana = MemberID(Identifier(high: 1 << 16 | 0x7000, low: 1 << 63))

    private func begin() async throws {
        try await brand.service.beginHistory(
            [(programme, first), (programme + "# again\n", first.adding(days: 100))],
            shops: Fixture.shops,
            job: job
        )
    }

    private func joining() throws -> JoiningMember {
        JoiningMember(
            id: ana,
            member: NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(country: "MY"),
                person: ["name": .string("Ana")],
                joinedAt: first.adding(days: 1)
            ),
            source: "app",
            event: "joined-1",
            consents: [("consent-1", Consent(purpose: "marketing", channel: "email", isGiven: true, evidence: "form"))]
        )
    }

    private func purchase(_ id: String, day: Int, _ matter: Event.Matter? = nil) throws -> PreparedIntake {
        let order = try #require(
            Order(id: Key(id), currency: try Currency("MYR"), lines: [Order.Line(sku: "latte", net: 1_200)])
        )
        let moment = first.adding(days: day)
        let event = Event(source: "till", id: Key(id), occurredAt: moment, matter: matter ?? .orderPaid(order))
        return brand.service.prepare(
            Intake(event: event, who: .member(ana)),
            recordedAt: moment.adding(milliseconds: 1_000)
        )
    }

    @Test("is recorded as of its days: joining, consents, orders, and the versions that decided them")
    func isRecordedAsOfItsDays() async throws {
        #expect(try await brand.service.isFresh())
        try await begin()
        #expect(try await !brand.service.isFresh())
        let counts = try await brand.service.recordHistory(
            HistoryPiece(
                joining: [try joining()],
                events: [try purchase("A-1", day: 2), try purchase("A-2", day: 120)],
                end: first.adding(days: 121)
            ),
            job: job
        )
        #expect((counts.members, counts.events, counts.orders, counts.entries) == (1, 4, 2, 2))
        let ana = ana
        let events = try await brand.store.reading { try $0.history(of: ana) }
        #expect(events.map(\.event.type) == [.memberEnrolled, .consentChanged, .orderPaid, .orderPaid])
        #expect(events.map(\.decision.programmeVersion) == [1, 1, 1, 2])
        #expect(
            events.map(\.recordedAt) == [
                first.adding(days: 1), first.adding(days: 1), first.adding(days: 2).adding(milliseconds: 1_000),
                first.adding(days: 120).adding(milliseconds: 1_000),
            ]
        )
        #expect(!events.contains { $0.decision.isLate })
        #expect(try await brand.service.verify().discrepancies.isEmpty)
    }

    @Test("is told whole or not at all: a piece with a refusal in it leaves nothing")
    func isWhole() async throws {
        try await begin()
        let tooMuch = Event.Matter.pointsRedeemed(Redemption(id: "R-1", wallet: "points", points: Points(500)))
        let piece = HistoryPiece(
            joining: [try joining()],
            events: [try purchase("A-1", day: 2), try purchase("R-1", day: 3, tooMuch)],
            end: first.adding(days: 4)
        )
        await #expect(throws: Refusal.self) { _ = try await brand.service.recordHistory(piece, job: job) }
        let members = try await brand.store.reading { try $0.members(after: nil, limit: 10) }
        #expect(members.isEmpty)
    }

    @Test("begins in a fresh brand only")
    func beginsFresh() async throws {
        try await begin()
        await #expect(throws: HistoryRefusal.notFresh) { try await begin() }
    }
}
