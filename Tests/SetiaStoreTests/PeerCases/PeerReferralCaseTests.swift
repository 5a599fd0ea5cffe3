import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// Bringing friends, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: bringing friends")
struct PeerReferralCaseTests {
    @Test("REF-01: who brought a friend gets nothing when she joins, and once when she has bought")
    func purchase() async throws {
        let referral = try await ReferralBrand(on: ModelStore())
        let friend = try await referral.friend("2")
        try await referral.pass(to: "2026-03-02T09:00")
        #expect(try await referral.points(referral.ana) == 0)
        try await referral.brand.buy(2_000, friend, id: "A")
        try await referral.pass(to: "2026-03-20T09:00")
        #expect(try await referral.points(referral.ana) == 500)
    }

    @Test("REF-02: the same friend pays once, and nobody pays herself")
    func onceAndNotHerself() async throws {
        let referral = try await ReferralBrand(on: ModelStore())
        let friend = try await referral.friend("2")
        try await referral.brand.buy(2_000, friend, id: "A")
        try await referral.pass(to: "2026-03-20T09:00")
        let before = try await referral.points(referral.ana)
        try await referral.service.refer(friend, code: referral.code)
        try await referral.service.refer(referral.ana, code: referral.code)
        try await referral.brand.buy(2_000, friend, id: "B")
        try await referral.brand.buy(2_000, referral.ana, id: "C")
        try await referral.pass(to: "2026-04-20T09:00")
        #expect(try await referral.points(referral.ana) == before)
    }

    @Test("REF-03: the eleventh friend from one address within a week is kept for review")
    func manyFromOneAddress() async throws {
        let referral = try await ReferralBrand(on: ModelStore(), ReferralBrand.document("review: 10 per week"))
        let home = ReferralOrigin(address: "203.0.113.7")
        for number in 2...11 {
            #expect(try await referral.state(try await referral.friend("\(number)", home)) == "joined")
        }
        let eleventh = try await referral.friend("12", home)
        #expect(try await referral.state(eleventh) == "review")
        #expect(try await referral.service.referral(of: eleventh)?.referral?.signs == [.address])
    }
}
