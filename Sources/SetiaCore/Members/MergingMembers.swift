// Two accounts are one person's: one of them is frozen, and all of it goes to the other (rule L-20).

extension Deciding {
    /// Who says so: Setia itself.
    static let mergeSource: Key = "setia/merges"

    /// She is the same person as another, whose all of this is from now on.
    mutating func merge(_ merge: Merge) {
        endReferral(.refused)
        // What waits to count for tiers counts now: it is no other account's to lose.
        for waits in state.waiting {
            add(
                Tally(
                    tierSet: waits.tierSet,
                    metric: waits.metric,
                    buckets: [.init(start: waits.day, amount: waits.amount)]
                )
            )
        }
        state.waiting = []
        var share = MergeShare(id: merge.id, from: state.member, number: journal.event, isFirst: true)
        share.wallets = moveOut()
        share.tallies = state.tallies
        share.orders = state.orders
        share.capUses = state.capUses
        share.levels = state.standings.map {
            MergeShare.Level(tierSet: $0.tierSet, level: $0.level, since: $0.since, until: $0.until)
        }
        share.achievements = state.achievements.map {
            MergeShare.Progress(key: $0.key, start: $0.start, count: $0.count, reached: $0.reached)
        }
        share.joinedAt = state.joinedAt
        share.facts = state.facts
        state.merged = Merged(id: merge.id, other: merge.into, at: at, status: state.status)
        state.status = .closed
        state.looks = []
        send(share, to: merge.into)
        for (place, held) in state.consents.enumerated() {
            let consent = Event(
                source: Self.mergeSource,
                id: Key("\(state.member.text)-\(journal.event)-consent-\(place)"),
                occurredAt: held.since,
                matter: .consentChanged(held.consent)
            )
            followUps.append(FollowUp(member: merge.into, event: consent))
        }
        for (place, listing) in state.lists.enumerated() where listing.isIn {
            let change = Event(
                source: Self.mergeSource,
                id: Key("\(state.member.text)-\(journal.event)-list-\(place)"),
                occurredAt: listing.since,
                matter: .segmentChanged(SegmentChange(segment: listing.segment, isIn: true))
            )
            followUps.append(FollowUp(member: merge.into, event: change))
        }
    }

    /// What an account that is another's still gets, as when an order of before comes back, goes on to her.
    mutating func forward(countedBefore before: MemberState) {
        guard let merged = state.merged, before.merged != nil else { return }
        var share = MergeShare(id: merged.id, from: state.member, number: journal.event)
        share.wallets = moveOut()
        share.tallies = state.tallies.compactMap { $0.difference(from: before.tallies) }
        share.orders = state.orders - before.orders
        share.capUses = state.capUses.compactMap { $0.difference(from: before.capUses) }
        guard !share.isEmpty else { return }
        send(share, to: merged.other)
    }

    private mutating func send(_ share: MergeShare, to other: MemberID) {
        state.sharesUnderway.append(ShareUnderway(number: journal.event, at: at))
        let event = Event(
            source: Self.mergeSource,
            id: Key("\(state.member.text)-\(share.number)"),
            occurredAt: at,
            matter: .mergeReceived(share)
        )
        followUps.append(FollowUp(member: other, event: event))
    }

    /// Takes all points out of all wallets, pending ones and what is owed too.
    private mutating func moveOut() -> [MergeShare.InWallet] {
        var wallets: [MergeShare.InWallet] = []
        for place in state.accounts.indices {
            let (lots, debt) = state.accounts[place].moveOut(in: &journal)
            guard !lots.isEmpty || debt > .zero else { continue }
            let wallet = state.accounts[place].wallet
            wallets.append(MergeShare.InWallet(wallet: wallet, lots: lots.map(\.moved), debt: debt))
            let points = lots.reduce(Points.zero) { $0 + $1.left }
            if points > .zero { reasons.append(.transferred(wallet: wallet, points: points, fee: .zero)) }
        }
        return wallets
    }

    /// What another account of hers held is hers; or it comes back, where that was an error.
    mutating func absorb(_ share: MergeShare) throws(Refusal) {
        for part in share.wallets {
            let points = part.lots.reduce(Points.zero) { $0 + $1.points }
            if points > .zero { reasons.append(.received(wallet: part.wallet, points: points)) }
            for lot in part.lots {
                let dates = LotDates(
                    activeFrom: lot.activeFrom,
                    expiresAt: lot.expiresAt,
                    slides: lot.slides,
                    awaits: lot.awaits
                )
                _ = try credit(lot.points, as: .transfer, to: part.wallet, dates)
            }
            let place = state.place(of: part.wallet)
            if part.debt > .zero {
                state.accounts[place].owe(part.debt, as: .transfer, in: &journal)
                state.accounts[place].settle(at: at, in: &journal)
            }
            noteGone(state.accounts[place].lapse(by: at, in: &journal), of: part.wallet)
        }
        if share.isBack {
            if let merged = state.merged { state.status = merged.status }
            state.merged = nil
        } else {
            count(share, times: 1)
            if share.isFirst { join(share) }
        }
        let end = Event(
            source: Self.mergeSource,
            id: Key("\(event.id)-end"),
            occurredAt: at,
            matter: .mergeEnded(MergeEnd(number: share.number))
        )
        followUps.append(FollowUp(member: share.from, event: end))
        if state.status == .active { climbAll() }
    }

