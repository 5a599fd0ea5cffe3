internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia webhook replay`: puts on its way again what failed, or one event.
struct WebhookReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Send all that a webhook has not taken again, or one event.",
        discussion: """
            A running server sends it, at once and under the same id as before: a receiver that remembers ids takes \
            nothing twice.

            EXAMPLES
              setia webhook replay 01kb4ezy00e9gt8f9e1s2w3x4y
              setia webhook replay 01kb4ezy00e9gt8f9e1s2w3x4y --event 01kb4…-12
              setia webhook replay 01kb4ezy00e9gt8f9e1s2w3x4y --json
            """
    )

    @OptionGroup var webhook: WebhookReference

    @Option(help: ArgumentHelp("Our id of one event, from its receipt or from failures.", valueName: "event"))
    var event: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try webhook.identifier
            try await brand.withBrand { brand in
                var count = 1
                if let event {
                    guard let event = EventID(text: event) else { throw WebhookRefusal.unknownEvent }
                    try await brand.service.replay(event, to: id, by: .operator)
                } else {
                    count = try await brand.service.replayFailed(to: id, by: .operator)
                }
                if output.json {
                    Shell.current.say(JSON.object(["replayed": .integer(Int64(count))]).pretty)
                } else {
                    Shell.current.say("\(counted(count, "message")) on the way again")
                }
            }
        }
    }
}
