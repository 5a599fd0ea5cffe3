import JSONText
import SetiaCare
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("What the home page answers")
struct HomeAnswersTests {
    private static let heldOut = """
        programme: kopi-setia
        engine: 1
        languages: [en, ms, id, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        holdOut: 50%
        campaigns:
          june: {name: June, audience: everyone, holdOut: 5%}
        rules:
          - {id: a, on: order.paid, campaign: june, earn: {wallet: points, fixed: 10}}
        worth: {currency: MYR, margin: 60%, points: {points: 0.01}}
        """

    private func buy(_ brand: TestBrand, _ member: MemberID, _ id: String, _ amount: Int64) async throws {
        let event = Fixture.order(Key(id), amount, at: brand.clock.now)
        _ = try await brand.service.record(Intake(event: event, who: .member(member)))
    }

    @Test("U-7: a product that comes back more often stands among what to do, in each language")
    func returnsRose() async throws {
        let visitor = try await CustomerPageTests().shop()
        let (brand, service) = (visitor.brand, visitor.brand.service)
        let ana = try await service.createMember(
            NewMember(identities: [try Identity(kind: .card, text: "R-1")], facts: MemberFacts(), person: [:])
        ).member
        for (span, back) in [("before", 1), ("lately", 30)] {
            for number in 0..<60 {
                try await buy(brand, ana, "\(span)-\(number)", 1_000)
                guard number < back else { continue }
                let event = Fixture.orderReturn(Key("\(span)-\(number)"), at: brand.clock.now)
                _ = try await service.record(Intake(event: event, who: .member(ana)))
            }
            if span == "before" { brand.clock.now = brand.clock.now.adding(days: 100) }
        }
        #expect(try await service.refreshInsight())
        _ = try await service.refreshFigures()
        #expect(service.insight()?.actions.contains(.returnsRose(["kopi-o"])) == true)
        try await visitor.join("Siti", .manager)
        for language in Language.allCases {
            visitor.cookies[CookieName.language] = language.rawValue
            let said = Texts.of(language).say("home.do.returns", count: 1, ["names": "kopi-o"])
            #expect(try await visitor.get("/console").text.contains(escaped(said)), "\(language)")
        }
    }

