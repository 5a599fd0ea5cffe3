import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Events that came too late, and returns without an order")
struct ReviewTests {
    private static func at(_ days: Int) -> Instant { Fixture.newYear.adding(days: days) }

    private func balance(_ brand: TestBrand, _ member: MemberID) async throws -> Points? {
        try await brand.service.points(of: member)?.state.account("points")?.balance
    }

    private func kept(_ brand: TestBrand, _ event: Event, _ who: Intake.Who) async throws -> (
        item: ReviewItem, isReplay: Bool
    ) {
        guard case .kept(let item, let isReplay) = try await brand.service.record(Intake(event: event, who: who)) else {
            throw NotKept()
        }
        return (item, isReplay)
    }

    @Test(
        "D-9: what is older than the window is kept, told the same again, and counts by today's rules once applied",
        arguments: [false, true]
    )
    func tooLate(isDistributed: Bool) async throws {
        let brand = try await TestBrand(store: ModelStore(isDistributed: isDistributed))
        brand.clock.now = Self.at(90)
        let member = try await brand.record(Fixture.enrolment("ana", at: Self.at(1))).member
        try await brand.record(Fixture.order("A", 10_000, at: Self.at(60)))
        let before = try await balance(brand, member)
        let late = Fixture.order("B", 200_000, at: Self.at(20))
        let first = try await kept(brand, late, .member(member))
        #expect(first.item.reason == .tooLate && !first.isReplay)
        #expect(first.item.member == member)
        let again = try await kept(brand, late, .member(member))
        #expect(again.item == first.item && again.isReplay)
        #expect(try await balance(brand, member) == before)
        #expect(try await brand.service.openReviews() == 1)
        // The same order with another amount stands against it, under whatever id.
        let other = Fixture.order("B", 300_000, at: Self.at(20))
        guard
            case .refused(.conflictingDuplicate) = try await brand.service.record(
                Intake(event: other, who: .member(member))
            )
        else { throw NotKept() }

        _ = try await brand.service.publishProgramme("the same, a version later")
        let applied = try await brand.service.applyReview(first.item.id, by: .operator)
        #expect(applied.receipt.decision.isLate && !applied.receipt.decision.isInTurn)
        #expect(applied.receipt.event == late)
        let newest = try await brand.service.programmes().map(\.number).max()
        #expect(applied.receipt.decision.programmeVersion == newest)
        let twice = try await brand.service.applyReview(first.item.id, by: .operator)
        #expect(twice.receipt.id == applied.receipt.id)
        let told = try await brand.record(late, member: member)
        #expect(told.isReplay && told.decision == applied.receipt.decision)
        #expect(try await balance(brand, member) == (before ?? .zero) + Points(2_000))
        #expect(try await brand.service.openReviews() == 0)
        #expect(try await brand.service.reviews(.applied, limit: 9).map(\.applied) == [applied.receipt.id])
        let lines = try await brand.service.auditLog(AuditFilter(action: .reviewApplied), limit: 9)
        #expect(lines.map(\.member) == [member])
        #expect(try await brand.service.verify().discrepancies == [])
    }

