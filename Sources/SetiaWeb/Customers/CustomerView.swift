internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// What was measured of the customers who pay in one currency, in words.
struct CustomerView {
    /// How many members of a segment its row names.
    static let mostShown = 10

    let insight: CustomerInsight
    let brand: BrandView
    let visit: Visit

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    // MARK: - Coming back

    /// Repeat purchase, retention, rhythm and the triangle of cohorts.
    var returning: Fields {
        [
            "cards": cards, "within": insight.within.map(within), "ages": (1...mostAges).map { "+\($0)" },
            "cohorts": cohorts, "hasMore": insight.cohorts.count > mostCohorts,
        ]
    }

    private let mostAges = 12
    private let mostCohorts = 18

    private var cards: [Fields] {
        var cards = [
            card(
                "repeat",
                percent(insight.repeatRate.value),
                of: insight.repeatRate,
                members: .repeating,
                isLead: true
            ),
            card(
                "retention",
                percent(insight.activity.retention.value),
                of: insight.activity.retention,
                members: .retained,
                change: ShareDifference(from: insight.activityBefore.retention, to: insight.activity.retention)
            ),
            card("rhythm", percent(insight.rhythm.churn.value), of: insight.rhythm.churn, members: .silent),
            card(
                "reactivation",
                percent(insight.activity.reactivation.value),
                of: insight.activity.reactivation,
                members: .reactivated,
                change: ShareDifference(from: insight.activityBefore.reactivation, to: insight.activity.reactivation)
            ),
        ]
        if let gap = insight.rhythm.medianGap {
            let range = insight.rhythm.medianGapInterval
            cards.append(
                card(
                    "gap",
                    texts.say("customers.days", count: Int64(gap)),
                    note: texts.say("customers.ofGaps", count: Int64(insight.rhythm.gaps)),
                    interval: range.map { (wording.number(Int64($0.lowerBound)), wording.number(Int64($0.upperBound))) }
                )
            )
        }
        let orders = insight.frequency.orders
        if orders.count > 0 {
            cards.append(
                card(
                    "frequency",
                    decimal(orders.mean, 1),
                    note: texts.say("customers.ofCustomers", count: Int64(orders.count)),
                    interval: orders.isSmall ? nil : orders.interval()?.told { decimal($0, 1) }
                )
            )
        }
        let value = insight.frequency.orderValue
        if value.count > 0 {
            cards.append(
                card(
                    "value",
                    money(value.mean),
                    note: texts.say("customers.ofOrders", count: Int64(value.count)),
                    interval: value.isSmall ? nil : value.interval()?.told { money($0) }
                )
            )
        }
        return cards
    }

    private func within(_ row: CustomerInsight.Within) -> Fields {
        [
            "days": texts.say("customers.withinDays", count: Int64(row.days)),
            "share": percent(row.share.value), "n": wording.number(Int64(row.share.denominator)),
            "interval": row.share.interval95.map { interval in
                texts.say("customers.range", ["lower": percent(interval.lower), "upper": percent(interval.upper)])
            } ?? "",
            "estimate": percent(row.estimate), "isFew": row.share.denominator > 0 && row.share.isSmall,
            "membersPath": path(.within(row.days)),
        ]
    }

    /// The newest cohorts by the months since; cells carry a shade from 0 to 9.
    private var cohorts: [Fields] {
        let shown = insight.cohorts.filter { $0.size > 0 }.suffix(mostCohorts)
        return shown.map { cohort in
            [
                "month": month(cohort.month), "size": wording.number(Int64(cohort.size)),
                "isFew": cohort.size < 30, "membersPath": path(.cohort(cohort.month, age: 0)),
                "cells": (1...mostAges).map { age -> Fields in
                    guard let share = cohort.retention(atAge: age), let value = share.value else { return [:] }
                    // The last month may have begun a moment ago: it is shown, and said to be unfinished.
                    let isUnfinished = age == cohort.active.count - 1
                    return [
                        "share": percent(value), "shade": "\(min(9, Int(value * 10)))",
                        "title": texts.say(
                            isUnfinished ? "customers.cell.unfinished" : "customers.cell",
                            [
                                "part": wording.number(Int64(share.numerator)),
                                "whole": wording.number(Int64(share.denominator)),
                            ]
                        ),
                        "isUnfinished": isUnfinished, "cellPath": path(.cohort(cohort.month, age: age)),
                    ]
                },
            ]
        }
    }

