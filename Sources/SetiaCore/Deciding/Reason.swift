/// One step of why: what happened, by which rule, what it gave.
package enum Reason: Sendable, Hashable {
    /// A rate gave points for whole steps of money (rule E-2).
    indirect case earnedByRate(rule: Key, wallet: Key, basis: Money, each: Points, per: Money, points: Points)
    /// A rule gave a fixed number (rule E-4).
    indirect case earnedFixed(rule: Key, wallet: Key, points: Points)
    /// A rule gave a number for each of something (rule E-13).
    indirect case earnedPer(rule: Key, wallet: Key, each: Points, count: Int64, unit: Rule.Unit, points: Points)
    /// A multiplier added to what rates gave (rule E-6).
    indirect case multiplied(rule: Key, wallet: Key, factor: Rational, points: Points)
    /// A cap held points back: of a rule, or where there is none of the wallet (rule E-10).
    indirect case capped(rule: Key?, wallet: Key, withheld: Points, cap: Cap)
    /// A cap of a campaign held back what one of its rules would have given (rule E-10).
    indirect case cappedByCampaign(rule: Key, campaign: Key, wallet: Key, withheld: Points, cap: Cap)
    /// A budget that members share held points of a rule back: the rule's own, or its campaign's (rule B-2).
    indirect case cappedByBudget(rule: Key, campaign: Key?, wallet: Key, withheld: Points, budget: Budget)
    /// The wallet holds as much as it may (rule E-10).
    case balanceFull(wallet: Key, withheld: Points, most: Points)
    /// A rule gave nothing since a condition did not hold; the condition's text, which of its tests from 0, and what an
    /// expression saw.
    indirect case conditionNotMet(rule: Key, condition: String, test: Int, saw: [Seen] = [])
    /// A rule gave nothing since its time, or that of its campaign, is another (rule E-15).
    case notScheduled(rule: Key)
    /// A rule gave nothing since another one of its group, or of a group before it, did (rule E-14).
    indirect case notCombined(rule: Key, with: Key)
    /// An event brought a member on with an achievement, which it perhaps reached, so often (rules E-16 and E-17).
    case progressed(achievement: Key, added: Int64, count: Int64, goal: Int64, reached: Int64)
    /// The wallet has no rate for the order's currency (rule E-3).
    indirect case noRateForCurrency(rule: Key, wallet: Key, currency: Currency)
    /// Nobody is known behind the order (rule E-8).
    case guestEarnsNothing
    /// Credited points wait until then.
    case pendingUntil(wallet: Key, points: Points, until: Instant)
    /// The last instant before which credited points can be used.
    case expiresAt(wallet: Key, points: Points, at: Instant)
    /// Credited points wait for something that she does, and are cancelled where it has not come by then (rule L-8).
    indirect case waitsFor(wallet: Key, points: Points, event: EventType, until: Instant)
    /// What points waited for has come: they can be used.
    case activated(wallet: Key, points: Points)
    /// What points waited for has not come: they are gone.
    case cancelled(wallet: Key, points: Points, at: Instant)
    /// Since she did something, points lapse no sooner than then (rule L-7).
    case keptAlive(wallet: Key, points: Points, until: Instant)
    /// Points lapsed since their time had come.
    case lapsed(wallet: Key, points: Points, at: Instant)
    /// Points lapse in so many days: so many at that moment (rule L-12).
    case pointsExpiring(wallet: Key, points: Points, at: Instant, days: Int)
    /// What was owed since then is no longer asked for (rule L-13).
    case debtWrittenOff(wallet: Key, points: Points, since: Instant)
    /// A credit paid what was owed (rule L-5).
    case debtPaid(wallet: Key, points: Points)
    /// Points were spent.
    case spent(wallet: Key, points: Points)
    /// Points were set aside until then (rule L-10).
    case held(wallet: Key, points: Points, until: Instant)
    /// Points that were set aside are free again.
    case released(wallet: Key, points: Points)
    /// Points are free again, since the time for which they were set aside was over.
    case holdExpired(wallet: Key, points: Points, at: Instant)
    /// Points were handed on to another member, and so many paid for it (rule L-11).
    case transferred(wallet: Key, points: Points, fee: Points)
    /// Points came that another member handed on.
    case received(wallet: Key, points: Points)
    /// What she had handed on has come.
    case transferTaken(wallet: Key, points: Points)
    /// What she had handed on could not be taken, and is hers again, with what it had cost.
    case transferReturned(wallet: Key, points: Points)
    /// An order came back in part: what was paid for what came back, and for what she keeps (rule R-7).
    case returnedInPart(value: Money, kept: Money)
    /// Points that helped to pay a returned order came back; `renewed` of them with a new expiry (rule R-3).
    case givenBack(wallet: Key, points: Points, renewed: Points)
    /// Points that a returned order had earned were taken, from where (rule R-4).
    indirect case clawedBack(wallet: Key, TakenBack)
    /// Points came along from an older system.
    case opened(wallet: Key, points: Points)
    /// Points by hand; below 0 taken.
    case adjusted(wallet: Key, points: Points)
    /// The order counted towards a ladder.
    indirect case countedForTier(tierSet: Key, amount: Money, total: Money)
    /// The order did not count towards a ladder, whose currency is another.
    case notCountedForTier(tierSet: Key, currency: Currency)
    /// Points, orders or happenings counted towards a ladder; how much, and what counts in its window with it.
    indirect case countedTowards(tierSet: Key, metric: TierSet.Metric, amount: Int64, total: Int64)
    /// A level was reached, or given by hand.
    indirect case levelReached(tierSet: Key, from: Key?, to: Key, until: Instant?)
    /// A term ended and the level stays.
    case levelKept(tierSet: Key, level: Key, until: Instant?)
    /// A term ended, or an order came back, and the level is another.
    indirect case levelLost(tierSet: Key, from: Key, to: Key?, until: Instant?)
    /// A term ended and the level stays for the days of grace, until then (rule T-10).
    case levelInGrace(tierSet: Key, level: Key, until: Instant)
    /// A term ends in so many days and the level would be lost (rule T-12).
    case levelEnding(tierSet: Key, level: Key, until: Instant, days: Int)
    /// The event is older than what was applied before it.
    case late
    /// An event that was decided before gives so many more points, below 0 fewer, since this one came late that happened
    /// before it (rule D-5); which event by its number, and by the name that its sender gave it.
    indirect case corrected(event: Int64, name: Key, wallet: Key, points: Points)
    /// A promotion took something off, or a gift card paid (rule V-13).
    case promotionGiven(promotion: Key, amount: Money)
    /// A promotion that she had used is free again (rule V-14).
    case promotionReleased(promotion: Key)
    /// She is a member from now on.
    case joined
    /// What became of a reward (rules W-6 to W-9); apart, so that a reason stays small.
    indirect case reward(RewardStep)
    /// What became of a referral (rules F-1 to F-8).
    indirect case referral(ReferralStep)
    /// What a milestone or a draw gave (rules M-1 to M-12).
    indirect case gift(GiftStep)
    /// What became of a household (rules H-1 to H-5).
    indirect case household(HouseholdStep)
    /// What segments and campaigns did (rules C-4 to C-9); apart, so that a reason stays small.
    indirect case audience(AudienceStep)

    /// The rule that gave points for an order, or multiplied them; none where the reason is another.
    package var givingRule: Key? { gift?.rule }

    /// What a rule gave in which wallet, or a cap of it took off again; none where the reason is another.
    package var gift: (rule: Key, wallet: Key, points: Points)? {
        switch self {
        case .earnedByRate(let rule, let wallet, _, _, _, let points): (rule, wallet, points)
        case .earnedFixed(let rule, let wallet, let points): (rule, wallet, points)
        case .earnedPer(let rule, let wallet, _, _, _, let points): (rule, wallet, points)
        case .multiplied(let rule, let wallet, _, let points): (rule, wallet, points)
        case .cappedByCampaign(let rule, _, let wallet, let withheld, _): (rule, wallet, -withheld)
        case .cappedByBudget(let rule, _, let wallet, let withheld, _): (rule, wallet, -withheld)
        case .capped(let rule?, let wallet, let withheld, _): (rule, wallet, -withheld)
        default: nil
        }
    }

    /// What an expression looked at.
    package struct Seen: Sendable, Hashable {
        /// Such as `event.quantity`.
        package let path: Key
        /// As a text; none where there was nothing.
        package let value: Key?

        /// A value that was seen.
        package init(path: Key, value: Key?) {
            self.path = path
            self.value = value
        }
    }

    /// Where taken-back points came from; the parts add up to what the return asked back.
    package struct TakenBack: Sendable, Hashable {
        /// Of the order's own lots: not yet active.
        package let pending: Points
        /// Of the order's own lots: active.
        package let active: Points
        /// Had lapsed unspent already, and so counts as given back.
        package let lapsed: Points
        /// From other lots of the member.
        package let others: Points
        /// Owed from now on.
        package let owed: Points
        /// Let go, and recorded.
        package let forgiven: Points

        /// The parts.
        package init(pending: Points, active: Points, lapsed: Points, others: Points, owed: Points, forgiven: Points) {
            self.pending = pending
            self.active = active
            self.lapsed = lapsed
            self.others = others
            self.owed = owed
            self.forgiven = forgiven
        }

        /// What was taken from the account now.
        package var taken: Points {
            pending + active + others + owed
        }

        /// What was asked back altogether.
        var asked: Points {
            taken + lapsed + forgiven
        }
    }
}
