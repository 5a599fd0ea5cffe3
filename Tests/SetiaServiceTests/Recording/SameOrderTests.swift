import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Events of one batch about one order")
struct SameOrderTests {
    @Test("R-5: what comes back twice in one batch comes back once, and not again later")
    func returnsInOneBatch() async throws {
        let brand = try await TestBrand()
        let member = try await brand.record(Fixture.order("A", 10_000)).member
        let back = Fixture.orderReturn("A")
        let again = Event(
            source: "shop",
            id: "returned-again",
            occurredAt: Fixture.newYear,
            matter: .orderReturned(OrderReturn(order: "A", id: "2"))
        )
        let outcomes = try await brand.service.record(
            [back, again].map { brand.service.prepare(Intake(event: $0, who: .member(member))) }
        )
        guard case .recorded = outcomes[0], case .refused(.alreadyReturned) = outcomes[1] else {
            Issue.record("\(outcomes)")
            return
        }
        guard
            case .refused(.alreadyReturned) = try await brand.service.record(Intake(event: again, who: .member(member)))
        else {
            Issue.record("the order came back twice")
            return
        }
    }
}
