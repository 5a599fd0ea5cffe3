internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia webhook rotate`: a new secret, beside the old one for a while.
struct WebhookRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make a new secret; the old ones sign beside it for some hours.",
        discussion: """
            Messages carry a signature of each secret, so the receiver may change over at any time in between. The new \
            secret is printed once and never again.

            EXAMPLES
              setia webhook rotate 01kb4ezy00e9gt8f9e1s2w3x4y
              setia webhook rotate 01kb4ezy00e9gt8f9e1s2w3x4y --keep-old-hours 72
              setia webhook rotate 01kb4ezy00e9gt8f9e1s2w3x4y --keep-old-hours 0
            """
    )

    @OptionGroup var webhook: WebhookReference

    @Option(help: ArgumentHelp("For how long old secrets go on, 0 to 168; 0 if one has leaked.", valueName: "hours"))
    var keepOldHours = SetiaService.webhookSecretOverlap

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try webhook.identifier
            try await brand.withBrand { brand in
                let (record, secret) = try await brand.service.rotateWebhookSecret(
                    id,
                    keepOldHours: keepOldHours,
                    by: .operator
                )
                let shell = Shell.current
                if output.json { return shell.say(record.json(secret: secret).pretty) }
                shell.say(secret)
                let old =
                    keepOldHours == 0 ? "the old ones sign no more" : "the old ones sign for \(keepOldHours) hours"
                shell.note("\(old); keep the new secret now, it is not shown again")
            }
        }
    }
}
