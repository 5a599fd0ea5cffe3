import SetiaCore
import Testing

@testable import SetiaInsight

@Suite("Whom something moves")
struct UpliftTests {
    /// Members of whom those who had bought three times or more before are moved, and no others.
    private func members(_ count: Int, seed: UInt64) -> [CampaignComparison.Member] {
        var random = SplitRandom(seed: seed)
        return (0..<count).map { _ in
            var member = CampaignComparison.Member(isHeldOut: Bool.random(using: &random))
            let before = Int.random(in: 0...11, using: &random)
            member.ordersBefore = Double(before)
            member.before = (0..<before).reduce(0.0) { sum, _ in sum + Double.random(in: 400...1_600, using: &random) }
            member.daysSinceLast = before == 0 ? nil : Double.random(in: 1...300, using: &random)
            let rate = !member.isHeldOut && before >= 3 ? 0.6 : 0.2
            member.orders = Double.random(in: 0..<1, using: &random) < rate ? 1 : 0
            return member
        }
    }

    @Test("groups by what was so before add up to both sides, and only those moved differ")
    func groups() throws {
        let all = members(24_000, seed: 7)
        let uplift = try #require(HoldOutUplift(all))
        #expect(uplift.groups.map(\.past) == HoldOutUplift.Past.allCases)
        #expect(uplift.groups.reduce(0) { $0 + $1.treated.denominator } == all.count { !$0.isHeldOut })
        #expect(uplift.groups.reduce(0) { $0 + $1.heldOut.denominator } == all.count { $0.isHeldOut })
        for group in uplift.groups {
            let isMoved = group.past == .often || group.past == .always
            // Of those who are not moved one in twenty looks so by chance: what they differ by is small.
            #expect(isMoved ? group.difference.direction == .up : abs(group.difference.value) < 0.1, "\(group)")
        }
    }

    @Test("what members did before tells whom it moves, and the curve begins and ends where it must")
    func curve() throws {
        let model = try #require(HoldOutUplift(members(4_000, seed: 7))?.model)
        #expect(model.isBetterThanChance && model.coefficients.count == HoldOutUplift.splits)
        #expect(model.curve.first == Qini.Point(members: 0, gained: 0))
        #expect(model.curve.count <= UpliftModel.mostPoints + 1 && model.curve.count > 50)
        // Three tenths of them were judged.
        let judged = try #require(model.curve.last?.members)
        #expect((1_190...1_210).contains(judged))
        #expect(zip(model.curve, model.curve.dropFirst()).allSatisfy { $0.members < $1.members })
        let again = try #require(HoldOutUplift(members(4_000, seed: 7))?.model)
        #expect(again == model, "the same members give the same curve")
    }

    @Test("too few teach nothing, a side without anybody gives nothing, and most are passed over evenly")
    func bounds() throws {
        #expect(HoldOutUplift(members(4_000, seed: 1).filter { !$0.isHeldOut }) == nil)
        #expect(try #require(HoldOutUplift(members(120, seed: 1))).model == nil)
        let many = try #require(HoldOutUplift(members(9_000, seed: 3))?.model?.curve.last)
        #expect(many.members < HoldOutUplift.mostMembers)
    }

    @Test("a thinned curve keeps its ends")
    func thinned() {
        let points = (0...1_000).map { Qini.Point(members: $0, gained: Double($0) / 2) }
        let thin = Qini.thinned(points, to: 10)
        #expect(thin.count == 11 && thin.first == points.first && thin.last == points.last)
        #expect(Qini.thinned(Array(points.prefix(5)), to: 10) == Array(points.prefix(5)))
    }
}
