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
            ("kind: smiles", "surveys.one.kind: must be nps, csat, ces, expectation or free"),
            ("every: week", "surveys.one.every: must be month, quarter or year"),
            ("share: 0%", "surveys.one.share: must be a percentage above 0%"),
            ("share: 101%", "surveys.one.share: must be a percentage above 0%"),
            ("share: 0.001%", "surveys.one.share: must be a percentage above 0%"),
            ("share: half", "surveys.one.share: must be a percentage above 0%"),
            ("ask: {en: Well?}", "surveys.one.ask: has no text in 'th'"),
            ("after: order.payed", "surveys.one.after: must be first order, answer, case, or an event such as"),
            ("after: survey.answered", "surveys.one.after: must be first order, answer, case, or an event such as"),
            ("wait: 3 days", "surveys.one.wait: only what is asked 'after' something can wait"),
            ("after: case, wait: 61 days", "surveys.one.wait: must be 1 to 60 days, such as 3 days"),
            ("after: answer, wait: 1 month", "surveys.one.wait: must be 1 to 60 days, such as 3 days"),
            ("after: first order, share: 10%", "surveys.one.share: the first order is asked about of everybody"),
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

    @Test("Q-7: a survey says after what it is asked, and how many days later")
    func after() throws {
        let text =
            document(
                """
                  first: {kind: expectation, ask: {en: "As expected?", th: "ตามที่คาดไหม"}, after: first order, wait: 3 days}
                  came: {kind: csat, ask: {en: "All well?", th: "ดีไหม"}, after: app.delivered, every: quarter, share: 10%}
                  paid: {kind: csat, ask: {en: "Well?", th: "ดีไหม"}, after: order.paid}
                  answered: {kind: ces, ask: {en: "Easy?", th: "ง่ายไหม"}, after: answer}
                  closed: {kind: ces, ask: {en: "Easy?", th: "ง่ายไหม"}, after: case}
                """
            ) + """

                events:
                  app.delivered: {name: {en: It came, th: มาแล้ว}, schema: {type: object, properties: {}}}
                """
        let surveys = try Programme(document: text, knowsTimeZone: { _ in true }).surveys
        #expect(
            surveys.map(\.after) == [
                .firstOrder, .event(.custom("app.delivered")), .event(.orderPaid), .answer, .closedCase,
            ]
        )
        #expect(surveys.map(\.every) == [.month, .quarter, .month, .month, .month])
        #expect(surveys.map(\.wait) == [3, 0, 0, 0, 0])
        #expect(surveys.map(\.share) == [10_000, 1_000, 10_000, 10_000, 10_000])
        #expect(
            surveys.compactMap(\.after?.written) == ["first order", "app.delivered", "order.paid", "answer", "case"]
        )
    }

    @Test("Q-11: questions are read whole, in all languages, and lead on unless it is said")
    func questions() throws {
        let text = document(
            """
              visit:
                kind: free
                ask: {en: Your visit, th: "การมา"}
                every: month
                questions:
                  often:
                    ask: {en: "Often?", th: "บ่อยไหม"}
                    one: {weekly: {en: Weekly, th: "ทุกสัปดาห์"}, seldom: {en: Seldom, th: "นาน ๆ ครั้ง"}}
                    branch: [{if: [seldom], to: end}]
                  taste: {ask: {en: "Taste?", th: "รสชาติ"}, scale: 1-5, branch: [{if: [1, 2], to: why}], next: end}
                  why: {ask: {en: "Why?", th: "ทำไม"}, text: true}
            """
        )
        let survey = try #require(try Programme(document: text, knowsTimeZone: { _ in true }).surveys.first)
        #expect(survey.questions.map(\.key) == ["often", "taste", "why"])
        #expect(survey.questions.map(\.next) == ["taste", nil, nil])
        #expect(survey.questions[0].branches == [SurveyQuestion.Branch(answers: ["seldom"], to: nil)])
        #expect(survey.questions[1].kind == .scale(1...5) && survey.questions[2].kind == .text)
        #expect(survey.questions[0].options == ["weekly", "seldom"])
    }

    @Test(
        "Q-11: what is wrong with a question is named with its reason",
        arguments: [
            (
                "a: {ask: {en: A, th: ก}, text: true}\n      b: {ask: {en: B, th: ข}, text: true, next: a}",
                "leads back to 'a'"
            ),
            (
                "a: {ask: {en: A, th: ก}, text: true, next: end}\n      b: {ask: {en: B, th: ข}, text: true}",
                "is never asked"
            ),
            ("a: {ask: {en: A, th: ก}, text: true, next: c}", "leads to 'c', and there is no such question"),
            ("a: {ask: {en: A}, text: true}", "has no text in 'th'"),
            ("a: {ask: {en: A, th: ก}}", "must have one of scale, one, many and text"),
            ("a: {ask: {en: A, th: ก}, scale: 5-1}", "must be from the least to the most, such as 1-5"),
            ("a: {ask: {en: A, th: ก}, one: {x: {en: X, th: ก}}}", "must have two choices or more"),
            (
                "a: {ask: {en: A, th: ก}, scale: 1-3, branch: [{if: [4], to: end}]}",
                "has no answer '4'; there are: 1, 2, 3"
            ),
            ("end: {ask: {en: A, th: ก}, text: true}", "'end' names the end, and no question"),
        ]
    )
    func wrongQuestions(questions: String, told: String) {
        let text = document(
            "  one:\n    kind: free\n    ask: {en: A, th: ก}\n    every: month\n    questions:\n      \(questions)"
        )
        let problems = parseProgramme(text).problems
        #expect(problems.contains { $0.reason.contains(told) }, "\(problems)")
    }

    @Test("Q-11: without a score there must be questions")
    func nothingAsked() {
        let problems = parseProgramme(document("  one: {kind: free, ask: {en: A, th: ก}, every: month}")).problems
        #expect(problems.map(\.reason) == ["'questions' is missing: nothing would be asked"])
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
