import JSONText
import SetiaCore

extension Reason {
    /// The reason's stable name: what programs look at.
    package var code: StaticString {
        switch self {
        case .earnedByRate: "earned-by-rate"
        case .earnedFixed: "earned-fixed"
        case .earnedPer: "earned-per"
        case .multiplied: "multiplied"
        case .capped: "capped"
        case .cappedByCampaign: "capped-by-campaign"
        case .cappedByBudget: "capped-by-budget"
        case .balanceFull: "balance-full"
        case .conditionNotMet: "condition-not-met"
        case .notScheduled: "not-scheduled"
        case .notCombined: "not-combined"
        case .progressed: "progressed"
        case .noRateForCurrency: "no-rate-for-currency"
        case .guestEarnsNothing: "guest-earns-nothing"
        case .pendingUntil: "pending-until"
        case .expiresAt: "expires-at"
        case .lapsed: "lapsed"
        case .cancelled: "cancelled"
        case .keptAlive: "kept-alive"
        case .waitsFor: "waits-for"
        case .activated: "activated"
        case .held: "held"
        case .released: "released"
        case .transferred: "transferred"
        case .received: "received"
        case .transferTaken: "transfer-taken"
        case .transferReturned: "transfer-returned"
        case .holdExpired: "hold-expired"
        case .debtPaid: "debt-paid"
        case .pointsExpiring: "points-expiring"
        case .debtWrittenOff: "debt-written-off"
        case .spent: "spent"
        case .returnedInPart: "returned-in-part"
        case .givenBack: "given-back"
        case .clawedBack: "clawed-back"
        case .opened: "opened"
        case .adjusted: "adjusted"
        case .countedForTier: "counted-for-tier"
        case .notCountedForTier: "not-counted-for-tier"
        case .levelReached: "level-reached"
        case .levelKept: "level-kept"
        case .levelLost: "level-lost"
        case .countedTowards: "counted-towards-tier"
        case .levelInGrace: "level-in-grace"
        case .levelEnding: "level-ending"
        case .late: "late"
        case .corrected: "corrected"
        case .promotionGiven: "promotion-given"
        case .promotionReleased: "promotion-released"
        case .joined: "joined"
        case .reward: "reward"
        case .referral: "referral"
        case .household: "household"
        case .audience: "audience"
        case .gift: "gift"
        }
    }

    /// The reason as an object: its `code` and what belongs to it, keys sorted.
    func write(to json: inout JSONWriter) {
        json.beginObject()
        writeBeforeCode(to: &json)
        json.key("code")
        json.string(code.description)
        writeAfterCode(to: &json)
        json.endObject()
    }

    /// The fields whose names sort before `code`.
    private func writeBeforeCode(to json: inout JSONWriter) {
        switch self {
        case .earnedByRate(_, _, let basis, _, _, _): json.member("basis", basis)
        case .expiresAt(_, _, let at), .lapsed(_, _, let at), .cancelled(_, _, let at),
            .holdExpired(_, _, let at), .pointsExpiring(_, _, let at, _):
            json.member("at", at)
        case .clawedBack(_, let parts): json.member("active", parts.active)
        case .countedForTier(_, let amount, _), .promotionGiven(_, let amount): json.member("amount", amount)
        case .progressed(let achievement, let added, _, _, _):
            json.member("achievement", achievement)
            json.member("added", added)
        case .cappedByCampaign(_, let campaign, _, _, _): json.member("campaign", campaign)
        case .cappedByBudget(_, let campaign, _, _, let budget):
            json.member("budgetPoints", budget.points)
            if let campaign { json.member("campaign", campaign) }
        case .audience(let step): if let campaign = step.campaign { json.member("campaign", campaign) }
        case .household(let step): if let all = step.all { json.member("all", all) }
        default: break
        }
    }

