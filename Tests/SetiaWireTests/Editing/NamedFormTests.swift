import SetiaWire
import Testing

@Suite("Forms for rewards, promotions, segments and campaigns")
struct NamedFormTests {
    private static let document = """
        programme: kopi
        engine: 1
        languages: [en, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}, THB: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00, THB: 1 per 8.00}}
        tiers:
          status:
            metric: net spend
            window: calendar year
            levels: {silver: 0 MYR, gold: 2000 MYR}
        segments:
          regulars: {name: Regulars, when: member.orders >= 10}   # who has been ten times
          press: {name: {en: Press, th: สื่อ}, list: true}
          best: {name: Best, rfm: champions}
        campaigns:
          june:
            name: June
            audience: regulars
            holdOut: 5%
            schedule: {from: 2026-06-01, until: 2026-06-30}
        rewards:
          coffee:
            kind: free-product
            name: {en: A coffee, th: กาแฟ}
            price: {points: 80}
            limit: 1 per day
            level: {status: gold}
          mug:
            kind: physical-good
            name: A mug
            price: [{points: 600}, {points: 200, MYR: 25.00}]
            stock: counted
          five: {kind: amount-off, name: Five off, price: free, worth: {MYR: 5.00, THB: 40.00}}
        promotions:
          ten: {name: Ten off, off: {MYR: 10.00}, code: true, minimum: {amount: {MYR: 50.00}, of: lines}}
          part:
            name: A part off
            off: 10%
            of: lines
            lines: '"coffee" in line.categories'
            when: member.inSegment("regulars")

        """

    private static let parts: [ProgrammePart] = [
        .named(.segment, "regulars"), .named(.segment, "press"), .named(.segment, "best"), .named(.campaign, "june"),
        .named(.reward, "coffee"), .named(.reward, "mug"), .named(.reward, "five"), .named(.promotion, "ten"),
        .named(.promotion, "part"),
    ]

    private func changed(_ part: ProgrammePart, _ typed: [String: String]) throws -> String {
        let edit = try DocumentEdit(Self.document)
        let form = try #require(PartForm(part, of: edit.tree))
        return try form.write(typed, to: edit).text
    }

    private func lines(_ part: ProgrammePart, _ typed: [String: String]) throws -> [String] {
        let after = try changed(part, typed)
        #expect(parseProgramme(after) { _ in true }.problems.isEmpty, "\(parseProgramme(after) { _ in true }.problems)")
        return lineChanges(from: Self.document, to: after).map(\.marked)
    }

    @Test("a form that is sent as it came changes nothing", arguments: parts)
    func nothingChanges(part: ProgrammePart) throws {
        #expect(parseProgramme(Self.document) { _ in true }.problems.isEmpty)
        #expect(try changed(part, [:]) == Self.document)
        #expect(ProgrammePart(text: part.text) == part)
    }

