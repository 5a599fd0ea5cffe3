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

    @Test("D-5: what is older than the window is recorded as it comes, and proved too")
    func tooLate() async throws {
        let brand = try await TestBrand()
        brand.clock.now = Self.at(90)
        let member = try await brand.record(Fixture.enrolment("ana", at: Self.at(1))).member
        try await brand.record(Fixture.order("A", 10_000, at: Self.at(60)))
        let late = try await brand.record(Fixture.order("B", 200_000, at: Self.at(20)))
        #expect(late.decision.isLate && !late.decision.isInTurn)
        try await brand.record(Fixture.order("C", 10_000, at: Self.at(50)))
        let balance = try await brand.service.points(of: member)?.state.account("points")?.balance
        #expect(balance == Points(100 + 100 + 2_000 + 100))
        #expect(try await brand.service.verify().discrepancies == [])
    }
}

extension LateEventTests {
    @Test("R-10: a return that came before its order is refused, and taken when it is told again")
    func returnBeforeItsOrder() async throws {
        let brand = try await TestBrand()
        brand.clock.now = Self.at(10)
        let member = try await brand.record(Fixture.enrolment("ana", at: Self.at(1))).member
        let back = Intake(event: Fixture.orderReturn("A", at: Self.at(2)), who: .member(member))
        guard case .refused(.unknownOrder) = try await brand.service.record(back) else { throw NotRecorded() }
        try await brand.record(Fixture.order("A", 10_000, at: Self.at(3)))
        guard case .recorded(let receipt) = try await brand.service.record(back) else { throw NotRecorded() }
        #expect(receipt.decision.isInTurn)
        #expect(try await brand.service.points(of: member)?.state.account("points")?.balance == Points(100))
        #expect(try await brand.service.points(of: member)?.state.orders == 0)
        #expect(try await brand.service.verify().discrepancies == [])
    }
}

private struct NotRecorded: Error {}
