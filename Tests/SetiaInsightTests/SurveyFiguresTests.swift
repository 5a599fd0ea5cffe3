import SetiaCore
import SetiaInsight
import Testing

@Suite("What a wave of a survey came to")
struct SurveyFiguresTests {
    private func nps(_ promoters: Int, _ passives: Int, _ detractors: Int, asked: Int? = nil) -> SurveyFigures {
        SurveyFigures(
            kind: .nps,
            asked: asked ?? promoters + passives + detractors,
            answers: [(10, promoters), (8, passives), (3, detractors)]
        )
    }

    @Test(
        "Q-5: net promoters have the margin that was published, and the adjusted one where there are few or all agree",
        arguments: [
            (50, 30, 20, 30.0, 30.0 - 15.3078, 30.0 + 15.3078), (500, 300, 200, 30.0, 30.0 - 4.8408, 30.0 + 4.8408),
            (3, 1, 1, 40.0, 25.0 - 54.78, 25.0 + 54.78), (100, 0, 0, 100.0, 93.09, 100.0),
        ]
    )
    func promoters(_ p: Int, _ n: Int, _ d: Int, _ score: Double, _ lower: Double, _ upper: Double) throws {
        let figures = nps(p, n, d)
        let interval = try #require(figures.interval95)
        #expect(figures.value == score)
        #expect(abs(interval.lower - lower) < 0.3 && abs(interval.upper - upper) < 0.3, "\(interval)")
        #expect(figures.isSmall == (p + n + d < 30))
    }

    @Test("Q-5: satisfied are the two best answers, by Wilson; ease is a mean; each on its own scale")
    func kinds() throws {
        let satisfied = SurveyFigures(kind: .csat, asked: 200, answers: [(5, 50), (4, 30), (3, 10), (1, 10), (9, 99)])
        let range = try #require(satisfied.interval95)
        #expect(satisfied.answered == 100 && satisfied.value == 80)
        #expect(abs(range.lower - 71.1) < 0.05 && abs(range.upper - 86.7) < 0.05)
        #expect(satisfied.response == Share(100, of: 200))
        let easy = SurveyFigures(kind: .ces, asked: 4, answers: [(7, 2), (5, 2)])
        #expect(easy.value == 6)
        #expect(try #require(easy.interval95).upper == 7)
        #expect(SurveyFigures(kind: .ces, asked: 1, answers: [(7, 1)]).interval95 == nil)
    }

    @Test("Q-9: what was better less what was worse has the margin of net promoters")
    func expectation() throws {
        let figures = SurveyFigures(kind: .expectation, asked: 120, answers: [(3, 50), (2, 30), (1, 20), (9, 5)])
        #expect(figures.value == 30 && figures.answered == 100)
        let (range, other) = (try #require(figures.interval95), try #require(nps(50, 30, 20).interval95))
        #expect(range == other)
        let worse = SurveyFigures(kind: .expectation, asked: 100, answers: [(3, 5), (2, 15), (1, 80)])
        #expect(worse.difference(since: figures)?.direction == .down)
    }

    @Test("nothing is said of a wave without answers", arguments: Survey.Kind.allCases)
    func empty(kind: Survey.Kind) {
        let figures = SurveyFigures(kind: kind, asked: 5, answers: [])
        #expect(figures.value == nil && figures.interval95 == nil && figures.isSmall)
        #expect(figures.response == Share(0, of: 5))
        #expect(figures.difference(since: figures) == nil)
        #expect(SurveyFigures(kind: kind, asked: 0, answers: []).response.value == nil)
    }

    @Test("Q-5: two waves differ only where the difference is larger than its margin, and both have 30 answers")
    func differences() throws {
        let (march, same, better) = (nps(50, 30, 20), nps(55, 30, 15), nps(80, 15, 5))
        // 10 points with a margin of ±21 are none.
        #expect(same.difference(since: march)?.direction == .withinNoise)
        #expect(better.difference(since: march)?.direction == .up)
        #expect(march.difference(since: better)?.direction == .down)
        #expect(nps(29, 0, 0).difference(since: nps(0, 0, 29))?.direction == .tooFew)
        let first = try #require(better.difference(since: march))
        #expect(first.value == 45)
        #expect(abs(first.interval95.lower - (45 - 18.4)) < 0.5)
        #expect(march.difference(since: SurveyFigures(kind: .csat, asked: 1, answers: [(5, 1)])) == nil)
    }

    @Test("Q-5: of two waves of members who think alike, about one in twenty is called another", arguments: [1, 2])
    func noise(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func wave() -> SurveyFigures {
            var counts = [0, 0, 0]
            for _ in 0..<200 {
                let draw = Int.random(in: 0..<10, using: &random)
                counts[draw < 5 ? 0 : draw < 8 ? 1 : 2] += 1
            }
            return nps(counts[0], counts[1], counts[2])
        }
        let differing = (0..<1_000).count { _ in
            let direction = wave().difference(since: wave())?.direction
            return direction == .up || direction == .down
        }
        // 50 of 1,000, and three standard deviations to either side.
        #expect((29...71).contains(differing), "\(differing)")
    }
}