    private func writeAfterCode(to json: inout JSONWriter) {
        switch self {
        case .earnedByRate(let rule, let wallet, _, let each, let per, let points):
            json.member("each", each)
            json.member("per", per)
            json.member("points", points)
            json.member("rule", rule)
            json.member("wallet", wallet)
        case .earnedFixed(let rule, let wallet, let points):
            json.member("points", points)
            json.member("rule", rule)
            json.member("wallet", wallet)
        case .earnedPer(let rule, let wallet, let each, let count, let unit, let points):
            json.member("count", count)
            json.member("each", each)
            json.member("points", points)
            json.member("rule", rule)
            json.member("unit", unit.name)
            json.member("wallet", wallet)
        case .promotionGiven(let promotion, _), .promotionReleased(let promotion):
            json.member("promotion", promotion)
        case .notScheduled(let rule): json.member("rule", rule)
        case .notCombined(let rule, let with):
            json.member("rule", rule)
            json.member("with", with)
        case .progressed(_, _, let count, let goal, let reached):
            json.member("count", count)
            json.member("goal", goal)
            json.member("reached", reached)
        case .multiplied(let rule, let wallet, let factor, let points):
            // A text, since the reader's floating point would not keep it exact.
            json.member("factor", factor.description)
            json.member("points", points)
            json.member("rule", rule)
            json.member("wallet", wallet)
        case .capped(let rule, let wallet, let withheld, let cap): write(cap, rule, wallet, withheld, to: &json)
        case .cappedByCampaign(let rule, _, let wallet, let withheld, let cap):
            write(cap, rule, wallet, withheld, to: &json)
        case .cappedByBudget(let rule, _, let wallet, let withheld, let budget):
            json.member("rule", rule)
            json.member("span", budget.span.rawValue)
            json.member("wallet", wallet)
            json.member("withheld", withheld)
        case .balanceFull(let wallet, let withheld, let most):
            json.member("mostPoints", most)
            json.member("wallet", wallet)
            json.member("withheld", withheld)
        case .conditionNotMet(let rule, let condition, let test, let saw):
            json.member("condition", condition)
            json.member("rule", rule)
            if !saw.isEmpty {
                json.key("saw")
                json.beginObject()
                for seen in saw.sorted(by: { $0.path < $1.path }) {
                    json.key(seen.path.text)
                    if let value = seen.value { json.string(value.text) } else { json.null() }
                }
                json.endObject()
            }
            json.member("test", Int64(test))
        case .noRateForCurrency(let rule, let wallet, let currency):
            json.member("currency", currency.code)
            json.member("rule", rule)
            json.member("wallet", wallet)
        case .pointsExpiring(let wallet, let points, _, let days):
            json.member("days", Int64(days))
            json.member("points", points)
            json.member("wallet", wallet)
        case .debtWrittenOff(let wallet, let points, let since):
            json.member("points", points)
            json.member("since", since)
            json.member("wallet", wallet)
        case .transferred(let wallet, let points, let fee):
            json.member("fee", fee)
            json.member("points", points)
            json.member("wallet", wallet)
        case .waitsFor(let wallet, let points, let event, let until):
            json.member("event", event.rawValue)
            json.member("points", points)
            json.member("until", until)
            json.member("wallet", wallet)
        case .pendingUntil(let wallet, let points, let until), .keptAlive(let wallet, let points, let until),
            .held(let wallet, let points, let until):
            json.member("points", points)
            json.member("until", until)
            json.member("wallet", wallet)
        case .corrected(let event, let name, let wallet, let points):
            json.member("event", event)
            json.member("name", name)
            json.member("points", points)
            json.member("wallet", wallet)
        case .returnedInPart(let value, let kept):
            json.member("kept", kept)
            json.member("value", value)
        case .givenBack(let wallet, let points, let renewed):
            json.member("points", points)
            json.member("renewed", renewed)
            json.member("wallet", wallet)
        case .clawedBack(let wallet, let parts): parts.write(to: &json, wallet)
        case .expiresAt(let wallet, let points, _), .lapsed(let wallet, let points, _),
            .cancelled(let wallet, let points, _), .activated(let wallet, let points),
            .released(let wallet, let points), .received(let wallet, let points),
            .transferTaken(let wallet, let points), .transferReturned(let wallet, let points),
            .holdExpired(let wallet, let points, _),
            .debtPaid(let wallet, let points),
            .spent(let wallet, let points), .opened(let wallet, let points), .adjusted(let wallet, let points):
            json.member("points", points)
            json.member("wallet", wallet)
        case .countedForTier, .notCountedForTier, .levelReached, .levelKept, .levelLost, .countedTowards,
            .levelInGrace, .levelEnding:
            writeTier(to: &json)
        case .reward(let step): step.write(to: &json)
        case .referral(let step): step.write(to: &json)
        case .gift(let step): step.write(to: &json)
        case .household(let step):
            if step.points != .zero { json.member("points", step.points) }
            json.member("step", step.kind.rawValue)
            if let wallet = step.wallet { json.member("wallet", wallet) }
        case .audience(let step):
            if let rule = step.rule { json.member("rule", rule) }
            if let segment = step.segment { json.member("segment", segment) }
            json.member("step", step.kind.rawValue)
        case .guestEarnsNothing, .late, .joined: break
        }
    }

    private func write(_ cap: Cap, _ rule: Key?, _ wallet: Key, _ withheld: Points, to json: inout JSONWriter) {
        switch cap.measure {
        case .times(let times): json.member("most", times)
        case .points(let points): json.member("mostPoints", points)
        }
        if let rule { json.member("rule", rule) }
        json.member("span", cap.span.rawValue)
        json.member("wallet", wallet)
        json.member("withheld", withheld)
    }

    private func writeTier(to json: inout JSONWriter) {
        switch self {
        case .countedForTier(let tierSet, _, let total):
            json.member("tierSet", tierSet)
            json.member("total", total)
        case .notCountedForTier(let tierSet, let currency):
            json.member("currency", currency.code)
            json.member("tierSet", tierSet)
        case .levelReached(let tierSet, let from, let to, let until):
            json.member("from", from)
            json.member("tierSet", tierSet)
            json.member("to", to)
            json.member("until", until)
        case .countedTowards(let tierSet, let metric, let amount, let total):
            json.member("count", amount)
            json.member("metric", metric.name)
            json.member("sum", total)
            json.member("tierSet", tierSet)
        case .levelInGrace(let tierSet, let level, let until):
            json.member("level", level)
            json.member("tierSet", tierSet)
            json.member("until", until)
        case .levelEnding(let tierSet, let level, let until, let days):
            json.member("days", Int64(days))
            json.member("level", level)
            json.member("tierSet", tierSet)
            json.member("until", until)
        case .levelKept(let tierSet, let level, let until):
            json.member("level", level)
            json.member("tierSet", tierSet)
            json.member("until", until)
        case .levelLost(let tierSet, let from, let to, let until):
            json.member("from", from)
            json.member("tierSet", tierSet)
            json.member("to", to)
            json.member("until", until)
        default: break
        }
    }
}

extension Reason.TakenBack {
    /// The parts, and `taken`, which is what left the account now.
    fileprivate func write(to json: inout JSONWriter, _ wallet: Key) {
        json.member("forgiven", forgiven)
        json.member("lapsed", lapsed)
        json.member("others", others)
        json.member("owed", owed)
        json.member("pending", pending)
        json.member("taken", taken)
        json.member("wallet", wallet)
    }
}