    @Test("D-9: what is dismissed counts for nothing, with a reason, and is told the same again")
    func dismissed() async throws {
        let brand = try await TestBrand()
        brand.clock.now = Self.at(90)
        let member = try await brand.record(Fixture.enrolment("ana", at: Self.at(1))).member
        try await brand.record(Fixture.order("A", 10_000, at: Self.at(60)))
        let before = try await balance(brand, member)
        let late = Fixture.order("B", 200_000, at: Self.at(20))
        let id = try await kept(brand, late, .member(member)).item.id
        await #expect(throws: ReviewRefusal.noReason) {
            _ = try await brand.service.dismissReview(id, reason: "  ", by: .operator)
        }
        let item = try await brand.service.dismissReview(id, reason: " told twice ", by: .operator)
        #expect(item.state == .dismissed && item.note == "told twice")
        #expect(try await brand.service.review(id) == item)
        await #expect(throws: ReviewRefusal.decided(item)) {
            _ = try await brand.service.applyReview(id, by: .operator)
        }
        #expect(try await kept(brand, late, .member(member)).item.state == .dismissed)
        #expect(try await balance(brand, member) == before)
        _ = try await brand.service.eraseMember(member)
        #expect(try await brand.service.review(id)?.note == nil)
        #expect(try await brand.service.verify().discrepancies == [])
    }

    @Test(
        "R-10: a return that comes before its order is applied by itself when it comes, as if they had come in order",
        arguments: [false, true],
        [0, 1, 2]
    )
    func returnBeforeItsOrder(isDistributed: Bool, way: Int) async throws {
        var balances: [Points?] = []
        for isRight in [true, false] {
            let brand = try await TestBrand(store: ModelStore(isDistributed: isDistributed))
            brand.clock.now = Self.at(10)
            let member = try await brand.record(Fixture.enrolment("ana", at: Self.at(1))).member
            try await brand.record(Fixture.order("Z", 10_000, at: Self.at(1)))
            let order = Fixture.order("A", 210_000, at: Self.at(3))
            let between = Fixture.order("M", 10_000, at: Self.at(4))
            let back = Fixture.orderReturn("A", at: Self.at(5))
            let who: Intake.Who =
                way == 0 ? .member(member) : way == 1 ? .nobody : .identity(try Identity(kind: .card, text: "1"))
            if isRight {
                try await brand.record(order, member: member)
                try await brand.record(between, member: member)
                _ = try await brand.service.record(Intake(event: back, who: who))
            } else {
                let first = try await kept(brand, back, who)
                #expect(first.item.reason == .unknownOrder)
                #expect(first.item.listedAt == Self.at(13))
                #expect(try await kept(brand, back, who).isReplay)
                try await brand.record(between, member: member)
                #expect(try await brand.service.openReviews() == 0)
                brand.clock.now = Self.at(12)
                try await brand.record(order, member: member)
                let item = try await brand.service.review(first.item.id)
                #expect(item?.state == .applied && item?.decidedBy == .server)
                guard case .recorded(let receipt) = try await brand.service.record(Intake(event: back, who: who)) else {
                    throw NotKept()
                }
                #expect(receipt.isReplay && receipt.id == item?.applied)
            }
            balances.append(try await balance(brand, member))
            #expect(try await brand.service.points(of: member)?.state.orders == 2)
            #expect(try await brand.service.verify().discrepancies == [])
        }
        #expect(balances[0] == balances[1])
    }

    @Test("R-10: after 72 hours a return is in the list, and counts when somebody applies it and its order is there")
    func orderAfterThreeDays() async throws {
        let brand = try await TestBrand()
        brand.clock.now = Self.at(10)
        let member = try await brand.record(Fixture.enrolment("ana", at: Self.at(1))).member
        let before = try await balance(brand, member)
        let item = try await kept(brand, Fixture.orderReturn("A", at: Self.at(5)), .member(member)).item
        #expect(try await brand.service.reviews(.waiting, limit: 9).map(\.id) == [item.id])
        brand.clock.now = Self.at(13)
        #expect(try await brand.service.reviews(.open, limit: 9).map(\.id) == [item.id])
        await #expect(throws: Refusal.unknownOrder("A")) {
            _ = try await brand.service.applyReview(item.id, by: .operator)
        }
        try await brand.record(Fixture.order("A", 10_000, at: Self.at(3)), member: member)
        #expect(try await brand.service.review(item.id)?.state == .open)
        #expect(try await balance(brand, member) == (before ?? .zero) + Points(100))
        let applied = try await brand.service.applyReview(item.id, by: .operator)
        #expect(applied.receipt.member == member)
        #expect(try await balance(brand, member) == before)
        #expect(try await brand.service.verify().discrepancies == [])
    }

    @Test("R-10: an order that another way brought in, as a file does, is found when time is passed")
    func foundLater() async throws {
        let brand = try await TestBrand()
        brand.clock.now = Self.at(10)
        let member = try await brand.record(Fixture.enrolment("ana", at: Self.at(1))).member
        let before = try await balance(brand, member)
        let item = try await kept(brand, Fixture.orderReturn("A", at: Self.at(5)), .member(member)).item
        let event = brand.service.prepareHistory(
            Intake(event: Fixture.order("A", 10_000, at: Self.at(3)), who: .member(member))
        )
        let piece = ImportPiece(events: [(1, event)], refused: [], rows: 1, offset: 1, isLast: true)
        let job = try await brand.service.importJob("orders.csv")
        _ = try await brand.service.importEvents(piece, of: job, buried: [], describe: { "\($0)" })
        #expect(try await brand.service.review(item.id)?.state == .open)
        _ = try await brand.service.passTime()
        #expect(try await brand.service.review(item.id)?.state == .applied)
        #expect(try await balance(brand, member) == before)
    }

    @Test("D-9: a return of one batch that stands before its order is applied with it")
    func oneBatch() async throws {
        let brand = try await TestBrand()
        brand.clock.now = Self.at(10)
        let member = try await brand.record(Fixture.enrolment("ana", at: Self.at(1))).member
        let before = try await balance(brand, member)
        let batch = [Fixture.orderReturn("A", at: Self.at(5)), Fixture.order("A", 10_000, at: Self.at(3))]
        let outcomes = try await brand.service.record(
            batch.map { brand.service.prepare(Intake(event: $0, who: .member(member))) }
        )
        guard case .kept = outcomes[0], case .recorded = outcomes[1] else { throw NotKept() }
        #expect(try await balance(brand, member) == before)
        #expect(try await brand.service.reviews(.applied, limit: 9).count == 1)
    }

    @Test("D-9: a past that is brought along counts however late it is, and asks nobody")
    func history() async throws {
        let brand = try await TestBrand()
        brand.clock.now = Self.at(90)
        let member = try await brand.record(Fixture.enrolment("ana", at: Self.at(1))).member
        try await brand.record(Fixture.order("A", 10_000, at: Self.at(60)))
        let old = brand.service.prepareHistory(
            Intake(event: Fixture.order("B", 200_000, at: Self.at(20)), who: .member(member))
        )
        guard case .recorded(let receipt) = try await brand.service.record([old])[0] else { throw NotKept() }
        #expect(receipt.decision.isLate && !receipt.decision.isInTurn)
        #expect(try await brand.service.verify().discrepancies == [])
    }
}

private struct NotKept: Error {}
