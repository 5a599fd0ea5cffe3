import SetiaCore
import SetiaService
import SetiaTesting

/// Values of every shape, also those that no programme would lead to.
enum RandomValues {
    static func number(_ random: inout SplitMix64) -> Int64 {
        switch random.next() % 6 {
        case 0: .min
        case 1: .max
        case 2: Int64(bitPattern: random.next())
        case 3: -Int64(random.next() % 1_000)
        default: Int64(random.next() % 1_000_000)
        }
    }

    static func key(_ random: inout SplitMix64) -> Key {
        let keys: [Key] = ["points", "", "a \"quoted\" \\ key", "caf\u{e9}", "cafe\u{301}", "แต้ม", "🙂\n\t", "0"]
        return keys[Int(random.next() % UInt64(keys.count))]
    }

    static func optional<T>(_ random: inout SplitMix64, _ make: (inout SplitMix64) -> T) -> T? {
        random.next() % 3 == 0 ? nil : make(&random)
    }

    static func list<T>(_ most: UInt64, _ random: inout SplitMix64, _ make: (inout SplitMix64) -> T) -> [T] {
        (0..<random.next() % (most + 1)).map { _ in make(&random) }
    }

    static func points(_ random: inout SplitMix64) -> Points { Points(number(&random)) }

    static func small(_ random: inout SplitMix64) -> Points { Points(Int64(random.next() % 100_000)) }

    static func instant(_ random: inout SplitMix64) -> Instant { Instant(milliseconds: number(&random)) }

    static func currency(_ random: inout SplitMix64) -> Currency {
        [Fixture.ringgit, Fixture.rupiah, Fixture.baht][Int(random.next() % 3)]
    }

    static func money(_ random: inout SplitMix64) -> Money {
        let minorUnits = number(&random)
        guard let money = try? Money(minorUnits: max(0, minorUnits), currency: currency(&random)) else {
            preconditionFailure("money of \(minorUnits)")
        }
        return money
    }

