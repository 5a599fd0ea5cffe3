internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// The what-if for people: what is assumed, then wallet by wallet, then levels and what was not taken.
struct WhatIfText {
    private let report: WhatIfReport
    private let programme: Programme
    private let segments: [Segment]

    init(_ report: WhatIfReport, _ programme: Programme, by segments: [Segment]) {
        self.report = report
        self.programme = programme
        self.segments = segments.isEmpty ? [.country, .level] : segments
    }

    var text: String {
        let from = report.from.map { "from \($0.iso)" } ?? "from the beginning"
        var parts = [
            """
            \(WhatIfReport.assumption)
            \(report.programme) \(from) through \(report.through.iso), days of \(report.timeZone): \
            \(counted(report.members, "member")), \(counted(report.events, "event"))
            """
        ]
        for wallet in report.wallets { parts += text(of: wallet) }
        parts.append(levels)
        if !report.budgets.isEmpty { parts.append(budgets) }
        if !report.notTaken.isEmpty { parts.append(notTaken) }
        return parts.joined(separator: "\n\n")
    }

    private func text(of wallet: WhatIfReport.Wallet) -> [String] {
        var parts = [totals(of: wallet), redemptions(of: wallet), months(of: wallet)]
        for segment in [.everybody] + segments.filter({ $0 != .everybody }) {
            parts.append(groups(report.groups(of: wallet, by: segment), by: segment))
        }
        if !wallet.winners.isEmpty || !wallet.losers.isEmpty { parts.append(extremes(of: wallet)) }
        return parts
    }

    private var budgets: String {
        var table = TextTable([
            ("budget", .left), ("points", .right), ("per", .left), ("taken", .right), ("used up", .right),
            ("first on", .left),
        ])
        for use in report.budgets {
            table.add(
                use.owner.path,
                grouped(use.budget.points.units),
                use.budget.span == .lifetime ? "-" : use.budget.span.rawValue,
                grouped(use.taken),
                use.budget.span == .lifetime ? (use.usedUp > 0 ? "yes" : "no") : "\(use.usedUp) of \(use.stretches)",
                use.exhausted?.iso ?? "-"
            )
        }
        return table.text
    }

    private func totals(of wallet: WhatIfReport.Wallet) -> String {
        guard let total = wallet.total else { return "\(wallet.wallet): nothing moved" }
        var table = TextTable([
            (wallet.wallet.text, .left), ("happened", .right), ("changed", .right), ("difference", .right),
        ])
        func add(_ name: String, _ happened: Points, _ changed: Points) {
            guard happened != .zero || changed != .zero else { return }
            table.add(name, grouped(happened.units), grouped(changed.units), signed((changed - happened).units))
        }
        let (then, instead) = (total.happened, total.changed)
        add("issued", then.issued, instead.issued)
        add("brought along", then.opened, instead.opened)
        add("by hand", then.adjusted, instead.adjusted)
        add("redeemed", then.redeemed, instead.redeemed)
        add("expired", then.expired, instead.expired)
        add("taken back", then.clawedBack, instead.clawedBack)
        add("held at the end", total.heldThen, total.heldInstead)
        if let value = wallet.value {
            for (name, points) in [
                ("cost", (then.redeemed, instead.redeemed)), ("liability", (total.heldThen, total.heldInstead)),
            ] {
                let (happened, changed) = (value.cost(of: points.0), value.cost(of: points.1))
                table.add(
                    "\(name), \(value.currency)",
                    happened.map { writtenAmount($0, decimals: value.decimals) } ?? "-",
                    changed.map { writtenAmount($0, decimals: value.decimals) } ?? "-",
                    happened.flatMap { then in changed.map { $0 - then } }.map { difference in
                        (difference > 0 ? "+" : difference < 0 ? "-" : "")
                            + writtenAmount(abs(difference), decimals: value.decimals)
                    } ?? "-"
                )
            }
        }
        let hint = wallet.value == nil ? "\nin points only: --point-value says what one costs" : ""
        return table.text + hint
    }

    private func redemptions(of wallet: WhatIfReport.Wallet) -> String {
        let (honoured, not) = (wallet.honoured, wallet.notAffordable)
        return """
            redemptions: \(grouped(honoured.count)) honoured (\(counted(honoured.points.units, "point"))), \
            \(grouped(not.count)) not affordable (\(counted(not.points.units, "point")))
            """
    }

    private func months(of wallet: WhatIfReport.Wallet) -> String {
        var table = TextTable([
            ("month", .left), ("issued", .right), ("changed", .right), ("redeemed", .right), ("changed", .right),
            ("expired", .right), ("changed", .right), ("held", .right), ("changed", .right),
        ])
        for month in wallet.months {
            let points = [
                month.happened.issued, month.changed.issued, month.happened.redeemed, month.changed.redeemed,
                month.happened.expired, month.changed.expired, month.heldThen, month.heldInstead,
            ]
            table.add([month.month.description] + points.map { grouped($0.units) })
        }
        return table.text
    }

    private func groups(_ groups: [WhatIfReport.Group], by segment: Segment) -> String {
        var table = TextTable([
            (segment.rawValue, .left), ("members", .right), ("gain", .right), ("lose", .right), ("same", .right),
            ("together", .right), ("5 %", .right), ("25 %", .right), ("half", .right), ("75 %", .right),
            ("95 %", .right),
        ])
        for group in groups {
            let spread = group.spread
            let counts = [spread.members, spread.gain, spread.lose, spread.same].map { grouped($0) }
            let quantiles = spread.quantiles(WhatIfReport.percents).map { signed($0.units) }
            let name = segment == .everybody ? "" : group.value.text.isEmpty ? "not known" : group.value.text
            table.add([name] + counts + [signed(spread.sum.units)] + quantiles)
        }
        return table.text
    }

    private func extremes(of wallet: WhatIfReport.Wallet) -> String {
        var table = TextTable([("gains most", .left), ("", .right), ("loses most", .left), ("", .right)])
        for place in 0..<max(wallet.winners.count, wallet.losers.count) {
            let cells = [wallet.winners, wallet.losers].flatMap { gains in
                gains.indices.contains(place)
                    ? [gains[place].member.text, signed(gains[place].points.units)] : ["", ""]
            }
            table.add(cells)
        }
        return table.text
    }

    private var levels: String {
        guard !report.levelChanges.isEmpty else { return "nobody stands on another level at the end" }
        var table = TextTable([("level", .left), ("", .left), ("instead", .left), ("members", .right)])
        for (change, members) in report.levelChanges {
            table.add(change.tierSet.text, change.from?.text ?? "none", change.to?.text ?? "none", grouped(members))
        }
        return table.text
    }

    private var notTaken: String {
        var table = TextTable([("not taken", .left), ("why", .left), ("events", .right)])
        for (what, count) in report.notTaken { table.add(what.type.rawValue, what.reason, grouped(count)) }
        return table.text
    }

    private func signed(_ number: Int64) -> String { number > 0 ? "+\(grouped(number))" : grouped(number) }
}
