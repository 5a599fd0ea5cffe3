import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The pages of milestones, personal codes and surprises")
struct MilestonePageTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}, THB: {decimals: 2}, IDR: {decimals: 0}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        segments:
          buyers: {name: Buyers, when: member.orders >= 1}
        promotions:
          five: {name: Five off, off: {MYR: 5.00}, code: true}
        rewards:
          five-off: {kind: amount-off, name: Five ringgit off, gift: true, worth: {MYR: 5.00}, promotion: five}
        milestones:
          third: {name: <Third> purchase, on: purchase, number: 3, give: {wallet: points, fixed: 100}}
          first: {name: First purchase, on: purchase, number: 1, give: {reward: five-off}}
        """

    private func visitor() async throws -> (visitor: Visitor, ana: MemberID) {
        let visitor = try await Visitor()
        _ = try await visitor.brand.service.publishProgramme(Self.document)
        visitor.brand.clock.advance(milliseconds: 1_000)
        let ana = try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "1")],
                facts: MemberFacts(),
                person: ["name": .string("Ana <Lim>")]
            )
        ).member
        let order = Fixture.order("A", 500, at: visitor.brand.clock.now)
        guard case .recorded = try await visitor.brand.service.record(Intake(event: order, who: .member(ana))) else {
            preconditionFailure("an order is recorded")
        }
        return (visitor, ana)
    }

    @Test("a member sees on her card how far she is, and her personal code among hers")
    func card() async throws {
        let (visitor, ana) = try await visitor()
        visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(ana)
        let card = try await visitor.get("/card")
        #expect(card.status == 200)
        #expect(card.text.contains("&lt;Third&gt; purchase") && card.text.contains("2 more purchases"))
        #expect(card.text.contains("100 points") && card.text.contains("<progress value=\"1\" max=\"3\""))
        #expect(card.text.contains("reached on"))
        // What a milestone does not say is not taken from what the card says of her level.
        #expect(card.text.ranges(of: "to Gold by").count <= 1)
        let codes = try await visitor.get("/card/codes")
        let redemption = try #require(try await visitor.brand.service.redemptions(of: ana)?.first)
        let code = try #require(try await visitor.brand.service.redemption(redemption.id, of: ana)?.codes.first)
        // Once, with the reward that gave it.
        #expect(codes.text.ranges(of: ">\(code)<").count == 1)
        #expect(codes.text.contains("Five ringgit off"))
        #expect(try await visitor.get("/card/history").text.contains("First purchase"))
    }

    @Test(
        "each language says it in its words",
        arguments: [("ms", "2 pembelian lagi"), ("id", "2 pembelian lagi"), ("th", "ซื้ออีก 2 ครั้ง")]
    )
    func languages(language: String, words: String) async throws {
        let (visitor, ana) = try await visitor()
        visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(ana)
        visitor.cookies["setia-language"] = language
        let card = try await visitor.get("/card")
        #expect(card.text.contains(words) && !card.text.contains("Milestones"))
    }

    @Test("staff see a member's milestones, and draw a surprise from a segment with a seed that stays")
    func draws() async throws {
        let (visitor, ana) = try await visitor()
        try await visitor.join("Mei", .owner)
        let page = try await visitor.get("/console/members/\(ana.text)")
        #expect(page.text.contains("&lt;Third&gt; purchase") && page.text.contains("2 more purchases"))
        let path = "/console/segments/buyers"
        #expect(try await visitor.get(path).text.contains("Draw a surprise"))
        let form: KeyValuePairs = [
            "name": "raya", "count": "1", "gift": "wallet points", "points": "500", "seed": "8c1f",
        ]
        let done = try await visitor.post("\(path)/draw", form)
        #expect(done.headers[.location] == "\(path)?done=drawn")
        let after = try await visitor.get(path)
        #expect(
            after.text.contains("8c1f") && after.text.contains("1 of 1 members") && after.text.contains("500 points")
        )
        #expect(try await visitor.brand.service.points(of: ana)?.balances.first?.available == Points(500))
        // The same again gives nothing more; another draw of that name is refused.
        #expect(try await visitor.post("\(path)/draw", form).status == 303)
        #expect(try await visitor.brand.service.points(of: ana)?.balances.first?.available == Points(500))
        let wrong: [(KeyValuePairs<String, String>, String)] = [
            (["name": "raya", "count": "1", "gift": "wallet points", "points": "5"], "drawn before"),
            (["name": "1", "count": "1", "gift": "wallet points", "points": "5"], "a letter first"),
            (["name": "x", "count": "", "gift": "wallet points", "points": "5"], "1 to 100,000"),
            (["name": "x", "count": "1", "gift": "wallet points", "points": ""], "how many points"),
            (["name": "x", "count": "1", "gift": "wallet stars", "points": "5"], "Choose points"),
            (["name": "x", "count": "1", "gift": "reward pie"], "Choose points"),
            (["name": "x", "count": "1", "gift": ""], "Choose points"),
        ]
        for (form, reason) in wrong {
            let answer = try await visitor.post("\(path)/draw", form)
            #expect(answer.status == 422 && answer.text.contains(reason), "\(reason)")
        }
        #expect(try await visitor.brand.service.draws().count == 1)
    }
}
