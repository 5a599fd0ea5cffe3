internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// Surveys in the reader's words.
struct SurveyWords {
    let visit: Visit

    private var texts: Texts { visit.texts }

    func question(_ survey: Survey) -> String {
        shown(survey.ask.text(in: visit.language.key) ?? survey.key.text, upTo: 500)
    }

    /// A text of a survey, else its name.
    func text(_ words: Words, _ key: Key) -> String { shown(words.text(in: visit.language.key) ?? key.text, upTo: 500) }

    func kind(_ kind: Survey.Kind) -> String { texts.say("surveys.kind.\(kind.rawValue)") }

    /// What the least answer means.
    func low(_ kind: Survey.Kind) -> String { kind.isScored ? texts.say("survey.low.\(kind.rawValue)") : "" }

    /// What the best answer means.
    func high(_ kind: Survey.Kind) -> String { kind.isScored ? texts.say("survey.high.\(kind.rawValue)") : "" }

    /// An answer: a number, or the word that stands for it.
    func answer(_ score: Int, _ kind: Survey.Kind) -> String {
        kind == .expectation ? texts.say("survey.expectation.\(score)") : "\(score)"
    }

    /// What a side of something is called.
    func aspect(_ aspect: Survey.Aspect) -> String { texts.say("survey.aspect.\(aspect.rawValue)") }

    /// After what it is asked; none where it is a wave of its own.
    func after(_ survey: Survey) -> String? {
        guard let after = survey.after else { return nil }
        let told: String
        switch after {
        case .event(let type): told = texts.say("surveys.after.event", ["event": type.programmeName])
        case .firstOrder: told = texts.say("surveys.after.firstOrder")
        case .answer: told = texts.say("surveys.after.answer")
        case .closedCase: told = texts.say("surveys.after.case")
        }
        guard survey.wait > 0 else { return told }
        return told + " · " + texts.say("surveys.wait", count: Int64(survey.wait))
    }

    /// A score: net promoters as a whole number, satisfaction in per cent, ease with two decimals.
    func score(_ value: Double, _ kind: Survey.Kind) -> String {
        switch kind {
        case .nps, .expectation: signed(value, decimals: 0)
        case .csat: signed(value, decimals: 1) + "%"
        case .ces, .free: signed(value, decimals: 2)
        }
    }

    /// By how much something is another, without its sign.
    func step(_ value: Double, _ kind: Survey.Kind) -> String {
        kind == .csat ? signed(abs(value), decimals: 1) : score(abs(value), kind)
    }

    private func signed(_ value: Double, decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = Int64((value * scale).rounded())
        return (scaled < 0 ? "−" : "") + visit.wording.decimal(abs(scaled), decimals: decimals)
    }

    /// Between which values it may lie.
    func range(_ interval: Interval?, _ told: (Double) -> String) -> String? {
        interval.map { texts.say("home.interval", ["lower": told($0.lower), "upper": told($0.upper)]) }
    }

    /// Who answered, of those who were asked.
    func of(_ figures: SurveyFigures) -> String {
        texts.say(
            "surveys.of",
            [
                "answered": visit.wording.number(Int64(figures.answered)),
                "asked": visit.wording.number(Int64(figures.asked)),
            ]
        )
    }

    /// A share in per cent.
    func percent(_ share: Double) -> String { visit.wording.percent(permille: Int64((share * 1_000).rounded())) }

    /// What is another than in the wave before: only where it can be told from chance.
    func change(_ results: SurveyResults) -> String? {
        guard let difference = results.difference else { return nil }
        let values = [
            "value": step(difference.value, results.survey.kind), "wave": results.wave.previous.key.text,
        ]
        return switch difference.direction {
        case .up: "↑ " + texts.say("surveys.up", values)
        case .down: "↓ " + texts.say("surveys.down", values)
        case .withinNoise: texts.say("surveys.noise", ["wave": results.wave.previous.key.text])
        case .tooFew: texts.say("surveys.tooFew", ["wave": results.wave.previous.key.text])
        }
    }
}
