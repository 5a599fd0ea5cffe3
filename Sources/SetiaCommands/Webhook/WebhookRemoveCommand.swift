internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia webhook remove`: takes a webhook away, and what waited for it.
struct WebhookRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a webhook away, and all that waits for it.",
        discussion: """
            EXAMPLES
              setia webhook remove 01kb4ezy00e9gt8f9e1s2w3x4y
              setia webhook remove 01kb4ezy00e9gt8f9e1s2w3x4y --database shop.db
              setia webhook remove 01kb4ezy00e9gt8f9e1s2w3x4y --json
            """
    )

    @OptionGroup var webhook: WebhookReference
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try webhook.identifier
            try await brand.withBrand { brand in
                try await brand.service.removeWebhook(id, by: .operator)
                if output.json {
                    Shell.current.say(JSON.object(["id": .string(id.text), "removed": .bool(true)]).pretty)
                } else {
                    Shell.current.say("webhook \(id.text) is gone")
                }
            }
        }
    }
}
