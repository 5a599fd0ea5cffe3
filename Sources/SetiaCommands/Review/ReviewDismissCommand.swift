internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia review dismiss`: says that an event that waited counts for nothing.
struct ReviewDismissCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss",
        abstract: "Say that an event that waited counts for nothing, and why.",
        discussion: """
            EXAMPLES
              setia review dismiss 01kb4ezy00e9gt8f9e1s2w3x4y --reason "told twice"
              setia review dismiss 01kb4ezy00e9gt8f9e1s2w3x4y --reason "a test order"
              setia review dismiss 01kb4ezy00e9gt8f9e1s2w3x4y --reason "told twice" --json
            """
    )

    @OptionGroup var review: ReviewReference

    @Option(help: ArgumentHelp("Why it counts for nothing; kept with it.", valueName: "text"))
    var reason: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try review.identifier
            try await brand.withBrand { brand in
                let item = try await brand.service.dismissReview(id, reason: reason, by: .operator)
                let shell = Shell.current
                guard !output.json else { return shell.say(item.json(at: brand.service.surroundings.now()).pretty) }
                shell.say("\(item.event.source)/\(item.event.id) counts for nothing")
            }
        }
    }
}
