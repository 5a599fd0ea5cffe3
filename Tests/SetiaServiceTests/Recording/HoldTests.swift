import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Holds, recorded")
struct HoldRecordingTests {
    private func told(_ outcomes: [RecordingOutcome]) -> [String] {
        outcomes.map { outcome in
            switch outcome {
            case .recorded(let receipt): receipt.isReplay ? "replay" : "recorded"
            case .refused(.conflictingDuplicate): "conflict"
            case .refused: "refused"
            case .kept: "kept"
            case .failed: "failed"
            }
        }
    }

    @Test("L-10: each step of a hold happens once, told again under any id")
    func once() async throws {
        let brand = try await TestBrand()
        let member = try await brand.enrol()
        let now = brand.clock.now
        func event(_ id: Key, _ matter: Event.Matter) -> Event {
            Event(source: "shop", id: id, occurredAt: now, matter: matter)
        }
        let hold = Event.Matter.pointsHeld(PointsHold(id: "H", wallet: "points", points: Points(60)))
        let capture = Event.Matter.pointsCaptured(HoldCapture(hold: "H", points: Points(50)))
        let events = [
            Fixture.adjustment("give", 100, at: now), event("1", hold), event("2", hold), event("3", capture),
            event("4", capture), event("5", .pointsCaptured(HoldCapture(hold: "H"))), event("6", .pointsReleased("H")),
            event("7", .pointsHeld(PointsHold(id: "H", wallet: "points", points: Points(61)))),
        ]
        let outcomes = try await brand.service.record(
            events.map { brand.service.prepare(Intake(event: $0, who: .member(member))) }
        )
        #expect(
            told(outcomes) == [
                "recorded", "recorded", "replay", "recorded", "replay", "conflict", "refused", "conflict",
            ]
        )
        #expect(try await brand.service.points(of: member)?.balances.first?.available == Points(50))
        let verification = try await brand.service.verify()
        #expect(verification.discrepancies == [])
    }

    @Test("L-10: the clock frees what was held, by entries that prove themselves")
    func clock() async throws {
        let brand = try await TestBrand()
        let member = try await brand.enrol()
        let hold = PointsHold(id: "H", wallet: "points", points: Points(60))
        try await brand.record(Fixture.adjustment("give", 100, at: brand.clock.now), member: member)
        let event = Event(source: "shop", id: "1", occurredAt: brand.clock.now, matter: .pointsHeld(hold))
        try await brand.record(event, member: member)
        #expect(try await brand.service.points(of: member)?.balances.first?.held == Points(60))
        brand.clock.now = brand.clock.now.adding(milliseconds: 30 * 60_000)
        #expect(try await brand.service.points(of: member)?.balances.first?.available == Points(100))
        #expect(try await brand.service.passTime() == 1)
        #expect(try await brand.service.points(of: member)?.balances.first?.available == Points(100))
        #expect(try await brand.service.verify().discrepancies == [])
    }
}
