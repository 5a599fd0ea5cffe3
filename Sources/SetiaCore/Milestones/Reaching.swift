// Milestones: which ones an event reaches, and what they give (rules M-1 to M-9).

extension Deciding {
    /// Notes the milestones that she reached since `before`, and takes back those that she reached no more.
    ///
    /// It compares how she stands with how she stood, so that it is the same by whichever event and in whichever order it
    /// came. What they give comes by an event of its own, with an id made from this one.
    mutating func reachMilestones(since before: MemberState) {
        guard !programme.milestones.isEmpty, state.status == .active, !state.isGuest, !event.isOfMerging else { return }
        for place in programme.milestones.indices {
            let milestone = programme.milestones[place]
            for found in reached(milestone, since: before) { note(found, of: milestone) }
        }
        for place in state.milestones.indices where state.milestones[place].state != .reversed {
            guard let milestone = programme.milestone(state.milestones[place].milestone),
                isUndone(state.milestones[place], milestone, since: before)
            else { continue }
            reverse(place)
        }
    }

    /// A gift has come.
    mutating func receive(_ arrival: GiftArrival) throws(Refusal) {
        switch arrival {
        case .milestone(let key, let occasion):
            if let day = state.milestoneDays.firstIndex(where: { $0.milestone == key && $0.years == occasion }) {
                try keep(day)
                return
            }
            let place = state.milestones.firstIndex {
                $0.milestone == key && $0.occasion == occasion && $0.state == .untold
            }
            guard let place else { return }
            state.milestones[place].state = .given
            let lot = try give(programme.milestone(key)?.present, .reached, key, occasion)
            state.milestones[place].lot = lot
        case .draw(let draw, let present): _ = try give(present, .drawn, draw, 0)
        }
    }

    // MARK: - What is reached

    /// What of a milestone was reached by this event: which time, and the purchase that was it.
    private func reached(_ milestone: Milestone, since before: MemberState) -> [(occasion: Int64, order: OrderKey?)] {
        let day = version.zone.day(of: event.occurredAt)
        let isNew = state.times(of: milestone.key) == 0
        switch milestone.on {
        case .birthday: return event.type == .birthday ? [(Int64(day.year), nil)] : []
        case .anniversary(let wanted):
            guard event.type == .anniversary, let years = years, wanted == nil || wanted == years else { return [] }
            return [(years, nil)]
        case .purchase(let number):
            return isNew && before.orders < number && state.orders >= number ? [(number, ownOrder?.key)] : []
        case .everyPurchases(let each):
            let (old, new) = (max(0, before.orders) / each, max(0, state.orders) / each)
            return new > old ? [(new * each, ownOrder?.key)] : []
        case .purchaseOf(let amounts):
            guard isNew, let own = ownOrder,
                amounts.contains(where: { $0.currency == own.order.currency && $0.minorUnits <= own.order.total })
            else { return [] }
            return [(0, own.key)]
        case .yearsAfter: return []
        case .level(let tierSet, let level):
            guard isNew, let set = tierSets.first(where: { $0.key == tierSet }), let asked = set.place(of: level)
            else { return [] }
            let (old, new) = (before.place(in: set), state.place(in: set))
            return old < asked && new >= asked ? [(0, nil)] : []
        case .achievement(let key):
            return isNew && before.reached(key) == 0 && state.reached(key) > 0 ? [(Int64(0), ownOrder?.key)] : []
        }
    }

    /// Whether what reached a milestone came back with this event.
    private func isUndone(_ reached: MilestoneReached, _ milestone: Milestone, since before: MemberState) -> Bool {
        switch milestone.on {
        case .purchase, .everyPurchases:
            return before.orders >= reached.occasion && state.orders < reached.occasion
        case .purchaseOf(let amounts):
            guard case .orderReturned = event.matter, let order = reached.order,
                let record = state.record(of: order), let paid = record.paid
            else { return false }
            let kept = record.returned.lines.reduce(paid.order.total) { $0 - $1.net }
            return record.isReturned
                || !amounts.contains { $0.currency == paid.order.currency && $0.minorUnits <= kept }
        case .achievement(let key): return before.reached(key) > 0 && state.reached(key) == 0
        case .birthday, .anniversary, .yearsAfter, .level: return false
        }
    }

    private var ownOrder: (key: OrderKey, order: Order)? {
        guard case .orderPaid(let order) = event.matter else { return nil }
        return (OrderKey(source: event.source, id: order.id), order)
    }

    /// How many years of membership the event says.
    private var years: Int64? {
        guard case .happened(let occurrence) = event.matter, case .number(let years)? = occurrence.value("years")
        else { return nil }
        return years
    }

    // MARK: - What becomes of it

    private mutating func note(_ found: (occasion: Int64, order: OrderKey?), of milestone: Milestone) {
        let reached = MilestoneReached(
            milestone: milestone.key,
            occasion: found.occasion,
            // What a day brings is dated the day itself, however late it comes.
            at: event.type.isOfCalendar ? event.occurredAt : at,
            event: journal.event,
            order: found.order
        )
        state.milestones.removeAll { $0.milestone == milestone.key && $0.occasion == found.occasion }
        state.milestones.append(reached)
        followUps.append(reached.told(to: state.member))
        forgetMilestones(of: milestone.key)
        guard let order = found.order else { return }
        for later in programme.milestones {
            guard case .yearsAfter(milestone.key, let years) = later.on else { continue }
            let day = version.zone.day(of: event.occurredAt)
            state.milestoneDays.removeAll { $0.milestone == later.key }
            state.milestoneDays.append(
                MilestoneDay(milestone: later.key, order: order, day: day, years: years ?? 1, next: at)
            )
            state.milestoneDays[state.milestoneDays.count - 1].next = start(of: day, years: years ?? 1)
        }
    }

