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
            try output.tell(MeasuresReport(measures: measures).findings)
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
}
