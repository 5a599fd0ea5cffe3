import HTTPTypes
import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Cases on pages")
struct CasePageTests {
    private func ana(_ visitor: Visitor) async throws -> MemberID {
        let member = try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(language: "en"),
                person: ["name": .string("Ana")]
            )
        ).member
        visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(member)
        visitor.cookies["setia-language"] = "en"
        return member
    }

    private func caseID(_ path: String?) throws -> String {
        String(try #require(path?.firstMatch(of: #/[0-9a-z]{26}-[0-9a-z]{26}/#)).output)
    }

    @Test("J-1: she opens a case from her card, follows it in her language, and sees no note of staff")
    func follows() async throws {
        let visitor = try await Visitor()
        _ = try await ana(visitor)
        let mark = "<script>alert(1)</script> {{frame.token}}"
        #expect(try await visitor.get("/card/cases").text.contains("Something was not right"))
        let empty = try await visitor.post("/card/cases", ["kind": "complaint", "text": " "])
        #expect(empty.status == 422 && empty.text.contains("Write something first"))
        #expect(try await visitor.post("/card/cases", ["kind": "war", "text": "x"]).status == 404)
        let sent = try await visitor.post("/card/cases", ["kind": "complaint", "text": mark])
        let id = try caseID(sent.headers[.location])
        let hers = try await visitor.get("/card/cases/\(id)")
        #expect(hers.status == 200 && hers.text.contains("With us") && hers.text.contains("You have an answer by"))
        #expect(hers.text.contains("&lt;script&gt;alert(1)") && hers.text.contains("{{frame.token}}"))
        #expect(!hers.text.contains("Is it good again?"))
        #expect(try await visitor.get("/card").text.contains("/card/cases/\(id)"))

        let staff = try await Visitor(visitor.brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join("Mei", .agent)
        let list = try await staff.get("/console/cases")
        #expect(list.text.contains("/console/cases/\(id)") && !list.text.contains("<script>alert"))
        let path = "/console/cases/\(id)"
        let page = try await staff.get(path)
        #expect(page.status == 200 && !page.text.contains("<script>alert") && page.text.contains("Take it on"))
        #expect(
            try await staff.post(path, ["do": "note", "text": "Only us."]).headers[.location]
                == "\(path)?done=caseChanged"
        )
        let wrong = try await staff.post(path, ["do": "closed", "text": "kept words"])
        #expect(wrong.status == 422 && wrong.text.contains("moved on meanwhile") && wrong.text.contains("kept words"))
        #expect(try await staff.post(path, ["do": "owned", "text": ""]).status == 303)
        #expect(try await staff.post(path, ["do": "answered", "text": ""]).status == 422)
        #expect(try await staff.post(path, ["do": "answered", "text": "I am sorry."]).status == 303)

        let answered = try await visitor.get("/card/cases/\(id)")
        #expect(answered.text.contains("I am sorry.") && answered.text.contains("Is it good again?"))
        #expect(answered.text.contains("Mei,") && !answered.text.contains("Only us."))
        visitor.cookies["setia-language"] = "th"
        #expect(try await visitor.get("/card/cases/\(id)").text.contains("ตอบแล้ว"))
        visitor.cookies["setia-language"] = "ms"
        #expect(try await visitor.get("/card").text.contains("Dijawab"))
        visitor.cookies["setia-language"] = "id"
        #expect(try await visitor.get("/card/cases").text.contains("Keluhan, pujian, dan usulan"))
        visitor.cookies["setia-language"] = "en"
        #expect(try await visitor.post("/card/cases/\(id)", ["do": "again", "text": ""]).status == 422)
        #expect(try await visitor.post("/card/cases/\(id)", ["do": "again", "text": "Still cold."]).status == 303)
        #expect(try await staff.get(path).text.contains("Still cold."))
        _ = try await staff.post(path, ["do": "answered", "text": "A new cup."])
        #expect(try await visitor.post("/card/cases/\(id)", ["do": "good"]).status == 303)
        #expect(try await visitor.get("/card/cases/\(id)").text.contains("Good again"))
        #expect(
            try await staff.post(path, ["do": "learned", "text": "", "cause": ""]).text.contains("Choose the cause.")
        )
        #expect(try await staff.post(path, ["do": "learned", "text": "", "cause": "delivery"]).status == 303)
        let figures = try await staff.get("/console/cases/figures?days=30")
        #expect(figures.text.contains("Delivery") && figures.text.contains("1 of 1"))
        #expect(try await visitor.get("/card/cases/nobody").status == 404)
        #expect(try await staff.get("/console/cases/nobody").status == 404)
    }

    @Test("what is another member's is not found, and who may not answer members sees no case")
    func others() async throws {
        let visitor = try await Visitor()
        let member = try await ana(visitor)
        let one = try await visitor.brand.service.openCase(
            NewCase(member: member, kind: .idea, text: "Oat milk", source: .portal),
            by: .member
        )
        let other = try await visitor.brand.service.createMember(
            NewMember(identities: [try Identity(kind: .card, text: "KS-2")], facts: MemberFacts(), person: [:])
        ).member
        visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(other)
        #expect(try await visitor.get("/card/cases/\(one.id.text)").status == 404)
        _ = try await visitor.get("/card/cases")
        #expect(try await visitor.post("/card/cases/\(one.id.text)", ["do": "good"]).status == 404)
        let analyst = try await Visitor(visitor.brand)
        try await analyst.join("Lim", .analyst)
        #expect(try await analyst.get("/console/cases").status == 403)
        #expect(try await analyst.get("/console/cases/\(one.id.text)").status == 403)
    }

    @Test("J-1: five cases a day from one card are enough")
    func enough() async throws {
        let visitor = try await Visitor()
        _ = try await ana(visitor)
        _ = try await visitor.get("/card/cases")
        for number in 1...5 {
            #expect(try await visitor.post("/card/cases", ["kind": "idea", "text": "no. \(number)"]).status == 303)
        }
        let page = try await visitor.post("/card/cases", ["kind": "idea", "text": "no. 6"])
        #expect(page.status == 422 && page.text.contains("written to us often") && page.text.contains("no. 6"))
    }

    @Test(
        "J-13: a link in a letter shows the question with its answer chosen, keeps nothing when it is opened, and answers once"
    )
    func madeGood() async throws {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        let member = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .email, text: "ana@example.com")],
                facts: MemberFacts(language: "en"),
                person: ["name": .string("Ana")]
            )
        ).member
        let new = NewCase(member: member, kind: .complaint, text: "The cup was cold.", source: .api)
        let id = try await service.openCase(new, by: .operator).id
        for state in [CaseState.owned, .answered] {
            _ = try await service.change(id, .move(state, text: "So.", cause: nil), by: .operator)
        }
        visitor.brand.clock.advance(milliseconds: 7 * 86_400_000)
        #expect(try await service.askOfCases() == 1)
        visitor.brand.clock.advance(milliseconds: 60_000)
        for _ in 0..<2 { _ = try await service.runBroadcasts() }
        let mail = try #require(visitor.brand.mailbox.mails.last { $0.subject == "Was it made good?" })
        let links = mail.text.matches(of: #/https://kopi\.example\.com(/made-good/[0-9a-z]{68}\?answer=(?:yes|no))/#)
            .map { String($0.output.1) }
        #expect(links.count == 2)
        for language in ["en", "ms", "id", "th"] {
            visitor.cookies["setia-language"] = language
            for link in links {
                let page = try await visitor.get(link)
                let answer = link.hasSuffix("yes") ? "yes" : "no"
                #expect(page.status == 200 && page.text.contains("value=\"\(answer)\" required checked"))
                #expect(!page.text.contains("The cup was cold."), "who has the link sees nothing of hers")
            }
        }
        visitor.cookies["setia-language"] = "en"
        #expect(try await service.openedCase(id)?.one.confirmedAt == nil)
        let path = String(try #require(links.first?.split(separator: "?").first))
        let wrong = try await visitor.post(path, ["answer": "maybe", "text": "<b>kept</b>"])
        #expect(wrong.status == 422 && wrong.text.contains("&lt;b&gt;kept"))
        let long = try await visitor.post(path, ["answer": "no", "text": String(repeating: "x", count: 5_001)])
        #expect(long.status == 422)
        #expect(try await visitor.post(path, ["answer": "no", "text": ""]).text.contains("We have opened it again"))
        #expect(try await service.openedCase(id)?.one.reopened == 1)
        #expect(try await visitor.post(path, ["answer": "yes"]).text.contains("not asked any more"))
        #expect(try await visitor.get(path).text.contains("not asked any more"))
        #expect(try await visitor.get("/made-good/nothing").status == 404)
    }

    @Test("J-15: an apology begins with a template, and is sent once a person changed it or says that she means it")
    func apology() async throws {
        let visitor = try await Visitor()
        let member = try await ana(visitor)
        let service = visitor.brand.service
        _ = try await service.saveCanned("Cold cup", [.en: "Dear {name}, a new cup is on its way."], by: .operator)
        let staff = try await Visitor(visitor.brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join("Mei", .agent)
        let new = NewCase(member: member, kind: .complaint, text: "Cold", source: .api)
        let id = try await service.openCase(new, by: .operator).id
        let path = "/console/cases/\(id.text)"
        #expect(!(try await staff.get(path)).text.contains("name=\"ready\""))
        _ = try await staff.post(path, ["do": "owned", "text": ""])
        let page = try await staff.get("\(path)?ready=:apology")
        #expect(page.text.contains("Hello Ana,") && page.text.contains("Mei, ") && page.text.contains("Cold cup"))
        let canned = try await staff.get("\(path)?ready=Cold+cup")
        #expect(canned.text.contains("Dear Ana, a new cup is on its way."))
        let asIs = try await staff.post(path, ["do": "answered", "text": "Dear Ana,  a new cup\nis on its way. "])
        #expect(asIs.status == 422 && asIs.text.contains("These are the words of the template"))
        #expect(asIs.text.contains("name=\"asIs\"") && asIs.text.contains("a new cup"))
        #expect(try await service.openedCase(id)?.one.state == .owned)
        let meant = ["do": "answered", "text": "Dear Ana, a new cup is on its way.", "asIs": "yes"]
        #expect(try await staff.post(path, filled: meant).status == 303)
        let other = try await service.openCase(new, by: .operator).id
        let otherPath = "/console/cases/\(other.text)"
        _ = try await staff.post(otherPath, ["do": "owned", "text": ""])
        let own = ["do": "answered", "text": "Dear Ana, a new cup is on its way. The shop was short of milk."]
        #expect(try await staff.post(otherPath, filled: own).status == 303)
    }

    @Test("J-14: staff promise something by a day, she reads it on her card, and it is said to be kept")
    func promise() async throws {
        let visitor = try await Visitor()
        let member = try await ana(visitor)
        let service = visitor.brand.service
        let staff = try await Visitor(visitor.brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join("Mei", .agent)
        let new = NewCase(member: member, kind: .complaint, text: "Cold", source: .api)
        let id = try await service.openCase(new, by: .operator).id
        let path = "/console/cases/\(id.text)"
        _ = try await staff.get(path)
        for wrong in ["", "2020-01-01", "soon"] {
            let page = try await staff.post(path, ["do": "promise", "text": "<i>kept</i>", "day": wrong])
            #expect(page.status == 422 && page.text.contains("Choose a day from today on"), "\(wrong)")
            #expect(page.text.contains("&lt;i&gt;kept"))
        }
        let day = FixedOffset(minutesEast: 480).day(of: visitor.brand.clock.now).adding(days: 1)
        #expect(try await staff.post(path, ["do": "promise", "text": "A new cup.", "day": day.iso]).status == 303)
        #expect(try await staff.get("/console/cases").text.contains("promised by"))
        for language in ["en", "ms", "id", "th"] {
            visitor.cookies["setia-language"] = language
            #expect(try await visitor.get("/card/cases/\(id.text)").text.contains("A new cup."))
        }
        visitor.brand.clock.advance(milliseconds: 3 * 86_400_000)
        let later = try await Visitor(visitor.brand)
        later.cookies["setia-language"] = "en"
        try await later.join("Siti", .agent)
        #expect(try await later.get(path).text.contains("class=\"note bad\""))
        #expect(try await later.post(path, ["do": "kept", "text": ""]).status == 303)
        #expect(!(try await later.get(path)).text.contains("class=\"note bad\""))
        #expect(try await later.post(path, ["do": "kept", "text": ""]).status == 422)
    }

    @Test("points for a case show what is left of the budget, and wait where they are many")
    func compensates() async throws {
        let visitor = try await Visitor()
        let member = try await ana(visitor)
        let staff = try await Visitor(visitor.brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join("Mei", .agent)
        _ = try await staff.get("/console/members/\(member.text)")
        let opened = try await staff.post(
            "/console/members/\(member.text)/case",
            ["kind": "claim", "text": "The cup was cold."]
        )
        let path = "/console/cases/\(try caseID(opened.headers[.location]))"
        let page = try await staff.get(path)
        #expect(page.text.contains("2,000 points are left of your budget"))
        func form(_ page: String) throws -> String {
            String(try #require(page.firstMatch(of: #/name="form" value="([0-9a-z]+)"/#)).output.1)
        }
        let few = try await staff.post(
            path,
            ["do": "compensate", "points": "150", "reason": "cold", "form": form(page.text)]
        )
        #expect(few.headers[.location] == "\(path)?done=adjusted")
        let next = try await staff.get(path)
        #expect(next.text.contains("1,850 points are left") && next.text.contains("150 points"))
        let many = try await staff.post(
            path,
            ["do": "compensate", "points": "500", "reason": "cold", "form": form(next.text)]
        )
        #expect(many.headers[.location] == "\(path)?done=queued")
        let waits = try await staff.get(path)
        #expect(waits.text.contains("wait for a second person"))
        for points in ["1351", "x", "0"] {
            let wrong = try await staff.post(
                path,
                ["do": "compensate", "points": points, "reason": "cold", "form": form(waits.text)]
            )
            #expect(wrong.status == 422, "\(points)")
        }
        #expect(try await staff.get("/console/members/\(member.text)").text.contains("Write down a case"))
    }
}
