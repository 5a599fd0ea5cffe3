internal import Foundation
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWeb
internal import SetiaWire

/// A model of buying and dropping out, fitted and checked, and what it forecasts.
struct FitReport {
    private let kind: DropoutModelKind
    private let input: CustomerInput
    private let base: CustomerBase
    private let fit: DropoutFit
    private let check: HoldOutCheck?
    /// The fit to what was before the hold-out.
    private let before: DropoutFit?
    private let spend: SpendFit?
    private let spending: Spending?
    private let spendFailure: FitFailure?
    private let horizon: Horizon
    private let span: TimeSpan
    private let discount: Double
    private let margin: Double

    /// - Throws: `FitFailure` where the data give no fit.
    init(_ kind: DropoutModelKind, _ input: CustomerInput, horizon span: TimeSpan, discount: Double, margin: Double)
        throws
    {
        (self.kind, self.input, self.span, self.discount, self.margin) = (kind, input, span, discount, margin)
        guard
            let horizon = Horizon(
                length: span.days / input.unit.days,
                yearlyRate: discount,
                unitsPerYear: TimeSpan.Unit.year.days / input.unit.days
            )
        else { fault("a horizon of \(span.days) days at \(discount)") }
        self.horizon = horizon
        if let watched = input.check {
            let base = CustomerBase(watched.summaries)
            let before = try SetiaInsight.fit(kind, to: base)
            (self.before, check) = (before, HoldOutCheck(before, watched, base))
        } else {
            (before, check) = (nil, nil)
        }
        base = CustomerBase(input.customers)
        fit = try SetiaInsight.fit(kind, to: base)
        guard input.meanSpends.count == input.customers.count, !input.meanSpends.isEmpty else {
            (spend, spending, spendFailure) = (nil, nil, nil)
            return
        }
        let spending = Spending(zip(input.customers, input.meanSpends).map { (purchases: $0.repeats, mean: $1) })
        self.spending = spending
        do throws(FitFailure) {
            spend = try fitSpend(spending)
            spendFailure = nil
        } catch {
            (spend, spendFailure) = (nil, error)
        }
    }

    /// Whether the hold-out speaks against the model.
    var isOff: Bool { check?.isOff ?? false }

    var findings: Findings {
        var findings = Findings(subject: input.heading)
        findings.tables = [parameters, figures]
        if let check { findings.tables += [byRepeats(check), tracking(check)] }
        findings.notes = notes
        findings.export = check.map { tracking($0) } ?? parameters
        return findings
    }

    /// Both plots of the check as a page that needs nothing else.
    var html: String {
        get throws {
            try FitPaper("\(kind.name), \(input.heading)", notes: notes, check, language: .en).html
        }
    }

    // MARK: - Tables

    private var parameters: Findings.Table {
        var table = Findings.Table(
            "parameters",
            "\(kind.name) by maximum likelihood",
            [
                .init("model"), .init("parameter"), .init("estimate"), .init("standardError", "s.e."),
                .init("lower", "95 % from"), .init("upper", "to"),
            ]
        )
        func add(_ model: String, _ fit: Fit) {
            for (place, name) in fit.names.enumerated() {
                let interval = fit.intervals[place]
                table.add(
                    .text(model),
                    .text(name),
                    .number(fit.parameters[place], decimals: 6),
                    .number(fit.standardErrors[place], decimals: 4),
                    .number(interval.lower, decimals: 4),
                    .number(interval.upper, decimals: 4)
                )
            }
        }
        if let before { add("\(kind.name) before the hold-out", before.fit) }
        add(kind.name, fit.fit)
        if let spend { add("gamma-gamma", spend.fit) }
        return table
    }

    private var figures: Findings.Table {
        var table = Findings.Table("figures", "", [.init("figure"), .init("value")])
        table.add(.text("customers"), .count(base.count))
        table.add(.text("with a repeat"), .count(base.repeaters))
        table.add(.text("repeats"), .count(base.repeats))
        table.add(.text("log-likelihood"), .number(fit.fit.logLikelihood, decimals: 6))
        table.add(
            .text("gain over nobody dropping out"),
            .number(fit.fit.logLikelihood - fit.logLikelihoodWithoutDropout, decimals: 2)
        )
        if let spend {
            table.add(.text("log-likelihood of spends"), .number(spend.fit.logLikelihood, decimals: 6))
            if let mean = spend.model.populationMean { table.add(.text("mean spend"), .number(mean, decimals: 4)) }
        }
        let active = zip(base.kinds, base.counts).reduce(0.0) { $0 + fit.model.probabilityActive($1.0) * Double($1.1) }
        let expected = zip(base.kinds, base.counts).reduce(0.0) { sum, kind in
            sum + fit.model.expectedPurchases(of: kind.0, within: horizon.length) * Double(kind.1)
        }
        table.add(.text("customers still active, expected"), .number(active, decimals: 1))
        table.add(.text("their purchases in the next \(span.text)"), .number(expected, decimals: 1))
        if let check {
            if let before {
                table.add(.text("log-likelihood before the hold-out"), .number(before.fit.logLikelihood, decimals: 6))
            }
            table.add(.text("weeks held out"), .number(check.weeks, decimals: 2))
            table.add(.text("customers before them"), .count(check.customers))
            table.add(.text("purchases in them, expected"), .number(check.expected, decimals: 2))
            table.add(.text("purchases in them"), .count(check.actual))
            table.add(.text("off, a customer"), .number(check.meanAbsoluteError, decimals: 5))
            table.add(.text("off, by own rate"), .number(check.meanAbsoluteErrorOfOwnRate, decimals: 5))
        }
        return table
    }