    static func reason(_ random: inout SplitMix64) -> Reason {
        let (one, two) = (key(&random), key(&random))
        let (some, more) = (points(&random), points(&random))
        let (at, maybe) = (instant(&random), optional(&random, instant))
        switch random.next() % 55 {
        case 0:
            return .earnedByRate(
                rule: one,
                wallet: two,
                basis: money(&random),
                each: some,
                per: money(&random),
                points: more
            )
        case 1: return .earnedFixed(rule: one, wallet: two, points: some)
        case 2:
            let factor = Rational(Int64(random.next() % 1_000) - 500, Int64(random.next() % 1_000) + 1)
            return .multiplied(rule: one, wallet: two, factor: factor, points: some)
        case 3:
            let saw = list(3, &random) { random in
                Reason.Seen(path: key(&random), value: optional(&random, key))
            }
            return .conditionNotMet(rule: one, condition: two.text, test: Int(random.next() % 9), saw: saw)
        case 4: return .noRateForCurrency(rule: one, wallet: two, currency: currency(&random))
        case 5: return .guestEarnsNothing
        case 6: return .pendingUntil(wallet: one, points: some, until: at)
        case 7: return .expiresAt(wallet: one, points: some, at: at)
        case 8: return .lapsed(wallet: one, points: some, at: at)
        case 9: return .debtPaid(wallet: one, points: some)
        case 10: return .spent(wallet: one, points: some)
        case 11: return .givenBack(wallet: one, points: some, renewed: more)
        case 12:
            let parts = Reason.TakenBack(
                pending: small(&random),
                active: small(&random),
                lapsed: small(&random),
                others: small(&random),
                owed: small(&random),
                forgiven: small(&random)
            )
            return .clawedBack(wallet: one, parts)
        case 13: return .opened(wallet: one, points: some)
        case 14: return .adjusted(wallet: one, points: some)
        case 15: return .countedForTier(tierSet: one, amount: money(&random), total: money(&random))
        case 16: return .notCountedForTier(tierSet: one, currency: currency(&random))
        case 17: return .levelReached(tierSet: one, from: optional(&random, key), to: two, until: maybe)
        case 18: return .levelKept(tierSet: one, level: two, until: maybe)
        case 19: return .levelLost(tierSet: one, from: two, to: optional(&random, key), until: maybe)
        case 20: return .late
        case 22:
            let span = Cap.Span.allCases[Int(random.next() % 6)]
            let measure: Cap.Measure = random.next() % 2 == 0 ? .times(Int64(random.next() % 9)) : .points(more)
            let rule = optional(&random, key)
            return .capped(rule: rule, wallet: two, withheld: some, cap: Cap(measure, per: span))
        case 30: return .waitsFor(wallet: one, points: some, event: event(&random), until: at)
        case 31: return .activated(wallet: one, points: some)
        case 32: return .cancelled(wallet: one, points: some, at: at)
        case 34: return .held(wallet: one, points: some, until: at)
        case 35: return .released(wallet: one, points: some)
        case 36: return .holdExpired(wallet: one, points: some, at: at)
        case 37: return .transferred(wallet: one, points: some, fee: more)
        case 38: return .received(wallet: one, points: some)
        case 39: return .transferTaken(wallet: one, points: some)
        case 40: return .transferReturned(wallet: one, points: some)
        case 33: return .keptAlive(wallet: one, points: some, until: at)
        case 23: return .balanceFull(wallet: one, withheld: some, most: more)
        case 24:
            let unit: Rule.Unit = [.piece, .line, .number(key(&random))][Int(random.next() % 3)]
            let count = Int64(random.next() % 99)
            return .earnedPer(rule: one, wallet: two, each: some, count: count, unit: unit, points: more)
        case 25: return .notScheduled(rule: one)
        case 48: return .promotionGiven(promotion: one, amount: money(&random))
        case 49: return .promotionReleased(promotion: two)
        case 51:
            let kinds = ReferralStep.Kind.allCases
            return .referral(
                ReferralStep(
                    kinds[Int(random.next() % UInt64(kinds.count))],
                    isOfFriend: random.next() % 2 == 0,
                    wallet: optional(&random, key),
                    points: some,
                    at: optional(&random, instant)
                )
            )
        case 53:
            let kinds = HouseholdStep.Kind.allCases
            return .household(
                HouseholdStep(
                    kinds[Int(random.next() % UInt64(kinds.count))],
                    wallet: optional(&random, key),
                    points: some,
                    all: optional(&random, small)
                )
            )
        case 26: return .notCombined(rule: one, with: two)
        case 27:
            let cap = Cap(.points(more), per: .month)
            return .cappedByCampaign(rule: one, campaign: key(&random), wallet: two, withheld: some, cap: cap)
        case 28:
            let (added, count) = (Int64(random.next() % 9), Int64(random.next() % 9) - 4)
            return .progressed(achievement: one, added: added, count: count, goal: 10, reached: added)
        case 29:
            return .corrected(event: number(&random), name: one, wallet: two, points: some)
        case 41:
            let types = EventType.allCases.filter(\.isOccurrence)
            let metrics: [TierSet.Metric] = [
                .orders, .earned(wallet: one), .balance(wallet: two), .monthsSinceJoining,
                .events(types[Int(random.next() % UInt64(types.count))]),
            ]
            return .countedTowards(
                tierSet: one,
                metric: metrics[Int(random.next() % 5)],
                amount: some.units,
                total: more.units
            )
        case 42: return .levelInGrace(tierSet: one, level: two, until: at)
        case 43: return .levelEnding(tierSet: one, level: two, until: at, days: Int(random.next() % 60))
        case 45: return .pointsExpiring(wallet: one, points: some, at: at, days: Int(random.next() % 60))
        case 46: return .debtWrittenOff(wallet: one, points: some, since: at)
        case 44:
            let budget = Budget(more, per: Cap.Span.allCases[Int(random.next() % 6)], overrunsLate: some > more)
            let campaign = optional(&random, key)
            return .cappedByBudget(rule: one, campaign: campaign, wallet: two, withheld: some, budget: budget)
        case 21: return .returnedInPart(value: money(&random), kept: money(&random))
        case 52:
            let steps = AudienceStep.Kind.allCases
            return .audience(
                AudienceStep(
                    steps[Int(random.next() % UInt64(steps.count))],
                    campaign: optional(&random, key),
                    segment: optional(&random, key),
                    rule: optional(&random, key)
                )
            )
        case 54:
            let kinds = GiftStep.Kind.allCases
            return .gift(
                GiftStep(
                    kinds[Int(random.next() % UInt64(kinds.count))],
                    one,
                    occasion: Int64(random.next() % 3_000),
                    wallet: optional(&random, key),
                    points: some
                )
            )
        case 47:
            let kinds = RewardStep.Kind.allCases
            return .reward(
                RewardStep(
                    redemption: one,
                    reward: two,
                    kind: kinds[Int(random.next() % UInt64(kinds.count))],
                    quantity: Int64(random.next() % 99) + 1,
                    wallet: optional(&random, key),
                    points: some,
                    money: optional(&random, money),
                    until: maybe
                )
            )
        default: return .joined
        }
    }

