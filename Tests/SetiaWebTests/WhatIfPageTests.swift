import HTTPTypes
import JSONText
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("What if in the console")
struct WhatIfPageTests {
    private func shop() async throws -> Visitor {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        for number in 1...3 {
            let member = try await service.createMember(
                NewMember(
                    identities: [try Identity(kind: .card, text: "KS-\(number)")],
                    facts: MemberFacts(country: "MY", language: "ms"),
                    person: ["name": .string("Ana")]
                )
            ).member
            let order = Fixture.order(Key("\(number)"), Int64(number) * 5_000, at: visitor.brand.clock.now)
            _ = try await service.record(Intake(event: order, who: .member(member)))
        }
        return visitor
    }

    private func document(_ visitor: Visitor) async throws -> String {
        let newest = try #require(try await visitor.brand.service.programmes().last)
        return newest.document.replacing("MYR: 1 per 1.00", with: "MYR: 3 per 1.00")
    }

    /// The page once it is no longer on its way.
    private func report(_ visitor: Visitor, _ path: String = "/console/programme/what-if") async throws
        -> Visitor.Answer
    {
        while true {
            let answer = try await visitor.get(path)
            guard answer.headers[try #require(HTTPField.Name("Refresh"))] != nil else { return answer }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    @Test("a manager asks, reads the report and takes it away", arguments: Language.allCases)
    func story(language: Language) async throws {
        let visitor = try await shop()
        try await visitor.join("Mei", .manager)
        visitor.cookies[CookieName.language] = language.rawValue
        let texts = Texts.of(language)
        let form = try await visitor.get("/console/programme/what-if")
        #expect(form.text.contains(texts.say("whatIf.assumed")) && form.text.contains("programme: kopi-setia"))
        let document = try await document(visitor)
        #expect(try await visitor.get("/console/programme/what-if.csv").status == 404)
        let begun = try await visitor.post(
            "/console/programme/what-if",
            ["document": document, "value": "0.01 MYR", "from": "", "through": "", "do": "start"]
        )
        #expect(begun.status == 303)
        let answer = try await report(visitor)
        #expect(answer.status == 200)
        #expect(answer.text.contains(texts.say("whatIf.assumed")))
        #expect(answer.text.contains(texts.say("whatIf.figure.liability")))
        #expect(!answer.text.contains("whatIf."))
        for segment in ["country", "store", "tenure", "orders", "spend"] {
            let other = try await visitor.get("/console/programme/what-if?by=\(segment)")
            #expect(other.text.contains(texts.say("whatIf.segment.\(segment)")))
        }
        let file = try await visitor.get("/console/programme/what-if.csv")
        #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(file.text.contains("Behaviour is assumed unchanged"))
        let json = try JSON.parse(try await visitor.get("/console/programme/what-if.json").text)
        let total = json["wallets"]?["points"]?["total"]
        let issued = ["happened", "changed"].map { total?[$0]?["issued"]?.int64 ?? 0 }
        // 50, 100 and 150 ringgit: 300 points, thrice as many; what joining gives is the same.
        #expect(issued[1] - issued[0] == 600)
        let again = try await visitor.get("/console/programme/what-if?new=1")
        #expect(again.text.contains("0.01 MYR") && again.text.contains("3 per 1.00"))
        #expect(try await visitor.brand.service.programmes().count == 1)
    }

    @Test("the document of the form for a new version is asked about as it stands there")
    func fromTheEditor() async throws {
        let visitor = try await shop()
        try await visitor.join("Mei", .owner)
        let editor = try await visitor.get("/console/programme/edit")
        #expect(editor.text.contains("formaction=\"/console/programme/what-if\""))
        let begun = try await visitor.post(
            "/console/programme/what-if",
            ["base": "1", "document": try await document(visitor), "do": "start"]
        )
        #expect(begun.status == 303)
        #expect(try await report(visitor).text.contains("class=\"cards\""))
    }

    @Test("what is wrong with the document, a day or the value is told, and what was typed is kept")
    func wrong() async throws {
        let visitor = try await shop()
        try await visitor.join("Mei", .manager)
        _ = try await visitor.get("/console/programme/what-if")
        let malformed = try await visitor.post(
            "/console/programme/what-if",
            ["document": "programme: <b>", "do": "start"]
        )
        #expect(malformed.status == 422)
        #expect(malformed.text.contains("&lt;b&gt;") && !malformed.text.contains("programme: <b>"))
        let document = try await document(visitor)
        let days = try await visitor.post(
            "/console/programme/what-if",
            ["document": document, "from": "soon", "value": "much", "do": "start"]
        )
        #expect(days.status == 422)
        #expect(days.text.contains("#field-from") && days.text.contains("#field-value"))
        #expect(days.text.contains("3 per 1.00"))
    }

    @Test("the answer is for whoever asked, and for an hour")
    func whose() async throws {
        let visitor = try await shop()
        try await visitor.join("Mei", .manager)
        _ = try await visitor.get("/console/programme/what-if")
        _ = try await visitor.post(
            "/console/programme/what-if",
            ["document": try await document(visitor), "do": "start"]
        )
        _ = try await report(visitor)
        let other = try await Visitor(visitor.brand)
        try await other.join("Nok", .analyst)
        #expect(try await other.get("/console/programme/what-if").text.contains("field-document"))
        #expect(try await other.get("/console/programme/what-if.json").status == 404)
        #expect(try await visitor.get("/console/programme/what-if.json").status == 200)
        visitor.brand.clock.advance(days: 1)
        let mei = try #require(try await visitor.brand.service.staff().first { $0.name == "Mei" })
        guard case .none = visitor.brand.service.whatIfStand(of: Key(mei.id.text)).stand else {
            Issue.record("the answer is still kept")
            return
        }
    }

    @Test("one runs at a time: a second is told so, and begins once the first was stopped")
    func oneAtATime() async throws {
        let visitor = try await shop()
        let service = visitor.brand.service
        let question = WhatIfQuestion(document: try await document(visitor))
        var refused = false
        for _ in 0..<200 where !refused {
            try? await service.beginWhatIf(question, by: "mei")
            do {
                try await service.beginWhatIf(question, by: "nok")
            } catch is WhatIfBusy {
                refused = true
            }
            service.stopWhatIf(of: "mei")
            service.stopWhatIf(of: "nok")
        }
        #expect(refused)
        try await service.beginWhatIf(question, by: "nok")
        while case .running = service.whatIfStand(of: "nok").stand { try await Task.sleep(for: .milliseconds(5)) }
        guard case .done(let report) = service.whatIfStand(of: "nok").stand else {
            Issue.record("no report")
            return
        }
        #expect(report.members == 3)
        guard case .none = service.whatIfStand(of: "mei").stand else {
            Issue.record("a stopped one left something")
            return
        }
    }
}
