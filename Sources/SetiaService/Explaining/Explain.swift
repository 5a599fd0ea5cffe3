package import SetiaCore

/// Why an event did what it did, in the words of one language.
///
/// What the event itself gave and took comes first, then levels, then what time did meanwhile, and last what could not
/// be had. An order that earned nothing is told first why not.
///
/// - Parameters:
///   - stored: The event with its decision.
///   - programme: The version that decided it: rules, names and decimals are its.
///   - shops: Those with a name; another is told by its key.
///   - language: What to write in. The brand's own words stand in another language where it has none in this one.
///   - zone: The programme's days: of expiry, activation and levels.
///   - shopZone: The days of the shop where it happened; none is the programme's.
///   - years: From where Thai dates count their years.
///   - forStaff: Whether it is told, too, what members are not to know (rule C-9).
/// - Returns: the same words for the same arguments.
package func explain(
    _ stored: StoredEvent,
    by programme: Programme,
    shops: [Shop],
    in language: Language,
    zone: any LocalTime,
    shopZone: (any LocalTime)? = nil,
    years: YearCount = .gregorian,
    forStaff: Bool = false
) -> Explanation {
    let explaining = Explaining(
        event: stored.event,
        decision: stored.decision,
        programme: programme,
        shops: shops,
        language: language,
        words: language.catalogue(years: years),
        zone: zone,
        shopZone: shopZone ?? zone,
        forStaff: forStaff
    )
    return Explanation(
        headline: explaining.words.headline(explaining.headline),
        steps: explaining.steps,
        balance: stored.decision.balances.map { explaining.words.balance(explaining.told($0)) },
        language: language
    )
}

/// One explanation on its way: the event, and what its words need.
struct Explaining {
    let event: Event
    let decision: Decision
    let programme: Programme
    let shops: [Shop]
    let language: Language
    let words: any Catalogue
    let zone: any LocalTime
    let shopZone: any LocalTime
    var forStaff = false

    /// The steps in the order of interest, and within it as they were found.
    var steps: [Explanation.Step] {
        // With a ladder a currency, an order counts for one of them: what it does not count for is no news then.
        let counted = decision.reasons.contains { reason in
            switch reason {
            case .countedForTier, .countedTowards: true
            default: false
            }
        }
        // And a bonus that she got is not told as missed, because a rule of the same words asks for another ladder.
        let got = Set(decision.reasons.compactMap { $0.givingRule.flatMap { why($0) } })
        let told = decision.reasons.filter { reason in
            switch reason {
            case .audience(let step) where step.isForStaff: forStaff
            case .notCountedForTier: !counted
            case .conditionNotMet(let rule, _, _, _): !(why(rule).map(got.contains) ?? false)
            default: true
            }
        }
        var ranked = told.map { (rank: rank(of: $0), step: step($0)) }
        if hasEarnedNothing, !ranked.contains(where: { $0.rank == .whyNot || $0.rank == .notMetAtAll }) {
            ranked.append((rank: .whyNot, step: Explanation.Step(code: "no-rule", text: words.step(.noRule))))
        }
        // Rules that differ only in what nobody is told, such as in the ladder that they ask for, are told once.
        var said: Set<String> = []
        return Rank.allCases.flatMap { rank in ranked.filter { $0.rank == rank }.map(\.step) }
            .filter { $0.points != nil || said.insert($0.text).inserted }
    }

    private enum Rank: CaseIterable {
        case whyNot, notMetAtAll, points, levels, meanwhile, notMet
    }

    private func rank(of reason: Reason) -> Rank {
        switch reason {
        case .earnedByRate(_, _, _, _, _, let points): hasEarnedNothing && points == .zero ? .whyNot : .points
        case .guestEarnsNothing, .noRateForCurrency: hasEarnedNothing ? .whyNot : .points
        case .conditionNotMet, .notScheduled, .notCombined: hasEarnedNothing ? .notMetAtAll : .notMet
        case .earnedFixed, .earnedPer, .multiplied, .capped, .cappedByCampaign, .cappedByBudget, .progressed,
            .balanceFull,
            .pendingUntil, .waitsFor, .activated, .expiresAt, .debtPaid, .debtWrittenOff, .spent, .held, .released,
            .transferred,
            .received, .transferTaken, .transferReturned, .returnedInPart, .givenBack,
            .clawedBack,
            .opened, .adjusted, .promotionGiven, .promotionReleased, .joined, .reward, .referral, .gift, .household:
            .points
        case .countedForTier, .notCountedForTier, .countedTowards, .levelReached, .levelKept, .levelLost,
            .levelInGrace, .levelEnding:
            .levels
        case .lapsed, .cancelled, .keptAlive, .holdExpired, .pointsExpiring, .late, .corrected: .meanwhile
        case .audience(let step):
            switch step.kind {
            case .belongs: .points
            case .notInAudience, .heldOut: hasEarnedNothing ? .notMetAtAll : .notMet
            case .takesPart, .keptOut, .listed, .unlisted: .meanwhile
            }
        }
    }

