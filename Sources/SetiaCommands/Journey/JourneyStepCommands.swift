internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// What is the same for all that is done with a journey.
struct JourneyStepOptions: ParsableArguments {
    @Argument(help: "Its name.")
    var name: String

    @OptionGroup var links: LinkOptions
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    /// Does it, and says how the journey stands.
    func run(_ step: JourneyStep) async throws {
        try await reporting {
            try await brand.withBrand(letters: try links.letters()) { brand in
                let view = try await brand.service.change(Key(name), step, by: .operator)
                let shell = Shell.current
                shell.say(output.json ? JSON.object(view.object(withDocument: false)).pretty : view.kept.state.rawValue)
            }
        }
    }
}

/// `setia journey start`.
struct JourneyStartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start a journey: from now on members begin it.",
        discussion: """
            EXAMPLES
              setia journey start welcome
              setia journey start welcome --json
              setia journey start welcome --database shop.db
            """
    )

    @OptionGroup var options: JourneyStepOptions

    func run() async throws { try await options.run(.start) }
}

/// `setia journey pause`.
struct JourneyPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Pause a journey; everybody stays where she is.",
        discussion: """
            EXAMPLES
              setia journey pause welcome
              setia journey pause welcome --json
              setia journey pause welcome --database shop.db
            """
    )

    @OptionGroup var options: JourneyStepOptions

    func run() async throws { try await options.run(.pause) }
}

/// `setia journey resume`.
struct JourneyResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a paused journey.",
        discussion: """
            EXAMPLES
              setia journey resume welcome
              setia journey resume welcome --json
              setia journey resume welcome --database shop.db
            """
    )

    @OptionGroup var options: JourneyStepOptions

    func run() async throws { try await options.run(.resume) }
}

/// `setia journey stop`.
struct JourneyStopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop a journey for good; it ends for everybody.",
        discussion: """
            EXAMPLES
              setia journey stop welcome
              setia journey stop welcome --json
              setia journey stop welcome --database shop.db
            """
    )

    @OptionGroup var options: JourneyStepOptions

    func run() async throws { try await options.run(.stop) }
}
