/// A further question of a survey (rule Q-11).
package struct SurveyQuestion: Sendable, Hashable {
    /// Its name in the document.
    package let key: Key
    /// What is asked.
    package let ask: Words
    /// How it is answered.
    package let kind: Kind
    /// What comes after it, unless an answer leads elsewhere; none is the end.
    package let next: Key?
    /// Where some answers lead; the first that fits says so.
    package let branches: [Branch]

    /// How a question is answered.
    package enum Kind: Sendable, Hashable {
        /// By a number of these.
        case scale(ClosedRange<Int>)
        /// By one of these.
        case one([Choice])
        /// By any of these, or none.
        case many([Choice])
        /// In her own words, or not at all.
        case text
    }

    /// Something that can be chosen.
    package struct Choice: Sendable, Hashable {
        /// Its name in the document.
        package let key: Key
        /// What members read.
        package let name: Words

        /// Something that can be chosen.
        package init(key: Key, name: Words) {
            self.key = key
            self.name = name
        }
    }

    /// Where some answers lead.
    package struct Branch: Sendable, Hashable {
        /// Which answers: names of choices, or numbers.
        package let answers: [Key]
        /// Where they lead; none is the end.
        package let to: Key?

        /// Where some answers lead.
        package init(answers: [Key], to: Key?) {
            self.answers = answers
            self.to = to
        }
    }

    /// A question.
    package init(key: Key, ask: Words, kind: Kind, next: Key?, branches: [Branch] = []) {
        self.key = key
        self.ask = ask
        self.kind = kind
        self.next = next
        self.branches = branches
    }

    /// The answers that can be counted, in their order; none where it is answered in words.
    package var options: [Key] {
        switch kind {
        case .scale(let range): range.map { Key("\($0)") }
        case .one(let choices), .many(let choices): choices.map(\.key)
        case .text: []
        }
    }

    /// Where it may lead, in the order of the document; none is the end.
    package var targets: [Key?] { branches.map(\.to) + [next] }

    /// Whether something said is an answer to it.
    package func takes(_ said: SurveySaid) -> Bool {
        guard said.question == key else { return false }
        switch kind {
        case .scale, .one: return said.words.text.isEmpty && said.chosen.count == 1 && options.contains(said.chosen[0])
        case .many:
            return said.words.text.isEmpty && said.chosen.allSatisfy { options.contains($0) }
                && said.chosen.enumerated().allSatisfy { !said.chosen[..<$0.offset].contains($0.element) }
        case .text: return said.chosen.isEmpty && said.words.text.count <= SurveyQuestion.longestText
        }
    }

    /// The most characters of an answer in words.
    package static let longestText = 2_000

    /// Where an answer leads; none is the end.
    func target(of said: SurveySaid) -> Key? {
        if let branch = branches.first(where: { branch in said.chosen.contains { branch.answers.contains($0) } }) {
            return branch.to
        }
        return next
    }
}

/// What a member says to one question.
package struct SurveySaid: Sendable, Hashable {
    /// To which.
    package let question: Key
    /// What she chose, or the number.
    package let chosen: [Key]
    /// What she wrote; empty where she was not asked to, or wrote nothing.
    package let words: Key

    /// What she says.
    package init(question: Key, chosen: [Key] = [], words: Key = "") {
        self.question = question
        self.chosen = chosen
        self.words = words
    }
}

/// What is wrong with the questions of a survey.
package struct QuestionProblem: Sendable, Hashable {
    /// At which question.
    package let question: Key
    /// What is wrong with it.
    let fault: Fault

    enum Fault: Hashable {
        case noAnswer(Key, of: [Key])
        case branchOfWords
        case noQuestion(Key)
        case leadsBack(Key)
        case neverAsked
    }

    /// In words that stand behind the question's name.
    package var reason: String {
        switch fault {
        case .noAnswer(let answer, let known):
            "has no answer '\(answer)'; there are: \(known.map(\.text).joined(separator: ", "))"
        case .branchOfWords: "an answer in words leads nowhere else; leave 'branch' out"
        case .noQuestion(let target): "leads to '\(target)', and there is no such question"
        case .leadsBack(let target): "leads back to '\(target)': a question leads to one that stands below it"
        case .neverAsked: "is never asked: no answer leads to it"
        }
    }
}

extension Survey {
    /// How far answers lead: what was asked, in order, and what is to be asked next.
    ///
    /// What is said of a question that they do not lead to counts for nothing.
    ///
    /// - Parameter said: Answers, in any order.
    /// - Returns: The questions that were answered with what was said, and the next; none where all is said.
    package func way(through said: [SurveySaid]) -> (answered: [SurveySaid], next: SurveyQuestion?) {
        var (answered, place) = ([SurveySaid](), questions.first)
        // No question comes twice, since none leads back (rule Q-11).
        while let question = place, answered.count < questions.count {
            guard let one = said.first(where: { $0.question == question.key }), question.takes(one) else {
                return (answered, question)
            }
            answered.append(one)
            let target = question.target(of: one)
            place = questions.first { $0.key == target }
        }
        return (answered, nil)
    }

    /// All that is wrong with its questions: where they lead, and which are never asked.
    package var questionProblems: [QuestionProblem] {
        var problems: [QuestionProblem] = []
        let names = questions.map(\.key)
        for (place, question) in questions.enumerated() {
            func complain(_ fault: QuestionProblem.Fault) {
                problems.append(QuestionProblem(question: question.key, fault: fault))
            }
            for answer in question.branches.flatMap(\.answers) where !question.options.contains(answer) {
                complain(question.options.isEmpty ? .branchOfWords : .noAnswer(answer, of: question.options))
            }
            for target in question.targets.compactMap(\.self) {
                // Who is never led back comes to an end, whatever she answers.
                switch names.firstIndex(of: target) {
                case .none: complain(.noQuestion(target))
                case .some(let to) where to <= place: complain(.leadsBack(target))
                case .some: break
                }
            }
        }
        guard problems.isEmpty, let first = names.first else { return problems }
        var reached = [first]
        for question in questions where reached.contains(question.key) {
            for target in question.targets.compactMap(\.self) where !reached.contains(target) { reached.append(target) }
        }
        return names.filter { !reached.contains($0) }.map { QuestionProblem(question: $0, fault: .neverAsked) }
    }
}
