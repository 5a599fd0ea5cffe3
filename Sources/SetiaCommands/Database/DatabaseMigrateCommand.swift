internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService
internal import SetiaStore

/// `setia database migrate`: brings the tables up to date.
struct DatabaseMigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the tables up to date, before a new server starts.",
        discussion: """
            Forward only, each step in a transaction of its own under a lock: several programs may do it at once, and \
            servers of the version before go on meanwhile. Make a backup first: there is no way back but by one.

            EXAMPLES
              setia database migrate
              setia database migrate --database postgres://db.example.com/shop
              setia database migrate --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let shell = Shell.current
            let now = shell.surroundings.now()
            let (made, condition) = try await BrandDatabase.with(try brand.location) { database in
                (try await database.migrate(now: now), try await database.steps())
            }
            guard !output.json else {
                let names = made.map { JSON.object(["name": .string($0.name), "number": .integer($0.number)]) }
                return shell.say(JSON.object(["applied": .array(names)]).pretty)
            }
            for step in made { shell.say("applied \(step.number) \(step.name)") }
            let all = counted(condition, "migration")
            shell.say(made.isEmpty ? "nothing to do: all of \(all) are applied" : "all of \(all) are applied now")
        }
    }
}
