import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Pages about accounts")
struct AccountPageTests {
    private static let programme = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}, THB: {decimals: 2}, IDR: {decimals: 0}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        promotions:
          card: {name: Gift card, giftCard: true}
        rewards:
          coffee: {kind: physical-good, name: A coffee, price: {points: 100}}
          card-twenty: {kind: gift-card, name: A card of twenty, price: {points: 400}, worth: {MYR: 20.00}, promotion: card}
        """

    /// Ana with 1,000 points, signed in on her card.
    private func visitor() async throws -> (Visitor, MemberID) {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        _ = try await service.publishProgramme(Self.programme)
        visitor.brand.clock.advance(milliseconds: 1_000)
        let ana = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .email, text: "ana@example.com")],
                facts: MemberFacts(),
                person: ["name": .string("Ana <Lim>")]
            )
        ).member
        let gift = Event(
            source: "test",
            id: "gift",
            occurredAt: visitor.brand.clock.now,
            matter: .pointsAdjusted(Adjustment(wallet: "points", points: Points(1_000)))
        )
        _ = try await service.record(Intake(event: gift, who: .member(ana)))
        visitor.cookies["setia-member"] = try await service.startMemberSession(ana)
        _ = try await visitor.get("/card/me")
        return (visitor, ana)
    }

    private func code(_ visitor: Visitor) throws -> String {
        let text = try #require(visitor.brand.mailbox.mails.last?.text)
        return try #require(
            text.split { $0 == " " || $0 == "\n" }.map(String.init)
                .first { $0.count == 6 && $0.allSatisfy(\.isNumber) }
        )
    }

    private func hidden(_ name: String, _ page: Visitor.Answer) throws -> String {
        let rest = try #require(page.text.split(separator: "name=\"\(name)\" value=\"", maxSplits: 1).last)
        return String(rest.prefix { $0 != "\"" })
    }

    @Test("A-4: on her card a member changes her address by two codes, and bad input is named")
    func changes() async throws {
        let (visitor, ana) = try await visitor()
        #expect(try await visitor.get("/card/me").text.contains("/card/address"))
        let wrong = try await visitor.post("/card/address", ["contact": "nowhere<"])
        #expect(wrong.status == 422 && wrong.text.contains("value=\"nowhere&lt;\""))
        let same = try await visitor.post("/card/address", ["contact": "ANA@example.com"])
        #expect(same.status == 422 && same.text.contains("You have this address already"))
        let asked = try await visitor.post("/card/address", ["contact": "new@example.com"])
        #expect(asked.status == 200 && asked.text.contains("ana@example.com"))
        let token = try hidden("confirmation", asked)
        let slip = try await visitor.post(
            "/card/address/code",
            ["confirmation": token, "sent-to": "ana@example.com", "code": "000000"]
        )
        #expect(slip.status == 422 && slip.text.contains(token))
        let next = try await visitor.post("/card/address/code", ["confirmation": token, "code": try code(visitor)])
        #expect(next.status == 200 && next.text.contains("new@example.com"))
        let done = try await visitor.post(
            "/card/address/code",
            ["confirmation": try hidden("confirmation", next), "code": try code(visitor)]
        )
        #expect(done.headers[.location] == "/card/me?done=addressChanged")
        #expect(try await visitor.brand.service.member(with: Identity(kind: .email, text: "new@example.com")) == ana)
        // For a day she has nothing for points.
        let refused = try await visitor.post(
            "/card/rewards/coffee",
            ["form": "R1", "wallet": "points", "points": "100"]
        )
        #expect(refused.status == 422 && refused.text.contains("has just changed"))
    }

    @Test("A-2: the link in the letter shows a button and does nothing by being opened")
    func notMe() async throws {
        let (visitor, ana) = try await visitor()
        try await visitor.brand.service.setAddress(
            Identity(kind: .email, text: "ben@example.com"),
            of: ana,
            reason: "asked",
            by: .operator
        )
        let letter = try #require(visitor.brand.mailbox.mails.last { $0.to.address == "ana@example.com" })
        let rest = try #require(letter.text.split(separator: "/not-me/", maxSplits: 1).last)
        let path = "/not-me/\(rest.prefix { $0.isLetter || $0.isNumber })"
        visitor.cookies = [:]
        for _ in 0..<3 { #expect(try await visitor.get(path).status == 200) }
        #expect(try await visitor.brand.service.member(ana)?.state.status == .active)
        #expect(try await visitor.post(path, [:], withToken: false).status == 200)
        #expect(try await visitor.brand.service.member(ana)?.state.status == .suspended)
        #expect(try await visitor.get("/not-me/nothing").status == 404)
        #expect(try await visitor.post("/not-me/nothing", [:], withToken: false).status == 404)
    }

    @Test("A-8: a gift card is had on the card with a fresh code, a coffee without")
    func freshCode() async throws {
        let (visitor, ana) = try await visitor()
        let service = visitor.brand.service
        let coffee = try await visitor.post(
            "/card/rewards/coffee",
            ["form": "R1", "wallet": "points", "points": "100"]
        )
        #expect(coffee.headers[.location] == "/card/codes?done=rewarded")
        let wish: KeyValuePairs = ["form": "R2", "wallet": "points", "points": "400"]
        let asked = try await visitor.post("/card/rewards/card-twenty", wish)
        #expect(asked.status == 200 && asked.text.contains("ana@example.com"))
        #expect(try await service.redemptions(of: ana)?.count == 1)
        let token = try hidden("confirmation", asked)
        let path = "/card/rewards/card-twenty/code"
        let slip = try await visitor.post(path, ["confirmation": token, "sent-to": "ana@example.com", "code": "1"])
        #expect(slip.status == 422)
        let done = try await visitor.post(path, ["confirmation": token, "code": try code(visitor)])
        #expect(done.headers[.location] == "/card/codes?done=rewarded")
        #expect(try await service.redemptions(of: ana)?.count == 2)
        // The code of a wish is good once, and for that wish.
        #expect(try await visitor.post(path, ["confirmation": token, "code": try code(visitor)]).status == 422)
        // What she may not have is refused before a code is sent.
        let mails = visitor.brand.mailbox.mails.count
        _ = try await visitor.post("/card/rewards/card-twenty", ["form": "R3", "wallet": "points", "points": "400"])
        let third = try await visitor.post(
            "/card/rewards/card-twenty",
            ["form": "R4", "wallet": "points", "points": "9"]
        )
        #expect(third.status == 200 || third.status == 422)
        #expect(visitor.brand.mailbox.mails.count <= mails + 2)
    }

    @Test("A-1, A-5: staff stop an account on its page, let it go on, and set an address")
    func console() async throws {
        let (visitor, ana) = try await visitor()
        let path = "/console/members/\(ana.text)"
        try await visitor.join("Mei", .manager)
        let page = try await visitor.get(path)
        #expect(page.text.contains("\(path)/stop") && page.text.contains("\(path)/address"))
        let why = try await visitor.post("\(path)/stop", ["why": " "])
        #expect(why.status == 422 && why.text.contains("Say why"))
        let stopped = try await visitor.post("\(path)/stop", ["why": "stolen"])
        #expect(stopped.headers[.location] == "\(path)?done=accountStopped")
        #expect(try await visitor.get(path).text.contains("\(path)/resume"))
        let on = try await visitor.post("\(path)/resume", ["why": "found"])
        #expect(on.headers[.location] == "\(path)?done=accountResumed")
        let set = try await visitor.post("\(path)/address", ["contact": "012-345 6789", "why": "showed her card"])
        #expect(set.headers[.location] == "\(path)?done=addressSet")
        let same = try await visitor.post("\(path)/address", ["contact": "+60123456789", "why": "again"])
        #expect(same.status == 422 && same.text.contains("You have this address already"))
        // Who may not change members sees no form, and is refused.
        visitor.cookies = [:]
        try await visitor.join("Raj", .till)
        #expect(try await visitor.post("\(path)/stop", ["why": "no"]).status == 403)
    }
}
