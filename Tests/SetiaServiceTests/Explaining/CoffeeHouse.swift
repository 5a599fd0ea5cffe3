import SetiaCore
import SetiaService

/// The programme of the examples: a coffee house in Kuala Lumpur whose members read four languages.
struct CoffeeHouse {
    let programme: Programme
    let zone: any LocalTime = FixedOffset(minutesEast: 8 * 60)
    let shops: [Shop]
    let member = MemberID(Identifier(millisecondsSince1970: 1_767_225_600_000, random: (1, 2)))

    init() throws {
        let currencies = [
            CurrencySetting(currency: try Currency("MYR"), decimals: 2),
            CurrencySetting(currency: try Currency("IDR"), decimals: 0),
            CurrencySetting(currency: try Currency("THB"), decimals: 2),
            CurrencySetting(currency: try Currency("SGD"), decimals: 2),
        ]
        let status = TierSet(
            key: "status",
            currency: try Currency("MYR"),
            levels: [
                TierSet.Level(key: "silver", threshold: 0, name: words("Silver", "Silver", "Silver", "ซิลเวอร์")),
                TierSet.Level(key: "gold", threshold: 200_000, name: words("Gold", "Gold", "Gold", "โกลด์")),
                TierSet.Level(
                    key: "platinum",
                    threshold: 600_000,
                    name: words("Platinum", "Platinum", "Platinum", "แพลทินัม")
                ),
            ]
        )
        let vocabulary = ConditionVocabulary(currencies: currencies, tierSets: [status])
        func rule(
            _ id: Key,
            on: EventType = .orderPaid,
            when condition: String = "true",
            _ effect: Rule.Effect,
            why: Words? = nil
        ) throws -> Rule {
            Rule(id: id, on: on, condition: try Condition.parse(condition, vocabulary), effect: effect, why: why)
        }
        programme = Programme(
            name: "kopi-setia",
            engine: 1,
            languages: ["en", "ms", "id", "th"],
            timeZone: "Asia/Kuala_Lumpur",
            currencies: currencies,
            wallets: [
                Wallet(
                    key: "points",
                    name: words("points", "mata", "poin", "คะแนน"),
                    activation: .after(days: 14),
                    expiry: .rolling(Period(12, .month), roundedUpTo: .month),
                    rates: [
                        Rate(currency: try Currency("MYR"), points: Points(1), per: 100),
                        Rate(currency: try Currency("IDR"), points: Points(1), per: 3_000),
                        Rate(currency: try Currency("THB"), points: Points(1), per: 800),
                    ]
                ),
                Wallet(
                    key: "stars",
                    name: words("stars", "bintang ganjaran", "bintang", "ดาว"),
                    activation: .immediate,
                    expiry: .none,
                    rates: []
                ),
            ],
            tierSets: [status],
            rules: [
                try rule("base", .earnByRate(wallet: "points")),
                try rule(
                    "gold-half-more",
                    when: "member.tiers.status.atLeast(\"gold\")",
                    .multiply(factor: Rational(3, 2), wallet: nil)
                ),
                try rule(
                    "morning-coffee",
                    when: "event.lines.exists(line, \"coffee\" in line.categories) && event.store == \"bangsar\"",
                    .earnFixed(wallet: "points", points: Points(20)),
                    why: words("Morning coffee bonus", "Bonus kopi pagi", "Bonus ngopi pagi", "โบนัสกาแฟยามเช้า")
                ),
                try rule(
                    "app-star",
                    when: "event.channel == \"app\"",
                    .earnFixed(wallet: "stars", points: Points(1))
                ),
                try rule(
                    "big-order",
                    when: "event.total >= money(\"100.00 MYR\")",
                    .multiply(factor: Rational(2), wallet: "points")
                ),
                try rule(
                    "platinum-star",
                    when: "member.tiers.status.atLeast(\"platinum\")",
                    .earnFixed(wallet: "stars", points: Points(5))
                ),
                try rule(
                    "neighbours",
                    when: """
                        member.country in ["MY", "SG"] && member.ageBand == "18-24" && member.language == "th"
                        """,
                    .earnFixed(wallet: "stars", points: Points(2))
                ),
                try rule(
                    "small-online",
                    when: "event.total < money(\"10.00 MYR\") && event.store in [\"klcc\", \"online\"]",
                    .earnFixed(wallet: "stars", points: Points(3))
                ),
                try rule("welcome", on: .memberEnrolled, .earnFixed(wallet: "points", points: Points(50))),
            ],
            campaigns: [Campaign(key: "raya", name: words("Raya", "Raya", "Lebaran", "ฮารีรายอ"))],
            achievements: [
                Achievement(
                    key: "card",
                    name: words("Coffee card", "Kad kopi", "Kartu kopi", "บัตรสะสมกาแฟ"),
                    on: .visitCompleted,
                    counts: .times,
                    goal: 10,
                    gift: Achievement.Gift(wallet: "points", points: Points(50))
                )
            ],
            rewards: [
                Reward(
                    key: "mug",
                    kind: .physicalGood,
                    name: words("Our mug", "Cawan kami", "Mug kami", "แก้วของเรา"),
                    prices: [Reward.Price(wallet: "points", points: Points(5))]
                )
            ],
            segments: [
                MemberSegment(
                    key: "regulars",
                    name: words("Regulars", "Pelanggan tetap", "Pelanggan setia", "ลูกค้าประจำ"),
                    kind: .list
                )
            ],
            milestones: [
                Milestone(
                    key: "tenth",
                    name: words("Tenth purchase", "Pembelian kesepuluh", "Pembelian kesepuluh", "การซื้อครั้งที่สิบ"),
                    on: .purchase(number: 10)
                )
            ]
        )
        shops = [
            Shop(
                id: try StoreID("bangsar"),
                name: "Bangsar",
                country: "MY",
                timeZone: "Asia/Kuala_Lumpur",
                currency: try Currency("MYR")
            ),
            Shop(
                id: try StoreID("klcc"),
                name: "KLCC",
                country: "MY",
                timeZone: "Asia/Kuala_Lumpur",
                currency: try Currency("MYR")
            ),
        ]
    }

