import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What is told when something is closed, on each store")
struct ClosingTests {
    private func told(_ type: EventType, _ bench: TalkBench) async throws -> [Event] {
        try await bench.service.events(of: bench.ana, before: nil, limit: 100)?.map(\.event).filter { $0.type == type }
            ?? []
    }

    private func close(_ id: CaseID, _ bench: TalkBench) async throws {
        let mei = AuditActor.staff(bench.mei.id, name: "Mei")
        _ = try await bench.service.change(id, .move(.owned, text: "", cause: nil), by: mei)
        _ = try await bench.service.change(id, .move(.answered, text: "Here is a new cup.", cause: nil), by: mei)
        _ = try await bench.service.confirmCase(id, by: bench.ana, isGood: true, text: "")
        _ = try await bench.service.change(id, .move(.learned, text: "", cause: .product), by: mei)
        _ = try await bench.service.change(id, .move(.closed, text: "", cause: nil), by: mei)
    }

    @Test("J-17: a case and a conversation that are closed are told, each time once", arguments: Backend.allCases)
    func closings(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let new = NewCase(member: bench.ana, kind: .complaint, text: "The cup was cold.", source: .api)
            let id = try await bench.service.openCase(new, by: .operator).id
            #expect(try await told(.caseClosed, bench).isEmpty)
            try await close(id, bench)
            let event = try #require(try await told(.caseClosed, bench).first)
            guard case .happened(let occurrence) = event.matter else { return }
            #expect(occurrence.value("kind") == .text("complaint") && occurrence.value("cause") == .text("product"))
            #expect(occurrence.value("reopened") == .number(0))
            bench.brand.clock.advance(milliseconds: 60_000)
            let mei = AuditActor.staff(bench.mei.id, name: "Mei")
            _ = try await bench.service.change(id, .reopen(text: "cold again"), by: mei)
            bench.brand.clock.advance(milliseconds: 60_000)
            _ = try await bench.service.change(id, .move(.answered, text: "Another.", cause: nil), by: mei)
            _ = try await bench.service.confirmCase(id, by: bench.ana, isGood: true, text: "")
            _ = try await bench.service.change(id, .move(.learned, text: "", cause: .product), by: mei)
            _ = try await bench.service.change(id, .move(.closed, text: "", cause: nil), by: mei)
            #expect(try await told(.caseClosed, bench).count == 2)

            let message = try await bench.keep(bench.mail(id: "1@example.com"))
            _ = try await bench.service.change(message.conversation, .close, by: mei)
            _ = try await bench.service.change(message.conversation, .close, by: mei)
            let closed = try await told(.conversationClosed, bench)
            #expect(closed.count == 1 && closed[0].channel == "mail")
            guard case .happened(let second) = closed[0].matter else { return }
            #expect(second.value("isAnswered") == .truth(false))
            #expect(try await bench.service.verify().isClean)
        }
    }

    @Test("J-17: a journey begins when a case is closed, and asks", arguments: Backend.allCases)
    func journey(backend: Backend) async throws {
        try await backend.withStore { store in
            let surveys = """
                surveys:
                  eased:
                    kind: ces
                    ask: {en: How easy was it?, th: ง่ายไหม}
                    after: case

                """
            let bench = try await JourneyBench(store, more: surveys)
            let ana = try await bench.member("ana")
            try await bench.brand.buy(1_000, ana, id: "A-1")
            let mail = "{en: {subject: How easy was it?, text: Hello}, th: {subject: ง่ายไหม, text: สวัสดี}}"
            try await bench.start(
                "after-case",
                "  ask: {survey: {ask: eased, mail: \(mail)}}",
                trigger: "event: case.closed"
            )
            let new = NewCase(member: ana, kind: .claim, text: "The cup was cold.", source: .api)
            let id = try await bench.service.openCase(new, by: .operator).id
            for change: CaseChange in [
                .move(.owned, text: "", cause: nil), .move(.answered, text: "A new cup.", cause: nil),
                .move(.learned, text: "", cause: .product), .move(.closed, text: "", cause: nil),
            ] {
                _ = try await bench.service.change(id, change, by: .operator)
            }
            try await bench.run()
            #expect(bench.mails.contains { $0.subject == "How easy was it?" && $0.text.contains("/survey/") })
            #expect(try await bench.service.journeys(of: ana).count == 1)
        }
    }
}
