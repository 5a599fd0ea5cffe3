import SetiaCore
import Testing

@Suite("Surveys")
struct SurveyTests {
    @Test(
        "Q-1: a wave is the month, quarter or year of the calendar that a day is in",
        arguments: [
            (CalendarUnit.month, "2026-03-31", "2026-03", "2026-02"), (.month, "2026-01-01", "2026-01", "2025-12"),
            (.quarter, "2026-03-31", "2026-Q1", "2025-Q4"), (.quarter, "2026-04-01", "2026-Q2", "2026-Q1"),
            (.halfYear, "2026-06-30", "2026-H1", "2025-H2"), (.year, "2026-12-31", "2026", "2025"),
        ]
    )
    func waves(unit: CalendarUnit, day: String, wave: String, before: String) throws {
        let found = SurveyWave(unit, holding: try #require(Day(iso: day)))
        #expect(found.key == Key(wave) && found.previous.key == Key(before))
        #expect(found.previous.lastDay == found.firstDay.adding(days: -1))
    }

    @Test("a wave is read back from its name, and nothing else is a wave", arguments: 0..<200)
    func names(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let day = Day(number: Int32.random(in: 0...30_000, using: &random))
        for unit in CalendarUnit.allCases {
            let wave = SurveyWave(unit, holding: day)
            #expect(SurveyWave(key: wave.key) == wave)
            #expect(SurveyWave(unit, holding: wave.lastDay) == wave)
        }
        for text in ["", "2026-", "2026-13", "2026-00", "2026-Q5", "2026-q1", "26", "2026-Q1-1", "2026-3", "x-Q1"] {
            #expect(SurveyWave(key: Key(text)) == nil, "\(text)")
        }
    }

    @Test(
        "each kind has its scale, and no other answers",
        arguments: [(Survey.Kind.nps, 0...10), (.csat, 1...5), (.ces, 1...7), (.expectation, 1...3), (.free, 0...0)]
    )
    func scales(kind: Survey.Kind, scale: ClosedRange<Int>) {
        #expect(kind.scale == scale)
    }

    @Test("Q-2: surveys are for active members, and not for another's account or a guest")
    func whoMayBeAsked() {
        var member = MemberState(member: MemberID(Identifier(high: 1, low: 2)))
        for status in MemberStatus.allCases {
            member.status = status
            #expect(member.isOnesOwn == (status == .active), "\(status)")
        }
        member.status = .active
        member.isGuest = true
        #expect(!member.isOnesOwn)
    }

    @Test(
        "Q-7: what is asked after something is asked from when it is due, for fourteen days",
        arguments: [
            (0, 0, true), (0, 13, true), (0, 14, false), (0, -1, false), (3, 2, false), (3, 3, true), (3, 16, true),
            (3, 17, false),
        ]
    )
    func fresh(wait: Int, day: Int, isFresh: Bool) {
        let moment = Instant(milliseconds: 1_772_400_000_000)
        #expect(SurveyTerms.isFresh(moment, wait: wait, at: moment.adding(days: day)) == isFresh)
        let last = moment.adding(days: wait + 14).adding(milliseconds: -1)
        #expect(SurveyTerms.isFresh(moment, wait: wait, at: last))
    }

    @Test(
        "Q-8: one question after something in 30 days, two in 90",
        arguments: [([], false), ([29], true), ([30], false), ([30, 31], true), ([31, 89], true), ([31, 90], false)]
    )
    func resting(daysAgo: [Int], isResting: Bool) {
        let now = Instant(milliseconds: 1_772_400_000_000)
        #expect(SurveyTerms.isResting(daysAgo.map { now.adding(days: -$0) }, at: now) == isResting)
    }

    @Test(
        "Q-15: thirty days lie between two waves, and the programme's first one waits for none",
        arguments: [([], false), ([0], true), ([29], true), ([30], false), ([90, 1], true)]
    )
    func waves(daysAgo: [Int], rests: Bool) {
        let now = Instant(milliseconds: 1_772_400_000_000)
        let asked = daysAgo.map { now.adding(days: -$0) }
        #expect(SurveyTerms.restsFromWaves(asked, isFirst: false, at: now) == rests)
        #expect(!SurveyTerms.restsFromWaves(asked, isFirst: true, at: now))
    }

    @Test(
        "Q-14: a tag is small letters, digits and hyphens, of any script",
        arguments: [
            ("Waiting time", "waiting-time"), (" waiting_TIME! ", "waiting-time"), ("ราคา", "ราคา"), ("น้ำ แข็ง", "น้ำ-แข็ง"),
            ("7-Eleven", "7-eleven"), ("<b>", "b"), ("", nil), (" - ", nil),
            (String(repeating: "x", count: 40), String(repeating: "x", count: 40)),
            (String(repeating: "x", count: 41), nil),
        ]
    )
    func tags(text: String, tag: String?) {
        #expect(SurveyTag(text)?.key.text == tag)
        if let tag { #expect(SurveyTag(tag)?.key.text == tag, "kept again it is the same") }
        #expect(SurveyTag.parts(of: " a, ,b c ,") == [" a", "b c "])
    }

    @Test("Q-9: what was said of sides is read back from what is kept, and nothing else is", arguments: 0..<50)
    func aspects(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let said = Survey.Aspect.allCases.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random))
            .map { ($0, Int.random(in: 1...3, using: &random)) }
        let scores = AspectScores(said)
        #expect(AspectScores(text: scores.text) == scores && scores.scores.count == said.count)
        #expect(AspectScores(text: "taste:3 value value:x product:2:1").scores.isEmpty)
        #expect(AspectScores([(.value, 1), (.product, 2), (.value, 3)]).text == "product:2 value:3")
    }
}