    /// Whether it is an order that gave no points at all.
    private var hasEarnedNothing: Bool {
        event.type == .orderPaid && !decision.entries.contains { $0.kind == .earn }
    }

    private func step(_ reason: Reason) -> Explanation.Step {
        let about = about(reason)
        return Explanation.Step(
            code: reason.code,
            rule: about.rule,
            wallet: about.wallet,
            text: words.step(told(reason)),
            points: about.points
        )
    }

    /// What a reason hangs on, and what it added to the wallet.
    private func about(_ reason: Reason) -> (rule: Key?, wallet: Key?, points: Int64?) {
        switch reason {
        case .earnedByRate(let rule, let wallet, _, _, _, let points), .earnedFixed(let rule, let wallet, let points),
            .earnedPer(let rule, let wallet, _, _, _, let points), .multiplied(let rule, let wallet, _, let points):
            (rule, wallet, points.units)
        case .cappedByCampaign(let rule, _, let wallet, let withheld, _): (rule, wallet, -withheld.units)
        case .cappedByBudget(let rule, _, let wallet, let withheld, _): (rule, wallet, -withheld.units)
        case .notScheduled(let rule), .notCombined(let rule, _): (rule, nil, nil)
        case .progressed(let achievement, _, _, _, _): (achievement, nil, nil)
        case .audience(let step): (step.rule, nil, nil)
        case .capped(let rule, let wallet, let withheld, _): (rule, wallet, -withheld.units)
        case .balanceFull(let wallet, let withheld, _): (nil, wallet, -withheld.units)
        case .conditionNotMet(let rule, _, _, _): (rule, nil, nil)
        case .noRateForCurrency(let rule, let wallet, _): (rule, wallet, nil)
        case .pendingUntil(let wallet, _, _), .expiresAt(let wallet, _, _), .debtPaid(let wallet, _),
            .waitsFor(let wallet, _, _, _), .activated(let wallet, _), .keptAlive(let wallet, _, _),
            .held(let wallet, _, _), .released(let wallet, _), .transferTaken(let wallet, _),
            .holdExpired(let wallet, _, _), .pointsExpiring(let wallet, _, _, _):
            (nil, wallet, nil)
        case .lapsed(let wallet, let points, _), .cancelled(let wallet, let points, _), .spent(let wallet, let points):
            (nil, wallet, -points.units)
        case .debtWrittenOff(let wallet, let points, _): (nil, wallet, points.units)
        case .givenBack(let wallet, let points, _), .opened(let wallet, let points), .adjusted(let wallet, let points),
            .corrected(_, _, let wallet, let points):
            (nil, wallet, points.units)
        case .transferred(let wallet, let points, let fee): (nil, wallet, -(points + fee).units)
        case .received(let wallet, let points), .transferReturned(let wallet, let points): (nil, wallet, points.units)
        case .clawedBack(let wallet, let taken): (nil, wallet, -taken.taken.units)
        case .gift(let step): (nil, step.wallet, step.wallet == nil ? nil : step.points.units)
        case .household(let step): (nil, step.wallet, step.points == .zero ? nil : step.points.units)
        case .referral(let step): (nil, step.wallet, step.wallet == nil ? nil : step.points.units)
        case .returnedInPart, .guestEarnsNothing, .countedForTier, .notCountedForTier, .levelReached, .levelKept,
            .levelLost, .countedTowards, .levelInGrace, .levelEnding, .promotionGiven, .promotionReleased, .late,
            .joined, .reward:
            (nil, nil, nil)
        }
    }
}
