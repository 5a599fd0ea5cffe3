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
        case .audience(let step): step.write(to: &json)
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

    private static func cap(_ kept: inout Fields) throws(MalformedDocument) -> Cap {
        guard let span = Cap.Span(rawValue: try kept.text()) else { throw kept.malformed }
        let measure: Cap.Measure =
            switch try kept.text() {
            case "times": .times(try kept.number())
            case "points": .points(try kept.points())
            default: throw kept.malformed
            }
        return Cap(measure, per: span)
    }

    private static func capped(_ kept: inout Fields) throws(MalformedDocument) -> Reason {
        let (rule, wallet) = (try kept.optionalKey(), try kept.key())
        let withheld = try kept.points()
        return .capped(rule: rule, wallet: wallet, withheld: withheld, cap: try cap(&kept))
    }

    private static func cappedByCampaign(_ kept: inout Fields) throws(MalformedDocument) -> Reason {
        let (rule, campaign, wallet) = (try kept.key(), try kept.key(), try kept.key())
        let withheld = try kept.points()
        return .cappedByCampaign(
            rule: rule,
            campaign: campaign,
            wallet: wallet,
            withheld: withheld,
            cap: try cap(&kept)
        )
    }

    private static func cappedByBudget(_ kept: inout Fields) throws(MalformedDocument) -> Reason {
        let (rule, campaign) = (try kept.key(), try kept.optionalKey())
        let (wallet, withheld) = (try kept.key(), try kept.points())
        let (points, name) = (try kept.points(), try kept.text())
        guard let span = Cap.Span(rawValue: name) else { throw kept.malformed }
        return .cappedByBudget(
            rule: rule,
            campaign: campaign,
            wallet: wallet,
            withheld: withheld,
            budget: Budget(points, per: span, overrunsLate: try kept.flag())
        )
    }

    private static func earnedPer(_ kept: inout Fields) throws(MalformedDocument) -> Reason {
        let (rule, wallet) = (try kept.key(), try kept.key())
        let (each, count) = (try kept.points(), try kept.number())
        let unit: Rule.Unit =
            switch try kept.text() {
            case "piece": .piece
            case "line": .line
            case "number": .number(try kept.key())
            default: throw kept.malformed
            }
        return .earnedPer(
            rule: rule,
            wallet: wallet,
            each: each,
            count: count,
            unit: unit,
            points: try kept.points()
        )
    }

    /// The reason that was written so.
    init(_ kept: Fields) throws(MalformedDocument) {
        var kept = kept
        switch try kept.text() {
        case "earnedByRate": self = try .earnedByRate(&kept)
        case "earnedFixed":
            let (rule, wallet) = (try kept.key(), try kept.key())
            self = .earnedFixed(rule: rule, wallet: wallet, points: try kept.points())
        case "multiplied": self = try .multiplied(&kept)
        case "conditionNotMet":
            let (rule, condition) = (try kept.key(), try kept.text())
            let test = Int(try kept.number())
            var saw: [Seen] = []
            while !kept.isAtEnd {
                let path = try kept.key()
                saw.append(Seen(path: path, value: try kept.optionalKey()))
            }
            self = .conditionNotMet(rule: rule, condition: condition, test: test, saw: saw)
        case "capped": self = try .capped(&kept)
        case "cappedByCampaign": self = try .cappedByCampaign(&kept)
        case "cappedByBudget": self = try .cappedByBudget(&kept)
        case "earnedPer": self = try .earnedPer(&kept)
        case "notScheduled": self = .notScheduled(rule: try kept.key())
        case "notCombined":
            let rule = try kept.key()
            self = .notCombined(rule: rule, with: try kept.key())
        case "progressed":
            let (achievement, added, count) = (try kept.key(), try kept.number(), try kept.number())
            let goal = try kept.number()
            self = .progressed(
                achievement: achievement,
                added: added,
                count: count,
                goal: goal,
                reached: try kept.number()
            )
        case "balanceFull":
            let (wallet, withheld) = (try kept.key(), try kept.points())
            self = .balanceFull(wallet: wallet, withheld: withheld, most: try kept.points())
        case "noRateForCurrency":
            let (rule, wallet) = (try kept.key(), try kept.key())
            self = .noRateForCurrency(rule: rule, wallet: wallet, currency: try kept.currency())
        case "guestEarnsNothing": self = .guestEarnsNothing
        case "pendingUntil":
            let (wallet, points) = (try kept.key(), try kept.points())
            self = .pendingUntil(wallet: wallet, points: points, until: try kept.instant())
        case "expiresAt":
            let (wallet, points) = (try kept.key(), try kept.points())
            self = .expiresAt(wallet: wallet, points: points, at: try kept.instant())
        case "lapsed":
            let (wallet, points) = (try kept.key(), try kept.points())
            self = .lapsed(wallet: wallet, points: points, at: try kept.instant())
        case "cancelled":
            let (wallet, points) = (try kept.key(), try kept.points())
            self = .cancelled(wallet: wallet, points: points, at: try kept.instant())
        case "keptAlive":
            let (wallet, points) = (try kept.key(), try kept.points())
            self = .keptAlive(wallet: wallet, points: points, until: try kept.instant())
        case "waitsFor":
            let (wallet, points) = (try kept.key(), try kept.points())
            guard let event = EventType(named: try kept.text()) else { throw kept.malformed }
            self = .waitsFor(wallet: wallet, points: points, event: event, until: try kept.instant())
        case "held":
            let (wallet, points) = (try kept.key(), try kept.points())
            self = .held(wallet: wallet, points: points, until: try kept.instant())
        case "holdExpired":
            let (wallet, points) = (try kept.key(), try kept.points())
            self = .holdExpired(wallet: wallet, points: points, at: try kept.instant())
        case "transferred":
            let (wallet, points) = (try kept.key(), try kept.points())
            self = .transferred(wallet: wallet, points: points, fee: try kept.points())
        case "received":
            let wallet = try kept.key()
            self = .received(wallet: wallet, points: try kept.points())
        case "transferTaken":
            let wallet = try kept.key()
            self = .transferTaken(wallet: wallet, points: try kept.points())
        case "transferReturned":
            let wallet = try kept.key()
            self = .transferReturned(wallet: wallet, points: try kept.points())
        case "released":
            let wallet = try kept.key()
            self = .released(wallet: wallet, points: try kept.points())
        case "activated":
            let wallet = try kept.key()
            self = .activated(wallet: wallet, points: try kept.points())
        case "pointsExpiring":
            let wallet = try kept.key()
            let points = try kept.points()
            let at = try kept.instant()
            self = .pointsExpiring(wallet: wallet, points: points, at: at, days: Int(try kept.number()))
        case "debtWrittenOff":
            let wallet = try kept.key()
            let points = try kept.points()
            self = .debtWrittenOff(wallet: wallet, points: points, since: try kept.instant())
        case "debtPaid":
            let wallet = try kept.key()
            self = .debtPaid(wallet: wallet, points: try kept.points())
        case "spent":
            let wallet = try kept.key()
            self = .spent(wallet: wallet, points: try kept.points())
        case "returnedInPart":
            let value = try kept.money()
            self = .returnedInPart(value: value, kept: try kept.money())
        case "givenBack":
            let (wallet, points) = (try kept.key(), try kept.points())
            self = .givenBack(wallet: wallet, points: points, renewed: try kept.points())
        case "clawedBack":
            let wallet = try kept.key()
            self = .clawedBack(wallet: wallet, try TakenBack(&kept))
        case "opened":
            let wallet = try kept.key()
            self = .opened(wallet: wallet, points: try kept.points())
        case "adjusted":
            let wallet = try kept.key()
            self = .adjusted(wallet: wallet, points: try kept.points())
        case "countedForTier":
            let (tierSet, amount) = (try kept.key(), try kept.money())
            self = .countedForTier(tierSet: tierSet, amount: amount, total: try kept.money())
        case "notCountedForTier":
            let tierSet = try kept.key()
            self = .notCountedForTier(tierSet: tierSet, currency: try kept.currency())
        case "levelReached":
            let (tierSet, from, to) = (try kept.key(), try kept.optionalKey(), try kept.key())
            self = .levelReached(tierSet: tierSet, from: from, to: to, until: try kept.optionalInstant())
        case "levelKept":
            let (tierSet, level) = (try kept.key(), try kept.key())
            self = .levelKept(tierSet: tierSet, level: level, until: try kept.optionalInstant())
        case "levelLost":
            let (tierSet, from, to) = (try kept.key(), try kept.key(), try kept.optionalKey())
            self = .levelLost(tierSet: tierSet, from: from, to: to, until: try kept.optionalInstant())
        case "countedTowards":
            let (tierSet, name) = (try kept.key(), try kept.key())
            guard let metric = TierSet.Metric(name: name) else { throw kept.malformed }
            let amount = try kept.number()
            self = .countedTowards(tierSet: tierSet, metric: metric, amount: amount, total: try kept.number())
        case "levelInGrace":
            let (tierSet, level) = (try kept.key(), try kept.key())
            self = .levelInGrace(tierSet: tierSet, level: level, until: try kept.instant())
        case "levelEnding":
            let (tierSet, level, until) = (try kept.key(), try kept.key(), try kept.instant())
            self = .levelEnding(tierSet: tierSet, level: level, until: until, days: Int(try kept.number()))
        case "late": self = .late
        case "corrected":
            let (event, name, wallet) = (try kept.number(), try kept.key(), try kept.key())
            self = .corrected(event: event, name: name, wallet: wallet, points: try kept.points())
        case "promotionGiven":
            let promotion = try kept.key()
            self = .promotionGiven(promotion: promotion, amount: try kept.money())
        case "promotionReleased": self = .promotionReleased(promotion: try kept.key())
        case "joined": self = .joined
        case "reward": self = .reward(try RewardStep(&kept))
        case "referral": self = .referral(try ReferralStep(&kept))
        case "audience": self = .audience(try AudienceStep(&kept))
        default: throw kept.malformed
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
        case .audience: "audience"
        }
    }

    private static func earnedByRate(_ kept: inout Fields) throws(MalformedDocument) -> Reason {
        let (rule, wallet) = (try kept.key(), try kept.key())
        let (basis, each, per) = (try kept.money(), try kept.points(), try kept.money())
        return .earnedByRate(
            rule: rule,
            wallet: wallet,
            basis: basis,
            each: each,
            per: per,
            points: try kept.points()
        )
    }

    private static func multiplied(_ kept: inout Fields) throws(MalformedDocument) -> Reason {
        let (rule, wallet) = (try kept.key(), try kept.key())
        let (numerator, denominator) = (try kept.number(), try kept.number())
        guard denominator > 0 else { throw kept.malformed }
        return .multiplied(
            rule: rule,
            wallet: wallet,
            factor: Rational(numerator, denominator),
            points: try kept.points()
        )
    }
}

extension Reason.TakenBack {
    fileprivate init(_ kept: inout Fields) throws(MalformedDocument) {
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
