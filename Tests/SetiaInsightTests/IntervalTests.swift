import SetiaInsight
import Testing

@Suite("Intervals")
struct IntervalTests {
    @Test(
        "Wilson's interval as Newcombe printed it in 1998 (Statistics in Medicine 17, table I)",
        arguments: [
            (81, 263, 0.255289, 0.366210), (15, 148, 0.062386, 0.160487), (0, 20, 0, 0.161125),
            (1, 29, 0.006113, 0.171755),
        ]
    )
    func wilsonTable(successes: Int, trials: Int, lower: Double, upper: Double) throws {
        let interval = try #require(wilson(successes, of: trials))
        #expect(abs(interval.lower - lower) < 5e-7 && abs(interval.upper - upper) < 5e-7, "\(interval)")
    }

    @Test(
        "satisfaction of 80 in 100 and of 3 in 3",
        arguments: [(80, 100, 0.711, 0.867), (3, 3, 0.439, 1.0)]
    )
    func satisfaction(satisfied: Int, answers: Int, lower: Double, upper: Double) throws {
        let interval = try #require(wilson(satisfied, of: answers))
        #expect(abs(interval.lower - lower) < 5e-4 && abs(interval.upper - upper) < 5e-4)
    }

    @Test(
        "quantiles of the normal distribution",
        arguments: [
            (0.975, 1.959963984540054), (0.8, 0.841621233572914),
            (0.001, -3.090232306167813), (0.5, 0.0), (1e-10, -6.361340902404056),
        ]
    )
    func quantile(p: Double, z: Double) {
        #expect(abs(normalQuantile(p) - z) < 1e-12)
        #expect(abs(normalTail(z) - (1 - p)) < 1e-14)
    }

    @Test(
        "chi-square by its tables",
        arguments: [
            (3.841458820694124, 1, 0.05), (18.307038053275146, 10, 0.05),
            (0.5, 1, 0.479500122186953), (100.0, 3, 1.5541e-21),
        ]
    )
    func chiSquare(value: Double, freedom: Int, tail: Double) {
        #expect(abs(chiSquareTail(value, degreesOfFreedom: freedom) / tail - 1) < 1e-4)
    }

    @Test("a rise from 40 to 50 of 100 is within the noise; of 1,000 each it is not")
    func arrows() throws {
        let few = try #require(ShareDifference(from: Share(40, of: 100), to: Share(50, of: 100)))
        #expect(few.direction == .withinNoise)
        #expect(few.direction.arrow.isEmpty)
        let many = try #require(ShareDifference(from: Share(400, of: 1_000), to: Share(500, of: 1_000)))
        #expect(many.direction == .up)
        #expect(many.interval95.lower > 0.05 && many.interval95.upper < 0.15)
        let fall = try #require(ShareDifference(from: Share(500, of: 1_000), to: Share(400, of: 1_000)))
        #expect(fall.direction.arrow == "↓")
    }

    @Test("no arrow where one of two numbers is of fewer than 30, however far they are apart")
    func noArrowForFew() throws {
        let change = try #require(ShareDifference(from: Share(0, of: 29), to: Share(1_000, of: 1_000)))
        #expect(change.direction == .tooFew)
        #expect(ShareDifference(from: Share(0, of: 0), to: Share(1, of: 2)) == nil)
    }

    @Test("Newcombe's difference of 56/70 and 48/80 is (.0524, .3339) (1998, table II, method 10)")
    func newcombeExample() throws {
        let interval = try #require(newcombe(from: Share(48, of: 80), to: Share(56, of: 70)))
        #expect(abs(interval.lower - 0.0524) < 5e-5 && abs(interval.upper - 0.3339) < 5e-5, "\(interval)")
    }

    @Test("a mean and its spread come out as by the textbook, however large the numbers")
    func moments() throws {
        let moments = Moments([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])
        #expect(moments.mean == 1e9 + 10)
        #expect(moments.variance == 30)
        #expect(Moments([3]).variance == nil)
        #expect(Moments([3]).interval() == nil)
    }
}

@Suite("Net promoter score")
struct NetPromoterTests {
    @Test(
        "scores and margins, counted by hand and by R",
        arguments: [
            (50, 30, 20, 30.0, 15.3078), (500, 300, 200, 30, 4.8408), (120, 50, 30, 45, 10.2548),
            (40, 20, 40, 0, 17.5305), (3, 1, 1, 40, 70.12),
        ]
    )
    func margins(promoters: Int, passives: Int, detractors: Int, score: Double, margin: Double) throws {
        let net = NetPromoter(promoters: promoters, passives: passives, detractors: detractors)
        #expect(abs(try #require(net.score) - score) < 1e-9)
        #expect(abs(try #require(net.margin) - margin) < (margin > 70 ? 5e-3 : 5e-5), "\(net.margin ?? 0)")
    }

    @Test(
        "the adjusted interval for few answers (Rocks 2016)",
        arguments: [(50, 30, 20, 29.126, 15.075), (3, 1, 1, 25.0, 54.78)]
    )
    func adjusted(promoters: Int, passives: Int, detractors: Int, score: Double, margin: Double) throws {
        let net = try #require(NetPromoter(promoters: promoters, passives: passives, detractors: detractors).adjusted)
        #expect(abs(net.score - score) < 5e-4)
        #expect(abs(net.margin - margin) < 5e-3, "\(net.margin)")
    }

    @Test("one answer of 100 spreads by 78.1025; nobody has no score; two waves differ by the root of both squares")
    func edges() throws {
        let net = NetPromoter(promoters: 50, passives: 30, detractors: 20)
        #expect(abs(try #require(net.standardDeviation) - 78.1025) < 5e-5)
        #expect(NetPromoter(promoters: 0, passives: 0, detractors: 0).score == nil)
        #expect(marginOfDifference(3, 4) == 5)
    }
}
