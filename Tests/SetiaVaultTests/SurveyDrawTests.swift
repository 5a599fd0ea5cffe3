import SetiaCore
import SetiaService
import Testing

@testable import SetiaVault

@Suite("Who is asked")
struct SurveyDrawTests {
    @Test(
        "Q-2: a tenth of 10,000 members is 10 % ± 0.9, though each comes fifty times",
        arguments: ["2026-Q1", "2026-Q2"]
    )
    func sample(wave: String) throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let survey = Survey(key: "recommend", kind: .nps, ask: Words([]), every: .quarter, share: 1_000)
        var asked = 0
        for number in 0..<10_000 as Range<UInt64> {
            let member = MemberID(Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number))
            let triggers = (0..<50).count { _ in survey.asks(vault.surveyDraw(of: member, "recommend", Key(wave))) }
            #expect(triggers == 0 || triggers == 50)
            asked += triggers > 0 ? 1 : 0
        }
        #expect((910...1_090).contains(asked), "\(asked)")
    }

    @Test("Q-8, acceptance 10: asked after each of fifty orders, a tenth of 10,000 members is 10 % ± 0.9, not 99 %")
    func triggers() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let survey = Survey(
            key: "order",
            kind: .csat,
            ask: Words([]),
            every: .month,
            share: 1_000,
            after: .event(.orderPaid)
        )
        // Fifty orders of one month: each asks anew whether she is asked, and none is another draw.
        let days = (0..<50).map { Day(number: 20_514 + Int32($0 % 30)) }
        var asked = 0
        for number in 0..<10_000 as Range<UInt64> {
            let member = MemberID(Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number))
            let isAsked = days.contains { day in
                survey.asks(vault.surveyDraw(of: member, survey.key, SurveyWave(survey.every, holding: day).key))
            }
            asked += isAsked ? 1 : 0
        }
        #expect(Set(days.map { SurveyWave(.month, holding: $0).key }) == ["2026-03"])
        #expect((910...1_090).contains(asked), "\(asked)")
    }

    @Test("Q-2: another wave and another survey draw anew, and so does another server")
    func independence() throws {
        let folder = try TemporaryFolder()
        let otherFolder = try TemporaryFolder()
        let (vault, other) = (try folder.vault(), try otherFolder.vault())
        var (waves, surveys, servers) = (0, 0, 0)
        for number in 0..<1_000 as Range<UInt64> {
            let member = MemberID(Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number))
            let draw = vault.surveyDraw(of: member, "recommend", "2026-Q1")
            waves += draw == vault.surveyDraw(of: member, "recommend", "2026-Q2") ? 1 : 0
            surveys += draw == vault.surveyDraw(of: member, "easy", "2026-Q1") ? 1 : 0
            servers += draw == other.surveyDraw(of: member, "recommend", "2026-Q1") ? 1 : 0
        }
        #expect(max(waves, surveys, servers) < 5)
    }
}
