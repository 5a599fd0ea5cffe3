import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import SetiaWire
import Testing

@testable import SetiaWeb

@Suite("Forms beside the document")
struct ProgrammeFormTests {
    private func editor() async throws -> (Visitor, String) {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        _ = try await visitor.get("/console/programme/edit")
        return (visitor, try #require(try await visitor.brand.service.programmes().last).document)
    }

    /// What the text area holds.
    private func document(in page: String) throws -> String {
        let start = try #require(page.firstRange(of: "wrap=\"off\" aria-describedby=\"help-document\">")).upperBound
        let end = try #require(page[start...].firstRange(of: "</textarea>")).lowerBound
        return String(page[start..<end]).replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing(
            "&gt;",
            with: ">"
        )
        .replacing("&lt;", with: "<").replacing("&amp;", with: "&")
    }

    @Test(
        "a wallet's rate is changed by its form, in the document, and everything else stays",
        arguments: Language.allCases
    )
    func wallet(language: Language) async throws {
        let (visitor, before) = try await editor()
        visitor.cookies[CookieName.language] = language.rawValue
        let texts = Texts.of(language)
        let list = try await visitor.post("/console/programme/edit", ["base": "1", "document": before, "do": "back"])
        #expect(list.text.contains("value=\"wallet:points\"") && list.text.contains("value=\"rule:4\""))
        #expect(try document(in: list.text) == before)
        let form = try await visitor.post(
            "/console/programme/edit",
            ["base": "1", "document": before, "open": "wallet:points"]
        )
        #expect(form.status == 200)
        #expect(form.text.contains("name=\"per-THB\" value=\"8.00\""))
        for key in ["part.group.rates", "part.field.activation", "part.save", "part.about.usable"] {
            #expect(form.text.contains(escaped(texts.say(key))), "\(key)")
        }
        #expect(!form.text.contains("part.g") && !form.text.contains("part.f"))
        let after = try await visitor.post(
            "/console/programme/edit",
            [
                "base": "1", "document": before, "part": "wallet:points", "per-THB": "9.50", "activation": "7",
                "do": "take",
            ]
        )
        #expect(after.status == 200 && after.text.contains(escaped(texts.say("parts.done"))))
        let changed = before.replacing("THB: 1 per 8.00", with: "THB: 1 per 9.50")
            .replacing("activation: 14 days", with: "activation: 7 days")
        #expect(try document(in: after.text) == changed)
        #expect(try await visitor.brand.service.programmes().count == 1)
    }

    @Test(
        "what is wrong is marked at its field, what was typed is kept, and the document stays",
        arguments: Language.allCases
    )
    func wrong(language: Language) async throws {
        let (visitor, before) = try await editor()
        visitor.cookies[CookieName.language] = language.rawValue
        let answer = try await visitor.post(
            "/console/programme/edit",
            [
                "base": "1", "document": before, "part": "rule:new", "id": "base", "points": "many", "why-en": "So",
                "why-th": "x", "do": "take",
            ]
        )
        #expect(answer.status == 422)
        for field in ["id", "points", "why-ms"] {
            #expect(
                answer.text.contains("href=\"#field-\(field)\"") && answer.text.contains("id=\"wrong-\(field)\""),
                "\(field)"
            )
        }
        #expect(answer.text.contains("value=\"many\""))
        #expect(answer.text.contains(escaped(Texts.of(language).say("part.wrong.fixed"))))
        #expect(!answer.text.contains("a whole number of points from 1"))
    }

    @Test("a rule is added, published as any document, and taken out again")
    func rule() async throws {
        let (visitor, before) = try await editor()
        let added = try await visitor.post(
            "/console/programme/edit",
            [
                "base": "1", "document": before, "part": "rule:new", "id": "big-basket", "on": "order.paid",
                "amount": "50.00", "amount-currency": "MYR", "gives": "fixed", "wallet": "points", "points": "30",
                "condition": "", "do": "take",
            ]
        )
        #expect(added.status == 200)
        let document = try document(in: added.text)
        #expect(document.contains("when: event.total >= money(\"50.00 MYR\")"))
        let published = try await visitor.post(
            "/console/programme/edit",
            ["base": "1", "document": document, "do": "publish"]
        )
        #expect(published.status == 303)
        let removed = try await visitor.post(
            "/console/programme/edit",
            ["base": "2", "document": document, "part": "rule:5", "do": "remove"]
        )
        #expect(removed.text.contains("big-basket is gone"))
        #expect(try self.document(in: removed.text).utf8.elementsEqual(before.utf8))
    }

    @Test("a mistake in the document leads to the form in which it can be mended")
    func mending() async throws {
        let (visitor, before) = try await editor()
        let broken = before.replacing("multiply: 1.5", with: "multiply: 0.5")
        let checked = try await visitor.post(
            "/console/programme/edit",
            ["base": "1", "document": broken, "do": "validate"]
        )
        #expect(checked.text.contains("form=\"editor\" name=\"open\" value=\"rule:2\">Mend"))
        let form = try await visitor.post(
            "/console/programme/edit",
            ["base": "1", "document": broken, "open": "rule:2"]
        )
        #expect(form.text.contains("id=\"wrong-factor\""))
        let unreadable = try await visitor.post(
            "/console/programme/edit",
            ["base": "1", "document": "a: [", "do": "validate"]
        )
        #expect(unreadable.status == 422 && unreadable.text.contains(Texts.of(.en).say("parts.unreadable")))
    }

    @Test("a part that is not there, or cannot be changed in place, changes nothing")
    func notThere() async throws {
        let (visitor, before) = try await editor()
        for part in ["rule:99", "wallet:none", "level:status", "nonsense", ""] {
            let answer = try await visitor.post(
                "/console/programme/edit",
                ["base": "1", "document": before, "open": part]
            )
            #expect(answer.status == 200 && answer.text.contains("id=\"editor\""), "\(part)")
        }
        let odd = before.replacing("activation: 14 days ", with: "activation: 14\n      days ")
        let answer = try await visitor.post(
            "/console/programme/edit",
            ["base": "1", "document": odd, "part": "wallet:points", "activation": "7", "do": "take"]
        )
        #expect(answer.status == 422 && answer.text.contains(Texts.of(.en).say("parts.cannot")))
    }
}

@Suite("What was considered at an event")
struct ConsideredTests {
    @Test("every rule is told with what it asked, what it saw and what came of it", arguments: Language.allCases)
    func considered(language: Language) async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .manager)
        visitor.cookies[CookieName.language] = language.rawValue
        let member = try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(country: "MY", language: "ms"),
                person: [:]
            )
        ).member
        let order = Fixture.order("1", 5_000, at: visitor.brand.clock.now)
        _ = try await visitor.brand.service.record(Intake(event: order, who: .member(member)))
        let page = try await visitor.get("/console/members/\(member.text)").text
        let texts = Texts.of(language)
        #expect(page.contains(escaped(texts.say("considered.title"))))
        for rule in ["base", "gold-half-more", "coffee", "ordered-in-the-app"] {
            #expect(page.contains("<code>\(rule)</code>"), "\(rule)")
        }
        #expect(page.contains("event.channel = till"))
        #expect(page.contains("member.tiers.status.level = "))
        #expect(page.contains(escaped(texts.say("considered.version", ["number": "1"]))))
        #expect(!page.contains("considered."))
    }
}
