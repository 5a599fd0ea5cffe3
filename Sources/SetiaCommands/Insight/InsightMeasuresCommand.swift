internal import ArgumentParser
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService

/// `setia insight measures`: figures by definition, of some days and members.
struct InsightMeasuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measures",
        abstract: "Tell enrolment, activity, redemption, satisfaction and answers.",
        discussion: """
            Each figure has a definition with a version, printed below it: what is counted, of what, in which window, \
            what is left out, and how sure it is. Days are the programme's; without --from it is the year up to --to.

            EXAMPLES
              setia insight measures --database shop.db
              setia insight measures --database shop.db --country MY --from 2026-01-01
              setia insight measures --database shop.db --tier gold --csv gold.csv
            """
    )

    @Option(help: ArgumentHelp("The first day that counts.", valueName: "day"))
    var from: String?

    @Option(help: ArgumentHelp("The last day that counts; else today.", valueName: "day"))
    var to: String?

    @Option(help: ArgumentHelp("Only members of this country, such as MY.", valueName: "country"))
    var country: String?

    @Option(help: ArgumentHelp("Only members on this level.", valueName: "level"))
    var tier: String?

    @Option(help: ArgumentHelp("Only members of this segment.", valueName: "segment"))
    var segment: String?

    @Option(help: ArgumentHelp("Only this way: online, a store, or a channel.", valueName: "way"))
    var channel: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: FindingsOptions

    func run() async throws {
        try await reporting {
            var query = MeasureQuery()
            query.from = try day("--from", from)
            query.until = try day("--to", to)
            (query.country, query.tier) = (country.map { Key($0) }, tier.map { Key($0) })
            (query.segment, query.channel) = (segment.map { Key($0) }, channel.map { Key($0) })
            let wanted = query
            let measures = try await brand.withBrand { brand in
                do {
                    return try await brand.service.measures(wanted)
                } catch let refusal as MeasureRefusal {
                    throw ValidationError(words(refusal))
                }
            }
            try output.tell(findings(measures))
        }
    }

    private func day(_ option: String, _ text: String?) throws -> Day? {
        guard let text else { return nil }
        guard let day = Day(iso: text) else {
            throw ValidationError("\(option): '\(text)' is no day such as 2026-03-01.")
        }
        return day
    }

    private func words(_ refusal: MeasureRefusal) -> String {
        func unknown(_ option: String, _ key: Key, _ known: [Key]) -> String {
            "\(option): there is no '\(key)', only \(known.isEmpty ? "none" : known.map(\.text).joined(separator: ", "))."
        }
        return switch refusal {
        case .endsBeforeItBegins: "--to is before --from."
        case .unknownSegment(let key, let known): unknown("--segment", key, known)
        case .unknownTier(let key, let known): unknown("--tier", key, known)
        case .unknownChannel(let key, let known): unknown("--channel", key, known)
        }
    }

    private func findings(_ measures: Measures) -> Findings {
        var findings = Findings(
            subject: """
                measures: \(counted(measures.members, "member")), \(measures.from.iso) to \(measures.until.iso), days of \
                \(measures.timeZone)
                """
        )
        var table = Findings.Table(
            "measures",
            "",
            [
                .init("figure"), .init("value"), .init("unit", ""), .init("lower", "95 % from"), .init("upper", "to"),
                .init("numerator", "counted"), .init("denominator", "of"), .init("n"), .init("remark", ""),
            ]
        )
        for figure in measures.figures {
            func cell(_ number: Double?) -> Findings.Cell {
                guard let number, let value = figure.value else { return .none }
                return switch value {
                case .rate: .rate(number)
                case .score: .number(number, decimals: 1)
                case .duration: .number(number / 60_000, decimals: 1)
                }
            }
            let (number, unit): (Double?, String) =
                switch figure.value {
                case .rate(let rate)?: (rate, "")
                case .score(let score)?: (score, "points")
                case .duration(let time)?: (time, "minutes")
                case nil: (nil, "")
                }
            var remarks: [String] = []
            if let currency = figure.currency { remarks.append("in \(currency.code)") }
            if let silence = figure.silence { remarks.append(words(silence)) }
            if figure.value != nil, figure.isSmall { remarks.append("few") }
            if figure.leftOut > 0 { remarks.append("\(grouped(figure.leftOut)) without an answer left out") }
            table.add(
                .text(figure.definition.name),
                cell(number),
                .text(unit),
                cell(figure.interval?.lower),
                cell(figure.interval?.upper),
                .count(figure.numerator),
                .count(figure.denominator),
                .count(figure.n),
                .text(remarks.joined(separator: "; "))
            )
        }
        findings.tables = [table]
        findings.definitions = measures.figures.map(\.definition)
        return findings
    }

    private func words(_ silence: Measures.Silence) -> String {
        switch silence {
        case .nothing: "nothing to speak of"
        case .unknownOthers: "not of some members: of the others nobody knows who they are"
        case .noChannel: "not by this way"
        }
    }
}
