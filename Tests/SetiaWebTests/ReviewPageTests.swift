import HTTPTypes
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The page of what is to be reviewed")
struct ReviewPageTests {
    private func late(_ visitor: Visitor, _ order: Key) async throws -> (member: MemberID, item: ReviewItem) {
        let service = visitor.brand.service
        let card = try Identity(kind: .card, text: "KS-1")
        let now = visitor.brand.clock.now
        _ = try await service.record(
            Intake(event: Fixture.order(Key("N-\(order)"), 100, at: now), who: .identity(card))
        )
        let event = Fixture.order(order, 1_000, at: now.adding(days: -60))
        guard case .kept(let item, _) = try await service.record(Intake(event: event, who: .identity(card))),
            let member = item.member
        else { throw NotKept() }
        return (member, item)
    }

    @Test("an event that came too late is applied by one button, and dismissed with a reason")
    func decide() async throws {
        let visitor = try await Visitor()
        visitor.brand.clock.now = Fixture.newYear.adding(days: 90)
        try await visitor.join("Mei", .manager)
        let (first, second) = (try await late(visitor, "A-<1>"), try await late(visitor, "A-2"))
        let page = try await visitor.get("/console/reviews")
        #expect(page.status == 200)
        #expect(page.text.contains("A-&lt;1&gt;") && page.text.contains("A-2"))
        let path = "/console/reviews/\(first.item.id.text)"
        let done = try await visitor.post(path, ["do": "apply"])
        #expect(done.headers[.location] == "/console/reviews?done=reviewApplied")
        #expect(try await visitor.brand.service.review(first.item.id)?.state == .applied)
        let other = "/console/reviews/\(second.item.id.text)"
        #expect(try await visitor.post(other, ["do": "dismiss", "reason": " "]).status == 409)
        let dismissed = try await visitor.post(other, ["do": "dismiss", "reason": "told twice"])
        #expect(dismissed.headers[.location] == "/console/reviews?done=reviewDismissed")
        #expect(try await visitor.get("/console/reviews").text.contains("told twice"))
        #expect(try await visitor.post(other, ["do": "apply"]).status == 409)
        #expect(try await visitor.brand.service.verify().discrepancies == [])
    }
}

private struct NotKept: Error {}