    /// She is one who was two: the older membership, the higher levels, and what is known of either.
    private mutating func join(_ share: MergeShare) {
        state.mergedIn.append(Merged(id: share.id, other: share.from, at: at, status: state.status))
        state.facts = share.facts.updated(by: state.facts)
        if let joinedAt = share.joinedAt {
            state.joinedAt = min(state.joinedAt ?? joinedAt, joinedAt)
            if state.status == .prospect {
                state.status = .active
                state.isGuest = false
                reasons.append(.joined)
            }
        }
        for level in share.levels {
            guard let set = tierSets.first(where: { $0.key == level.tierSet }), let place = set.place(of: level.level)
            else { continue }
            let held = state.standing(in: level.tierSet)
            let heldPlace = held.flatMap { set.place(of: $0.level) } ?? -1
            guard place > heldPlace || (place == heldPlace && held.map { isLater(level.until, $0.until) } ?? true)
            else { continue }
            write(
                Standing(
                    tierSet: level.tierSet,
                    level: level.level,
                    since: place > heldPlace ? level.since : min(level.since, held?.since ?? level.since),
                    until: level.until,
                    floor: held?.floor
                )
            )
            guard place > heldPlace else { continue }
            reasons.append(
                .levelReached(tierSet: level.tierSet, from: held?.level, to: level.level, until: level.until)
            )
        }
    }

    private func isLater(_ one: Instant?, _ other: Instant?) -> Bool {
        guard let other else { return false }
        return one.map { $0 > other } ?? true
    }

    /// Counts what counted there here as well, or no more.
    private mutating func count(_ share: MergeShare, times: Int64) {
        for tally in share.tallies {
            add(
                Tally(
                    tierSet: tally.tierSet,
                    metric: tally.metric,
                    buckets: tally.buckets.map { .init(start: $0.start, amount: $0.amount * times) }
                )
            )
        }
        state.orders = max(0, state.orders + share.orders * times)
        for use in share.capUses {
            let place = state.capUses.firstIndex {
                $0.owner == use.owner && $0.span == use.span && $0.start == use.start
            }
            if let place {
                state.capUses[place].times = max(0, state.capUses[place].times + use.times * times)
                let points = state.capUses[place].points.units + use.points.units * times
                state.capUses[place].points = Points(max(0, points))
            } else if times > 0 {
                state.capUses.append(use)
            }
        }
        for progress in share.achievements {
            if let place = state.achievements.firstIndex(where: { $0.key == progress.key }) {
                // What is reached by adding up is reached with the next that counts.
                if state.achievements[place].start == progress.start || times < 0 {
                    state.achievements[place].count += progress.count * times
                }
                state.achievements[place].reached = max(0, state.achievements[place].reached + progress.reached * times)
            } else if times > 0 {
                state.achievements.append(
                    AchievementProgress(
                        key: progress.key,
                        start: progress.start,
                        count: progress.count,
                        reached: progress.reached
                    )
                )
            }
        }
    }

    private mutating func add(_ tally: Tally) {
        let place =
            state.tallies.firstIndex { $0.tierSet == tally.tierSet && $0.metric == tally.metric }
            ?? state.tallies.endIndex
        if place == state.tallies.endIndex {
            state.tallies.append(Tally(tierSet: tally.tierSet, metric: tally.metric, buckets: []))
        }
        for bucket in tally.buckets {
            state.tallies[place].add(bucket.amount, at: bucket.start, remembered: .max)
        }
    }

    /// They are two people after all: what remains of her lots goes back, and what she counted counts no more.
    mutating func undo(_ undoing: MergeUndoing) {
        guard let place = state.mergedIn.firstIndex(where: { $0.id == undoing.id }) else { return }
        state.mergedIn.remove(at: place)
        count(undoing.counted, times: -1)
        var share = MergeShare(id: undoing.id, from: state.member, number: journal.event, isBack: true)
        for account in state.accounts.indices {
            let wallet = state.accounts[account].wallet
            let numbers = undoing.lots.filter { $0.wallet == wallet }.map(\.lot)
            let lots = state.accounts[account].moveOut(lots: numbers, in: &journal)
            guard !lots.isEmpty else { continue }
            let points = lots.reduce(Points.zero) { $0 + $1.left }
            reasons.append(.transferred(wallet: wallet, points: points, fee: .zero))
            share.wallets.append(MergeShare.InWallet(wallet: wallet, lots: lots.map(\.moved), debt: .zero))
        }
        send(share, to: undoing.from)
    }

    /// What she sent has come.
    mutating func end(_ end: MergeEnd) {
        state.sharesUnderway.removeAll { $0.number == end.number }
    }
}

extension Lot {
    /// What goes to another account.
    fileprivate var moved: MergeShare.Moved {
        MergeShare.Moved(points: left, activeFrom: activeFrom, expiresAt: expiresAt, slides: slides, awaits: awaits)
    }
}

extension Tally {
    /// What counts more than before, by stretch; none where nothing does.
    fileprivate func difference(from before: [Tally]) -> Tally? {
        let old = before.first { $0.tierSet == tierSet && $0.metric == metric }?.buckets ?? []
        let changed = buckets.compactMap { bucket -> Bucket? in
            let amount = bucket.amount - (old.first { $0.start == bucket.start }?.amount ?? 0)
            return amount == 0 ? nil : Bucket(start: bucket.start, amount: amount)
        }
        return changed.isEmpty ? nil : Tally(tierSet: tierSet, metric: metric, buckets: changed)
    }
}

extension CapUse {
    /// What was given more than before; none where nothing was.
    fileprivate func difference(from before: [CapUse]) -> CapUse? {
        let old = before.first { $0.owner == owner && $0.span == span && $0.start == start }
        let (times, points) = (times - (old?.times ?? 0), self.points - (old?.points ?? .zero))
        guard times != 0 || points != .zero else { return nil }
        return CapUse(owner: owner, span: span, start: start, times: times, points: points)
    }
}
