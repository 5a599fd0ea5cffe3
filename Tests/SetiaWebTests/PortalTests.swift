import Foundation
import HTTPTypes
import JSONText
import Logging
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The member's portal")
struct PortalTests {
    /// A café with a member who is signed in, and another who is not.
    private struct Bench {
        let visitor: Visitor
        let ana: MemberID
        let budi: MemberID

        var service: SetiaService { visitor.brand.service }

        init() async throws {
            visitor = try await Visitor()
            let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "examples/kopi-setia.yaml")
            _ = try await visitor.brand.service.publishProgramme(
                try String(contentsOf: example, encoding: .utf8) + """

                    rewards:
                      coffee:
                        kind: free-product
                        name: {en: A coffee, ms: Secawan kopi, id: Secangkir kopi, th: กาแฟหนึ่งแก้ว}
                        price: {points: 300}
                    """
            )
            ana = try await Bench.enrol("Ana", "KS-1", in: visitor)
            budi = try await Bench.enrol("Budi", "KS-2", in: visitor)
            try await signIn(ana)
        }

        private static func enrol(_ name: String, _ card: String, in visitor: Visitor) async throws -> MemberID {
            try await visitor.brand.service.createMember(
                NewMember(
                    identities: [
                        try Identity(kind: .card, text: card), try Identity(kind: .customer, text: "C-\(card)"),
                        try Identity(kind: .email, text: "\(name.lowercased())@example.com"),
                    ],
                    facts: MemberFacts(country: "MY", language: "ms"),
                    person: ["name": .string(name)]
                )
            ).member
        }

        func signIn(_ member: MemberID) async throws {
            visitor.cookies["setia-member"] = try await service.startMemberSession(member)
            visitor.cookies["setia-language"] = "en"
        }

        /// Points that can be used at once.
        func give(_ points: Int64, to member: MemberID) async throws {
            let wallet = try #require(try await service.programmeNow().programme.wallets.first).key
            let event = Event(
                source: "test",
                id: Key(service.surroundings.newIdentifier().text),
                occurredAt: visitor.brand.clock.now,
                matter: .pointsAdjusted(Adjustment(wallet: wallet, points: Points(points)))
            )
            guard case .recorded = try await service.record(Intake(event: event, who: .member(member))) else {
                Issue.record("points were not given")
                return
            }
        }

