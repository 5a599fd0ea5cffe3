import HTTPTypes
import JSONText
import Logging
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Pages")
struct PagesTests {
    private static let hostile = [
        "<script>alert(1)</script>", "\u{202e}evil\u{202c}", "👩‍👩‍👧 Ana", "=HYPERLINK(\"http://evil\")",
        "O'Neil & \"Sons\"",
        String(repeating: "ก", count: 10_000),
    ]

    private func enrol(_ name: String, in visitor: Visitor, card: String = "KS-1") async throws -> MemberID {
        try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: card)],
                facts: MemberFacts(country: "MY", language: "ms"),
                person: ["name": .string(name)]
            )
        ).member
    }

    @Test("a name is shown as it is and never becomes a part of the page", arguments: hostile.indices)
    func hostileNames(place: Int) async throws {
        let name = PagesTests.hostile[place]
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let id = try await enrol(name, in: visitor)
        for path in [
            "/console/members", "/console/members/\(id.text)", "/console/members/\(id.text)/erase",
            "/till?store=\(Fixture.shops[0].id.text)&card=KS-1",
        ] {
            let answer = try await visitor.get(path)
            #expect(answer.status == 200, "\(path)")
            #expect(!answer.text.contains("<script>alert"))
            #expect(answer.text.contains(escaped(shown(name, upTo: 60)).prefix(20)), "\(path)")
            #expect(answer.text.utf8.count < 200_000)
        }
    }

    @Test("a formula in a name stays text in the exported list")
    func exportedFormulas() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        _ = try await enrol("=HYPERLINK(\"http://evil\")", in: visitor)
        let file = try await visitor.get("/console/members.csv")
        #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(file.text.contains("'=HYPERLINK"))
        #expect(!file.text.contains(",=HYPERLINK") && !file.text.contains(",\"=HYPERLINK"))
    }

    @Test("an adjustment is booked once, with its reason, however often its form is sent")
    func adjustments() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .manager)
        let id = try await enrol("Aisyah", in: visitor)
        let page = try await visitor.get("/console/members/\(id.text)")
        let form = String(try #require(page.text.firstMatch(of: #/name="form" value="([^"]+)"/#)).output.1)
        for _ in 0..<2 {
            let answer = try await visitor.post(
                "/console/members/\(id.text)/adjust",
                ["form": form, "points": "1,000", "reason": "Spilt coffee"]
            )
            #expect(answer.headers[.location] == "/console/members/\(id.text)?done=adjusted")
        }
        let after = try #require(try await visitor.brand.service.member(id))
        #expect(after.balances.first?.available == Points(1_000))
    }

    @Test(
        "what is wrong with an adjustment is told at its field, and what was typed is kept",
        arguments: ["", "abc", "0", "1e5"]
    )
    func wrongAdjustments(points: String) async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .manager)
        let id = try await enrol("Aisyah", in: visitor)
        _ = try await visitor.get("/console/members/\(id.text)")
        let form = visitor.brand.service.surroundings.newIdentifier().text
        let answer = try await visitor.post(
            "/console/members/\(id.text)/adjust",
            ["form": form, "points": points, "reason": "A reason that is kept"]
        )
        #expect(answer.status == 422)
        #expect(answer.text.contains("#field-points"))
        #expect(answer.text.contains("A reason that is kept"))
    }

    @Test(
        "a birth date is set on her page, and what is none is told at its field",
        arguments: [("1990-03-14", true), ("--03-14", true), ("14.3.1990", false), ("2999-01-01", false)]
    )
    func birthDates(text: String, isTaken: Bool) async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .agent)
        let id = try await enrol("Aisyah", in: visitor)
        _ = try await visitor.get("/console/members/\(id.text)")
        let answer = try await visitor.post("/console/members/\(id.text)/birthday", ["birthDate": text])
        #expect(answer.status == (isTaken ? 303 : 422))
        #expect(isTaken || answer.text.contains("#field-birthDate"))
        let page = try await visitor.get("/console/members/\(id.text)")
        #expect(page.text.contains("value=\"\(text)\"") == isTaken)
    }

    @Test("erasing asks for the word, and afterwards nothing names her")
    func erasing() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let id = try await enrol("Aisyah binti Rahman", in: visitor)
        _ = try await visitor.get("/console/members/\(id.text)/erase")
        let wrong = try await visitor.post("/console/members/\(id.text)/erase", ["confirm": "yes"])
        #expect(wrong.status == 422 && wrong.text.contains("Aisyah"))
        let right = try await visitor.post("/console/members/\(id.text)/erase", ["confirm": "Erase"])
        #expect(right.status == 303)
        let page = try await visitor.get("/console/members/\(id.text)")
        #expect(!page.text.contains("Aisyah") && page.text.contains("Erased"))
        #expect(try await visitor.get("/console/log").text.contains("Erased a member"))
    }

    @Test("the second of two who edit one store is told what the first changed")
    func editingTwice() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let shop = Fixture.shops[0]
        let page = try await visitor.get("/console/stores/\(shop.id.text)")
        let before = String(try #require(page.text.firstMatch(of: #/name="before" value="([^"]*)"/#)).output.1)
        let renamed = Shop(
            id: shop.id,
            name: "By the first",
            country: shop.country,
            timeZone: shop.timeZone,
            currency: shop.currency
        )
        _ = try await visitor.brand.service.putShop(renamed)
        let answer = try await visitor.post(
            "/console/stores/\(shop.id.text)",
            [
                "before": before.replacing("&amp;", with: "&"), "id": shop.id.text, "name": "By the second",
                "country": shop.country.text, "timeZone": shop.timeZone.text, "currency": shop.currency.code,
            ]
        )
        #expect(answer.status == 409)
        #expect(answer.text.contains("By the first") && answer.text.contains("By the second"))
        #expect(try await visitor.brand.service.shops().first { $0.id == shop.id }?.name == "By the first")
    }

    @Test("a programme with a mistake is marked in its line, and not published")
    func brokenProgramme() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let newest = try #require(try await visitor.brand.service.programmes().last)
        _ = try await visitor.get("/console/programme/edit")
        let answer = try await visitor.post(
            "/console/programme/edit",
            ["base": "1", "document": newest.document.replacing("engine: 1", with: "engine: 9"), "do": "publish"]
        )
        #expect(answer.status == 422)
        #expect(answer.text.contains("class=\"bad\">engine: 9"))
        #expect(try await visitor.brand.service.programmes().count == 1)
    }

    @Test("publishing over somebody's newer version shows first what it changed")
    func publishingOver() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let newest = try #require(try await visitor.brand.service.programmes().last)
        _ = try await visitor.get("/console/programme/edit")
        _ = try await visitor.brand.service.publishProgramme(newest.document + "# by the first\n")
        let mine = newest.document + "# by the second\n"
        let answer = try await visitor.post(
            "/console/programme/edit",
            ["base": "1", "document": mine, "do": "publish"]
        )
        #expect(answer.text.contains("+ # by the first") && answer.text.contains("# by the second"))
        #expect(try await visitor.brand.service.programmes().count == 2)
        let again = try await visitor.post("/console/programme/edit", ["base": "2", "document": mine, "do": "publish"])
        #expect(again.headers[.location] == "/console/programme?done=published")
    }

    @Test("a checked programme says in words what it changes")
    func toldInWords() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let newest = try #require(try await visitor.brand.service.programmes().last)
        _ = try await visitor.get("/console/programme/edit")
        let changed = newest.document.replacing("2000 MYR", with: "1800 MYR")
        let answer = try await visitor.post(
            "/console/programme/edit",
            ["base": "1", "document": changed, "do": "validate"]
        )
        #expect(answer.text.contains("<li>level gold: asks for: RM 2,000 → RM 1,800</li>"))
    }

    @Test("a draft is kept with its problems, opened again, and published by who may")
    func drafts() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let newest = try #require(try await visitor.brand.service.programmes().last)
        let broken = newest.document.replacing("engine: 1", with: "engine: 9")
        _ = try await visitor.get("/console/programme/edit")
        func form(_ revision: String, _ document: String, _ act: String) -> KeyValuePairs<String, String> {
            ["base": "1", "revision": revision, "draft": "next", "document": document, "do": act]
        }
        let kept = try await visitor.post("/console/programme/edit", form("0", broken, "keep"))
        #expect(kept.status == 200)
        #expect(kept.text.contains("The draft next is kept") && kept.text.contains("class=\"bad\">engine: 9"))
        let again = try await visitor.post("/console/programme/edit", form("0", broken, "keep"))
        #expect(again.status == 422)
        #expect(again.text.contains("Somebody saved the draft next"))
        let opened = try await visitor.get("/console/programme/edit?draft=next")
        #expect(opened.text.contains("engine: 9") && opened.text.contains("name=\"revision\" value=\"1\""))
        let mended = form("1", newest.document + "# next\n", "publish")
        let published = try await visitor.post("/console/programme/edit", mended)
        #expect(published.headers[.location] == "/console/programme?done=published")
        #expect(try await visitor.brand.service.drafts() == [])
    }

    @Test("a version that begins later is listed as scheduled, compared, and taken back")
    func scheduled() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let newest = try #require(try await visitor.brand.service.programmes().last)
        _ = try await visitor.get("/console/programme/edit")
        let later = newest.document.replacing("2000 MYR", with: "1800 MYR")
        let form: KeyValuePairs = ["base": "1", "document": later, "begins": "2031-01-01T06:00", "do": "publish"]
        #expect(try await visitor.post("/console/programme/edit", form).status == 303)
        let kuala = try #require(Instant(rfc3339: "2031-01-01T06:00:00+08:00"))
        #expect(try await visitor.brand.service.programmes().last?.validFrom == kuala)
        let page = try await visitor.get("/console/programme?version=2")
        #expect(page.text.contains("scheduled") && page.text.contains("level gold: asks for: RM 2,000 → RM 1,800"))
        #expect(page.text.contains("Cancel version 2"))
        let cancelled = try await visitor.post("/console/programme/cancel", ["version": "2"])
        #expect(cancelled.headers[.location] == "/console/programme?done=versionCancelled")
        let again = try await visitor.post("/console/programme/cancel", ["version": "1"])
        #expect(again.status == 422)
        #expect(again.text.contains("Version 1 has begun"))
    }

    @Test("going back asks why, and publishes the older version anew")
    func goingBack() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let newest = try #require(try await visitor.brand.service.programmes().last)
        _ = try await visitor.brand.service.publishProgramme(newest.document + "# next\n")
        _ = try await visitor.get("/console/programme?version=1")
        let silent = try await visitor.post("/console/programme/rollback", ["version": "1", "reason": " "])
        #expect(silent.status == 422)
        #expect(silent.text.contains("Say why"))
        let form: KeyValuePairs = ["version": "1", "reason": "it was a mistake"]
        let done = try await visitor.post("/console/programme/rollback", form)
        #expect(done.headers[.location] == "/console/programme?done=published")
        #expect(try await visitor.get("/console/programme").text.contains("it was a mistake"))
    }

    @Test("who reads figures keeps drafts, and publishes none")
    func analystDrafts() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .analyst)
        let page = try await visitor.get("/console/programme/edit?template=services")
        #expect(page.text.contains("programme: services-club") && !page.text.contains("value=\"publish\""))
        let form: KeyValuePairs = ["base": "1", "draft": "club", "revision": "0", "document": "x: 1", "do": "keep"]
        #expect(try await visitor.post("/console/programme/edit", form).status == 200)
        #expect(try await visitor.post("/console/programme/rollback", ["version": "1", "reason": "x"]).status == 403)
    }

    @Test("a member joins with the code that was sent, and no wrong code makes her one")
    func joining() async throws {
        let visitor = try await Visitor()
        let asked = try await visitor.post(
            "/join",
            ["name": "Aisyah", "contact": "Aisyah@Example.com", "language": "ms", "store": "", "consent-email": "yes"]
        )
        let confirmation = String(
            try #require(asked.text.firstMatch(of: #/name="confirmation" value="([^"]+)"/#)).output.1
        )
        let mail = try #require(visitor.brand.mailbox.mails.last)
        let code = String(try #require(mail.text.firstMatch(of: #/(?:^|\D)(\d{6})(?:\D|$)/#)).output.1)
        let wrong = try await visitor.post(
            "/join/code",
            ["confirmation": confirmation, "code": code == "000000" ? "000001" : "000000"]
        )
        #expect(wrong.status == 422)
        let right = try await visitor.post("/join/code", ["confirmation": confirmation, "code": code])
        #expect(right.headers[.location] == "/card?done=joined")
        let card = try await visitor.get("/card")
        #expect(card.text.contains("Aisyah") && card.text.contains("class=\"qr\""))
        let id = try #require(
            try await visitor.brand.service.member(with: try Identity(kind: .email, text: "aisyah@example.com"))
        )
        let view = try #require(try await visitor.brand.service.member(id))
        #expect(view.state.consents.map(\.isEffective) == [true])
        #expect(view.state.facts.language == "ms")
    }

    @Test(
        "a number with a leading zero is of the store's country",
        arguments: [("MY", "+60123456789"), ("ID", "+62123456789"), ("TH", "+66123456789")]
    )
    func localNumbers(country: String, number: String) async throws {
        let web = try await Web(
            service: Visitor.cafe().service,
            settings: WebSettings(logger: .init(label: "test"))
        )
        #expect(web.contact("012-345 6789", country: country)?.value == number)
        #expect(web.contact("not a number", country: country) == nil)
    }

    @Test("the till books a purchase once, tells why, and refuses points that are not there in words")
    func till() async throws {
        let visitor = try await Visitor()
        let shop = Fixture.shops[2]
        try await visitor.join("Mei", .till, stores: .some([shop.id]))
        let id = try await enrol("Aisyah", in: visitor)
        _ = try await visitor.get("/till?card=KS-1")
        let form = visitor.brand.service.surroundings.newIdentifier().text
        for _ in 0..<2 {
            let answer = try await visitor.post(
                "/till/purchase",
                ["store": shop.id.text, "card": "KS-1", "amount": "59.00", "form": form]
            )
            #expect(answer.status == 200 && answer.text.contains("59"), "\(answer.status)")
        }
        let view = try #require(try await visitor.brand.service.member(id))
        #expect(view.state.orders == 1)
        let refused = try await visitor.post(
            "/till/redeem",
            ["store": shop.id.text, "card": "KS-1", "points": "5000", "form": "another"]
        )
        #expect(refused.status == 422 && refused.text.contains("5,000 are needed"))
        let elsewhere = try await visitor.post(
            "/till/purchase",
            ["store": Fixture.shops[0].id.text, "card": "KS-1", "amount": "59.00", "form": "a-third"]
        )
        // She works at one store only: the purchase is booked there, whatever the form says.
        #expect(elsewhere.status == 200)
        let last = try #require(try await visitor.brand.service.events(of: id, before: nil, limit: 1)?.first)
        #expect(last.event.store == shop.id)
    }

    @Test(
        "an amount is read as people type it",
        arguments: ["12.5", "12,50", "RM 12", "-5", "", "1e3", "999999999999999999"]
    )
    func amounts(text: String) async throws {
        let visitor = try await Visitor()
        let shop = Fixture.shops[2]
        try await visitor.join("Mei", .till, stores: .some([shop.id]))
        _ = try await enrol("Aisyah", in: visitor)
        _ = try await visitor.get("/till?card=KS-1")
        let answer = try await visitor.post(
            "/till/purchase",
            ["store": shop.id.text, "card": "KS-1", "amount": text, "form": "f1"]
        )
        #expect((answer.status == 200) == ["12.5", "12,50"].contains(text))
    }
}
