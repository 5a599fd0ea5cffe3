internal import SetiaCore

extension Explaining {
    /// A reason, with names, amounts and days as the language writes them.
    func told(_ reason: Reason) -> Told {
        switch reason {
        case .earnedByRate(let rule, let wallet, let basis, let each, let per, let points):
            .earnedByRate(
                paid: amount(basis),
                place,
                why: why(rule),
                rate(each, per, wallet),
                gave: quantity(points, wallet),
                isBelowOneStep: points == .zero && each > .zero && basis.minorUnits < per.minorUnits
            )
        case .earnedFixed(let rule, let wallet, let points):
            .earnedFixed(
                why: why(rule) ?? name(ofAchievement: rule),
                isWelcome: event.type == .memberEnrolled,
                circumstances(of: rule),
                gave: quantity(points, wallet)
            )
        case .earnedPer(let rule, let wallet, let each, let count, let unit, let points):
            .earnedPer(
                why: why(rule),
                each: quantity(each, wallet),
                Told.Counted(count: count, unit: self.unit(unit)),
                gave: quantity(points, wallet)
            )
        case .multiplied(let rule, let wallet, let factor, let points):
            .multiplied(
                why: why(rule),
                level: levelAsked(by: rule),
                factor,
                circumstances(of: rule).filter { if case .level = $0 { false } else { true } },
                gave: quantity(points, wallet)
            )
        case .conditionNotMet(let rule, let condition, let test, _):
            .conditionNotMet(offer(of: rule), only: circumstance(rule, condition, test))
        case .notScheduled(let rule): .notNow(offer(of: rule))
        case .notCombined(let rule, let other): .notBoth(offer(of: rule), other: why(other))
        case .progressed(let achievement, _, let count, let goal, let reached):
            .progress(
                name(ofAchievement: achievement) ?? achievement.text,
                count: max(0, count),
                goal: goal,
                reached: reached
            )
        case .capped(_, let wallet, let withheld, let cap),
            .cappedByCampaign(_, _, let wallet, let withheld, let cap):
            switch cap.measure {
            case .times(let times): .capped(quantity(withheld, wallet), .times(times), cap.span)
            case .points(let points): .capped(quantity(withheld, wallet), .points(quantity(points, wallet)), cap.span)
            }
        case .cappedByBudget(let rule, _, let wallet, let withheld, _):
            .budgetGone(quantity(withheld, wallet), offer(of: rule))
        case .balanceFull(let wallet, let withheld, let most):
            .full(quantity(withheld, wallet), most: quantity(most, wallet))
        case .noRateForCurrency(_, let wallet, let currency):
            .noRate(currency: words.currency(currency), name: name(ofWallet: wallet))
        case .guestEarnsNothing: .guest(name: firstWallet)
        case .pendingUntil(let wallet, let points, let until):
            .pending(quantity(points, wallet), from: words.day(zone.day(of: until)))
        case .expiresAt(let wallet, let points, let at):
            .expires(quantity(points, wallet), before: words.day(zone.day(of: at)))
        case .lapsed(let wallet, let points, let at): .lapsed(quantity(points, wallet), lastDay: lastDay(before: at))
        case .waitsFor(let wallet, let points, let event, let until):
            .waitsFor(quantity(points, wallet), event, lastDay: lastDay(before: until))
        case .activated(let wallet, let points): .activated(quantity(points, wallet))
        case .cancelled(let wallet, let points, let at):
            .cancelled(quantity(points, wallet), lastDay: lastDay(before: at))
        case .keptAlive(let wallet, let points, let until):
            .keptAlive(quantity(points, wallet), before: words.day(zone.day(of: until)))
        case .transferred(let wallet, let points, let fee):
            .handedOn(quantity(points, wallet), fee: fee > .zero ? quantity(fee, wallet) : nil)
        case .received(let wallet, let points): .came(quantity(points, wallet))
        case .transferTaken(let wallet, let points): .arrived(quantity(points, wallet))
        case .transferReturned(let wallet, let points): .cameBack(quantity(points, wallet))
        case .held(let wallet, let points, let until):
            .held(quantity(points, wallet), until: words.moment(until, in: zone))
        case .released(let wallet, let points): .released(quantity(points, wallet), isOver: false)
        case .holdExpired(let wallet, let points, _): .released(quantity(points, wallet), isOver: true)
        case .pointsExpiring(let wallet, let points, let at, _):
            .pointsExpiring(quantity(points, wallet), lastDay: lastDay(before: at))
        case .debtWrittenOff(let wallet, let points, let since):
            .writtenOff(quantity(points, wallet), since: words.day(zone.day(of: since)))
        case .debtPaid(let wallet, let points): .debtPaid(quantity(points, wallet))
        case .spent(let wallet, let points): .spent(quantity(points, wallet), place, order: orderPaidWithPoints)
        case .returnedInPart(let value, let kept): .returnedInPart(amount(value), kept: amount(kept))
        case .givenBack(let wallet, let points, let renewed):
            .givenBack(
                quantity(points, wallet),
                renewed: renewed > .zero ? quantity(renewed, wallet) : nil
            )
        case .clawedBack(let wallet, let taken):
            .clawedBack(
                quantity(taken.taken + taken.lapsed + taken.forgiven, wallet),
                isPart: isPartOfOrder,
                parts(of: taken)
            )
        case .opened(let wallet, let points): .opened(quantity(points, wallet))
        case .adjusted(let wallet, let points):
            points > .zero ? .added(quantity(points, wallet)) : .deducted(quantity(-points, wallet))
        case .countedForTier(let set, let amount, let total):
            .counted(self.amount(amount), total: self.amount(total), year: countedYear(set))
        case .countedTowards(_, let metric, let amount, let total):
            switch metric {
            case .earned(let wallet), .balance(let wallet):
                .countedTowards(
                    .points(quantity(Points(amount), wallet)),
                    total: words.amount(quantity(Points(total), wallet))
                )
            case .events(let type):
                .countedTowards(.happening(type, called: called(type)), total: words.numbers.whole(total))
            case .orders, .netSpend, .monthsSinceJoining:
                .countedTowards(.order, total: words.numbers.whole(total))
            }
        case .levelInGrace(let set, let level, let until):
            .levelInGrace(name(ofLevel: level, in: set), lastDay: lastDay(before: until))
        case .levelEnding(let set, let level, let until, _):
            .levelEnding(name(ofLevel: level, in: set), lastDay: lastDay(before: until))
        case .notCountedForTier(_, let currency): .notCounted(currency: words.currency(currency))
        case .levelReached(let set, _, let level, let until):
            .levelReached(name(ofLevel: level, in: set), lastDay: until.map { lastDay(before: $0) })
        case .levelKept(let set, let level, let until):
            .levelKept(name(ofLevel: level, in: set), lastDay: until.map { lastDay(before: $0) })
        case .levelLost(let set, let from, let to, let until):
            .levelLost(
                name(ofLevel: from, in: set),
                now: to.map { name(ofLevel: $0, in: set) },
                lastDay: until.map { lastDay(before: $0) }
            )
        case .late: .late(day: eventDay)
        case .corrected(_, let name, let wallet, let points):
            points > .zero
                ? .givesMore(quantity(points, wallet), order: orderName(name))
                : .givesLess(quantity(-points, wallet), order: orderName(name))
        case .promotionGiven(let promotion, let off):
            .promotionGiven(name(ofPromotion: promotion), amount(off))
        case .promotionReleased(let promotion): .promotionReleased(name(ofPromotion: promotion))
        case .joined: .joined
        case .reward(let step): .reward(told(step))
        case .referral(let step): .referral(told(step))
        case .gift(let step): .gift(told(step))
        case .household(let step): .household(told(step))
        case .audience(let step): .audience(told(step))
        }
    }

