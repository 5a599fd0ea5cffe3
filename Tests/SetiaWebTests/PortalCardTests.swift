import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("What a member's card shows of points, levels and rewards")
struct PortalCardTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en, ms, id, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}, THB: {decimals: 2}, IDR: {decimals: 0}}
        wallets:
          points: {name: {en: points, ms: mata, id: poin, th: คะแนน}, activation: immediate, expiry: {rolling: 30 days}, rates: {MYR: 1 per 1.00, THB: none, IDR: none}}
        tiers:
          status:
            metric: net spend
            window: calendar year
            levels:
              silver: {name: {en: Silver, ms: Perak, id: Perak, th: เงิน}, from: 0 MYR}
              gold: {name: {en: Gold, ms: Emas, id: Emas, th: ทอง}, from: 100 MYR}
        segments:
          buyers: {name: Buyers, when: member.orders >= 1}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        promotions:
          for-buyers:
            name: {en: A tenth off, ms: Kurang sepersepuluh, id: Diskon sepersepuluh, th: ลดสิบเปอร์เซ็นต์}
            off: 10%
            when: member.inSegment("buyers")
          for-all:
            name: {en: Free delivery, ms: Penghantaran percuma, id: Gratis ongkir, th: ส่งฟรี}
            freeShipping: true
        referral: {referrer: {reward: mug}, friend: {reward: cake}}
        rewards:
          cake:
            kind: free-product
            name: {en: A <cake>, ms: Kek, id: Kue, th: เค้ก}
            text: {en: Fresh from Ipoh, ms: Segar dari Ipoh, id: Segar dari Ipoh, th: สดจากอีโปห์}
            terms: {en: One a day, ms: Satu sehari, id: Satu sehari, th: วันละหนึ่งชิ้น}
            picture: https://pictures.example.com/cake.jpg
            price: {points: 30}
          mug: {kind: physical-good, name: {en: A mug, ms: Cawan, id: Mug, th: แก้ว}, price: {points: 80}}
          siam: {kind: experience, name: {en: A tour, ms: Lawatan, id: Tur, th: ทัวร์}, price: {points: 10}, countries: [TH]}
          lounge: {kind: experience, name: {en: The lounge, ms: Ruang rehat, id: Ruang santai, th: ห้องรับรอง}, price: {points: 10}, level: {status: gold}}
        """

    /// Ana, who bought for 60.00 and is signed in; it is the fixture's New Year.
    private func bench() async throws -> (visitor: Visitor, ana: MemberID) {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        _ = try await service.publishProgramme(Self.document)
        visitor.brand.clock.advance(milliseconds: 1_000)
        let ana = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(country: "MY", language: "en"),
                person: ["name": .string("Ana <Lim>")]
            )
        ).member
        let line = Order.Line(sku: "latte", net: 6_000)
        let order = try #require(Order(id: "A", currency: Fixture.ringgit, lines: [line]))
        let event = Event(source: "shop", id: "A", occurredAt: visitor.brand.clock.now, matter: .orderPaid(order))
        guard case .recorded = try await service.record(Intake(event: event, who: .member(ana))) else {
            Issue.record("the order was not recorded")
            return (visitor, ana)
        }
        visitor.cookies["setia-member"] = try await service.startMemberSession(ana)
        return (visitor, ana)
    }

    private func card(_ visitor: Visitor, _ language: String, _ path: String = "/card") async throws -> String {
        visitor.cookies["setia-language"] = language
        return try await visitor.get(path).text
    }

    @Test(
        "the card says what lapses when, in each language",
        arguments: [
            ("en", "60 points", "Use these in time"), ("ms", "60 mata", ""), ("id", "60 poin", ""),
            ("th", "60 คะแนน", ""),
        ]
    )
    func lapses(language: String, points: String, title: String) async throws {
        let (visitor, _) = try await bench()
        let page = try await card(visitor, language)
        let found = try #require(
            page.firstMatch(of: #/<dl class="facts lapses"><div><dt>([^<]*)<\/dt><dd>([^<]*)<\/dd>/#)
        )
        #expect(String(found.output.1) == points)
        // Thirty days after she bought, by the first moment of the next.
        #expect(found.output.2.contains("1 ") && found.output.2.contains("2026"), "\(found.output.2)")
        #expect(page.contains(title))
    }

    @Test("the card says what is missing to the next level, with how far she is")
    func nextLevel() async throws {
        let (visitor, _) = try await bench()
        let page = try await card(visitor, "en")
        #expect(page.contains("Your next level") && page.contains("Gold") && page.contains("40.00"))
        #expect(page.contains(#"<progress value="6000" max="10000""#), "\(page)")
        for language in ["ms", "id", "th"] {
            let other = try await card(visitor, language)
            #expect(other.contains(#"<progress value="6000" max="10000""#) && !other.contains("Your next level"))
        }
    }

    @Test("the card shows what she can have now and what is nearly hers, with why not yet")
    func near() async throws {
        let (visitor, _) = try await bench()
        let page = try await card(visitor, "en")
        let halves = page.split(separator: "Nearly yours", maxSplits: 1).map(String.init)
        #expect(halves.count == 2)
        #expect(halves[0].contains(#"href="/card/rewards/cake""#) && !halves[0].contains(#"href="/card/rewards/mug""#))
        #expect(halves[1].contains(#"href="/card/rewards/mug""#) && halves[1].contains("20 more points needed"))
        #expect(halves[1].contains(#"<progress value="60" max="80""#))
        // What is for others is told on the page of all rewards, with the reason.
        #expect(!page.contains(#"href="/card/rewards/siam""#))
        let all = try await card(visitor, "en", "/card/rewards")
        #expect(all.contains("Only for members in Thailand") && all.contains("For Gold and above"))
        #expect(try await card(visitor, "th").contains("ขาดอีก 20 คะแนน"))
    }

    @Test("a reward's own page has its picture, its text, its terms and its price, all of it escaped")
    func reward() async throws {
        let (visitor, _) = try await bench()
        let answer = try await visitor.get("/card/rewards/cake")
        #expect(answer.text.contains("A &lt;cake&gt;") && !answer.text.contains("<cake>"))
        #expect(answer.text.contains(#"<img class="picture" src="https://pictures.example.com/cake.jpg""#))
        #expect(answer.text.contains("Fresh from Ipoh") && answer.text.contains("One a day"))
        #expect(answer.text.contains("30 points"))
        #expect(answer.headers[.contentSecurityPolicy]?.contains("https://pictures.example.com") == true)
        let thai = try await card(visitor, "th", "/card/rewards/cake")
        #expect(thai.contains("เค้ก") && thai.contains("วันละหนึ่งชิ้น") && !thai.contains("One a day"))
        let far = try await card(visitor, "en", "/card/rewards/lounge")
        #expect(far.contains("For Gold and above") && !far.contains("name=\"wallet\""))
    }

    @Test("F-10: what both have of an invitation is told by the rewards' names, in each language")
    func invitation() async throws {
        let (visitor, _) = try await bench()
        for (language, own, friends) in [
            ("en", "A mug", "A &lt;cake&gt;"), ("ms", "Cawan", "Kek"), ("id", "Mug", "Kue"), ("th", "แก้ว", "เค้ก"),
        ] {
            let page = try await card(visitor, language, "/card/share")
            #expect(page.contains(own) && page.contains(friends) && !page.contains("<cake>"), "\(language)")
        }
    }

    @Test(
        "what is off her next purchase is told, and what is only for her says so",
        arguments: ["en", "ms", "id", "th"]
    )
    func onlyForYou(language: String) async throws {
        let (visitor, _) = try await bench()
        let names = [
            "en": "A tenth off", "ms": "Kurang sepersepuluh", "id": "Diskon sepersepuluh", "th": "ลดสิบเปอร์เซ็นต์",
        ]
        let marks = ["en": "Only for you"]
        let page = try await card(visitor, language)
        let name = try #require(names[language])
        let own = try #require(
            page.firstMatch(
                of: #/<li><span class="what" dir="auto">([^<]*)<\/span> <span class="badge hue">([^<]*)<\/span>/#
            )
        )
        #expect(String(own.output.1) == name)
        if let mark = marks[language] { #expect(String(own.output.2) == mark) }
        // What everybody gets stands behind it and says nothing of the kind.
        let both = page.matches(of: #/<span class="badge hue">[^<]*<\/span>/#)
        #expect(both.count == 1, "\(both.count)")
    }
}
