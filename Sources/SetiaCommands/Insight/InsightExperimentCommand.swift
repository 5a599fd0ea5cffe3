internal import ArgumentParser
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia insight experiment`: what something brought, against those who were held out.
struct InsightExperimentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "What it brought: those who had it, against those held out.",
        discussion: """
            A row a member, as she was assigned: arm, and outcomes; or her id and --since, and the brand's own purchases \
            from that day on. A split that is not as planned is refused. The interval may be looked at every day; \
            the narrower one of a planned look is shown when --planned members are there. A --campaign knows its arms.

            EXAMPLES
              setia insight experiment mailing.csv --control none --outcome visit
              setia insight experiment arms.csv --control none --since 2026-03-01
              setia insight experiment --campaign raya --json
            """
    )

    @Argument(help: ArgumentHelp("A table of members and their arms.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("A campaign of the programme, in place of a table.", valueName: "key"))
    var campaign: String?

    @Option(help: ArgumentHelp("The arm that was held out.", valueName: "arm"))
    var control: String?

    @Option(help: ArgumentHelp("A column with an outcome; may be given several times.", valueName: "column"))
    var outcome: [String] = []

    @Option(help: ArgumentHelp("A column with the same from before, for sharper intervals.", valueName: "column"))
    var before: String?

    @Option(help: ArgumentHelp("Take outcomes from the brand's purchases since then.", valueName: "day"))
    var since: String?

    @Option(help: ArgumentHelp("Planned members of the smaller arm.", valueName: "number"))
    var planned: Int?

    @Option(help: ArgumentHelp("Planned shares: none=0.1,mail=0.9; else equal.", valueName: "list"))
    var shares: String?

    @Option(help: ArgumentHelp("A column of segments to tell apart.", valueName: "column"))
    var segment: String?

    @Option(help: ArgumentHelp("Columns from before that may say whom it moves.", valueName: "list"))
    var figures: String?

    @Option(help: ArgumentHelp("What is earned of one unit of the outcome 'spend'.", valueName: "share"))
    var margin: Double?

    @Option(help: ArgumentHelp("A column with what each member's rewards cost.", valueName: "column"))
    var cost: String?

    @Option(help: ArgumentHelp("Which column gives arm or member: arm=segment,…", valueName: "list"))
    var columns: [String] = []

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: FindingsOptions

    func validate() throws {
        if let since, Day(iso: since) == nil { throw ValidationError("'\(since)' is no day, such as 2026-03-01.") }
        guard campaign == nil || (file == nil && control == nil && outcome.isEmpty && since == nil) else {
            throw ValidationError("--campaign knows its members, arms and outcomes: name none.")
        }
        if campaign != nil { return }
        guard file != nil else { throw ValidationError("Name a table of members and their arms, or a --campaign.") }
        guard control != nil else { throw ValidationError("Name the arm that was held out: --control.") }
        guard since != nil || !outcome.isEmpty else { throw ValidationError("Name an --outcome, or --since.") }
        guard since == nil || (outcome.isEmpty && before == nil) else {
            throw ValidationError("With --since, outcomes come from the brand's purchases.")
        }
        if let planned, planned < 30 { throw ValidationError("--planned is 30 or more.") }
        if let margin, !(0...1).contains(margin) { throw ValidationError("--margin is 0 to 1.") }
        if cost != nil, margin == nil { throw ValidationError("--cost goes with --margin.") }
        if margin != nil, since == nil, !outcome.contains("spend") {
            throw ValidationError("--margin is of an outcome called 'spend'.")
        }
    }

    func run() async throws {
        try await reporting {
            if let campaign { return try output.tell(try await CampaignReport.findings(of: campaign, brand)) }
            let (file, control) = (file ?? "", control ?? "")
            let assignment = try await read(file)
            let report = try ExperimentReport(
                assignment,
                control: control,
                planned: planned,
                shares: try plannedShares(),
                margin: margin
            )
            var findings = report.findings
            if figures != nil, let model = modelled(assignment, control) {
                findings.tables += [model.table, model.curve]
                findings.notes += model.notes
            }
            findings.definitions = [.uplift]
            try output.tell(findings)
        }
    }

    private func plannedShares() throws -> [String: Double]? {
        guard let shares else { return nil }
        var planned: [String: Double] = [:]
        for part in shares.split(separator: ",") {
            let pair = part.split(separator: "=")
            guard pair.count == 2, let share = Double(pair[1]), share > 0, share.isFinite else {
                throw ValidationError("--shares is a list such as none=0.1,mail=0.9.")
            }
            planned[String(pair[0])] = share
        }
        return planned
    }

    private func read(_ file: String) async throws -> Assignment {
        let input = try InputFile(file)
        let progress = Progress("reading", unit: "rows")
        defer { progress.end() }
        let figures = figures?.split(separator: ",").map { String($0) } ?? []
        var assignment = try Assignment(
            input,
            try ColumnMapping(columns: columns, values: []),
            outcomes: outcome,
            before: before,
            segment: segment,
            figures: figures,
            cost: cost,
            readsMembers: since != nil,
            progress
        )
        progress.end()
        if let since = since.flatMap({ Day(iso: $0) }) {
            let purchases = try await BrandOutcomes(brand, since: since)
            try assignment.take(purchases)
        }
        return assignment
    }

    /// Whether figures from before tell whom it moves, for the first outcome that is yes or no.
    private func modelled(_ assignment: Assignment, _ control: String) -> (
        table: Findings.Table, curve: Findings.Table, notes: [String]
    )? {
        var table = Findings.Table(
            "qini",
            "whether the figures tell whom it moves: Qini coefficient, learned on 70 %, judged on the rest, 40 times",
            [
                .init("arm"), .init("outcome"), .init("mean"), .init("deviation", "s.d."), .init("lower", "95 % from"),
                .init("upper", "to"), .init("answer"),
            ]
        )
        var curve = Findings.Table(
            "qiniCurve",
            "outcomes gained by taking members in the order of what the figures foretell, of one split's judged members",
            [.init("arm"), .init("members", "taken"), .init("gained"), .init("chance", "by chance")]
        )
        guard let place = assignment.outcomes.indices.first(where: { assignment.isYesOrNo($0) }) else {
            return (table, curve, ["no outcome is yes or no (0 or 1): whom it moves was not looked for"])
        }
        var notes: [String] = []
        for arm in assignment.arms where arm != control {
            let members = assignment.upliftMembers(arm: arm, control: control, outcome: place)
            let progress = Progress("learning", unit: "splits")
            var random = SplitRandom()
            let model = UpliftModel(members, random: &random) {
                progress.show(done: Double($0) / 40, count: Int64($0))
            }
            progress.end()
            guard let model else {
                notes.append("\(arm): the figures teach nothing (too few members, or figures that are sums of others)")
                continue
            }
            table.add(
                .text(arm),
                .text(assignment.outcomes[place]),
                .number(model.coefficients.mean, decimals: 4),
                model.coefficients.standardDeviation.map { .number($0, decimals: 4) } ?? .none,
                .number(model.interval.lower, decimals: 4),
                .number(model.interval.upper, decimals: 4),
                .text(model.isBetterThanChance ? "better than chance" : "no better than chance")
            )
            let end = model.curve.last ?? Qini.Point(members: 0, gained: 0)
            for point in model.curve {
                curve.add(
                    .text(arm),
                    .count(point.members),
                    .number(point.gained, decimals: 2),
                    .number(end.gained * Double(point.members) / Double(max(1, end.members)), decimals: 2)
                )
            }
        }
        return (table, curve, notes)
    }
}
