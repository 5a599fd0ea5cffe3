import SetiaCore
import SetiaService
import Testing

@testable import SetiaWeb

@Suite("When something holds, in words")
struct ScheduleWordsTests {
    @Test(
        "what recurs in a plain way is said in the reader's language",
        arguments: [
            (Language.en, "FREQ=WEEKLY;BYDAY=TU", "every Tuesday, 14:00–17:00, from 6 January 2026"),
            (
                .en, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,TU",
                "every 2 weeks on Tuesday and Thursday, 14:00–17:00, from 6 January 2026"
            ),
            (.en, "FREQ=DAILY", "every day, 14:00–17:00, from 6 January 2026"),
            (.en, "FREQ=MONTHLY;BYMONTHDAY=-1", "on the last day of every month, 14:00–17:00, from 6 January 2026"),
            (.en, "FREQ=MONTHLY;BYDAY=1TU", "on the first Tuesday of every month, 14:00–17:00, from 6 January 2026"),
            (.en, "FREQ=YEARLY", "every year on 6 January, 14:00–17:00, from 6 January 2026"),
            (.ms, "FREQ=WEEKLY;BYDAY=TU", "setiap Selasa, 14:00–17:00, mulai 6 Januari 2026"),
            (.id, "FREQ=WEEKLY;BYDAY=TU", "setiap hari Selasa, 14:00–17:00, mulai 6 Januari 2026"),
            (.th, "FREQ=WEEKLY;BYDAY=TU", "ทุกวันอังคาร, 14:00–17:00, ตั้งแต่ 6 มกราคม 2026"),
        ]
    )
    func plainly(language: Language, rule: String, words: String) throws {
        let schedule = Schedule(from: try moment(14 * 60), recurrence: try Recurrence(rule), minutes: 180)
        #expect(view(language).when(schedule) == words)
    }

    @Test("what has no short words stays as it is written")
    func asWritten() throws {
        let recurrence = try Recurrence("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1")
        let schedule = Schedule(from: try moment(0), recurrence: recurrence)
        #expect(view(.en).when(schedule) == "by the rule FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1, from 6 January 2026")
    }

    @Test("a stretch ends with its last day")
    func stretch() throws {
        let end = Schedule.WallTime(day: try #require(Day(year: 2027, month: 1, day: 1)))
        let schedule = Schedule(from: try moment(0), until: end)
        #expect(view(.en).when(schedule) == "from 6 January 2026 until 31 December 2026 inclusive")
    }

    @Test("what reaches into the next day says how long it is")
    func overnight() throws {
        let schedule = Schedule(from: try moment(22 * 60), recurrence: try Recurrence("FREQ=DAILY"), minutes: 330)
        #expect(view(.en).when(schedule) == "every day, from 22:00 for 5 hours 30 minutes, from 6 January 2026")
    }

    private func moment(_ minute: Int) throws -> Schedule.WallTime {
        Schedule.WallTime(day: try #require(Day(year: 2026, month: 1, day: 6)), minute: minute)
    }

    private func view(_ language: Language) -> ProgrammeView {
        let programme = Programme(
            name: "kopi",
            engine: 1,
            languages: ["en"],
            timeZone: "Asia/Kuala_Lumpur",
            currencies: [],
            wallets: [],
            tierSets: [],
            rules: []
        )
        return ProgrammeView(programme: programme, shops: [], texts: Texts.of(language), wording: Wording(language))
    }
}
