internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia webhook list`: the webhooks, without their secrets.
struct WebhookListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the webhooks, oldest first, and whether they take what they are sent.",
        discussion: """
            EXAMPLES
              setia webhook list
              setia webhook list --database shop.db
              setia webhook list --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let records = try await brand.service.webhooks()
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(records.map { $0.json() }).pretty) }
                guard !records.isEmpty else { return shell.note("there is no webhook yet: setia webhook add URL") }
                var table = TextTable([
                    ("id", .left), ("state", .left), ("took last", .left), ("topics", .left), ("url", .left),
                ])
                for record in records {
                    let webhook = record.webhook
                    table.add(
                        webhook.id.text,
                        webhook.state == .enabled
                            ? webhook.failingSince.map { "failing since \($0.rfc3339)" } ?? "enabled"
                            : webhook.state.rawValue,
                        webhook.deliveredAt?.rfc3339 ?? "-",
                        webhook.topics.names.joined(separator: ","),
                        webhook.url
                    )
                }
                shell.say(table.text)
            }
        }
    }
}
