import SetiaCore
import SetiaWire
import Testing

@Suite("Reading what is left of sales")
struct WorthPolicyTests {
    private func programme(_ worth: String) -> (programme: Programme?, problems: [ProgrammeProblem]) {
        parseProgramme(
            """
            programme: kopi
            engine: 1
            languages: [en]
            timeZone: UTC
            currencies: {MYR: {decimals: 2}}
            wallets:
              points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
            rewards:
              cake: {kind: free-product, name: Cake, price: free}
              mug: {kind: physical-good, name: Mug, price: {points: 500}}
            \(worth)
            """
        )
    }

    @Test("C-13: margin, points, gifts and what winning and keeping cost are read, and what is wrong is named")
    func reads() throws {
        let whole = """
            worth: {currency: MYR, margin: 62.5%, points: {points: 0.005}, gifts: {cake: 8.00}, winning: 3000, keeping: 1200.50}
            """
        #expect(
            programme(whole).programme?.worth
                == WorthPolicy(
                    currency: try Currency("MYR"),
                    margin: 6_250,
                    points: [WorthPolicy.PointCost(wallet: "points", minorUnits: Rational(1, 2))],
                    gifts: [WorthPolicy.GiftCost(reward: "cake", minorUnits: 800)],
                    winning: 300_000,
                    keeping: 120_050
                )
        )
        #expect(programme("").programme?.worth == nil)
        #expect(programme("worth: {currency: MYR}").programme?.worth == WorthPolicy(currency: try Currency("MYR")))
        let wrong = [
            ("worth: {margin: 40%}", "'currency' is missing"),
            ("worth: {currency: SGD}", "'SGD' is not among the programme's currencies"),
            ("worth: {currency: MYR, margin: 0%}", "must be a share above 0%"),
            ("worth: {currency: MYR, margin: 101%}", "must be a share above 0%"),
            ("worth: {currency: MYR, margin: much}", "must be a share above 0%"),
            ("worth: {currency: MYR, points: {miles: 0.01}}", "there is no wallet 'miles' under 'wallets'"),
            ("worth: {currency: MYR, points: {points: -1}}", "must be what one point costs, such as 0.01"),
            ("worth: {currency: MYR, gifts: {pen: 1}}", "there is no reward 'pen' under 'rewards'"),
            ("worth: {currency: MYR, gifts: {mug: 1}}", "'mug' is paid with points"),
            ("worth: {currency: MYR, gifts: {cake: 1.005}}", "must be an amount with at most 2 decimals"),
            ("worth: {currency: MYR, winning: -5}", "must be an amount"),
            ("worth: {currency: MYR, marg: 5%}", "there is no key 'marg' here"),
            ("worth: 3", "must be a map"),
        ]
        for (text, reason) in wrong {
            let (programme, problems) = programme(text)
            #expect(programme == nil)
            #expect(problems.contains { "\($0)".contains(reason) }, "\(text): \(problems)")
        }
    }

    @Test("C-13: another worth is a change of the programme, and changes nothing else")
    func change() throws {
        let one = try #require(programme("worth: {currency: MYR, margin: 40%}").programme)
        let other = try #require(programme("worth: {currency: MYR, margin: 50%}").programme)
        #expect(changes(from: one, to: other) == [ProgrammeChange(subject: .programme, aspect: .worth, kind: .changed)])
    }
}
