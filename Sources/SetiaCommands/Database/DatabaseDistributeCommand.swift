internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaStore

/// `setia database distribute`: members spread over several machines.
struct DatabaseDistributeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "distribute",
        abstract: "Spread members over the machines of a Citus cluster.",
        discussion: """
            Prints the calls, in their order. With --run it makes them, where the database has the extension citus, \
            leaves alone what is spread already, and checks how every table lies then. Stop the servers first; they \
            notice at their next start. Which table goes where, and what it asks of you: the guide for scaling.

            EXAMPLES
              setia database distribute
              setia database distribute --json
              setia database distribute --run --database postgres://coordinator/shop
            """
    )

    @Flag(name: .customLong("run"), help: "Make the calls, and check the result.")
    var isRun = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let shell = Shell.current
            guard isRun else {
                guard output.json else { return shell.out(DistributionPlan.script) }
                let steps = DistributionPlan.steps.map { step in
                    JSON.object(["sql": .string(step.text), "table": .string(step.table)])
                }
                return shell.say(JSON.array(steps).pretty)
            }
            let isJSON = output.json
            try await BrandDatabase.with(try brand.location) { database in
                try await database.distribute { step in if !isJSON { shell.say(step.text) } }
            }
            let count = Distribution.tables.count
            if isJSON {
                shell.say(JSON.object(["checked": .integer(Int64(count))]).pretty)
            } else {
                shell.say("\(counted(count, "table")) checked: each lies where it should")
            }
        }
    }
}

/// What a person is told who distributes a brand.
func distributionFailure(_ failure: DistributionFailure) -> CommandFailure {
    switch failure {
    case .noCitus:
        CommandFailure(
            "this database cannot be distributed",
            why: failure.description,
            todo: "name the coordinator of a Citus cluster with --database, and CREATE EXTENSION citus there",
            .notSetUp
        )
    case .migrationsWait:
        CommandFailure(
            "the tables are not up to date",
            why: failure.description,
            todo: "setia database migrate, then this again",
            .notSetUp
        )
    case .misplaced:
        CommandFailure(
            "tables do not lie where they should",
            why: failure.description,
            todo: "look at citus_tables; undistribute_table() and run this again",
            .findings
        )
    }
}
