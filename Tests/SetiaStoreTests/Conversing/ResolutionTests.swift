import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Closing what members wrote about")
struct ResolutionTests {
    private static let promise = """
        service:
          hours: {everyDay: [09:00-13:00, 14:00-18:00]}
          promise: {first: 15 minutes, next: 30 minutes, resolved: 2 hours}
          products: {kopi-o: {first: 5 minutes, resolved: 1 hour}}
          teams: [care]

        """

    private func figures(_ bench: TalkBench) async throws -> ResponseFigures {
        try await bench.service.responseFigures(from: Fixture.newYear, until: bench.brand.clock.now.adding(days: 1))
    }

    @Test(
        "N-18: a matter is to be closed by a moment that is kept, told by wall and open hours, credited to who answered",
        arguments: Backend.allCases
    )
    func closing(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store, ResolutionTests.promise)
            let service = bench.service
            bench.at("12:30:00")
            let late = try await bench.keep(bench.mail(id: "m1@example.com")).conversation
            _ = try await service.change(late, .team("care"), by: .operator)
            let due = try await service.conversation(late)?.resolution?.dueAt
            #expect(due == Instant(rfc3339: "2026-03-02T15:30:00+08:00"))
            bench.at("12:40:00")
            try await bench.answer(late, by: bench.siti)
            // Answered, and to be closed: it stands where it is due.
            #expect(try await service.conversation(late)?.rank == due?.milliseconds)
            let quick = try await bench.keep(bench.mail(id: "m2@example.com")).conversation
            bench.at("12:50:00")
            try await bench.answer(quick, closes: true)
            bench.at("15:40:00")
            let before = try #require(try await figures(bench).resolution[.all]?.first)
            #expect(before.answered == 1 && before.overdue == 1 && before.promised == 2 && before.inTime == 1)
            _ = try await service.change(late, .close, by: .operator)
            let all = try await figures(bench)
            let sum = try #require(all.resolution[.all]?.first)
            #expect(sum.answered == 2 && sum.overdue == 0 && sum.attainment == 5_000)
            let siti = try #require(all.resolution[.person]?.first { $0.group == Key(bench.siti.id.text) })
            #expect(siti.medianWall == 190 * 60_000 && siti.medianBusiness == 130 * 60_000 && siti.inTime == 0)
            #expect(all.names[Key(bench.siti.id.text)] == "Siti")
            #expect(all.resolution[.team]?.map(\.group) == [nil, "care"])
            #expect(all.resolution[.channel]?.map(\.group) == ["mail"])
        }
    }

    @Test("N-18: what she opens again is a new matter from then on; what we begin is none", arguments: Backend.allCases)
    func again(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store, ResolutionTests.promise)
            let service = bench.service
            let id = try await bench.keep(bench.mail(id: "m1@example.com")).conversation
            try await bench.answer(id, closes: true)
            bench.at("17:30:00")
            _ = try await bench.keep(bench.mail(id: "m2@example.com", headers: "In-Reply-To: <m1@example.com>\r\n"))
            let opened = try #require(try await service.conversation(id)?.resolution)
            #expect(opened.from == bench.brand.clock.now && opened.businessTime == nil && opened.replier == nil)
            #expect(opened.dueAt == Instant(rfc3339: "2026-03-03T10:30:00+08:00"))
            var begun = Answering(member: bench.ana, conversation: nil, text: "Your cup is here.")
            begun.channel = .mail
            let ours = try await service.answer(begun, by: .operator).conversation
            #expect(try await service.conversation(ours)?.resolution == nil)
        }
    }

    @Test("N-18: a changed promise of closing moves what is not due yet, and nothing else", arguments: Backend.allCases)
    func changed(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store, ResolutionTests.promise)
            let service = bench.service
            let late = try await bench.keep(bench.mail(id: "m1@example.com")).conversation
            bench.at("11:30:00")
            let open = try await bench.keep(bench.mail(id: "m2@example.com")).conversation
            for id in [late, open] { try await bench.answer(id) }
            _ = try await service.publishProgramme(
                TalkBench.document + ResolutionTests.promise.replacing("resolved: 2 hours", with: "resolved: 3 hours")
            )
            #expect(try await service.keepPromises() == 1)
            #expect(try await service.keepPromises() == 0)
            #expect(
                try await service.conversation(late)?.resolution?.dueAt == Instant(rfc3339: "2026-03-02T11:00:00+08:00")
            )
            #expect(
                try await service.conversation(open)?.resolution?.dueAt == Instant(rfc3339: "2026-03-02T15:30:00+08:00")
            )
        }
    }

    @Test(
        "N-19: who bought a product lately has its faster promise, and stands in the queue by it",
        arguments: Backend.allCases
    )
    func products(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store, ResolutionTests.promise)
            let service = bench.service
            let first = try await bench.keep(bench.mail(id: "m1@example.com", from: "Budi <budi@example.com>"))
            try await bench.brand.buy(1_000, bench.ana, id: "o1")
            bench.at("09:05:00")
            let faster = try await bench.keep(bench.mail(id: "m2@example.com"))
            let conversation = try #require(try await service.conversation(faster.conversation))
            #expect(conversation.waiting?.dueAt == Instant(rfc3339: "2026-03-02T09:10:00+08:00"))
            #expect(conversation.resolution?.dueAt == Instant(rfc3339: "2026-03-02T10:05:00+08:00"))
            let queue = try await service.inbox(.waiting, limit: 10).rows.map(\.conversation.id)
            #expect(queue == [faster.conversation, first.conversation])
            #expect(try await service.serviceTerms(of: bench.ana)?.target.first == 5 * 60_000)
            bench.brand.clock.now = bench.brand.clock.now.adding(days: 29)
            #expect(try await service.serviceTerms(of: bench.ana)?.target.first == 5 * 60_000)
            bench.brand.clock.now = bench.brand.clock.now.adding(days: 1)
            #expect(try await service.serviceTerms(of: bench.ana)?.target.first == 15 * 60_000)
        }
    }
}
