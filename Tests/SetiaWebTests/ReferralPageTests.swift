import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The pages about bringing friends")
struct ReferralPageTests {
    private func visitor() async throws -> (visitor: Visitor, ana: MemberID, code: String) {
        let visitor = try await Visitor()
        _ = try await visitor.brand.service.publishProgramme(
            """
            programme: kopi-setia
            engine: 1
            languages: [en]
            timeZone: Asia/Kuala_Lumpur
            currencies: {MYR: {decimals: 2}, THB: {decimals: 2}, IDR: {decimals: 0}}
            wallets:
              points: {name: points, activation: immediate, expiry: none}
            referral: {referrer: {wallet: points, fixed: 500}, friend: {wallet: points, fixed: 300}}
            """
        )
        visitor.brand.clock.advance(milliseconds: 1_000)
        let ana = try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "1")],
                facts: MemberFacts(),
                person: ["name": .string("Ana <Lim>")]
            )
        ).member
        return (visitor, ana, try #require(try await visitor.brand.service.referralCode(of: ana)).text)
    }

    /// Joins as people do, by a code that comes by mail.
    private func join(_ name: String, code: String, _ visitor: Visitor) async throws {
        let form: KeyValuePairs = [
            "name": name, "contact": "\(name.lowercased())@example.com", "language": "en", "store": "", "code": code,
        ]
        let sent = try await visitor.post("/join", form, withToken: false)
        let confirmation = try #require(sent.text.firstMatch(of: #/name="confirmation" value="([^"]+)"/#)).output.1
        let mail = try #require(visitor.brand.mailbox.mails.last)
        let number = try #require(mail.text.firstMatch(of: #/(?:^|\D)(\d{6})(?:\D|$)/#)).output.1
        let done = try await visitor.post(
            "/join/code",
            ["confirmation": String(confirmation), "code": String(number)],
            withToken: false
        )
        #expect(done.headers[.location] == "/card?done=joined")
    }

    @Test("a friend joins by the link, and both see it on their cards")
    func joins() async throws {
        let (visitor, ana, code) = try await visitor()
        let page = try await visitor.get("/join?code=\(code)")
        #expect(page.text.contains("value=\"\(code)\""))
        let wrong = try await visitor.post(
            "/join",
            ["name": "Budi", "contact": "budi@example.com", "language": "en", "code": "ZZZZZZZZ"],
            withToken: false
        )
        #expect(wrong.status == 422 && wrong.text.contains("ZZZZZZZZ"))
        try await join("Budi", code: code, visitor)
        #expect(try await visitor.get("/card").text.contains("/card/share"))
        #expect(try await visitor.get("/card/history").text.contains("invitation"))
        visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(ana)
        let share = try await visitor.get("/card/share")
        #expect(share.status == 200)
        #expect(share.text.contains("/join?code=\(code)") && share.text.contains("B.") && !share.text.contains("Budi"))
        #expect(share.text.contains("500 points") && share.text.contains("wa.me"))
        let link = "https://kopi.example.com/join?code=\(code)"
        let picture = try #require(qrCode(link, label: "QR code of your invitation"))
        #expect(share.text.contains("value=\"\(link)\"") && share.text.contains(picture))
    }

    @Test("without a referral in the programme there is nothing to share, and no code is asked for")
    func nothing() async throws {
        let visitor = try await Visitor()
        let ana = try await visitor.brand.service.createMember(
            NewMember(identities: [try Identity(kind: .card, text: "1")], facts: MemberFacts())
        ).member
        visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(ana)
        #expect(!(try await visitor.get("/card").text.contains("/card/share")))
        #expect(try await visitor.get("/card/share").status == 200)
        #expect(!(try await visitor.get("/join").text.contains("name=\"code\"")))
        #expect(try await visitor.brand.service.member(ana)?.identities.count == 1)
    }

    @Test("what looks wrong is seen with its sign, and decided with a reason")
    func decide() async throws {
        let (visitor, ana, code) = try await visitor()
        let service = visitor.brand.service
        var friends: [MemberID] = []
        for number in 2...3 {
            let friend = try await service.createMember(
                NewMember(
                    identities: [try Identity(kind: .card, text: "\(number)")],
                    facts: MemberFacts(),
                    person: ["name": .string("ana <lim>")]
                )
            ).member
            try await service.refer(friend, code: code)
            friends.append(friend)
        }
        try await visitor.join("Mei", .manager)
        let page = try await visitor.get("/console/referrals")
        #expect(page.status == 200)
        #expect(page.text.contains("Ana &lt;Lim&gt;") && page.text.contains("Both have the same name."))
        let path = "/console/referrals/\(friends[0].text)"
        #expect(try await visitor.post(path, ["do": "accept", "reason": " "]).status == 409)
        let accepted = try await visitor.post(path, ["do": "accept", "reason": "her daughter"])
        #expect(accepted.headers[.location] == "/console/referrals?done=referralAccepted")
        let refused = try await visitor.post(
            "/console/referrals/\(friends[1].text)",
            ["do": "refuse", "reason": "herself"]
        )
        #expect(refused.headers[.location] == "/console/referrals?done=referralRefused")
        #expect(try await visitor.post(path, ["do": "refuse", "reason": "no"]).status == 409)
        #expect(
            try await visitor.post("/console/referrals/\(ana.text)", ["do": "refuse", "reason": "no"]).status == 404
        )
        let after = try await visitor.get("/console/referrals").text
        #expect(after.contains("her daughter") && after.contains("herself"))
        #expect(try await service.verify().discrepancies == [])
    }
}
