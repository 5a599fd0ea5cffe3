/// What a late `event` means for the member who stands at `state`, and what it changes of what was decided before
/// (rule D-5).
///
/// What it earns is what it had earned in its turn, and what other events earn otherwise since it happened is added or
/// taken as `correction`. Redemptions, adjustments, grants and what was refused stay: they have happened. Counters, caps,
/// what counts for levels, and levels are what they had been.
///
/// - Parameters:
///   - version: The programme that held when the event occurred.
///   - state: The member before it; its `records` hold the order that the event names, and those that `refold` names.
///   - event: What happened, its member being `state.member`.
///   - refold: Her events with this one in its turn.
///   - counting: How it stands to counters that members share, as the refold was told (rule B-1).
/// - Returns: The member after it, and what to write.
/// - Throws: why the programme says no; nothing has changed then.
package func decide(
    _ version: ProgrammeVersion,
    _ state: MemberState,
    _ event: Event,
    _ refold: Refold,
    counting: Counting = .asking
) throws(Refusal) -> (state: MemberState, decision: Decision) {
    var deciding = Deciding(version: version, state: state, event: event, counting: counting)
    switch state.status {
    case .erased: throw .memberErased(state.member)
    case .closed where state.merged == nil: throw .memberClosed(state.member)
    case .closed, .prospect, .active, .suspended: break
    }
    deciding.isInTurn = true
    if let own = refold.own { deciding.counted.take(over: own) }
    let before = state.standings
    var earned: [OrderRecord.EarnedLot] = []
    switch event.matter {
    case .orderPaid(let order):
        guard version.programme.decimals(of: order.currency) != nil else {
            throw .unknownCurrency(order.currency.code, taken: version.programme.currencies.map(\.currency.code))
        }
        deciding.explain(refold.own)
        earned = try deciding.credit(refold.own)
        let paid = OrderRecord.Paid(
            at: event.occurredAt,
            order: order,
            earned: earned,
            countsForTiers: !event.isAnonymous,
            version: version.number,
            reasons: deciding.reasons,
            counted: deciding.counted.claims
        )
        deciding.state.note(OrderKey(source: event.source, id: order.id)) { $0.paid = paid }
        deciding.qualify(order)
    case .memberEnrolled:
        guard state.status == .prospect else { throw .alreadyEnrolled(state.member) }
        deciding.state.status = .active
        deciding.state.isGuest = false
        deciding.explain(refold.own)
        earned = try deciding.credit(refold.own)
    case .happened(let occurrence):
        deciding.activate(by: occurrence)
        deciding.explain(refold.own)
        earned = try deciding.credit(refold.own)
    case .orderReturned(let orderReturn):
        try deciding.takeBack(orderReturn)
        deciding.forgetLevels()
    case .tierGranted(let grant):
        try deciding.grant(grant)
        deciding.forgetLevels()
    case .memberChanged: break
    case .pointsRedeemed, .pointsHeld, .pointsCaptured, .pointsReleased, .holdExtended, .pointsTransferred,
        .transferReceived, .transferEnded, .memberMerged, .mergeReceived, .mergeEnded, .mergeUndone,
        .pointsAdjusted, .balanceOpened, .consentChanged,
        .rewardRedeemed, .redemptionChanged, .tiersReviewed,
        .pointsExpiring, .levelsEnding, .voucherRedeemed, .voucherReleased, .referralChanged, .giftArrived,
        .householdChanged, .accountChanged,
        .segmentChanged,
        .timePassed:
        preconditionFailure("no event that changes what follows it")
    }
    let opened = earned.map { (event: nil as Int64?, lot: $0) } + (try deciding.correct(refold))
    deciding.stand(refold, opened, before)
    deciding.reachMilestones(since: state)
    deciding.planAccounts(after: deciding.at)
    deciding.forward(countedBefore: state)
    return deciding.finished()
}

