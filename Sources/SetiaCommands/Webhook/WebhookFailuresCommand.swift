internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia webhook failures`: what a webhook did not take, and why.
struct WebhookFailuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failures",
        abstract: "List what a webhook has not taken yet, newest event first, and why.",
        discussion: """
            EXAMPLES
              setia webhook failures 01kb4ezy00e9gt8f9e1s2w3x4y
              setia webhook failures 01kb4ezy00e9gt8f9e1s2w3x4y --limit 500
              setia webhook failures 01kb4ezy00e9gt8f9e1s2w3x4y --json
            """
    )

    @OptionGroup var webhook: WebhookReference

    @Option(help: "How many at most; 1 to 1000.")
    var limit = 50

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit is 1 to 1000.") }
    }

    func run() async throws {
        try await reporting {
            let id = try webhook.identifier
            try await brand.withBrand { brand in
                let lines = try await brand.service.deliveries(of: id, onlyFailing: true, limit: limit)
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(lines.map { $0.json(id) }).pretty) }
                guard !lines.isEmpty else { return shell.note("nothing failed that was not taken since") }
                var table = TextTable([
                    ("event", .left), ("type", .left), ("state", .left), ("tries", .right), ("next", .left),
                    ("reason", .left),
                ])
                for line in lines {
                    table.add(
                        line.event.text,
                        line.topic,
                        line.state.rawValue,
                        "\(line.attempts)",
                        line.state == .waiting ? line.dueAt.rfc3339 : "-",
                        line.reason ?? "-"
                    )
                }
                shell.say(table.text)
            }
        }
    }
}

extension OutboxLine {
    fileprivate func json(_ webhook: Identifier) -> JSON {
        .object([
            "answer": answer.map { .string($0) } ?? .null, "attempts": .integer(Int64(attempts)),
            "event": .string(event.text), "id": .string(SignedMessage.id(of: event, for: webhook)),
            "nextAt": state == .waiting ? .string(dueAt.rfc3339) : .null,
            "reason": reason.map { .string($0) } ?? .null, "recordedAt": .string(recordedAt.rfc3339),
            "state": .string(state.rawValue), "status": status.map { .integer(Int64($0)) } ?? .null,
            "triedAt": triedAt.map { .string($0.rfc3339) } ?? .null, "type": .string(topic),
        ])
    }
}
