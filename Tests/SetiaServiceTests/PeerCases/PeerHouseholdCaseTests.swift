import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// Points of several members, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: households")
struct PeerHouseholdCaseTests {
    @Test("CT-01: three share a redemption evenly, and the odd point is of who has most")
    func even() async throws {
        let brand = try await DocumentBrand(
            """
            programme: peers
            engine: 1
            languages: [en]
            timeZone: Asia/Kuala_Lumpur
            currencies: {MYR: {decimals: 2}}
            wallets:
              points: {name: points, activation: immediate, expiry: none}
            household: {share: even}
            """
        )
        var members: [MemberID] = []
        for (card, points) in [("annie", 800), ("bryan", 400), ("sharon", 400)] as [(String, Int64)] {
            let member = try await brand.enrol(card: card)
            let gift = Fixture.adjustment(Key(card), points, at: brand.clock.now)
            _ = try await brand.service.record(Intake(event: gift, who: .member(member)))
            members.append(member)
        }
        for other in members.dropFirst() {
            _ = try await brand.service.invite(other, toHouseholdOf: members[0])
            _ = try await brand.service.joinHousehold(of: members[0], other)
        }
        _ = try await brand.service.redeemTogether("R-1", wallet: "points", points: Points(1_000), by: members[1])
        var left: [Int64] = []
        for member in members { left.append(try await brand.points(of: member)) }
        #expect(left == [466, 67, 67])
    }
}
