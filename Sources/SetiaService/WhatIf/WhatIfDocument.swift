package import JSONText
internal import SetiaCore
package import SetiaInsight

extension WhatIfReport {
    /// What every report says first.
    package static let assumption =
        "Behaviour is assumed unchanged: members would have bought, returned and redeemed as they did."

    /// The report for programs: names that stay, whole numbers as they are.
    package var json: JSON {
        .object([
            "assumption": .string(WhatIfReport.assumption),
            "budgets": .array(budgets.map(json)),
            "events": .integer(Int64(events)),
            "from": from.map { .string($0.iso) } ?? .null,
            "levelChanges": .array(levelChanges.map { json($0.change, $0.members) }),
            "members": .integer(Int64(members)),
            "notTaken": .array(
                notTaken.map { notTaken in
                    .object([
                        "events": .integer(Int64(notTaken.count)), "reason": .string(notTaken.what.reason),
                        "type": .string(notTaken.what.type.rawValue),
                    ])
                }
            ),
            "programme": .string(programme.text),
            "through": .string(through.iso),
            "timeZone": .string(timeZone.text),
            "wallets": .object(JSONObject(wallets.map { ($0.wallet.text, json($0)) })),
        ])
    }

    private func json(_ use: BudgetUse) -> JSON {
        .object([
            "budget": .integer(use.budget.points.units), "exhausted": use.exhausted.map { .string($0.iso) } ?? .null,
            "of": .string(use.owner.path), "span": .string(use.budget.span.rawValue),
            "stretches": .integer(Int64(use.stretches)), "taken": .integer(use.taken),
            "usedUp": .integer(Int64(use.usedUp)),
        ])
    }

    private func json(_ change: WhatIfTally.LevelChange, _ members: Int) -> JSON {
        .object([
            "from": change.from.map { .string($0.text) } ?? .null, "members": .integer(Int64(members)),
            "tierSet": .string(change.tierSet.text), "to": change.to.map { .string($0.text) } ?? .null,
        ])
    }

    private func json(_ wallet: Wallet) -> JSON {
        .object([
            "losers": .array(wallet.losers.map(json)),
            "months": .array(wallet.months.map { json($0, wallet.value, name: $0.month.description) }),
            "pointValue": wallet.value.map { value in
                .object([
                    "currency": .string(value.currency.code), "minorUnits": .string(value.minorUnits.description),
                ])
            } ?? .null,
            "redemptions": .object(["honoured": json(wallet.honoured), "notAffordable": json(wallet.notAffordable)]),
            "segments": .object(
                JSONObject(
                    Segment.allCases.map { segment in
                        (segment.rawValue, .array(groups(of: wallet, by: segment).map(json)))
                    }.sorted { $0.0 < $1.0 }
                )
            ),
            "total": wallet.total.map { json($0, wallet.value, name: nil) } ?? .null,
            "winners": .array(wallet.winners.map(json)),
        ])
    }

    private func json(_ month: Month, _ value: PointValue?, name: String?) -> JSON {
        var members: [(String, JSON)] = [
            ("changed", json(month.changed, held: month.heldInstead, value)),
            ("happened", json(month.happened, held: month.heldThen, value)),
        ]
        if let name { members.append(("month", .string(name))) }
        return .object(JSONObject(members))
    }

    private func json(_ flow: PointFlow, held: Points, _ value: PointValue?) -> JSON {
        var members: [(String, JSON)] = [
            ("adjusted", .integer(flow.adjusted.units)), ("clawedBack", .integer(flow.clawedBack.units)),
        ]
        if let value { members.append(("cost", money(value, flow.redeemed))) }
        members += [
            ("expired", .integer(flow.expired.units)), ("held", .integer(held.units)),
            ("issued", .integer(flow.issued.units)),
        ]
        if let value { members.append(("liability", money(value, held))) }
        members += [("opened", .integer(flow.opened.units)), ("redeemed", .integer(flow.redeemed.units))]
        return .object(JSONObject(members))
    }

    private func money(_ value: PointValue, _ points: Points) -> JSON {
        guard let amount = value.cost(of: points) else { return .null }
        return .object(["amount": .integer(amount), "currency": .string(value.currency.code)])
    }

    private func json(_ count: WhatIfTally.Count) -> JSON {
        .object(["count": .integer(Int64(count.count)), "points": .integer(count.points.units)])
    }

    private func json(_ gain: WhatIfTally.Gain) -> JSON {
        .object(["member": .string(gain.member.text), "points": .integer(gain.points.units)])
    }

    private func json(_ group: Group) -> JSON {
        let spread = group.spread
        let quantiles = zip(WhatIfReport.percents, spread.quantiles(WhatIfReport.percents))
        return .object([
            "gain": .integer(Int64(spread.gain)), "lose": .integer(Int64(spread.lose)),
            "members": .integer(Int64(spread.members)),
            "quantiles": .object(JSONObject(quantiles.map { (String($0), .integer($1.units)) })),
            "same": .integer(Int64(spread.same)), "sum": .integer(spread.sum.units),
            "value": group.value.text.isEmpty ? .null : .string(group.value.text),
        ])
    }
}
