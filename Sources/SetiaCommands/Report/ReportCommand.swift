internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWeb

/// `setia report`: what was bought, by how many, and whether they came back.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Print the figures of the brand.",
        discussion: """
            Each rate comes with its n and its interval of 95 % (Wilson); where n is below 30, it is marked. Orders \
            that came back are left out. Days and months are those of the programme's zone.

            What customers do and are expected to do, who they are, figures by definition, phases, points owed, what the \
            programme is worth, bought or real, brand loyalty, and what each figure means; it names no member. With --html it is one file that needs nothing else and prints on A4.

            EXAMPLES
              setia report --cohorts
              setia report --html --language th --output report.html
              setia report --json --output figures.json
            """
    )

    @Flag(help: "Add the table of cohorts: who first bought in a month, and who of them bought later.")
    var cohorts = false

    @Flag(help: "Make a page to read, print and send: one HTML file.")
    var html = false

    @Option(help: ArgumentHelp("With --html: en, ms, id or th; else the programme's.", valueName: "language"))
    var language: String?

    @Option(help: ArgumentHelp("Write into this new file.", valueName: "file"))
    var output: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var form: OutputOptions

    func validate() throws {
        if html, form.json { throw ValidationError("--html and --json are two forms: give one.") }
        if html, cohorts { throw ValidationError("--html has the table of cohorts: leave --cohorts out.") }
        guard let language else { return }
        guard html else { throw ValidationError("--language goes with --html; the others are in English.") }
        guard Language(rawValue: language) != nil else {
            let known = Language.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--language is one of \(known); '\(language)' is none.")
        }
    }

    func run() async throws {
        try await reporting {
            let text = try await brand.withBrand { try await self.text(of: $0.service) }
            guard let output else { return Shell.current.say(text) }
            let file = try OutputFile(output, appending: false, mode: 0o644)
            try file.write((text + "\n").utf8)
            try file.finish()
            Shell.current.note("the report is in \(output)")
        }
    }

    private func text(of service: SetiaService) async throws -> String {
        let report = try await service.report()
        guard let version = try await service.currentVersion() else { throw Unready.noProgramme }
        if try await service.isTimeBehind() {
            Shell.current.note(
                "time has not passed here for some members: what lapsed since still counts as outstanding"
            )
        }
        let insight = try await service.measuredInsight()
        let measures = try await service.measures()
        let sections = ReportSections(insight: insight, measures: measures)
        if form.json { return ReportDocument(report, sections).json.pretty }
        guard html else { return ReportText(report, version.programme, sections, withCohorts: cohorts).text }
        return try ReportPaper(
            report,
            insight,
            measures,
            version: version,
            language: Language(preferring: language, else: version.programme.languages)
        ).html
    }
}
