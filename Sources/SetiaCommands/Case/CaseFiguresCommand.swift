internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia case figures`: what became of complaints and claims.
struct CaseFiguresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "Say how many complaints were made good, how fast, and what caused them.",
        discussion: """
            Good again is what the member says herself. Causes are ranked; the running part is that of a cause and of all \
            more frequent ones. Whether a cause came again is told of those who could be watched for 90 days.

            EXAMPLES
              setia case figures
              setia case figures --days 30 --json
              setia case figures --csv > cases.csv
            """
    )

    @Option(help: "Of how many days, 1 to 400.")
    var days = 90

    @Flag(help: "As CSV, a row a cause.")
    var csv = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...400).contains(days) else { throw ValidationError("--days is 1 to 400") }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let now = brand.service.surroundings.now()
                let measured = try await brand.service.measuredCases(
                    from: now.adding(days: -days),
                    until: now.adding(milliseconds: 1)
                )
                let figures = measured.figures
                let shell = Shell.current
                if csv {
                    let lines = CaseTable.rows(measured).map { String(csvRow($0).dropLast(1)) }
                    return shell.say(lines.joined(separator: "\n"))
                }
                if output.json { return shell.say(JSON.object(json(measured)).pretty) }
                shell.say(
                    "\(grouped(figures.opened)) complaints and claims came, \(grouped(figures.reopened)) opened again"
                )
                var line =
                    "\(grouped(figures.recovered.numerator)) of \(grouped(figures.recovered.denominator)) made good"
                if let rate = figures.recovered.value, let range = figures.recovered.interval95 {
                    line += ": \(percent(rate)), \(percent(range.lower)) to \(percent(range.upper))"
                }
                shell.say(line)
                if let median = figures.medianRecovery { shell.say("in \(median / 3_600_000) hours, the middle one") }
                shell.say("\(grouped(Int(figures.points.units))) points were given")
                var table = TextTable([("cause", .left), ("times", .right), ("running", .right), ("points", .right)])
                for cause in figures.causes {
                    table.add(
                        cause.key.text,
                        grouped(cause.count),
                        percent(cause.running.value ?? 0),
                        grouped(Int(cause.points.units))
                    )
                }
                if figures.unnamed > 0 { table.add("not named", grouped(figures.unnamed), "-", "-") }
                if !figures.causes.isEmpty || figures.unnamed > 0 { shell.say(table.text) }
                guard !figures.recurrence.isEmpty else { return }
                shell.say("came again with the same cause within \(CaseRecurrence.days) days, of who could be watched:")
                var again = TextTable([("cause", .left), ("members", .right), ("again", .right), ("share", .right)])
                for one in figures.recurrence {
                    let range = one.again.interval95.map { ", \(percent($0.lower)) to \(percent($0.upper))" } ?? ""
                    again.add(
                        one.cause.text,
                        grouped(one.again.denominator),
                        grouped(one.again.numerator),
                        (one.again.value.map { percent($0) } ?? "-") + range
                    )
                }
                shell.say(again.text)
            }
        }
    }

    private func json(_ measured: MeasuredCases) -> JSONObject {
        let figures = measured.figures
        var object: JSONObject = [
            "opened": .integer(Int64(figures.opened)), "decided": .integer(Int64(figures.recovered.denominator)),
            "recovered": .integer(Int64(figures.recovered.numerator)), "reopened": .integer(Int64(figures.reopened)),
            "given": .integer(figures.points.units), "unnamed": .integer(Int64(figures.unnamed)),
            "causes": .array(
                figures.causes.map { cause in
                    var object: JSONObject = [
                        "cause": .string(cause.key.text), "count": .integer(Int64(cause.count)),
                        "points": .integer(cause.points.units),
                    ]
                    if let cost = cause.cost, measured.currency != nil { object.set("cost", .integer(cost)) }
                    return .object(object)
                }
            ),
            "recurrence": .array(
                figures.recurrence.map { one in
                    .object([
                        "again": .integer(Int64(one.again.numerator)), "cause": .string(one.cause.text),
                        "members": .integer(Int64(one.again.denominator)),
                    ])
                }
            ),
        ]
        if let median = figures.medianRecovery { object.set("medianRecovery", .integer(median)) }
        return object
    }
}
