internal import ArgumentParser
internal import Foundation
internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia what-if`: what would have happened under another programme.
struct WhatIfCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-if",
        abstract: "Try another programme on the brand's own history.",
        discussion: """
            Decides every event again by the document given, and compares with what happened: points by month, levels, \
            who gains and who loses. Members are assumed to have done what they did. Ctrl-C ends it (130). With --events and \
            --held it needs no database: a file is read as import events reads it.

            EXAMPLES
              setia what-if next.yaml
              setia what-if next.yaml --from 2026-01-01 --point-value "0.01 MYR" --by level
              setia what-if next.yaml --events orders.csv --held now.yaml --csv what-if.csv
            """
    )

    @Argument(help: ArgumentHelp("The programme to try.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("From when it would have held; else from the beginning.", valueName: "day"))
    var from: String?

    @Option(help: ArgumentHelp("The last day that counts; else today.", valueName: "day"))
    var to: String?

    @Option(
        help: ArgumentHelp("What a spent point costs: \"0.01 MYR\", or \"miles=0.02 MYR\".", valueName: "amount")
    )
    var pointValue: [String] = []

    @Option(help: "Tell members apart by country, store, level, tenure, orders or spend.")
    var by: [Segment] = []

    @Option(help: ArgumentHelp("How many winners and losers are named.", valueName: "number"))
    var most = 10

    @Flag(help: "All members together in the order of time: budgets bind them. Holds all in memory.")
    var exact = false

    @Option(help: ArgumentHelp("Write every figure into this new file too.", valueName: "file"))
    var csv: String?

    @Option(help: ArgumentHelp("Replay this file instead of the brand's history.", valueName: "file"))
    var events: String?

    @Option(help: ArgumentHelp("The programme that held for the file's events.", valueName: "file"))
    var held: String?

    @Option(help: ArgumentHelp("Which column of it gives which field.", valueName: "list"))
    var columns: [String] = []

    @Option(help: ArgumentHelp("One value for all of it: field=value,…", valueName: "list"))
    var set: [String] = []

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0...1_000).contains(most) else { throw ValidationError("--most is 0 to 1000.") }
        guard (events == nil) == (held == nil) else { throw ValidationError("--events and --held go together.") }
        guard events != nil || (columns.isEmpty && set.isEmpty) else {
            throw ValidationError("--columns and --set are for --events.")
        }
        for day in [from, to].compactMap({ $0 }) where Day(iso: day) == nil {
            throw ValidationError("'\(day)' is no day, such as 2026-03-01.")
        }
        if let from = from.flatMap({ Day(iso: $0) }), let to = to.flatMap({ Day(iso: $0) }), to < from {
            throw ValidationError("--to is before --from.")
        }
    }

    func run() async throws {
        try await reporting {
            let shell = Shell.current
            let (document, programme) = try read(file)
            let question = WhatIfQuestion(
                document: document,
                from: from.flatMap { Day(iso: $0) },
                through: to.flatMap { Day(iso: $0) },
                values: try values(in: programme),
                most: most,
                isExact: exact
            )
            let file = try csv.map { name throws(FileFailure) in try OutputFile(name, appending: false, mode: 0o644) }
            do {
                let report: WhatIfReport
                if let events, let held {
                    report = try await self.report(of: events, under: try read(held).programme, programme, question)
                } else {
                    report = try await self.report(question)
                }
                try file.map { try write(report, to: $0) }
                if output.json {
                    shell.say(report.json.pretty)
                } else {
                    shell.say(WhatIfText(report, programme, by: by).text)
                }
            } catch {
                if let csv { unlink(csv) }
                throw error
            }
        }
    }

    /// A document, and the programme that it states; what is wrong with it is told.
    private func read(_ file: String) throws -> (document: String, programme: Programme) {
        let document = try InputFile(file).text(atMost: mostProgrammeBytes)
        let (programme, problems) = parseProgramme(document, knowsTimeZone: knowsTimeZone)
        guard let programme else {
            Shell.current.note(lines(of: problems, in: file))
            throw CommandFailure(
                "\(file) cannot be tried",
                why: counted(problems.count, "problem"),
                todo: "mend them; setia programme validate \(file) tells them again",
                .badData
            )
        }
        return (document, programme)
    }

    private func values(in programme: Programme) throws -> [PointValue] {
        do {
            return try pointValue.map { text throws(MalformedPointValue) in try PointValue(text, in: programme) }
        } catch {
            throw ValidationError("--point-value: \(error).")
        }
    }

    private func report(_ question: WhatIfQuestion) async throws -> WhatIfReport {
        let shell = Shell.current
        let brand = brand
        let progress = Progress("replaying", unit: "events")
        do {
            let report = try await endingOnInterrupt {
                try await Shell.$current.withValue(shell) {
                    try await brand.withBrand { brand in
                        try await brand.service.whatIf(question, tasks: 4) { come in
                            progress.show(done: come.done, count: Int64(come.events))
                        }
                    }
                }
            }
            progress.end()
            return report
        } catch {
            progress.end()
            if error is ExitCode { shell.note("stopped; nothing was written") }
            throw error
        }
    }

    /// The same for a file, whose customers have no ids by which winners and losers could be named.
    private func report(
        of name: String,
        under held: Programme,
        _ programme: Programme,
        _ question: WhatIfQuestion
    ) async throws -> WhatIfReport {
        let shell = Shell.current
        let input = try InputFile(name)
        let format = try ImportFormat(ofFile: name)
        let mapping = try ColumnMapping(columns: columns, values: set)
        let zones = LiveTimeZones()
        let days = zones.zone(held.timeZone) ?? FixedOffset.utc
        let version = ProgrammeVersion(
            number: 1,
            validFrom: Instant(milliseconds: 0),
            programme: held,
            zone: days
        )
        guard let book = ProgrammeBook([version]) else { fault("a book of one version is none") }
        let plan = WhatIfPlan(
            programme,
            in: zones.zone(programme.timeZone) ?? days,
            book: book,
            from: question.from,
            through: question.through,
            now: shell.surroundings.now()
        )
        let progress = Progress("reading", unit: "events", shell: shell)
        defer { progress.end() }
        return try await endingOnInterrupt {
            let file = try FileHistory(input, format, mapping, version, progress)
            let (histories, refused) = file.histories(under: book)
            progress.end()
            if file.refused > 0 { shell.note("\(counted(file.refused, "row")) could not be used") }
            if refused > 0 { shell.note("\(counted(refused, "event")) refused by what held: left out") }
            var tally = WhatIfTally(most: 0)
            if question.isExact {
                try tally.addExactly(histories, plan)
            } else {
                for history in histories {
                    try Task.checkCancellation()
                    try tally.add(history, plan)
                }
            }
            return WhatIfReport(tally, plan, values: question.values)
        }
    }

    private func write(_ report: WhatIfReport, to file: OutputFile) throws(FileFailure) {
        try file.write(csvByteOrderMark.utf8)
        for row in report.rows { try file.write(csvRow(row).utf8) }
        try file.finish()
    }
}

extension Segment: ExpressibleByArgument {}
