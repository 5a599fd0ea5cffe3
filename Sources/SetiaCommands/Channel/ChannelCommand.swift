internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaService

/// `setia channel`: the networks by which members write and are answered.
struct ChannelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel",
        abstract: "Connect texts, Telegram, LINE, WhatsApp and others.",
        discussion: """
            A network tells what members write at /v1/channels/NAME/hook of the server; answers of the inbox go back by \
            it. docs/inbox.md says what to set, network by network.

            EXAMPLES
              setia channel set bot telegram --secrets bot.env
              setia channel set texts sms --set url=https://gateway.example.com/send
              setia channel list
            """,
        subcommands: [
            ChannelSetCommand.self, ChannelListCommand.self, ChannelSwitchCommand.self, ChannelTestCommand.self,
            ChannelRemoveCommand.self,
        ]
    )
}

/// What a person is told of a channel that cannot be made.
func channelFailure(_ problem: ChannelProblem) -> CommandFailure {
    switch problem {
    case .invalid(let field, let reason):
        CommandFailure(
            "nothing was done",
            why: "\(field) \(reason)",
            todo: "mend \(field): --set or --secrets",
            .badData
        )
    case .unknown:
        CommandFailure(
            "nothing was done",
            why: "there is no channel of this name",
            todo: "setia channel list shows the names",
            .notThere
        )
    case .taken:
        CommandFailure(
            "nothing was done",
            why: "there is a channel of this name",
            todo: "setia channel remove NAME takes it away",
            .badData
        )
    case .tooMany(let most):
        CommandFailure(
            "nothing was done",
            why: "there are \(most) channels, which is all there may be",
            todo: "take one away first: setia channel remove NAME",
            .badData
        )
    }
}

extension Channel {
    /// The channel as commands print it; without its secrets.
    var json: JSON {
        .object([
            "createdAt": .string(createdAt.rfc3339), "hook": .string("/v1/channels/\(name.text)/hook"),
            "kind": .string(kind.rawValue), "name": .string(name.text), "on": .bool(isOn),
            "settings": .object(settings.reduce(into: JSONObject()) { $0.set($1.name, .string($1.value)) }),
        ])
    }
}
