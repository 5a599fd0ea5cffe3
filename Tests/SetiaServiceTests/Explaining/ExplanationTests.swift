import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Explanations")
struct ExplanationTests {
    private let cafe: CoffeeHouse

    init() throws {
        cafe = try CoffeeHouse()
    }

    @Test("every text in every language is the one that was read and agreed")
    func matchesTheGoldenTexts() throws {
        var lines = ["## One reason each\n"]
        for example in try ExplanationExample.reasons() {
            lines.append("# \(example.title)")
            let code = example.stored.decision.reasons.first?.code ?? "no-rule"
            for language in Language.allCases {
                let steps = cafe.explained(example.stored, in: language, forStaff: true).steps
                lines += steps.filter { $0.code == code }.map { "\(language.rawValue)   \(written($0))" }
            }
            lines.append("")
        }
        lines.append("## A member's years\n")
        for example in try ExplanationExample.stories() {
            lines.append("# \(example.title)")
            for language in Language.allCases { lines += written(cafe.explained(example.stored, in: language)) }
            lines.append("")
        }
        let difference = Golden.difference(of: lines.joined(separator: "\n"), from: "explanations.txt")
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test("a Thai member is told in Thai why she got 59 points, and 29 for being Gold")
    func tellsAThaiMemberWhy() throws {
        let explanation = cafe.explained(try goldOrder(), in: .th)
        #expect(
            explanation.headline == "คุณได้รับ 88 คะแนนจากยอดซื้อ RM 59.00 ที่ Bangsar เมื่อวันที่ 3 มีนาคม 2026 ค่ะ"
        )
        #expect(explanation.steps[0].text == "RM 59.00 ที่ Bangsar · ทุก RM 1 ได้ 1 คะแนน · 59 คะแนน")
        #expect(explanation.steps[1].text == "สมาชิกระดับโกลด์ได้ 1.5 เท่า · เพิ่มอีก 29 คะแนน")
        #expect(explanation.language == .th)
    }

    @Test("59.00 ringgit at Bangsar give 59 points and Gold gives 29 more")
    func explainsTheExampleOfTheDesign() throws {
        let explanation = cafe.explained(try goldOrder(), in: .en)
        #expect(explanation.headline == "You got 88 points for RM 59.00 at Bangsar on 3 March 2026")
        #expect(explanation.steps[0].text == "RM 59.00 at Bangsar · 1 point for each RM 1 · 59 points")
        #expect(explanation.steps[0].rule == "base")
        #expect(explanation.steps[0].points == 59)
        #expect(explanation.steps[1].text == "Gold gives half more · 29 points")
        #expect(explanation.steps[1].points == 29)
        #expect(explanation.steps[2].text == "You can use these 88 points from 17 March 2026")
        #expect(explanation.steps[3].text == "Use these 88 points before 1 April 2027")
        #expect(explanation.balance.first == "After this: 0 points to use, 88 on the way")
    }

    @Test("what could not be had comes last, and first where an order gave nothing")
    func putsWhatCouldNotBeHadLast() throws {
        let some = cafe.explained(try goldOrder(), in: .en)
        let firstMissed = try #require(some.steps.firstIndex { $0.code == "condition-not-met" })
        #expect(some.steps[firstMissed...].allSatisfy { $0.code == "condition-not-met" })
        let none = cafe.explained(
            cafe.told(
                try cafe.event(try cafe.order(), on: "2026-03-03"),
                [
                    .levelReached(tierSet: "status", from: nil, to: "silver", until: nil),
                    .noRateForCurrency(rule: "base", wallet: "points", currency: try Currency("SGD")),
                ]
            ),
            in: .en
        )
        #expect(none.steps.map(\.code) == ["no-rate-for-currency", "level-reached"])
    }

    @Test("an order that no rule speaks of is told so")
    func saysThatNoRuleGives() throws {
        let explanation = cafe.explained(cafe.told(try cafe.event(try cafe.order(), on: "2026-03-03"), []), in: .en)
        #expect(explanation.headline == "You got no points for RM 59.00 at Bangsar on 3 March 2026")
        #expect(explanation.steps.map(\.code) == ["no-rule"])
    }

