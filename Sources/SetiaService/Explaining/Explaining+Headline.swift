internal import SetiaCore

extension Explaining {
    /// What the event came to.
    var headline: Headline {
        switch event.matter {
        case .orderPaid(let order):
            let earned = moved(.earn)
            let paid = amount(order.total, order.currency)
            return earned.isEmpty
                ? .earnedNothing(name: firstWallet, paid: paid, place, day: eventDay)
                : .earned(earned, paid: paid, place, day: eventDay)
        case .orderReturned(let orderReturn):
            return .returned(
                order: orderName(orderReturn.order),
                isPart: isPartOfOrder,
                day: eventDay,
                given: moved(.giveBack),
                taken: moved(.clawBack),
                name: firstWallet
            )
        case .pointsRedeemed(let redemption):
            return .used(quantity(redemption.points, redemption.wallet), place, day: eventDay)
        case .pointsTransferred(let transfer):
            return .handedOn(quantity(transfer.points, transfer.wallet), day: eventDay)
        case .transferReceived(let arrival):
            let points = arrival.lots.reduce(Points.zero) { $0 + $1.points }
            return .came(quantity(points, arrival.wallet), day: eventDay)
        case .transferEnded: return transferEnded
        case .memberMerged, .mergeEnded, .mergeUndone: return .detailsChanged(day: eventDay)
        case .mergeReceived(let share):
            guard let part = share.wallets.first(where: { !$0.lots.isEmpty }) else {
                return .detailsChanged(day: eventDay)
            }
            return .came(quantity(part.lots.reduce(Points.zero) { $0 + $1.points }, part.wallet), day: eventDay)
        case .pointsHeld(let hold): return .held(quantity(hold.points, hold.wallet), day: eventDay)
        case .pointsCaptured: return moved(.spend).first.map { Headline.used($0, place, day: eventDay) } ?? whatTimeDid
        case .pointsReleased, .holdExtended: return holdChanged
        case .pointsAdjusted(let adjustment):
            let points = adjustment.points
            return points > .zero
                ? .added(quantity(points, adjustment.wallet), day: eventDay)
                : .deducted(quantity(-points, adjustment.wallet), day: eventDay)
        case .balanceOpened(let balance):
            let points = balance.lots.reduce(Points.zero) { $0 + $1.points }
            return .broughtAlong(quantity(points, balance.wallet), day: eventDay)
        case .memberEnrolled: return .joined(day: eventDay, moved(.earn))
        case .tierGranted(let grant):
            return .granted(level: name(ofLevel: grant.level, in: grant.tierSet), day: eventDay)
        case .memberChanged: return .detailsChanged(day: eventDay)
        case .consentChanged(let consent): return consent.isGiven ? .agreed(day: eventDay) : .withdrew(day: eventDay)
        case .rewardRedeemed, .redemptionChanged: return rewardChanged
        case .referralChanged: return referralChanged
        case .giftArrived: return giftArrived
        case .householdChanged: return householdChanged
        case .accountChanged(let change): return .account(change, day: eventDay)
        case .voucherRedeemed(let cart) where cart.parts.isEmpty:
            guard let spent = cart.points else { return .cartUsed(place, day: eventDay) }
            return .used(quantity(spent.points, spent.wallet), place, day: eventDay)
        case .voucherRedeemed(let cart):
            return .tookOff(cart.parts.map { amount($0.amount) }, place, day: eventDay)
        case .voucherReleased: return .vouchersFree(day: eventDay)
        case .happened(let occurrence):
            if let told = delivery(occurrence) { return .delivery(told, day: eventDay, moved(.earn)) }
            return .did(occurrence.type, called: called(occurrence.type), day: eventDay, moved(.earn))
        case .pointsExpiring(let lapses):
            guard let first = lapses.map(\.at).min() else { return whatTimeDid }
            let own = lapses.filter { $0.at == first }.map { quantity($0.points, $0.wallet) }
            return .pointsEnd(own, lastDay: lastDay(before: first))
        case .levelsEnding(let levels):
            return levels.first.map { level in
                Headline.levelEnds(name(ofLevel: level.level, in: level.tierSet), lastDay: lastDay(before: level.until))
            } ?? whatTimeDid
        case .segmentChanged: return .detailsChanged(day: eventDay)
        case .tiersReviewed, .timePassed: return whatTimeDid
        }
    }

    /// What became of what she handed on.
    private var transferEnded: Headline {
        for reason in decision.reasons {
            switch reason {
            case .transferTaken(let wallet, let points): return .arrived(quantity(points, wallet), day: eventDay)
            case .transferReturned(let wallet, let points): return .cameBack(quantity(points, wallet), day: eventDay)
            default: continue
            }
        }
        return whatTimeDid
    }

    /// What became of a hold, by the reason that says how much it was.
    private var holdChanged: Headline {
        for reason in decision.reasons.reversed() {
            switch reason {
            case .held(let wallet, let points, _): return .held(quantity(points, wallet), day: eventDay)
            case .released(let wallet, let points): return .freed(quantity(points, wallet), day: eventDay)
            default: continue
            }
        }
        return whatTimeDid
    }

    /// What the brand calls an event of its own.
    func called(_ type: EventType) -> String? {
        programme.events.first { $0.type == type }?.name.text(in: language.key)
    }

    /// Of what time does, what matters most to her; of levels, where she stands in the end.
    private var whatTimeDid: Headline {
        let expired = moved(.expire)
        if !expired.isEmpty { return .expired(expired) }
        for reason in decision.reasons.reversed() {
            switch reason {
            case .holdExpired(let wallet, let points, _): return .freed(quantity(points, wallet), day: eventDay)
            case .levelLost(let set, _, let now?, _): return .levelChanged(to: name(ofLevel: now, in: set))
            case .levelLost(let set, let level, nil, _): return .levelEnded(name(ofLevel: level, in: set))
            case .levelKept(let set, let level, _), .levelInGrace(let set, let level, _):
                return .levelStays(name(ofLevel: level, in: set))
            case .levelReached(let set, _, let level, _): return .levelChanged(to: name(ofLevel: level, in: set))
            case .levelEnding(let set, let level, let until, _):
                return .levelEnds(name(ofLevel: level, in: set), lastDay: lastDay(before: until))
            default: continue
            }
        }
        let writtenOff = moved(.writeOff)
        if !writtenOff.isEmpty { return .debtEnded(writtenOff) }
        for case .pointsExpiring(let wallet, let points, let at, _) in decision.reasons {
            return .pointsEnd([quantity(points, wallet)], lastDay: lastDay(before: at))
        }
        return .broughtUpToDate(day: eventDay)
    }

    /// What entries of one kind moved, one quantity a wallet, without a sign.
    private func moved(_ kind: Entry.Kind) -> [Quantity] {
        var sums: [(wallet: Key, points: Points)] = []
        for entry in decision.entries where entry.kind == kind {
            if let place = sums.firstIndex(where: { $0.wallet == entry.wallet }) {
                sums[place].points += entry.points
            } else {
                sums.append((entry.wallet, entry.points))
            }
        }
        return sums.map { quantity(max($0.points, -$0.points), $0.wallet) }
    }
}
