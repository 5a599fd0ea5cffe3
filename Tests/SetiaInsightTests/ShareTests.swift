import SetiaInsight
import Testing

@Suite("Shares")
struct ShareTests {
    @Test("a share of nobody is unknown, not zero")
    func nobody() {
        let share = Share(0, of: 0)
        #expect(share.value == nil)
        #expect(share.interval95 == nil)
        #expect(share.isSmall)
    }

    @Test("29 are few, 30 are enough for an arrow")
    func small() {
        #expect(Share(10, of: 29).isSmall)
        #expect(!Share(10, of: 30).isSmall)
    }

    @Test("a share and its rest make the whole")
    func rest() {
        #expect(Share(3, of: 10).rest == Share(7, of: 10))
        #expect(Share(0, of: 0).rest == Share(0, of: 0))
    }

    @Test("more than the whole stops the program")
    func moreThanTheWhole() async {
        await #expect(processExitsWith: .failure) { _ = Share(2, of: 1) }
        await #expect(processExitsWith: .failure) { _ = Share(-1, of: 1) }
    }

    @Test(
        "Wilson's interval is that of Newcombe's Table I",
        arguments: [
            (81, 263, 0.255289, 0.366210), (15, 148, 0.062386, 0.160487), (0, 20, 0, 0.161125),
            (1, 29, 0.006113, 0.171755),
        ]
    )
    func newcombe(successes: Int, trials: Int, lower: Double, upper: Double) throws {
        let interval = try #require(Share(successes, of: trials).interval95)
        #expect(abs(interval.lower - lower) < 0.000_000_5)
        #expect(abs(interval.upper - upper) < 0.000_000_5)
    }

    @Test(
        "three of three may still be less than half",
        arguments: [(3, 3, 0.439, 1.0), (80, 100, 0.711, 0.867)]
    )
    func fewCases(successes: Int, trials: Int, lower: Double, upper: Double) throws {
        let interval = try #require(wilson(successes, of: trials))
        #expect(abs(interval.lower - lower) < 0.000_5)
        #expect(abs(interval.upper - upper) < 0.000_5)
    }

    @Test("an interval holds its rate and stays within 0 and 1; its mirror is that of the rest", arguments: 0...60)
    func laws(successes: Int) throws {
        let share = Share(successes, of: 60)
        let interval = try #require(share.interval95)
        let value = try #require(share.value)
        #expect(0 <= interval.lower && interval.lower <= value && value <= interval.upper && interval.upper <= 1)
        let mirror = try #require(share.rest.interval95)
        #expect(abs(interval.lower - (1 - mirror.upper)) < 1e-12)
    }
}
