internal import ArgumentParser
internal import SetiaCore
internal import SetiaService

/// `setia survey`: what members were asked, and what it came to.
struct SurveyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey",
        abstract: "See what members are asked, and what came of it.",
        discussion: """
            Surveys stand in the programme. What members wrote is read in the console.

            EXAMPLES
              setia survey list
              setia survey results recommend
              setia survey results recommend --wave 2026-Q1 --json
            """,
        subcommands: [SurveyListCommand.self, SurveyResultsCommand.self, SurveyAnswersCommand.self]
    )
}

/// What a person is told of a refusal.
func surveyFailure(_ refusal: SurveyRefusal) -> CommandFailure {
    switch refusal {
    case .unknownSurvey(let key, let known):
        CommandFailure(
            "there is no survey '\(key)'",
            why: known.isEmpty
                ? "the programme has none" : "the programme has \(known.map(\.text).joined(separator: ", "))",
            todo: "setia survey list shows them",
            .notThere
        )
    case .unknownWave(let text):
        CommandFailure(
            "there is no wave '\(text)'",
            why: "a wave is called as its month, quarter or year: 2026-03, 2026-Q1, 2026",
            todo: "leave it out for the wave of now",
            .usage
        )
    case .unknownMember, .noScore, .outOfScale, .wrongAspect, .wrongAnswer, .commentTooLong, .notAsked:
        CommandFailure(
            "the answer was not taken",
            why: "this member and wave do not take it",
            todo: "setia survey list shows what is asked now",
            .badData
        )
    }
}
