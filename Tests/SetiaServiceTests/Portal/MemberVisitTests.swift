import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Sessions of members")
struct MemberVisitTests {
    private let hour: Int64 = 3_600_000

    private func other(_ bench: StaffBench) async throws -> MemberID {
        try await bench.service.createMember(
            NewMember(identities: [try Identity(kind: .card, text: "2")], facts: MemberFacts())
        ).member
    }

    @Test("S-11: a secret that is older than a day is replaced, and good for a minute more")
    func renewed() async throws {
        let bench = try await StaffBench()
        let member = try await bench.member()
        let first = try await bench.service.startMemberSession(member)
        bench.clock.advance(milliseconds: 24 * hour - 1)
        #expect(try await bench.service.visitMemberSession(first)?.isRenewed == false)
        bench.clock.advance(milliseconds: 1)
        let visit = try #require(try await bench.service.visitMemberSession(first))
        #expect(visit.isRenewed && visit.secret != first && visit.member == member)
        // What the browser asked at the same time is still answered, and renews nothing again.
        let beside = try #require(try await bench.service.visitMemberSession(first))
        #expect(!beside.isRenewed && beside.secret == first)
        bench.clock.advance(milliseconds: 60_000)
        #expect(try await bench.service.visitMemberSession(first) == nil)
        // 30 days after the last visit it is over.
        bench.clock.advance(days: 29)
        let later = try #require(try await bench.service.visitMemberSession(visit.secret))
        #expect(later.isRenewed)
        bench.clock.advance(days: 30)
        #expect(try await bench.service.visitMemberSession(later.secret) == nil)
    }

    @Test("S-11: she signs out on all devices, and nobody else does")
    func everywhere() async throws {
        let bench = try await StaffBench()
        let (mine, others) = (try await bench.member(), try await other(bench))
        let phone = try await bench.service.startMemberSession(mine)
        let tablet = try await bench.service.startMemberSession(mine)
        let stranger = try await bench.service.startMemberSession(others)
        #expect(try await bench.service.endMemberSessions(of: mine, except: phone) == 1)
        #expect(try await bench.service.visitMemberSession(tablet) == nil)
        #expect(try await bench.service.visitMemberSession(phone) != nil)
        #expect(try await bench.service.endMemberSessions(of: mine) == 1)
        #expect(try await bench.service.visitMemberSession(phone) == nil)
        #expect(try await bench.service.visitMemberSession(stranger)?.member == others)
    }

    @Test("S-11: signing in ends the session that the browser had")
    func replaced() async throws {
        let bench = try await StaffBench()
        let (mine, others) = (try await bench.member(), try await other(bench))
        let old = try await bench.service.startMemberSession(mine)
        let new = try await bench.service.startMemberSession(others, replacing: old)
        #expect(try await bench.service.visitMemberSession(old) == nil)
        #expect(try await bench.service.visitMemberSession(new)?.member == others)
    }
}
