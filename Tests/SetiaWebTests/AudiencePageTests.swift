import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The pages of segments and campaigns")
struct AudiencePageTests {
    private static let more = """

        segments:
          regulars: {name: {en: Regulars, ms: Pelanggan tetap, id: Pelanggan tetap, th: ลูกค้าประจำ}, when: member.orders >= 1}
          press: {name: {en: <Press>, ms: Media, id: Media, th: สื่อ}, list: true}
        """

    private func visitor() async throws -> Visitor {
        let visitor = try await Visitor()
        let document = try #require(try await visitor.brand.service.programmes().last?.document)
        let campaigns = """

            campaigns:
              raya: {name: {en: Raya, ms: Raya, id: Lebaran, th: รายอ}, audience: regulars, holdOut: 50%}
            """
        _ = try await visitor.brand.service.publishProgramme(
            document.contains("\ncampaigns:") ? document + Self.more : document + Self.more + campaigns
        )
        visitor.brand.clock.advance(milliseconds: 1_000)
        return visitor
    }

    private func member(_ card: String, _ visitor: Visitor) async throws -> MemberID {
        try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: card)],
                facts: MemberFacts(),
                person: ["name": .string("Ana <\(card)>")]
            )
        ).member
    }

    @Test("segments are listed with their counts; a list takes members by card, and gives them up again")
    func segments() async throws {
        let visitor = try await visitor()
        try await visitor.join("Mei", .manager)
        let member = try await member("KS-1", visitor)
        let page = try await visitor.get("/console/segments")
        #expect(page.status == 200)
        #expect(page.text.contains("Regulars") && page.text.contains("&lt;Press&gt;"))
        #expect(page.text.contains("member.orders &gt;= 1"))
        let path = "/console/segments/press"
        #expect(try await visitor.get(path).text.contains("Nobody belongs to it now."))
        let wrong = try await visitor.post(path, ["do": "add", "member": "KS-77"])
        #expect(wrong.status == 422 && wrong.text.contains("No member is found by this."))
        let added = try await visitor.post(path, ["do": "add", "member": "KS-1"])
        #expect(added.headers[.location] == "\(path)?done=listed")
        let listed = try await visitor.get(path)
        #expect(listed.text.contains("Ana &lt;KS-1&gt;") && listed.text.contains("/console/members/\(member.text)"))
        let removed = try await visitor.post(path, ["do": "remove", "member": member.text])
        #expect(removed.headers[.location] == "\(path)?done=unlisted")
        #expect(try await visitor.get(path).text.contains("Nobody belongs to it now."))
        #expect(try await visitor.get("/console/segments/vip").status == 404)
        #expect(try await visitor.post("/console/segments/regulars", ["do": "add", "member": "KS-1"]).status == 404)
    }

    @Test(
        "a condition is tried out before it is written: how many, who first, and what is wrong with it at which place"
    )
    func preview() async throws {
        let visitor = try await visitor()
        try await visitor.join("Mei", .manager)
        for number in 1...12 { _ = try await member("KS-\(number)", visitor) }
        let tried = try await visitor.get("/console/segments?when=member.orders%20%3D%3D%200")
        #expect(tried.text.contains("12 of 12 active members") && tried.text.contains("value=\"member.orders == 0\""))
        #expect(tried.text.matches(of: #/href="\/console\/members\/[^"]+" dir="auto">Ana &lt;KS-/#).count == 10)
        let nobody = try await visitor.get("/console/segments?when=member.orders%20%3E%203")
        #expect(nobody.text.contains("0 of 12 active members") && !nobody.text.contains("The first of them"))
        for (wrong, reason) in [("member.ordres%20%3E%203", "ordres"), ("member.orders%20%3E", "understood")] {
            let page = try await visitor.get("/console/segments?when=\(wrong)")
            #expect(page.status == 200 && page.text.contains("#field-when") && page.text.contains(reason))
        }
    }

    @Test("a campaign's page shows how much of its budget is given out, in points and in what is taken off")
    func budget() async throws {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        _ = try await service.publishProgramme(
            """
            programme: kopi-setia
            engine: 1
            languages: [en]
            timeZone: Asia/Kuala_Lumpur
            currencies: {MYR: {decimals: 2}, THB: {decimals: 2}, IDR: {decimals: 0}}
            wallets:
              points: {name: points, activation: immediate, expiry: none}
            campaigns:
              raya: {name: Raya, holdOut: none, budget: 1000 points, discountBudget: {MYR: 50.00}}
            rules:
              - {id: gift, on: order.paid, campaign: raya, earn: {wallet: points, fixed: 400}}
            promotions:
              ten: {name: Ten off, off: {MYR: 10.00}, campaign: raya}
            """
        )
        visitor.brand.clock.advance(milliseconds: 1_000)
        try await visitor.join("Mei", .manager)
        let path = "/console/campaigns/raya"
        #expect(try await visitor.get(path).text.contains("0 of 1,000 points given, 1,000 left"))
        let ana = try await member("KS-1", visitor)
        for number in 1...3 {
            let order = Fixture.order(Key("A-\(number)"), 500, at: visitor.brand.clock.now)
            guard case .recorded = try await service.record(Intake(event: order, who: .member(ana))) else {
                Issue.record("the order was not recorded")
                return
            }
        }
        let cart = try #require(
            Cart(
                id: Key("CART-1"),
                currency: Fixture.ringgit,
                lines: [Cart.Line(sku: "beans", quantity: 1, price: 9_000)]
            )
        )
        _ = try await service.redeemCart(CartQuestion(cart: cart, who: .member(ana), caller: "test"), source: "shop")
        let page = try await visitor.get(path).text
        #expect(page.contains("1,000 of 1,000 points given, 0 left"))
        #expect(page.contains("50.00 taken off") && page.contains("<progress"))
    }

    @Test("a campaign's page says for whom it is, who is held out, and that it is not enough yet")
    func campaigns() async throws {
        let visitor = try await visitor()
        try await visitor.join("Mei", .manager)
        let list = try await visitor.get("/console/campaigns")
        #expect(list.status == 200 && list.text.contains("50%") && list.text.contains("Regulars"))
        let page = try await visitor.get("/console/campaigns/raya")
        #expect(page.status == 200)
        #expect(page.text.contains("Nobody could have got anything of it yet."))
        #expect(try await visitor.get("/console/campaigns/x").status == 404)
        let programme = try await visitor.get("/console/programme")
        #expect(programme.text.contains("For whom") && programme.text.contains("50%"))
    }

    @Test("each language has both pages", arguments: ["ms", "id", "th"])
    func languages(language: String) async throws {
        let visitor = try await visitor()
        try await visitor.join("Mei", .manager)
        visitor.cookies["setia-language"] = language
        for path in ["/console/segments", "/console/segments/press", "/console/campaigns", "/console/campaigns/raya"] {
            let page = try await visitor.get(path)
            #expect(page.status == 200)
            #expect(!page.text.contains("Members") && !page.text.contains("Held out"))
        }
    }
}
