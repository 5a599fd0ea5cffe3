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
        arguments: [(Survey.Kind.nps, 0...10), (.csat, 1...5), (.ces, 1...7)]
    )
    func scales(kind: Survey.Kind, scale: ClosedRange<Int>) {
        #expect(kind.scale == scale)
    }

    @Test("Q-2: surveys are for active members with an order")
    func whoMayBeAsked() {
        var member = MemberState(member: MemberID(Identifier(high: 1, low: 2)))
        member.status = .active
        #expect(!member.mayBeSurveyed)
        member.orders = 1
        #expect(member.mayBeSurveyed)
        for status in MemberStatus.allCases where status != .active {
            member.status = status
            #expect(!member.mayBeSurveyed, "\(status)")
        }
        member.status = .active
        member.isGuest = true
        #expect(!member.mayBeSurveyed)
    }
}
