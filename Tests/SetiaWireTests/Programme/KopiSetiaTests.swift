import SetiaCore
import SetiaWire
import Testing

@Suite("The example programme")
struct KopiSetiaTests {
    private let programme: Programme

    init() throws {
        programme = try Programme(document: kopiSetia)
    }

    @Test("it has no problems")
    func hasNoProblems() {
        #expect(parseProgramme(kopiSetia).problems == [])
    }

    @Test("amounts are taken from the text, in the minor unit of each currency")
    func rates() {
        let rates = programme.wallets[0].rates.map { "\($0.points) per \($0.per) \($0.currency)" }
        #expect(rates == ["1 per 100 MYR", "1 per 3000 IDR", "1 per 800 THB"])
    }

    @Test("points wait 14 days and lapse at the end of the month 12 months later")
    func dates() {
        let wallet = programme.wallets[0]
        #expect(wallet.activation == .after(days: 14))
        #expect(wallet.expiry == .rolling(Period(12, .month), roundedUpTo: .month))
        #expect(wallet.shortfall == .allowNegative)
    }

    @Test("levels stand from the lowest up, in ringgit")
    func levels() {
        let status = programme.tierSets[0]
        #expect(status.currency?.code == "MYR")
        #expect(status.levels.map { "\($0.key) \($0.threshold)" } == ["silver 0", "gold 200000", "platinum 600000"])
        #expect(status.levels[1].name.text(in: "id") == "Emas")
    }

    @Test("rules keep the order of the document, with their conditions and effects")
    func rules() {
        #expect(programme.rules.map(\.id) == ["welcome", "base", "gold-half-more", "coffee", "ordered-in-the-app"])
        #expect(programme.rules[0].effect == .earnFixed(wallet: "points", points: Points(50)))
        #expect(programme.rules[1].effect == .earnByRate(wallet: "points"))
        #expect(programme.rules[2].effect == .multiply(factor: Rational(3, 2), wallet: nil))
        #expect(programme.rules[2].condition.tests == [.atLeast(tierSet: "status", level: "gold")])
        #expect(programme.rules[3].condition.tests == [.someLine(category: "coffee")])
        #expect(programme.rules[4].why?.text(in: "th") == "สั่งผ่านแอป")
    }

    @Test("rounding down and adding multipliers hold where nothing else is said")
    func defaults() {
        #expect(programme.rounding == .floor)
        #expect(programme.multipliers == .additive)
    }
}
