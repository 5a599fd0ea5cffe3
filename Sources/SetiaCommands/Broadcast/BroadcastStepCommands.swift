internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// What is the same for all that is done with a broadcast.
struct BroadcastStepOptions: ParsableArguments {
    @OptionGroup var reference: BroadcastReference
    @OptionGroup var links: LinkOptions
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    /// Does it, and says how the broadcast stands.
    func run(_ step: BroadcastStep) async throws {
        try await reporting {
            let id = try reference.identifier
            try await brand.withBrand(letters: try links.letters()) { brand in
                let broadcast = try await brand.service.change(id, step, by: .operator)
                Shell.current.say(output.json ? JSON.object(broadcast.object).pretty : broadcast.state.rawValue)
            }
        }
    }
}

/// `setia broadcast start`.
struct BroadcastStartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start a broadcast: setia serve plans and sends it.",
        discussion: """
            EXAMPLES
              setia broadcast start "$ID"
              setia broadcast start "$ID" --json
              setia broadcast start "$ID" --database shop.db
            """
    )

    @OptionGroup var options: BroadcastStepOptions

    func run() async throws { try await options.run(.start) }
}

/// `setia broadcast pause`.
struct BroadcastPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Pause a broadcast; what waits stays where it is.",
        discussion: """
            EXAMPLES
              setia broadcast pause "$ID"
              setia broadcast pause "$ID" --json
              setia broadcast pause "$ID" --database shop.db
            """
    )

    @OptionGroup var options: BroadcastStepOptions

    func run() async throws { try await options.run(.pause) }
}

/// `setia broadcast resume`.
struct BroadcastResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a paused broadcast.",
        discussion: """
            EXAMPLES
              setia broadcast resume "$ID"
              setia broadcast resume "$ID" --json
              setia broadcast resume "$ID" --database shop.db
            """
    )

    @OptionGroup var options: BroadcastStepOptions

    func run() async throws { try await options.run(.resume) }
}

/// `setia broadcast stop`.
struct BroadcastStopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop a broadcast for good; what waits is dropped.",
        discussion: """
            EXAMPLES
              setia broadcast stop "$ID"
              setia broadcast stop "$ID" --json
              setia broadcast stop "$ID" --database shop.db
            """
    )

    @OptionGroup var options: BroadcastStepOptions

    func run() async throws { try await options.run(.stop) }
}
