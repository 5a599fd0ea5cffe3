internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaStore

/// `setia database copy`: moves a brand into another database.
struct DatabaseCopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy a brand into an empty database, and prove the copy.",
        discussion: """
            From a SQLite file to PostgreSQL or back, all tables, in bounded memory. Both sides are then compared row \
            by row and balance by balance. Stop the servers first: what they write while it runs stays behind. A copy \
            that was stopped is not opened by anything; begin it again with --restart. Keys are in no database: the \
            copy is opened with the same key file.

            EXAMPLES
              setia database copy --from shop.db --to postgres://db.example.com/shop
              setia database copy --from postgres://db/shop --to shop.db --keys shop.keys
              setia database copy --from shop.db --to other.db --restart
            """
    )

    @Option(help: ArgumentHelp("The brand: a file or postgres://….", valueName: "place"))
    var from: String

    @Option(help: ArgumentHelp("Where to: no brand may be there yet.", valueName: "place"))
    var to: String

    @Option(help: ArgumentHelp("The brand's key file, if not beside it. Also SETIA_KEYS.", valueName: "file"))
    var keys: String?

    @Flag(help: "Empty a target that an earlier copy left unfinished.")
    var restart = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let shell = Shell.current
            let set = shell.environment["SETIA_KEYS"].flatMap { $0.isEmpty ? nil : $0 }
            let (source, target) = (try DatabaseLocation(from), try DatabaseLocation(to))
            let copying = Progress("copying", unit: "rows")
            let comparing = Progress("comparing", unit: "rows")
            let copy = try await copyBrand(
                from: source,
                keys: keys ?? set,
                to: target,
                restarting: restart,
                surroundings: shell.surroundings
            ) { step in
                switch step {
                case .copied(let rows, let all):
                    copying.show(done: Double(rows) / Double(max(all, 1)), count: rows)
                case .compared(let rows, let all):
                    copying.end()
                    comparing.show(done: Double(rows) / Double(max(all, 1)), count: rows)
                }
            }
            copying.end()
            comparing.end()
            output.json ? shell.say(json(copy, target).pretty) : show(copy, target)
        }
    }

    private func show(_ copy: BrandCopy, _ target: DatabaseLocation) {
        let shell = Shell.current
        let rows = copy.copied.tables.reduce(0) { $0 + $1.rows }
        shell.say(
            "\(counted(rows, "row")) of \(counted(copy.copied.tables.count, "table")) copied to \(target), "
                + "the same on both sides"
        )
        shell.say(
            "\(counted(copy.copied.accounts, "account")) with \(counted(copy.copied.points, "point")), "
                + "the same on both sides"
        )
        if copy.erasedAgain > 0 { shell.say("\(counted(copy.erasedAgain, "member")) erased again") }
        shell.note("its keys are those of the source: --database \(target) --keys \(copy.keysPath)")
        shell.note("prove it: setia verify --database \(target) --keys \(copy.keysPath)")
    }

    private func json(_ copy: BrandCopy, _ target: DatabaseLocation) -> JSON {
        .object([
            "accounts": .integer(copy.copied.accounts), "database": .string(target.description),
            "erasedAgain": .integer(Int64(copy.erasedAgain)), "keys": .string(copy.keysPath),
            "points": .integer(copy.copied.points),
            "tables": .array(
                copy.copied.tables.map { .object(["name": .string($0.name), "rows": .integer($0.rows)]) }
            ),
        ])
    }
}
