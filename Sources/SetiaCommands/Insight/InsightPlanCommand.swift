internal import ArgumentParser
internal import SetiaInsight

/// `setia insight plan`: how many members a hold-out needs, before it begins.
struct InsightPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "How many members a hold-out comparison needs.",
        discussion: """
            For a rate that is thought to go from one value to another, or for a mean that changes by some amount with a \
            known standard deviation. What the past foretells (--correlation) makes it smaller by its square.

            EXAMPLES
              setia insight plan --rate 0.10 --to 0.12
              setia insight plan --rate 0.10 --to 0.12 --held-out 0.1
              setia insight plan --change 1.50 --deviation 20 --correlation 0.87
            """
    )

    @Option(help: ArgumentHelp("The rate without it, 0 to 1.", valueName: "rate"))
    var rate: Double?

    @Option(help: ArgumentHelp("The rate with it that must not be missed.", valueName: "rate"))
    var to: Double?

    @Option(help: ArgumentHelp("The change of a mean that must not be missed.", valueName: "number"))
    var change: Double?

    @Option(help: ArgumentHelp("The standard deviation of one member's outcome.", valueName: "number"))
    var deviation: Double?

    @Option(help: ArgumentHelp("The share of members held out.", valueName: "share"))
    var heldOut = 0.5

    @Option(help: ArgumentHelp("How often the change is to be seen where it is there.", valueName: "share"))
    var power = 0.8

    @Option(help: ArgumentHelp("How often no change may look like one.", valueName: "share"))
    var alpha = 0.05

    @Option(help: ArgumentHelp("Of the outcome with the same before, -1 to 1.", valueName: "number"))
    var correlation = 0.0

    @OptionGroup var output: FindingsOptions

    func validate() throws {
        let isRate = rate != nil && to != nil
        let isMean = change != nil && deviation != nil
        guard isRate != isMean else { throw ValidationError("Give --rate and --to, or --change and --deviation.") }
        if let rate, let to {
            guard (0...1).contains(rate), (0...1).contains(to), rate != to else {
                throw ValidationError("--rate and --to are two different shares, 0 to 1.")
            }
        }
        if let change, let deviation, change == 0 || deviation <= 0 || !change.isFinite || !deviation.isFinite {
            throw ValidationError("--change is not 0, and --deviation is above 0.")
        }
        guard heldOut > 0, heldOut < 1, power > 0.5, power < 1, alpha > 0, alpha < 0.5 else {
            throw ValidationError("--held-out is between 0 and 1, --power above 0.5, --alpha below 0.5.")
        }
        guard abs(correlation) < 1 else { throw ValidationError("--correlation is between -1 and 1.") }
    }

    func run() async throws {
        try await reporting {
            let saved = correlation * correlation
            let size: SampleSize
            if let rate, let to {
                size = SampleSize(from: rate, to: to, heldOut: heldOut, alpha: alpha, power: power, saved: saved)
            } else if let change, let deviation {
                let variance = deviation * deviation
                size = SampleSize(
                    difference: change,
                    varianceTreated: variance,
                    varianceControl: variance,
                    heldOut: heldOut,
                    alpha: alpha,
                    power: power,
                    saved: saved
                )
            } else {
                throw ValidationError("Give --rate and --to, or --change and --deviation.")
            }
            var findings = Findings(subject: "members needed for one look at the end")
            var table = Findings.Table("plan", "", [.init("side"), .init("members")])
            table.add(.text("treated"), .count(size.treated))
            table.add(.text("held out"), .count(size.control))
            table.add(.text("in all"), .count(size.total))
            findings.tables = [table]
            findings.notes = [
                "look once, at the end, with --planned \(min(size.treated, size.control)); "
                    + "an interval that may be looked at every day is about 1.6 times as wide, and takes 2.6 times as many"
            ]
            try output.tell(findings)
        }
    }
}