    // MARK: - Home

    /// What the home page says of them: who stayed, what is to come, and whom to look after.
    var homeFacts: [Fields] {
        var facts: [Fields] = []
        func fact(_ key: String, _ text: String, _ room: CustomerRoom) {
            let path = "\(room.path)?currency=\(insight.currency.code)"
            facts.append(["label": texts.say("customers.figure.\(key)"), "text": text, "path": path])
        }
        if insight.activity.retention.denominator > 0 {
            var parts = [percent(insight.activity.retention.value)]
            if let change = ShareDifference(from: insight.activityBefore.retention, to: insight.activity.retention) {
                parts.append(told(change))
            }
            fact("retention", parts.joined(separator: " · "), .returning)
        }
        guard let outlook = insight.outlook else { return facts }
        fact(
            "active",
            "\(whole(outlook.active.value)) \(texts.say("customers.ofCustomers", count: Int64(outlook.customers)))",
            .risk
        )
        if let worth = outlook.worth, outlook.check.map({ !$0.isOff }) ?? false {
            fact("worth", "\(money(worth.value, isRound: true)) \(texts.say("customers.nextYear"))", .risk)
        }
        if !outlook.atRisk.isEmpty {
            facts.append([
                "label": texts.say("customers.leaving"),
                "path": path(.band(.atRisk)),
                "text": texts.say("customers.members", count: Int64(outlook.bands.atRisk)),
            ])
        }
        return facts
    }

    // MARK: - Segments

    /// Who they are, what they bring, and who moved.
    func segments(_ names: [MemberID: Fields]) -> Fields {
        guard !insight.segments.isEmpty else {
            return ["isTooFew": texts.say("customers.tooFewForFifths", count: Int64(insight.customers))]
        }
        let spent = insight.segments.reduce(Int64(0)) { $0 + $1.spent }
        var fields: Fields = [
            "rows": insight.segments.map { row in
                [
                    "name": name(row.segment),
                    "what": texts.say("customers.segment.\(CustomerView.key(row.segment)).what"),
                    "customers": wording.number(Int64(row.customers)),
                    "membersPath": path(.segment(row.segment)),
                    "share": percent(Double(row.customers) / Double(max(1, insight.customers))),
                    "orders": wording.number(Int64(row.orders)), "spent": money(Double(row.spent)),
                    "spentShare": spent > 0 ? percent(Double(row.spent) / Double(spent)) : "–",
                    "members": row.members.prefix(CustomerView.mostShown).compactMap { names[$0] },
                    "hasMembers": row.members.contains { names[$0] != nil },
                ] as Fields
            },
            "ties": ties,
        ]
        if let moves = insight.moves {
            let shown = RFMSegment.allCases
            fields["moves"] =
                [
                    "since": texts.say("customers.moves", ["day": wording.day(insight.movedSince)]),
                    "columns": shown.map(name),
                    "rows": (shown.map { Optional($0) } + [nil]).compactMap { from -> Fields? in
                        let counts = shown.map { moves.count(from: from, to: $0) }
                        guard counts.contains(where: { $0 > 0 }) else { return nil }
                        return [
                            "from": from.map(name) ?? texts.say("customers.newSince"),
                            "cells": zip(shown, counts).map { to, count in
                                ["count": count == 0 ? "" : wording.number(Int64(count)), "stayed": from == to]
                                    as Fields
                            },
                        ]
                    },
                ] as Fields
        }
        return fields
    }

