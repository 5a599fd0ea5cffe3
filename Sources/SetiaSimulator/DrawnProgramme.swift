internal import SetiaTesting

/// A programme document drawn by chance over what the language can say.
enum DrawnProgramme {
    /// What a document is drawn for.
    enum Purpose {
        /// Anything that may be published.
        case anything
        /// Only what promises that the order of arrival changes nothing: nothing hangs on what is held, nothing is let
        /// go, and nothing lapses soon.
        case anyArrival
    }

    /// A document.
    static func document(_ purpose: Purpose, using random: inout SplitMix64) -> String {
        """
        programme: simulated
        engine: 1
        languages: [en]
        timeZone: \(random.one(of: ["Asia/Kuala_Lumpur", "Asia/Jakarta", "UTC"]))
        currencies: {MYR: {decimals: 2}, IDR: {decimals: 0}}
        rounding: \(random.one(of: ["floor", "half_up", "half_even", "ceil"]))
        multipliers: \(random.one(of: ["additive", "multiplicative"]))
        \(lateWindow(purpose, &random))
        wallets:
          points:
        \(wallet(purpose, isFirst: true, &random))
          stars:
        \(wallet(purpose, isFirst: false, &random))
        \(returns(purpose, &random))
        \(tiers(purpose, &random))
        birthdays: {leapDay: \(random.one(of: ["28 February", "1 March"]))}
        \(together(purpose, &random))
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        \(rules(purpose, &random))
        """
    }

    private static func lateWindow(_ purpose: Purpose, _ random: inout SplitMix64) -> String {
        switch purpose {
        case .anyArrival: "lateWindow: 60 days"
        case .anything: "lateWindow: \(random.one(of: [0, 5, 30, 400])) days"
        }
    }

    private static func wallet(_ purpose: Purpose, isFirst: Bool, _ random: inout SplitMix64) -> String {
        var lines = ["name: \(isFirst ? "points" : "stars")"]
        lines.append("activation: \(random.one(of: ["immediate", "0 days", "1 days", "14 days"]))")
        let long = ["none", "{rolling: 12 months}", "{rolling: 2 years, roundedUpTo: quarter}"]
        let short = ["{rolling: 10 days}", "{rolling: 1 months, roundedUpTo: month}"]
        lines.append("expiry: \(random.one(of: purpose == .anyArrival ? long : long + short))")
        let rates = [
            "MYR: 1 per 1.00, IDR: 1 per 3000", "MYR: 3 per 2.50, IDR: none", "MYR: 7 per 0.99, IDR: 2 per 999",
        ]
        if isFirst { lines.append("rates: {\(random.one(of: rates))}") }
        let shortfalls = ["allow_negative", "within_balance", "only_pending"]
        lines.append("shortfall: \(purpose == .anyArrival ? shortfalls[0] : random.one(of: shortfalls))")
        if random.chance(1, in: 4) {
            lines.append("cap: \(random.one(of: ["200 points per day", "900 points per month"]))")
        }
        if purpose == .anything, random.chance(1, in: 6) {
            lines.append("maximumBalance: \(random.one(of: [300, 2_000]))")
        }
        if random.chance(1, in: 2) { lines.append("notices: \(random.one(of: ["[30 days, 7 days]", "[3 days]"]))") }
        if purpose == .anything, random.chance(1, in: 3) {
            lines.append("debt: {writeOff: \(random.one(of: ["20 days", "2 months"]))}")
        }
        return lines.map { "    \($0)" }.joined(separator: "\n")
    }

    private static func returns(_ purpose: Purpose, _ random: inout SplitMix64) -> String {
        let mode = random.one(of: ["recompute", "prorata"])
        let spent = random.one(of: ["prorata", "full_only", "none"])
        return """
            returns: {mode: \(mode), keepThresholds: \(random.chance(1, in: 3)), spentPoints: \(spent), \
            grace: \(random.one(of: [0, 30])) days}
            """
    }

    /// Campaigns, groups and achievements; of what orders count towards nothing, since their returns leave some of it.
    private static func together(_ purpose: Purpose, _ random: inout SplitMix64) -> String {
        guard purpose == .anything else { return "" }
        let kind = random.one(of: ["stack", "best_of", "exclusive"])
        let visits = random.one(of: [
            "goal: 3, repeats: true", "streak: week, goal: 2, repeats: true", "goal: 2, within: month",
        ])
        return """
            campaigns:
              raya: {name: Raya, cap: \(random.one(of: ["40 points per day", "300 points per month"]))}
            groups:
              bonus: {kind: \(kind), priority: 5}
            achievements:
              visitor: {name: Visitor, on: visit.completed, \(visits), earn: {wallet: stars, fixed: 3}}
            """
    }

