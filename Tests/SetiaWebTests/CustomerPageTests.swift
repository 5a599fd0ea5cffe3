import HTTPTypes
import JSONText
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The pages on customers")
struct CustomerPageTests {
    private static let paths = [
        "/console/customers", "/console/customers/segments", "/console/customers/risk", "/console/customers/phases",
        "/console/customers/worth", "/console/customers/bought", "/console/customers/brands",
        "/console/customers/points",
    ]

    /// Sixty members over eight months, who come at rates of their own and stay away at some time.
    func shop() async throws -> Visitor {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        var due: [(member: MemberID, next: Int, pace: Int, left: Int)] = []
        for number in 1...60 {
            let member = try await service.createMember(
                NewMember(
                    identities: [try Identity(kind: .card, text: "KS-\(number)")],
                    facts: MemberFacts(country: "MY", language: "ms"),
                    person: ["name": .string("Ana <\(number)>")]
                )
            ).member
            due.append((member, number % 25, 4 + number * 7 % 31, number * 5 % 17))
        }
        let start = visitor.brand.clock.now
        for day in 0..<240 {
            visitor.brand.clock.now = start.adding(days: day)
            for place in due.indices where due[place].next == day && due[place].left >= 0 {
                let order = Fixture.order(
                    Key("\(place)-\(day)"),
                    Int64(800 + place * 37 % 900 + day % 7 * 60),
                    at: visitor.brand.clock.now
                )
                _ = try await service.record(Intake(event: order, who: .member(due[place].member)))
                due[place].next += due[place].pace + (day + place) % 5
                due[place].left -= 1
            }
        }
        return visitor
    }

    @Test("a manager reads them in her language", arguments: Language.allCases)
    func read(language: Language) async throws {
        let visitor = try await shop()
        try await visitor.join("Mei", .manager)
        visitor.cookies[CookieName.language] = language.rawValue
        let texts = Texts.of(language)
        for path in Self.paths {
            let before = try await visitor.get(path)
            #expect(before.status == 200 && before.text.contains(texts.say("customers.measuring")))
        }
        #expect(try await visitor.get("/console/customers.csv").status == 404)
        #expect(try await visitor.brand.service.refreshInsight())
        for path in Self.paths {
            let answer = try await visitor.get(path)
            #expect(answer.status == 200)
            #expect(!answer.text.replacing(".csv", with: "").contains("customers."), "a text is missing on \(path)")
            #expect(!answer.text.contains("<60>"))
            #expect(!answer.text.contains(texts.say("customers.measuring")))
            let file = try await visitor.get(path + ".csv")
            #expect(file.status == 200 && file.headers[.contentType] == "text/csv; charset=utf-8")
        }
        let returning = try await visitor.get("/console/customers").text
        #expect(returning.contains("shade-") && returning.contains(texts.say("customers.figure.retention")))
        let segments = try await visitor.get("/console/customers/segments").text
        #expect(segments.contains(texts.say("customers.segment.champions")) && segments.contains("Ana &lt;"))
        let risk = try await visitor.get("/console/customers/risk").text
        #expect(risk.contains(texts.say("customers.band.gone")) || risk.contains(texts.say("customers.noOutlook")))
        let worth = try await visitor.get("/console/customers/worth").text
        #expect(worth.contains(texts.say("customers.worth.noPolicy")), "the programme says nothing of margins")
        #expect(worth.contains(texts.say("customers.worth.byMonth")))
        #expect(worth.contains(texts.say("customers.worth.full.loyal")))
        let points = try await visitor.get("/console/customers/points").text
        #expect(points.contains(texts.say("customers.noMoney")), "the programme does not say what a point costs")
        let bought = try await visitor.get("/console/customers/bought").text
        #expect(bought.contains(texts.say("customers.bought.contrast.none")))
        #expect(bought.contains(texts.say("customers.bought.unknown")), "nobody had a reward here")
        #expect(bought.contains(texts.say("customers.bought.experiment")))
        // All bought one thing: there is nothing to be loyal against, and the page says so.
        let brands = try await visitor.get("/console/customers/brands").text
        #expect(brands.contains(texts.say("customers.brands.noFit")))
        #expect(brands.contains(texts.say("customers.brands.oneBrand")))
        let home = try await visitor.get("/console")
        #expect(home.status == 200)
    }

