import SetiaInsight
import Testing

@Suite("Hillstrom's e-mail test", .enabled(if: Hillstrom.isExpected, "hillstrom.csv.gz is not there"))
struct HillstromTests {
    private func comparison(_ arm: String, _ outcome: (Hillstrom.Customer) -> Double) throws -> Comparison {
        try #require(
            Comparison(
                treated: Moments(Hillstrom.arm(arm).map(outcome)),
                control: Moments(Hillstrom.arm(Hillstrom.none).map(outcome))
            )
        )
    }

    @Test("three arms of 21,307, 21,387 and 21,306, with their visits, conversions and spend")
    func arms() {
        let arms = [Hillstrom.mens, Hillstrom.womens, Hillstrom.none].map { Hillstrom.arm($0) }
        #expect(arms.map(\.count) == [21_307, 21_387, 21_306])
        #expect(arms.map { $0.count { $0.visit } } == [3_894, 3_238, 2_262])
        #expect(arms.map { $0.count { $0.conversion } } == [267, 189, 122])
        let spend = arms.map { Moments($0.map(\.spend)) }
        #expect(abs(spend[0].mean - 1.422617) < 5e-7)
        #expect(abs((spend[0].standardDeviation ?? 0) - 17.754205) < 5e-7)
        #expect(abs((spend[2].standardDeviation ?? 0) - 11.588200) < 5e-7)
    }

    @Test(
        "differences with their intervals of 95 %",
        arguments: [
            (Hillstrom.mens, "visit", 0.0765896, 0.0699533, 0.0832258),
            (Hillstrom.mens, "conversion", 0.0068050, 0.0050001, 0.0086099),
            (Hillstrom.mens, "spend", 0.7698272, 0.4851491, 1.0545052),
            (Hillstrom.womens, "visit", 0.0452331, 0.0388937, 0.0515725),
            (Hillstrom.womens, "conversion", 0.0031111, 0.0014986, 0.0047235),
            (Hillstrom.womens, "spend", 0.4244122, 0.1689645, 0.6798599),
        ]
    )
    func differences(arm: String, outcome: String, difference: Double, lower: Double, upper: Double) throws {
        let found = try comparison(arm) { customer in
            switch outcome {
            case "visit": customer.visit ? 1 : 0
            case "conversion": customer.conversion ? 1 : 0
            default: customer.spend
            }
        }
        // A rate's variance divides by n in the source and by one less here: 2e-5 of the half-width.
        let most = outcome == "spend" ? 6e-8 : 2.5e-7
        #expect(abs(found.difference - difference) < 6e-8)
        #expect(abs(found.interval().lower - lower) < most, "\(found.interval())")
        #expect(abs(found.interval().upper - upper) < most, "\(found.interval())")
    }

    @Test("spend differs by z of 5.300 and 3.256")
    func z() throws {
        #expect(abs(try #require(try comparison(Hillstrom.mens) { $0.spend }.z) - 5.300) < 5e-4)
        #expect(abs(try #require(try comparison(Hillstrom.womens) { $0.spend }.z) - 3.256) < 5e-4)
    }

    @Test("visits and conversions by Newcombe: (.0699533, .0832267) and (.0050143, .0086407)")
    func newcombeIntervals() throws {
        let visit = try #require(newcombe(from: Share(2_262, of: 21_306), to: Share(3_894, of: 21_307)))
        #expect(abs(visit.lower - 0.0699533) < 6e-8 && abs(visit.upper - 0.0832267) < 6e-8, "\(visit)")
        let conversion = try #require(newcombe(from: Share(122, of: 21_306), to: Share(267, of: 21_307)))
        #expect(abs(conversion.lower - 0.0050143) < 6e-8 && abs(conversion.upper - 0.0086407) < 6e-8)
    }

    @Test(
        "CUPED on last year's spend: theta 9.0011238e-5 for visits and .001275487 for spend; it saves next to nothing"
    )
    func cuped() throws {
        var (visits, spends) = (PairedMoments(), PairedMoments())
        for customer in Hillstrom.customers {
            visits.add(customer.history, customer.visit ? 1 : 0)
            spends.add(customer.history, customer.spend)
        }
        let (visit, spend) = (try #require(Cuped(visits)), try #require(Cuped(spends)))
        #expect(abs(visit.theta - 9.0011238e-5) < 5e-13, "\(visit)")
        #expect(abs(spend.theta - 0.001275487) < 5e-10, "\(spend)")
        #expect(abs(visit.saved - 0.0042) < 5e-5 && abs(spend.saved - 0.0005) < 5e-5)
    }

    @Test("the split was as planned; a tenth of one arm gone is found and refused")
    func sampleRatio() throws {
        let asPlanned = try #require(SampleRatio([21_307, 21_387, 21_306], planned: [1, 1, 1]))
        #expect(!asPlanned.isBroken && asPlanned.p > 0.5)
        let broken = try #require(SampleRatio([19_176, 21_306], planned: [1, 1]))
        #expect(broken.isBroken)
        #expect(SampleRatio([5], planned: [1]) == nil)
        #expect(SampleRatio([0, 0], planned: [1, 1]) == nil)
    }

    private func pairs(_ arm: String) -> [(treated: Double, control: Double)] {
        zip(Hillstrom.arm(arm), Hillstrom.arm(Hillstrom.none)).map {
            (treated: $0.visit ? 1 : 0, control: $1.visit ? 1 : 0)
        }
    }

    @Test(
        "the mixture test, looked at after every pair",
        arguments: [
            (Hillstrom.mens, 1_389, 1_580, [(1_000, 0.2903), (2_000, 0.001122), (5_000, 3.419e-14)]),
            (Hillstrom.womens, 2_010, 2_735, [(1_000, 0.4177), (2_000, 0.05392), (5_000, 2.226e-7)]),
        ]
    )
    func mixture(arm: String, at05: Int, at01: Int, printed: [(pair: Int, p: Double)]) {
        // The source divides by n, over those who stand in a pair.
        let (treated, control) = (pairs(arm).map(\.treated), pairs(arm).map(\.control))
        let rates = (Moments(treated).mean, Moments(control).mean)
        var test = MixtureTest(tau2: 1e-4, variance: rates.0 * (1 - rates.0) + rates.1 * (1 - rates.1))
        var (first05, first01) = (0, 0)
        var found: [Int: Double] = [:]
        for pair in pairs(arm) {
            test.add(treated: pair.treated, control: pair.control)
            if first05 == 0, test.p <= 0.05 { first05 = test.pairs }
            if first01 == 0, test.p <= 0.01 { first01 = test.pairs }
            found[test.pairs] = test.p
        }
        #expect(first05 == at05)
        #expect(first01 == at01)
        for (pair, p) in printed { #expect(abs((found[pair] ?? 0) / p - 1) < 2e-4, "\(pair): \(found[pair] ?? 0)") }
    }

    @Test(
        "the sequence leaves 0 out from pair 1,035 and 1,259 on, and is 1.60 times as wide as one planned look at the end"
    )
    func sequence() throws {
        let sequence = ConfidenceSequence(tunedFor: 5_000)
        #expect(abs(sequence.rho - 0.039840) < 5e-7)
        for (arm, crossing, lower, upper) in [
            (Hillstrom.mens, 1_035, 0.06600, 0.08720),
            (Hillstrom.womens, 1_259, 0.03507, 0.05524),
        ] {
            var (differences, first) = (Moments(), 0)
            for pair in pairs(arm) {
                differences.add(pair.treated - pair.control)
                guard let deviation = differences.standardDeviation, deviation > 0 else { continue }
                let half = sequence.halfWidth(count: differences.count, standardDeviation: deviation)
                if first == 0, abs(differences.mean) > half { first = differences.count }
            }
            #expect(first == crossing, "\(arm)")
            let half = sequence.halfWidth(
                count: differences.count,
                standardDeviation: differences.standardDeviation ?? 0
            )
            #expect(abs(differences.mean - half - lower) < 2e-5, "\(arm) \(differences.mean - half)")
            #expect(abs(differences.mean + half - upper) < 2e-5, "\(arm) \(differences.mean + half)")
        }
    }

    @Test("logistic regression of visits, each arm alone")
    func logistic() throws {
        let printed = [
            Hillstrom.none: [-2.19277514, -0.07049145, 0.00065772, 0.56531179, 0.5161018, -0.77339936],
            Hillstrom.womens: [-2.10293281, -0.04305071, 0.00041974, 0.38372873, 0.8844632, -0.46971862],
        ]
        for (arm, coefficients) in printed {
            let customers = Hillstrom.arm(arm)
            let fit = try Logistic(customers.flatMap(\.figures), width: 5, outcomes: customers.map(\.visit))
            for (found, expected) in zip(fit.coefficients, coefficients) {
                #expect(abs(found - expected) < 1e-6, "\(arm): \(found), not \(expected)")
            }
        }
    }

    @Test("whom the women's mail moves can be found better than by chance: .066 over forty splits, here ten")
    func uplift() throws {
        let members = Hillstrom.customers.filter { $0.arm == Hillstrom.womens || $0.arm == Hillstrom.none }.map {
            UpliftModel.Member(figures: $0.figures, isTreated: $0.arm == Hillstrom.womens, happened: $0.visit)
        }
        var random = SplitMix64(seed: 7)
        let model = try #require(UpliftModel(members, splits: 10, random: &random))
        #expect(abs(model.coefficients.mean - 0.0659) < 0.012, "\(model.coefficients.mean)")
        #expect(model.isBetterThanChance, "\(model.interval)")
    }
}

@Suite("Experiments")
struct ExperimentTests {
    @Test(
        "the mixture's boundary at .05",
        arguments: [
            (100.0, [36.563949, 96.064019, 327.301862, 1136.359078]),
            (1_000.0, [81.825743, 115.625358, 303.781102, 1035.019368]),
        ]
    )
    func boundary(rho: Double, printed: [Double]) {
        for (v, expected) in zip([100.0, 1_000, 1e4, 1e5], printed) {
            #expect(abs(normalMixtureBoundary(v, rho: rho) - expected) < 5e-7)
        }
    }

    @Test(
        "looking a hundred times at nothing: a test for one look cries wolf in a third of 200 runs, the mixture in few"
    )
    func peeking() {
        var random = SplitMix64(seed: 20_261_122)
        var (fixed, mixed, covered) = (0, 0, 0)
        let sequence = ConfidenceSequence(tunedFor: 2_500)
        for _ in 0..<200 {
            var test = MixtureTest(tau2: 1e-4, variance: 0.18)
            var differences = Moments()
            var (isCalled, isOut) = (false, false)
            for pair in 1...5_000 {
                let (a, b) = (random.next() % 10 == 0 ? 1.0 : 0, random.next() % 10 == 0 ? 1.0 : 0)
                test.add(treated: a, control: b)
                differences.add(a - b)
                guard pair.isMultiple(of: 50) else { continue }
                let deviation = differences.standardDeviation ?? 0
                if abs(differences.mean) > z95 * deviation / Double(pair).squareRoot() { isCalled = true }
                if abs(differences.mean) > sequence.halfWidth(count: pair, standardDeviation: deviation) {
                    isOut = true
                }
            }
            fixed += isCalled ? 1 : 0
            mixed += test.p < 0.05 ? 1 : 0
            covered += isOut ? 0 : 1
        }
        #expect((50...100).contains(fixed), "\(fixed)")
        #expect(mixed <= 10, "\(mixed)")
        #expect(covered >= 190, "\(covered)")
    }

    @Test("members needed, by the formula of Fleiss without correction and by R's power.t.test for many")
    func sampleSize() {
        #expect(
            SampleSize(from: 0.1, to: 0.12)
                == SampleSize(difference: 0.02, varianceTreated: 0.1056, varianceControl: 0.09)
        )
        #expect(SampleSize(from: 0.1, to: 0.12).treated == 3_839)
        // A standard deviation of 1 and a difference of .1: 2 x (1.959964 + .841621)^2 / .01.
        #expect(SampleSize(difference: 0.1, varianceTreated: 1, varianceControl: 1).control == 1_570)
        // What the past tells makes the hold-out as much smaller.
        let full = SampleSize(difference: 0.1, varianceTreated: 1, varianceControl: 1)
        let sharp = SampleSize(difference: 0.1, varianceTreated: 1, varianceControl: 1, saved: 0.75)
        #expect(abs(Double(full.total) / Double(sharp.total) - 4) < 0.01)
        let tenth = SampleSize(difference: 0.1, varianceTreated: 1, varianceControl: 1, heldOut: 0.1)
        #expect(tenth.control < full.control && tenth.total > full.total)
    }

    @Test("a hold-out with one member in it, or with nobody, gives no difference")
    func emptyHoldOut() {
        #expect(Comparison(treated: Moments([1, 2, 3]), control: Moments([])) == nil)
        #expect(Comparison(treated: Moments([1, 2, 3]), control: Moments([1])) == nil)
        #expect(Cuped(PairedMoments()) == nil)
    }

    @Test("outcomes that a figure foretells wholly, or that never happen, teach nothing")
    func logisticFailures() {
        let figures = (0..<40).map { Double($0) }
        #expect(throws: Logistic.Failure.separated) {
            try Logistic(figures, width: 1, outcomes: figures.map { $0 > 20 })
        }
        #expect(throws: Logistic.Failure.nothingToLearn) {
            try Logistic(figures, width: 1, outcomes: figures.map { _ in false })
        }
        #expect(throws: Logistic.Failure.dependent) {
            try Logistic(
                figures.flatMap { [$0, 2 * $0] },
                width: 2,
                outcomes: figures.map { $0.truncatingRemainder(dividingBy: 3) == 0 }
            )
        }
    }

    @Test("a score that finds all who are moved has a Qini coefficient of 1, its opposite is below 0, ties are chance")
    func qini() throws {
        func cases(_ score: (Int, Bool, Bool) -> Double) -> [Qini.Case] {
            (0..<40).map { place in
                let isTreated = place % 2 == 0
                let happened = isTreated ? place < 20 : place >= 30
                return Qini.Case(score: score(place, isTreated, happened), isTreated: isTreated, happened: happened)
            }
        }
        let perfect = Qini(cases { _, isTreated, happened in happened ? (isTreated ? 1 : -1) : 0 })
        #expect(perfect.coefficient == 1)
        let reversed = Qini(cases { _, isTreated, happened in happened ? (isTreated ? -1 : 1) : 0 })
        #expect(try #require(reversed.coefficient) < 0)
        let chance = Qini(cases { _, _, _ in 0 })
        #expect(chance.coefficient == 0)
        #expect(chance.points.map(\.members) == [0, 40])
        #expect(Qini([]).coefficient == nil)
    }
}
