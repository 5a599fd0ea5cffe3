import SetiaCore
import SetiaService
import Testing

/// An event whose explanation is looked at in every language.
struct ExplanationExample: Sendable, CustomTestStringConvertible {
    let title: String
    let stored: StoredEvent

    var testDescription: String { title }
}

extension ExplanationExample {
    /// Each kind of reason by itself, with the edges of its words.
    static func reasons() throws -> [ExplanationExample] {
        let cafe = try CoffeeHouse()
        let order = try cafe.event(try cafe.order(), on: "2026-03-03")
        let online = try cafe.event(try cafe.order("A-1002", 123_456), on: "2026-12-31", at: nil)
        let join = try cafe.event(.memberEnrolled(MemberFacts()), on: "2026-01-05")
        let orderReturn = try cafe.event(.orderReturned(OrderReturn(order: "A-1001", id: "R-1")), on: "2026-03-10")
        let clock = try cafe.event(.timePassed, on: "2027-04-01")
        func redeem(_ order: Key?) throws -> Event {
            let redemption = Redemption(id: "S-1", wallet: "points", points: Points(300), order: order)
            return try cafe.event(.pointsRedeemed(redemption), on: "2026-04-05")
        }
        func adjust(_ points: Int64) throws -> Event {
            try cafe.event(.pointsAdjusted(Adjustment(wallet: "points", points: Points(points))), on: "2026-04-05")
        }
        func byRate(_ basis: Int64, _ points: Int64) throws -> Reason {
            .earnedByRate(
                rule: "base",
                wallet: "points",
                basis: try cafe.money(basis),
                each: Points(1),
                per: try cafe.money(100),
                points: Points(points)
            )
        }
        func notMet(_ rule: Key, _ test: Int) -> Reason {
            let condition = cafe.programme.rules.first { $0.id == rule }?.condition.text ?? ""
            return .conditionNotMet(rule: rule, condition: condition, test: test)
        }
        let parts = Reason.TakenBack(
            pending: Points(39),
            active: Points(8),
            lapsed: Points(5),
            others: Points(88),
            owed: Points(20),
            forgiven: Points(10)
        )
        let part = Reason.TakenBack(
            pending: Points(0),
            active: Points(1),
            lapsed: Points(0),
            others: Points(0),
            owed: Points(0),
            forgiven: Points(0)
        )
        let endOf2027 = try cafe.start("2028-01-01")
        let table: [(String, Event, Reason)] =
            [
                ("a rate", order, try byRate(5_900, 59)),
                ("a rate, online, four figures", online, try byRate(123_456, 1_234)),
                ("a rate, one point", order, try byRate(199, 1)),
                ("a rate, less than a step", order, try byRate(50, 0)),
                (
                    "a rate in rupiah",
                    try cafe.event(try cafe.order("J-1", 59_000, "IDR"), on: "2026-08-17", at: "klcc"),
                    .earnedByRate(
                        rule: "base",
                        wallet: "points",
                        basis: try cafe.money(59_000, "IDR"),
                        each: Points(1),
                        per: try cafe.money(3_000, "IDR"),
                        points: Points(19)
                    )
                ),
                (
                    "a rate in baht",
                    try cafe.event(try cafe.order("B-1", 123_450, "THB"), on: "2026-05-01", at: "klcc"),
                    .earnedByRate(
                        rule: "base",
                        wallet: "points",
                        basis: try cafe.money(123_450, "THB"),
                        each: Points(1),
                        per: try cafe.money(850, "THB"),
                        points: Points(145)
                    )
                ),
                (
                    "fixed, in the rule's words", order,
                    .earnedFixed(rule: "morning-coffee", wallet: "points", points: Points(20))
                ),
                ("fixed, in our words", order, .earnedFixed(rule: "app-star", wallet: "stars", points: Points(1))),
                (
                    "for each piece", order,
                    .earnedPer(
                        rule: "app-star",
                        wallet: "stars",
                        each: Points(2),
                        count: 3,
                        unit: .piece,
                        points: Points(6)
                    )
                ),
                (
                    "for each night", order,
                    .earnedPer(
                        rule: "app-star",
                        wallet: "points",
                        each: Points(100),
                        count: 1,
                        unit: .number("nights"),
                        points: Points(100)
                    )
                ),
                (
                    "an achievement, on the way", order,
                    .progressed(achievement: "card", added: 2, count: 7, goal: 10, reached: 0)
                ),
                (
                    "an achievement, reached", order,
                    .progressed(achievement: "card", added: 4, count: 11, goal: 10, reached: 1)
                ),
                (
                    "an achievement, reached more than once", order,
                    .progressed(achievement: "card", added: 25, count: 25, goal: 10, reached: 2)
                ),
                ("an achievement's points", order, .earnedFixed(rule: "card", wallet: "points", points: Points(50))),
                ("not now", order, .notScheduled(rule: "app-star")),
                ("not with another, which has words", order, .notCombined(rule: "big-order", with: "morning-coffee")),
                ("not with another, which has none", order, .notCombined(rule: "app-star", with: "platinum-star")),
                (
                    "a campaign has given all it gives", order,
                    .cappedByCampaign(
                        rule: "app-star",
                        campaign: "raya",
                        wallet: "points",
                        withheld: Points(20),
                        cap: Cap(.points(Points(500)), per: .month)
                    )
                ),
                (
                    "a campaign's budget is given out", order,
                    .cappedByBudget(
                        rule: "app-star",
                        campaign: "raya",
                        wallet: "points",
                        withheld: Points(20),
                        budget: Budget(Points(100_000))
                    )
                ),
                ("fixed, for a level", order, .earnedFixed(rule: "platinum-star", wallet: "stars", points: Points(5))),
                ("fixed, as a welcome", join, .earnedFixed(rule: "welcome", wallet: "points", points: Points(50))),
                (
                    "multiplied for a level", order,
                    .multiplied(rule: "gold-half-more", wallet: "points", factor: Rational(3, 2), points: Points(29))
                ),
                (
                    "multiplied for a large order", order,
                    .multiplied(rule: "big-order", wallet: "points", factor: Rational(2), points: Points(120))
                ),
                ("not met: level", order, notMet("gold-half-more", 0)),
                ("not met: highest level", order, notMet("platinum-star", 0)),
                ("not met: a line", order, notMet("morning-coffee", 0)),
                ("not met: shop", order, notMet("morning-coffee", 1)),
                ("not met: channel", order, notMet("app-star", 0)),
                ("not met: total", order, notMet("big-order", 0)),
                ("not met: country", order, notMet("neighbours", 0)),
                ("not met: age", order, notMet("neighbours", 1)),
                ("not met: language", order, notMet("neighbours", 2)),
                ("not met: small order", order, notMet("small-online", 0)),
                ("not met: shop or online", order, notMet("small-online", 1)),
                ("not met: a rule that is no more", order, .conditionNotMet(rule: "gone", condition: "true", test: 0)),
                ("no rate", order, .noRateForCurrency(rule: "base", wallet: "points", currency: try Currency("SGD"))),
                ("a guest", order, .guestEarnsNothing),
                (
                    "pending", order,
                    .pendingUntil(wallet: "points", points: Points(88), until: try cafe.start("2026-03-17"))
                ),
                (
                    "pending, one", order,
                    .pendingUntil(wallet: "points", points: Points(1), until: try cafe.start("2026-03-17"))
                ),
                ("expiry", order, .expiresAt(wallet: "points", points: Points(88), at: try cafe.start("2027-04-01"))),
                ("lapsed", clock, .lapsed(wallet: "points", points: Points(1_088), at: try cafe.start("2027-04-01"))),
                ("lapsed, one", clock, .lapsed(wallet: "points", points: Points(1), at: try cafe.start("2027-04-01"))),
                (
                    "waits for a stay", order,
                    .waitsFor(
                        wallet: "points",
                        points: Points(88),
                        event: .stayCompleted,
                        until: try cafe.start("2026-05-03")
                    )
                ),
                ("what was waited for has come", order, .activated(wallet: "points", points: Points(88))),
                (
                    "what was waited for has not come", clock,
                    .cancelled(wallet: "points", points: Points(88), at: try cafe.start("2026-05-03"))
                ),
                (
                    "kept alive", order,
                    .keptAlive(wallet: "points", points: Points(1_200), until: try cafe.start("2027-03-04"))
                ),
                (
                    "held", order,
                    .held(
                        wallet: "points",
                        points: Points(300),
                        until: try cafe.start("2026-03-03").adding(milliseconds: 36_000_000)
                    )
                ),
                ("handed on", order, .transferred(wallet: "points", points: Points(100), fee: Points(10))),
                ("came from another member", order, .received(wallet: "points", points: Points(100))),
                ("what was handed on has come", order, .transferTaken(wallet: "points", points: Points(100))),
                ("what was handed on came back", order, .transferReturned(wallet: "points", points: Points(100))),
                ("released", order, .released(wallet: "points", points: Points(300))),
                (
                    "a hold whose time was over", clock,
                    .holdExpired(wallet: "points", points: Points(300), at: try cafe.start("2026-03-03"))
                ),
                (
                    "a cap of times", order,
                    .capped(rule: "base", wallet: "points", withheld: Points(20), cap: Cap(.times(1), per: .day))
                ),
                (
                    "a cap of points", order,
                    .capped(
                        rule: nil,
                        wallet: "points",
                        withheld: Points(20),
                        cap: Cap(.points(Points(500)), per: .month)
                    )
                ),
                ("a full wallet", order, .balanceFull(wallet: "points", withheld: Points(20), most: Points(50_000))),
                ("debt paid", order, .debtPaid(wallet: "points", points: Points(20))),
                (
                    "points expiring", clock,
                    .pointsExpiring(wallet: "points", points: Points(240), at: endOf2027, days: 30)
                ),
                (
                    "debt written off", clock,
                    .debtWrittenOff(wallet: "points", points: Points(20), since: try cafe.start("2026-03-03"))
                ),
                ("spent", try redeem(nil), .spent(wallet: "points", points: Points(300))),
                ("spent on an order", try redeem("A-1001"), .spent(wallet: "points", points: Points(300))),
                ("given back", orderReturn, .givenBack(wallet: "points", points: Points(42), renewed: .zero)),
                (
                    "given back, some renewed", orderReturn,
                    .givenBack(wallet: "points", points: Points(42), renewed: Points(20))
                ),
                (
                    "given back, all renewed", orderReturn,
                    .givenBack(wallet: "points", points: Points(42), renewed: Points(42))
                ),
                ("clawed back, all parts", orderReturn, .clawedBack(wallet: "points", parts)),
                ("clawed back, one", orderReturn, .clawedBack(wallet: "points", part)),
                ("opened", order, .opened(wallet: "points", points: Points(1_200))),
                ("added", try adjust(50), .adjusted(wallet: "points", points: Points(50))),
                ("deducted", try adjust(-50), .adjusted(wallet: "points", points: Points(-50))),
                (
                    "counted", order,
                    .countedForTier(tierSet: "status", amount: try cafe.money(5_900), total: try cafe.money(125_900))
                ),
                ("not counted", order, .notCountedForTier(tierSet: "status", currency: try Currency("THB"))),
                (
                    "level reached", order,
                    .levelReached(tierSet: "status", from: "silver", to: "gold", until: endOf2027)
                ),
                (
                    "level reached, without an end", join,
                    .levelReached(tierSet: "status", from: nil, to: "silver", until: nil)
                ),
                ("level kept", clock, .levelKept(tierSet: "status", level: "gold", until: endOf2027)),
                ("level lost", clock, .levelLost(tierSet: "status", from: "platinum", to: "gold", until: endOf2027)),
                ("level lost, none left", clock, .levelLost(tierSet: "status", from: "gold", to: nil, until: nil)),
                (
                    "points counted", order,
                    .countedTowards(tierSet: "status", metric: .earned(wallet: "points"), amount: 59, total: 1_259)
                ),
                ("order counted", order, .countedTowards(tierSet: "status", metric: .orders, amount: 1, total: 7)),
                (
                    "visit counted", clock,
                    .countedTowards(tierSet: "status", metric: .events(.visitCompleted), amount: 1, total: 7)
                ),
                ("level in grace", clock, .levelInGrace(tierSet: "status", level: "gold", until: endOf2027)),
                ("level ending", clock, .levelEnding(tierSet: "status", level: "gold", until: endOf2027, days: 30)),
                ("late", order, .late),
                ("gives more", order, .corrected(event: 4, name: "A-1003", wallet: "points", points: Points(29))),
                ("gives less", order, .corrected(event: 4, name: "A-1003", wallet: "points", points: Points(-29))),
                ("joined", join, .joined),
            ]
            + RewardStep.Kind.allCases.map { kind in
                (
                    "a reward, \(kind.rawValue)", clock,
                    .reward(
                        RewardStep(
                            redemption: "R-1",
                            reward: "mug",
                            kind: kind,
                            quantity: kind == .captured ? 2 : 1,
                            wallet: "points",
                            points: Points(300),
                            money: kind == .held || kind == .captured ? try? cafe.money(1_500) : nil,
                            until: endOf2027
                        )
                    )
                )
            }
            + ReferralStep.Kind.allCases.flatMap { kind in
                [false, true].map { isOfFriend in
                    let moves = kind == .paid || kind == .reversed
                    return (
                        "a referral, \(kind.rawValue)\(isOfFriend ? ", of a friend" : "")", clock,
                        .referral(
                            ReferralStep(
                                kind,
                                isOfFriend: isOfFriend,
                                wallet: moves ? "points" : nil,
                                points: kind == .paid ? Points(500) : kind == .reversed ? Points(-500) : .zero,
                                at: kind == .joined || kind == .waiting ? endOf2027 : nil
                            )
                        )
                    )
                }
            }
        let households: [(String, Event, Reason)] = HouseholdStep.Kind.allCases.map { kind in
            let moves = kind == .shared || kind == .redeemed || kind == .back
            let step = HouseholdStep(
                kind,
                wallet: moves ? "points" : nil,
                points: kind == .back ? Points(333) : moves ? Points(-334) : .zero,
                all: kind == .redeemed ? Points(1_000) : nil
            )
            return ("a household, \(kind.rawValue)", clock, .household(step))
        }
        let audiences: [(String, Event, Reason)] =
            AudienceStep.Kind.allCases.map { kind in
                let isOfList = kind == .listed || kind == .unlisted
                let step = AudienceStep(
                    kind,
                    campaign: kind == .belongs || isOfList ? nil : "raya",
                    segment: kind == .heldOut || kind == .takesPart || kind == .keptOut ? nil : "regulars",
                    rule: isOfList || step(isFirst: kind) ? nil : "morning-coffee"
                )
                return ("a campaign or segment, \(kind.rawValue)", order, .audience(step))
            } + [
                (
                    "a campaign for others", order,
                    .audience(AudienceStep(.notInAudience, campaign: "raya", rule: "morning-coffee"))
                )
            ]
        let gifts: [(String, Event, Reason)] = try GiftStep.Kind.allCases.map { kind in
            let moves = kind == .reached || kind == .reversed || kind == .drawn
            let points = kind == .reversed ? Points(-100) : Points(100)
            let event = try cafe.event(
                .giftArrived(kind == .drawn ? .draw("raya", .reward("mug")) : .milestone("tenth", occasion: 10)),
                on: "2027-03-14"
            )
            return (
                "a gift, \(kind.rawValue)", event,
                .gift(
                    GiftStep(
                        kind,
                        kind == .drawn ? "raya" : "tenth",
                        occasion: kind == .drawn ? 0 : 10,
                        wallet: moves ? "points" : nil,
                        points: moves ? points : .zero
                    )
                )
            )
        }
        return (table + audiences + gifts + households).map {
            ExplanationExample(title: $0, stored: cafe.told($1, [$2]))
        }
            + [ExplanationExample(title: "no rule", stored: cafe.told(order, []))]
    }

