internal import JSONText
internal import SetiaCore
internal import SetiaService

extension Reason {
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
        case "household": self = .household(try HouseholdStep(&kept))
        case "referral": self = .referral(try ReferralStep(&kept))
        case "audience": self = .audience(try AudienceStep(&kept))
        case "gift": self = .gift(try GiftStep(&kept))
        default: throw kept.malformed
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
