internal import SetiaCore
internal import SetiaInsight
internal import SetiaWire

/// BG/BB of a table of occasions: x, tx, n and how many customers did so.
func occasions(_ input: InputFile, _ mapping: ColumnMapping, _ horizon: TimeSpan) throws -> Findings {
    var table = try CSVTable(source: input.source, mapping: mapping, required: ["x", "tx", "n"], optional: ["count"])
    var (groups, bad) = ([BGBB.Group](), BadRows())
    while true {
        do {
            guard try table.next() else { break }
            let count = table.has("count") ? try table.count("count") : 1
            guard
                let group = BGBB.Group(
                    bought: try table.count("x"),
                    last: try table.count("tx"),
                    chances: try table.count("n"),
                    count: count
                )
            else { throw table.problem("tx", "contradicts x or n: x ≤ tx ≤ n, and tx is 0 where x is") }
            groups.append(group)
        } catch let problem as RowProblem {
            bad.add(problem)
        }
    }
    try bad.refuse(input.name)
    let found = try fitBGBB(groups)
    var findings = Findings(
        subject: "BG/BB of \(input.name): \(counted(found.fit.count, "customer"))"
    )
    var forecasts = Findings.Table(
        "forecasts",
        "what is expected at the next \(counted(horizon.occasions, "occasion"))",
        [.init("x"), .init("tx"), .init("n"), .init("count", "customers"), .init("active"), .init("purchases")]
    )
    for group in groups.sorted(by: { ($0.chances, $0.bought, $0.last) > ($1.chances, $1.bought, $1.last) }) {
        forecasts.add(
            .count(group.bought),
            .count(group.last),
            .count(group.chances),
            .count(group.count),
            .rate(found.model.probabilityActive(group)),
            .number(found.model.expectedPurchases(of: group, atNext: horizon.occasions), decimals: 4)
        )
    }
    findings.tables = [parameterTable("BG/BB", found.fit), forecasts]
    findings.notes = ["active: there at the next occasion; nothing is held out, so the fit is not checked"]
    findings.export = forecasts
    return findings
}

/// sBG of a cohort's contracts: how many are alive at the beginning and after each renewal.
func contracts(_ input: InputFile, _ mapping: ColumnMapping, _ discount: Double) throws -> Findings {
    var table = try CSVTable(source: input.source, mapping: mapping, required: ["alive"])
    var (alive, bad) = ([Double](), BadRows())
    while true {
        do {
            guard try table.next() else { break }
            let number = try table.number("alive")
            guard number >= 0 else { throw table.problem("alive", "is below 0") }
            guard number <= alive.last ?? .infinity else {
                throw table.problem("alive", "is more than the row before: who left does not come back here")
            }
            alive.append(number)
        } catch let problem as RowProblem {
            bad.add(problem)
        }
    }
    try bad.refuse(input.name)
    let found = try fitShiftedBetaGeometric(alive: alive)
    var findings = Findings(
        subject: """
            sBG of \(input.name): \(counted(found.fit.count, "contract")), \
            \(counted(alive.count - 1, "renewal"))
            """
    )
    var curve = Findings.Table(
        "survival",
        "who stays; a dash where it is not known yet",
        [
            .init("renewals"), .init("alive"), .init("expected"), .init("retention"),
            .init("expectedRetention", "expected"),
        ]
    )
    for period in 0...(2 * (alive.count - 1)) {
        let known = period < alive.count
        curve.add(
            .count(period),
            known ? .rate(alive[period] / alive[0]) : .none,
            .rate(found.model.survival(after: period)),
            known && period > 0 && alive[period - 1] > 0 ? .rate(alive[period] / alive[period - 1]) : .none,
            period > 0 ? .rate(found.model.retention(at: period)) : .none
        )
    }
    var worth = Findings.Table(
        "lifetime",
        "periods, discounted at \(percent(discount)) each",
        [.init("who"), .init("periods")]
    )
    worth.add(
        .text("somebody new, the first period included"),
        .number(found.model.discountedLifetime(rate: discount), decimals: 4)
    )
    worth.add(
        .text("somebody about to renew for the \(alive.count)th time"),
        .number(found.model.discountedResidualLifetime(beforeRenewal: alive.count, rate: discount), decimals: 4)
    )
    findings.tables = [parameterTable("sBG", found.fit), worth, curve]
    findings.notes = [
        "retention rises with age since those who leave easily leave first; nobody need have changed",
        "--discount is by period here",
    ]
    findings.export = curve
    return findings
}

private func parameterTable(_ model: String, _ fit: Fit) -> Findings.Table {
    var table = Findings.Table(
        "parameters",
        "\(model) by maximum likelihood, log-likelihood \(fixed(fit.logLikelihood, 6))",
        [
            .init("parameter"), .init("estimate"), .init("standardError", "s.e."), .init("lower", "95 % from"),
            .init("upper", "to"),
        ]
    )
    for (place, name) in fit.names.enumerated() {
        table.add(
            .text(name),
            .number(fit.parameters[place], decimals: 6),
            .number(fit.standardErrors[place], decimals: 4),
            .number(fit.intervals[place].lower, decimals: 4),
            .number(fit.intervals[place].upper, decimals: 4)
        )
    }
    return table
}
