internal import ArgumentParser

/// `setia key`: keys of the API, and those of the server.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "API keys, and the server's own keys.",
        discussion: """
            An API key lets a machine call the server; its secret is shown once. The server's own keys seal what is \
            personal, and change every month.

            EXAMPLES
              setia key create --name till-3 --scopes events:write
              setia key revoke 01kb4ezy00e9gt8f9e1s2w3x4y
              setia key rotate
            """,
        subcommands: [
            KeyCreateCommand.self, KeyListCommand.self, KeyRevokeCommand.self, KeyRotateCommand.self,
            KeySignerCommand.self,
        ]
    )
}
