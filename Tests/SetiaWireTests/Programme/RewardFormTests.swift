import SetiaCore
import SetiaWire
import Testing

@Suite("Rewards as they are written")
struct RewardFormTests {
    private func document(_ rewards: String) -> String {
        """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}, IDR: {decimals: 0}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00, IDR: none}}
          stars: {name: stars, activation: immediate, expiry: none}
        tiers:
          status: {metric: net spend, window: calendar year, levels: {silver: 0 MYR, gold: 100 MYR}}
        rewards:
        \(rewards)
        """
    }

    private func programme(_ rewards: String) throws -> Programme {
        try Programme(document: document(rewards), knowsTimeZone: { _ in true })
    }

    @Test("W-1: a reward is read whole, with each of its sides")
    func whole() throws {
        let reward = try #require(
            try programme(
                """
                  mug:
                    kind: physical-good
                    name: Our mug
                    text: Made by hand
                    terms: One each
                    picture: https://example.com/mug.jpg
                    countries: [MY, ID]
                    price: [{points: 800}, {points: 300, MYR: 15.00, IDR: 50000}, {stars: 3}]
                    stock: counted
                    limit: [1 per month, 3 per year]
                    level: {status: gold}
                    tenure: 12 months
                    when: event.channel == "app"
                    schedule: {from: 2026-03-01, until: 2026-03-31}
                    validity: 90 days
                """
            ).reward("mug")
        )
        #expect(reward.kind == .physicalGood && reward.stock == .counted)
        #expect(reward.prices.map(\.points) == [Points(800), Points(300), Points(3)])
        #expect(reward.prices.map(\.wallet) == ["points", "points", "stars"])
        #expect(reward.prices[1].money.map(\.minorUnits) == [1_500, 50_000])
        #expect(reward.limits == [Cap(.times(1), per: .month), Cap(.times(3), per: .year)])
        #expect(reward.countries == ["MY", "ID"])
        #expect(reward.eligibility.level == Reward.Eligibility.Level(tierSet: "status", level: "gold"))
        #expect(reward.eligibility.tenure == Period(12, .month))
        #expect(reward.eligibility.condition.text == "event.channel == \"app\"")
        #expect(reward.validity == Period(90, .day))
        #expect(reward.schedule?.from?.day == Day(iso: "2026-03-01"))
        #expect(reward.text?.text(in: "en") == "Made by hand" && reward.picture == "https://example.com/mug.jpg")
        let free = try programme("  hello: {kind: early-access, name: Hello, price: free}").rewards[0]
        #expect(free.prices == [.free] && free.stock == .unlimited)
        let off = try programme("  off: {kind: amount-off, name: Off, price: {points: 5}, worth: {MYR: 10.00}}")
            .rewards[0]
        #expect(off.worth.map(\.minorUnits) == [1_000])
    }

    @Test(
        "W-1: what is wrong with a reward is named with its line and reason",
        arguments: [
            ("{kind: toy, name: A, price: free}", "rewards.a.kind", "must be amount-off"),
            ("{kind: shipping, name: A}", "rewards.a", "'price' is missing"),
            ("{kind: shipping, name: A, price: {MYR: 5.00}}", "rewards.a.price", "has no points"),
            (
                "{kind: shipping, name: A, price: {coins: 5}}", "rewards.a.price.coins",
                "neither a wallet nor a currency"
            ),
            ("{kind: shipping, name: A, price: {points: 5, stars: 1}}", "rewards.a.price.stars", "in one wallet"),
            ("{kind: shipping, name: A, price: {points: 0}}", "rewards.a.price.points", "whole number of points"),
            ("{kind: shipping, name: A, price: {points: 5, USD: 1.00}}", "rewards.a.price.USD", "not among"),
            ("{kind: shipping, name: A, price: {points: 5, IDR: 1.50}}", "rewards.a.price.IDR", "at most 0 decimals"),
            ("{kind: amount-off, name: A, price: free}", "rewards.a", "'worth' is missing"),
            ("{kind: percent-off, name: A, price: free}", "rewards.a", "'percent' is missing"),
            ("{kind: percent-off, name: A, price: free, percent: 101}", "rewards.a.percent", "from 1 to 100"),
            ("{kind: partner-code, name: A, price: free}", "rewards.a", "stock: codes"),
            ("{kind: shipping, name: A, price: free, limit: 5 points per day}", "rewards.a.limit", "not points"),
            (
                "{kind: shipping, name: A, price: free, level: {status: iron}}", "rewards.a.level.status",
                "no level 'iron'"
            ),
            ("{kind: shipping, name: A, price: free, level: {rank: gold}}", "rewards.a.level.rank", "no ladder 'rank'"),
            (
                "{kind: shipping, name: A, price: free, countries: [my]}", "rewards.a.countries[0]",
                "two capital letters"
            ),
            ("{kind: shipping, name: A, price: free, picture: http://x}", "rewards.a.picture", "https://"),
            ("{kind: shipping, name: A, price: free, validity: soon}", "rewards.a.validity", "90 days"),
            (
                "{kind: shipping, name: A, price: free, when: event.total >= money(\"1.00 MYR\")}", "rewards.a.when",
                "without an order"
            ),
            ("{kind: shipping, name: A, price: free, colour: red}", "rewards.a.colour", "there is no key 'colour'"),
        ] as [(String, String, String)]
    )
    func broken(reward: String, path: String, reason: String) throws {
        let problems = parseProgramme(document("  a: \(reward)")).problems
        #expect(problems.map(\.path) == [path])
        #expect(problems.first?.line == 12)
        #expect(problems.first?.reason.contains(reason) ?? false, "\(problems)")
    }

    private static let promotions = """

        promotions:
          five: {name: Five, off: {MYR: 5.00}, code: true}
          five-lines: {name: Five, off: {MYR: 5.00}, of: lines, code: true}
          five-both: {name: Five, off: {MYR: 5.00, IDR: 15000}, code: true}
          tenth: {name: Tenth, off: 10%, code: true}
          whole: {name: Whole, off: 100%, of: cheapest, code: true}
          pair: {name: Pair, free: {buy: 1, get: 1}, code: true}
          delivery: {name: Delivery, freeShipping: true, code: true}
        """

    @Test(
        "W-15: a promotion that gives something else than the reward says is refused with field and reason",
        arguments: [
            ("kind: amount-off, worth: {MYR: 5.00}, promotion: five", nil),
            ("kind: amount-off, worth: {MYR: 6.00}, promotion: five", "in MYR"),
            ("kind: amount-off, worth: {MYR: 5.00, IDR: 15000}, promotion: five", "in IDR"),
            ("kind: amount-off, worth: {MYR: 5.00}, promotion: five-both", "in IDR"),
            ("kind: amount-off, worth: {MYR: 5.00}, promotion: tenth", "takes no amount off"),
            ("kind: percent-off, percent: 10, promotion: tenth", nil),
            ("kind: percent-off, percent: 20, promotion: tenth", "another part"),
            ("kind: percent-off, percent: 10, promotion: five", "takes no part off"),
            ("kind: free-product, promotion: whole", nil), ("kind: free-product, promotion: pair", nil),
            ("kind: free-product, promotion: five-lines", nil),
            ("kind: free-product, promotion: five", "makes no product free"),
            ("kind: free-product, promotion: delivery", "makes no product free"),
            ("kind: shipping, promotion: delivery", nil),
            ("kind: shipping, promotion: tenth", "makes no delivery free"),
        ] as [(String, String?)]
    )
    func promotion(written: String, reason: String?) throws {
        let text = document("  a: {name: A, price: free, \(written)}") + Self.promotions
        let problems = parseProgramme(text).problems
        guard let reason else { return #expect(problems == [], "\(problems)") }
        #expect(problems.map(\.path) == ["rewards.a.promotion"], "\(problems)")
        #expect(problems.first?.reason.contains(reason) == true, "\(problems)")
    }

    @Test("W-15: what was published before goes on, and a reward without a promotion is handed over")
    func publishedBefore() throws {
        let text =
            document("  a: {name: A, price: free, kind: percent-off, percent: 10, promotion: five}") + Self.promotions
        #expect(parseProgramme(text, wasPublished: true).problems == [])
        let plain = document("  a: {name: A, price: free, kind: percent-off, percent: 10}")
        #expect(try Programme(document: plain).reward("a")?.promotion == nil)
    }

    @Test("V-10: so many codes as the programme says, 1 to 20")
    func cartCodes() throws {
        let plain = document("  a: {name: A, price: free, kind: shipping}")
        #expect(try Programme(document: plain).cartCodes == 5)
        let other = try Programme(document: plain + "\ncartCodes: 8")
        #expect(other.cartCodes == 8)
        #expect(
            SetiaCore.changes(from: try Programme(document: plain), to: other) == [
                ProgrammeChange(subject: .programme, aspect: .cartCodes, kind: .changed)
            ]
        )
        for wrong in ["0", "21", "many"] {
            let problems = parseProgramme(plain + "\ncartCodes: \(wrong)").problems
            #expect(problems.map(\.path) == ["cartCodes"] && problems[0].reason.contains("1 to 20"))
        }
    }

    @Test("a reward that is another is told side by side")
    func changes() throws {
        let one = try programme("  a: {kind: shipping, name: A, price: {points: 5}}")
        let other = try programme(
            "  a: {kind: shipping, name: A, price: {points: 6}, limit: 1 per day}\n  b: {kind: shipping, name: B, price: free}"
        )
        let found = SetiaCore.changes(from: one, to: other)
        #expect(
            found == [
                ProgrammeChange(subject: .reward("a"), aspect: .reward(.price), kind: .changed),
                ProgrammeChange(subject: .reward("a"), aspect: .reward(.limit), kind: .changed),
                ProgrammeChange(subject: .reward("b"), aspect: .whole, kind: .added),
            ]
        )
    }
}
