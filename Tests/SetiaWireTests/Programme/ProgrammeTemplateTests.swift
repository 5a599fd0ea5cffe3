import SetiaCore
import SetiaWire
import Testing

@Suite("Programmes to begin with")
struct ProgrammeTemplateTests {
    @Test("each is valid, in all four languages, in one currency and in several", arguments: ProgrammeTemplate.allCases)
    func isValid(template: ProgrammeTemplate) throws {
        for codes in [[], ["THB", "MYR"], ["IDR"], ["EUR", "SGD", "JPY"], ["CHF"]] {
            let document = template.document(name: "ours", currencies: try codes.map { try Currency($0) })
            let (programme, problems) = parseProgramme(document)
            #expect(problems == [], "\(codes)")
            #expect(programme?.currencies.count == max(1, codes.count))
            #expect(programme?.wallets.first?.rates.count == max(1, codes.count))
            #expect(programme?.languages == ["en", "ms", "id", "th"])
            #expect(!document.contains("$"))
        }
    }

    @Test("levels ask for about the same in another currency")
    func thresholds() throws {
        let baht = try Programme(document: ProgrammeTemplate.retail.document(currencies: [Currency("THB")]))
        #expect(baht.tierSets.first?.levels.map(\.threshold) == [0, 800_000, 2_400_000])
        let rupiah = try Programme(document: ProgrammeTemplate.retail.document(currencies: [Currency("IDR")]))
        #expect(rupiah.tierSets.first?.levels.map(\.threshold) == [0, 3_500_000, 10_500_000])
    }

    /// What somebody gets for joining and for three orders: a small one, the one that reaches a level, and one after it.
    static let stories: [(ProgrammeTemplate, category: String, channel: Key, points: [Int64])] = [
        (.retail, "recommended", "event", [100, 220, 2_820, 245]),
        (.hospitality, "room", "web", [250, 300, 6_100, 450]),
        (.technology, "upgrade", "till", [100, 400, 5_300, 450]),
        (.services, "own-person", "app", [50, 130, 4_030, 155]),
    ]

    @Test("each gives what its industry expects, in a small story", arguments: stories)
    func story(template: ProgrammeTemplate, category: String, channel: Key, points: [Int64]) throws {
        let version = ProgrammeVersion(
            number: 1,
            validFrom: Instant(milliseconds: 0),
            programme: try Programme(document: template.document()),
            zone: FixedOffset(minutesEast: 480)
        )
        let ringgit = try Currency("MYR")
        var state = MemberState(member: try #require(MemberID(text: "01kdvvcrg2e008000000000002")))
        var found: [Int64] = []
        for (place, total) in ([nil, 100, Self.reaching(template), 100] as [Int64?]).enumerated() {
            var event = Event(
                source: "shop",
                id: Key("\(place)"),
                occurredAt: Instant(milliseconds: Int64(place + 1) * 60_000),
                channel: channel,
                matter: .memberEnrolled(MemberFacts())
            )
            if let total {
                let line = Order.Line(sku: "it", net: total * 100, categories: [Key(category)])
                event = Event(
                    source: "shop",
                    id: Key("\(place)"),
                    occurredAt: Instant(milliseconds: Int64(place + 1) * 60_000),
                    channel: channel,
                    matter: .orderPaid(try #require(Order(id: Key("\(place)"), currency: ringgit, lines: [line])))
                )
            }
            let (after, decision) = try decide(version, state, event)
            state = after
            found.append(decision.entries.filter { $0.kind == .earn }.map(\.points.units).reduce(0, +))
        }
        #expect(found == points)
    }

    /// Enough to stand on the highest level but one, or on the highest.
    private static func reaching(_ template: ProgrammeTemplate) -> Int64 {
        switch template {
        case .retail: 1_400
        case .hospitality: 5_900
        case .technology: 5_000
        case .services: 4_000
        }
    }
}
