internal import ArgumentParser

/// `setia insight` and what it measures.
struct InsightCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "insight",
        abstract: "Measure loyalty, of the brand or of a CSV.",
        discussion: """
            Each figure comes with its n and its interval; each report ends with its definitions. Given a file, no \
            database is needed: columns are found by name, or named with --columns. Nothing is written but what --csv names.

            EXAMPLES
              setia insight rfm --database shop.db
              setia insight cohorts orders.csv --columns customer=card_no,date=paid_on
              setia insight experiment mailing.csv --control none --outcome bought
            """,
        subcommands: [
            InsightRFMCommand.self, InsightCohortsCommand.self, InsightFitCommand.self, InsightDirichletCommand.self,
            InsightLiabilityCommand.self, InsightBoughtCommand.self, InsightPhasesCommand.self,
            InsightRecommendCommand.self, InsightWorthCommand.self, InsightMeasuresCommand.self,
            InsightExperimentCommand.self, InsightPlanCommand.self,
        ]
    )
}
