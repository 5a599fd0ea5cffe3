internal import ArgumentParser
internal import SetiaServer

/// Where links lead, and how letters with them leave.
struct LinkOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The server's public address, for links. Also SETIA_URL.", valueName: "address"))
    var url: String?

    /// The address: as said, as the environment says, or this machine's.
    func address(port: Int = 8_080) -> String {
        url ?? set("SETIA_URL") ?? "http://127.0.0.1:\(port)"
    }

    /// How letters leave.
    func letters(
        port: Int = 8_080,
        print: @escaping @Sendable (String) -> Void = { _ in },
        onFailure: @escaping @Sendable (any Error) -> Void = { _ in }
    ) throws -> LetterSettings {
        try LetterSettings(
            mail: set("SETIA_MAIL"),
            from: set("SETIA_MAIL_FROM"),
            authority: set("SETIA_MAIL_CA"),
            reply: set("SETIA_MAIL_REPLY"),
            address: address(port: port),
            print: print,
            onFailure: onFailure
        )
    }

    private func set(_ name: String) -> String? {
        Shell.current.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
