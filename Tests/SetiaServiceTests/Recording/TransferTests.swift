import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Transfers, recorded")
struct TransferRecordingTests {
    private func sent(_ id: Key, to: MemberID, _ points: Int64, at moment: Instant) -> Event {
        let transfer = PointsTransfer(id: id, to: to, wallet: "points", points: Points(points))
        return Event(source: "app", id: id, occurredAt: moment, matter: .pointsTransferred(transfer))
    }

    private func available(_ member: MemberID, _ brand: TestBrand) async throws -> Points? {
        try await brand.service.points(of: member)?.balances.first?.available
    }

    @Test("L-11: when the sender is answered, the points have come, once, however often it is told")
    func comesBeforeTheAnswer() async throws {
        let brand = try await TestBrand()
        let (ana, ben) = (try await brand.enrol(card: "1"), try await brand.enrol(card: "2"))
        let now = brand.clock.now
        try await brand.record(Fixture.adjustment("give", 100, at: now), member: ana)
        for _ in 0..<2 { try await brand.record(sent("T", to: ben, 60, at: now), member: ana) }
        #expect(try await available(ana, brand) == Points(40))
        #expect(try await available(ben, brand) == Points(60))
        #expect(try await brand.service.member(ana)?.state.transfers == [])
        #expect(try await brand.service.verify().discrepancies == [])
    }

    @Test("L-11: what nobody can take comes back")
    func comesBack() async throws {
        let brand = try await TestBrand()
        let (ana, ben) = (try await brand.enrol(card: "1"), try await brand.enrol(card: "2"))
        let now = brand.clock.now
        try await brand.record(Fixture.adjustment("give", 100, at: now), member: ana)
        try await brand.record(sent("T", to: Fixture.member(999), 60, at: now), member: ana)
        #expect(try await available(ana, brand) == Points(100))
        _ = try await brand.service.eraseMember(ben)
        try await brand.record(sent("U", to: ben, 60, at: now), member: ana)
        #expect(try await available(ana, brand) == Points(100))
        #expect(try await brand.service.verify().discrepancies == [])
    }

    @Test("L-11: what a server that stopped had sent is sent again by the clock")
    func sentAgain() async throws {
        let brand = try await TestBrand()
        let (ana, ben) = (try await brand.enrol(card: "1"), try await brand.enrol(card: "2"))
        let now = brand.clock.now
        try await brand.record(Fixture.adjustment("give", 100, at: now), member: ana)
        // As where it stops between the sender's transaction and the receiver's: what follows is not run.
        let state = try #require(try await brand.service.member(ana)?.state)
        let part = try Fixture.part(state, sent("T", to: ben, 60, at: now))
        _ = try await brand.store.recording { try $0.append([part]) }
        #expect(try await available(ben, brand) == .zero)
        #expect(try await brand.service.member(ana)?.state.transfers.map(\.points) == [Points(60)])
        #expect(try await brand.service.passTime() == 0)
        brand.clock.advance(milliseconds: 60_000)
        _ = try await brand.service.passTime()
        #expect(try await available(ben, brand) == Points(60))
        #expect(try await brand.service.member(ana)?.state.transfers == [])
        #expect(try await brand.service.passTime() == 0)
        #expect(try await brand.service.verify().discrepancies == [])
    }
}
