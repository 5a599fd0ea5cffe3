internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia webhook add`: events go there from now on.
struct WebhookAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a webhook; its secret is printed once and never again.",
        discussion: """
            Events recorded from now on are posted there. The receiver checks them with the secret (Standard Webhooks \
            1.0).

            EXAMPLES
              setia webhook add https://shop.example.com/hooks
              setia webhook add https://crm.example.com/in --topics order.paid
              SECRET=$(setia webhook add https://crm.example.com/in --description crm)
            """
    )

    @Argument(help: "Where events are posted: an https address.")
    var url: String

    @Option(help: ArgumentHelp("Types of events with commas between; all if not said.", valueName: "types"))
    var topics: String?

    @Option(help: ArgumentHelp("What people call it.", valueName: "text"))
    var description = ""

    @OptionGroup var webhooks: WebhookOptions
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand(allowsPrivateWebhooks: webhooks.allowsPrivate) { brand in
                let topics = try wantedTopics(among: try await brand.service.eventTypes())
                let new = NewWebhook(url: url, description: description, topics: topics)
                let (record, secret) = try await brand.service.addWebhook(new, by: .operator)
                let shell = Shell.current
                if output.json { return shell.say(record.json(secret: secret).pretty) }
                shell.say(secret)
                shell.note("webhook \(record.webhook.id.text): keep the secret now, it is not shown again")
            }
        }
    }

    private func wantedTopics(among types: [EventType]) throws -> Webhook.Topics {
        guard let topics else { return .all }
        let names = topics.split(separator: ",").map { String($0.filter { $0 != " " }) }
        switch Webhook.Topics.parse(names, type: { name in types.first { $0.rawValue == name } }) {
        case .success(let topics): return topics
        case .failure(let unknown):
            let known = types.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no type '\(unknown.name)'; there are *, \(known).")
        }
    }
}
