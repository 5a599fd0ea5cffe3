internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia key list`: the API keys, without their secrets.
struct KeyListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the API keys, oldest first; their secrets are not kept.",
        discussion: """
            EXAMPLES
              setia key list
              setia key list --database shop.db
              setia key list --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let keys = try await brand.service.apiKeys()
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(keys.map(\.json)).pretty) }
                guard !keys.isEmpty else {
                    return shell.note("there is no API key yet: setia key create --name NAME --scopes SCOPES")
                }
                var table = TextTable([
                    ("id", .left), ("name", .left), ("made", .left), ("revoked", .left), ("rate", .right),
                    ("scopes", .left),
                ])
                for key in keys {
                    table.add(
                        key.id,
                        key.name,
                        key.createdAt.rfc3339,
                        key.revokedAt?.rfc3339 ?? "-",
                        "\(key.rate ?? RateLimit.standard.perSecond)",
                        key.scopes == Set(APIScope.allCases)
                            ? "all" : key.scopes.map(\.rawValue).sorted().joined(separator: ",")
                    )
                }
                shell.say(table.text)
            }
        }
    }
}

extension APIKey {
    fileprivate var json: JSON {
        .object([
            "createdAt": .string(createdAt.rfc3339), "id": .string(id), "name": .string(name),
            "rate": .integer(rate ?? RateLimit.standard.perSecond),
            "revokedAt": revokedAt.map { .string($0.rfc3339) } ?? .null, "scopes": .array(scopeTexts),
        ])
    }
}
