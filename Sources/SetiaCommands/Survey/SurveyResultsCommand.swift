internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia survey results`: what one wave came to.
struct SurveyResultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results",
        abstract: "Show what a wave of a survey came to, beside the wave before.",
        discussion: """
            Ranges are at 95 % and cover the chance of who answered, not that others
            may think otherwise.

            EXAMPLES
              setia survey results recommend
              setia survey results recommend --wave 2026-Q1
              setia survey results recommend --database shop.db --json
            """
    )

    @Argument(help: "The survey's name in the programme.")
    var survey: String

    @Option(help: "Which wave, such as 2026-Q1; else the one of now.")
    var wave: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let results = try await brand.service.surveyResults(Key(survey), wave: wave)
                let shell = Shell.current
                let questions = try await brand.service.questionResults(results)
                if output.json { return shell.say(try JSON.parse(SurveyResultsBody(results, questions).bytes).pretty) }
                shell.say("\(results.survey.key), \(results.wave.key)\(results.isRunning ? " (still going on)" : "")")
                for line in lines(results) { shell.say("  \(line)") }
                var table = TextTable([("answer", .right), ("times", .right)])
                for (place, count) in results.figures.counts.enumerated() {
                    table.add("\(results.survey.kind.scale.lowerBound + place)", grouped(count))
                }
                if results.survey.kind.isScored { shell.say(table.text) }
                for one in questions {
                    shell.say("\(one.question.key): \(grouped(one.answered)) answered")
                    var table = TextTable([("answer", .left), ("times", .right)])
                    for (answer, count) in zip(one.question.options, one.counts) {
                        table.add(answer.text, grouped(count))
                    }
                    if !one.counts.isEmpty { shell.say(table.text) }
                }
                if !results.aspects.isEmpty { shell.say(sides(results).text) }
            }
        }
    }

    /// What was said of each side, worst first as the scale goes.
    private func sides(_ results: SurveyResults) -> TextTable {
        var table = TextTable([
            ("of its", .left), ("worse", .right), ("as expected", .right), ("better", .right), ("score", .right),
        ])
        for (aspect, figures) in results.aspects {
            table.add(
                aspect.rawValue,
                grouped(figures.counts[0]),
                grouped(figures.counts[1]),
                grouped(figures.counts[2]),
                figures.value.map { surveyScore($0, results.survey.kind) } ?? "-"
            )
        }
        return table
    }

    private func lines(_ results: SurveyResults) -> [String] {
        let (figures, kind) = (results.figures, results.survey.kind)
        func range(_ interval: Interval?, _ told: (Double) -> String) -> String {
            interval.map { ", \(told($0.lower)) to \(told($0.upper))" } ?? ""
        }
        var lines = ["\(grouped(figures.answered)) of \(grouped(figures.asked)) answered"]
        if let rate = figures.response.value {
            lines[0] += ": \(percent(rate))\(range(figures.response.interval95, percent))"
        }
        if let value = figures.value {
            lines.append(
                "score \(surveyScore(value, kind))\(range(figures.interval95) { surveyScore($0, kind) })"
                    + (figures.isSmall ? " (few answers)" : "")
            )
        }
        if let difference = results.difference {
            let since = results.wave.previous.key
            switch difference.direction {
            case .up, .down:
                let unit = difference.value > 0 ? "more" : "less"
                lines.append("\(surveyScore(abs(difference.value), kind)) \(unit) than in \(since)")
            case .withinNoise: lines.append("no difference from \(since) that is larger than chance")
            case .tooFew: lines.append("too few answers to compare with \(since)")
            }
        }
        return lines
    }
}

extension SurveyResultsBody {
    /// What a wave came to, as it is printed: the same as the API answers.
    fileprivate init(_ results: SurveyResults, _ questions: [QuestionResults]) {
        let figures = results.figures
        let (rate, range) = (figures.response.interval95, figures.interval95)
        self.init(
            survey: results.survey,
            wave: results.wave.key,
            isRunning: results.isRunning,
            waves: results.waves,
            asked: figures.asked,
            counts: figures.counts,
            isSmall: figures.isSmall,
            response: figures.response.value.map { Figure(value: $0, range: rate.map { ($0.lower, $0.upper) }) },
            score: figures.value.map { Figure(value: $0, range: range.map { ($0.lower, $0.upper) }) },
            change: results.difference.map { difference in
                (
                    results.wave.previous.key,
                    Figure(
                        value: difference.value,
                        range: (difference.interval95.lower, difference.interval95.upper)
                    ),
                    difference.direction.rawValue
                )
            },
            aspects: results.aspects.map { aspect, figures in
                let range = figures.interval95
                return (
                    aspect, figures.counts,
                    figures.value.map { Figure(value: $0, range: range.map { ($0.lower, $0.upper) }) }
                )
            },
            questions: questions.map { ($0.question, $0.answered, $0.counts) }
        )
    }
}