extension Deciding {
    /// Why the event gave what it gave in its turn: but not what of it waits or lapses, and what it did to levels, which
    /// is said as it is now.
    fileprivate mutating func explain(_ own: Decision?) {
        for reason in own?.reasons ?? [] {
            switch reason {
            case .pendingUntil, .expiresAt, .debtPaid, .lapsed, .levelReached, .levelKept, .levelLost, .levelInGrace,
                .levelEnding, .pointsExpiring, .debtWrittenOff, .late:
                continue
            case .audience(let step): noteInTurn(step)
            default: reasons.append(reason)
            }
        }
    }

    fileprivate mutating func forgetLevels() {
        reasons.removeAll { reason in
            switch reason {
            case .levelReached, .levelKept, .levelLost, .levelInGrace, .levelEnding: true
            default: false
            }
        }
    }

    /// Credits what the event earned in its turn.
    fileprivate mutating func credit(_ own: Decision?) throws(Refusal) -> [OrderRecord.EarnedLot] {
        var lots: [OrderRecord.EarnedLot] = []
        for entry in own?.entries ?? [] where entry.kind == .earn {
            let lot = try credit(
                entry.points,
                as: .earn,
                to: entry.wallet,
                dates(in: entry.wallet, activeFrom: entry.activeFrom, expiresAt: entry.expiresAt)
            )
            lots.append(OrderRecord.EarnedLot(wallet: entry.wallet, lot: lot, points: entry.points))
        }
        return lots
    }

    /// The dates of points that come late, by what they had been in their turn; those that wait for an event wait for it
    /// from now on.
    private func dates(in key: Key, activeFrom: Instant?, expiresAt: Instant?) -> LotDates {
        let wallet = programme.wallet(key)
        if let wallet, case .onEvent = wallet.activation { return dates(of: wallet, by: nil) }
        var slides = false
        if case .inactivity? = wallet?.expiry { slides = true }
        return LotDates(activeFrom: activeFrom ?? at, expiresAt: withGrace(expiresAt), slides: slides)
    }

    /// The end of points that come late: at least 30 days from now (rule D-4).
    private func withGrace(_ expiresAt: Instant?) -> Instant? {
        guard let expiresAt else { return nil }
        let lastDay = version.zone.day(of: at).adding(days: Deciding.graceDays)
        return max(expiresAt, version.zone.start(of: lastDay.adding(days: 1)))
    }

    /// Adds and takes what other events give otherwise.
    ///
    /// - Returns: the lots that it opened, each with the number of the event that gives them.
    fileprivate mutating func correct(_ refold: Refold) throws(Refusal) -> [(
        event: Int64?, lot: OrderRecord.EarnedLot
    )] {
        var all: [(event: Int64?, lot: OrderRecord.EarnedLot)] = []
        var corrections = refold.corrections
        // What the return has just taken is no difference any more.
        if var own = refold.ownOrder {
            for case .clawedBack(let wallet, let parts) in reasons {
                guard let place = own.wallets.firstIndex(where: { $0.wallet == wallet }) else { continue }
                own.wallets[place].before = own.wallets[place].before - parts.asked
            }
            if own.wallets.contains(where: { $0.difference != .zero }) { corrections.append(own) }
        }
        for correction in corrections {
            var record = correction.order.map { state.record(of: $0.key) ?? OrderRecord(key: $0.key) }
            var opened: [OrderRecord.EarnedLot] = []
            for part in correction.wallets where part.difference != .zero {
                guard let wallet = programme.wallet(part.wallet) else { continue }
                reasons.append(
                    .corrected(
                        event: correction.event,
                        name: correction.name,
                        wallet: part.wallet,
                        points: part.difference
                    )
                )
                let place = record.map { $0.returned.placeOf(part.wallet) } ?? nil
                if part.difference > .zero {
                    opened.append(try add(part))
                } else {
                    let lapsed = place.flatMap { record?.returned.wallets[$0].lapsed } ?? .zero
                    let taken = takeBack(
                        -part.difference,
                        part.lots,
                        from: wallet,
                        as: .correction,
                        lapsedBefore: lapsed
                    )
                    if let place, let taken { record?.returned.wallets[place].lapsed += taken.lapsed }
                }
                if let place { record?.returned.wallets[place].clawedBack = part.clawedBack }
            }
            all += opened.map { (correction.event, $0) }
            guard var record, let order = correction.order else { continue }
            record.corrected = OrderRecord.Corrected(
                gifts: order.gifts,
                lots: (record.corrected?.lots ?? []) + opened,
                earned: correction.wallets.map { OrderRecord.Corrected.Earned(wallet: $0.wallet, points: $0.earned) },
                progress: order.progress
            )
            let kept = record
            state.note(order.key) { $0 = kept }
        }
        return all
    }

