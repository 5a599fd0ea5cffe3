internal import SetiaCore
package import SetiaInsight

extension WhatIfReport {
    /// The report as one long table for spreadsheets, the titles first: each figure a row, what happened beside what
    /// would have.
    package var rows: [[String]] {
        var rows = [
            ["table", "wallet", "key", "figure", "unit", "happened", "changed"],
            ["assumption", "", "", WhatIfReport.assumption, "", "", ""],
            ["about", "", "", "programme", "", "", programme.text],
            ["about", "", "", "from", "day", "", from?.iso ?? ""],
            ["about", "", "", "through", "day", "", through.iso],
            ["about", "", "", "members", "members", String(members), String(members)],
            ["about", "", "", "events", "events", String(events), String(events)],
        ]
        for wallet in wallets { rows += self.rows(of: wallet) }
        for use in budgets {
            rows.append(["budget", "", use.owner.path, "taken", "points", "", String(use.taken)])
            rows.append(["budget", "", use.owner.path, "budget", "points", "", String(use.budget.points.units)])
            rows.append(["budget", "", use.owner.path, "used up", "stretches", "", String(use.usedUp)])
            rows.append(["budget", "", use.owner.path, "exhausted", "day", "", use.exhausted?.iso ?? ""])
        }
        for (change, members) in levelChanges {
            let key = "\(change.tierSet): \(change.from?.text ?? "-") > \(change.to?.text ?? "-")"
            rows.append(["level", "", key, "members", "members", "", String(members)])
        }
        for (what, count) in notTaken {
            rows.append(["notTaken", "", what.type.rawValue, what.reason, "events", "0", String(count)])
        }
        return rows
    }

    private func rows(of wallet: Wallet) -> [[String]] {
        let name = wallet.wallet.text
        var rows = wallet.months.flatMap { self.rows("month", name, $0.month.description, $0, wallet.value) }
        if let total = wallet.total { rows += self.rows("total", name, "", total, wallet.value) }
        for (figure, count) in [("honoured", wallet.honoured), ("notAffordable", wallet.notAffordable)] {
            rows.append(["redemptions", name, "", figure, "redemptions", "", String(count.count)])
            rows.append(["redemptions", name, "", figure, "points", "", String(count.points.units)])
        }
        for group in wallet.groups {
            let spread = group.spread
            let counts = [
                ("members", spread.members), ("gain", spread.gain), ("lose", spread.lose), ("same", spread.same),
            ]
            for (figure, count) in counts {
                rows.append([group.by.rawValue, name, group.value.text, figure, "members", "", String(count)])
            }
            rows.append([group.by.rawValue, name, group.value.text, "sum", "points", "", String(spread.sum.units)])
            for (percent, points) in zip(WhatIfReport.percents, spread.quantiles(WhatIfReport.percents)) {
                rows.append([
                    group.by.rawValue, name, group.value.text, "p\(percent)", "points", "", String(points.units),
                ])
            }
        }
        for (table, gains) in [("winner", wallet.winners), ("loser", wallet.losers)] {
            rows += gains.map { [table, name, $0.member.text, "difference", "points", "", String($0.points.units)] }
        }
        return rows
    }

    private func rows(
        _ table: String,
        _ wallet: String,
        _ key: String,
        _ month: Month,
        _ value: PointValue?
    ) -> [[String]] {
        var rows: [[String]] = []
        func add(_ figure: String, _ unit: String, _ happened: Int64?, _ changed: Int64?) {
            let cells = [happened, changed].map { $0.map { String($0) } ?? "" }
            rows.append([table, wallet, key, figure, unit] + cells)
        }
        let figures: [(String, (PointFlow) -> Points)] = [
            ("issued", { $0.issued }), ("redeemed", { $0.redeemed }), ("expired", { $0.expired }),
            ("clawedBack", { $0.clawedBack }), ("adjusted", { $0.adjusted }), ("opened", { $0.opened }),
        ]
        for (name, of) in figures { add(name, "points", of(month.happened).units, of(month.changed).units) }
        add("held", "points", month.heldThen.units, month.heldInstead.units)
        if let value {
            let unit = "\(value.currency.code) minor units"
            add("cost", unit, value.cost(of: month.happened.redeemed), value.cost(of: month.changed.redeemed))
            add("liability", unit, value.cost(of: month.heldThen), value.cost(of: month.heldInstead))
        }
        return rows
    }
}
