internal import SetiaCore
internal import SetiaService

/// What was considered at an event, rule by rule, for whoever looks into it: also where nothing came of it.
struct Considered {
    let stored: StoredEvent
    /// The version that decided it.
    let version: ProgrammeVersion
    let texts: Texts
    let wording: Wording

    private var programme: Programme { version.programme }
    private var reasons: [Reason] { stored.decision.reasons }

    /// As the template sees it; none where no rule listens to such an event.
    var fields: Fields? {
        let rules = programme.rules.filter { $0.on == stored.event.type }
        guard !rules.isEmpty else { return nil }
        var notes = [
            texts.say("considered.version", ["number": String(stored.decision.programmeVersion)])
        ]
        notes += programme.wallets.compactMap { rounding($0.key) }
        if reasons.contains(.guestEarnsNothing) { notes.append(texts.say("considered.guest")) }
        if stored.decision.isLate { notes.append(texts.say("considered.late")) }
        return ["rules": rules.map(row), "notes": notes]
    }

    private func row(_ rule: Rule) -> Fields {
        let asks = rule.condition.tests.isEmpty ? texts.say("considered.always") : rule.condition.text
        return [
            "id": rule.id.text, "asks": asks, "isCode": !rule.condition.tests.isEmpty,
            "came": reasons.contains(.guestEarnsNothing) ? [texts.say("considered.notAsked")] : came(of: rule),
        ]
    }

    /// What came of a rule; it was asked, and held, where nothing else is said.
    private func came(of rule: Rule) -> [String] {
        let lines = reasons.compactMap { line($0, of: rule) }
        return lines.isEmpty ? [texts.say("considered.nothing")] : lines
    }

    private func line(_ reason: Reason, of rule: Rule) -> String? {
        switch reason {
        case .earnedByRate(rule.id, _, let basis, let each, let per, let points):
            texts.say(
                "considered.byRate",
                [
                    "points": wording.number(points.units), "basis": money(basis), "per": money(per),
                    "each": wording.number(each.units),
                ]
            )
        case .earnedFixed(rule.id, _, let points):
            texts.say("considered.fixed", ["points": wording.number(points.units)])
        case .earnedPer(rule.id, _, let each, let count, _, let points):
            texts.say(
                "considered.each",
                [
                    "points": wording.number(points.units), "each": wording.number(each.units),
                    "count": wording.number(count),
                ]
            )
        case .notScheduled(rule.id): texts.say("considered.notScheduled")
        case .notCombined(rule.id, let other): texts.say("considered.notCombined", ["rule": other.text])
        case .cappedByCampaign(rule.id, _, let wallet, let withheld, let cap):
            texts.say(
                "considered.capped",
                [
                    "points": wording.number(withheld.units),
                    "cap": limits([cap], wallet: wallet, in: programme, language: texts.language).joined(),
                ]
            )
        case .cappedByBudget(rule.id, let campaign, _, let withheld, let budget):
            texts.say(
                "considered.budget",
                [
                    "points": wording.number(withheld.units),
                    "budget": [campaign?.text, wording.number(budget.points.units)].compactMap(\.self)
                        .joined(separator: " "),
                ]
            )
        case .multiplied(rule.id, _, let factor, let points):
            texts.say(
                "considered.times",
                ["points": wording.number(points.units), "factor": factor.description]
            )
        case .capped(rule.id?, let wallet, let withheld, let cap):
            texts.say(
                "considered.capped",
                [
                    "points": wording.number(withheld.units),
                    "cap": limits([cap], wallet: wallet, in: programme, language: texts.language).joined(),
                ]
            )
        case .noRateForCurrency(rule.id, _, let currency):
            texts.say("considered.noRate", ["currency": currency.code])
        case .conditionNotMet(rule.id, _, let test, let saw): notMet(rule, test, saw)
        default: nil
        }
    }

    private func notMet(_ rule: Rule, _ test: Int, _ saw: [Reason.Seen]) -> String {
        var seen = saw.map { "\($0.path) = \($0.value?.text ?? "–")" }
        if rule.condition.tests.indices.contains(test), let value = seenBy(rule.condition.tests[test]) {
            seen.append(value)
        }
        guard !seen.isEmpty else { return texts.say("considered.notMet", ["number": String(test + 1)]) }
        return texts.say(
            "considered.notMetSaw",
            ["number": String(test + 1), "saw": seen.joined(separator: ", ")]
        )
    }

    /// What a test of a ready form looked at, as the event and its decision still tell.
    private func seenBy(_ test: Condition.Test) -> String? {
        switch test {
        case .event(.store, _): return "event.store = \(stored.event.store?.text ?? "–")"
        case .event(.channel, _): return "event.channel = \(stored.event.channel?.text ?? "–")"
        case .total:
            guard case .orderPaid(let order) = stored.event.matter,
                let total = try? Money(minorUnits: order.total, currency: order.currency)
            else { return nil }
            return "event.total = \(money(total))"
        case .someLine:
            guard case .orderPaid(let order) = stored.event.matter else { return nil }
            let categories = order.lines.flatMap(\.categories).map(\.text)
            let shown = Array(Set(categories)).sorted().prefix(12).joined(separator: ", ")
            return "categories = \(shown.isEmpty ? "–" : shown)"
        case .atLeast(let set, _):
            var level = stored.decision.levels.first { $0.tierSet == set }?.level
            for case .levelReached(set, let from, _, _) in reasons { level = from }
            return "member.tiers.\(set).level = \(level?.text ?? "–")"
        case .inSegment(let segment):
            return "member.inSegment(\"\(segment)\") = false"
        case .member, .expression: return nil
        }
    }

    /// What rates gave before and after multipliers, and what became of parts of a point; none without a multiplier.
    private func rounding(_ wallet: Key) -> String? {
        var (before, after) = (Points.zero, Points.zero)
        var isMultiplied = false
        for reason in reasons {
            switch reason {
            case .earnedByRate(_, wallet, _, _, _, let points): (before, after) = (before + points, after + points)
            case .multiplied(_, wallet, _, let points): (isMultiplied, after) = (true, after + points)
            default: break
            }
        }
        guard isMultiplied else { return nil }
        return texts.say(
            "considered.rounding",
            [
                "before": wording.number(before.units), "after": wording.number(after.units),
                "how": texts.say("rounding.\(programme.rounding)"),
            ]
        )
    }

    private func money(_ money: Money) -> String {
        wording.money(money, decimals: programme.decimals(of: money.currency) ?? 2, isRound: true)
    }
}
