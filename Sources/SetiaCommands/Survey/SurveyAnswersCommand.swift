internal import ArgumentParser
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia survey answers`: all answers of a wave as a table.
struct SurveyAnswersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answers",
        abstract: "Print all answers of a wave as CSV, the newest first.",
        discussion: """
            What members wrote is in it, opened with their keys: keep the table where
            only those can read it who may see members.

            EXAMPLES
              setia survey answers visit > visit.csv
              setia survey answers visit --wave 2026-Q1
              setia survey answers visit --database shop.db
            """
    )

    @Argument(help: "The survey's name in the programme.")
    var survey: String

    @Option(help: "Which wave, such as 2026-Q1; else the one of now.")
    var wave: String?

    @OptionGroup var brand: BrandOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let results = try await brand.service.surveyResults(Key(survey), wave: wave)
                let rows = try await brand.service.answerRows(results).map { $0.cells(results.survey) }
                let lines = ([AnswerRow.heads(results.survey)] + rows).map { String(csvRow($0).dropLast(1)) }
                Shell.current.say(lines.joined(separator: "\n"))
            }
        }
    }
}
