internal import ArgumentParser
internal import JSONText
internal import SetiaServer

/// `setia database backup`: a copy of the SQLite file while it is in use.
struct DatabaseBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Back up a SQLite database while a server writes to it.",
        discussion: """
            Writes the database as it is at one moment into a new file that only you may read. The keys are not in it: \
            keep them elsewhere, and those of today. A brand on PostgreSQL is backed up with pg_dump or by archiving \
            its log; the guide for operating says how.

            EXAMPLES
              setia database backup shop-monday.db
              setia database backup /backup/shop.db --database /var/lib/setia/shop.db
              setia database backup /backup/shop.db --json
            """
    )

    @Argument(help: ArgumentHelp("The file to make.", valueName: "file"))
    var file: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let shell = Shell.current
            let location = try brand.location
            let began = shell.stopwatch()
            let bytes = try await backUp(location, to: file)
            let seconds = Int((shell.stopwatch() - began).components.seconds)
            guard !output.json else {
                return shell.say(JSON.object(["bytes": .integer(bytes), "file": .string(file)]).pretty)
            }
            shell.say("\(file): \(counted(bytes, "byte")) in \(clockTime(seconds: Double(seconds)))")
            shell.note("keep it apart from \(brand.keysPath ?? location.defaultKeysPath), which is not in it")
        }
    }
}
