import HTTPTypes
import JSONText
import Logging
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Who may have which page")
struct AccessTests {
    @Test("everything that changes something asks for a role, but for signing in, joining and one's own choices")
    func openDoors() async throws {
        let web = try Web(
            service: TestBrand().service,
            settings: WebSettings(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        )
        let open = web.pages.filter { $0.method == .post && $0.access == .open }.map(\.path)
        #expect(
            Set(open) == [
                "/preferences", "/console/sign-in", "/console/second-factor", "/console/invitation", "/console/reset",
                "/console/reset/password", "/console/link", "/join", "/join/code", "/card/find", "/portal/enter",
                // By the mark in the link of a message, which mail programs post without having looked (RFC 8058).
                "/unsubscribe/{link}",
                // By the mark in the link of a mail that asks her something (rule Q-10).
                "/survey/{link}",
                // By the mark in the link of a letter that asks whether a case was made good (rule J-13).
                "/made-good/{link}",
                // By the mark in the letter to an address that was changed (rule A-2).
                "/not-me/{link}",
            ]
        )
        let openPages = web.pages.filter { $0.method == .get && $0.access == .open }.map(\.path)
        #expect(!openPages.contains { $0.hasPrefix("/console/members") || $0 == "/console" || $0 == "/till" })
    }

    @Test("a page is answered to those whose role may, and to nobody else", arguments: Role.allCases)
    func roles(role: Role) async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", role)
        let web = try Web(
            service: visitor.brand.service,
            settings: WebSettings(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        )
        for page in web.pages where page.method == .get && !page.path.contains("{") {
            guard case .may(let permission) = page.access else { continue }
            let answer = try await visitor.get(page.path)
            #expect((answer.status == 403) == !role.may(permission), "\(page.path): \(answer.status)")
        }
    }

    @Test("whoever is not signed in is asked to, and comes back to the page")
    func signedOut() async throws {
        let visitor = try await Visitor()
        let answer = try await visitor.get("/console/members?q=ana")
        #expect(answer.status == 303)
        #expect(answer.headers[.location] == "/console/sign-in?next=%2Fconsole%2Fmembers%3Fq%3Dana")
    }

    @Test("a form without the session's token does nothing, and shows again what was typed")
    func forgedForms() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let answer = try await visitor.post(
            "/console/keys",
            ["name": "a till", "scope": "events:write", "token": "guessed"],
            withToken: false
        )
        #expect(answer.text.contains("a till"))
        #expect(try await visitor.brand.service.apiKeys().isEmpty)
    }

    @Test("a form that another site sends does nothing", arguments: ["cross-site", "same-site"])
    func otherSites(site: String) async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        _ = try await visitor.get("/console/keys")
        let answer = try await visitor.post(
            "/console/keys",
            ["name": "a till", "scope": "events:write"],
            headers: ["Sec-Fetch-Site": site]
        )
        #expect(answer.status == 403)
        #expect(try await visitor.brand.service.apiKeys().isEmpty)
    }

    @Test(
        "after signing in, nobody is led to another site",
        arguments: ["https://evil.example/", "//evil.example", "/v1/x"]
    )
    func openRedirects(next: String) async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        visitor.cookies = [:]
        let answer = try await visitor.post(
            "/console/sign-in",
            ["email": "mei@example.com", "password": Visitor.password, "next": next]
        )
        #expect(answer.headers[.location] == "/console")
    }

    @Test("each page lets browsers run and load nothing but ours, and keeps itself out of caches")
    func guarded() async throws {
        let visitor = try await Visitor()
        for path in ["/", "/join", "/console/sign-in", "/console/invitation/nothing"] {
            let answer = try await visitor.get(path)
            let policy = try #require(answer.headers[.contentSecurityPolicy])
            #expect(!policy.contains("unsafe"))
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(!answer.text.contains(" style=") && !answer.text.contains(" onclick="))
        }
    }

    @Test("who must show a second factor sees nothing before it")
    func secondFactor() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let session = try #require(try await visitor.brand.service.staffSession(visitor.cookies["setia-session"] ?? ""))
        _ = try await visitor.brand.service.startSecondFactor(session)
        let page = try await visitor.get("/console/account")
        #expect(page.status == 200)
    }

    @Test("whoever works for some stores sees those who came there, and neither figures nor the log of the brand")
    func someStores() async throws {
        let visitor = try await Visitor()
        let (here, there) = (Fixture.shops[0], Fixture.shops[1])
        var members: [MemberID] = []
        for (place, shop) in [here, there].enumerated() {
            let id = try await visitor.brand.service.createMember(
                NewMember(
                    identities: [try Identity(kind: .card, text: "KS-\(place)")],
                    facts: MemberFacts(),
                    person: ["name": .string("Member of \(shop.id.text)")]
                )
            ).member
            let order = try #require(
                Order(id: Key("o\(place)"), currency: shop.currency, lines: [.init(sku: "latte", net: 1_200)])
            )
            let event = Event(
                source: "till",
                id: Key("e\(place)"),
                occurredAt: visitor.brand.clock.now,
                store: shop.id,
                matter: .orderPaid(order)
            )
            _ = try await visitor.brand.service.record(Intake(event: event, who: .member(id)))
            members.append(id)
        }
        try await visitor.join("Mei", .manager, stores: .some([here.id]))
        let list = try await visitor.get("/console/members")
        #expect(list.text.contains("Member of \(here.id.text)") && !list.text.contains("Member of \(there.id.text)"))
        #expect(try await visitor.get("/console/members/\(members[0].text)").status == 200)
        #expect(try await visitor.get("/console/members/\(members[1].text)").status == 403)
        let form = visitor.brand.service.surroundings.newIdentifier().text
        let adjusting = try await visitor.post(
            "/console/members/\(members[1].text)/adjust",
            ["form": form, "points": "5", "reason": "none of hers"]
        )
        #expect(adjusting.status == 403)
        #expect(try await visitor.get("/console").headers[.location] == "/console/members")
        #expect(try await visitor.get("/console/log").status == 403)
    }
}