    /// Opens a lot for what an event gives more, with the dates that the event's own points have.
    private mutating func add(_ part: Refold.Correction.InWallet) throws(Refusal) -> OrderRecord.EarnedLot {
        let lot = try credit(
            part.difference,
            as: .correction,
            to: part.wallet,
            dates(in: part.wallet, activeFrom: part.activeFrom, expiresAt: part.expiresAt)
        )
        return OrderRecord.EarnedLot(wallet: part.wallet, lot: lot, points: part.difference)
    }

    /// Where she stands is where she had stood: counters, caps, what counts for levels, and levels.
    ///
    /// A level goes only where a return in a year that is still open takes it (rule T-4).
    fileprivate mutating func stand(
        _ refold: Refold,
        _ opened: [(event: Int64?, lot: OrderRecord.EarnedLot)],
        _ before: [Standing]
    ) {
        let folded = refold.state
        state.facts = folded.facts
        state.joinedAt = folded.joinedAt
        state.orders = folded.orders
        state.lastOrderAt = folded.lastOrderAt
        state.tallies = folded.tallies
        state.waiting = refold.waiting.compactMap { waits in
            let lot = waits.lot ?? opened.first { $0.event == waits.event && $0.lot.wallet == waits.wallet }?.lot.lot
            return lot.map { waits.count.of(lot: $0) }
        }
        state.looks = folded.looks
        // Rewards that were had were had: their limits stay as they are (rule W-4).
        state.capUses = folded.capUses.filter { !$0.owner.isReward } + state.capUses.filter(\.owner.isReward)
        state.achievements = folded.achievements
        let isOpen = version.zone.day(of: event.occurredAt).year == version.zone.day(of: at).year
        var mayFall = false
        if case .orderReturned = event.matter { mayFall = isOpen }
        var standings: [Standing] = []
        for set in programme.tierSets {
            let (held, turned) = (state.standing(in: set.key), folded.standing(in: set.key))
            let heldPlace = held.flatMap { set.place(of: $0.level) } ?? -1
            let turnedPlace = turned.flatMap { set.place(of: $0.level) } ?? -1
            if let standing = mayFall || turnedPlace >= heldPlace ? turned : held { standings.append(standing) }
            let (old, new) = (before.first { $0.tierSet == set.key }, standings.last { $0.tierSet == set.key })
            guard old?.level != new?.level else { continue }
            let oldPlace = old.flatMap { set.place(of: $0.level) } ?? -1
            if let new, set.place(of: new.level) ?? -1 > oldPlace {
                reasons.append(.levelReached(tierSet: set.key, from: old?.level, to: new.level, until: new.until))
            } else if let old {
                reasons.append(
                    .levelLost(tierSet: set.key, from: old.level, to: new?.level, until: new?.until)
                )
            }
        }
        // Ladders that the programme of the event's day does not have stay as they are.
        standings += state.standings.filter { held in !programme.tierSets.contains { $0.key == held.tierSet } }
        state.standings = standings
    }
}

extension OrderRecord.Returned {
    /// Where a wallet's part stands, or none.
    fileprivate func placeOf(_ wallet: Key) -> Int? { wallets.firstIndex { $0.wallet == wallet } }
}

extension WaitingCount {
    /// The same of another lot.
    fileprivate func of(lot: Int64) -> WaitingCount {
        WaitingCount(tierSet: tierSet, metric: metric, day: day, at: at, lot: lot, amount: amount)
    }
}
