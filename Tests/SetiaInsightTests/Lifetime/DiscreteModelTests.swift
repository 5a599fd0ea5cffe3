import Foundation
import Testing

@testable import SetiaInsight

/// BG/BB and sBG, with the tables of their papers.
@Suite("Gifts and contracts")
struct DiscreteModelTests {
    /// Of 11,104 donors: gifts in six years, the year of the last one, how many (Fader, Hardie & Shang 2010, table 1).
    private static let donors = [
        (6, 6, 1203), (5, 6, 728), (4, 6, 512), (3, 6, 357), (2, 6, 234), (1, 6, 129), (5, 5, 335), (4, 5, 284),
        (3, 5, 225), (2, 5, 173), (1, 5, 119), (4, 4, 240), (3, 4, 181), (2, 4, 155), (1, 4, 78), (3, 3, 322),
        (2, 3, 255), (1, 3, 129), (2, 2, 613), (1, 2, 277), (1, 1, 1091), (0, 0, 3464),
    ]

    @Test("donors: α 1.2035, β .7497, γ .6567, δ 2.7834, log-likelihood -33225.581274")
    func donations() throws {
        let groups = Self.donors.compactMap { BGBB.Group(bought: $0.0, last: $0.1, chances: 6, count: $0.2) }
        #expect(groups.reduce(0) { $0 + $1.count } == 11_104)
        let found = try fitBGBB(groups)
        for (value, expected) in zip(found.fit.parameters, [1.2035224, 0.7497164, 0.6567182, 2.7834421]) {
            #expect(isClose(value, expected), "\(found.fit.parameters)")
        }
        #expect(abs(found.fit.logLikelihood - -33225.581274) < 1e-6, "\(found.fit.logLikelihood)")

        #expect(abs(found.model.expectedPurchasesOfNew(at: 10) - 3.179822) < 1e-5)
    }

    @Test("two donors, with the parameters that were printed for them")
    func donors() throws {
        let model = BGBB(alpha: 1.203533, beta: 0.749727, gamma: 0.656779, delta: 2.783812)
        let never = try #require(BGBB.Group(bought: 0, last: 0, chances: 6))
        let often = try #require(BGBB.Group(bought: 4, last: 5, chances: 6))
        #expect(abs(model.probabilityActive(never) - 0.108134) < 1e-6)
        #expect(abs(model.probabilityActive(often) - 0.696790) < 1e-6)
        #expect(abs(model.expectedPurchases(of: never, atNext: 10) - 0.130218) < 1e-6)
        #expect(abs(model.expectedPurchases(of: often, atNext: 10) - 3.627868) < 1e-6)
    }

    /// Of 1,000 customers, still there after each of seven years, and the share after twelve (Fader & Hardie 2007, table 1).
    @Test(
        "contracts: α .668, β 3.806 of the careful, α .704, β 1.182 of the others",
        arguments: [
            (
                [1000.0, 869, 743, 653, 593, 551, 517, 491], [0.6680883, 3.8060949], -1611.158147, 0.3780, 5.9223,
                6.6199
            ),
            ([1000, 631, 468, 382, 326, 289, 262, 241], [0.7040773, 1.182043], -1680.265188, 0.1700, 3.6949, 5.4421),
        ]
    )
    func contracts(
        alive: [Double],
        parameters: [Double],
        logLikelihood: Double,
        afterTwelve: Double,
        lifetime: Double,
        residual: Double
    ) throws {
        let found = try fitShiftedBetaGeometric(alive: alive)
        for (value, expected) in zip(found.fit.parameters, parameters) {
            #expect(isClose(value, expected), "\(found.fit.parameters)")
        }
        #expect(abs(found.fit.logLikelihood - logLikelihood) < 1e-6, "\(found.fit.logLikelihood)")
        #expect(abs(found.model.survival(after: 12) - afterTwelve) < 5e-5)
        #expect(abs(found.model.discountedLifetime(rate: 0.1) - lifetime) < 5e-5)
        #expect(abs(found.model.discountedResidualLifetime(beforeRenewal: 4, rate: 0.1) - residual) < 5e-5)
        if parameters[0] < 0.7 {
            #expect(isClose(found.fit.standardErrors[0], 0.104, relative: 0.01))
            #expect(isClose(found.fit.standardErrors[1], 0.786, relative: 0.01))
        }
    }

    @Test("retention rises with age although nobody changes")
    func retentionRises() {
        let model = ShiftedBetaGeometric(alpha: 0.668, beta: 3.806)
        let rates = (1...8).map { model.retention(at: $0) }
        #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 < $1 })
    }
}
