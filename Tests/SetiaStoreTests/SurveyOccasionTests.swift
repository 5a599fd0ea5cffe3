import JSONText
import SetiaCare
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Surveys after something")
struct SurveyOccasionTests {
    private static let surveys = """
        surveys:
          recommend: {kind: nps, ask: Would you recommend us?, every: quarter}
          first: {kind: expectation, ask: Was it as you expected?, after: first order, wait: 1 day}
          paid: {kind: csat, ask: Was all well?, after: order.paid}
          came: {kind: csat, ask: Did it come well?, after: app.delivered, wait: 2 days}
          answered: {kind: ces, ask: Was it easy?, after: answer}
          closed: {kind: ces, ask: Was it easy?, after: case}
          seldom: {kind: csat, ask: Was all well?, after: order.paid, share: 0.01%}
        events:
          app.delivered: {name: It came, schema: {type: object, properties: {}}}

        """

    private func bench(_ store: any Store) async throws -> TalkBench {
        try await TalkBench(store, TalkBench.promise + Self.surveys)
    }

    private func happen(_ type: EventType, _ bench: TalkBench, id: Key) async throws {
        let event = Event(
            source: "shop",
            id: id,
            occurredAt: bench.brand.clock.now,
            matter: .happened(Occurrence(type: type, facts: []))
        )
        _ = try await bench.service.record(Intake(event: event, who: .member(bench.ana)))
    }

    private func days(_ count: Int64, _ bench: TalkBench) {
        bench.brand.clock.advance(milliseconds: count * 86_400_000)
    }

    private func why(_ survey: Key, _ bench: TalkBench) async -> SurveyRefusal.NotAsked? {
        do {
            _ = try await bench.service.inviteToSurvey(survey, bench.ana)
            return nil
        } catch SurveyRefusal.notAsked(let reason) { return reason } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    @Test(
        "Q-7: she is asked after an order, a delivery, an answer and a case, and not of what she has forgotten",
        arguments: Backend.allCases
    )
    func occasions(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            let mei = AuditActor.staff(bench.mei.id, name: "Mei")
            for survey in ["first", "paid", "came", "answered", "closed"] as [Key] {
                #expect(await why(survey, bench) == .noOccasion, "\(survey)")
            }
            // Of an order of fifteen days ago she is not asked any more.
            try await bench.brand.buy(1_000, bench.ana, id: "old")
            days(15, bench)
            #expect(await why("paid", bench) == .noOccasion)
            try await happen(.custom("app.delivered"), bench, id: "d-1")
            #expect(await why("came", bench) == .noOccasion, "she is left two days")
            days(2, bench)
            #expect(await why("came", bench) == nil)
            let kept = try await store.reading { try $0.surveyAsks(of: bench.ana) }
            #expect(kept.map(\.survey) == ["came"] && kept.map(\.wave) == ["2026-03"])

            // A month later an order; what she was asked in between can be answered for thirty days, in its own wave.
            days(29, bench)
            _ = try await bench.service.answerSurvey("came", of: bench.ana, score: 5, comment: nil)
            let answered = try await store.reading { try $0.surveyAsks(of: bench.ana) }
            #expect(answered.map(\.wave) == ["2026-03"] && answered[0].answer?.score == 5)
            days(1, bench)
            try await bench.brand.buy(1_000, bench.ana, id: "new")
            #expect(await why("paid", bench) == nil)

            // A conversation that somebody answered and closed; one that nobody answered asks nothing.
            days(61, bench)
            let mail = try await bench.keep(bench.mail("Where is it?", id: "q-1@example.com"))
            _ = try await bench.service.change(mail.conversation, .close, by: mei)
            #expect(await why("answered", bench) == .noOccasion)
            let other = try await bench.keep(bench.mail("And now?", id: "q-2@example.com"))
            try await bench.answer(other.conversation, closes: true)
            #expect(await why("answered", bench) == nil)

            days(91, bench)
            let new = NewCase(member: bench.ana, kind: .complaint, text: "Cold.", source: .staff)
            let one = try await bench.service.openCase(new, by: mei)
            #expect(await why("closed", bench) == .noOccasion)
            for state in [CaseState.owned, .answered, .learned, .closed] {
                _ = try await bench.service.change(one.id, .move(state, text: "So.", cause: .staff), by: mei)
            }
            #expect(await why("closed", bench) == nil)
        }
    }

