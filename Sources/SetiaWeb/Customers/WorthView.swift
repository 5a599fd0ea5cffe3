internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// What the programme is worth, in words: what each part brought, what customers cost, and whether rewards wear off.
struct WorthView {
    let insight: WorthInsight
    let visit: Visit

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    /// The most months of the table.
    private static let mostMonths = 24

    /// The page.
    var fields: Fields {
        let subjects = insight.subjects.map(subject)
        var fields: Fields = [
            "subjects": subjects, "hasSubjects": !subjects.isEmpty, "hasPolicy": insight.policy?.margin != nil,
            "hasWearOff": !insight.wearOff.rows.isEmpty, "wearOff": insight.wearOff.rows.map(ordinal),
        ]
        if let fade = insight.wearOff.fade { fields["fade"] = words(fade) }
        if let economics = insight.economics {
            fields["hasEconomics"] = true
            fields["cards"] = cards(economics)
            fields["months"] = economics.months.rows.suffix(Self.mostMonths).reversed().map { row in
                [
                    "month": month(row.month), "isRunning": row.month == economics.months.present,
                    "newCustomers": wording.number(Int64(row.newCustomers)), "new": money(Double(row.new)),
                    "returningCustomers": wording.number(Int64(row.returningCustomers)),
                    "returning": money(Double(row.returning)),
                    "share": percent(row.total > 0 ? Double(row.returning) / Double(row.total) : nil),
                ] as Fields
            }
        }
        return fields
    }

    // MARK: - What each part brought

    private func subject(_ subject: WorthInsight.Subject) -> Fields {
        let words = HoldOutWords(visit: visit, measure: subject.measure)
        let outcome: CampaignComparison.Outcome = insight.policy?.margin == nil ? .spend : .profit
        var fields: Fields = [
            "name": shown(subject.name.text(in: visit.language.key) ?? subject.key, upTo: 80),
            "kind": texts.say("customers.worth.kind.\(subject.kind.rawValue)"),
            "treated": wording.number(Int64(subject.measure.comparison.treated)),
            "heldOut": wording.number(Int64(subject.measure.comparison.heldOut)),
            "verdict": words.verdict(holdsOut: subject.holdsOut), "rows": words.rows,
            "hasRows": !words.rows.isEmpty, "brought": "–", "path": WorthView.path(subject.kind, subject.key),
            "treatedPath": MemberFigure.side(subject.kind, key: subject.key, isHeldOut: false).path,
            "heldOutPath": MemberFigure.side(subject.kind, key: subject.key, isHeldOut: true).path,
        ]
        if let total = words.total(outcome) {
            fields["brought"] = total.value
            fields["range"] = total.range
        }
        if let uplift = subject.measure.uplift, !uplift.groups.isEmpty {
            fields["uplift"] = UpliftView(uplift: uplift, visit: visit).fields
        }
        if let spend = words.total(.spend) { fields["gross"] = spend.gross }
        return fields
    }

    /// The page of a part of the programme.
    static func path(_ kind: WorthInsight.Kind, _ key: String) -> String {
        switch kind {
        case .programme, .campaign: "/console/campaigns/\(urlEncoded(key))"
        case .journey: "/console/journeys/\(key)"
        case .broadcast: "/console/broadcasts/\(key)"
        }
    }

    // MARK: - Economics

    private func cards(_ economics: EconomicsInsight) -> [Fields] {
        func card(_ key: String, _ value: String, note: String, interval: String? = nil, isFew: Bool = false) -> Fields
        {
            var fields: Fields = [
                "label": texts.say("customers.worth.\(key)"), "value": value, "note": note, "isFew": isFew,
                "definition": texts.say("customers.worth.\(key).definition"),
            ]
            if let interval { fields["interval"] = interval }
            return fields
        }
        func told(_ interval: Interval, _ told: (Double) -> String) -> String {
            texts.say("home.interval", ["lower": told(interval.lower), "upper": told(interval.upper)])
        }
        var cards: [Fields] = []
        for part in RevenueMonths.Part.allCases {
            guard let steadiness = economics.months.steadiness(of: part) else { continue }
            cards.append(
                card(
                    "steady.\(part.rawValue)",
                    percent(steadiness.estimate.value),
                    note: texts.say("customers.worth.months", count: Int64(steadiness.months)),
                    interval: told(steadiness.estimate.interval) { percent($0) }
                )
            )
        }
        if let costs = economics.costs {
            let months = texts.say("customers.worth.months", count: Int64(costs.months))
            cards.append(
                card(
                    "toWin",
                    costs.toWin.map { money($0) } ?? "–",
                    note: costs.winning == nil
                        ? texts.say("customers.worth.noWinning")
                        : texts.say("customers.worth.won", count: Int64(costs.new), ["months": months]),
                    isFew: costs.new < 30
                )
            )
            cards.append(
                card(
                    "toKeep",
                    costs.toKeep.map { money($0) } ?? "–",
                    note: texts.say(
                        "customers.worth.kept",
                        count: Int64(costs.kept),
                        ["rewards": money(Double(costs.rewards)), "months": months]
                    ),
                    isFew: costs.kept < 30
                )
            )
        }
        for (key, share) in [("loyal", economics.loyal), ("others", economics.others)] {
            var note = texts.say(
                "customers.worth.orders",
                ["part": wording.number(Int64(share.part)), "whole": wording.number(Int64(share.whole))]
            )
            if key == "loyal", let difference = share.difference(to: economics.others) {
                note +=
                    " "
                    + texts.say(
                        "customers.worth.fullDifference",
                        [
                            "difference": points(difference.value),
                            "lower": points(difference.interval.lower), "upper": points(difference.interval.upper),
                        ]
                    )
            }
            cards.append(
                card(
                    "full.\(key)",
                    percent(share.value),
                    note: note,
                    interval: share.interval.map { told($0) { percent($0) } },
                    isFew: share.isSmall
                )
            )
        }
        return cards
    }

