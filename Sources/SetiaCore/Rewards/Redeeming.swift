extension Deciding {
    /// A reward is had, or set aside: all that was asked for or nothing (rules W-2 to W-7).
    mutating func redeem(_ wish: RewardWish) throws(Refusal) {
        guard let reward = programme.reward(wish.reward), !reward.isPresent else {
            let known = programme.rewards.filter { !$0.isPresent }
            throw .reward(.unknownReward(wish.reward.text, known: known.map(\.key.text)))
        }
        try maySpend()
        if state.redemptions.contains(where: { $0.id == wish.id }) { throw .reward(.redemptionExists(wish.id.text)) }
        if let obstacle = obstacles(to: reward).first { throw .reward(obstacle) }
        let (price, money) = try price(of: reward, wish)
        let points = Points(price.points.units * wish.quantity)
        if let expected = wish.expected, expected != points {
            throw .reward(.priceChanged(reward: reward.key, expected: expected, points: points))
        }
        let day = version.zone.day(of: event.occurredAt)
        if let limit = fullLimit(of: reward, wish.quantity, on: day) { throw .reward(limit) }
        if let wallet = price.wallet {
            let available = state.account(wallet)?.standing(at: at).available ?? .zero
            guard available >= points else {
                throw .insufficientPoints(wallet: wallet, available: available, needed: points)
            }
        }
        try take(wish.quantity, of: reward)
        count(rewards: wish.quantity, of: reward, on: day)
        var redemption = RewardRedemption(
            id: wish.id,
            reward: reward.key,
            kind: reward.kind,
            stock: reward.stock,
            quantity: wish.quantity,
            wallet: price.wallet,
            each: price.points,
            money: money,
            at: event.occurredAt,
            validity: reward.validity,
            state: .held,
            since: at,
            promotion: reward.promotion,
            supplied: reward.supplied
        )
        forgetRedemptions()
        if let minutes = wish.minutes {
            let until = at.adding(milliseconds: minutes * 60_000)
            redemption.until = until
            if let wallet = price.wallet {
                let place = state.place(of: wallet)
                state.accounts[place].hold(points, as: redemption.holdKey, until: until, in: &journal)
                reasons.append(.held(wallet: wallet, points: points, until: until))
            }
            reasons.append(.reward(RewardStep(.held, redemption, quantity: wish.quantity, until: until)))
        } else {
            if let wallet = price.wallet {
                let place = state.place(of: wallet)
                redemption.drawn = state.accounts[place].draw(points, as: .spend, in: &journal)
                reasons.append(.spent(wallet: wallet, points: points))
            }
            have(wish.quantity, of: &redemption)
        }
        state.redemptions.append(redemption)
    }

    /// Something becomes of a redemption (rules W-7 to W-10).
    mutating func change(_ change: RedemptionChange) throws(Refusal) {
        guard let place = state.redemptions.firstIndex(where: { $0.id == change.redemption }) else {
            throw .reward(.unknownRedemption(change.redemption.text))
        }
        var redemption = state.redemptions[place]
        switch change.step {
        case .capture: try capture(&redemption, change.quantity)
        case .cancel: try cancel(&redemption)
        case .extend: try extend(&redemption, change.minutes ?? PointsHold.usualMinutes)
        case .rollBack: try rollBack(&redemption, change.quantity)
        case .withdraw: try withdraw(&redemption)
        case .pack: try move(&redemption, to: .packed)
        case .send: try move(&redemption, to: .sent)
        case .deliver: try move(&redemption, to: .delivered)
        }
        state.redemptions[place] = redemption
        forgetRedemptions()
    }

    /// Redemptions whose time was over are free again, with what was set aside for them (rule W-7).
    ///
    /// Their points were freed with the holds before.
    mutating func expireRedemptions(at moment: Instant) {
        for place in state.redemptions.indices {
            guard let until = state.redemptions[place].until, until <= moment else { continue }
            var redemption = state.redemptions[place]
            end(&redemption, .expired)
            reasons.append(.reward(RewardStep(.expired, redemption, quantity: redemption.quantity, until: until)))
            state.redemptions[place] = redemption
        }
    }

    // MARK: - Who may, when

    /// What stands between the member and this reward, but for its price, its limits and its stock; in the order in which
    /// it is told.
    mutating func obstacles(to reward: Reward) -> [RewardRefusal] {
        var found: [RewardRefusal] = []
        if let schedule = reward.schedule, !schedule.covers(event.occurredAt, in: version.zone) {
            let minutes = Schedule.WallTime(
                day: version.zone.day(of: event.occurredAt),
                minute: Int(version.zone.millisecondsIntoDay(event.occurredAt) / 60_000)
            )
            if let until = schedule.until, minutes >= until {
                found.append(.over(reward: reward.key))
            } else if !isEarly(for: reward, minutes) {
                let from = schedule.from.flatMap { minutes < $0 ? $0.instant(in: version.zone) : nil }
                found.append(.notYet(reward: reward.key, from: from))
            }
        }
        found += obstacles(ofCampaign: reward)
        if !reward.countries.isEmpty, state.facts.country.map({ !reward.countries.contains($0) }) ?? true {
            found.append(
                .wrongCountry(reward: reward.key, country: state.facts.country, countries: reward.countries)
            )
        }
        let asked = reward.eligibility
        if let level = asked.level,
            !Condition.Test.atLeast(tierSet: level.tierSet, level: level.level).holds(tierSets, state, event)
        {
            found.append(.notEligible(reward: reward.key, .level(tierSet: level.tierSet, level: level.level)))
        }
        if let tenure = asked.tenure {
            let from = state.joinedAt.map { version.zone.day(of: $0).adding(tenure) }
            if from.map({ $0 > version.zone.day(of: event.occurredAt) }) ?? true {
                found.append(.notEligible(reward: reward.key, .tenure(tenure, from: from)))
            }
        }
        let before = reasons.count
        var scene: ConditionScene?
        if !holds(asked.condition, of: reward.key, &scene) {
            for case .conditionNotMet(_, let condition, let test, let saw) in reasons[before...] {
                found.append(.notEligible(reward: reward.key, .condition(condition, test: test, saw: saw)))
            }
            reasons.removeSubrange(before...)
        }
        return found
    }

    /// Whether she is one of those who can have it before its time begins, and may by now (rule W-14).
    private func isEarly(for reward: Reward, _ now: Schedule.WallTime) -> Bool {
        guard let early = reward.early, let from = reward.schedule?.from, now < from, now >= early.from else {
            return false
        }
        return version.belongs(state, to: early.segment, at: at)
    }

    /// What its campaign puts between the member and a reward.
    private func obstacles(ofCampaign reward: Reward) -> [RewardRefusal] {
        guard let campaign = reward.campaign.flatMap({ programme.campaign($0) }) else { return [] }
        if let schedule = campaign.schedule, !schedule.covers(event.occurredAt, in: version.zone) {
            let isOver = schedule.until.map { version.zone.instant(of: $0) <= event.occurredAt } ?? false
            return [isOver ? .over(reward: reward.key) : .notYet(reward: reward.key, from: nil)]
        }
        let isHeldOut = state.isHeldOut(of: campaign)
        guard isHeldOut || !version.isFor(state, campaign, at: at) else { return [] }
        return [.notEligible(reward: reward.key, .campaign(campaign.key, isHeldOut: isHeldOut))]
    }

    /// The price at which it is had, and the money for one.
    private func price(of reward: Reward, _ wish: RewardWish) throws(Refusal) -> (Reward.Price, Money?) {
        var prices = reward.prices
        if let wallet = wish.wallet {
            prices = prices.filter { $0.wallet == wallet }
            if prices.isEmpty {
                throw .unknownWallet(wallet.text, known: reward.prices.compactMap { $0.wallet?.text })
            }
        }
        let withMoney = prices.filter { price in price.money.contains { $0.currency == wish.currency } }
        let without = prices.filter(\.money.isEmpty)
        prices = withMoney.isEmpty ? without : withMoney
        guard let first = prices.first else {
            var taken: [Currency] = []
            for money in reward.prices.flatMap(\.money) where !taken.contains(money.currency) {
                taken.append(money.currency)
            }
            throw .reward(.wrongCurrency(reward: reward.key, got: wish.currency, taken: taken))
        }
        let price = prices.first { isAffordable($0, wish.quantity) } ?? first
        return (price, price.money.first { $0.currency == wish.currency })
    }

    func isAffordable(_ price: Reward.Price, _ quantity: Int64) -> Bool {
        guard let wallet = price.wallet else { return true }
        return (state.account(wallet)?.standing(at: at).available ?? .zero).units >= price.points.units * quantity
    }

    /// The limit that has no room for so many more on `day`; none where all have.
    func fullLimit(of reward: Reward, _ quantity: Int64, on day: Day) -> RewardRefusal? {
        for limit in reward.limits {
            guard case .times(let most) = limit.measure else { continue }
            let start = limit.span.start(of: day)
            let left = self.left(of: limit, most, reward, on: day)
            guard quantity > left else { continue }
            return .limitReached(
                reward: reward.key,
                per: limit.span,
                most: most,
                left: left,
                again: quantity > most ? nil : limit.span.next(after: start).map { version.zone.start(of: $0) }
            )
        }
        return nil
    }

    /// How many more her limits let her have on `day`; none where nothing limits it.
    func room(of reward: Reward, on day: Day) -> Int64? {
        reward.limits.compactMap { limit in
            guard case .times(let most) = limit.measure else { return nil }
            return left(of: limit, most, reward, on: day)
        }.min()
    }

    private func left(of limit: Cap, _ most: Int64, _ reward: Reward, on day: Day) -> Int64 {
        let start = limit.span.start(of: day)
        let used = state.capUses.first {
            $0.owner == .reward(reward.key) && $0.span == limit.span && $0.start == start
        }
        return max(0, most - (limit.span == .event ? 0 : used?.times ?? 0))
    }

    // MARK: - What happens

    /// She has so many of it from now on.
    mutating func have(_ quantity: Int64, of redemption: inout RewardRedemption) {
        redemption.state = .captured
        redemption.until = nil
        redemption.since = at
        redemption.captured = quantity
        redemption.fulfilment = redemption.givesCodes ? .delivered : .pending
        redemption.validUntil = redemption.validity.map { validity in
            version.zone.start(of: version.zone.day(of: at).adding(validity).adding(days: 1))
        }
        reasons.append(
            .reward(RewardStep(.captured, redemption, quantity: quantity, until: redemption.validUntil))
        )
    }

    private mutating func capture(_ redemption: inout RewardRedemption, _ quantity: Int64?) throws(Refusal) {
        try mustBe(.held, redemption)
        let quantity = quantity ?? redemption.quantity
        guard quantity <= redemption.quantity else {
            throw .reward(.tooMany(redemption.id.text, left: redemption.quantity, asked: quantity))
        }
        let rest = redemption.quantity - quantity
        if let wallet = redemption.wallet {
            let place = state.place(of: wallet)
            let points = Points(redemption.each.units * quantity)
            redemption.drawn = state.accounts[place].capture(points, of: redemption.holdKey, in: &journal)
            reasons.append(.spent(wallet: wallet, points: points))
            if rest > 0 { reasons.append(.released(wallet: wallet, points: Points(redemption.each.units * rest))) }
            noteGone(state.accounts[place].lapse(by: at, in: &journal), of: wallet)
        }
        if rest > 0 { putBack(rest, of: redemption) }
        have(quantity, of: &redemption)
    }

    private mutating func cancel(_ redemption: inout RewardRedemption) throws(Refusal) {
        try mustBe(.held, redemption)
        if let wallet = redemption.wallet {
            let place = state.place(of: wallet)
            state.accounts[place].release(redemption.holdKey, in: &journal)
            reasons.append(.released(wallet: wallet, points: Points(redemption.each.units * redemption.quantity)))
            noteGone(state.accounts[place].lapse(by: at, in: &journal), of: wallet)
        }
        end(&redemption, .cancelled)
        reasons.append(.reward(RewardStep(.cancelled, redemption, quantity: redemption.quantity)))
    }

    private mutating func extend(_ redemption: inout RewardRedemption, _ minutes: Int64) throws(Refusal) {
        try mustBe(.held, redemption)
        let until = max(redemption.until ?? at, at.adding(milliseconds: minutes * 60_000))
        redemption.until = until
        if let wallet = redemption.wallet {
            state.accounts[state.place(of: wallet)].extend(redemption.holdKey, until: until)
        }
        reasons.append(.reward(RewardStep(.extended, redemption, quantity: redemption.quantity, until: until)))
    }

    /// What she has is given back, whole or in part: its points go where they came from, and what can be given to
    /// somebody else goes back on the shelf (rule W-9).
    private mutating func rollBack(_ redemption: inout RewardRedemption, _ quantity: Int64?) throws(Refusal) {
        try mustBe(.captured, redemption)
        let quantity = quantity ?? redemption.kept
        guard quantity <= redemption.kept else {
            throw .reward(.tooMany(redemption.id.text, left: redemption.kept, asked: quantity))
        }
        let until = redemption.since.adding(milliseconds: RewardRedemption.mayRollBackFor)
        guard at <= until else { throw .reward(.tooLate(redemption.id.text, until: until)) }
        if let key = redemption.wallet {
            let wallet =
                programme.wallet(key)
                ?? Wallet(key: key, name: Words([]), activation: .immediate, expiry: .none, rates: [])
            try giveBack(
                redemption.drawn.map { OrderRecord.SpentLot(wallet: key, lot: $0.lot, points: $0.points) },
                after: Points(redemption.each.units * redemption.rolledBack),
                upTo: Points(redemption.each.units * (redemption.rolledBack + quantity)),
                to: wallet
            )
        }
        // A code that somebody has seen is nobody else's any more.
        putBack(quantity, of: redemption, onShelf: redemption.stock != .codes)
        redemption.rolledBack += quantity
        if redemption.kept == 0 {
            redemption.state = .rolledBack
            redemption.fulfilment = nil
        }
        reasons.append(.reward(RewardStep(.rolledBack, redemption, quantity: quantity)))
    }

    /// She gives up what is set aside for her, or what she has and nobody has given to her yet (rule W-12).
    private mutating func withdraw(_ redemption: inout RewardRedemption) throws(Refusal) {
        if redemption.state == .held { return try cancel(&redemption) }
        try mustBe(.captured, redemption)
        let now = redemption.fulfilment ?? .pending
        guard now == .pending else { throw .reward(.fulfilmentIs(redemption.id.text, now)) }
        // What lapsed unused has lapsed: its points do not come back by asking late.
        if let end = redemption.validUntil, end <= at, !redemption.kind.isSent {
            throw .reward(.redemptionExpired(redemption.id.text, since: end))
        }
        try rollBack(&redemption, nil)
    }

    /// It is further on its way to her: what is sent step by step, all else handed over (rule W-8).
    private mutating func move(
        _ redemption: inout RewardRedemption,
        to fulfilment: RewardRedemption.Fulfilment
    ) throws(Refusal) {
        try mustBe(.captured, redemption)
        let now = redemption.fulfilment ?? .pending
        let places = RewardRedemption.Fulfilment.allCases
        guard let from = places.firstIndex(of: now), let to = places.firstIndex(of: fulfilment), from < to,
            redemption.kind.isSent || fulfilment == .delivered
        else { throw .reward(.fulfilmentIs(redemption.id.text, now)) }
        if let end = redemption.validUntil, end <= at, !redemption.kind.isSent {
            throw .reward(.redemptionExpired(redemption.id.text, since: end))
        }
        redemption.fulfilment = fulfilment
        let kind: RewardStep.Kind =
            switch fulfilment {
            case .packed: .packed
            case .sent: .sent
            case .pending, .delivered: .delivered
            }
        reasons.append(.reward(RewardStep(kind, redemption, quantity: redemption.kept)))
    }

    // MARK: - Shelf and limits

    /// Takes so many from the shelf, where the reward has one.
    private mutating func take(_ quantity: Int64, of reward: Reward) throws(Refusal) {
        guard let counter = reward.counter else { return }
        guard claim(quantity, of: counter) else { throw .reward(.outOfStock(reward: reward.key, left: nil)) }
    }

    /// So many are not had after all: they are on the shelf again, and her limits have room for them in the stretches of
    /// the day on which she asked.
    mutating func putBack(_ quantity: Int64, of redemption: RewardRedemption, onShelf: Bool = true) {
        if onShelf, redemption.stock != .unlimited {
            giveBack(quantity, to: Reward.counter(of: redemption.reward))
        }
        let day = version.zone.day(of: redemption.at)
        for place in state.capUses.indices where state.capUses[place].owner == .reward(redemption.reward) {
            guard state.capUses[place].start == state.capUses[place].span.start(of: day) else { continue }
            state.capUses[place].times = max(0, state.capUses[place].times - quantity)
        }
    }

    private mutating func end(_ redemption: inout RewardRedemption, _ end: RewardRedemption.State) {
        redemption.state = end
        redemption.until = nil
        redemption.since = journal.at
        putBack(redemption.quantity, of: redemption)
    }

    mutating func count(rewards quantity: Int64, of reward: Reward, on day: Day) {
        var spans: [Cap.Span] = []
        for limit in reward.limits where limit.span != .event && !spans.contains(limit.span) {
            spans.append(limit.span)
        }
        let owner = CapUse.Owner.reward(reward.key)
        for span in spans {
            let start = span.start(of: day)
            if let place = state.capUses.firstIndex(where: {
                $0.owner == owner && $0.span == span && $0.start == start
            }) {
                state.capUses[place].times += quantity
            } else {
                state.capUses.removeAll { old in
                    old.owner == owner && old.span == span && span != .lifetime
                        && Int(start.number) - Int(old.start.number) > span.remembered
                }
                state.capUses.append(CapUse(owner: owner, span: span, start: start, times: quantity))
            }
        }
    }

    private func mustBe(_ wanted: RewardRedemption.State, _ redemption: RewardRedemption) throws(Refusal) {
        guard redemption.state == wanted else { throw .reward(.redemptionIs(redemption.id.text, redemption.state)) }
    }

    private mutating func forgetRedemptions() {
        let now = at
        state.redemptions.removeAll { !$0.isRemembered(at: now) }
    }
}

extension Cap.Span {
    /// The first day of the stretch after the one that begins on `start`; none where that never comes.
    func next(after start: Day) -> Day? {
        switch self {
        case .event, .lifetime: nil
        case .day: start.adding(days: 1)
        case .week: start.adding(days: 7)
        case .month: start.adding(Period(1, .month))
        case .year: start.adding(Period(1, .year))
        }
    }
}

extension Schedule.WallTime {
    /// When it is, as near as whole minutes of a day tell.
    func instant(in zone: some LocalTime) -> Instant {
        zone.start(of: day).adding(milliseconds: Int64(minute) * 60_000)
    }
}
