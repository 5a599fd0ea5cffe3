import JSONText
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Surveys with questions")
struct SurveyQuestionsTests {
    private static let surveys = """
        surveys:
          visit:
            kind: free
            ask: Your visit
            every: quarter
            questions:
              often:
                ask: How often do you come?
                one: {weekly: Each week, seldom: Seldom}
                branch: [{if: [seldom], to: why}]
              taste: {ask: How did it taste?, scale: 1-5, next: end}
              why: {ask: Why?, text: true}
              drinks: {ask: What did you have?, many: {kopi: Kopi, teh: Teh}}
          recommend:
            kind: nps
            ask: Would you recommend us?
            every: quarter
            questions:
              more: {ask: What was best?, one: {kopi: The kopi, people: The people}}

        """

    private func said(_ question: Key, _ chosen: Key...) -> SurveySaid {
        SurveySaid(question: question, chosen: chosen)
    }

    @Test(
        "Q-11: answers are kept once with all that was asked, words sealed, and counted by question",
        arguments: Backend.allCases
    )
    func kept(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store, TalkBench.promise + Self.surveys)
            let service = bench.service
            try await bench.brand.buy(1_000, bench.ana, id: "o-1")
            let budi = try await bench.brand.enrol(card: "K2", name: "Budi")
            try await bench.brand.buy(1_000, budi, id: "o-2")
            #expect(try await service.showSurvey(to: bench.ana)?.survey.key == "visit")
            await #expect(throws: SurveyRefusal.wrongAnswer("taste")) {
                _ = try await service.answerSurvey(
                    "visit",
                    of: bench.ana,
                    score: 0,
                    said: [said("often", "weekly"), said("why", "Far.")],
                    comment: nil
                )
            }
            await #expect(throws: SurveyRefusal.wrongAnswer("more")) {
                _ = try await service.answerSurvey("recommend", of: bench.ana, score: 9, comment: nil)
            }
            await #expect(throws: SurveyRefusal.outOfScale(.free)) {
                _ = try await service.answerSurvey("visit", of: bench.ana, score: 1, comment: nil)
            }
            let words = [
                said("often", "seldom"), SurveySaid(question: "why", words: " It is\u{7} far. "),
                said("drinks", "teh", "kopi"), said("taste", "1"),
            ]
            for _ in 0..<2 {
                _ = try await service.answerSurvey("visit", of: bench.ana, score: 0, said: words, comment: nil)
            }
            _ = try await service.answerSurvey(
                "visit",
                of: budi,
                score: 0,
                said: [said("often", "weekly"), said("taste", "5")],
                comment: nil
            )
            let ask = try #require(try await store.reading { try $0.surveyAsks(of: bench.ana) }.first)
            #expect(ask.answer?.chosen == [said("often", "seldom"), said("why"), said("drinks", "teh", "kopi")])
            #expect(ask.answer?.texts != nil && ask.answer?.comment == nil)
            let results = try await service.surveyResults("visit")
            #expect(results.figures.answered == 2 && results.figures.value == nil)
            let questions = try await service.questionResults(results)
            #expect(questions.map(\.question.key) == ["often", "taste", "why", "drinks"])
            #expect(questions.map(\.answered) == [2, 1, 1, 1])
            #expect(questions.map(\.counts) == [[1, 1], [0, 0, 0, 0, 1], [], [1, 1]])
            let rows = try await service.answerRows(results).map {
                $0.cells(results.survey).dropFirst(2).joined(separator: "|")
            }
            #expect(rows.sorted() == ["seldom||It is far.|teh kopi||", "weekly|5||||"])
            #expect(
                AnswerRow.heads(results.survey) == [
                    "member", "answeredAt", "often", "taste", "why", "drinks", "comment", "tags",
                ]
            )
            let own = String(decoding: try #require(try await service.ownData(of: bench.ana)), as: UTF8.self)
            #expect(own.contains("It is far.") && own.contains("teh kopi"))
            let events = try await bench.brand.events(of: bench.ana, .surveyAnswered)
            #expect(events.count == 1 && events[0].sealed == nil)
            #expect(try await service.cases(of: bench.ana).isEmpty, "what has no score is not unhappy")

            #expect(try await service.eraseMember(bench.ana))
            let left = try #require(try await store.reading { try $0.surveyAsks(of: bench.ana) }.first)
            #expect(left.answer?.texts == nil && left.answer?.chosen.count == 3)
            let after = try await service.answerRows(results).map {
                $0.cells(results.survey).dropFirst(2).joined(separator: "|")
            }
            #expect(after.sorted() == ["seldom|||teh kopi||", "weekly|5||||"])
        }
    }
}