    @Test("figures by definition are of the days and members in the address, and so is their file")
    func measures() async throws {
        let visitor = try await shop()
        try await visitor.join("Mei", .manager)
        for language in Language.allCases {
            visitor.cookies[CookieName.language] = language.rawValue
            let texts = Texts.of(language)
            let all = try await visitor.get("/console/customers/measures")
            #expect(all.status == 200 && all.text.contains(texts.say("customers.measures.enrolment.definition")))
            #expect(!all.text.replacing(".csv", with: "").contains("customers."), "a text is missing")
            #expect(all.text.contains("/console/customers/members?figure=measure&amp;measure=active"))
            let some = try await visitor.get("/console/customers/measures?country=MY&channel=online&from=2026-01-01")
            #expect(some.status == 200 && some.text.contains(texts.say("customers.measures.silence.unknown-others")))
            #expect(some.text.contains("measures.csv?from=2026-01-01&amp;country=MY&amp;channel=online"))
            #expect(
                some.text.contains("measure=active&amp;from=2026-01-01") == false && some.text.contains("country=MY")
            )
            for wrong in [
                "from=yesterday", "from=2026-03-01&to=2026-02-01", "segment=none", "tier=none", "channel=none",
            ] {
                let answer = try await visitor.get("/console/customers/measures?\(wrong)")
                #expect(answer.status == 422 && answer.text.contains("role=\"alert\""), "\(wrong)")
            }
        }
        let file = try await visitor.get("/console/customers/measures.csv?country=MY&to=2026-12-31")
        #expect(file.status == 200)
        let lines = file.text.split(whereSeparator: \.isNewline)
        #expect(lines.count == 9 && lines[2].contains("active,1,60,60,1.000000"), "\(file.text)")
        #expect(lines.dropFirst().allSatisfy { $0.contains("2026-01-01,2026-12-31,Asia/Kuala_Lumpur,MY,,,") })
        #expect(try await visitor.get("/console/customers/measures.csv?tier=none").status == 404)
        let till = try await Visitor(visitor.brand)
        try await till.join("Tam", .till)
        #expect(try await till.get("/console/customers/measures").status == 403)
    }

    @Test("an analyst reads numbers and no names, a till reads nothing")
    func roles() async throws {
        let visitor = try await shop()
        #expect(try await visitor.brand.service.refreshInsight())
        try await visitor.join("Nok", .analyst)
        for path in Self.paths {
            let answer = try await visitor.get(path)
            #expect(answer.status == 200 && !answer.text.contains("Ana &lt;"))
        }
        // No link of hers leads where she may not go.
        let measures = try await visitor.get("/console/customers/measures")
        #expect(measures.status == 200 && !measures.text.contains("/console/members"))
        #expect(try await visitor.get("/console/members").status == 403)
        #expect(!(try await visitor.get("/console")).text.contains("/console/members"))
        let till = try await Visitor(visitor.brand)
        try await till.join("Tam", .till)
        for path in Self.paths + Self.paths.map({ $0 + ".csv" }) {
            #expect(try await till.get(path).status == 403, "\(path)")
        }
    }

    @Test("a currency that is none, or that nobody pays in, shows the one with most orders")
    func currency() async throws {
        let visitor = try await shop()
        #expect(try await visitor.brand.service.refreshInsight())
        try await visitor.join("Mei", .manager)
        let plain = try await visitor.get("/console/customers/segments").text
        for currency in ["THB", "%3Cb%3E", "", "MYRR"] {
            let answer = try await visitor.get("/console/customers/segments?currency=\(currency)")
            #expect(answer.status == 200 && answer.text.contains("RM ") == plain.contains("RM "))
            #expect(!answer.text.contains("<b>"))
        }
    }

    @Test("brands that lines name are told apart by category, with what the Dirichlet expects of each")
    func brands() async throws {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        let start = visitor.brand.clock.now
        let brands: [(name: String, of: String)] = [
            ("bluebird", "tea"), ("harum", "tea"), ("<b>", "tea"), ("rajawali", "coffee"), ("tiga", "coffee"),
        ]
        var members: [MemberID] = []
        for number in 0..<120 {
            members.append(
                try await service.createMember(
                    NewMember(identities: [try Identity(kind: .card, text: "KS-\(number)")], facts: MemberFacts())
                ).member
            )
        }
        for visit in 0..<7 {
            visitor.brand.clock.now = start.adding(days: visit * 20)
            for (number, member) in members.enumerated() where visit <= number % 7 {
                // Each has a favourite, and strays now and then.
                let chosen = brands[(visit % 3 == 2 ? number + visit : number) % brands.count]
                let line = Order.Line(
                    sku: Key("\(chosen.name)-\(visit % 2)"),
                    net: 900,
                    categories: [Key(chosen.of), Key("brand:\(chosen.name)")]
                )
                let order = try #require(Order(id: Key("\(number)-\(visit)"), currency: Fixture.ringgit, lines: [line]))
                let event = Event(
                    source: "shop",
                    id: Key("paid-\(number)-\(visit)"),
                    occurredAt: visitor.brand.clock.now,
                    matter: .orderPaid(order)
                )
                _ = try await service.record(Intake(event: event, who: .member(member)))
            }
        }
        visitor.brand.clock.now = start.adding(days: 200)
        #expect(try await service.refreshInsight())
        try await visitor.join("Mei", .manager)
        let texts = Texts.of(.en)
        let everything = try await visitor.get("/console/customers/brands").text
        #expect(everything.contains("Bluebird") && everything.contains("Rajawali") && !everything.contains("<b>"))
        #expect(everything.contains(texts.say("customers.brands.ofBrands")))
        // So even a pattern is drawn by no Dirichlet: the page says that it cannot be said, and shows what was bought.
        #expect(everything.contains(texts.say("customers.brands.noFit")))
        let tea = try await visitor.get("/console/customers/brands?category=tea").text
        #expect(tea.contains("Bluebird") && !tea.contains("Rajawali"))
        let unheard = try await visitor.get("/console/customers/brands?category=%3Cscript%3E")
        #expect(unheard.status == 200 && unheard.text.contains("Rajawali"))
        let table = try await visitor.get("/console/customers/brands.csv").text
        #expect(table.contains("tea,") && table.contains(",bluebird,120,") && table.contains("expectedSoleBuyers"))

        // What goes with what she bought stands on her card, with its reason.
        let member = members[6]
        let found = try #require(try await service.recommendations(for: member, most: 5))
        #expect(found.members == 120 && !found.others.isEmpty)
        visitor.cookies["setia-member"] = try await service.startMemberSession(member)
        let card = try await visitor.get("/card").text
        #expect(card.contains(texts.say("portal.suggestions")) && card.contains(" members "))
    }

    @Test("a brand without purchases is told so")
    func empty() async throws {
        let visitor = try await Visitor()
        #expect(try await visitor.brand.service.refreshInsight())
        try await visitor.join("Mei", .manager)
        for path in Self.paths {
            let answer = try await visitor.get(path)
            #expect(answer.status == 200 && answer.text.contains(Texts.of(.en).say("customers.nothing")), "\(path)")
        }
        #expect(try await visitor.get("/console/customers/segments.csv").status == 404)
    }
}