    /// What is held in one wallet.
    func told(_ balance: WalletBalance) -> BalanceTold {
        func some(_ points: Points) -> Quantity? { points > .zero ? quantity(points, balance.wallet) : nil }
        return BalanceTold(
            usable: quantity(balance.available, balance.wallet),
            toCome: some(balance.pending),
            setAside: some(balance.held),
            owed: some(balance.debt)
        )
    }

    private func parts(of taken: Reason.TakenBack) -> [Told.TakenPart] {
        let parts: [(Points, (String) -> Told.TakenPart)] = [
            (taken.pending, Told.TakenPart.pending), (taken.active, Told.TakenPart.active),
            (taken.lapsed, Told.TakenPart.lapsed), (taken.others, Told.TakenPart.others),
            (taken.owed, Told.TakenPart.owed), (taken.forgiven, Told.TakenPart.forgiven),
        ]
        return parts.filter { $0.0 > .zero }.map { points, part in part(words.numbers.whole(points.units)) }
    }

    /// Whether a part of an order came back, and not all that was left of it.
    var isPartOfOrder: Bool {
        decision.reasons.contains { if case .returnedInPart = $0 { true } else { false } }
    }

    /// An order's number, as its shop writes it.
    func orderName(_ name: Key) -> String { name.shopNumber.text }

    /// The year for which an order counts, where the ladder counts by calendar years.
    private func countedYear(_ key: Key) -> String? {
        if let set = programme.tierSet(key), set.window != .calendar(.year, startMonth: 1) { return nil }
        return words.year(zone.day(of: event.occurredAt).year)
    }

    private var orderPaidWithPoints: String? {
        switch event.matter {
        case .pointsRedeemed(let redemption): redemption.order?.shopNumber.text
        case .pointsCaptured(let capture): capture.order?.shopNumber.text
        default: nil
        }
    }

    private func rate(_ each: Points, _ per: Money, _ wallet: Key) -> Told.Rate {
        Told.Rate(
            each: quantity(each, wallet),
            per: per.minorUnits > 0 ? words.money(per, decimals: decimals(of: per.currency), isRound: true) : nil
        )
    }

    /// What a rule would have given, in its own words or in ours.
    private func offer(of key: Key) -> Told.Offer {
        guard let rule = rule(key) else { return .another }
        if let why = why(key) { return .why(why) }
        switch rule.effect {
        case .earnByRate(let key, let own):
            guard case .orderPaid(let order) = event.matter,
                let rate = own.first(where: { $0.currency == order.currency })
                    ?? programme.wallet(key)?.rate(for: order.currency),
                let per = try? Money(minorUnits: rate.per, currency: rate.currency)
            else { return .another }
            return .rate(self.rate(rate.points, per, key))
        case .earnFixed(let wallet, let points, nil): return .bonus(quantity(points, wallet))
        case .earnFixed(let wallet, let points, .some): return .each(quantity(points, wallet))
        case .multiply(let factor, let wallet):
            return .times(factor, name: wallet.map { name(ofWallet: $0) } ?? firstWallet)
        }
    }
}
