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

    @Test(
        "Y-16: after the first purchase she is thanked, told how far her parcel is, helped, asked, and shown what else there is",
        arguments: Backend.allCases
    )
    func readyJourney(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let document = try #require(TestJourneys.document("post-purchase"))
            _ = try await bench.service.putJourney("post-purchase", document, by: .operator)
            _ = try await bench.service.change("post-purchase", .start, by: .operator)
            let (ana, budi) = (try await bench.member("ana"), try await bench.member("budi"))
            for member in [ana, budi] { try await bench.brand.buy(1_000, member, id: Key("A-\(member.text)")) }
            try await bench.run()
            func subjects(_ name: String) -> [String] {
                bench.mails.filter { $0.to.address == "\(name)@example.com" }.map(\.subject)
            }
            #expect(subjects("ana") == ["Thank you, ana"])
            try await tell(.orderShipped, bench, ana, id: "s-1")
            try await bench.run()
            #expect(subjects("ana").last == "Your parcel is on its way")
            for (day, late) in ["l-1", "l-2"].enumerated() {
                bench.brand.clock.now = bench.brand.clock.now.adding(days: 5 + day)
                try await tell(.orderDelayed, bench, ana, id: Key(late))
                try await bench.run()
            }
            #expect(subjects("ana").filter { $0 == "It takes longer than we said" }.count == 2)
            try await tell(.orderDelivered, bench, ana, id: "d-1")
            for _ in 0..<40 {
                bench.brand.clock.now = bench.brand.clock.now.adding(days: 1)
                try await bench.run()
            }
            let rest = ["Getting the best of it", "How was it, ana?", "Something you may like"]
            #expect(Array(subjects("ana").suffix(3)) == rest)
            #expect(subjects("budi") == ["Thank you, budi"] + rest.map { $0.replacing("ana", with: "budi") })
            #expect(try await bench.path(ana).last == "end:done")
        }
    }
}
