internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia key revoke`: ends an API key.
struct KeyRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End an API key; within two seconds no server takes it any more.",
        discussion: """
            EXAMPLES
              setia key revoke 01kb4ezy00e9gt8f9e1s2w3x4y
              setia key revoke 01kb4ezy00e9gt8f9e1s2w3x4y --database shop.db
              setia key revoke 01kb4ezy00e9gt8f9e1s2w3x4y --json
            """
    )

    @Argument(help: ArgumentHelp("The key's id, from setia key list; not its secret.", valueName: "id"))
    var id: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                guard try await brand.service.revokeAPIKey(id) else {
                    throw CommandFailure(
                        "no API key was ended",
                        why: "there is none with this id",
                        todo: "setia key list shows the ids",
                        .notThere
                    )
                }
                if output.json {
                    Shell.current.say(JSON.object(["id": .string(id), "revoked": .bool(true)]).pretty)
                } else {
                    Shell.current.say("API key \(id) is ended")
                }
            }
        }
    }
}