    private var ties: [String] {
        [("recency", insight.ties.recency), ("frequency", insight.ties.frequency), ("monetary", insight.ties.monetary)]
            .compactMap { measure, tied in
                guard tied * 10 > insight.ties.buyers else { return nil }
                return texts.say(
                    "customers.ties.\(measure)",
                    ["tied": wording.number(Int64(tied)), "all": wording.number(Int64(insight.ties.buyers))]
                )
            }
    }

    // MARK: - At risk

    /// What is to come, whether to believe it, and who is about to leave.
    func risk(_ names: [MemberID: Fields]) -> Fields {
        guard let outlook = insight.outlook else { return ["silence": insight.silence.map(silence) ?? ""] }
        var fields: Fields = [
            "cards": outlookCards(outlook),
            "bands": [
                (Outlook.Band.active, outlook.bands.active), (Outlook.Band.atRisk, outlook.bands.atRisk),
                (Outlook.Band.gone, outlook.bands.gone),
            ].map { band, count in
                [
                    "name": texts.say("customers.band.\(band.rawValue)"), "count": wording.number(Int64(count)),
                    "share": percent(Double(count) / Double(max(1, outlook.customers))),
                    "membersPath": path(.band(band)),
                ] as Fields
            },
            "hasRows": !outlook.atRisk.isEmpty, "hasWorth": outlook.worth != nil,
            "rows": zip(insight.atRisk, outlook.atRisk).map { member, row in
                var fields = names[member] ?? ["id": member.text]
                fields["last"] = wording.day(row.lastDay)
                fields["visits"] = wording.number(Int64(row.days))
                fields["active"] = percent(row.forecast.active.value)
                fields["activeRange"] = range(row.forecast.active.interval) { percent($0) }
                fields["expected"] = decimal(row.forecast.purchases.value, 1)
                fields["value"] = row.value.map { money($0.value) } ?? "–"
                fields["valueRange"] = row.value.map { value in range(value.interval) { money($0) } } ?? ""
                fields["atStake"] = outlook.worth == nil ? decimal(row.atStake, 1) : money(row.atStake)
                return fields
            },
        ]
        if let check = outlook.check {
            if check.tracking.count > 1, check.byRepeats.count > 1 {
                fields["plots"] = FitPlots(check, texts, wording).fields
            }
            fields["check"] = texts.say(
                check.isOff ? "customers.check.off" : "customers.check.holds",
                [
                    "weeks": wording.number(Int64(check.weeks.rounded())),
                    "expected": wording.number(Int64(check.expected.rounded())),
                    "actual": wording.number(Int64(check.actual)),
                ]
            )
            fields["isOff"] = check.isOff
        } else {
            fields["check"] = texts.say("customers.check.none")
            fields["isOff"] = true
        }
        return fields
    }

    private func outlookCards(_ outlook: Outlook) -> [Fields] {
        var cards = [
            card(
                "active",
                whole(outlook.active.value),
                note: texts.say("customers.ofCustomers", count: Int64(outlook.customers)),
                interval: outlook.active.interval.told(whole),
                isLead: true
            ),
            card(
                "visits",
                whole(outlook.purchases.value),
                note: texts.say("customers.nextYear"),
                interval: outlook.purchases.interval.told(whole)
            ),
        ]
        if let worth = outlook.worth {
            cards.append(
                card(
                    "worth",
                    money(worth.value, isRound: true),
                    note: texts.say("customers.nextYear"),
                    interval: worth.interval.told { money($0, isRound: true) }
                )
            )
        }
        return cards
    }

    private func silence(_ failure: FitFailure) -> String {
        switch failure {
        case .tooFew(let customers, let least):
            texts.say("customers.silence.tooFew", count: Int64(customers), ["least": wording.number(Int64(least))])
        case .nobodyRepeats, .nobodyWatched: texts.say("customers.silence.nobodyRepeats")
        case .noDropout: texts.say("customers.silence.noDropout")
        case .tooFewBrands, .boundary, .flat, .notConverged: texts.say("customers.silence.noFit")
        }
    }
}

// MARK: - Words

extension CustomerView {
    /// The list of the members whom a figure counts.
    func path(_ count: CustomerInsight.Count) -> String { MemberFigure.customers(insight.currency, count).path }

