import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Store contract: what is to be reviewed")
struct ReviewContractTests {
    private static let now = Fixture.newYear.adding(days: 40)

    private func id(_ number: UInt64) -> Identifier {
        Identifier(millisecondsSince1970: 1_767_240_000_000 + Int64(number), random: (0, number))
    }

    private func stored(_ number: UInt64, _ event: Event, member: MemberID?, listed: Int) -> StoredReview {
        StoredReview(
            item: ReviewItem(
                id: id(number),
                event: event,
                member: member,
                reason: listed > 0 ? .unknownOrder : .tooLate,
                receivedAt: Self.now,
                listedAt: Self.now.adding(days: listed)
            ),
            facts: FactsDocument.bytes(of: event),
            sealed: member == nil ? nil : [7, UInt8(number)],
            contentHash: [1, UInt8(number)]
        )
    }

    @Test(
        "items are kept once by each of their keys, found by them, and paged by what became of them",
        arguments: Backend.allCases
    )
    func reviews(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.append(try Fixture.newcomer(1, Fixture.order("A-1", 100)))
            let member = Fixture.member(1)
            let late = stored(1, Fixture.order("B", 100), member: member, listed: 0)
            let back = stored(2, Fixture.orderReturn("C", at: Self.now), member: nil, listed: 3)
            let other = stored(3, Fixture.orderReturn("D", at: Self.now), member: member, listed: 3)
            try await store.writing { ledger in for one in [late, back, other] { try ledger.save(one) } }
            // The same event, and the same order, under an id of their own.
            let again = stored(4, late.item.event, member: nil, listed: 0)
            try await store.writing { try $0.save(again) }
            let after = Self.now.adding(days: 3)
            try await store.reading { (archive: any Archive) throws -> Void in
                #expect(try archive.review(late.item.id) == late)
                #expect(try archive.review(again.item.id) == nil)
                for key in late.keys { #expect(try archive.review(holding: [key]) == late) }
                #expect(try archive.review(holding: other.keys.reversed()) == other)
                #expect(try archive.review(holding: [ClaimKey(source: "x", kind: .order, key: "B")]) == nil)
                #expect(try archive.reviews(nil, at: Self.now, before: nil, limit: 2) == [other, back])
                #expect(try archive.reviews(nil, at: Self.now, before: back.item.id, limit: 2) == [late])
                #expect(try archive.reviews(.open, at: Self.now, before: nil, limit: 9) == [late])
                #expect(try archive.reviews(.waiting, at: Self.now, before: nil, limit: 9) == [other, back])
                #expect(try archive.reviews(.open, at: after, before: nil, limit: 9) == [other, back, late])
                #expect(try archive.openReviews(at: Self.now) == 1)
                #expect(try archive.openReviews(at: after) == 3)
                #expect(try archive.waitingReturns(of: nil, at: Self.now, limit: 9) == [back, other])
                #expect(try archive.waitingReturns(of: nil, at: after, limit: 9) == [])
                let order = try #require(back.item.returnedOrder)
                #expect(try archive.waitingReturns(of: [order], at: Self.now, limit: 9) == [back])
            }
            var applied = back
            applied.item.state = .applied
            applied.item.decidedBy = .staff(StaffID(id(90)), name: "Ana")
            applied.item.decidedAt = Self.now
            applied.item.applied = EventID(member: member, number: 1)
            var dismissed = late
            dismissed.item.state = .dismissed
            dismissed.item.decidedBy = .operator
            dismissed.item.decidedAt = Self.now
            dismissed.note = [9]
            try await store.writing { [applied, dismissed] ledger in
                try ledger.save(applied)
                try ledger.save(dismissed)
            }
            try await store.reading { [applied, dismissed] (archive: any Archive) throws -> Void in
                #expect(try archive.reviews(.applied, at: after, before: nil, limit: 9) == [applied])
                #expect(try archive.reviews(.dismissed, at: after, before: nil, limit: 9) == [dismissed])
                #expect(try archive.reviews(.open, at: after, before: nil, limit: 9) == [other])
            }
            try await store.writing { ledger in
                _ = try ledger.erase(Tombstone(member: member, erasedAt: Self.now, identities: []))
            }
            try await store.reading { (archive: any Archive) throws -> Void in
                #expect(try archive.review(late.item.id)?.note == nil)
                #expect(try archive.review(other.item.id)?.sealed == nil)
                #expect(try archive.review(other.item.id)?.item.state == .dismissed)
                #expect(try archive.openReviews(at: after) == 0)
            }
        }
    }
}