    static func entry(number: Int64, event: Int64, _ random: inout SplitMix64) -> Entry {
        Entry(
            number: number,
            wallet: key(&random),
            kind: Entry.Kind.allCases[Int(random.next() % UInt64(Entry.Kind.allCases.count))],
            points: Points(Int64(random.next() % 1_000) + 1),
            balance: points(&random),
            lot: self.number(&random),
            event: event,
            activeFrom: optional(&random, instant),
            expiresAt: optional(&random, instant),
            at: instant(&random)
        )
    }

    static func decision(number: Int64, entries: Int64, reasons: Int, _ random: inout SplitMix64) -> Decision {
        let isLate = random.next() % 2 == 0
        let balances = list(3, &random) { random in
            WalletBalance(
                wallet: key(&random),
                active: points(&random),
                pending: points(&random),
                held: points(&random),
                debt: points(&random)
            )
        }
        return Decision(
            number: number,
            programmeVersion: Int(random.next() % 100),
            isLate: isLate,
            isInTurn: isLate && random.next() % 2 == 0,
            entries: (0..<entries).map { entry(number: number + 1 + $0, event: number, &random) },
            reasons: (0..<reasons).map { _ in reason(&random) },
            balances: balances,
            levels: list(3, &random) { Decision.LevelHeld(tierSet: key(&$0), level: key(&$0)) },
            followUps: list(2, &random) { random in
                let order = Fixture.order(key(&random), Int64(random.next() % 100_000), at: instant(&random))
                return FollowUp(member: Fixture.member(Int(random.next() % 100)), event: order)
            },
            counterClaims: list(2, &random) { CounterClaim(counter: key(&$0), amount: self.number(&$0)) },
            grants: list(2, &random) {
                Grant(counter: key(&$0), amount: self.number(&$0), code: optional(&$0, key))
            },
            isUncounted: random.next() % 2 == 0
        )
    }

    static func lot(_ random: inout SplitMix64) -> Lot {
        Lot(
            number: number(&random),
            opened: points(&random),
            left: small(&random),
            activeFrom: instant(&random),
            expiresAt: optional(&random, instant),
            slides: random.next() % 2 == 0,
            awaits: optional(&random) { random in
                let order = optional(&random) { OrderKey(source: key(&$0), id: key(&$0)) }
                let type = event(&random)
                return Awaited.event(type, order: order, since: instant(&random), rule: optional(&random, key))
            }
        )
    }

    static func owner(_ random: inout SplitMix64) -> CapUse.Owner {
        switch random.next() % 4 {
        case 0: .rule(key(&random))
        case 2: .campaign(key(&random))
        case 1: .wallet(key(&random))
        default: .transfers(key(&random))
        }
    }

    static func event(_ random: inout SplitMix64) -> EventType {
        EventType.allCases[Int(random.next() % UInt64(EventType.allCases.count))]
    }

    static func earnedLot(_ random: inout SplitMix64) -> OrderRecord.EarnedLot {
        OrderRecord.EarnedLot(wallet: key(&random), lot: number(&random), points: points(&random))
    }

    static func referral(_ random: inout SplitMix64) -> Referral {
        func gift(_ random: inout SplitMix64) -> Present {
            random.next() % 3 == 0
                ? .reward(key(&random)) : .points(wallet: key(&random), points: small(&random))
        }
        let promise = ReferralPolicy.Promise(
            referrer: optional(&random, gift),
            friend: optional(&random, gift),
            wait: Int(random.next() % 400),
            minimum: list(3, &random, money)
        )
        return Referral(
            by: Fixture.member(Int(random.next() % 100)),
            at: instant(&random),
            until: instant(&random),
            promise: promise,
            signs: list(2, &random) { Referral.Sign.allCases[Int($0.next() % 6)] },
            state: Referral.State.allCases[Int(random.next() % 5)],
            isHeld: random.next() % 2 == 0,
            order: optional(&random) { random in
                let source = key(&random)
                return Referral.Qualifying(
                    key: OrderKey(source: source, id: key(&random)),
                    paidAt: instant(&random),
                    due: instant(&random)
                )
            },
            lot: optional(&random, earnedLot),
            untold: optional(&random) { Referral.Untold(number: number(&$0), at: instant(&$0)) }
        )
    }

