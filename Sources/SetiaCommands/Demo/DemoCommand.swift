internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaDemo
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia demo`: a brand with three years behind it, to look around in.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make Kopi Setia: cafés with three years of orders.",
        discussion: """
            Fills a fresh database: three versions of a programme, 40 stores in Malaysia, Indonesia and Thailand, and \
            members with all that they did up to now. Nobody in it exists. The same seed and end give the same events; \
            what can be found in them is told in docs/demo.md.

            EXAMPLES
              setia demo --database demo.db
              setia demo --database small.db --members 200
              setia demo --database demo.db --seed 7 --until 2026-11-01 --json
            """
    )

    @Option(help: ArgumentHelp("Which of the brands that could be.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How many members, 20 to 100000.", valueName: "number"))
    var members = 5_000

    @Option(
        help: ArgumentHelp(
            "Where the story ends: the beginning of a day, or a moment; now if not said.",
            valueName: "date"
        )
    )
    var until: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard DemoBrand.possibleMembers.contains(members) else {
            throw ValidationError("--members is 20 to 100000.")
        }
    }

    func run() async throws {
        try await reporting {
            let shell = Shell.current
            let demo = try demo(now: shell.surroundings.now())
            let world = DemoWorld(of: demo)
            let surroundings = world.surroundings(outside: shell.surroundings)
            try await brand.withBrand(mayCreate: true, surroundings: surroundings) { brand in
                let progress = Progress("demo", unit: "events")
                let filling = DemoFilling(demo: demo, world: world, service: brand.service)
                let counts = try await filling.fill(progress)
                let seconds = progress.seconds
                progress.end()
                guard let programme = try await brand.service.currentVersion()?.programme else {
                    throw Unready.noProgramme
                }
                let summary = DemoSummary(
                    demo: demo,
                    counts: counts,
                    report: try await brand.service.report(),
                    programme: programme,
                    database: brand.location.description,
                    seconds: seconds
                )
                shell.say(output.json ? summary.json.pretty : summary.text)
            }
        }
    }

    private func demo(now: Instant) throws -> DemoBrand {
        let end = try end(now: now)
        guard end <= now else {
            throw CommandFailure(
                "the story cannot end on \(end.rfc3339)",
                why: "that is in the future",
                todo: "name a day that is over, or leave out --until",
                .usage
            )
        }
        do {
            return try DemoBrand(seed: seed, until: end, members: members)
        } catch {
            switch error {
            case .members(let count):
                throw CommandFailure(
                    "there is no demo with \(counted(count, "member"))",
                    why: "the story is made for 20 to 100,000",
                    todo: "say --members 5000",
                    .usage
                )
            case .until(let day):
                let days = DemoBrand.possibleEnds
                throw CommandFailure(
                    "the story cannot end on \(day)",
                    why: "its feasts are known for stories that end from \(days.lowerBound) to \(days.upperBound)",
                    todo: "name such a day: --until 2026-11-01",
                    .usage
                )
            }
        }
    }

    private func end(now: Instant) throws -> Instant {
        guard let until else { return now }
        guard let instant = instant(inTable: until, zone: FixedOffset(minutesEast: 480)) else {
            throw CommandFailure(
                "'\(until)' is no moment",
                why: "it is neither a day nor an RFC 3339 time",
                todo: "write --until 2026-11-01, or --until 2026-11-01T06:00:00+08:00",
                .usage
            )
        }
        return instant
    }
}
