internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia gathering guests`: who comes, and who waits.
struct GatheringGuestsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guests",
        abstract: "List who comes to an event, and who waits.",
        discussion: """
            EXAMPLES
              setia gathering guests tasting-june
              setia gathering guests tasting-june --state waiting
              setia gathering guests tasting-june --csv > guests.csv
            """
    )

    @Argument(help: "The event's name.")
    var name: String

    @Option(help: "held, confirmed, waiting, offered, lapsed or cancelled; else all who come or wait.")
    var state: String?

    @Flag(help: "Print comma-separated values.")
    var csv = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard state.map({ GatheringPlace.State(rawValue: $0) != nil }) ?? true else {
            let known = GatheringPlace.State.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--state is one of \(known)")
        }
    }

    func run() async throws {
        try await reporting {
            let wanted = state.flatMap { GatheringPlace.State(rawValue: $0) }
            let states = wanted.map { [$0] } ?? [.confirmed, .offered, .held, .waiting]
            try await brand.withBrand { brand in
                let rows = try await brand.service.guestFile(Key(name), states)
                let shell = Shell.current
                if csv { return shell.say(rows.map(csvRow).joined().trimmingEnd) }
                if output.json {
                    let columns = rows[0]
                    let objects = rows.dropFirst().map { row in
                        JSON.object(JSONObject(zip(columns, row).filter { !$0.1.isEmpty }.map { ($0, .string($1)) }))
                    }
                    return shell.say(JSON.array(objects).pretty)
                }
                guard rows.count > 1 else { return shell.note("nobody comes or waits yet") }
                var table = TextTable([("no.", .right), ("state", .left), ("who", .left), ("came", .left)])
                for row in rows.dropFirst() { table.add(row[0], row[1], row[2].isEmpty ? row[3] : row[2], row[6]) }
                shell.say(table.text)
            }
        }
    }
}

extension String {
    /// Without the line end at its end.
    fileprivate var trimmingEnd: String { hasSuffix("\r\n") ? String(dropLast()) : self }
}