    static func state(_ random: inout SplitMix64) -> MemberState {
        var state = MemberState(member: Fixture.member(Int(random.next() % 1_000)))
        state.facts = MemberFacts(
            country: optional(&random, key),
            language: optional(&random, key),
            ageBand: optional(&random, key)
        )
        state.orders = number(&random)
        let accounts = list(3, &random) { random in
            let debt = small(&random)
            let since = instant(&random)
            return Account(
                wallet: key(&random),
                lots: list(5, &random, lot),
                lapsed: list(3, &random) { LapsedLot(number: number(&$0), points: points(&$0), at: instant(&$0)) },
                debt: debt,
                credited: points(&random),
                spent: points(&random),
                expired: points(&random),
                slidTo: optional(&random, instant),
                holds: list(2, &random) { random in
                    let source = key(&random)
                    let id = HoldKey(source: source, id: key(&random))
                    let parts = list(3, &random) { Drawn(lot: lot(&$0), points: small(&$0)) }
                    return Hold(key: id, until: instant(&random), parts: parts)
                },
                owed: debt > .zero ? [Owed(since: since, points: debt)] : [],
                noticeAt: optional(&random, instant),
                writeOffAt: optional(&random, instant)
            )
        }
        // One a wallet, as everywhere.
        for account in accounts where state.account(account.wallet) == nil { state.accounts.append(account) }
        state.redemptions = list(2, &random) { random in
            let kinds = Reward.Kind.allCases
            let states = RewardRedemption.State.allCases
            let fulfilments = RewardRedemption.Fulfilment.allCases
            let (id, reward) = (key(&random), key(&random))
            return RewardRedemption(
                id: id,
                reward: reward,
                kind: kinds[Int(random.next() % UInt64(kinds.count))],
                stock: Reward.Stock.allCases[Int(random.next() % 3)],
                quantity: number(&random),
                wallet: optional(&random, key),
                each: small(&random),
                money: optional(&random, money),
                at: instant(&random),
                validity: optional(&random) { Period(Int($0.next() % 90) + 1, .day) },
                state: states[Int(random.next() % UInt64(states.count))],
                until: optional(&random, instant),
                captured: number(&random),
                rolledBack: number(&random),
                since: instant(&random),
                fulfilment: optional(&random) { fulfilments[Int($0.next() % UInt64(fulfilments.count))] },
                validUntil: optional(&random, instant),
                drawn: list(3, &random) { Drawn(lot: lot(&$0), points: small(&$0)) },
                promotion: optional(&random, key)
            )
        }
        state.referral = optional(&random, referral)
        state.household = optional(&random) { random in
            Household(
                head: Fixture.member(Int(random.next() % 100)),
                since: instant(&random),
                members: list(3, &random) { Fixture.member(Int($0.next() % 100)) },
                invited: list(2, &random) { Fixture.member(Int($0.next() % 100)) }
            )
        }
        state.friends = list(3, &random) { random in
            let given = optional(&random, earnedLot)
            return Friend(
                member: Fixture.member(Int(random.next() % 100)),
                number: number(&random),
                state: Referral.State.allCases[Int(random.next() % 5)],
                since: instant(&random),
                lot: given,
                paidOn: given.map { _ in Day(number: Int32(1 + random.next() % 20_000)) }
            )
        }
        state.endedHolds = list(2, &random) { random in
            let source = key(&random)
            let id = HoldKey(source: source, id: key(&random))
            let end = EndedHold.End.allCases[Int(random.next() % 3)]
            return EndedHold(key: id, end: end, at: instant(&random))
        }
        state.transfers = list(2, &random) { random in
            let source = key(&random)
            return Transfer(
                key: TransferKey(source: source, id: key(&random)),
                number: number(&random),
                to: Fixture.member(Int(random.next() % 100)),
                wallet: key(&random),
                parts: list(3, &random) { Drawn(lot: lot(&$0), points: small(&$0)) },
                fee: list(1, &random) { Drawn(lot: lot(&$0), points: small(&$0)) },
                at: Instant(milliseconds: Int64(random.next() % 1_000_000))
            )
        }
        state.shares = list(2, &random) { random in
            let source = key(&random)
            return Transfer(
                key: TransferKey(source: source, id: key(&random)),
                number: number(&random),
                to: Fixture.member(Int(random.next() % 100)),
                wallet: key(&random),
                parts: list(3, &random) { Drawn(lot: lot(&$0), points: small(&$0)) },
                fee: list(1, &random) { Drawn(lot: lot(&$0), points: small(&$0)) },
                at: Instant(milliseconds: Int64(random.next() % 1_000_000))
            )
        }
        state.capUses = list(3, &random) { random in
            CapUse(
                owner: owner(&random),
                span: Cap.Span.allCases[Int(random.next() % 6)],
                start: Day(number: Int32(random.next() % 30_000)),
                times: number(&random),
                points: points(&random)
            )
        }
        state.achievements = list(3, &random) { random in
            AchievementProgress(
                key: key(&random),
                start: Day(number: Int32(random.next() % 30_000)),
                count: Int64(random.next() % 20) - 5,
                reachedNow: Int64(random.next() % 5),
                reached: Int64(random.next() % 50),
                newest: optional(&random) { Day(number: Int32($0.next() % 30_000)) }
            )
        }
        state.standings = list(3, &random) { random in
            Standing(
                tierSet: key(&random),
                level: key(&random),
                since: instant(&random),
                until: optional(&random, instant),
                isGranted: random.next() % 2 == 0,
                before: optional(&random) { random in
                    let level = key(&random)
                    return Standing.Earlier(level: level, since: instant(&random), until: optional(&random, instant))
                },
                floor: optional(&random) { random in
                    let level = key(&random)
                    return Standing.Floor(level: level, until: optional(&random, instant))
                },
                graceSince: optional(&random, instant)
            )
        }
        state.tallies = list(3, &random) { random in
            let set = key(&random)
            let metric = key(&random)
            let buckets = list(4, &random) { random in
                let start = Day(number: Int32(random.next() % 30_000))
                return Tally.Bucket(start: start, amount: number(&random))
            }
            return Tally(tierSet: set, metric: metric, buckets: buckets)
        }
        state.waiting = list(3, &random) { random in
            WaitingCount(
                tierSet: key(&random),
                metric: key(&random),
                day: Day(number: Int32(random.next() % 30_000)),
                at: instant(&random),
                lot: number(&random),
                amount: number(&random)
            )
        }
        state.looks = list(2, &random) { TierLook(tierSet: key(&$0), at: instant(&$0)) }
        state.consents = list(3, &random) { random in
            let consent = Consent(
                purpose: key(&random),
                channel: key(&random),
                isGiven: random.next() % 2 == 0,
                wording: optional(&random, key),
                evidence: optional(&random, key)
            )
            return ConsentHeld(consent: consent, since: instant(&random))
        }
        state.lists = list(2, &random) { random in
            Listing(segment: key(&random), isIn: random.next() % 2 == 0, since: instant(&random))
        }
        state.exposures = list(2, &random) { random in
            Exposure(campaign: key(&random), isHeldOut: random.next() % 2 == 0, at: instant(&random))
        }
        state.lastOrderAt = optional(&random, instant)
        state.milestones = list(3, &random) { random in
            let states = MilestoneReached.State.allCases
            return MilestoneReached(
                milestone: key(&random),
                occasion: Int64(random.next() % 3_000),
                at: instant(&random),
                event: number(&random),
                order: optional(&random) { OrderKey(source: key(&$0), id: key(&$0)) },
                state: states[Int(random.next() % UInt64(states.count))],
                lot: optional(&random, earnedLot)
            )
        }
        state.milestoneDays = list(2, &random) { random in
            MilestoneDay(
                milestone: key(&random),
                order: OrderKey(source: key(&random), id: key(&random)),
                day: Day(number: Int32(1 + random.next() % 20_000)),
                years: Int64(random.next() % 50) + 1,
                next: instant(&random)
            )
        }
        return state
    }
}
