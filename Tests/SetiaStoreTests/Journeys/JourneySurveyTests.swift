import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Journeys that ask")
struct JourneySurveyTests {
    private static let surveys = """
        surveys:
          paid: {kind: csat, ask: {en: Was all well?, th: ดีไหม}, after: order.paid}
          seldom: {kind: csat, ask: {en: Was all well?, th: ดีไหม}, after: order.paid, share: 0.01%}
          recommend: {kind: nps, ask: {en: Would you?, th: แนะนำไหม}, every: quarter}

        """

    private static func ask(_ survey: String) -> String {
        "{survey: {ask: \(survey), mail: {en: {subject: How was it?, text: Hello}, th: {subject: เป็นอย่างไร, text: สวัสดี}}}}"
    }

    private func bench(_ store: any Store) async throws -> JourneyBench {
        try await JourneyBench(store, more: Self.surveys)
    }

    /// Where the link of a mail leads.
    private func token(_ mail: Mail) -> String? {
        mail.text.split(separator: "\n").first { $0.contains("/survey/") }?.split(separator: "/").last.map(String.init)
    }

    @Test(
        "Q-10: a step of a journey asks by mail whom the survey asks, and she counts as asked when it left",
        arguments: Backend.allCases
    )
    func asked(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            try await bench.start(
                "ask",
                "  paid: \(Self.ask("paid"))\n  seldom: \(Self.ask("seldom"))\n  wave: \(Self.ask("recommend"))",
                trigger: "event: order.paid",
                more: "exitOn: []"
            )
            let ana = try await bench.member("ana")
            let budi = try await bench.member("budi", agrees: false)
            for member in [ana, budi] { try await bench.brand.buy(1_000, member, id: Key("o-\(member.text)")) }
            try await bench.run()
            for member in [ana, budi] {
                #expect(
                    try await bench.path(member) == [
                        "paid=invited", "seldom=not-in-sample", "wave=invited", "end:done",
                    ]
                )
            }
            // The wave has a place of its own under the limits; whoever agreed to nothing gets neither.
            #expect(bench.mails.count == 2)
            #expect(bench.mails.allSatisfy { $0.to.address == "ana@example.com" })
            let asking = try #require(bench.mails.first { $0.text.contains("Was all well?") })
            #expect(bench.mails.contains { $0.text.contains("Would you?") })
            let html = try #require(asking.html)
            #expect((1...5).allSatisfy { html.contains("?score=\($0)\">\($0)</a>") } && !html.contains("?score=6"))
            let asks = try await store.reading { try $0.surveyAsks(of: ana) }
            #expect(asks.map(\.survey) == ["paid", "recommend"] && asks.allSatisfy { $0.answer == nil })
            #expect(try await store.reading { try $0.surveyAsks(of: budi) } == [])

            // To look is not to answer; the link answers once, and for nobody else.
            let link = try #require(token(asking))
            for _ in 0..<50 { #expect(try await bench.service.surveyLink(link)?.turn?.isDue == true) }
            #expect(try await store.reading { try $0.surveyAsks(of: ana) } == asks)
            let view = try #require(try await bench.service.surveyLink(link.uppercased()))
            #expect(view.member == ana && view.turn?.survey.key == "paid" && view.language == .en)
            _ = try await bench.service.answerSurvey("paid", of: view.member, score: 5, comment: nil)
            #expect(try await bench.service.surveyLink(link)?.turn?.ask?.answer?.score == 5)
            #expect(try await bench.service.surveyLink(link)?.turn?.isDue == false)
            #expect(try await bench.service.surveyLink(String(link.dropLast()) + "!") == nil)
            // Thirty days later it leads nowhere.
            bench.brand.clock.advance(milliseconds: 31 * 86_400_000)
            let old = try #require(try await bench.service.surveyLink(link))
            #expect(old.turn == nil)
            _ = try await bench.service.eraseMember(ana)
            #expect(try await bench.service.surveyLink(link) == nil)
        }
    }

    @Test("Q-10: whoever dies while a mail that asks is planned asks her once", arguments: Backend.allCases)
    func once(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            try await bench.start(
                "ask",
                "  paid: \(Self.ask("paid"))\n  pause: {wait: 1 day}",
                trigger: "event: order.paid"
            )
            for moment in 1...20 {
                bench.brand.clock.advance(milliseconds: 60_000)
                let member = try await bench.member("m\(moment)")
                try await bench.brand.buy(1_000, member, id: Key("o-\(moment)"))
                let dying = DyingStore(store, after: moment)
                let server = bench.brand.server(on: dying)
                for _ in 0..<20 {
                    do { if try await server.runJourneys() == 0 { break } } catch is DyingStore.Death {}
                }
                bench.brand.clock.advance(milliseconds: 61_000)
                try await bench.run()
                #expect(try await bench.path(member) == ["paid=invited", "pause"], "\(moment)")
                #expect(try await bench.service.contacts(of: member, limit: 9).count == 1, "\(moment)")
                if !dying.isDead { break }
            }
        }
    }

    @Test("Q-10: a simulation says whether she would be asked, and what would be decided about the mail")
    func simulated() async throws {
        let bench = try await bench(ModelStore())
        let ana = try await bench.member("ana")
        try await bench.put(
            "ask",
            "  day: {wait: 1 day}\n  paid: \(Self.ask("paid"))\n  seldom: \(Self.ask("seldom"))",
            trigger: "event: order.paid"
        )
        let lines = try await bench.service.simulateJourney("ask", member: ana, days: 10).lines
        #expect(lines.map(\.outcome.text) == ["", "invited", "invited"], "what it is asked after is taken as happened")
        try await bench.brand.buy(1_000, ana, id: "o-1")
        let after = try await bench.service.simulateJourney("ask", member: ana, days: 10).lines
        #expect(after.map(\.outcome.text) == ["", "invited", "not-in-sample"])
        #expect(after.compactMap { $0.decision?.verdict.name } == ["sent"])
        #expect(try await bench.store.reading { try $0.surveyAsks(of: ana) } == [])
    }

    @Test("Q-10: a step that asks what there is not, or lacks a language, is refused by name")
    func refused() async throws {
        let bench = try await bench(ModelStore())
        for (step, reason) in [
            (Self.ask("nothing"), "there is no survey 'nothing' under 'surveys'; there are: paid, seldom, recommend"),
            ("{survey: {ask: paid, mail: {en: {subject: A, text: B}}}}", "'th' is missing"),
            ("{survey: {mail: {en: {subject: A, text: B}}}}", "'ask' is missing"),
        ] {
            do {
                try await bench.put("ask", "  one: \(step)")
                Issue.record("\(step) was taken")
            } catch { #expect("\(error)".contains(reason), "\(error)") }
        }
    }
}
