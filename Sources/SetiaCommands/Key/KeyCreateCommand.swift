internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia key create`: a secret with which a machine may call the API.
struct KeyCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make an API key; its secret is printed once and never again.",
        discussion: """
            Scopes: \(APIScope.allCases.map(\.rawValue).joined(separator: ", ")); or all. Give a key no more than its \
            work needs.

            EXAMPLES
              setia key create --name till-3 --scopes events:write
              setia key create --name nightly --scopes events:write --rate 5000
              KEY=$(setia key create --name demo --scopes all)
            """
    )

    @Option(help: "What people call it, such as till-3.")
    var name: String

    @Option(help: ArgumentHelp("What it may do: all, or scopes with commas between.", valueName: "scopes"))
    var scopes: String

    @Option(
        help: ArgumentHelp(
            "How many requests a second it may send, twice that at once; 600 if not said.",
            valueName: "n"
        )
    )
    var rate: Int64?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !name.isEmpty, name.utf8.count <= 100 else { throw ValidationError("--name has 1 to 100 bytes.") }
        if let rate, !RateLimit.possible.contains(rate) { throw ValidationError("--rate is 1 to 1000000.") }
        _ = try wantedScopes()
    }

    func run() async throws {
        try await reporting {
            let scopes = try wantedScopes()
            try await brand.withBrand { brand in
                let (key, secret) = try await brand.service.createAPIKey(name: name, scopes: scopes, rate: rate)
                let shell = Shell.current
                if output.json {
                    let answer: JSON = .object([
                        "id": .string(key.id), "name": .string(key.name),
                        "rate": .integer(key.rate ?? RateLimit.standard.perSecond),
                        "scopes": .array(key.scopeTexts), "secret": .string(secret),
                    ])
                    shell.say(answer.pretty)
                } else {
                    shell.say(secret)
                    shell.note("API key \(key.id), \(key.name): keep the secret now, it is not shown again")
                }
            }
        }
    }

    private func wantedScopes() throws -> Set<APIScope> {
        if scopes == "all" { return Set(APIScope.allCases) }
        var wanted: Set<APIScope> = []
        for text in scopes.split(separator: ",") {
            guard let scope = APIScope(rawValue: text.filter { $0 != " " }) else {
                let known = APIScope.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("There is no scope '\(text)'; there are all, \(known).")
            }
            wanted.insert(scope)
        }
        guard !wanted.isEmpty else { throw ValidationError("--scopes names at least one scope, or all.") }
        return wanted
    }
}

extension APIKey {
    /// Its scopes by name, sorted.
    var scopeTexts: [JSON] { scopes.map(\.rawValue).sorted().map { .string($0) } }
}