    /// Noon in Kuala Lumpur on a day written as in 2026-03-03.
    func noon(_ day: String) throws -> Instant {
        guard let day = Day(iso: day) else { throw Malformed(text: day) }
        return zone.start(of: day).adding(milliseconds: 12 * 3_600_000)
    }

    /// The first instant in Kuala Lumpur of a day written as in 2026-03-03.
    func start(_ day: String) throws -> Instant {
        try noon(day).adding(milliseconds: -12 * 3_600_000)
    }

    func event(
        _ matter: Event.Matter,
        on day: String,
        at store: String? = "bangsar",
        by channel: Key? = nil,
        isAnonymous: Bool = false
    ) throws -> Event {
        Event(
            source: "till",
            id: Key("\(day)-\(matter)"),
            occurredAt: try noon(day),
            store: try store.map { try StoreID($0) },
            channel: channel,
            isAnonymous: isAnonymous,
            matter: matter
        )
    }

    func order(
        _ id: Key = "A-1001",
        _ minorUnits: Int64 = 5_900,
        _ currency: String = "MYR",
        of categories: [Key] = []
    ) throws -> Event.Matter {
        guard
            let order = Order(
                id: id,
                currency: try Currency(currency),
                lines: [Order.Line(sku: "1", net: minorUnits, categories: categories)]
            )
        else { throw Malformed(text: id.text) }
        return .orderPaid(order)
    }

    func money(_ minorUnits: Int64, _ currency: String = "MYR") throws -> Money {
        try Money(minorUnits: minorUnits, currency: Currency(currency))
    }

    /// What events do to a new member, one after the other.
    func decided(_ events: [Event]) throws -> [StoredEvent] {
        let version = ProgrammeVersion(number: 1, validFrom: try start("2026-01-01"), programme: programme, zone: zone)
        var state = MemberState(member: member)
        return try events.map { event in
            let decision: Decision
            (state, decision) = try decide(version, state, event)
            return stored(event, decision)
        }
    }

    /// An event with a decision that has these reasons, what they earn, and nothing else.
    func told(_ event: Event, _ reasons: [Reason]) -> StoredEvent {
        let entries = reasons.compactMap { reason -> Entry? in
            switch reason {
            case .earnedByRate(_, let wallet, _, _, _, let points), .earnedFixed(_, let wallet, let points),
                .multiplied(_, let wallet, _, let points):
                guard points > .zero else { return nil }
                return Entry(
                    number: 2,
                    wallet: wallet,
                    kind: .earn,
                    points: points,
                    balance: points,
                    lot: 2,
                    event: 1,
                    at: event.occurredAt
                )
            default: return nil
            }
        }
        let decision = Decision(
            number: 1,
            programmeVersion: 1,
            isLate: false,
            entries: entries,
            reasons: reasons,
            balances: [],
            levels: []
        )
        return stored(event, decision)
    }

    func explained(
        _ stored: StoredEvent,
        in language: Language,
        years: YearCount = .gregorian,
        forStaff: Bool = false
    ) -> Explanation {
        explain(stored, by: programme, shops: shops, in: language, zone: zone, years: years, forStaff: forStaff)
    }

    private func stored(_ event: Event, _ decision: Decision) -> StoredEvent {
        StoredEvent(member: member, event: event, recordedAt: event.occurredAt, sealed: nil, decision: decision)
    }
}

/// An example that cannot be: no such day, no such order.
private struct Malformed: Error {
    let text: String
}

private func words(_ en: String, _ ms: String, _ id: String, _ th: String) -> Words {
    Words([
        Words.Text(language: "en", text: en), Words.Text(language: "ms", text: ms),
        Words.Text(language: "id", text: id), Words.Text(language: "th", text: th),
    ])
}
