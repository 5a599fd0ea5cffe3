internal import ArgumentParser
internal import SetiaServer
internal import SetiaService

/// Which brand a command is about.
struct BrandOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The brand's database: a file or postgres://… (SETIA_DATABASE).", valueName: "place"))
    var database: String?

    @Option(help: ArgumentHelp("Its key file, if not beside it. Also SETIA_KEYS.", valueName: "file"))
    var keys: String?

    /// Where the database is: as said, as the environment says, or here.
    var location: DatabaseLocation {
        get throws { try DatabaseLocation(database ?? set("SETIA_DATABASE") ?? "setia.db") }
    }

    /// Where the keys are, if somebody says so.
    var keysPath: String? { keys ?? set("SETIA_KEYS") }

    /// Whether members are spread over machines, if somebody says so (`SETIA_DISTRIBUTED=1`, or 0).
    var isDistributed: Bool? { self.set("SETIA_DISTRIBUTED").map { $0 != "0" } }

    private func set(_ name: String) -> String? {
        Shell.current.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Opens the brand for `work`, and closes it whatever happens.
    ///
    /// Where there is none, one is made if `mayCreate` says so. Time and ids are the shell's, if not said otherwise.
    func withBrand<R>(
        mayCreate: Bool = false,
        surroundings: Surroundings? = nil,
        letters: LetterSettings = .none,
        allowsPrivateWebhooks: Bool = false,
        _ work: (Brand) async throws -> R
    ) async throws -> R {
        let brand = try await Brand.open(
            try location,
            keys: keysPath,
            mayCreate: mayCreate,
            surroundings: surroundings ?? Shell.current.surroundings,
            letters: letters,
            isDistributed: isDistributed,
            allowsPrivateWebhooks: allowsPrivateWebhooks
        )
        do {
            let result = try await work(brand)
            try await brand.close()
            return result
        } catch {
            try? await brand.close()
            throw error
        }
    }
}

/// In which form a command prints.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON: stable names, keys sorted.")
    var json = false
}
