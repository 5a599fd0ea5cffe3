import SetiaCore
import Testing

@Suite("Questions of a survey")
struct SurveyQuestionTests {
    private static func choices(_ names: Key...) -> [SurveyQuestion.Choice] {
        names.map { SurveyQuestion.Choice(key: $0, name: Words([])) }
    }

    static func survey(_ questions: [SurveyQuestion]) -> Survey {
        Survey(key: "visit", kind: .free, ask: Words([]), every: .month, questions: questions)
    }

    static let visit = survey([
        SurveyQuestion(
            key: "often",
            ask: Words([]),
            kind: .one(choices("weekly", "seldom")),
            next: "taste",
            branches: [SurveyQuestion.Branch(answers: ["seldom"], to: "why")]
        ),
        SurveyQuestion(
            key: "taste",
            ask: Words([]),
            kind: .scale(1...5),
            next: nil,
            branches: [SurveyQuestion.Branch(answers: ["1", "2"], to: "why")]
        ),
        SurveyQuestion(key: "why", ask: Words([]), kind: .text, next: "drinks"),
        SurveyQuestion(key: "drinks", ask: Words([]), kind: .many(choices("kopi", "teh")), next: nil),
    ])

    private func said(_ question: Key, _ chosen: Key...) -> SurveySaid {
        SurveySaid(question: question, chosen: chosen)
    }

    @Test("Q-11: each answer says what is asked next, and what it does not lead to counts for nothing")
    func way() {
        let visit = Self.visit
        func told(_ said: [SurveySaid]) -> String {
            let way = visit.way(through: said)
            return way.answered.map(\.question.text).joined(separator: " ") + " > " + (way.next?.key.text ?? "end")
        }
        #expect(told([]) == " > often")
        #expect(told([said("often", "weekly")]) == "often > taste")
        #expect(told([said("often", "seldom")]) == "often > why")
        #expect(told([said("often", "weekly"), said("taste", "4")]) == "often taste > end")
        #expect(told([said("often", "weekly"), said("taste", "2")]) == "often taste > why")
        let whole = [
            said("drinks", "kopi", "teh"), SurveySaid(question: "why", words: "Far."), said("often", "seldom"),
        ]
        #expect(told(whole) == "often why drinks > end")
        #expect(told(whole + [said("taste", "1")]) == "often why drinks > end")
        #expect(visit.way(through: whole + [said("taste", "1")]).answered.count == 3)
        for wrong in [
            said("often"), said("often", "daily"), said("often", "weekly", "seldom"),
            SurveySaid(question: "often", words: "weekly"),
        ] { #expect(told([wrong]) == " > often", "\(wrong)") }
        #expect(told([said("often", "weekly"), said("taste", "6")]) == "often > taste")
        let long = SurveySaid(question: "why", words: Key(String(repeating: "ก", count: 2_001)))
        #expect(told([said("often", "seldom"), long]) == "often > why")
        let twice = [said("often", "seldom"), SurveySaid(question: "why"), said("drinks", "kopi", "kopi")]
        #expect(told(twice) == "often why > drinks")
        #expect(
            told([said("often", "seldom"), SurveySaid(question: "why"), said("drinks")]) == "often why drinks > end"
        )
    }

    @Test("Q-11: whatever she answers, she comes to an end, and is asked nothing twice", arguments: 0..<100)
    func ends(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let names = (0..<12).map { Key("q\($0)") }
        let questions = names.enumerated().map { place, name in
            func target() -> Key? {
                Bool.random(using: &random) ? names.dropFirst(place + 1).randomElement(using: &random) : nil
            }
            return SurveyQuestion(
                key: name,
                ask: Words([]),
                kind: .scale(1...3),
                next: target(),
                branches: [SurveyQuestion.Branch(answers: ["1"], to: target())]
            )
        }
        let survey = Self.survey(questions)
        var answers: [SurveySaid] = []
        while let next = survey.way(through: answers).next {
            #expect(!answers.contains { $0.question == next.key })
            answers.append(said(next.key, Key("\(Int.random(in: 1...3, using: &random))")))
            if answers.count > 12 { break }
        }
        #expect(answers.count <= 12)
    }

    @Test("Q-11: a question that leads back, nowhere or by no answer, and one that is never asked are named")
    func problems() {
        func told(_ questions: [SurveyQuestion]) -> [String] {
            Self.survey(questions).questionProblems.map { "\($0.question) \($0.reason)" }
        }
        func text(_ key: Key, _ next: Key?, _ branches: [SurveyQuestion.Branch] = []) -> SurveyQuestion {
            SurveyQuestion(key: key, ask: Words([]), kind: .text, next: next, branches: branches)
        }
        #expect(Self.visit.questionProblems == [])
        #expect(
            told([text("a", "b"), text("b", "a")]) == [
                "b leads back to 'a': a question leads to one that stands below it"
            ]
        )
        #expect(told([text("a", "a")]).count == 1)
        #expect(told([text("a", "c")]) == ["a leads to 'c', and there is no such question"])
        #expect(told([text("a", nil), text("b", nil)]) == ["b is never asked: no answer leads to it"])
        #expect(
            told([text("a", nil, [SurveyQuestion.Branch(answers: ["x"], to: nil)])])
                == ["a an answer in words leads nowhere else; leave 'branch' out"]
        )
        let one = SurveyQuestion(
            key: "a",
            ask: Words([]),
            kind: .one(Self.choices("x", "y")),
            next: nil,
            branches: [SurveyQuestion.Branch(answers: ["z"], to: nil)]
        )
        #expect(told([one]) == ["a has no answer 'z'; there are: x, y"])
    }
}
