import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Orders that are paid again, in every store")
struct PaidAgainRecordingTests {
    /// Stores, and whether members are on several machines.
    private static let places: [(Backend, Bool)] = Backend.allCases.flatMap { [($0, false), ($0, true)] }

    private static func brand(
        _ place: (backend: Backend, isDistributed: Bool),
        _ body: (FindingBrand) async throws -> Void
    ) async throws {
        switch place.backend {
        case .model: try await body(FindingBrand(ModelStore(isDistributed: place.isDistributed)))
        case .sqlite, .postgres:
            try await place.backend.withTables { _, database in
                let store = try await TableStore.open(
                    database: database,
                    now: Fixture.newYear,
                    isDistributed: place.isDistributed
                )
                try await body(FindingBrand(store))
            }
        }
    }

    private static func paid(_ event: Key, _ net: Int64, at moment: Instant) throws -> Event {
        let line = Order.Line(sku: "kopi", net: net)
        let order = try #require(Order(id: "A-1", currency: Fixture.ringgit, lines: [line]))
        return Event(source: "shop", id: event, occurredAt: moment, matter: .orderPaid(order))
    }

    private static func back(_ event: Key, _ number: Key, at moment: Instant) -> Event {
        let matter = Event.Matter.orderReturned(OrderReturn(order: "A-1", id: number))
        return Event(source: "shop", id: event, occurredAt: moment, matter: matter)
    }

    /// What became of each event, in short.
    private static func told(_ outcomes: [RecordingOutcome]) -> [String] {
        outcomes.map { outcome in
            switch outcome {
            case .recorded(let receipt):
                "\(receipt.isReplay ? "again " : "")\(receipt.event.id) \(receipt.decision.entries.reduce(0) { $0 + $1.points.units })"
            case .kept: "kept"
            case .refused(.conflictingDuplicate(.order, let number)): "conflict about \(number)"
            case .refused(let refusal): "\(refusal)"
            case .failed(let error): "\(error)"
            }
        }
    }

    @Test(
        "R-11: completed, cancelled and completed again, one by one or in one batch, told twice or not",
        arguments: places,
        [true, false]
    )
    func life(place: (Backend, Bool), inOneBatch: Bool) async throws {
        try await Self.brand(place) { brand in
            let member = try await brand.enrol("Ana", card: "1")
            let at = { (minutes: Int64) in Fixture.newYear.adding(milliseconds: minutes * 60_000) }
            brand.clock.advance(days: 1)
            let events = [
                try Self.paid("p1", 5_000, at: at(1)),
                Self.back("r1", "one", at: at(2)),
                // The first payment told late under another id is none of its own.
                try Self.paid("p1-again", 5_000, at: at(1)),
                try Self.paid("p2", 5_000, at: at(3)),
                try Self.paid("p2-again", 5_000, at: at(3)),
                try Self.paid("p2-other", 9_000, at: at(3)),
                Self.back("r1-again", "one", at: at(2)),
                Self.back("r2", "two", at: at(4)),
                try Self.paid("p3", 7_000, at: at(5)),
                Self.back("r2-again", "two", at: at(4)),
            ]
            let intakes = events.map { Intake(event: $0, who: .member(member)) }
            var outcomes: [RecordingOutcome] = []
            if inOneBatch {
                outcomes = try await brand.service.record(intakes.map { brand.service.prepare($0) })
                // Where members are spread over machines, the second of two in one batch comes when the first is written.
                for place in outcomes.indices {
                    guard case .failed = outcomes[place] else { continue }
                    outcomes[place] = try await brand.service.record(intakes[place])
                }
            } else {
                for intake in intakes { outcomes.append(try await brand.service.record(intake)) }
            }
            #expect(
                Self.told(outcomes) == [
                    "p1 50", "r1 -50", "again p1 50", "p2 50", "again p2 50", "conflict about A-1", "again r1 -50",
                    "r2 -50", "p3 70", "again r2 -50",
                ]
            )
            // All of it once more, in one batch: nothing new.
            let again = try await brand.service.record(intakes.map { brand.service.prepare($0) })
            #expect(
                Self.told(again) == [
                    "again p1 50", "again r1 -50", "again p1 50", "again p2 50", "again p2 50",
                    "conflict about A-1", "again r1 -50", "again r2 -50", "again p3 70", "again r2 -50",
                ]
            )
            let state = try await brand.service.store.state(member)
            #expect(state?.account("points")?.balance == Points(170))
            #expect(state?.orders == 1)
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }

    @Test("R-11: an order that another member pays after its return is not hers under that number", arguments: places)
    func another(place: (Backend, Bool)) async throws {
        try await Self.brand(place) { brand in
            let (ana, budi) = (try await brand.enrol("Ana", card: "1"), try await brand.enrol("Budi", card: "2"))
            let at = { (minutes: Int64) in Fixture.newYear.adding(milliseconds: minutes * 60_000) }
            brand.clock.advance(days: 1)
            for event in [try Self.paid("p1", 5_000, at: at(1)), Self.back("r1", "one", at: at(2))] {
                _ = try await brand.service.record(Intake(event: event, who: .member(ana)))
            }
            let paid = try Self.paid("p2", 5_000, at: at(3))
            let outcome = try await brand.service.record(Intake(event: paid, who: .member(budi)))
            #expect(Self.told([outcome]) == ["conflict about A-1"])
        }
    }

    @Test("R-11: points that pay an order which is to be paid again come back with it", arguments: places)
    func paidWithPoints(place: (Backend, Bool)) async throws {
        try await Self.brand(place) { brand in
            let member = try await brand.enrol("Ana", card: "1")
            let at = { (minutes: Int64) in Fixture.newYear.adding(milliseconds: minutes * 60_000) }
            brand.clock.advance(days: 1)
            let spent = Redemption(id: "x", wallet: "points", points: Points(100), order: "A-1")
            let events = [
                Fixture.adjustment("gift", 100, at: at(0)),
                try Self.paid("p1", 5_000, at: at(1)),
                Self.back("r1", "one", at: at(2)),
                Event(source: "shop", id: "x", occurredAt: at(3), matter: .pointsRedeemed(spent)),
                try Self.paid("p2", 5_000, at: at(4)),
                Self.back("r2", "two", at: at(5)),
            ]
            var outcomes: [RecordingOutcome] = []
            for event in events {
                outcomes.append(try await brand.service.record(Intake(event: event, who: .member(member))))
            }
            #expect(Self.told(outcomes) == ["gift 100", "p1 50", "r1 -50", "x -100", "p2 50", "r2 50"])
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }
}
