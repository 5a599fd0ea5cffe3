import SetiaCore

// How many events a second `decide` alone decides on one core: a programme of ten rules, and one of thirty of which ten
// are expressions, orders of one to three lines, members who have bought before. Every decision is used, so that none
// can be left out.
//
//   swift run -c release DecideBenchmark [EVENTS] [ten|thirty]
//   swift run -c release DecideBenchmark carts [CARTS]

@main
enum DecideBenchmark {
    static func main() throws {
        if CommandLine.arguments.dropFirst().first == "carts" {
            let carts = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 50_000
            return try CartBenchmark.run(carts, try brand())
        }
        let events = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 400_000
        let orders = try orders(events)
        let only = CommandLine.arguments.dropFirst(2).first
        if only != "thirty" { try measure("ten rules", try brand(), orders) }
        if only == "ten" { return }
        try measure("thirty rules, ten of them expressions", try brand(more: true), orders)
    }

    private static func measure(_ name: String, _ version: ProgrammeVersion, _ orders: [Event]) throws {
        var rates: [Double] = []
        for round in 1...(CommandLine.arguments.count > 3 ? 1 : 7) {
            let began = ContinuousClock.now
            let (entries, reasons) = try run(orders, version)
            let took = began.duration(to: .now)
            let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
            rates.append(Double(orders.count) / seconds)
            print(
                "\(name), round \(round): \(Int(Double(orders.count) / seconds)) events/s (\(entries) entries, \(reasons) reasons)"
            )
        }
        let sorted = rates.sorted()
        print(
            "\(name): minimum \(Int(sorted[0])), median \(Int(sorted[sorted.count / 2])), maximum \(Int(sorted[sorted.count - 1])) events/s"
        )
    }

    /// Each member gets twenty orders in turn, so that states are of the size that they have in life.
    private static func run(_ orders: [Event], _ version: ProgrammeVersion) throws -> (entries: Int, reasons: Int) {
        var state = MemberState(member: MemberID(Identifier(high: 1, low: 1)))
        var entries = 0
        var reasons = 0
        for (place, event) in orders.enumerated() {
            if place % 20 == 0 { state = MemberState(member: MemberID(Identifier(high: 1, low: UInt64(place)))) }
            let (after, decision) = try decide(version, state, event)
            state = after
            // What a store keeps apart from the state.
            state.records.removeAll(keepingCapacity: true)
            entries += decision.entries.count
            reasons += decision.reasons.count
        }
        return (entries, reasons)
    }

    private static func orders(_ count: Int) throws -> [Event] {
        let ringgit = try Currency("MYR")
        let bangsar = try StoreID("bangsar")
        let beginning: Int64 = 1_767_225_600_000
        var events: [Event] = []
        for place in 0..<count {
            let lines = (0...(place % 3)).map { line in
                Order.Line(
                    sku: "latte",
                    net: Int64(500 + (place * 37 + line * 911) % 9_000),
                    categories: line == 0 ? ["coffee"] : ["food"]
                )
            }
            guard let order = Order(id: Key("order-\(place)"), currency: ringgit, lines: lines) else { continue }
            events.append(
                Event(
                    source: "till",
                    id: Key("event-\(place)"),
                    occurredAt: Instant(milliseconds: beginning + Int64(place % 20) * 86_400_000 * 3),
                    store: bangsar,
                    channel: place % 2 == 0 ? "till" : "app",
                    matter: .orderPaid(order)
                )
            )
        }
        return events
    }

    private static func brand(more: Bool = false) throws -> ProgrammeVersion {
        let ringgit = try Currency("MYR")
        let settings = [CurrencySetting(currency: ringgit, decimals: 2)]
        let ladder = TierSet(
            key: "status",
            currency: ringgit,
            levels: [("silver", 0), ("gold", 200_000), ("platinum", 600_000)].map {
                TierSet.Level(key: Key($0.0), threshold: $0.1, name: Words([]))
            }
        )
        let vocabulary = ConditionVocabulary(currencies: settings, tierSets: [ladder])
        func rule(_ id: Key, _ effect: Rule.Effect, when condition: String = "true") throws -> Rule {
            Rule(id: id, on: .orderPaid, condition: try Condition.parse(condition, vocabulary), effect: effect)
        }
        func bonus(_ points: Int64) -> Rule.Effect { .earnFixed(wallet: "points", points: Points(points)) }
        var rules = [
            try rule("base", .earnByRate(wallet: "points")),
            try rule(
                "gold-half-more",
                .multiply(factor: Rational(3, 2), wallet: nil),
                when: "member.tiers.status.atLeast(\"gold\")"
            ),
            try rule(
                "platinum-more",
                .multiply(factor: Rational(2), wallet: nil),
                when: "member.tiers.status.atLeast(\"platinum\")"
            ),
            try rule("coffee", bonus(5), when: "event.lines.exists(line, \"coffee\" in line.categories)"),
            try rule("tea", bonus(5), when: "event.lines.exists(line, \"tea\" in line.categories)"),
            try rule("app", bonus(2), when: "event.channel == \"app\""),
            try rule("bangsar", bonus(1), when: "event.store in [\"bangsar\", \"mont-kiara\"]"),
            try rule("large", bonus(50), when: "event.total >= money(\"150.00 MYR\")"),
            try rule("malaysia", bonus(1), when: "member.country == \"MY\""),
            try rule("thai", bonus(1), when: "member.language == \"th\" && event.channel == \"app\""),
        ]
        if more {
            for place in 0..<5 {
                rules.append(try rule(Key("store-\(place)"), bonus(1), when: "event.store == \"shop-\(place)\""))
                rules.append(
                    try rule(
                        Key("shelf-\(place)"),
                        bonus(1),
                        when: "event.lines.exists(line, \"shelf-\(place)\" in line.categories)"
                    )
                )
            }
            rules += try expressions.enumerated().map { try rule(Key("expression-\($0)"), bonus(1), when: $1) }
        }
        return ProgrammeVersion(
            number: 1,
            validFrom: Instant(milliseconds: 0),
            programme: Programme(
                name: "bench",
                engine: 1,
                languages: ["en"],
                timeZone: "Asia/Kuala_Lumpur",
                currencies: settings,
                wallets: [
                    Wallet(
                        key: "points",
                        name: Words([]),
                        activation: .after(days: 14),
                        expiry: .rolling(Period(12, .month), roundedUpTo: .month),
                        rates: [Rate(currency: ringgit, points: Points(1), per: 100)]
                    )
                ],
                tierSets: [ladder],
                rules: rules
            ),
            zone: FixedOffset(minutesEast: 480)
        )
    }

    /// Ten conditions of the forms that brands write, each evaluated as an expression.
    private static let expressions = [
        "event.lines.size() >= 2 && event.total >= money(\"40.00 MYR\")",
        "event.lines.all(line, line.quantity > 0)",
        "event.lines.exists(line, line.sku.startsWith(\"lat\"))",
        "event.occurredAt.getHours(event.zone) < 10",
        "event.occurredAt.getDayOfWeek(event.zone) in [0, 6]",
        "has(event.store) && event.store.matches(\"^bang\")",
        "event.channel != \"till\" || event.total < money(\"20.00 MYR\")",
        "member.orders >= 5",
        "member.daysAsMember > 365",
        "event.lines.filter(line, line.net > money(\"50.00 MYR\")).size() >= 1",
    ]
}