    @Test("a Platinum member is told that Platinum gives her what Gold and above have")
    func namesHerOwnLevel() throws {
        let platinum = TierGrant(tierSet: "status", level: "platinum", until: nil)
        let stored = try cafe.decided([
            cafe.event(.tierGranted(platinum), on: "2026-01-07"), cafe.event(try cafe.order(), on: "2026-03-03"),
        ])
        let steps = cafe.explained(stored[1], in: .en).steps
        #expect(steps.contains { $0.text == "Platinum gives half more · 29 points" })
    }

    @Test("the steps add up to what the ledger moved", arguments: 0..<40)
    func addsUp(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var events = [try cafe.event(.memberEnrolled(MemberFacts()), on: "2026-01-01")]
        var orders: [Key] = []
        for number in 0..<30 {
            let day = try cafe.zone.day(of: cafe.noon("2026-01-02")).adding(
                days: number * Int.random(in: 20...30, using: &random)
            )
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where !orders.isEmpty:
                let order = orders.remove(at: Int.random(in: 0..<orders.count, using: &random))
                events.append(try cafe.event(.orderReturned(OrderReturn(order: order, id: "R")), on: day.iso))
            case 1:
                let by = Points(Int64.random(in: -20...100, using: &random))
                events.append(try cafe.event(.pointsAdjusted(Adjustment(wallet: "points", points: by)), on: day.iso))
            case 2:
                let spent = Redemption(
                    id: Key("S-\(number)"),
                    wallet: "points",
                    points: Points(Int64.random(in: 1...50, using: &random)),
                    order: orders.last
                )
                events.append(try cafe.event(.pointsRedeemed(spent), on: day.iso))
            default:
                let order = Key("A-\(number)")
                orders.append(order)
                events.append(
                    try cafe.event(try cafe.order(order, .random(in: 0...200_000, using: &random)), on: day.iso)
                )
            }
        }
        for stored in try decidedWhereAllowed(events) {
            let steps = cafe.explained(stored, in: .en).steps
            for wallet in cafe.programme.wallets {
                let moved = stored.decision.entries.filter { $0.wallet == wallet.key }.reduce(0) {
                    $0 + $1.points.units
                }
                #expect(steps.filter { $0.wallet == wallet.key }.reduce(0) { $0 + ($1.points ?? 0) } == moved)
            }
        }
    }

    @Test("an event shortly before midnight is told by the day on the shop's wall")
    func tellsTheShopsDay() throws {
        let stored = cafe.told(
            Event(
                source: "till",
                id: "1",
                occurredAt: try cafe.start("2026-03-04").adding(milliseconds: 1_800_000),
                store: try StoreID("jakarta"),
                matter: try cafe.order()
            ),
            []
        )
        let explanation = explain(
            stored,
            by: cafe.programme,
            shops: [],
            in: .en,
            zone: cafe.zone,
            shopZone: FixedOffset(minutesEast: 7 * 60)
        )
        #expect(explanation.headline == "You got no points for RM 59.00 at jakarta on 3 March 2026")
    }

    private func goldOrder() throws -> StoredEvent {
        let gold = TierGrant(tierSet: "status", level: "gold", until: try cafe.start("2027-01-01"))
        return try cafe.decided([
            cafe.event(.tierGranted(gold), on: "2026-01-07"), cafe.event(try cafe.order(), on: "2026-03-03"),
        ])[1]
    }

    private func decidedWhereAllowed(_ events: [Event]) throws -> [StoredEvent] {
        var allowed: [Event] = []
        for event in events where (try? cafe.decided(allowed + [event])) != nil { allowed.append(event) }
        return try cafe.decided(allowed)
    }

    private func written(_ explanation: Explanation) -> [String] {
        ["\(explanation.language.rawValue)   \(explanation.headline)"] + explanation.steps.map { "     \(written($0))" }
            + explanation.balance.map { "     = \($0)" }
    }

    private func written(_ step: Explanation.Step) -> String {
        let points = step.points.map { " (\($0 > 0 ? "+" : "")\($0))" } ?? ""
        return "\(step.code)\(points): \(step.text)"
    }
}
