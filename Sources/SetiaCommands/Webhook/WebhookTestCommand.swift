internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia webhook test`: posts one message and says what came back.
struct WebhookTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Post a message of the type webhook.test, and say what came back.",
        discussion: """
            It is sent from here, once, and nothing of it is kept. Ends with 1 where it was not taken.

            EXAMPLES
              setia webhook test 01kb4ezy00e9gt8f9e1s2w3x4y
              setia webhook test 01kb4ezy00e9gt8f9e1s2w3x4y --json
              setia webhook test 01kb4ezy00e9gt8f9e1s2w3x4y --allow-private-webhooks
            """
    )

    @OptionGroup var webhook: WebhookReference
    @OptionGroup var webhooks: WebhookOptions
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try webhook.identifier
            try await brand.withBrand(allowsPrivateWebhooks: webhooks.allowsPrivate) { brand in
                let answer = try await brand.service.testWebhook(id)
                show(answer)
                if !answer.isTaken { throw endWithFindings() }
            }
        }
    }

    private func show(_ answer: WebhookAnswer) {
        let shell = Shell.current
        var (status, reason, text): (Int?, String?, String?)
        switch answer {
        case .answered(let code, let beginning): (status, text) = (code, beginning)
        case .unreachable(let why): reason = why
        }
        if output.json {
            return shell.say(
                JSON.object([
                    "answer": text.map { .string($0) } ?? .null, "reason": reason.map { .string($0) } ?? .null,
                    "status": status.map { .integer(Int64($0)) } ?? .null, "taken": .bool(answer.isTaken),
                ]).pretty
            )
        }
        if let reason { return shell.say("not taken: \(reason)") }
        shell.say("\(answer.isTaken ? "taken" : "not taken"): it answered \(status ?? 0)")
        if let text, !text.isEmpty { shell.say(text) }
    }
}
