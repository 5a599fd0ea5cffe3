import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("A clock set back by an hour")
struct ClockSetBackTests {
    private static let hour: Int64 = 3_600_000

    @Test("nothing is active early, and what was activated is activated once", arguments: Backend.allCases)
    func activation(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await Servers(on: store)
            let (service, clock) = (servers.first, servers.clock)
            let member = try await service.member(with: "KS-1", paying: 5_900)
            let activeFrom = try #require(try await service.activation(of: member))

            clock.now = activeFrom.adding(milliseconds: -Self.hour / 2)
            clock.advance(milliseconds: -Self.hour)
            #expect(try await service.passTime() == 0)
            #expect(try await service.available(to: member) == 0)
            #expect(try await service.spend(1, "early", of: member, at: clock.now) == false)

            clock.now = activeFrom.adding(milliseconds: 1)
            _ = try await service.passTime()
            #expect(try await service.available(to: member) == 159)
            #expect(try await service.spend(9, "first", of: member, at: clock.now))
            clock.advance(milliseconds: -Self.hour)
            for server in [service, servers.second] { #expect(try await server.passTime() == 0) }
            // Decided at the newest moment that was applied to her: what was active then stays so.
            #expect(try await service.spend(150, "second", of: member, at: clock.now))
            #expect(try await service.spend(1, "third", of: member, at: clock.now) == false)
            clock.advance(milliseconds: 2 * Self.hour)
            #expect(try await service.passTime() == 0)
            #expect(try await service.available(to: member) == 0)
            try await service.expectAgreement()
        }
    }

    @Test("nothing lapses twice, and nothing that lapsed comes back", arguments: Backend.allCases)
    func expiry(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await Servers(on: store)
            let (service, clock) = (servers.first, servers.clock)
            let member = try await service.member(with: "KS-1", paying: 5_900)
            // Usable from 15 January 2026 for twelve months, to the end of that month in Kuala Lumpur.
            let lapses = Instant(milliseconds: 1_801_411_200_000)

            clock.now = lapses.adding(milliseconds: -Self.hour)
            _ = try await service.passTime()
            #expect(try await service.available(to: member) == 159)
            clock.now = lapses
            #expect(try await service.passTime() == 1)
            #expect(try await service.available(to: member) == 0)

            clock.advance(milliseconds: -Self.hour)
            for server in [service, servers.second] { #expect(try await server.passTime() == 0) }
            #expect(try await service.available(to: member) == 0)
            #expect(try await service.spend(1, "late", of: member, at: clock.now) == false)
            clock.advance(milliseconds: Self.hour)
            for server in [service, servers.second] { #expect(try await server.passTime() == 0) }
            let entries = try #require(try await service.entries(of: member, wallet: nil, before: nil, limit: 50))
            // What joining gave, and what the order gave.
            #expect(entries.count { $0.kind == .expire } == 2)
            #expect(entries.first?.balance == .zero)
            try await service.expectAgreement()
        }
    }

    @Test("an event is taken while the clock is back, and its repeat when it is right", arguments: Backend.allCases)
    func recording(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await Servers(on: store)
            let (service, clock) = (servers.first, servers.clock)
            let member = try await service.member(with: "KS-1", paying: 5_900)
            clock.advance(milliseconds: -Self.hour)
            let intake = Intake(event: Fixture.order("back", 1_000, at: clock.now), who: .member(member))
            let first = try #require(try await service.recordUntilKnown(intake))
            clock.advance(milliseconds: Self.hour)
            let second = try #require(try await servers.second.recordUntilKnown(intake))
            #expect(second.id == first.id)
            #expect(second.isReplay)
            try await service.expectAgreement()
        }
    }
}

extension SetiaService {
    /// Somebody who joins now and pays one order.
    fileprivate func member(with card: String, paying minorUnits: Int64) async throws -> MemberID {
        let identity = try Identity(kind: .card, text: card)
        let member = try await createMember(NewMember(identities: [identity], facts: MemberFacts())).member
        let event = Fixture.order("A", minorUnits, at: surroundings.now())
        _ = try #require(try await recordUntilKnown(Intake(event: event, who: .member(member))))
        return member
    }

    /// When the points of the first order can be spent.
    fileprivate func activation(of member: MemberID) async throws -> Instant? {
        try await entries(of: member, wallet: nil, before: nil, limit: 1)?.first?.activeFrom
    }

    fileprivate func available(to member: MemberID) async throws -> Int64? {
        try await points(of: member)?.balances.first?.available.units
    }

    /// Whether the points could be spent.
    fileprivate func spend(_ points: Int64, _ id: Key, of member: MemberID, at moment: Instant) async throws -> Bool {
        let event = Fixture.redemption(id, points, at: moment)
        return try await recordUntilKnown(Intake(event: event, who: .member(member))) != nil
    }

    fileprivate func expectAgreement() async throws {
        let verification = try await verify()
        #expect(verification.discrepancies.isEmpty, "\(verification.discrepancies)")
    }
}
