import SetiaCore
import SetiaWire
import Testing

@Suite("Milestones as they are written")
struct MilestoneFormTests {
    private func document(_ milestone: String, _ reward: String = "") -> String {
        """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        tiers:
          status: {metric: net spend, window: calendar year, levels: {silver: 0 MYR, gold: 100 MYR}}
        achievements: {card: {name: Card, on: order.paid, goal: 5}}
        promotions:
          five: {name: Five off, off: {MYR: 5.00}, of: cheapest, code: true}
          all: {name: For all, off: {MYR: 1.00}}
          money: {name: Card, giftCard: true}
        rewards:
          cake: {kind: free-product, name: Cake, gift: true\(reward)}
        milestones:
          own: \(milestone)
          big: {name: Big, on: purchase, atLeast: {MYR: 500.00}}
        """
    }

    @Test("M-1: milestones are read in each form")
    func whole() throws {
        let big = try Money(minorUnits: 50_000, currency: Currency("MYR"))
        let forms: [(String, Milestone.Occasion)] = [
            ("birthday", .birthday), ("anniversary", .anniversary(years: nil)),
            ("anniversary, years: 5", .anniversary(years: 5)), ("purchase, number: 10", .purchase(number: 10)),
            ("purchase, every: 10", .everyPurchases(10)), ("purchase, atLeast: {MYR: 500.00}", .purchaseOf([big])),
            ("year after, of: big", .yearsAfter("big", years: nil)),
            ("year after, of: big, years: 1", .yearsAfter("big", years: 1)),
            ("level, level: {status: gold}", .level(tierSet: "status", level: "gold")),
            ("achievement, achievement: card", .achievement("card")),
        ]
        for (written, occasion) in forms {
            let programme = try Programme(
                document: document("{name: Own, on: \(written), give: {wallet: points, fixed: 100}}"),
                knowsTimeZone: { _ in true }
            )
            #expect(
                programme.milestones.first
                    == Milestone(
                        key: "own",
                        name: Words([Words.Text(language: "en", text: "Own")]),
                        on: occasion,
                        present: .points(wallet: "points", points: Points(100))
                    )
            )
        }
        let gift = try Programme(
            document: document("{name: Own, on: birthday, give: {reward: cake}}", ", promotion: five"),
            knowsTimeZone: { _ in true }
        )
        #expect(gift.milestones.first?.present == .reward("cake"))
        #expect(gift.reward("cake")?.promotion == "five")
        #expect(gift.reward("cake")?.isPresent == true)
        #expect(gift.reward("cake")?.prices == [.free])
    }

    @Test(
        "M-1: a milestone that cannot be is refused, by its line",
        arguments: [
            ("{on: birthday}", "milestones.own", "'name' is missing"),
            ("{name: Own}", "milestones.own", "'on' is missing"),
            ("{name: Own, on: wedding}", "milestones.own.on", "birthday, anniversary"),
            ("{name: Own, on: birthday, number: 3}", "milestones.own.number", "says nothing where"),
            ("{name: Own, on: purchase}", "milestones.own", "one of number, every and atLeast"),
            ("{name: Own, on: purchase, number: 1, every: 2}", "milestones.own", "one of number, every and atLeast"),
            ("{name: Own, on: purchase, number: 0}", "milestones.own.number", "from 1 to"),
            ("{name: Own, on: purchase, every: often}", "milestones.own.every", "from 1 to"),
            ("{name: Own, on: purchase, atLeast: {EUR: 5.00}}", "milestones.own.atLeast.EUR", "'EUR' is not"),
            ("{name: Own, on: anniversary, years: 0}", "milestones.own.years", "from 1 to 100"),
            ("{name: Own, on: year after}", "milestones.own", "'of' is missing"),
            ("{name: Own, on: year after, of: own}", "milestones.own.of", "reached by a purchase"),
            ("{name: Own, on: year after, of: none}", "milestones.own.of", "reached by a purchase"),
            ("{name: Own, on: level}", "milestones.own", "'level' is missing"),
            ("{name: Own, on: level, level: {status: iron}}", "milestones.own.level.status", "no level 'iron'"),
            ("{name: Own, on: achievement}", "milestones.own", "'achievement' is missing"),
            ("{name: Own, on: achievement, achievement: tea}", "milestones.own.achievement", "tea"),
            ("{name: Own, on: birthday, give: {reward: pie}}", "milestones.own.give.reward", "pie"),
            ("{name: Own, on: birthday, give: {wallet: points}}", "milestones.own.give", "gives points, such as"),
            ("{name: Own, on: birthday, give: {wallet: stars, fixed: 5}}", "milestones.own.give.wallet", "stars"),
            ("{name: Own, on: birthday, give: {reward: cake, fixed: 5}}", "milestones.own.give.fixed", "or a reward"),
        ]
    )
    func broken(written: String, path: String, reason: String) throws {
        try refuse(document(written), 18, path, reason)
    }

    @Test(
        "W-13: a reward names a promotion that needs a code",
        arguments: [
            (", promotion: six", "rewards.cake.promotion", "six"),
            (", promotion: all", "rewards.cake.promotion", "everybody has the promotion 'all'"),
            (", promotion: money", "rewards.cake.promotion", "write 'kind: gift-card'"),
            (", promotion: five, stock: codes", "rewards.cake.promotion", "makes its codes itself"),
            (", price: {points: 5}", "rewards.cake.price", "has no price"),
        ]
    )
    func brokenReward(written: String, path: String, reason: String) throws {
        try refuse(document("{name: Own, on: birthday}", written), 16, path, reason)
    }

    @Test(
        "W-21: where codes are read goes with what gives codes",
        arguments: [(", deliver: card", "goes with what gives codes"), (", promotion: five, deliver: post", "mail")]
    )
    func brokenDelivery(written: String, reason: String) throws {
        try refuse(document("{name: Own, on: birthday}", written), 16, "rewards.cake.deliver", reason)
    }

    private func refuse(_ document: String, _ line: Int, _ path: String, _ reason: String) throws {
        let (programme, problems) = parseProgramme(document) { _ in true }
        #expect(programme == nil)
        try #require(problems.count == 1, "\(problems.map(\.description))")
        #expect(problems[0].line == line)
        #expect(problems[0].path == path)
        #expect(problems[0].reason.contains(reason), "\(problems[0].reason)")
    }
}