    /// A year of a day of hers has come: it is reached, and the next one waits.
    private mutating func keep(_ place: Int) throws(Refusal) {
        let day = state.milestoneDays[place]
        guard event.occurredAt >= day.next else { return }
        guard let milestone = programme.milestone(day.milestone), case .yearsAfter(_, let only) = milestone.on else {
            // The programme has it no more.
            state.milestoneDays.remove(at: place)
            return
        }
        if only == nil {
            state.milestoneDays[place].years = day.years + 1
            state.milestoneDays[place].next = start(of: day.day, years: day.years + 1)
        } else {
            state.milestoneDays.remove(at: place)
        }
        state.milestones.append(
            MilestoneReached(
                milestone: day.milestone,
                occasion: day.years,
                at: event.occurredAt,
                event: journal.event,
                order: day.order,
                state: .given
            )
        )
        let own = state.milestones.count - 1
        let lot = try give(milestone.present, .reached, day.milestone, day.years)
        state.milestones[own].lot = lot
        forgetMilestones(of: day.milestone)
    }

    /// The first instant of the day so many years after another; of 29 February it is the 28th where there is none.
    private func start(of day: Day, years: Int64) -> Instant {
        version.zone.start(of: day.adding(Period(Int(years), .year)))
    }

    /// How many times of one milestone are remembered: it is given each year, or each so many purchases.
    private static let mostRemembered = 12

    private mutating func forgetMilestones(of key: Key) {
        let own = state.milestones.indices.filter { state.milestones[$0].milestone == key }
        guard own.count > Deciding.mostRemembered else { return }
        state.milestones.remove(at: own[0])
    }

    /// What reached it came back: the points that it gave are taken again, and days that hang on it come no more.
    private mutating func reverse(_ place: Int) {
        let reached = state.milestones[place]
        state.milestones[place].state = .reversed
        state.milestones[place].lot = nil
        if let order = reached.order {
            state.milestoneDays.removeAll { $0.order == order }
        }
        guard reached.state == .given else { return }
        var points = Points.zero
        if let lot = reached.lot {
            let bare = Wallet(key: lot.wallet, name: Words([]), activation: .immediate, expiry: .none, rates: [])
            let wallet = programme.wallet(lot.wallet) ?? bare
            points = takeBack(lot.points, [lot], from: wallet, as: .clawBack, lapsedBefore: .zero)?.taken ?? .zero
        }
        reasons.append(
            .gift(
                GiftStep(
                    .reversed,
                    reached.milestone,
                    occasion: reached.occasion,
                    wallet: reached.lot?.wallet,
                    points: -points
                )
            )
        )
    }

    // MARK: - Giving

    /// Gives a present: points that can be used at once and count as nothing that she earned herself, or a reward for
    /// nothing where there is one left.
    private mutating func give(
        _ present: Present?,
        _ kind: GiftStep.Kind,
        _ name: Key,
        _ occasion: Int64
    ) throws(Refusal) -> OrderRecord.EarnedLot? {
        switch present {
        case .points(let key, let points)?:
            guard let wallet = programme.wallet(key) else { break }
            let lot = try credit(points, as: .earn, to: key, dates(of: wallet, activeFrom: event.occurredAt))
            reasons.append(.gift(GiftStep(kind, name, occasion: occasion, wallet: key, points: points)))
            // What lapsed meanwhile lapses here.
            let place = state.place(of: key)
            noteGone(state.accounts[place].lapse(by: at, in: &journal), of: key)
            return OrderRecord.EarnedLot(wallet: key, lot: lot, points: points)
        case .reward(let key)?:
            guard let reward = programme.reward(key) else { break }
            reasons.append(.gift(GiftStep(kind, name, occasion: occasion)))
            if !self.present(reward, as: Key("\(name)-\(occasion)-\(journal.event)")) {
                reasons.append(.gift(GiftStep(.gone, name, occasion: occasion)))
            }
            return nil
        case nil: break
        }
        reasons.append(.gift(GiftStep(kind, name, occasion: occasion)))
        return nil
    }
}

extension Event {
    /// Whether two accounts become one by it, or are two again: what both did together is no milestone.
    fileprivate var isOfMerging: Bool {
        switch type {
        case .memberMerged, .mergeReceived, .mergeEnded, .mergeUndone: true
        default: false
        }
    }
}

extension MemberState {
    /// Where she stands on a ladder, from 0; below it where she has no level.
    fileprivate func place(in set: TierSet) -> Int {
        standing(in: set.key).flatMap { set.place(of: $0.level) } ?? -1
    }

    fileprivate func reached(_ achievement: Key) -> Int64 {
        achievements.first { $0.key == achievement }?.reached ?? 0
    }
}
