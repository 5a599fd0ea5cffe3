import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Deliveries, on each store")
struct DeliveryTests {
    private func tell(_ type: EventType, _ bench: JourneyBench, _ member: MemberID, id: Key) async throws {
        var facts = [Occurrence.Fact(name: "orderId", value: .text("A-1"))]
        if type == .orderDelayed { facts.insert(Occurrence.Fact(name: "days", value: .number(2)), at: 0) }
        let event = Event(
            source: "shop",
            id: id,
            occurredAt: bench.brand.clock.now,
            matter: .happened(Occurrence(type: type, facts: facts))
        )
        guard case .recorded = try await bench.service.record(Intake(event: event, who: .member(member))) else {
            Issue.record("\(type) was not recorded")
            return
        }
        bench.brand.clock.advance(milliseconds: 1_000)
    }

    @Test(
        "an order that is late begins a journey, and one that has arrived is asked after",
        arguments: Backend.allCases
    )
    func listened(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(
                store,
                more: """
                    surveys:
                      came:
                        kind: csat
                        ask: {en: Did it come well?, th: ได้รับดีไหม}
                        after: order.delivered
                        wait: 2 days

                    """
            )
            let ana = try await bench.member("ana")
            try await bench.start("late", "  day: {wait: 1 day}", trigger: "event: order.delayed")
            try await bench.brand.buy(1_000, ana, id: "A-1")
            try await tell(.orderShipped, bench, ana, id: "s-1")
            try await bench.run()
            #expect(try await bench.path(ana) == ["none"])
            try await tell(.orderDelayed, bench, ana, id: "l-1")
            try await bench.run()
            #expect(try await bench.service.journeys(of: ana).count == 1)
            try await tell(.orderDelivered, bench, ana, id: "d-1")
            #expect(try await bench.service.showSurvey(to: ana) == nil)
            bench.brand.clock.now = bench.brand.clock.now.adding(days: 2)
            #expect(try await bench.service.showSurvey(to: ana)?.survey.key == "came")
            let told = try await store.reading { try $0.history(of: ana) }.map(\.event.type)
            #expect(told.filter { [.orderShipped, .orderDelayed, .orderDelivered].contains($0) }.count == 3)
            #expect(try await bench.service.verify().discrepancies == [])
        }
    }
}
