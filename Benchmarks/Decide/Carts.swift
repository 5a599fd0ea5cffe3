import SetiaCore

// How many carts a second are evaluated on one core: twenty promotions of all kinds, thirty lines, two codes, points, and
// a member for whom the order is decided under ten rules.
//
//   swift run -c release DecideBenchmark carts [CARTS]

enum CartBenchmark {
    static func run(_ count: Int, _ brand: ProgrammeVersion) throws {
        let version = try promotions(brand)
        let ringgit = try Currency("MYR")
        let carts = (0..<100).compactMap { place in
            Cart(
                id: Key("cart-\(place)"),
                currency: ringgit,
                lines: (0..<30).map { line(place, $0) },
                shipping: 800,
                points: PointsAsked(wallet: "points", .most),
                channel: place % 2 == 0 ? "till" : "app"
            )
        }
        let codes = ["code-a", "code-b"].map { key in
            PresentedCode(code: Key(key), voucher: Voucher(promotion: Key(key)))
        }
        var state = MemberState(member: MemberID(Identifier(high: 1, low: 1)))
        let joined = Event(
            source: "till",
            id: "joined",
            occurredAt: Instant(milliseconds: 1_767_225_600_000),
            matter: .memberEnrolled(MemberFacts(country: "MY"))
        )
        state = try decide(version, state, joined).state
        let at = Instant(milliseconds: 1_767_312_000_000)
        var rates: [Double] = []
        for round in 1...7 {
            let began = ContinuousClock.now
            var (given, due) = (0, Int64(0))
            for place in 0..<count {
                let evaluation = try evaluate(version, carts[place % carts.count], for: state, at: at, codes: codes)
                given += evaluation.given.count
                due += evaluation.totals.due
            }
            let took = began.duration(to: .now)
            let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
            rates.append(Double(count) / seconds)
            print(
                "carts, round \(round): \(Int(Double(count) / seconds)) carts/s (\(given) promotions given, \(due) due)"
            )
        }
        let sorted = rates.sorted()
        print("carts: minimum \(Int(sorted[0])), median \(Int(sorted[3])), maximum \(Int(sorted[6])) carts/s")
    }

    private static func line(_ cart: Int, _ line: Int) -> Cart.Line {
        let categories: [[Key]] = [["coffee"], ["food", "cake"], ["beans"]]
        let price = 300 + (cart * 37 + line * 911) % 4_000
        return Cart.Line(
            sku: Key("sku-\(line)"),
            quantity: Int64(1 + (cart + line) % 4),
            price: Int64(price),
            categories: categories[line % 3]
        )
    }

    private static func promotions(_ brand: ProgrammeVersion) throws -> ProgrammeVersion {
        let programme = brand.programme
        let ringgit = try Currency("MYR")
        let vocabulary = ConditionVocabulary(currencies: programme.currencies, tierSets: programme.tierSets)
        func money(_ units: Int64) throws -> Money { try Money(minorUnits: units, currency: ringgit) }
        func filter(_ category: String) throws -> LineFilter {
            try LineFilter.parse("\"\(category)\" in line.categories", vocabulary)
        }
        var promotions: [Promotion] = []
        for place in 0..<4 {
            let category = ["coffee", "food", "cake", "beans"][place]
            promotions += [
                Promotion(
                    key: Key("lines-\(place)"),
                    gift: .percentOff(Rational(Int64(5 + place), 100), upTo: [], of: .lines),
                    lines: try filter(category)
                ),
                Promotion(
                    key: Key("order-\(place)"),
                    gift: .percentOff(Rational(Int64(3 + place), 100), upTo: [try money(2_000)], of: .order),
                    minimum: Promotion.Minimum([try money(Int64(place + 1) * 20_000)])
                ),
                Promotion(
                    key: Key("free-\(place)"),
                    gift: .freeUnits(buy: 5, get: 1, free: nil, times: 1),
                    condition: try Condition.parse("event.channel == \"app\"", vocabulary),
                    lines: try filter(category)
                ),
            ]
        }
        promotions += [
            Promotion(key: "cheapest", gift: .percentOff(Rational(1, 2), upTo: [], of: .cheapest(1))),
            Promotion(
                key: "gold",
                gift: .percentOff(Rational(1, 10), upTo: [], of: .lines),
                condition: try Condition.parse("member.tiers.status.atLeast(\"gold\")", vocabulary)
            ),
            Promotion(
                key: "many",
                gift: .amountOff([try money(500)], of: .lines),
                condition: try Condition.parse("event.quantity >= 20", vocabulary)
            ),
            Promotion(
                key: "delivery",
                gift: .freeShipping(upTo: []),
                minimum: Promotion.Minimum([try money(8_000)])
            ),
            Promotion(key: "code-a", gift: .amountOff([try money(1_000)], of: .lines), needsCode: true),
            Promotion(key: "code-b", gift: .percentOff(Rational(1, 20), upTo: [], of: .order), needsCode: true),
            Promotion(key: "card", gift: .giftCard, needsCode: true),
            Promotion(key: "other-country", gift: .freeShipping(upTo: []), countries: ["TH"]),
        ]
        return ProgrammeVersion(
            number: 1,
            validFrom: brand.validFrom,
            programme: Programme(
                name: programme.name,
                engine: programme.engine,
                languages: programme.languages,
                timeZone: programme.timeZone,
                currencies: programme.currencies,
                wallets: programme.wallets,
                tierSets: programme.tierSets,
                rules: programme.rules,
                promotions: promotions,
                payments: [PointsPayment(wallet: "points", step: Points(100), worth: [try money(100)])]
            ),
            zone: brand.zone
        )
    }
}
