internal import JSONText
internal import SetiaCore
internal import SetiaService

/// A reason as one array: the name of its case, then what it carries, in the order of the case.
extension Reason {
    /// Writes it.
    func write(to json: inout JSONWriter) {
        json.beginArray()
        json.string(name)
        switch self {
        case .earnedByRate(let rule, let wallet, let basis, let each, let per, let points):
            json.element(rule)
            json.element(wallet)
            json.element(basis)
            json.element(each)
            json.element(per)
            json.element(points)
        case .earnedFixed(let rule, let wallet, let points):
            json.element(rule)
            json.element(wallet)
            json.element(points)
        case .multiplied(let rule, let wallet, let factor, let points):
            json.element(rule)
            json.element(wallet)
            json.integer(factor.numerator)
            json.integer(factor.denominator)
            json.element(points)
        case .conditionNotMet(let rule, let condition, let test, let saw):
            json.element(rule)
            json.string(condition)
            json.integer(Int64(test))
            for seen in saw {
                json.element(seen.path)
                json.element(seen.value)
            }
        case .capped(let rule, let wallet, let withheld, let cap):
            json.element(rule)
            json.element(wallet)
            json.element(withheld)
            Reason.write(cap, to: &json)
        case .cappedByCampaign(let rule, let campaign, let wallet, let withheld, let cap):
            json.element(rule)
            json.element(campaign)
            json.element(wallet)
            json.element(withheld)
            Reason.write(cap, to: &json)
        case .cappedByBudget(let rule, let campaign, let wallet, let withheld, let budget):
            json.element(rule)
            json.element(campaign)
            json.element(wallet)
            json.element(withheld)
            json.element(budget.points)
            json.string(budget.span.rawValue)
            json.element(budget.overrunsLate)
        case .earnedPer(let rule, let wallet, let each, let count, let unit, let points):
            json.element(rule)
            json.element(wallet)
            json.element(each)
            json.integer(count)
            switch unit {
            case .piece: json.string("piece")
            case .line: json.string("line")
            case .number(let name):
                json.string("number")
                json.element(name)
            }
            json.element(points)
        case .promotionGiven(let promotion, let amount):
            json.element(promotion)
            json.element(amount)
        case .promotionReleased(let promotion): json.element(promotion)
        case .notScheduled(let rule): json.element(rule)
        case .notCombined(let rule, let with):
            json.element(rule)
            json.element(with)
        case .progressed(let achievement, let added, let count, let goal, let reached):
            json.element(achievement)
            json.integer(added)
            json.integer(count)
            json.integer(goal)
            json.integer(reached)
        case .balanceFull(let wallet, let withheld, let most):
            json.element(wallet)
            json.element(withheld)
            json.element(most)
        case .noRateForCurrency(let rule, let wallet, let currency):
            json.element(rule)
            json.element(wallet)
            json.string(currency.code)
        case .pointsExpiring(let wallet, let points, let at, let days):
            json.element(wallet)
            json.element(points)
            json.element(at)
            json.integer(Int64(days))
        case .debtWrittenOff(let wallet, let points, let since):
            json.element(wallet)
            json.element(points)
            json.element(since)
        case .pendingUntil(let wallet, let points, let moment), .expiresAt(let wallet, let points, let moment),
            .lapsed(let wallet, let points, let moment), .cancelled(let wallet, let points, let moment),
            .keptAlive(let wallet, let points, let moment), .held(let wallet, let points, let moment),
            .holdExpired(let wallet, let points, let moment):
            json.element(wallet)
            json.element(points)
            json.element(moment)
        case .waitsFor(let wallet, let points, let event, let until):
            json.element(wallet)
            json.element(points)
            json.string(event.rawValue)
            json.element(until)
        case .transferred(let wallet, let points, let fee):
            json.element(wallet)
            json.element(points)
            json.element(fee)
        case .reward(let step): step.write(to: &json)
        case .referral(let step): step.write(to: &json)
        case .household(let step): step.write(to: &json)
        case .audience(let step): step.write(to: &json)
        case .gift(let step): step.write(to: &json)
        case .received(let wallet, let points), .transferTaken(let wallet, let points),
            .transferReturned(let wallet, let points), .released(let wallet, let points),
            .activated(let wallet, let points), .debtPaid(let wallet, let points),
            .spent(let wallet, let points),
            .opened(let wallet, let points),
            .adjusted(let wallet, let points):
            json.element(wallet)
            json.element(points)
        case .returnedInPart(let value, let kept):
            json.element(value)
            json.element(kept)
        case .givenBack(let wallet, let points, let renewed):
            json.element(wallet)
            json.element(points)
            json.element(renewed)
        case .clawedBack(let wallet, let parts):
            json.element(wallet)
            json.element(parts.pending)
            json.element(parts.active)
            json.element(parts.lapsed)
            json.element(parts.others)
            json.element(parts.owed)
            json.element(parts.forgiven)
        case .countedForTier(let tierSet, let amount, let total):
            json.element(tierSet)
            json.element(amount)
            json.element(total)
        case .notCountedForTier(let tierSet, let currency):
            json.element(tierSet)
            json.string(currency.code)
        case .countedTowards(let tierSet, let metric, let amount, let total):
            json.element(tierSet)
            json.element(metric.name)
            json.integer(amount)
            json.integer(total)
        case .levelInGrace(let tierSet, let level, let until):
            json.element(tierSet)
            json.element(level)
            json.element(until)
        case .levelEnding(let tierSet, let level, let until, let days):
            json.element(tierSet)
            json.element(level)
            json.element(until)
            json.integer(Int64(days))
        case .levelReached(let tierSet, let from, let to, let until):
            json.element(tierSet)
            json.element(from)
            json.element(to)
            json.element(until)
        case .levelKept(let tierSet, let level, let until):
            json.element(tierSet)
            json.element(level)
            json.element(until)
        case .levelLost(let tierSet, let from, let to, let until):
            json.element(tierSet)
            json.element(from)
            json.element(to)
            json.element(until)
        case .corrected(let event, let name, let wallet, let points):
            json.integer(event)
            json.element(name)
            json.element(wallet)
            json.element(points)
        case .guestEarnsNothing, .late, .joined:
            break
        }
        json.endArray()
    }

