import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Two accounts of one person")
struct MergeTests {
    private static func at(_ days: Int) -> Instant { Fixture.newYear.adding(days: days) }

    private func enrol(_ brand: TestBrand, _ card: String, at day: Int) async throws -> MemberID {
        try await brand.record(Fixture.enrolment(Key("enrol-\(card)"), at: Self.at(day)), card: card).member
    }

    private func points(_ brand: TestBrand, _ member: MemberID) async throws -> Int64 {
        try await brand.service.points(of: member)?.state.account("points")?.balance.units ?? 0
    }

    @Test(
        "L-20: two accounts of one person become one: points with their days, cards, counts and the higher level",
        arguments: [false, true]
    )
    func merged(isDistributed: Bool) async throws {
        let brand = try await TestBrand(store: ModelStore(isDistributed: isDistributed))
        brand.clock.now = Self.at(40)
        let ana = try await enrol(brand, "1", at: 1)
        let other = try await enrol(brand, "2", at: 2)
        try await brand.record(Fixture.order("A", 210_000, at: Self.at(10)), card: "1")
        try await brand.record(Fixture.order("B", 10_000, at: Self.at(11)), card: "2")
        let (before, ofOther) = (try await points(brand, ana), try await points(brand, other))
        let lots = try await brand.service.points(of: ana)?.state.account("points")?.lots.map(\.expiresAt) ?? []
        let done = try await brand.service.mergeMember(ana, into: other, by: .operator)
        #expect(try await points(brand, other) == before + ofOther)
        #expect(try await points(brand, ana) == 0)
        let state = try #require(try await brand.service.member(other)?.state)
        let moved = state.account("points")?.lots.map(\.expiresAt) ?? []
        #expect(lots.allSatisfy { moved.contains($0) })
        #expect(state.standing(in: "status")?.level == "gold")
        #expect(state.orders == 2)
        #expect(state.joinedAt == Self.at(1))
        #expect(state.mergedIn.map(\.other) == [ana])
        let gone = try #require(try await brand.service.member(ana))
        #expect(gone.state.status == .closed && gone.state.merged?.other == other && gone.identities.isEmpty)
        #expect(gone.state.sharesUnderway.isEmpty)
        #expect(try await brand.service.member(with: try Identity(kind: .card, text: "1")) == other)
        // Asked again it changes nothing.
        let again = try await brand.service.mergeMember(ana, into: other, by: .operator)
        #expect(again.id == done.id)
        #expect(try await points(brand, other) == before + ofOther)
        #expect(try await brand.service.verify().discrepancies == [])
    }

    @Test(
        "L-21: what is told of the account that went is the other's, and an order of before comes back where it was paid"
    )
    func afterwards() async throws {
        let brand = try await TestBrand()
        brand.clock.now = Self.at(40)
        let ana = try await enrol(brand, "1", at: 1)
        let other = try await enrol(brand, "2", at: 1)
        try await brand.record(Fixture.order("A", 210_000, at: Self.at(10)), card: "1")
        _ = try await brand.service.mergeMember(ana, into: other, by: .operator)
        let before = try await points(brand, other)
        let next = try await brand.record(Fixture.order("C", 10_000, at: Self.at(40)), member: ana)
        #expect(next.member == other)
        let earned = try await points(brand, other) - before
        #expect(earned == 150)
        for who in [Intake.Who.member(other), .nobody] {
            let back = Intake(event: Fixture.orderReturn("A", at: Self.at(40)), who: who)
            guard case .recorded(let receipt) = try await brand.service.record(back) else {
                #expect(who == .nobody, "told once more, by nobody, it is another telling")
                continue
            }
            #expect(receipt.member == ana)
        }
        #expect(try await points(brand, other) == before + earned - 2_100)
        #expect(try await points(brand, ana) == 0)
        #expect(try await brand.service.points(of: other)?.state.orders == 1)
        let history = try #require(try await brand.service.history(of: other, before: nil, limit: 100))
        #expect(Set(history.items.map(\.account)) == [ana, other])
        let first = try #require(try await brand.service.history(of: other, before: nil, limit: 3))
        var (all, place) = (first.items.map(\.item.id), first.next)
        while let next = place {
            let page = try #require(try await brand.service.history(of: other, before: next, limit: 3))
            all += page.items.map(\.item.id)
            place = page.next
        }
        #expect(all == history.items.map(\.item.id))
        #expect(try await brand.service.verify().discrepancies == [])
    }

    @Test("L-22: for thirty days a merge is undone: what remains goes back, and counts there again")
    func undone() async throws {
        let brand = try await TestBrand()
        brand.clock.now = Self.at(40)
        let ana = try await enrol(brand, "1", at: 1)
        let other = try await enrol(brand, "2", at: 1)
        try await brand.record(Fixture.order("A", 210_000, at: Self.at(10)), card: "1")
        let (before, ofOther) = (try await points(brand, ana), try await points(brand, other))
        _ = try await brand.service.mergeMember(ana, into: other, by: .operator)
        brand.clock.now = Self.at(60)
        try await brand.service.undoMerge(of: ana, into: other, by: .operator)
        #expect(try await points(brand, ana) == before)
        #expect(try await points(brand, other) == ofOther)
        #expect(try await brand.service.points(of: other)?.state.orders == 0)
        #expect(try await brand.service.points(of: ana)?.state.status == .active)
        #expect(try await brand.service.member(with: try Identity(kind: .card, text: "1")) == ana)
        await #expect(throws: MergeRefusal.notMerged(ana)) {
            try await brand.service.undoMerge(of: ana, into: other, by: .operator)
        }
        _ = try await brand.service.mergeMember(ana, into: other, by: .operator)
        brand.clock.now = Self.at(91)
        await #expect(throws: MergeRefusal.tooLateToUndo(since: Self.at(60))) {
            try await brand.service.undoMerge(of: ana, into: other, by: .operator)
        }
        #expect(try await brand.service.verify().discrepancies == [])
    }

    @Test("L-20: accounts with points under way, closed ones and the same one are not merged")
    func refused() async throws {
        let brand = try await TestBrand()
        brand.clock.now = Self.at(40)
        let ana = try await enrol(brand, "1", at: 1)
        let other = try await enrol(brand, "2", at: 1)
        await #expect(throws: MergeRefusal.sameMember) {
            _ = try await brand.service.mergeMember(ana, into: ana, by: .operator)
        }
        let nobody = MemberID(Identifier(high: 9, low: 9))
        await #expect(throws: MergeRefusal.unknownMember(nobody)) {
            _ = try await brand.service.mergeMember(nobody, into: ana, by: .operator)
        }
        _ = try await brand.service.eraseMember(other)
        await #expect(throws: MergeRefusal.wrongStatus(other, .erased)) {
            _ = try await brand.service.mergeMember(ana, into: other, by: .operator)
        }
    }

    @Test("L-20: who is erased is erased with the accounts that came to her")
    func erased() async throws {
        let brand = try await TestBrand()
        brand.clock.now = Self.at(40)
        let ana = try await enrol(brand, "1", at: 1)
        let other = try await enrol(brand, "2", at: 1)
        _ = try await brand.service.mergeMember(ana, into: other, by: .operator)
        _ = try await brand.service.eraseMember(other)
        #expect(try await brand.service.points(of: ana)?.state.status == .erased)
        #expect(try await brand.service.verify().discrepancies == [])
    }
}