    private static func step(isFirst kind: AudienceStep.Kind) -> Bool { AudienceStep(kind).isExposure }

    /// A member's year, decided as it would be: every kind of event with all that it brings.
    static func stories() throws -> [ExplanationExample] {
        let cafe = try CoffeeHouse()
        let consent = Consent(purpose: "marketing", channel: "email", isGiven: true, evidence: "form")
        let withdrawal = Consent(purpose: "marketing", channel: "email", isGiven: false)
        let gold = TierGrant(tierSet: "status", level: "gold", until: try cafe.start("2027-01-01"))
        let lots = [
            OpeningBalance.OpeningLot(points: Points(100), expiresAt: try cafe.start("2026-07-01")),
            OpeningBalance.OpeningLot(points: Points(300), expiresAt: try cafe.start("2027-01-01")),
        ]
        let redemption = Redemption(id: "S-1", wallet: "points", points: Points(150), order: "A-1003")
        let reward = Redemption(id: "S-2", wallet: "points", points: Points(380))
        let story: [(String, Event)] = [
            ("joins", try cafe.event(.memberEnrolled(MemberFacts(country: "MY", language: "th")), on: "2026-01-05")),
            (
                "brings points along",
                try cafe.event(.balanceOpened(OpeningBalance(wallet: "points", lots: lots)), on: "2026-01-06", at: nil)
            ),
            ("is made Gold", try cafe.event(.tierGranted(gold), on: "2026-01-07", at: nil)),
            ("why 59 points and 29", try cafe.event(try cafe.order(), on: "2026-03-03")),
            (
                "a coffee by the app",
                try cafe.event(try cafe.order("A-1002", 1_250, of: ["coffee"]), on: "2026-03-04", by: "app")
            ),
            ("too small an order", try cafe.event(try cafe.order("A-1004", 50), on: "2026-03-05", at: nil)),
            ("an order without a rate", try cafe.event(try cafe.order("A-1005", 5_900, "SGD"), on: "2026-03-05")),
            ("a guest's order", try cafe.event(try cafe.order("A-1006"), on: "2026-03-05", isAnonymous: true)),
            ("pays with points", try cafe.event(.pointsRedeemed(redemption), on: "2026-03-06")),
            ("the order that they paid", try cafe.event(try cafe.order("A-1003", 9_050), on: "2026-03-06")),
            ("a reward", try cafe.event(.pointsRedeemed(reward), on: "2026-04-01", at: "klcc")),
            (
                "a part of the order comes back",
                try cafe.event(
                    .orderReturned(
                        OrderReturn(
                            order: "A-1003",
                            id: "R-1",
                            lines: [OrderReturn.Line(number: 1, amount: try cafe.money(2_573))]
                        )
                    ),
                    on: "2026-04-04"
                )
            ),
            (
                "the rest of the order comes back",
                try cafe.event(.orderReturned(OrderReturn(order: "A-1003", id: "R-2")), on: "2026-04-05")
            ),
            ("an order heard of late", try cafe.event(try cafe.order("A-1007", 2_000), on: "2026-04-02", at: "klcc")),
            (
                "a stay",
                try cafe.event(.happened(Occurrence(type: .stayCompleted, facts: [])), on: "2026-04-06", at: nil)
            ),
            (
                "what was ordered has arrived",
                try cafe.event(.happened(Occurrence(type: .orderDelivered, facts: [])), on: "2026-04-06", at: nil)
            ),
            (
                "what was ordered is late",
                try cafe.event(.happened(Occurrence(type: .orderDelayed, facts: [])), on: "2026-04-06", at: nil)
            ),
            (
                "what was ordered is on its way",
                try cafe.event(.happened(Occurrence(type: .orderShipped, facts: [])), on: "2026-04-06", at: nil)
            ),
            (
                "a review",
                try cafe.event(.happened(Occurrence(type: .reviewPublished, facts: [])), on: "2026-04-06", at: nil)
            ),
            (
                "points are set aside",
                try cafe.event(
                    .pointsHeld(PointsHold(id: "H-1", wallet: "points", points: Points(20))),
                    on: "2026-04-06",
                    at: nil
                )
            ),
            (
                "they are set aside for longer",
                try cafe.event(.holdExtended(HoldExtension(hold: "H-1", minutes: 60)), on: "2026-04-06", at: nil)
            ),
            (
                "a part of them is spent",
                try cafe.event(.pointsCaptured(HoldCapture(hold: "H-1", points: Points(15))), on: "2026-04-06")
            ),
            (
                "points by hand",
                try cafe.event(
                    .pointsAdjusted(Adjustment(wallet: "points", points: Points(1))),
                    on: "2026-04-06",
                    at: nil
                )
            ),
            (
                "points off by hand",
                try cafe.event(
                    .pointsAdjusted(Adjustment(wallet: "points", points: Points(-1))),
                    on: "2026-04-06",
                    at: nil
                )
            ),
            (
                "a mug is set aside",
                try cafe.event(
                    .rewardRedeemed(RewardWish(id: "R-1", reward: "mug", minutes: 60)),
                    on: "2026-04-06",
                    at: nil
                )
            ),
            (
                "the mug is hers",
                try cafe.event(
                    .redemptionChanged(RedemptionChange(redemption: "R-1", step: .capture)),
                    on: "2026-04-06",
                    at: nil
                )
            ),
            (
                "the mug is handed over",
                try cafe.event(
                    .redemptionChanged(RedemptionChange(redemption: "R-1", step: .deliver)),
                    on: "2026-04-06",
                    at: nil
                )
            ),
            ("says yes", try cafe.event(.consentChanged(consent), on: "2026-04-07", at: nil)),
            ("says no", try cafe.event(.consentChanged(withdrawal), on: "2026-04-08", at: nil)),
            ("moves", try cafe.event(.memberChanged(MemberFacts(country: "TH")), on: "2026-04-09", at: nil)),
            ("a large order", try cafe.event(try cafe.order("A-1008", 650_000), on: "2026-04-10")),
            ("time passes", try cafe.event(.timePassed, on: "2027-06-01", at: nil)),
            ("two years pass", try cafe.event(.timePassed, on: "2029-06-01", at: nil)),
        ]
        return zip(story, try cafe.decided(story.map(\.1))).map { ExplanationExample(title: $0.0, stored: $1) }
    }

    /// Both.
    static func all() throws -> [ExplanationExample] {
        try reasons() + stories()
    }
}
