internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// The report of a what-if in words, for the page.
struct WhatIfView {
    let report: WhatIfReport
    /// The programme that was tried.
    let programme: Programme?
    let brand: BrandView
    let visit: Visit

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    /// By what the page tells members apart.
    private var segment: Segment {
        Segment(rawValue: visit.query["by"]).flatMap { $0 == .everybody ? nil : $0 } ?? .level
    }

    /// As the template sees it.
    var fields: Fields {
        [
            "about": texts.say(
                "whatIf.about",
                [
                    "programme": report.programme.text,
                    "from": report.from.map(wording.day) ?? texts.say("whatIf.beginning"),
                    "through": wording.day(report.through), "members": wording.number(Int64(report.members)),
                    "events": wording.number(Int64(report.events)),
                ]
            ),
            "wallets": report.wallets.map(wallet), "hasLevels": !report.levelChanges.isEmpty,
            "levels": report.levelChanges.map { change, members in
                [
                    "from": level(change.from, of: change.tierSet), "to": level(change.to, of: change.tierSet),
                    "members": texts.say("whatIf.membersOf", count: Int64(members)),
                ] as Fields
            },
            "hasBudgets": !report.budgets.isEmpty, "budgets": report.budgets.map(budget),
            "hasNotTaken": !report.notTaken.isEmpty,
            "notTaken": report.notTaken.map { what, count in
                [
                    "what": texts.say("event.\(what.type.rawValue)"), "reason": what.reason,
                    "count": wording.number(Int64(count)),
                ] as Fields
            },
        ]
    }

    /// How much of a budget would have been given, and when it would have been used up.
    private func budget(_ use: WhatIfReport.BudgetUse) -> Fields {
        let name: Words?
        let key: Key
        switch use.owner {
        case .rule(let id): (key, name) = (id, programme?.rules.first { $0.id == id }?.why)
        case .campaign(let id): (key, name) = (id, programme?.campaigns.first { $0.key == id }?.name)
        }
        let values = [
            "taken": wording.number(use.taken), "points": wording.number(use.budget.points.units),
            "span": texts.say("programme.span.\(use.budget.span.rawValue)"),
            "day": use.exhausted.map(wording.day) ?? "",
        ]
        let said = use.budget.span == .lifetime ? "whatIf.budgetUse" : "whatIf.budgetUseSpan"
        return [
            "name": name?.text(in: visit.language.key) ?? key.text, "text": texts.say(said, values),
            "end": texts.say(use.exhausted == nil ? "whatIf.budgetLeft" : "whatIf.budgetEnd", values),
        ]
    }

    private func wallet(_ wallet: WhatIfReport.Wallet) -> Fields {
        let everybody = report.groups(of: wallet, by: .everybody).first?.spread ?? Spread()
        var fields: Fields = [
            "name": capitalised(
                programme?.wallet(wallet.wallet)?.name.text(in: visit.language.key)
                    ?? brand.wallet(wallet.wallet, visit.language)
            ),
            "cards": cards(wallet),
            "spreadLine": texts.say(
                "whatIf.spread",
                [
                    "gain": wording.number(Int64(everybody.gain)), "lose": wording.number(Int64(everybody.lose)),
                    "same": wording.number(Int64(everybody.same)),
                ]
            ),
            "segment": texts.say("whatIf.segment.\(segment.rawValue)"),
            "choices": Segment.allCases.filter { $0 != .everybody }.map { choice in
                [
                    "path": "/console/programme/what-if?by=\(choice.rawValue)",
                    "text": texts.say("whatIf.segment.\(choice.rawValue)"), "isChosen": choice == segment,
                ] as Fields
            },
            "groups": report.groups(of: wallet, by: segment).map(group),
            "columns": ["issued", "redeemed", "expired", "held"].map { name -> Fields in
                ["label": texts.say("whatIf.figure.\(name)")]
            },
            "months": wallet.months.reversed().map(month),
            "extremes": [extreme("winners", wallet.winners), extreme("losers", wallet.losers)],
        ]
        if wallet.notAffordable.count > 0 {
            fields["notAffordable"] = texts.say(
                "whatIf.notAffordable",
                count: Int64(wallet.notAffordable.count),
                ["points": wording.number(wallet.notAffordable.points.units)]
            )
        }
        if wallet.value == nil { fields["pointsOnly"] = texts.say("whatIf.pointsOnly") }
        return fields
    }

