import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Late events, recorded")
struct LateEventTests {
    private static let day: Int64 = 86_400_000

    private static func at(_ days: Int) -> Instant { Fixture.newYear.adding(days: days) }

    @Test(
        "D-5: the slow road is written, answered once and proved, in one batch and in several",
        arguments: [false, true]
    )
    func slowRoad(isDistributed: Bool) async throws {
        let brand = try await TestBrand(store: ModelStore(isDistributed: isDistributed))
        brand.clock.now = Self.at(40)
        let joins = Fixture.enrolment("ana", at: Self.at(1))
        let first = Fixture.order("A", 10_000, at: Self.at(20))
        let second = Fixture.order("B", 10_000, at: Self.at(22))
        let late = Fixture.order("C", 200_000, at: Self.at(10))
        let later = Fixture.order("D", 400_000, at: Self.at(5))
        let member = try await brand.record(joins).member
        try await brand.record(first)
        let batch = [second, late, later].map { brand.service.prepare(Intake(event: $0, who: .member(member))) }
        let receipts = try await brand.service.record(batch).map { outcome in
            guard case .recorded(let receipt) = outcome else { throw NotRecorded() }
            return receipt
        }
        #expect(receipts.map(\.decision.isInTurn) == [false, true, true])
        // 2,000 of its own; A and B were paid at Gold.
        #expect(receipts[1].decision.entries.map { $0.points.units } == [2_000, 50, 50])
        #expect(receipts[1].decision.entries.map(\.kind) == [.earn, .correction, .correction])
        // 4,000 of its own; C was paid at Gold.
        #expect(receipts[2].decision.entries.map { $0.points.units } == [4_000, 1_000])
        #expect(receipts[2].decision.levels.map(\.level) == ["platinum"])
        let again = try await brand.service.record(batch)
        for (receipt, outcome) in zip(receipts, again) {
            guard case .recorded(let repeated) = outcome else { throw NotRecorded() }
            #expect(repeated.isReplay)
            #expect(repeated.decision == receipt.decision)
        }
        try await brand.record(Fixture.orderReturn("A", at: Self.at(30)), member: member)
        let balance = try await brand.service.points(of: member)?.state.account("points")?.balance
        #expect(balance == Points(100 + 150 + 3_000 + 4_000))
        #expect(try await brand.service.verify().discrepancies == [])
    }
}

private struct NotRecorded: Error {}