        /// An order at Bangsar on which the base rate is paid.
        func order(_ id: String, _ member: MemberID) async throws -> EventID {
            let event = Event(
                source: "shop",
                id: Key(id),
                occurredAt: visitor.brand.clock.now,
                store: Fixture.shops[2].id,
                matter: .orderPaid(
                    try #require(
                        Order(
                            id: Key(id),
                            currency: Fixture.shops[2].currency,
                            lines: [Order.Line(sku: "latte", net: 5_900)]
                        )
                    )
                )
            )
            guard case .recorded(let receipt) = try await service.record(Intake(event: event, who: .member(member)))
            else { throw WebFailure.notFound }
            return receipt.id
        }
    }

    @Test(
        "a page of the portal is a signed-in member's, and whoever signs in comes to it",
        arguments: [
            "/card/history", "/card/codes", "/card/rewards", "/card/me",
        ]
    )
    func signedOut(path: String) async throws {
        let bench = try await Bench()
        #expect(try await bench.visitor.get(path).status == 200)
        bench.visitor.cookies["setia-member"] = nil
        let asked = try await bench.visitor.get(path)
        #expect(asked.status == 401 && asked.text.contains("name=\"next\" value=\"\(path)\""))
        let sent = try await bench.visitor.post("/card/find", ["contact": "ana@example.com", "next": path])
        let confirmation = String(
            try #require(sent.text.firstMatch(of: #/name="confirmation" value="([^"]+)"/#)).output.1
        )
        let mail = try #require(bench.visitor.brand.mailbox.mails.last)
        let code = String(try #require(mail.text.firstMatch(of: #/(?:^|\D)(\d{6})(?:\D|$)/#)).output.1)
        let done = try await bench.visitor.post("/join/code", ["confirmation": confirmation, "code": code])
        #expect(done.headers[.location] == path)
        #expect(try await bench.visitor.get(path).status == 200)
    }

    @Test(
        "nobody is led out of the portal by what stands in an address",
        arguments: [
            "https://evil.example/", "//evil.example", "/console", "/card//evil.example", "/card\\evil",
            "/card\r\nX: y", "/cards",
        ]
    )
    func openRedirects(next: String) async throws {
        let web = try Web(service: TestBrand().service, settings: WebSettings(logger: Logger(label: "test")))
        #expect(web.portalAddress(next) == nil)
        #expect(web.portalAddress("/card/history?before=9") == "/card/history?before=9")
    }

    @Test("an address that nobody has is answered as one that a member has")
    func sameAnswer() async throws {
        let bench = try await Bench()
        func answer(_ contact: String) async throws -> String {
            let answer = try await bench.visitor.post("/card/find", ["contact": contact])
            #expect(answer.status == 200)
            let plain = answer.text.replacing(contact, with: "someone").replacing(#/value="[^"]*"/#, with: "")
            return plain
        }
        #expect(try await answer("ana@example.com") == (try await answer("nobody@example.com")))
    }

    @Test("what is another member's is not there: events, redemptions, codes")
    func others() async throws {
        let bench = try await Bench()
        let mine = try await bench.order("A-1", bench.ana)
        let theirs = try await bench.order("B-1", bench.budi)
        #expect(try await bench.visitor.get("/card/history/\(mine.text)").status == 200)
        #expect(try await bench.visitor.get("/card/history/\(theirs.text)").status == 404)
        #expect(try await bench.visitor.get("/card/history/\(bench.budi.text)-999").status == 404)
        #expect(try await bench.visitor.get("/card/history/nonsense").status == 404)
        #expect(!(try await bench.visitor.get("/card/history").text.contains(bench.budi.text)))
        // A page of her own history cannot be asked to begin in somebody else's.
        let page = try await bench.visitor.get("/card/history?before=\(bench.budi.text)-999")
        #expect(!page.text.contains(theirs.text))
        try await bench.give(5_000, to: bench.budi)
        let wish = RewardWish(id: "R-budi", reward: "coffee")
        if case .refused(let refusal) = try await bench.service.redeem(wish, for: bench.budi) {
            Issue.record("\(refusal)")
        }
        _ = try await bench.visitor.get("/card/me")
        let withdrawn = try await bench.visitor.post("/card/codes/withdraw", ["redemption": "R-budi"])
        #expect(withdrawn.status == 404)
        #expect(try await bench.service.redemption("R-budi", of: bench.budi)?.row.state == .captured)
        let order = VoucherOrder(promotion: "ten-off", owner: bench.budi)
        var code = ""
        _ = try await bench.service.makeVouchers(of: try await bench.service.orderVouchers(order)) { code = $0[0] }
        let codes = try await bench.visitor.get("/card/codes").text
        #expect(!codes.contains(VoucherCode.written(code)) && !codes.contains("R-budi"))
        let data = try await bench.visitor.get("/card/me/data.json").text
        #expect(data.contains("Ana") && !data.contains("Budi") && !data.contains(bench.budi.text))
    }

    @Test(
        "a member's form without her session's mark does nothing",
        arguments: [
            "/card/leave-all", "/card/me/language", "/card/codes/withdraw", "/card/rewards/coffee",
        ]
    )
    func forged(path: String) async throws {
        let bench = try await Bench()
        for token in ["", "guessed"] {
            let answer = try await bench.visitor.post(path, ["token": token, "language": "th"], withToken: false)
            #expect(answer.headers[.location] == "/card?done=formTooOld")
        }
        let session = try #require(bench.visitor.cookies["setia-member"])
        #expect(try await bench.service.visitMemberSession(session)?.language == "ms")
        // The mark of another session of hers will not do either.
        let other = try await bench.service.startMemberSession(bench.ana)
        let mark = bench.service.formToken(ofMemberSession: other)
        let answer = try await bench.visitor.post(path, ["token": mark], withToken: false)
        #expect(answer.headers[.location] == "/card?done=formTooOld")
    }

    @Test("the cookie of a session is kept from scripts and other sites, and its secret changes once a day")
    func cookies() async throws {
        let bench = try await Bench()
        let first = bench.visitor.cookies["setia-member"]
        bench.visitor.brand.clock.advance(milliseconds: 25 * 3_600_000)
        // Also with a page that says no.
        let answer = try await bench.visitor.get("/card/history/nonsense")
        let cookie = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix("setia-member=") })
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Secure"))
        #expect(bench.visitor.cookies["setia-member"] != first)
        #expect(try await bench.visitor.get("/card").text.contains("Ana"))
    }

    @Test("signing out ends the session here, or on all devices")
    func signingOut() async throws {
        let bench = try await Bench()
        let here = try #require(bench.visitor.cookies["setia-member"])
        let there = try await bench.service.startMemberSession(bench.ana)
        _ = try await bench.visitor.get("/card/me")
        _ = try await bench.visitor.post("/card/leave", [:])
        #expect(bench.visitor.cookies["setia-member"] == nil)
        #expect(try await bench.service.memberSession(here) == nil)
        #expect(try await bench.service.memberSession(there) == bench.ana)
        try await bench.signIn(bench.ana)
        _ = try await bench.visitor.get("/card/me")
        _ = try await bench.visitor.post("/card/leave-all", [:])
        #expect(try await bench.service.memberSession(there) == nil)
    }

    @Test("the shop's token signs in from another site, once, and leads nowhere else")
    func entering() async throws {
        let bench = try await Bench()
        bench.visitor.cookies = [:]
        let (signer, secret) = try await bench.service.addSigner(name: "Shop")
        func token(_ number: String, sub: String = "C-KS-1") -> String {
            let now = bench.visitor.brand.clock.now.milliseconds / 1_000
            let header = #"{"alg":"HS256","kid":"\#(signer.id.text)"}"#
            let claims = #"{"aud":"setia-portal","exp":\#(now + 60),"iat":\#(now),"jti":"\#(number)","sub":"\#(sub)"}"#
            let content = base64URL(Array(header.utf8)) + "." + base64URL(Array(claims.utf8))
            let mark = bench.service.sealing.messageAuthentication(of: Array(content.utf8), key: Array(secret.utf8))
            return content + "." + base64URL(mark)
        }
        let posted = try await bench.visitor.post(
            "/portal/enter",
            ["token": token("1"), "next": "/card/rewards"],
            headers: ["Sec-Fetch-Site": "cross-site", "Origin": "https://shop.example"],
            withToken: false
        )
        #expect(posted.headers[.location] == "/card/rewards")
        #expect(try await bench.visitor.get("/card").text.contains("Ana"))
        let elsewhere = try await bench.visitor.get("/portal/enter?token=\(token("2"))&next=//evil.example")
        #expect(elsewhere.headers[.location] == "/card")
        bench.visitor.cookies = [:]
        let again = try await bench.visitor.get("/portal/enter?token=\(token("2"))")
        #expect(again.status == 401 && bench.visitor.cookies["setia-member"] == nil)
        // Nothing that is refused says why, and nothing of what was sent comes back.
        let wrong = try await bench.visitor.get("/portal/enter?token=a.b.c")
        #expect(wrong.text == again.text)
        let unknown = try await bench.visitor.get("/portal/enter?token=\(token("3", sub: "C-none"))")
        #expect(unknown.status == 401 && unknown.text.contains("not a member yet"))
    }

    @Test("her own language is spoken until she chooses another")
    func language() async throws {
        let bench = try await Bench()
        bench.visitor.cookies["setia-language"] = nil
        #expect(try await bench.visitor.get("/card").text.contains("<html lang=\"ms\""))
        _ = try await bench.visitor.get("/card/me")
        _ = try await bench.visitor.post("/card/me/language", ["language": "th"])
        #expect(try await bench.visitor.get("/card").text.contains("<html lang=\"th\""))
        #expect(try await bench.service.member(bench.ana)?.state.facts.language == "th")
    }

    @Test("the page of an order says what each rule gave, and what did not count and why")
    func why() async throws {
        let bench = try await Bench()
        let id = try await bench.order("A-1", bench.ana)
        let page = try await bench.visitor.get("/card/history/\(id.text)").text
        #expect(page.contains("How it adds up") && page.contains("+59"))
        #expect(page.contains("What did not count, and why"))
        let list = try await bench.visitor.get("/card/history").text
        #expect(list.contains("/card/history/\(id.text)") && list.contains("+59"))
    }

    @Test("a long history goes on page by page, each event once")
    func pages() async throws {
        let bench = try await Bench()
        for number in 0..<45 {
            _ = try await bench.order("A-\(number)", bench.ana)
            bench.visitor.brand.clock.advance(milliseconds: 60_000)
        }
        var seen: [String] = []
        var path: String? = "/card/history"
        while let next = path {
            let text = try await bench.visitor.get(next).text
            seen += text.matches(of: #/href="/card/history/([^"]+)"/#).map { String($0.output.1) }
            path = text.firstMatch(of: #/rel="next" href="([^"]+)"/#).map { String($0.output.1) }
        }
        #expect(seen.count >= 45 && Set(seen).count == seen.count)
    }

    @Test("a reward is redeemed once however often its form is sent, and given back until it is handed over")
    func redeeming() async throws {
        let bench = try await Bench()
        try await bench.give(5_000, to: bench.ana)
        let path = "/card/rewards/coffee"
        let page = try await bench.visitor.get(path).text
        func field(_ name: String) throws -> String {
            String(
                try #require(page.firstMatch(of: try Regex("name=\"\(name)\" value=\"([^\"]*)\""))).output[1].substring
                    ?? ""
            )
        }
        let before = try #require(try await bench.service.member(bench.ana)).balances.first?.available
        let form = try field("form")
        let (wallet, points) = (try field("wallet"), try field("points"))
        for _ in 0..<2 {
            let done = try await bench.visitor.post(
                path,
                ["form": form, "wallet": wallet, "points": points]
            )
            #expect(done.headers[.location] == "/card/codes?done=rewarded")
        }
        #expect(try await bench.service.redemptions(of: bench.ana)?.count == 1)
        let codes = try await bench.visitor.get("/card/codes").text
        #expect(codes.contains("value=\"\(form)\""))
        let withdrawn = try await bench.visitor.post("/card/codes/withdraw", ["redemption": form])
        #expect(withdrawn.headers[.location] == "/card/codes?done=withdrawnReward")
        #expect(try #require(try await bench.service.member(bench.ana)).balances.first?.available == before)
    }

    @Test("a name or a code that looks like HTML never becomes a part of a page")
    func hostile() async throws {
        let bench = try await Bench()
        let evil = try await bench.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-3")],
                facts: MemberFacts(),
                person: ["name": .string("<script>alert(1)</script>")]
            )
        ).member
        try await bench.signIn(evil)
        for path in ["/card", "/card/me", "/card/rewards", "/card/codes", "/card/history"] {
            let answer = try await bench.visitor.get(path)
            #expect(answer.status == 200 && !answer.text.contains("<script>alert"))
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(!answer.text.contains(" style=") && !answer.text.contains(" onclick="))
            #expect(answer.text.utf8.count < 100_000)
        }
    }
}

/// Base 64 in the alphabet for addresses, without padding.
func base64URL(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var text = ""
    var (held, bits) = (0, 0)
    for byte in bytes {
        held = (held << 8 | Int(byte)) & 0xFFFF
        bits += 8
        while bits >= 6 {
            bits -= 6
            text.append(alphabet[held >> bits & 63])
        }
    }
    if bits > 0 { text.append(alphabet[held << (6 - bits) & 63]) }
    return text
}
