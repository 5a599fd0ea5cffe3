internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaService

/// `setia webhook`: whom events are told to, and what became of it.
struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "Tell other systems of events, as signed webhooks.",
        discussion: """
            A running server posts each event to the webhooks that want its type, signed by Standard Webhooks, and tries \
            again for three days where one does not take it.

            EXAMPLES
              setia webhook add https://shop.example.com/hooks --topics order.paid
              setia webhook failures 01kb4ezy00e9gt8f9e1s2w3x4y
              setia webhook replay 01kb4ezy00e9gt8f9e1s2w3x4y
            """,
        subcommands: [
            WebhookAddCommand.self, WebhookListCommand.self, WebhookRotateCommand.self, WebhookRemoveCommand.self,
            WebhookTestCommand.self, WebhookFailuresCommand.self, WebhookReplayCommand.self,
        ]
    )
}

/// Where webhooks may lead.
struct WebhookOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp("Let webhooks lead to this machine, by http, too; for tests. Also SETIA_WEBHOOKS_PRIVATE=1.")
    )
    var allowPrivateWebhooks = false

    /// Whether they may lead to this machine and its own network.
    var allowsPrivate: Bool { allowPrivateWebhooks || Shell.current.environment["SETIA_WEBHOOKS_PRIVATE"] == "1" }
}

/// Which webhook a command is about.
struct WebhookReference: ParsableArguments {
    @Argument(help: ArgumentHelp("The webhook's id, from setia webhook list.", valueName: "id"))
    var id: String

    /// The webhook.
    var identifier: Identifier {
        get throws {
            guard let identifier = Identifier(text: id) else { throw WebhookRefusal.unknownWebhook }
            return identifier
        }
    }
}

/// What a person is told of a refusal.
func webhookFailure(_ refusal: WebhookRefusal) -> CommandFailure {
    switch refusal {
    case .unknownWebhook:
        CommandFailure(
            "nothing was done",
            why: "there is no webhook with this id",
            todo: "setia webhook list shows the ids",
            .notThere
        )
    case .unknownEvent:
        CommandFailure(
            "nothing was put on its way",
            why: "there is no event with this id",
            todo: "setia webhook failures ID shows the events, as does a receipt",
            .notThere
        )
    case .invalid(let field, let reason):
        CommandFailure("the webhook cannot be taken", why: "\(field.rawValue) \(reason)", todo: "mend it", .badData)
    case .tooMany(let most):
        CommandFailure(
            "no webhook was added",
            why: "there are \(most), and no more can be",
            todo: "take one away: setia webhook remove ID",
            .cannotCreate
        )
    case .tooManySecrets(let most):
        CommandFailure(
            "no secret was made",
            why: "\(most) hold at once already",
            todo: "end the old ones now: setia webhook rotate ID --keep-old-hours 0",
            .cannotCreate
        )
    case .notEnabled:
        CommandFailure(
            "nothing was put on its way",
            why: "the webhook is switched off",
            todo: "switch it on in the console, or by PATCH /v1/webhooks/{webhook}",
            .badData
        )
    }
}

extension WebhookRecord {
    /// The webhook as commands print it; with its newest secret where it was just made.
    func json(secret: String? = nil) -> JSON {
        var object: JSONObject = [
            "createdAt": .string(webhook.createdAt.rfc3339),
            "deliveredAt": webhook.deliveredAt.map { .string($0.rfc3339) } ?? .null,
            "description": .string(webhook.description),
            "failingSince": webhook.failingSince.map { .string($0.rfc3339) } ?? .null,
            "id": .string(webhook.id.text), "state": .string(webhook.state.rawValue),
            "topics": .array(webhook.topics.names.map { .string($0) }), "url": .string(webhook.url),
        ]
        if let secret { object.set("secret", .string(secret)) }
        return .object(object)
    }
}
