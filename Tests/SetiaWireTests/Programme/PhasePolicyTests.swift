import SetiaCore
import SetiaWire
import Testing

@Suite("Reading when members trust")
struct PhasePolicyTests {
    private func programme(_ phases: String) -> (programme: Programme?, problems: [ProgrammeProblem]) {
        parseProgramme(
            """
            programme: kopi
            engine: 1
            languages: [en]
            timeZone: UTC
            currencies: {MYR: {decimals: 2}}
            wallets:
              points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
            \(phases)
            """
        )
    }

    @Test("I-1: the thresholds are read, and what is wrong with them is named")
    func reads() throws {
        let whole = """
            phases: {silence: 90 days, gaps: 3, purchases: 5, acts: 365 days, unhappy: 30 days, lasts: 0 days, care: 60 days}
            """
        #expect(
            programme(whole).programme?.phases
                == PhasePolicy(
                    silenceDays: 90,
                    silenceFactor: 3,
                    trustPurchases: 5,
                    actDays: 365,
                    unhappyDays: 30,
                    holdDays: 0,
                    careDays: 60
                )
        )
        #expect(programme("").programme?.phases == PhasePolicy())
        #expect(programme("phases: {gaps: 4}").programme?.phases == PhasePolicy(silenceFactor: 4))
        let wrong = [
            ("phases: {silence: 2 months}", "must be 1 to 1000 days, such as 60 days"),
            ("phases: {purchases: 1}", "must be a whole number from 2 to 100"),
            ("phases: {lasts: 91 days}", "must be 0 to 90 days, such as 14 days"),
            ("phases: {care: 6 days}", "must be 7 to 1000 days, such as 90 days"),
            ("phases: {care: often}", "must be 7 to 1000 days, such as 90 days"),
            ("phases: {trust: 3}", "trust"),
            ("phases: 3", "must be"),
        ]
        for (text, reason) in wrong {
            let (programme, problems) = programme(text)
            #expect(programme == nil)
            #expect(problems.contains { "\($0)".contains(reason) }, "\(text): \(problems)")
        }
    }
}
