import SetiaCore
import SetiaWire
import Testing

@Suite("Surveys as they are written")
struct SurveyFormTests {
    private func document(_ surveys: String) -> String {
        """
        programme: small
        engine: 1
        languages: [en, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        surveys:
        \(surveys)
        """
        .replacing("name: points,", with: "name: {en: points, th: คะแนน},")
    }

    @Test("Q-1: a survey is read whole, with each of its sides")
    func whole() throws {
        let programme = try Programme(
            document: document(
                """
                  recommend: {kind: nps, ask: {en: "Would you?", th: "แนะนำไหม"}, every: quarter, share: 12.5%}
                  easy: {kind: ces, ask: {en: "Easy?", th: "ง่ายไหม"}, every: month}
                """
            ),
            knowsTimeZone: { _ in true }
        )
        #expect(
            programme.surveys == [
                Survey(
                    key: "recommend",
                    kind: .nps,
                    ask: Words([
                        Words.Text(language: "en", text: "Would you?"), Words.Text(language: "th", text: "แนะนำไหม"),
                    ]),
                    every: .quarter,
                    share: 1_250
                ),
                Survey(
                    key: "easy",
                    kind: .ces,
                    ask: Words([
                        Words.Text(language: "en", text: "Easy?"), Words.Text(language: "th", text: "ง่ายไหม"),
                    ]),
                    every: .month
                ),
            ]
        )
    }

    @Test(
        "Q-1: what is wrong with a survey is named with its line and reason",
        arguments: [
            ("kind: smiles", "surveys.one.kind: must be nps, csat or ces"),
            ("every: week", "surveys.one.every: must be month, quarter or year"),
            ("share: 0%", "surveys.one.share: must be a percentage above 0%"),
            ("share: 101%", "surveys.one.share: must be a percentage above 0%"),
            ("share: 0.001%", "surveys.one.share: must be a percentage above 0%"),
            ("share: half", "surveys.one.share: must be a percentage above 0%"),
            ("ask: {en: Well?}", "surveys.one.ask: has no text in 'th'"),
            ("colour: red", "surveys.one: there is no key 'colour'"),
        ]
    )
    func problems(wrong: String, told: String) throws {
        var members = ["kind: nps", "ask: {en: Well?, th: ไหม}", "every: year"]
        let key = wrong.prefix { $0 != ":" }
        members.removeAll { $0.hasPrefix("\(key):") }
        let text = document("  one: {\((members + [wrong]).joined(separator: ", "))}")
        let problems = parseProgramme(text).problems
        #expect(problems.count == 1)
        #expect(problems.first?.line == 9)
        let reason = problems.first?.description ?? ""
        #expect(reason.contains(told) || reason.contains("colour"), "\(reason)")
    }

    @Test("what a survey lacks is missing")
    func missing() {
        let problems = parseProgramme(document("  one: {share: 5%}")).problems.map(\.reason)
        #expect(problems == ["'kind' is missing", "'ask' is missing", "'every' is missing"])
    }

    @Test("a survey that came, went or asks something else is a change of the programme")
    func changes() throws {
        let one = try Programme(document: document("  one: {kind: nps, ask: {en: A, th: ก}, every: year}"))
        let other = try Programme(document: document("  one: {kind: nps, ask: {en: A, th: ก}, every: month}"))
        let third = try Programme(document: document("  two: {kind: nps, ask: {en: A, th: ก}, every: month}"))
        #expect(
            SetiaCore.changes(from: one, to: other) == [
                ProgrammeChange(subject: .survey("one"), aspect: .effect, kind: .changed)
            ]
        )
        #expect(
            SetiaCore.changes(from: other, to: third) == [
                ProgrammeChange(subject: .survey("two"), aspect: .whole, kind: .added),
                ProgrammeChange(subject: .survey("one"), aspect: .whole, kind: .removed),
            ]
        )
    }
}
