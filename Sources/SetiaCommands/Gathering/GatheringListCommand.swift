internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia gathering list`: events for members, with their places.
struct GatheringListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List events for members, with who comes and who waits.",
        discussion: """
            EXAMPLES
              setia gathering list
              setia gathering list --part past
              setia gathering list --json
            """
    )

    @Option(help: "coming or past.")
    var part = "coming"

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard GatheringPart(rawValue: part) != nil else { throw ValidationError("--part is coming or past") }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let found = try await brand.service.gatherings(GatheringPart(rawValue: part) ?? .coming, limit: 200)
                let shell = Shell.current
                if output.json {
                    let bodies = try found.map { try JSON.parse(GatheringBody($0.gathering, $0.tally).bytes) }
                    return shell.say(JSON.array(bodies).pretty)
                }
                guard !found.isEmpty else { return shell.note("there is no event in this part of the list") }
                var table = TextTable([
                    ("name", .left), ("begins", .left), ("places", .right), ("confirmed", .right), ("waiting", .right),
                    ("came", .right),
                ])
                for one in found {
                    table.add(
                        one.gathering.key.text,
                        one.gathering.cancelledAt == nil ? one.gathering.startsAt.rfc3339 : "called off",
                        grouped(Int(one.gathering.capacity)),
                        grouped(Int(one.tally.confirmed)),
                        grouped(Int(one.tally.waiting)),
                        grouped(Int(one.tally.checkedIn))
                    )
                }
                shell.say(table.text)
            }
        }
    }
}
