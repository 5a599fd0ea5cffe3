internal import ArgumentParser
internal import SetiaCore
internal import SetiaService

/// `setia survey`: what members were asked, and what it came to.
struct SurveyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey",
        abstract: "See what members are asked, and what came of it.",
        discussion: """
            Surveys stand in the programme.

            EXAMPLES
              setia survey list
              setia survey results recommend
              setia survey results recommend --wave 2026-Q1 --json
            """,
        subcommands: [
            SurveyListCommand.self, SurveyResultsCommand.self, SurveyAnswersCommand.self, SurveyWordsCommand.self,
            SurveyTagCommand.self,
        ]
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
    case .unknownAnswer:
        CommandFailure(
            "nothing was tagged",
            why: "she wrote no words in this wave of the survey",
            todo: "setia survey words shows who did",
            .notThere
        )
    case .wrongTag(let text):
        CommandFailure(
            "'\(text)' is no tag",
            why: "a tag has letters or digits, and at most \(SurveyTag.longest) characters",
            todo: "write it in a word or two",
            .usage
        )
    case .tooManyTags(let most), .tooManyNames(let most):
        CommandFailure(
            "nothing was tagged",
            why:
                "at most \(SurveyTag.mostAnAnswer) tags an answer, and \(SurveyTag.mostOfBrand) of a brand; here \(most)",
            todo: "take some of those in use",
            .badData
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