    @Test(
        "Q-8: one thing in thirty days is asked after something, and the wave keeps its place",
        arguments: Backend.allCases
    )
    func resting(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            try await bench.brand.buy(1_000, bench.ana, id: "o-1")
            try await happen(.custom("app.delivered"), bench, id: "d-1")
            days(2, bench)
            #expect(await why("paid", bench) == nil)
            #expect(await why("came", bench) == .resting)
            #expect(await why("recommend", bench) == nil, "what is asked after something takes no wave's place")
            #expect(await why("first", bench) == nil, "the first purchase is asked about in any case")
            // Whoever does not answer is not asked again in the wave, however often she buys.
            days(28, bench)
            for number in 2..<6 { try await bench.brand.buy(1_000, bench.ana, id: Key("o-\(number)")) }
            #expect(await why("came", bench) == .noOccasion)
            #expect(await why("seldom", bench) == .notInSample)
            for number in 6..<9 {
                days(1, bench)
                try await bench.brand.buy(1_000, bench.ana, id: Key("o-\(number)"))
                #expect(await why("seldom", bench) == .notInSample, "each order finds the same draw")
            }
            #expect(await why("paid", bench) == .resting, "the first order's question counts too: two in ninety days")
        }
    }

    @Test(
        "Q-9: after her first purchase each member is asked whether it was as she expected, once, by side",
        arguments: Backend.allCases
    )
    func firstPurchase(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            let service = bench.service
            try await bench.brand.buy(1_000, bench.ana, id: "o-1")
            #expect(await why("first", bench) == .noOccasion, "it is asked a day later")
            days(1, bench)
            try await bench.brand.buy(1_000, bench.ana, id: "o-2")
            await #expect(throws: SurveyRefusal.outOfScale(.expectation)) {
                _ = try await service.answerSurvey("first", of: bench.ana, score: 4, comment: nil)
            }
            await #expect(throws: SurveyRefusal.wrongAspect("value")) {
                let aspects = AspectScores([(.value, 0)])
                _ = try await service.answerSurvey("first", of: bench.ana, score: 1, aspects: aspects, comment: nil)
            }
            await #expect(throws: SurveyRefusal.wrongAspect("value")) {
                let aspects = AspectScores([(.value, 2)])
                _ = try await service.answerSurvey("recommend", of: bench.ana, score: 9, aspects: aspects, comment: nil)
            }
            _ = try await service.answerSurvey(
                "first",
                of: bench.ana,
                score: 1,
                aspects: AspectScores([(.value, 1), (.product, 3)]),
                comment: "Dear for what it is."
            )
            let results = try await service.surveyResults("first")
            #expect(results.figures.value == -100 && results.figures.asked == 1)
            #expect(results.aspects.map(\.aspect) == [.product, .service, .delivery, .value])
            #expect(results.aspects.map(\.figures.value) == [100, nil, nil, -100])
            #expect(results.aspects.map(\.figures.counts) == [[0, 0, 1], [0, 0, 0], [0, 0, 0], [1, 0, 0]])
            let opened = try #require(try await service.cases(of: bench.ana).first)
            #expect(opened.one.source == .survey && opened.steps.map(\.text) == ["Dear for what it is."])
            let event = try #require(try await bench.brand.events(of: bench.ana, .surveyAnswered).first)
            guard case .happened(let occurrence) = event.event.matter else { return }
            #expect(occurrence.facts.map(\.name) == ["survey", "kind", "wave"])
            let own = String(decoding: try #require(try await service.ownData(of: bench.ana)), as: UTF8.self)
            #expect(own.contains("\"value\": 1") && own.contains("\"product\": 3"))
            // Nothing that she buys later is her first purchase.
            days(40, bench)
            try await bench.brand.buy(1_000, bench.ana, id: "o-3")
            days(2, bench)
            #expect(try await service.surveyTurn("first", of: bench.ana).isDue == false)
            #expect(try await service.verify().discrepancies == [])
        }
    }
}
