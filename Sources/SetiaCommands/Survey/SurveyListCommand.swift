internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia survey list`: the surveys of the programme.
struct SurveyListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the surveys of the programme that holds now, with the wave of now.",
        discussion: """
            EXAMPLES
              setia survey list
              setia survey list --database shop.db
              setia survey list --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let surveys = try await brand.service.surveys()
                let shell = Shell.current
                if output.json {
                    let items = try surveys.map { overview in
                        let body = SurveyBody(
                            survey: overview.survey,
                            wave: overview.wave.key,
                            asked: overview.figures.asked,
                            answered: overview.figures.answered
                        )
                        return try JSON.parse(body.bytes)
                    }
                    return shell.say(JSON.array(items).pretty)
                }
                guard !surveys.isEmpty else {
                    return shell.note("the programme has no surveys: write some under 'surveys'")
                }
                var table = TextTable([
                    ("survey", .left), ("kind", .left), ("after", .left), ("wave", .left), ("asked", .right),
                    ("answered", .right),
                    ("score", .right),
                ])
                for overview in surveys {
                    let figures = overview.figures
                    table.add(
                        overview.survey.key.text,
                        overview.survey.kind.rawValue,
                        overview.survey.after?.written ?? "-",
                        overview.wave.key.text,
                        grouped(figures.asked),
                        grouped(figures.answered),
                        figures.value.map { surveyScore($0, overview.survey.kind) } ?? "-"
                    )
                }
                shell.say(table.text)
            }
        }
    }
}

/// A score as people write it: net promoters and ease as numbers, satisfaction in per cent.
func surveyScore(_ value: Double, _ kind: Survey.Kind) -> String {
    let sign = value < 0 ? "-" : ""
    return switch kind {
    case .nps, .expectation: sign + writtenAmount(Int64((abs(value) * 10).rounded()), decimals: 1)
    case .csat: writtenAmount(Int64((value * 10).rounded()), decimals: 1) + " %"
    case .ces, .free: writtenAmount(Int64((value * 100).rounded()), decimals: 2)
    }
}