    private func byRepeats(_ check: HoldOutCheck) -> Findings.Table {
        var table = Findings.Table(
            "byRepeats",
            "purchases a customer in the hold-out, by how often she had come back before",
            [.init("repeats"), .init("n", "customers"), .init("actual"), .init("expected"), .init("few", "")]
        )
        for row in check.byRepeats {
            table.add(
                .text("\(row.repeats)\(row.andMore ? "+" : "")"),
                .count(row.customers),
                .number(row.actual, decimals: 4),
                .number(row.expected, decimals: 4),
                .text(row.customers < 30 ? "few" : "")
            )
        }
        return table
    }

    /// Every week as data; people see every fourth.
    private func tracking(_ check: HoldOutCheck) -> Findings.Table {
        var table = Findings.Table(
            "tracking",
            "repeat purchases by week since the first purchase of all",
            [
                .init("week"), .init("heldOut", "held out"), .init("actual"), .init("expected"),
                .init("actualSum", "added up"), .init("expectedSum", "expected"),
            ]
        )
        for week in check.tracking {
            table.add(
                .count(week.number),
                .yes(week.isHeldOut),
                .count(week.actual),
                .number(week.expected, decimals: 2),
                .count(week.cumulativeActual),
                .number(week.cumulativeExpected, decimals: 2)
            )
        }
        return table
    }

    private var notes: [String] {
        var notes = input.notes
        notes += check?.verdict ?? ["nothing is held out: whether the model fits is not checked; --holdout DAY does"]
        if kind == .bgNBD {
            notes.append("BG/NBD takes who never came back for active; to find who is lost, take mbg-nbd or pareto-nbd")
        }
        if let spendFailure { notes.append("no values, since spends give no fit: \(spendFailure.what)") }
        if let spending {
            if spending.free > 0 {
                notes.append("\(counted(spending.free, "customer")) whose repeats were all free left out of spends")
            }
            if let correlation = spending.correlation, abs(correlation) > 0.2 {
                notes.append(
                    "number of purchases and spend go together (correlation \(String(format: "%.2f", correlation))): "
                        + "gamma-gamma takes them to have nothing to do with each other, and values are off by that"
                )
            }
        }
        notes.append("ranges are those of the model's numbers; what a single customer does differs more")
        return notes
    }

    // MARK: - Members

    /// Writes each customer's forecast, in the order of the customers.
    func writeMembers(to name: String) throws {
        let file = try OutputFile(name, appending: false, mode: 0o600)
        do {
            try writeMembers(to: file)
        } catch {
            unlink(name)
            throw error
        }
    }

    private func writeMembers(to file: OutputFile) throws {
        let progress = Progress("forecasting", unit: "customers")
        defer { progress.end() }
        var header = ["customer", "repeats", "last", "watched", "meanSpend"]
        for figure in ["active", "purchases", "discounted", "value"] {
            header += [figure, figure + "Lower", figure + "Upper"]
        }
        try file.write(csvByteOrderMark.utf8)
        try file.write(csvRow(header).utf8)
        var forecasts = [MemberForecast?](repeating: nil, count: base.kinds.count)
        for (place, customer) in input.customers.enumerated() {
            let kind = Int(base.kindOfCustomer[place])
            let forecast = forecasts[kind] ?? fit.forecast(of: customer, horizon)
            forecasts[kind] = forecast
            let mean = input.meanSpends.isEmpty ? nil : input.meanSpends[place]
            let value = mean.flatMap {
                spend?.value(of: forecast, purchases: customer.repeats, mean: $0, margin: margin)
            }
            var row = [
                input.names.isEmpty ? "\(place + 1)" : input.names[place], "\(customer.repeats)",
                fixed(customer.lastAt, 4), fixed(customer.watched, 4), mean.map { fixed($0, 4) } ?? "",
            ]
            for estimate in [forecast.active, forecast.purchases, forecast.discounted, value] {
                row += [estimate?.value, estimate?.interval.lower, estimate?.interval.upper].map { number in
                    number.map { fixed($0, 6) } ?? ""
                }
            }
            try file.write(csvRow(row).utf8)
            if place & 0x3FF == 0 {
                try Task.checkCancellation()
                progress.show(done: Double(place) / Double(input.customers.count), count: Int64(place))
            }
        }
        try file.finish()
    }
}
