import SetiaCore
import Testing

@Suite("Conditions")
struct ConditionTests {
    private let vocabulary = ConditionVocabulary(
        currencies: [
            CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2),
            CurrencySetting(currency: Kopi.currency("IDR"), decimals: 0),
        ],
        tierSets: [Kopi.ladder]
    )

    @Test(
        "each form is understood, with space anywhere between words",
        arguments: [
            ("true", []),
            ("member.tiers.status.atLeast(\"gold\")", [.atLeast(tierSet: "status", level: "gold")]),
            ("member.country == \"MY\"", [.member(.country, oneOf: ["MY"])]),
            ("member.ageBand in [ 'a','b' ]", [.member(.ageBand, oneOf: ["a", "b"])]),
            ("event.total>=money(\"100.00 MYR\")", [.total(.atLeast, Kopi.money(10_000))]),
            ("event.total > money( \"3000 IDR\" )", [.total(.above, Kopi.money(3_000, "IDR"))]),
            (" event.store == \"bangsar\" ", [.event(.store, oneOf: ["bangsar"])]),
            ("event.lines.exists(l, \"coffee\" in l.categories)", [.someLine(category: "coffee")]),
            (
                "event.channel == \"app\" && member.language == \"th\"",
                [.event(.channel, oneOf: ["app"]), .member(.language, oneOf: ["th"])]
            ),
        ] as [(String, [Condition.Test])]
    )
    func formsAreUnderstood(text: String, tests: [Condition.Test]) throws {
        #expect(try Condition.parse(text, vocabulary).tests == tests)
    }

    @Test(
        "what is not understood says where and why",
        arguments: [
            (
                "member.tiers.status.atLeast(\"bronze\")", 28,
                "no level 'bronze' in 'status'; there are: silver, gold, platinum"
            ),
            ("member.tiers.club.atLeast(\"gold\")", 13, "no tier set 'club'; there are: status"),
            ("event.total >= 100", 12, "money cannot be compared with int; write money(\"100.00 MYR\")"),
            (
                "event.total >= money(\"100.001 MYR\")", 21,
                "'100.001' is not an amount of 0 or more with at most 2 decimals"
            ),
            ("event.total >= money(\"1 THB\")", 21, "the programme does not take THB"),
            ("event.store == \"bangsar", 15, "the text has no closing quotation mark"),
            ("true &&", 7, "the text ends where a value was expected"),
            ("", 0, "the text ends where a value was expected"),
            ("event.quantity > 1 && false", 0, "this never holds"),
            ("member.countryside == \"MY\"", 7, "member has no field countryside; its fields are: country, language"),
            ("event.quantity", 0, "the expression is int where bool is expected; compare it with something"),
            ("event.quantity > 2 && event.total > money(\"1 THB\")", 42, "the programme does not take THB"),
            ("event.quantity + 1 > 2 && member.tiers.status.atLeast(\"bronze\")", 54, "no level 'bronze' in 'status'"),
        ] as [(String, Int, String)]
    )
    func mistakesAreTold(text: String, offset: Int, reason: String) {
        let failure = #expect(throws: MalformedCondition.self) { try Condition.parse(text, vocabulary) }
        #expect(failure?.offset == offset)
        #expect(failure?.reason.hasPrefix(reason) == true, "\(failure?.reason ?? "")")
    }

    @Test("any text is understood or refused, and never stops the program", arguments: 0..<200)
    func neverCrashes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces = [
            "true", "&&", "member.", "event.", "total", "money(", "\"", "1 MYR", ")", ">=", "é", " ", "[", "in", "\\",
        ]
        let text = (0..<12).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        _ = try? Condition.parse(text, vocabulary)
    }

    @Test(
        "a written amount is read to the minor unit and nothing is lost",
        arguments: [
            ("59", 2, 5_900), ("59.5", 2, 5_950), ("59.50", 2, 5_950), ("59.500", 2, 5_950), ("0.05", 2, 5),
            ("3000", 0, 3_000),
            ("59.555", 2, nil), ("-1", 2, nil), ("", 2, nil), ("1.", 2, nil), (".5", 2, nil), ("1,5", 2, nil),
            ("92233720368547758.08", 2, nil), ("1e3", 2, nil),
        ] as [(String, Int, Int64?)]
    )
    func amounts(text: String, decimals: Int, minorUnits: Int64?) {
        #expect(SetiaCore.minorUnits(of: text, decimals: decimals) == minorUnits)
    }
}