    @Test("a reward: its price, limit, level and text, each where it stands")
    func reward() throws {
        #expect(
            try lines(.named(.reward, "coffee"), ["points": "90", "limit": "2 per day", "level-status": ""]) == [
                "-     price: {points: 80}", "-     limit: 1 per day", "-     level: {status: gold}",
                "+     price: {points: 90}", "+     limit: 2 per day",
            ]
        )
        #expect(
            try lines(.named(.reward, "five"), ["worth-THB": "", "points": "400"]) == [
                "-   five: {kind: amount-off, name: Five off, price: free, worth: {MYR: 5.00, THB: 40.00}}",
                "+   five: {kind: amount-off, name: Five off, price: {points: 400}, worth: {MYR: 5.00}}",
            ]
        )
        let several = try #require(PartForm(.named(.reward, "mug"), of: try DocumentEdit(Self.document).tree))
        #expect(several.values["prices"] == "kept" && several.values["points"] == "")
        let timed = try lines(.named(.reward, "mug"), ["from": "2026-06-01", "text-en": "By hand", "text-th": "ทำมือ"])
        #expect(timed.contains("+     schedule: {from: 2026-06-01}"))
        #expect(timed.contains("+     text: {en: By hand, th: ทำมือ}"))
        #expect(timed.allSatisfy { $0.hasPrefix("+") })
    }

    @Test("a promotion: a percentage in the place of amounts, and back")
    func promotion() throws {
        #expect(
            try lines(.named(.promotion, "ten"), ["off-MYR": "", "percent": "5%", "minimum-MYR": "60.00"]) == [
                "-   ten: {name: Ten off, off: {MYR: 10.00}, code: true, minimum: {amount: {MYR: 50.00}, of: lines}}",
                "+   ten: {name: Ten off, off: 5%, code: true, minimum: {amount: {MYR: 60.00}, of: lines}}",
            ]
        )
        let back = try lines(.named(.promotion, "part"), ["percent": "", "off-MYR": "3.00"])
        #expect(back.contains("-     off: 10%") && back.contains("+     off: {MYR: 3.00}"), "\(back)")
    }

    @Test("a segment and a campaign: who, when, and how many are held out")
    func audience() throws {
        #expect(
            try lines(.named(.segment, "regulars"), ["condition": "member.orders >= 12"]) == [
                "-   regulars: {name: Regulars, when: member.orders >= 10}   # who has been ten times",
                "+   regulars: {name: Regulars, when: member.orders >= 12}   # who has been ten times",
            ]
        )
        let campaign = try lines(.named(.campaign, "june"), ["until": "", "holdOut": "10%"])
        #expect(
            campaign == [
                "-     holdOut: 5%", "-     schedule: {from: 2026-06-01, until: 2026-06-30}", "+     holdOut: 10%",
                "+     schedule: {from: 2026-06-01}",
            ]
        )
    }

    @Test("what is new comes to the others of its kind, and one that is there is not written over")
    func added() throws {
        let reward = try changed(
            .new(.reward),
            [
                "key": "cake", "kind": "free-product", "name-en": "A cake", "name-th": "เค้ก", "points": "120",
                "limit": "1 per week", "level-status": "gold", "from": "2026-06-01",
            ]
        )
        #expect(
            reward.contains(
                "  cake: {kind: free-product, name: {en: A cake, th: เค้ก}, price: {points: 120}, "
                    + "limit: 1 per week, level: {status: gold}, schedule: {from: 2026-06-01}}\n"
            ),
            "\(reward)"
        )
        #expect(parseProgramme(reward) { _ in true }.problems.isEmpty)
        let free = try changed(.new(.reward), ["key": "hug", "kind": "experience", "name-en": "A hug"])
        #expect(parseProgramme(free) { _ in true }.problems.isEmpty, "\(free)")
        let segment = try changed(.new(.segment), ["key": "lost", "name-en": "Lost", "rfm": "lost"])
        #expect(segment.contains("  lost: {name: Lost, rfm: lost}\n"))
        let campaign = try changed(.new(.campaign), ["key": "july", "name-en": "July"])
        #expect(campaign.contains("  july: {name: July, audience: everyone, purpose: offer, holdOut: 5%}\n"))
        #expect(parseProgramme(campaign) { _ in true }.problems.isEmpty)
        #expect(throws: UneditableDocument.self) { try changed(.new(.reward), ["key": "mug", "name-en": "A mug"]) }
    }

    @Test("the first of its kind brings its list along")
    func first() throws {
        let small = "languages: [en]\ncurrencies: {MYR: {decimals: 2}}\nwallets: {points: {name: points}}\n"
        let edit = try DocumentEdit(small)
        let form = try #require(PartForm(.new(.promotion), of: edit.tree))
        let after = try form.write(["key": "ten", "name-en": "Ten off", "off-MYR": "10.00", "code": "true"], to: edit)
        #expect(after.text == small + "promotions: {ten: {name: Ten off, off: {MYR: 10.00}, code: true}}\n")
    }

    @Test("a problem is told beside the field in which it is to be mended")
    func problems() throws {
        for (part, typed, field) in [
            (ProgrammePart.named(.reward, "coffee"), ["limit": "often"], "limit"),
            (.named(.reward, "coffee"), ["points": "few"], "points"),
            (.named(.reward, "mug"), ["from": "soon"], "from"),
            (.named(.promotion, "ten"), ["minimum-MYR": "much"], "minimum-MYR"),
            (.named(.campaign, "june"), ["holdOut": "60%"], "holdOut"),
            (.named(.segment, "best"), ["rfm": "heroes"], "rfm"),
            (.named(.segment, "regulars"), ["condition": "event.total > 1"], "condition"),
        ] {
            let edit = try DocumentEdit(Self.document)
            let form = try #require(PartForm(part, of: edit.tree))
            let after = try form.write(typed, to: edit)
            let problems = parseProgramme(after.text) { _ in true }.problems
            let all = form.values.merging(typed) { $1 }
            #expect(
                problems.contains { form.field(of: $0, all, in: after.tree) == field },
                "\(field): \(problems.map { ($0.path, $0.reason) })"
            )
        }
    }
}
