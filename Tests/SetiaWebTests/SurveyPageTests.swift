import Foundation
import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Surveys on pages")
struct SurveyPageTests {
    /// A café that asks one question, and a member with an order who is signed in.
    private struct Bench {
        let visitor: Visitor
        let ana: MemberID

        var service: SetiaService { visitor.brand.service }

        init() async throws {
            visitor = try await Visitor()
            let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "examples/kopi-setia.yaml")
            _ = try await visitor.brand.service.publishProgramme(
                try String(contentsOf: example, encoding: .utf8) + """

                    surveys:
                      recommend:
                        kind: nps
                        ask: {en: Would you recommend us?, ms: Sudikah?, id: Maukah?, th: แนะนำไหม}
                        every: quarter
                    """
            )
            ana = try await Bench.enrol("Ana", "KS-1", in: visitor)
            visitor.cookies["setia-member"] = try await service.startMemberSession(ana)
            visitor.cookies["setia-language"] = "en"
        }

        private static func enrol(_ name: String, _ card: String, in visitor: Visitor) async throws -> MemberID {
            let service = visitor.brand.service
            let member = try await service.createMember(
                NewMember(
                    identities: [try Identity(kind: .card, text: card)],
                    facts: MemberFacts(country: "MY"),
                    person: ["name": .string(name)]
                )
            ).member
            let order = Fixture.order(Key("A-\(card)"), 2_000, at: visitor.brand.clock.now)
            _ = try await service.record(Intake(event: order, who: .member(member)))
            return member
        }

        func asks() async throws -> [SurveyAsk] {
            let member = ana
            return try await visitor.brand.store.reading { try $0.surveyAsks(of: member) }
        }
    }

    @Test("Q-6: opening a link with a score keeps nothing, and sending the form keeps it once")
    func scanners() async throws {
        let bench = try await Bench()
        for _ in 0..<20 {
            for score in 0...10 {
                let page = try await bench.visitor.get("/card/survey/recommend?score=\(score)")
                #expect(page.status == 200)
                #expect(page.text.contains("value=\"\(score)\" required checked"))
            }
        }
        #expect(try await bench.asks() == [])
        let answer = try await bench.visitor.post("/card/survey/recommend", ["score": "9", "comment": "Good kopi"])
        #expect(answer.headers[.location] == "/card?done=surveyAnswered")
        #expect(try await bench.asks().compactMap(\.answer?.score) == [9])
        _ = try await bench.visitor.get("/card")
        #expect(try await bench.visitor.post("/card/survey/recommend", ["score": "1"]).status == 303)
        #expect(try await bench.asks().compactMap(\.answer?.score) == [9])
        let after = try await bench.visitor.get("/card/survey/recommend?score=3")
        #expect(
            after.text.contains("You have answered already")
                && !after.text.contains("<form method=\"post\" action=\"/card/survey")
        )
    }

    @Test("the card shows the question until it is answered, in her language, and counts her as asked once")
    func onTheCard() async throws {
        let bench = try await Bench()
        let card = try await bench.visitor.get("/card")
        #expect(card.text.contains("Would you recommend us?"))
        #expect(card.text.contains("/card/survey/recommend?score=10"))
        let asked = try await bench.asks()
        #expect(asked.count == 1 && asked[0].answer == nil)
        bench.visitor.cookies["setia-language"] = "th"
        #expect(try await bench.visitor.get("/card").text.contains("แนะนำไหม"))
        #expect(try await bench.asks() == asked)
        bench.visitor.cookies["setia-language"] = "en"
        _ = try await bench.visitor.get("/card/survey/recommend")
        for wrong in ["", "11", "x", "-1"] {
            let page = try await bench.visitor.post(
                "/card/survey/recommend",
                ["score": wrong, "comment": "<i>kept</i>"]
            )
            #expect(page.status == 422 && page.text.contains("Choose one of the numbers."), "\(wrong)")
            #expect(page.text.contains("&lt;i&gt;kept&lt;/i&gt;"))
        }
        _ = try await bench.visitor.post("/card/survey/recommend", ["score": "10", "comment": ""])
        let done = try await bench.visitor.get("/card?done=surveyAnswered")
        #expect(done.text.contains("Thank you.") && !done.text.contains("Would you recommend us?"))
        #expect(try await bench.visitor.get("/card/survey/other").status == 404)
        let own = String(decoding: try #require(try await bench.service.ownData(of: bench.ana)), as: UTF8.self)
        #expect(own.contains("\"score\": 10"))
    }

    @Test("Q-6: what a member wrote is text and nothing else, and only who may see members reads it")
    func verbatims() async throws {
        let bench = try await Bench()
        let hostile = "<script>alert(1)</script> \"quoted\" & {{frame.token}}"
        _ = try await bench.visitor.get("/card/survey/recommend")
        _ = try await bench.visitor.post("/card/survey/recommend", ["score": "3", "comment": hostile])
        let staff = try await Visitor(bench.visitor.brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join("Mei", .manager)
        #expect(try await staff.get("/console/surveys").text.contains("Would you recommend us?"))
        let page = try await staff.get("/console/surveys/recommend")
        #expect(page.status == 200 && !page.text.contains("<script>alert"))
        #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.text.contains("{{frame.token}}"))
        #expect(page.text.contains("/console/members/\(bench.ana.text)") && page.text.contains("1 of 1 answered"))
        #expect(page.text.contains("−100"))
        #expect(try await staff.get("/console/surveys/recommend?q=QUOTED").text.contains("alert(1)"))
        #expect(!(try await staff.get("/console/surveys/recommend?q=tea").text.contains("alert(1)")))
        #expect(try await staff.get("/console/surveys/recommend?wave=2025-Q4").text.contains("No answers yet"))
        #expect(try await staff.get("/console/surveys/recommend?wave=spring").status == 404)
        #expect(try await staff.get("/console/surveys/other").status == 404)
        let analyst = try await Visitor(bench.visitor.brand)
        try await analyst.join("Lim", .analyst)
        let figures = try await analyst.get("/console/surveys/recommend")
        #expect(figures.status == 200 && !figures.text.contains("alert(1)") && !figures.text.contains(bench.ana.text))
    }
}
