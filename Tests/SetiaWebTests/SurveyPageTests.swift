import Foundation
import HTTPTypes
import JSONText
import SetiaCore
import SetiaInsight
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
                      first:
                        kind: expectation
                        ask: {en: Was it as you expected?, ms: Seperti dijangka?, id: Sesuai harapan?, th: ตามที่คาดไหม}
                        after: first order
                      visit:
                        kind: free
                        ask: {en: Your visit, ms: Lawatan anda, id: Kunjungan Anda, th: การมาของคุณ}
                        every: quarter
                        questions:
                          often:
                            ask: {en: How often?, ms: Berapa kerap?, id: Seberapa sering?, th: บ่อยแค่ไหน}
                            one:
                              weekly: {en: Each week, ms: Setiap minggu, id: Tiap minggu, th: ทุกสัปดาห์}
                              seldom: {en: Seldom, ms: Jarang, id: Jarang, th: นาน ๆ ครั้ง}
                            branch: [{if: [seldom], to: why}]
                          taste: {ask: {en: Taste?, ms: Rasa?, id: Rasa?, th: รสชาติ}, scale: 1-5, next: end}
                          why: {ask: {en: Why?, ms: Mengapa?, id: Mengapa?, th: ทำไม}, text: true}
                          drinks:
                            ask: {en: Which?, ms: Yang mana?, id: Yang mana?, th: อะไร}
                            many:
                              kopi: {en: Kopi, ms: Kopi, id: Kopi, th: กาแฟ}
                              teh: {en: Tea, ms: Teh, id: Teh, th: ชา}
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

    @Test("Q-12: what came after answers stands beside them, in each language", arguments: ["en", "ms", "id", "th"])
    func aftermath(language: String) async throws {
        let bench = try await Bench()
        let visitor = bench.visitor
        _ = try await bench.service.answerSurvey("recommend", of: bench.ana, score: 10, comment: nil)
        visitor.brand.clock.advance(milliseconds: 100 * 86_400_000)
        #expect(try await bench.service.refreshInsight())
        let staff = try await Visitor(visitor.brand)
        try await staff.join("Mei", .analyst)
        staff.cookies["setia-language"] = language
        let page = try await staff.get("/console/surveys")
        #expect(page.status == 200 && (page.text.contains("0.0%") || page.text.contains("0,0%")))
        #expect(!page.text.contains("surveys.after"))
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

    @Test("Q-13: an invitation has a link for any channel of the shop's own, which answers once")
    func ownChannel() async throws {
        let bench = try await Bench()
        let ask = try await bench.service.inviteToSurvey("recommend", bench.ana)
        let link = try #require(bench.service.surveyLink(of: ask))
        let prefix = "https://kopi.example.com"
        #expect(link.hasPrefix("\(prefix)/survey/") && bench.service.surveyLink(of: ask) == link)
        let path = String(link.dropFirst(prefix.count))
        let visitor = try await Visitor(bench.visitor.brand)
        visitor.cookies["setia-language"] = "en"
        for score in 0...10 {
            let page = try await visitor.get("\(path)?score=\(score)")
            #expect(page.status == 200 && page.text.contains("value=\"\(score)\" required checked"))
            #expect(!page.text.contains("Ana"))
        }
        #expect(try await bench.asks().compactMap(\.answer).isEmpty)
        #expect(try await visitor.post(path, ["score": "9", "comment": ""]).status == 200)
        #expect(try await bench.asks().compactMap(\.answer?.score) == [9])
        _ = try await visitor.post(path, ["score": "1", "comment": ""])
        #expect(try await bench.asks().compactMap(\.answer?.score) == [9])
        #expect(try await visitor.get(path).text.contains("You have answered already"))
        #expect(try await visitor.get(String(path.dropLast())).status == 404)
        // In the next wave it leads to nothing, and she has another one.
        bench.visitor.brand.clock.advance(milliseconds: 60 * 86_400_000)
        #expect(!(try await visitor.get(path)).text.contains("<form method=\"post\" action=\"/survey"))
        let next = try await bench.service.inviteToSurvey("recommend", bench.ana)
        #expect(bench.service.surveyLink(of: next) != link)
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

    @Test("Q-9: the first purchase is asked about in words and by side, and told side by side")
    func expectation() async throws {
        let bench = try await Bench()
        let path = "/card/survey/first"
        _ = try await bench.visitor.get("/card/survey/recommend")
        _ = try await bench.visitor.post("/card/survey/recommend", ["score": "9"])
        #expect(try await bench.visitor.get("/card").text.contains("Was it as you expected?"))
        let form = try await bench.visitor.get("\(path)?score=1")
        #expect(form.text.contains("Worse than expected") && form.text.contains("Value for money"))
        let wrong = try await bench.visitor.post(path, ["score": "1", "aspect-value": "7"])
        #expect(wrong.status == 422)
        let answer = try await bench.visitor.post(
            path,
            ["score": "1", "aspect-value": "1", "aspect-product": "3", "comment": "Dear"]
        )
        #expect(answer.status == 303)
        bench.visitor.cookies["setia-language"] = "th"
        #expect(try await bench.visitor.get(path).status == 200)
        let staff = try await Visitor(bench.visitor.brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join("Mei", .manager)
        #expect(try await staff.get("/console/surveys").text.contains("after the first purchase"))
        let page = try await staff.get("/console/surveys/first")
        #expect(page.text.contains("Better less worse") && page.text.contains("Side by side"))
        #expect(page.text.contains("Worse than expected</span>") || page.text.contains("Worse than expected"))
        #expect(try await staff.get("/console/cases").text.contains("by a survey"))
        for language in ["ms", "id", "th"] {
            staff.cookies["setia-language"] = language
            #expect(try await staff.get("/console/surveys/first").status == 200)
        }
    }

    @Test("Q-11: questions come one by one, without scripts, and nothing is kept before the last is answered")
    func questions() async throws {
        let bench = try await Bench()
        let (visitor, path) = (bench.visitor, "/card/survey/visit")
        let first = try await visitor.get(path)
        let asked = try await bench.asks()
        #expect(first.text.contains("How often?") && first.text.contains("Each week"))
        let nothing = try await visitor.post(path, ["done-often": "1"])
        #expect(nothing.status == 422 && nothing.text.contains("Choose one of the answers."))
        let second = try await visitor.post(path, ["done-often": "1", "q-often": "seldom"])
        #expect(second.status == 200 && second.text.contains("Why?"))
        #expect(second.text.contains("name=\"q-often\" value=\"seldom\""), "what was said goes along")
        let why = "<b>far</b> & \"away\""
        let third = try await visitor.post(
            path,
            ["done-often": "1", "q-often": "seldom", "done-why": "1", "q-why": why]
        )
        #expect(third.text.contains("Which?") && third.text.contains("&lt;b&gt;far&lt;/b&gt; &amp; &quot;away&quot;"))
        #expect(try await bench.asks() == asked)
        let done = try await visitor.post(
            path,
            [
                "done-often": "1", "q-often": "seldom", "done-why": "1", "q-why": why, "done-drinks": "1",
                "q-drinks-teh": "1",
            ]
        )
        #expect(done.headers[.location] == "/card?done=surveyAnswered")
        #expect(try await visitor.get(path).text.contains("You have answered already"))
        let staff = try await Visitor(visitor.brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join("Mei", .manager)
        let page = try await staff.get("/console/surveys/visit")
        #expect(page.status == 200 && page.text.contains("How often?") && page.text.contains("1 answer"))
        let table = try await staff.get("/console/surveys/visit/answers.csv")
        #expect(table.status == 200 && table.text.contains("member,answeredAt,often,taste,why,drinks,comment"))
        #expect(table.text.contains(#"seldom,,"<b>far</b> & ""away""",teh,"#), "\(table.text)")
        for language in ["ms", "id", "th"] {
            staff.cookies["setia-language"] = language
            #expect(try await staff.get("/console/surveys/visit").status == 200)
        }
        let analyst = try await Visitor(visitor.brand)
        try await analyst.join("Lim", .analyst)
        #expect(try await analyst.get("/console/surveys/visit").status == 200)
        #expect(try await analyst.get("/console/surveys/visit/answers.csv").status == 403)
    }

    @Test("Q-10: a link in a mail shows, keeps nothing when it is opened, and answers once")
    func linked() async throws {
        let bench = try await Bench()
        let (service, ana) = (bench.service, bench.ana)
        let journey = """
            journey: Ask
            trigger: {event: order.paid}
            exitOn: []
            steps:
              ask:
                survey:
                  ask: first
                  mail:
                    en: {subject: How was it?, text: Hello}
                    ms: {subject: Bagaimana?, text: Hai}
                    id: {subject: Bagaimana?, text: Halo}
                    th: {subject: เป็นอย่างไร, text: สวัสดี}
            """
        _ = try await service.putJourney("ask", journey, by: .operator)
        _ = try await service.change("ask", .start, by: .operator)
        let person = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .email, text: "budi@example.com")],
                facts: MemberFacts(language: "en"),
                person: ["name": .string("Budi")]
            )
        ).member
        try await service.chooseConsent(
            of: person,
            purpose: "marketing",
            channel: "email",
            isGiven: true,
            wording: "test-1"
        )
        let order = Fixture.order("B-1", 2_000, at: bench.visitor.brand.clock.now)
        _ = try await service.record(Intake(event: order, who: .member(person)))
        for _ in 0..<10 { if try await service.runJourneys() == 0 { break } }
        for _ in 0..<5 {
            _ = try await service.runBroadcasts()
            bench.visitor.brand.clock.advance(milliseconds: 50)
        }
        let mail = try #require(bench.visitor.brand.mailbox.mails.last)
        let line = try #require(mail.text.split(separator: "\n").first { $0.contains("/survey/") })
        let path = "/survey/" + String(try #require(line.split(separator: "/").last))
        let visitor = try await Visitor(bench.visitor.brand)
        visitor.cookies["setia-language"] = "en"
        func asks() async throws -> [SurveyAsk] {
            try await bench.visitor.brand.store.reading { try $0.surveyAsks(of: person) }
        }
        let before = try await asks()
        #expect(before.count == 1 && before[0].answer == nil)
        for score in 1...3 {
            for _ in 0..<20 {
                let page = try await visitor.get("\(path)?score=\(score)")
                #expect(page.status == 200 && page.text.contains("value=\"\(score)\" required checked"))
                #expect(!page.text.contains("Budi"))
            }
        }
        #expect(try await asks() == before)
        #expect(try await visitor.post(path, ["score": "9"]).status == 422)
        let done = try await visitor.post(path, ["score": "3", "aspect-service": "2", "comment": "<b>Fine</b>"])
        #expect(done.status == 200 && done.text.contains("Thank you"))
        #expect(try await asks().compactMap(\.answer?.score) == [3])
        #expect(try await visitor.post(path, ["score": "1"]).text.contains("You have answered already"))
        #expect(try await asks().compactMap(\.answer?.score) == [3])
        #expect(try await visitor.get("/survey/nobody").status == 404)
        #expect(try await visitor.post("/survey/nobody", ["score": "3"]).status == 404)
        #expect(try await service.surveyResults("first").figures.answered == 1)
        #expect(try await asks().allSatisfy { $0.member != ana })
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

    @Test("Q-14: staff say what words are about, see how often, and find them again")
    func tags() async throws {
        let bench = try await Bench()
        let ana = bench.ana
        _ = try await bench.service.answerSurvey("recommend", of: ana, score: 3, comment: "I waited <long>.")
        let staff = try await Visitor(bench.visitor.brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join("Mei", .manager)
        let path = "/console/surveys/recommend"
        #expect(try await staff.get(path).text.contains("I waited &lt;long&gt;."))
        func tag(_ tags: String) async throws -> Visitor.Answer {
            try await staff.post("\(path)/tags", ["wave": "2026-Q1", "member": ana.text, "tags": tags, "q": "waited"])
        }
        let kept = try await tag("Waiting time, staff, waiting-TIME")
        #expect(
            kept.headers[.location] == "\(path)?wave=2026-Q1&q=waited&done=surveyTagged#verbatims"
        )
        let page = try await staff.get("\(path)?tag=waiting-time")
        #expect(page.text.contains("waiting-time (1)") && page.text.contains("I waited"))
        #expect(try await staff.get("\(path)?tag=price").text.contains("Nothing has these words."))
        for (tags, told) in [
            (String(repeating: "x", count: 41), "is no tag"), ("a, !", "is no tag"),
            ((0...10).map { "t\($0)" }.joined(separator: ","), "At most 10 tags an answer."),
        ] {
            let wrong = try await tag(tags)
            #expect(wrong.status == 422 && wrong.text.contains(told), "\(tags)")
        }
        let table = try await staff.get("\(path)/answers.csv")
        #expect(table.text.contains("staff waiting-time"))
        #expect(try await tag("").status == 303)
        #expect(try await !staff.get(path).text.contains("waiting-time (1)"))
        for language in ["ms", "id", "th"] {
            staff.cookies["setia-language"] = language
            #expect(try await !staff.get(path).text.contains("surveys.tag"))
        }
        let analyst = try await Visitor(bench.visitor.brand)
        try await analyst.join("Lim", .analyst)
        _ = try await analyst.get(path)
        let refused = try await analyst.post("\(path)/tags", ["wave": "2026-Q1", "member": ana.text, "tags": "a"])
        #expect(refused.status == 403)
    }
}