    private static func tiers(_ purpose: Purpose, _ random: inout SplitMix64) -> String {
        let gold = random.one(of: [200, 1_000])
        if purpose == .anything, random.chance(1, in: 2) {
            let metric = random.one(of: [
                "orders", "months since joining", "{earned: points}", "{events: visit.completed}", "{balance: points}",
            ])
            let window = random.one(of: [
                "calendar year", "calendar quarter", "{rolling: 3 months}", "anniversary", "lifetime",
            ])
            let downgrade = random.one(of: ["one level", "reassess", "none", "immediate"])
            let (first, second) = random.one(of: [(2, 5), (30, 400)])
            return """
                tiers:
                  status:
                    metric: \(metric)
                    window: \(window)
                    levels: {silver: 0, gold: \(first), platinum: \(second)}
                    downgrade: \(downgrade)
                """
        }
        return """
            tiers:
              status:
                metric: net spend
                window: calendar year
                levels: {silver: 0 MYR, gold: \(gold) MYR, platinum: \(gold * 4) MYR}
            """
    }

    /// Some of the rules that there may be, in the order of this list.
    private static func rules(_ purpose: Purpose, _ random: inout SplitMix64) -> String {
        var rules = [
            "{id: welcome, on: member.enrolled, earn: {wallet: points, fixed: 50}}",
            "{id: gold, on: order.paid, when: 'member.tiers.status.atLeast(\"gold\")', multiply: 1.5}",
            "{id: platinum, on: order.paid, when: 'member.tiers.status.atLeast(\"platinum\")', multiply: 1.3333}",
            "{id: daily, on: order.paid, earn: {wallet: points, fixed: 20}, cap: 1 per day}",
            "{id: stamp, on: order.paid, earn: {wallet: stars, fixed: 1}, cap: 3 per week}",
            "{id: coffee, on: order.paid, when: 'event.lines.exists(line, \"coffee\" in line.categories)', "
                + "earn: {wallet: points, fixed: 5}, cap: 12 points per month, onCap: reject}",
            "{id: big, on: order.paid, when: 'event.total >= money(\"100.00 MYR\")', earn: {wallet: points, fixed: 100}}",
            "{id: tenth, on: order.paid, when: 'member.orders % 3 == 2', earn: {wallet: stars, fixed: 4}}",
            "{id: first, on: order.paid, when: 'member.orders == 0', earn: {wallet: points, fixed: 33}}",
            "{id: app, on: order.paid, when: 'event.channel == \"app\"', multiply: {by: 2, wallet: points}}",
            "{id: visit, on: visit.completed, earn: {wallet: stars, fixed: 2}, cap: 5 points per week}",
            "{id: morning, on: order.paid, when: 'event.occurredAt.getHours(event.zone) < 10', "
                + "earn: {wallet: points, fixed: 7}}",
            "{id: treat, on: birthday, earn: {wallet: points, fixed: 25}}",
            "{id: years, on: anniversary, earn: {wallet: stars, fixed: 2, per: years}}",
            "{id: member, on: order.paid, when: 'member.status == \"active\"', earn: {wallet: stars, fixed: 1}}",
        ]
        if purpose == .anything {
            rules += [
                "{id: raya, on: order.paid, campaign: raya, earn: {wallet: points, fixed: 15}}",
                "{id: bonus-b, on: order.paid, group: bonus, priority: 3, when: 'event.total >= money(\"50.00 MYR\")', "
                    + "earn: {wallet: points, fixed: 22}}",
                "{id: raya-visit, on: visit.completed, campaign: raya, earn: {wallet: points, fixed: 4}}",
            ]
            rules.append(
                "{id: rich, on: order.paid, when: 'member.points[\"points\"] >= 500', earn: {wallet: stars, fixed: 9}}"
            )
        }
        var drawn = rules.filter { _ in random.chance(1, in: 2) }
        // A group has at least one rule.
        if purpose == .anything {
            drawn.append("{id: bonus-a, on: order.paid, group: bonus, earn: {wallet: points, fixed: 11}}")
        }
        return drawn.map { "  - \($0)" }.joined(separator: "\n")
    }
}

extension SplitMix64 {
    /// One of these.
    mutating func one<T>(of some: [T]) -> T {
        some[Int(next() % UInt64(some.count))]
    }

    /// Whether something happens that happens so often in so many.
    mutating func chance(_ times: UInt64, in all: UInt64) -> Bool {
        next() % all < times
    }

    /// A number from 0 up to below `end`.
    mutating func below(_ end: Int) -> Int {
        Int(next() % UInt64(end))
    }
}
