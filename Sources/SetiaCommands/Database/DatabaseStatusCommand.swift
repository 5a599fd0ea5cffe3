internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaStore

/// `setia database status`: what a database is, how far its tables are, and what is in it.
struct DatabaseStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show version, migrations, and rows and bytes of each table.",
        discussion: """
            Changes nothing, needs no keys, and runs beside a server. It counts every row, which takes a while on a \
            large database. Ends with 1 where migrations wait, or the database is not one that this program can open.

            EXAMPLES
              setia database status
              setia database status --database postgres://db.example.com/shop
              setia database status --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let location = try brand.location
            let condition = try await BrandDatabase.with(location) { try await $0.condition() }
            if output.json {
                Shell.current.say(json(condition, location).pretty)
            } else {
                show(condition, location)
            }
            guard condition.isInOrder else { throw endWithFindings() }
        }
    }

    private func show(_ condition: DatabaseCondition, _ location: DatabaseLocation) {
        let shell = Shell.current
        shell.say("\(location): \(condition.server)")
        shell.say(
            "\(counted(condition.members, "member")), \(counted(condition.rows("event"), "event")), "
                + counted(condition.rows("entry"), "entry", "entries")
        )
        shell.say("")
        var steps = TextTable([("migration", .right), ("", .left), ("applied", .left)])
        for step in condition.steps {
            let state = step.appliedAt?.rfc3339 ?? "waits"
            steps.add("\(step.number)", step.name, step.isOurs ? state : "\(state), and is none of this program's")
        }
        shell.say(steps.text)
        shell.say("")
        var tables = TextTable([("table", .left), ("rows", .right), ("bytes", .right)])
        for table in condition.tables {
            tables.add(table.name, grouped(table.rows), table.bytes.map { grouped($0) } ?? "?")
        }
        shell.say(tables.text)
        if condition.isUnfinishedCopy {
            shell.note("a copy into it was not finished: setia database copy … --restart")
        } else if condition.steps.contains(where: { !$0.isOurs }) {
            shell.note("it is of a newer Setia, or of one that was changed: use the program that made it")
        } else if condition.steps.contains(where: { $0.appliedAt == nil }) {
            shell.note("migrations wait: setia database migrate")
        }
    }

    private func json(_ condition: DatabaseCondition, _ location: DatabaseLocation) -> JSON {
        .object([
            "database": .string(location.description),
            "entries": .integer(condition.rows("entry")), "events": .integer(condition.rows("event")),
            "members": .integer(condition.members),
            "migrations": .array(
                condition.steps.map { step in
                    .object([
                        "appliedAt": step.appliedAt.map { .string($0.rfc3339) } ?? .null,
                        "known": .bool(step.isOurs), "name": .string(step.name), "number": .integer(step.number),
                    ])
                }
            ),
            "server": .string(condition.server),
            "tables": .array(
                condition.tables.map { table in
                    .object([
                        "bytes": table.bytes.map { .integer($0) } ?? .null, "name": .string(table.name),
                        "rows": .integer(table.rows),
                    ])
                }
            ),
            "unfinishedCopy": .bool(condition.isUnfinishedCopy),
        ])
    }
}

extension DatabaseCondition {
    /// Whether this program can open it as it is, without changing it.
    var isInOrder: Bool { !isUnfinishedCopy && steps.allSatisfy { $0.isOurs && $0.appliedAt != nil } }
}
