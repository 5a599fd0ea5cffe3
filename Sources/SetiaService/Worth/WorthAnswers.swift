package import JSONText
internal import SetiaCore
internal import SetiaInsight

// What the programme is worth, as interfaces tell it.

extension WorthInsight {
    /// What each part brought, the economics beside it, and what followed rewards; amounts are written out.
    package var json: JSON {
        var object: JSONObject = [
            "parts": .array(subjects.map(\.json)),
            "rewards": .array(
                wearOff.rows.map { row in
                    var told: JSONObject = [
                        "ordinal": .integer(Int64(row.ordinal)), "members": .integer(Int64(row.lift.count)),
                        "before": number(row.before.mean), "after": number(row.after.mean),
                    ]
                    if let interval = row.interval {
                        told.set("difference", number(row.lift.mean))
                        told.set("lower", number(interval.lower))
                        told.set("upper", number(interval.upper))
                    }
                    return .object(told)
                }
            ),
        ]
        if let economics { object.set("economics", economics.json) }
        return .object(object)
    }
}

extension WorthInsight.Subject {
    /// Both sides.
    fileprivate var json: JSON {
        var object: JSONObject = [
            "kind": .string(kind.rawValue), "key": .string(key), "verdict": .string(verdict),
            "holdsOut": .bool(holdsOut), "treated": .integer(Int64(measure.comparison.treated)),
            "heldOut": .integer(Int64(measure.comparison.heldOut)),
            "isSplitBroken": .bool(measure.comparison.isSplitBroken),
            "until": .string(measure.until.rfc3339),
            "outcomes": .array(measure.outcomes.map(\.json)),
        ]
        if let since = measure.since { object.set("since", .string(since.rfc3339)) }
        if let currency = measure.currency { object.set("currency", .string(currency.code)) }
        if let uplift = measure.uplift { object.set("uplift", uplift.json) }
        return .object(object)
    }
}

extension HoldOutUplift {
    /// By what members did before, and the curve of those whom nothing was learned from.
    fileprivate var json: JSON {
        func share(_ share: Share) -> JSON {
            .object(["bought": .integer(Int64(share.numerator)), "members": .integer(Int64(share.denominator))])
        }
        var object: JSONObject = [
            "groups": .array(
                groups.map { group in
                    .object([
                        "ordersBefore": .string(group.past.rawValue), "treated": share(group.treated),
                        "heldOut": share(group.heldOut), "difference": number(group.difference.value),
                        "lower": number(group.difference.interval95.lower),
                        "upper": number(group.difference.interval95.upper),
                        "direction": .string(group.difference.direction.rawValue.replacing(" ", with: "-")),
                    ])
                }
            )
        ]
        if let model {
            object.set(
                "qini",
                .object([
                    "coefficient": number(model.coefficients.mean), "lower": number(model.interval.lower),
                    "upper": number(model.interval.upper), "isBetterThanChance": .bool(model.isBetterThanChance),
                    "points": .array(
                        model.curve.map { point in
                            .object(["members": .integer(Int64(point.members)), "gained": number(point.gained)])
                        }
                    ),
                ])
            )
        }
        return .object(object)
    }
}

extension CampaignOutcome {
    /// One outcome; gross only beside what was brought.
    fileprivate var json: JSON {
        var object: JSONObject = [
            "outcome": .string(name), "answer": .string(answer), "treated": .decimal(treated),
            "heldOut": .decimal(heldOut),
        ]
        if let difference, let interval {
            object.set("difference", .decimal(difference))
            object.set("lower", .decimal(interval.lower))
            object.set("upper", .decimal(interval.upper))
        }
        if let incremental, let incrementalInterval {
            object.set("gross", .decimal(gross))
            object.set("incremental", .decimal(incremental))
            object.set("incrementalLower", .decimal(incrementalInterval.lower))
            object.set("incrementalUpper", .decimal(incrementalInterval.upper))
        }
        return .object(object)
    }
}

extension EconomicsInsight {
    fileprivate var json: JSON {
        func amount(_ units: Double) -> JSON { .decimal(written(units)) }
        var object: JSONObject = [
            "currency": .string(currency.code),
            "months": .array(
                months.rows.map { row in
                    .object([
                        "month": .string(row.month.description), "newCustomers": .integer(Int64(row.newCustomers)),
                        "returningCustomers": .integer(Int64(row.returningCustomers)),
                        "new": amount(Double(row.new)), "returning": amount(Double(row.returning)),
                        "isOver": .bool(row.month < months.present),
                    ])
                }
            ),
            "steadiness": .object(
                JSONObject(
                    RevenueMonths.Part.allCases.compactMap { part in
                        months.steadiness(of: part).map { found in
                            (
                                part.rawValue,
                                .object([
                                    "months": .integer(Int64(found.months)), "value": number(found.estimate.value),
                                    "lower": number(found.estimate.interval.lower),
                                    "upper": number(found.estimate.interval.upper),
                                ])
                            )
                        }
                    }
                )
            ),
            "fullPrice": .object(["loyal": loyal.json, "others": others.json]),
        ]
        if let costs {
            var told: JSONObject = [
                "months": .integer(Int64(costs.months)), "rewards": amount(Double(costs.rewards)),
                "newCustomers": .integer(Int64(costs.new)), "keptCustomers": .integer(Int64(costs.kept)),
            ]
            if let toWin = costs.toWin { told.set("toWin", amount(toWin)) }
            if let toKeep = costs.toKeep { told.set("toKeep", amount(toKeep)) }
            object.set("costs", .object(told))
        }
        return .object(object)
    }

    /// Minor units, written out.
    package func written(_ units: Double) -> String {
        let whole = Int64(units.rounded())
        guard decimals > 0 else { return String(whole) }
        let digits = String(abs(whole))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return (whole < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}

extension ClusteredShare {
    fileprivate var json: JSON {
        var object: JSONObject = [
            "members": .integer(Int64(members)), "orders": .integer(Int64(whole)), "fullPrice": .integer(Int64(part)),
        ]
        if let value { object.set("share", number(value)) }
        if let interval {
            object.set("lower", number(interval.lower))
            object.set("upper", number(interval.upper))
        }
        return .object(object)
    }
}

/// A number with four decimals.
private func number(_ value: Double) -> JSON {
    let units = Int64((value * 10_000).rounded())
    let digits = String(abs(units))
    let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    return .decimal((units < 0 ? "-" : "") + padded.dropLast(4) + "." + padded.suffix(4))
}