    private func cards(_ wallet: WhatIfReport.Wallet) -> [Fields] {
        guard let total = wallet.total else { return [] }
        func points(_ name: String, _ happened: Points, _ changed: Points) -> Fields {
            card(
                name,
                wording.number(happened.units),
                wording.number(changed.units),
                signed((changed - happened).units),
                isPoints: true
            )
        }
        var cards = [
            points("issued", total.happened.issued, total.changed.issued),
            points("redeemed", total.happened.redeemed, total.changed.redeemed),
            points("expired", total.happened.expired, total.changed.expired),
            points("held", total.heldThen, total.heldInstead),
        ]
        guard let value = wallet.value else { return cards }
        for (name, then, instead) in [
            ("cost", total.happened.redeemed, total.changed.redeemed), ("liability", total.heldThen, total.heldInstead),
        ] {
            guard let happened = value.cost(of: then), let changed = value.cost(of: instead) else { continue }
            let difference = changed - happened
            let sign = difference > 0 ? "+" : difference < 0 ? "−" : ""
            cards.append(
                card(name, money(happened, value), money(changed, value), sign + money(abs(difference), value))
            )
        }
        return cards
    }

    private func card(
        _ name: String,
        _ happened: String,
        _ changed: String,
        _ difference: String,
        isPoints: Bool = false
    ) -> Fields {
        [
            "label": texts.say("whatIf.figure.\(name)"), "value": changed, "isPoints": isPoints,
            "note": texts.say("whatIf.instead", ["happened": happened, "difference": difference]),
        ]
    }

    private func money(_ minorUnits: Int64, _ value: PointValue) -> String {
        let sign = minorUnits < 0 ? "−" : ""
        let amount = (try? Money(minorUnits: abs(minorUnits), currency: value.currency)) ?? .zero(value.currency)
        return sign + wording.money(amount, decimals: value.decimals)
    }

    private func group(_ group: WhatIfReport.Group) -> Fields {
        let spread = group.spread
        let quantiles = spread.quantiles([50, 95]).map { signed($0.units) }
        return [
            "name": name(of: group), "members": wording.number(Int64(spread.members)),
            "gain": wording.number(Int64(spread.gain)), "lose": wording.number(Int64(spread.lose)),
            "sum": signed(spread.sum.units), "median": quantiles.first ?? "", "high": quantiles.last ?? "",
        ]
    }

    private func name(of group: WhatIfReport.Group) -> String {
        let value = group.value
        guard !value.text.isEmpty else { return texts.say("whatIf.notKnown") }
        switch group.by {
        case .country: return wording.country(value)
        case .store:
            guard value != StoreID.online.key else { return texts.say("whatIf.online") }
            return brand.shops.first { $0.id.key == value }?.name ?? value.text
        case .level:
            for set in brand.programme?.tierSets ?? [] where set.levels.contains(where: { $0.key == value }) {
                return brand.level(value, of: set.key, visit.language)
            }
            return value.text
        case .spend: return texts.say("whatIf.fifth.\(value.text)")
        case .everybody, .tenure, .orders: return value.text
        }
    }

    private func level(_ key: Key?, of set: Key) -> String {
        guard let key else { return texts.say("whatIf.noLevel") }
        let known = programme?.tierSet(set)?.levels.first { $0.key == key }?.name.text(in: visit.language.key)
        return known ?? brand.level(key, of: set, visit.language)
    }

    private func month(_ month: WhatIfReport.Month) -> Fields {
        let points = [
            month.happened.issued, month.changed.issued, month.happened.redeemed, month.changed.redeemed,
            month.happened.expired, month.changed.expired, month.heldThen, month.heldInstead,
        ]
        return [
            "month": texts.say("month.\(month.month.month)", ["year": String(month.month.year)]),
            "cells": points.map { wording.number($0.units) },
        ]
    }

    private func extreme(_ name: String, _ gains: [WhatIfTally.Gain]) -> Fields {
        let maySee = visit.session?.may(.seeMember) ?? false
        return [
            "title": texts.say("whatIf.extreme.\(name)"), "hasRows": !gains.isEmpty,
            "rows": gains.map { gain in
                var row: Fields = ["id": gain.member.text, "points": signed(gain.points.units)]
                if maySee { row["path"] = "/console/members/\(gain.member.text)" }
                return row
            },
        ]
    }

    private func signed(_ number: Int64) -> String {
        number > 0 ? "+\(wording.number(number))" : wording.number(number)
    }
}
