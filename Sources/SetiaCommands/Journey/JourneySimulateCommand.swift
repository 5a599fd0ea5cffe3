internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia journey simulate`: day by day what would happen to a member.
struct JourneySimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Say day by day what would happen to a member in a journey.",
        discussion: """
            With what is known of her now, and a clock that is set forward; nothing is kept or sent. What a step waits for \
            does not happen, unless --happens names the step.

            EXAMPLES
              setia journey simulate welcome card:K123
              setia journey simulate welcome "$MEMBER" --file welcome.yaml --days 30
              setia journey simulate welcome "$MEMBER" --happens first-visit
            """
    )

    @Argument(help: "The journey's name.")
    var name: String

    @Argument(help: ArgumentHelp("The member, by id or such as card:K123.", valueName: "member"))
    var member: MemberReference

    @Option(help: ArgumentHelp("For how many days.", valueName: "number"))
    var days = 60

    @Option(help: ArgumentHelp("A document to look at in place of the one that is kept.", valueName: "path"))
    var file: String?

    @Option(help: ArgumentHelp("A step at which what is waited for happens.", valueName: "step"))
    var happens: [String] = []

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...SetiaService.mostSimulatedDays).contains(days) else {
            throw ValidationError("--days is 1 to \(SetiaService.mostSimulatedDays).")
        }
    }

    func run() async throws {
        try await reporting {
            let document = try file.map { try InputFile($0).text(atMost: 1_000_000) }
            try await brand.withBrand { brand in
                let simulation = try await brand.service.simulateJourney(
                    Key(name),
                    document: document,
                    member: try await member.resolve(brand.service),
                    days: days,
                    happens: happens.map { Key($0) }
                )
                let shell = Shell.current
                shell.say(output.json ? simulation.json.pretty : simulation.text)
            }
        }
    }
}

extension JourneySimulation {
    /// A line a step, for a terminal.
    var text: String {
        var table = TextTable([("day", .right), ("time", .left), ("step", .left), ("does", .left), ("then", .left)])
        for line in lines {
            let minutes = zone.millisecondsIntoDay(line.at) / 60_000
            func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
            var then = line.outcome.text
            if let decision = line.decision {
                then = "\(decision.verdict.name) (\(decision.reason.rawValue))"
                if case .deferred(let until) = decision.verdict { then += " until \(until.rfc3339)" }
            }
            table.add(
                "\(line.day)",
                "\(two(minutes / 60)):\(two(minutes % 60))",
                line.step.key.text,
                line.step.word,
                then
            )
        }
        let end = ending.map { "It ends: \($0.rawValue)." } ?? "She is on her way still."
        return "\(table.text)\n\(end)"
    }
}
