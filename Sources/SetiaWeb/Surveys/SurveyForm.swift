internal import Hummingbird
internal import SetiaCore
internal import SetiaService

/// What a form of a survey says so far; it goes from page to page in the form itself, and nothing is kept before its end
/// (rule Q-11).
struct SurveyForm {
    let survey: Survey
    let visit: Visit

    /// What was said to further questions, of those that were put.
    var said: [SurveySaid] {
        survey.questions.compactMap { question in
            guard visit.form["done-\(question.key)"] == "1" else { return nil }
            switch question.kind {
            case .scale, .one:
                let chosen = visit.form["q-\(question.key)"]
                return SurveySaid(question: question.key, chosen: chosen.isEmpty ? [] : [Key(chosen)])
            case .many:
                let chosen = question.options.filter { visit.form["q-\(question.key)-\($0)"] == "1" }
                return SurveySaid(question: question.key, chosen: chosen)
            case .text:
                return SurveySaid(question: question.key, words: Key(visit.form["q-\(question.key)"]))
            }
        }
    }

    /// The question that is put next; none where all is said.
    var next: SurveyQuestion? { survey.way(through: said).next }

    /// Whether the page just sent was that of this question: then its answer is wrong, and not only missing.
    func wasPut(_ question: SurveyQuestion) -> Bool { visit.form["done-\(question.key)"] == "1" }

    /// What was said before this question, to be carried on.
    func carried(before question: SurveyQuestion) -> [Fields] {
        var names: [String] = []
        if survey.kind.isScored {
            names = ["score", "comment"] + survey.kind.aspects.map { "aspect-\($0.rawValue)" }
        }
        for one in survey.way(through: said).answered where one.question != question.key {
            guard let other = survey.questions.first(where: { $0.key == one.question }) else { continue }
            names.append("done-\(other.key)")
            if case .many = other.kind {
                names += other.options.map { "q-\(other.key)-\($0)" }
            } else {
                names.append("q-\(other.key)")
            }
        }
        return names.compactMap { name in
            let value = visit.form[name]
            return value.isEmpty ? nil : ["name": name, "value": value] as Fields
        }
    }

    private func option(_ value: String, _ text: String, _ chosen: String) -> Fields {
        ["value": value, "text": text, "isChosen": value == chosen]
    }

    /// A question as the page shows it.
    func fields(of question: SurveyQuestion) -> Fields {
        let (words, name) = (SurveyWords(visit: visit), "q-\(question.key)")
        var fields: Fields = [
            "ask": words.text(question.ask, question.key), "name": name, "done": "done-\(question.key)",
            "carried": carried(before: question),
        ]
        switch question.kind {
        case .scale:
            fields["isScale"] = true
            fields["options"] = question.options.map { option($0.text, $0.text, visit.form[name]) }
        case .one(let choices):
            fields["isOne"] = true
            fields["options"] = choices.map { option($0.key.text, words.text($0.name, $0.key), visit.form[name]) }
        case .many(let choices):
            fields["isMany"] = true
            fields["options"] = choices.map { choice in
                ["name": "\(name)-\(choice.key)", "text": words.text(choice.name, choice.key)] as Fields
            }
        case .text: fields["isText"] = true
        }
        return fields
    }
}
