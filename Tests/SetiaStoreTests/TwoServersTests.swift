import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Two servers, one member")
struct TwoServersTests {
    @Test(
        "two hundred orders, returns and redemptions at once, each sent to both: each counts once, and no point is spent twice",
        arguments: Backend.allCases
    )
    func atOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await Servers(on: store)
            let card = try Identity(kind: .card, text: "KS-1")
            let member = try await servers.first.createMember(
                NewMember(identities: [card], facts: MemberFacts(country: "MY"))
            ).member
            _ = try await servers.first.record(Intake(event: Fixture.adjustment("give", 1_000), who: .member(member)))
            for number in 0..<60 {
                let before = Fixture.order(Key("before-\(number)"), 1_000)
                _ = try await servers.second.record(Intake(event: before, who: .member(member)))
            }
            // What is not active yet cannot be spent, so exactly 25 of the 70 redemptions of 40 find their points.
            let events =
                (0..<70).map { Fixture.order(Key("order-\($0)"), 1_000) }
                + (0..<60).map { Fixture.orderReturn(Key("before-\($0)")) }
                + (0..<70).map { Fixture.redemption(Key("spend-\($0)"), 40) }
            let told = try await servers.tellBoth(events, of: member)

            for (event, answers) in zip(events, told) {
                let receipts = answers.compactMap { $0 }
                #expect(Set(receipts.map(\.id)).count <= 1, "\(event.id) is there twice")
                #expect(receipts.count { !$0.isReplay } <= 1, "\(event.id) was new twice")
                #expect([0, 2].contains(receipts.count), "\(event.id) was recorded for one and refused for the other")
            }
            let recorded = told.map { $0.contains { $0 != nil } }
            #expect(recorded[..<130].allSatisfy { $0 }, "an order or a return was refused")
            #expect(recorded[130...].count { $0 } == 25)
            let view = try #require(try await servers.second.points(of: member))
            let balance = try #require(view.balances.first)
            #expect(balance.available == .zero)
            // Joining gave 100, and seventy orders gave ten each; sixty others came back whole.
            #expect(balance.pending == Points(100 + 700))
            let verification = try await servers.first.verify()
            #expect(verification.discrepancies.isEmpty, "\(verification.discrepancies)")
        }
    }

    @Test(
        "one new card whose first orders reach both servers at once is one person",
        arguments: Backend.allCases
    )
    func oneNewcomer(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await Servers(on: store)
            let card = try Identity(kind: .card, text: "NEW-1")
            let members = try await withThrowingTaskGroup(of: MemberID?.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        let event = Fixture.order(Key("first-\(number)"), 1_000)
                        let server = number % 2 == 0 ? servers.first : servers.second
                        return try await server.recordUntilKnown(Intake(event: event, who: .identity(card)))?.member
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(members).count == 1)
            #expect(members.count == 16)
            let verification = try await servers.first.verify()
            #expect(verification.discrepancies.isEmpty, "\(verification.discrepancies)")
        }
    }
}

/// Two servers of one brand: nothing in common but the store and the keys.
struct Servers {
    let clock: TestClock
    let first: SetiaService
    let second: SetiaService

    /// `parse` says which programme a document stands for.
    init(
        on store: any Store,
        at now: Instant = Fixture.newYear,
        parse: @escaping @Sendable (String) -> Programme = { _ in Fixture.programme }
    ) async throws {
        let clock = TestClock(now)
        self.clock = clock
        let sealing = TestSealing(now: now)
        let identifiers = CountingIdentifiers()
        func server() -> SetiaService {
            SetiaService(
                store: store,
                sealing: sealing,
                surroundings: Surroundings(now: { clock.now }, newIdentifier: { identifiers.next() }),
                reader: ProgrammeReader(
                    parse: parse,
                    zone: { _ in FixedOffset(minutesEast: 480) }
                )
            )
        }
        first = server()
        second = server()
        _ = try await first.publishProgramme("the fixture's programme")
    }

    /// Tells both servers of all events at once.
    ///
    /// - Returns: for each event both answers: a receipt, or none where the programme said no.
    func tellBoth(_ events: [Event], of member: MemberID) async throws -> [[Receipt?]] {
        try await withThrowingTaskGroup(of: (Int, Receipt?).self) { group in
            for (place, event) in events.enumerated() {
                for server in [first, second] {
                    group.addTask {
                        (place, try await server.recordUntilKnown(Intake(event: event, who: .member(member))))
                    }
                }
            }
            var answers: [[Receipt?]] = Array(repeating: [], count: events.count)
            for try await (place, answer) in group { answers[place].append(answer) }
            return answers
        }
    }
}

extension SetiaService {
    /// What a sender does: it sends again for as long as the answer is the world's trouble.
    ///
    /// - Returns: the receipt; none where the programme says no.
    func recordUntilKnown(_ intake: Intake) async throws -> Receipt? {
        var last: any Error = StoreFailure(kind: .other, message: "never tried")
        for _ in 0..<50 {
            do {
                switch try await record(intake) {
                case .recorded(let receipt): return receipt
                case .refused, .kept: return nil
                case .failed(let error): last = error
                }
            } catch let failure as StoreFailure {
                last = failure
            }
        }
        throw last
    }
}
