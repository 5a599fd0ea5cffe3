internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia database restore`: a backup in the place of the SQLite file.
struct DatabaseRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of a SQLite database, and prove it.",
        discussion: """
            Stop the server first. The backup is checked page by page before anything changes; a database that stands \
            there is kept under another name. Whoever was erased since the backup is erased again, by the tombstones \
            beside today's keys. Ends with 1 where setia verify would.

            EXAMPLES
              setia database restore shop-monday.db
              setia database restore /backup/shop.db --database shop.db --replace
              setia database restore /backup/shop.db --database try.db --keys shop.db.keys
            """
    )

    @Argument(help: ArgumentHelp("The backup; it is only read.", valueName: "file"))
    var file: String

    @Flag(help: "Take the place of the database that is there, which is kept.")
    var replace = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let shell = Shell.current
            let location = try brand.location
            let progress = Progress("verifying", unit: "members")
            let restored = try await restoreBrand(
                from: file,
                to: location,
                keys: brand.keysPath,
                replacing: replace,
                surroundings: shell.surroundings
            ) { progress.show(done: nil, count: Int64($0)) }
            progress.end()
            output.json ? shell.say(json(restored, location).pretty) : show(restored, location)
            guard restored.verification.isClean else { throw endWithFindings() }
        }
    }

    private func show(_ restored: RestoredBrand, _ location: DatabaseLocation) {
        let shell = Shell.current
        let found = restored.verification
        shell.say("\(location) is \(file)")
        if let replaced = restored.replaced { shell.say("what stood there is \(replaced)") }
        if restored.erasedAgain > 0 {
            shell.say("\(counted(restored.erasedAgain, "member")) erased again, who had been erased since")
        }
        guard !found.isClean else {
            return shell.say(
                "all agrees: \(counted(found.members, "member")), \(counted(found.events, "event")), "
                    + counted(found.entries, "entry", "entries")
            )
        }
        shell.say("\(counted(found.findings, "discrepancy", "discrepancies")): setia verify names them")
    }

    private func json(_ restored: RestoredBrand, _ location: DatabaseLocation) -> JSON {
        .object([
            "clean": .bool(restored.verification.isClean),
            "database": .string(location.description), "erasedAgain": .integer(Int64(restored.erasedAgain)),
            "events": .integer(Int64(restored.verification.events)),
            "members": .integer(Int64(restored.verification.members)),
            "replaced": restored.replaced.map { .string($0) } ?? .null,
        ])
    }
}
