import SetiaCore
import Testing

@testable import SetiaInsight

/// The parameters that the literature prints for CDNOW, with the digits that an independent optimiser adds.
///
/// Fader, Hardie & Lee 2005 print r .243, α 4.414, a .793, b 2.426, LL -9582.4 and r .553, α 10.578, s .606, β 11.669,
/// LL -9595.0; Batislam, Denizel & Filiztekin 2007 r .525, α 6.183, a .891, b 1.614.
@Suite("Lifetime models, published", .enabled(if: CDNOWSample.isExpected, "data/cdnow/sample.csv is not there"))
struct PublishedFitTests {
    private let cdnow: CDNOWCustomers

    init() throws {
        cdnow = try CDNOWCustomers()
    }

    @Test("2,357 customers, 946 of whom came back in 39 weeks")
    func customers() {
        #expect(cdnow.base.count == 2_357)
        #expect(cdnow.base.repeaters == 946)
        #expect(isClose(cdnow.base.longestWatch, 272.0 / 7, relative: 1e-15))
    }

    @Test(
        "log-likelihood to 1e-6, parameters to 1e-5 (s and β to 1e-4), standard errors as printed",
        arguments: [
            (
                DropoutModelKind.bgNBD, [0.2425945, 4.413602, 0.792922, 2.4259068], -9582.429207,
                [0.0126, 0.378, 0.186, 0.705]
            ),
            (.mbgNBD, [0.5248432, 6.1830852, 0.8913594, 1.6140023], -9582.135716, []),
            (.paretoNBD, [0.5532770, 10.5776834, 0.6062399, 11.6687341], -9594.976179, [0.048, 0.843, 0.187, 6.2]),
        ]
    )
    func fits(_ kind: DropoutModelKind, _ parameters: [Double], _ logLikelihood: Double, _ errors: [Double]) throws {
        let found = try fit(kind, to: cdnow.base).fit
        #expect(abs(found.logLikelihood - logLikelihood) < 1e-6, "\(found.logLikelihood)")
        for (place, expected) in parameters.enumerated() {
            let isFlat = kind == .paretoNBD && place > 1
            #expect(
                isClose(found.parameters[place], expected, relative: isFlat ? 1e-4 : 1e-5),
                "\(found.names[place]) \(found.parameters[place])"
            )
        }
        for (place, expected) in errors.enumerated() {
            #expect(isClose(found.standardErrors[place], expected, relative: 0.01), "\(found.standardErrors)")
        }
        #expect(found.steepness <= 1e-8)
    }

    @Test("dropout gains over NBD: r .3847661, α 12.0720228, log-likelihood -9763.6576")
    func withoutDropout() throws {
        let found = try fit(.bgNBD, to: cdnow.base)
        #expect(abs(found.logLikelihoodWithoutDropout - -9763.6576) < 1e-4, "\(found.logLikelihoodWithoutDropout)")
    }

    @Test("gamma-gamma: p 6.2488, q 3.7446, γ 15.4477; E[Z] 35.17; of two customers 24.6581 and 18.9103")
    func spend() throws {
        let unrounded = try fitSpend(cdnow.customers.spending(unit: 100))
        #expect(abs(unrounded.fit.logLikelihood - -4055.9177) < 1e-3, "\(unrounded.fit.logLikelihood)")
        #expect(unrounded.fit.count == 946)
        let rounded = Spending(
            zip(cdnow.customers.summaries, cdnow.customers.meanSpends).map { summary, cents in
                (purchases: summary.repeats, mean: cents.rounded() / 100)
            }
        )
        let found = try fitSpend(rounded)
        for (value, expected) in zip(found.fit.parameters, [6.2488023, 3.7445884, 15.4477481]) {
            #expect(isClose(value, expected), "\(found.fit.parameters)")
        }
        for (error, expected) in zip(found.fit.standardErrors, [1.19, 0.290, 4.16]) {
            #expect(isClose(error, expected, relative: 0.01), "\(found.fit.standardErrors)")
        }
        #expect(abs(found.fit.logLikelihood - -4055.923244) < 1e-6, "\(found.fit.logLikelihood)")
        #expect(abs((unrounded.model.populationMean ?? 0) - 35.1704) < 5e-5)
        #expect(abs((unrounded.model.expectedSpend(purchases: 2, mean: 22.35) ?? 0) - 24.6581) < 3e-4)
        #expect(abs((unrounded.model.expectedSpend(purchases: 1, mean: 11.77) ?? 0) - 18.9103) < 3e-4)
    }

    @Test("any order of the customers, and any place to begin with, gives the same", arguments: 0..<5 as Range<UInt64>)
    func sameFromAnywhere(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let shuffled = CustomerBase(cdnow.customers.summaries.shuffled(using: &random))
        let found = try fit(.bgNBD, to: shuffled).fit
        #expect(found.parameters == (try fit(.bgNBD, to: cdnow.base).fit.parameters))
        let start = (0..<4).map { _ in Double.random(in: -2...2, using: &random) }
        let minimum = minimise(from: start, within: Array(repeating: -9...9, count: 4)) { point, gradient in
            let value = -BGNBD.meanLogLikelihood(cdnow.base, point, &gradient)
            for place in gradient.indices { gradient[place] = -gradient[place] }
            return value
        }
        #expect(abs(-minimum.value * 2_357 - -9582.429207) < 1e-6, "from \(start)")
    }
}