    // MARK: - Wear-off

    private func ordinal(_ row: RewardWearOff.Row) -> Fields {
        var fields: Fields = [
            "ordinal": wording.number(Int64(row.ordinal)), "n": wording.number(Int64(row.lift.count)),
            "before": decimal(row.before.mean), "after": decimal(row.after.mean), "isFew": row.lift.isSmall,
            "lift": row.lift.isSmall ? "–" : signed(row.lift.mean),
        ]
        if let interval = row.interval {
            fields["range"] = texts.say(
                "customers.range",
                ["lower": signed(interval.lower), "upper": signed(interval.upper)]
            )
        }
        return fields
    }

    private func words(_ fade: (ordinal: Int, change: Moments)) -> String {
        guard let interval = fade.change.interval() else { return "" }
        let which = interval.upper < 0 ? "fades" : interval.lower > 0 ? "grows" : "noise"
        return texts.say(
            "customers.worth.fade.\(which)",
            [
                "n": wording.number(Int64(fade.change.count)), "ordinal": wording.number(Int64(fade.ordinal)),
                "change": signed(fade.change.mean), "lower": signed(interval.lower), "upper": signed(interval.upper),
            ]
        )
    }

    // MARK: - Pieces

    private func decimal(_ value: Double) -> String { wording.decimal(Int64((value * 100).rounded()), decimals: 2) }

    private func signed(_ value: Double) -> String {
        let units = Int64((value * 100).rounded())
        return (units > 0 ? "+" : units < 0 ? "−" : "") + wording.decimal(abs(units), decimals: 2)
    }

    /// A difference of two shares.
    private func points(_ value: Double) -> String {
        let permille = Int64((value * 1_000).rounded())
        return (permille > 0 ? "+" : permille < 0 ? "−" : "") + (wording.percent(abs(value)) ?? "")
    }

    private func percent(_ value: Double?) -> String { wording.percent(value) ?? "–" }

    private func money(_ number: Double) -> String {
        guard let economics = insight.economics, abs(number) < 9e15,
            let money = try? Money(minorUnits: Int64(max(0, number.rounded())), currency: economics.currency)
        else { return "–" }
        return wording.money(money, decimals: economics.decimals)
    }

    private func month(_ month: CalendarMonth) -> String {
        texts.say("month.\(month.month)", ["year": String(month.year)])
    }
}

/// What the programme is worth as a table for other programs: amounts written out, gross never without what was brought.
enum WorthTable {
    /// One row a part and outcome, the header first.
    static func rows(_ insight: WorthInsight) -> [[String]] {
        [
            [
                "kind", "key", "outcome", "members", "heldOut", "mean", "heldOutMean", "difference", "lower", "upper",
                "gross", "incremental", "incrementalLower", "incrementalUpper", "currency", "answer",
            ]
        ]
            + insight.subjects.flatMap { subject -> [[String]] in
                let comparison = subject.measure.comparison
                let head = [subject.kind.rawValue, subject.key]
                let sides = ["\(comparison.treated)", "\(comparison.heldOut)"]
                guard !comparison.rows.isEmpty else {
                    return [head + [""] + sides + [String](repeating: "", count: 10) + [subject.verdict]]
                }
                return zip(comparison.rows, subject.measure.outcomes).map { row, outcome in
                    let told = [
                        outcome.treated, outcome.heldOut, outcome.difference ?? "", outcome.interval?.lower ?? "",
                        outcome.interval?.upper ?? "", outcome.incremental == nil ? "" : outcome.gross,
                        outcome.incremental ?? "", outcome.incrementalInterval?.lower ?? "",
                        outcome.incrementalInterval?.upper ?? "",
                    ]
                    let currency = row.outcome.isMoney ? subject.measure.currency?.code ?? "" : ""
                    return head + [outcome.name] + sides + told + [currency, outcome.answer]
                }
            }
    }
}