    private func card(
        _ key: String,
        _ value: String,
        of share: Share,
        members: CustomerInsight.Count,
        change: ShareDifference? = nil,
        isLead: Bool = false
    ) -> Fields {
        var fields = card(
            key,
            value,
            note: texts.say(
                "home.repeatN",
                ["part": wording.number(Int64(share.numerator)), "whole": wording.number(Int64(share.denominator))]
            ),
            interval: share.interval95?.told { percent($0) },
            isLead: isLead
        )
        fields["isFew"] = share.denominator > 0 && share.isSmall
        if let change { fields["change"] = told(change) }
        fields["membersPath"] = path(members)
        return fields
    }

    private func card(
        _ key: String,
        _ value: String,
        note: String,
        interval: (String, String)?,
        isLead: Bool = false
    ) -> Fields {
        var fields: Fields = [
            "label": texts.say("customers.figure.\(key)"), "value": value, "note": note, "isLead": isLead,
            "definition": texts.say("customers.figure.\(key).definition"),
        ]
        if let interval {
            fields["interval"] = texts.say("home.interval", ["lower": interval.0, "upper": interval.1])
        }
        return fields
    }

    /// An arrow only where the difference leaves the noise.
    func told(_ change: ShareDifference) -> String {
        switch change.direction {
        case .up, .down:
            texts.say(
                "customers.change",
                [
                    "arrow": change.direction.arrow, "points": decimal(abs(change.value) * 100, 1),
                    "days": wording.number(Int64(CustomerInsight.window)),
                    "lower": decimal(change.interval95.lower * 100, 1),
                    "upper": decimal(change.interval95.upper * 100, 1),
                ]
            )
        case .withinNoise: texts.say("customers.change.noise")
        case .tooFew: texts.say("customers.change.tooFew")
        }
    }

    private func range(_ interval: Interval, _ told: (Double) -> String) -> String {
        texts.say("customers.range", ["lower": told(interval.lower), "upper": told(interval.upper)])
    }

    private func percent(_ value: Double?) -> String { wording.percent(value) ?? "–" }

    private func decimal(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        return wording.decimal(Int64((value * pow10(decimals)).rounded()), decimals: decimals)
    }

    private func whole(_ value: Double) -> String { decimal(value, 0) }

    /// Minor units as money; a large sum without its cents, which nobody can know.
    func money(_ minorUnits: Double, isRound: Bool = false) -> String {
        guard minorUnits.isFinite, abs(minorUnits) < 9e15 else { return "–" }
        let scale = pow10(insight.decimals)
        let units = isRound ? (minorUnits / scale).rounded() * scale : minorUnits.rounded()
        guard let money = try? Money(minorUnits: Int64(units), currency: insight.currency) else { return "–" }
        return wording.money(money, decimals: insight.decimals, isRound: isRound)
    }

    private func name(_ segment: RFMSegment) -> String { CustomerView.name(segment, texts) }

    /// What a segment is called.
    static func name(_ segment: RFMSegment, _ texts: Texts) -> String {
        texts.say("customers.segment.\(key(segment))")
    }

    private static func key(_ segment: RFMSegment) -> String {
        switch segment {
        case .needAttention: "needAttention"
        case .cannotLose: "cannotLose"
        case .atRisk: "atRisk"
        case .champions, .loyal, .promising, .new, .asleep, .lost: segment.rawValue
        }
    }

    private func month(_ month: CalendarMonth) -> String {
        texts.say("month.\(month.month)", ["year": String(month.year)])
    }
}

extension Wording {
    /// A rate from 0 to 1 as per cent with one decimal; none where there is none.
    func percent(_ rate: Double?) -> String? { rate.map { percent(permille: Int64(($0 * 1_000).rounded())) } }
}

extension Interval {
    /// Both ends in words.
    fileprivate func told(_ told: (Double) -> String) -> (String, String) { (told(lower), told(upper)) }
}

private func pow10(_ decimals: Int) -> Double { (0..<max(0, decimals)).reduce(1.0) { scale, _ in scale * 10 } }