    private static func write(_ cap: Cap, to json: inout JSONWriter) {
        json.string(cap.span.rawValue)
        switch cap.measure {
        case .times(let times):
            json.string("times")
            json.integer(times)
        case .points(let points):
            json.string("points")
            json.element(points)
        }
    }

    /// What it is called in the document, for ever: kept decisions use it.
    private var name: String {
        switch self {
        case .earnedByRate: "earnedByRate"
        case .earnedFixed: "earnedFixed"
        case .earnedPer: "earnedPer"
        case .multiplied: "multiplied"
        case .capped: "capped"
        case .cappedByCampaign: "cappedByCampaign"
        case .cappedByBudget: "cappedByBudget"
        case .balanceFull: "balanceFull"
        case .notScheduled: "notScheduled"
        case .notCombined: "notCombined"
        case .progressed: "progressed"
        case .conditionNotMet: "conditionNotMet"
        case .noRateForCurrency: "noRateForCurrency"
        case .guestEarnsNothing: "guestEarnsNothing"
        case .pendingUntil: "pendingUntil"
        case .expiresAt: "expiresAt"
        case .lapsed: "lapsed"
        case .cancelled: "cancelled"
        case .keptAlive: "keptAlive"
        case .waitsFor: "waitsFor"
        case .activated: "activated"
        case .held: "held"
        case .released: "released"
        case .transferred: "transferred"
        case .received: "received"
        case .transferTaken: "transferTaken"
        case .transferReturned: "transferReturned"
        case .holdExpired: "holdExpired"
        case .debtPaid: "debtPaid"
        case .pointsExpiring: "pointsExpiring"
        case .debtWrittenOff: "debtWrittenOff"
        case .spent: "spent"
        case .returnedInPart: "returnedInPart"
        case .givenBack: "givenBack"
        case .clawedBack: "clawedBack"
        case .opened: "opened"
        case .adjusted: "adjusted"
        case .countedForTier: "countedForTier"
        case .notCountedForTier: "notCountedForTier"
        case .levelReached: "levelReached"
        case .levelKept: "levelKept"
        case .levelLost: "levelLost"
        case .countedTowards: "countedTowards"
        case .levelInGrace: "levelInGrace"
        case .levelEnding: "levelEnding"
        case .late: "late"
        case .corrected: "corrected"
        case .promotionGiven: "promotionGiven"
        case .promotionReleased: "promotionReleased"
        case .joined: "joined"
        case .reward: "reward"
        case .referral: "referral"
        case .household: "household"
        case .audience: "audience"
        case .gift: "gift"
        }
    }
}

extension Reason.TakenBack {
    init(_ kept: inout Fields) throws(MalformedDocument) {
        let (pending, active, lapsed) = (try kept.points(), try kept.points(), try kept.points())
        let (others, owed) = (try kept.points(), try kept.points())
        self.init(
            pending: pending,
            active: active,
            lapsed: lapsed,
            others: others,
            owed: owed,
            forgiven: try kept.points()
        )
    }
}
