import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Lanes")
struct LaneTests {
    private let now = Fixture.newYear

    private func leases(_ owner: (Int) -> String?, until: Instant) -> [LaneLease] {
        (0..<LaneSet.count).map { LaneLease(lane: $0, owner: owner($0), until: until) }
    }

    @Test("whoever is alone takes all lanes")
    func alone() {
        let plan = LanePlan(leases({ _ in nil }, until: now), workers: [], me: "a", now: now)
        #expect(plan.wanted == .all)
        #expect(plan.left == .none)
    }

    @Test("shares add up to all lanes and differ by one at most", arguments: 1...70)
    func shares(count: Int) {
        let workers = (0..<count).map { "worker-\($0)" }
        let free = leases({ _ in nil }, until: now)
        let sizes = workers.map { LanePlan(free, workers: workers, me: $0, now: now).wanted.size }
        #expect(sizes.reduce(0, +) == LaneSet.count)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }

    @Test("who has too many leaves the rest, and takes nobody's that still holds")
    func leaves() {
        let held = leases({ $0 < 40 ? "a" : "b" }, until: now.adding(milliseconds: 1_000))
        let a = LanePlan(held, workers: ["a", "b", "c"], me: "a", now: now)
        #expect(a.wanted == LaneSet(0..<22))
        #expect(a.left == LaneSet(22..<40))
        let c = LanePlan(held, workers: ["a", "b", "c"], me: "c", now: now)
        #expect(c.wanted == .none)
    }

    @Test("a lease that ran out is anybody's, and so is one of a clock that was set back")
    func runsOut() {
        let at = now
        func isFree(_ milliseconds: Int64) -> Bool {
            LaneLease(lane: 0, owner: "a", until: at.adding(milliseconds: milliseconds)).isFree(at: at)
        }
        #expect(isFree(-1) && isFree(0))
        #expect(!isFree(1) && !isFree(LaneLease.length) && !isFree(2 * LaneLease.length))
        #expect(isFree(3_600_000))
    }

    @Test("two servers share the lanes once both have looked, and one that dies leaves hers in half a minute")
    func share() async throws {
        let brand = try await TestBrand()
        let (one, two) = (LaneHolder(service: brand.service), LaneHolder(service: brand.service))
        #expect(try await one.lanes() == .all)
        #expect(try await two.lanes() == .none)
        // The first sees the second at its next renewal, leaves half, and the second takes it.
        brand.clock.advance(milliseconds: 11_000)
        let first = try await one.lanes()
        let second = try await two.lanes()
        #expect(first.size == 32)
        #expect(second.size == 32)
        #expect(first.bits & second.bits == 0)
        // The first is killed; the second renews in time.
        for _ in 0..<2 {
            brand.clock.advance(milliseconds: 11_000)
            #expect(try await two.lanes().size == 32)
        }
        brand.clock.advance(milliseconds: 11_000)
        #expect(try await two.lanes() == .all)
    }

    @Test("a server that starts after one was killed looks every two seconds, and has all lanes after half a minute")
    func startsAgain() async throws {
        let brand = try await TestBrand()
        _ = try await LaneHolder(service: brand.service).lanes()
        let next = LaneHolder(service: brand.service)
        for _ in 0..<15 {
            #expect(try await next.lanes() == .none)
            brand.clock.advance(milliseconds: 2_000)
        }
        #expect(try await next.lanes() == .all)
    }

    @Test("a server that stops leaves its lanes at once")
    func stops() async throws {
        let brand = try await TestBrand()
        let (one, two) = (LaneHolder(service: brand.service), LaneHolder(service: brand.service))
        #expect(try await one.lanes() == .all)
        try await one.leave()
        #expect(try await two.lanes() == .all)
    }

    @Test("what falls due is written once, however many servers write it, each in its own lanes")
    func passTime() async throws {
        let brand = try await TestBrand()
        var members: [MemberID] = []
        for card in 1...12 { members.append(try await brand.enrol(card: "\(card)")) }
        brand.clock.advance(days: 500)
        let half = LaneSet(members.prefix(6).map { Int($0.lane) })
        let rest = LaneSet(bits: ~half.bits)
        let due = members.count { half.contains($0) }
        #expect(try await brand.service.passTime(in: half) == due)
        #expect(try await brand.service.passTime(in: half) == 0)
        #expect(try await brand.service.passTime(in: rest) == members.count - due)
        #expect(try await brand.service.passTime() == 0)
    }
}