    @Test(
        "without a hold-out it says that nobody can tell, gives no sum in its place, and says what to do",
        arguments: Language.allCases
    )
    func nobodyHeldOut(language: Language) async throws {
        let visitor = try await CustomerPageTests().shop()
        let service = visitor.brand.service
        try await visitor.join("Mei", .manager)
        visitor.cookies[CookieName.language] = language.rawValue
        #expect(try await service.refreshInsight())
        _ = try await service.refreshFigures()
        let texts = Texts.of(language)
        let page = try await visitor.get("/console").text
        for key in ["home.repeat", "home.worth.title", "home.changed", "home.do", "home.worth.nobodyHeldOut"] {
            #expect(page.contains(escaped(texts.say(key))), "\(key)")
        }
        #expect(page.contains(escaped(texts.say("home.do.nobodyHeldOut"))))
        #expect(!page.contains(escaped(String(texts.say("home.worth.gross").prefix(12)))), "gross alone")
        #expect(!page.contains(#/>home\.[a-z]/#), "a text is missing")
        let outlook = service.insight()?.customers.first?.outlook
        if let count = outlook?.bands.atRisk, count > 0 {
            #expect(page.contains(escaped(texts.say("home.do.risk", count: Int64(count)))))
        }
        // What changed stands there only beyond the noise.
        let insight = try #require(service.insight())
        let customers = try #require(insight.customers.first)
        let change = ShareDifference(from: customers.activityBefore.retention, to: customers.activity.retention)
        let moved =
            [change?.direction].contains { !($0?.arrow ?? "").isEmpty }
            || insight.recent.figures.contains { !($0.change?.direction.arrow ?? "").isEmpty }
        if !moved { #expect(page.contains(escaped(texts.say("home.nothingChanged")))) }
        let actions = try await service.suggestedActions()
        #expect(!actions.isEmpty && actions.count <= SetiaService.mostActions)
    }

    @Test("against a hold-out it tells what the programme brought, with its range, and all together only beside it")
    func broughtByProgramme() async throws {
        let brand = TestBrand()
        _ = try await brand.service.publishProgramme(Self.heldOut)
        brand.clock.now = try #require(Instant(rfc3339: "2026-03-02T09:30:00+08:00"))
        let visitor = try await Visitor(brand)
        let service = brand.service
        var members: [MemberID] = []
        for number in 0..<160 {
            let new = NewMember(identities: [try Identity(kind: .card, text: "KS-\(number)")], facts: MemberFacts())
            let member = try await service.createMember(new).member
            members.append(member)
            try await buy(brand, member, "A\(number)", Int64(800 + number % 7 * 100))
        }
        // Whoever is not held out comes back, and spends more.
        let whole = try #require(try await service.currentVersion()?.programme.campaign("june")?.whole)
        for day in 1...3 {
            brand.clock.now = brand.clock.now.adding(days: 7)
            for (number, member) in members.enumerated() where !whole.holdsOut(member) || (number + day) % 5 == 0 {
                try await buy(brand, member, "B\(day)-\(number)", Int64(900 + (number + day) % 5 * 100))
            }
        }
        #expect(try await service.refreshInsight())
        _ = try await service.refreshFigures()
        try await visitor.join("Mei", .owner)
        let subject = try #require(service.insight()?.worth.subjects.first { $0.kind == .programme })
        #expect(subject.holdsOut && subject.measure.comparison.rows.contains { $0.outcome == .profit })
        let total = try #require(
            subject.measure.comparison.rows.first { $0.outcome == .profit }?.incremental,
            "\(subject.verdict)"
        )
        #expect(total.value > 0)
        for language in Language.allCases {
            visitor.cookies[CookieName.language] = language.rawValue
            let page = try await visitor.get("/console").text
            let texts = Texts.of(language)
            #expect(
                page.contains(texts.say("home.worth.title")) && !page.contains(texts.say("home.worth.nobodyHeldOut"))
            )
            #expect(page.contains("figure=treated&amp;kind=programme") && page.contains("figure=held-out"))
            #expect(page.contains(String(texts.say("home.worth.gross").prefix(12))))
        }
        let page = try await visitor.get("/console").text
        #expect(page.contains("/console/customers/worth"))
        // Whom it moves stands on the page of worth.
        let worth = try await visitor.get("/console/customers/worth").text
        let uplift = try #require(subject.measure.uplift)
        #expect(uplift.groups.map(\.past) == [.never] && uplift.model == nil, "nobody had bought before her first time")
        #expect(worth.contains(Texts.of(.th).say("customers.uplift.past.never")))
        for isHeldOut in [true, false] {
            let figure = MemberFigure.side(.programme, key: subject.key, isHeldOut: isHeldOut)
            let count = isHeldOut ? subject.measure.comparison.heldOut : subject.measure.comparison.treated
            #expect(try await service.members(behind: figure)?.members.count == count)
        }
        // Two months later the accounts of both closed months stand on the page of points, and in a file.
        brand.clock.now = brand.clock.now.adding(days: 60)
        #expect(try await service.refreshInsight())
        // Nobody stays signed in for that long.
        let later = try await Visitor(brand)
        try await later.join("Nok", .owner)
        let money = try #require(service.insight()?.points.first?.money)
        #expect(money.schedule.count == 2 && money.schedule.last?.closing == money.liability)
        for language in Language.allCases {
            later.cookies[CookieName.language] = language.rawValue
            let points = try await later.get("/console/customers/points").text
            #expect(points.contains(escaped(Texts.of(language).say("customers.schedule.title"))))
            #expect(points.contains("points/schedule.csv?wallet=points"))
        }
        let file = try await later.get("/console/customers/points/schedule.csv?wallet=points")
        let lines = file.text.split(whereSeparator: \.isNewline)
        #expect(file.status == 200 && lines.count == 3 && lines[1].hasPrefix("2026-03,") && lines[1].hasSuffix(",MYR"))
        #expect(try await later.get("/console/customers/points/schedule.csv?wallet=none").status == 404)
    }

    @Test("a case that is late is the first thing to do, and an analyst reads it without a link")
    func late() async throws {
        let visitor = try await CustomerPageTests().shop()
        let service = visitor.brand.service
        #expect(try await service.refreshInsight())
        _ = try await service.refreshFigures()
        let member = try #require(try await service.members(behind: .measure("active", MeasureQuery()))?.members.first)
        _ = try await service.openCase(
            NewCase(member: member, kind: .complaint, text: "The cup was cold.", source: .api),
            by: .operator
        )
        visitor.brand.clock.now = visitor.brand.clock.now.adding(days: 10)
        #expect(try await service.suggestedActions().first == .casesLate(1))
        try await visitor.join("Mei", .owner)
        let page = try await visitor.get("/console").text
        #expect(page.contains("/console/cases?part=late") && page.contains("1 case is later than was promised"))
        let analyst = try await Visitor(visitor.brand)
        try await analyst.join("Nok", .analyst)
        let read = try await analyst.get("/console").text
        #expect(read.contains("1 case is later than was promised") && !read.contains("/console/cases?part=late"))
    }
}
