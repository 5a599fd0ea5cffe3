internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia report`: what was bought, by how many, and whether they came back.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Print the figures of the brand.",
        discussion: """
            Each rate comes with its n and its interval of 95 % (Wilson); where n is below 30, it is marked. Orders \
            that came back are left out. Days and months are those of the programme's zone.

            EXAMPLES
              setia report
              setia report --cohorts --database shop.db
              setia report --json > figures.json
            """
    )

    @Flag(help: "Add the table of cohorts: who first bought in a month, and who of them bought later.")
    var cohorts = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let report = try await brand.service.report()
                guard let programme = try await brand.service.currentVersion()?.programme else {
                    throw Unready.noProgramme
                }
                if output.json {
                    Shell.current.say(ReportDocument(report).json.pretty)
                } else {
                    Shell.current.say(ReportText(report, programme, withCohorts: cohorts).text)
                }
            }
        }
    }
}
