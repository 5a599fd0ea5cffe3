extension Deciding {
    /// An order came back, whole or in part: what she keeps is worth to her what it would have been worth alone, and a
    /// whole one leaves the balance as if it had never been (rules ).
    ///
    /// First what the order spent is given back, then what it earned is taken, so that nobody owes points for a moment
    /// that she had.
    mutating func takeBack(_ orderReturn: OrderReturn) throws(Refusal) {
        let key = OrderKey(source: event.source, id: orderReturn.order)
        guard let record = state.record(of: key), let paid = record.paid else {
            throw .unknownOrder(orderReturn.order.shopNumber.text)
        }
        guard !record.isReturned else { throw .alreadyReturned(orderReturn.order.shopNumber.text) }
        var returned = record.returned
        returned.lines = try lines(orderReturn, record, paid)
        let basket = Basket(of: paid.order, without: returned.lines)
        let value = record.returned.lines.reduce(basket.returnedNet) { $0 - $1.net }
        if !basket.isEmpty {
            reasons.append(
                .returnedInPart(
                    value: money(value, paid.order.currency),
                    kept: money(basket.kept.total, paid.order.currency)
                )
            )
        }
        let targets = try targets(basket, record, paid)
        var taken: [(wallet: Key, points: Points)] = []
        let freesCounters = !programme.returns.keepsCounters
        if freesCounters {
            giveBack(
                paid.counted,
                after: record.returned.lines.reduce(0) { $0 + $1.net },
                upTo: basket.returnedNet,
                outOf: paid.order.total,
                isWhole: basket.isEmpty
            )
        }
        if basket.isEmpty, freesCounters {
            freeCaps(record, paid)
            uncount(achievementsOf: record, paidAt: paid.at)
        }
        for wallet in wallets(of: record) {
            let place = returned.place(of: wallet.key)
            let spent = record.spent.filter { $0.wallet == wallet.key }
            let due = basket.share(of: spent.reduce(.zero) { $0 + $1.points }, programme.returns.spentPoints)
            try giveBack(spent, after: returned.wallets[place].givenBack, upTo: due, to: wallet)
            returned.wallets[place].givenBack = max(returned.wallets[place].givenBack, due)
            let earned = record.lots.filter { $0.wallet == wallet.key }
            let all = record.earned(in: wallet.key)
            let target = targets.first { $0.wallet == wallet.key }?.points ?? .zero
            let missing = all - min(all, target) - returned.wallets[place].clawedBack
            if missing > .zero {
                clawBack(missing, earned, from: wallet, noting: &returned.wallets[place])
                taken.append((wallet.key, missing))
            }
        }
        returned.wallets.removeAll { $0 == OrderRecord.Returned.Wallet(wallet: $0.wallet) }
        if paid.countsForTiers {
            uncount(money(value, paid.order.currency), isWhole: basket.isEmpty, taken, of: record, paidAt: paid.at)
        }
        if basket.isEmpty, freesCounters { state.orders -= 1 }
        state.note(key) { record in
            record.isReturned = basket.isEmpty
            record.returnedAt = basket.isEmpty ? event.occurredAt : nil
            record.returned = returned
        }
        reverseReferral(by: key)
    }

    /// An order that has come back whole makes room again under caps, in the stretches of its own day (rule R-9).
    private mutating func freeCaps(_ record: OrderRecord, _ paid: OrderRecord.Paid) {
        let day = version.zone.day(of: paid.at)
        for gift in record.gifts where gift.points > .zero {
            guard let rule = programme.rules.first(where: { $0.id == gift.rule }) else { continue }
            count(-gift.points.units, times: -1, of: .rule(rule.id), rule.caps, on: day)
            guard let key = rule.campaign, let campaign = programme.campaigns.first(where: { $0.key == key })
            else { continue }
            count(-gift.points.units, times: -1, of: .campaign(key), campaign.caps, on: day)
        }
        for wallet in programme.wallets where !wallet.caps.isEmpty {
            let points = record.earned(in: wallet.key)
            guard points > .zero else { continue }
            count(-points.units, times: -1, of: .wallet(wallet.key), wallet.caps, on: day)
        }
    }

    /// What has come back of each line, with this return.
    private func lines(
        _ orderReturn: OrderReturn,
        _ record: OrderRecord,
        _ paid: OrderRecord.Paid
    ) throws(Refusal) -> [OrderRecord.Returned.Line] {
        let order = paid.order
        guard let parts = orderReturn.lines else {
            return order.lines.map { OrderRecord.Returned.Line(quantity: $0.quantity, net: $0.net) }
        }
        var lines = record.returned.lines
        if lines.isEmpty { lines = order.lines.map { _ in OrderRecord.Returned.Line() } }
        for part in parts {
            let place = part.number - 1
            guard order.lines.indices.contains(place) else {
                throw .unknownLine(part.number, lines: order.lines.count)
            }
            if let amount = part.amount, amount.currency != order.currency {
                throw .unknownCurrency(amount.currency.code, taken: [order.currency.code])
            }
            let line = order.lines[place]
            let (left, unpaid) = (line.quantity - lines[place].quantity, line.net - lines[place].net)
            // Money alone goes back where only that is said; else all that is left of the line.
            let quantity = part.quantity ?? (part.amount == nil ? left : 0)
            guard quantity <= left else {
                throw .overReturn(line: part.number, field: .quantity, left: left, asked: quantity)
            }
            lines[place].quantity += quantity
            let isAll = lines[place].quantity == line.quantity && (quantity > 0 || part.amount == nil)
            let amount =
                part.amount?.minorUnits
                ?? (isAll ? unpaid : min(unpaid, portion(of: line.net, quantity, outOf: line.quantity)))
            guard amount <= unpaid else {
                throw .overReturn(line: part.number, field: .amount, left: unpaid, asked: amount)
            }
            lines[place].net += amount
        }
        return lines
    }

    /// What the order is taken to have earned, by wallet, as far as it is kept (rule R-7).
    private mutating func targets(
        _ basket: Basket,
        _ record: OrderRecord,
        _ paid: OrderRecord.Paid
    ) throws(Refusal) -> [(wallet: Key, points: Points)] {
        guard !basket.isEmpty else { return [] }
        switch programme.returns.mode {
        case .recompute: return try earnings(for: basket.kept, of: paid, record.gifts)
        case .prorata:
            // What is taken is without a fraction, so what stays is what it leaves.
            return wallets(of: record).map { wallet in
                let all = record.earned(in: wallet.key)
                return (
                    wallet.key,
                    all - Points(portion(of: all.units, basket.returnedNet, outOf: paid.order.total))
                )
            }
        }
    }

    /// The wallets that the order touched, as the programme lists them, and last those that it no longer has.
    private func wallets(of order: OrderRecord) -> [Wallet] {
        let touched = order.spent.map(\.wallet) + order.lots.map(\.wallet)
        var wallets = programme.wallets.filter { touched.contains($0.key) }
        for key in touched where !wallets.contains(where: { $0.key == key }) {
            wallets.append(Wallet(key: key, name: Words([]), activation: .immediate, expiry: .none, rates: []))
        }
        return wallets
    }

    /// Points go back to the lots they came from, last drawn first; where a lot has lapsed or is about to within the
    /// days of grace, they get a new lot of so many days (rule R-3).
    ///
    /// - Parameters:
    ///   - parts: All that helped to pay the order, in the order in which they were drawn.
    ///   - before: How many of them were given back earlier.
    ///   - due: How many of them are to be given back altogether by now.
    ///   - wallet: Where they came from.
    /// - Throws: where a number grows past what can be kept.
    mutating func giveBack(
        _ parts: [OrderRecord.SpentLot],
        after before: Points,
        upTo due: Points,
        to wallet: Wallet
    ) throws(Refusal) {
        guard due > before else { return }
        let lastDay = version.zone.day(of: at).adding(days: programme.returns.graceDays)
        let renewedUntil = version.zone.start(of: lastDay.adding(days: 1))
        var passed = Points.zero
        var renewed = Points.zero
        for part in parts.reversed() {
            let start = max(passed, before)
            passed += part.points
            let points = min(passed, due) - start
            guard points > .zero else { continue }
            let place = state.place(of: wallet.key)
            if let expiresAt = state.accounts[place].end(of: part.lot), expiresAt < renewedUntil {
                renewed += points
                let dates = LotDates(activeFrom: at, expiresAt: renewedUntil)
                _ = try credit(points, as: .giveBack, to: wallet.key, dates)
            } else {
                state.accounts[place].giveBack(points, to: part.lot, in: &journal)
            }
        }
        reasons.append(.givenBack(wallet: wallet.key, points: due - before, renewed: renewed))
    }

    /// What the order earned and is not kept is taken: from its own lots first, pending then active; what lapsed unspent
    /// counts as given back; the rest by the wallet's policy (rule R-4).
    private mutating func clawBack(
        _ asked: Points,
        _ lots: [OrderRecord.EarnedLot],
        from wallet: Wallet,
        noting done: inout OrderRecord.Returned.Wallet
    ) {
        guard let taken = takeBack(asked, lots, from: wallet, as: .clawBack, lapsedBefore: done.lapsed) else { return }
        done.clawedBack += asked
        done.lapsed += taken.lapsed
        reasons.append(.clawedBack(wallet: wallet.key, taken))
    }

    /// Takes what lots gave and is not due any more: from them first, pending then active; what of them lapsed unspent
    /// counts as given back; the rest by the wallet's policy (rule R-4).
    ///
    /// - Parameters:
    ///   - asked: How many; above 0.
    ///   - lots: Those that gave them.
    ///   - wallet: Whose account they are in.
    ///   - kind: What the entries are.
    ///   - before: How much of what lapsed has been counted as given back already.
    /// - Returns: where they came from; none where nothing ever happened in the wallet.
    mutating func takeBack(
        _ asked: Points,
        _ lots: [OrderRecord.EarnedLot],
        from wallet: Wallet,
        as kind: Entry.Kind,
        lapsedBefore before: Points
    ) -> Reason.TakenBack? {
        guard let place = state.accounts.firstIndex(where: { $0.wallet == wallet.key }) else { return nil }
        var missing = asked
        var pending = Points.zero
        var active = Points.zero
        for earned in lots {
            let isPending =
                state.accounts[place].lots.first { $0.number == earned.lot }.map { $0.activeFrom > at } ?? false
            guard isPending || wallet.shortfall != .onlyPending else { continue }
            let taken = state.accounts[place].take(missing, fromLot: earned.lot, as: kind, in: &journal)
            if isPending { pending += taken } else { active += taken }
            missing = missing - taken
        }
        let gone = lots.reduce(Points.zero) { sum, earned in
            sum + (state.accounts[place].lapsed.first { $0.number == earned.lot }?.points ?? .zero)
        }
        let lapsed = min(missing, max(.zero, gone - before))
        missing = missing - lapsed
        var others = Points.zero
        var owed = Points.zero
        if wallet.shortfall != .onlyPending {
            for drawn in state.accounts[place].draw(missing, as: kind, in: &journal) { others += drawn.points }
        }
        if wallet.shortfall == .allowNegative, missing > others {
            owed = missing - others
            state.accounts[place].owe(owed, as: kind, in: &journal)
        }
        return Reason.TakenBack(
            pending: pending,
            active: active,
            lapsed: lapsed,
            others: others,
            owed: owed,
            forgiven: missing - others - owed
        )
    }
}

/// What is kept of an order, and what part of it came back.
private struct Basket {
    let order: Order
    let returned: [OrderRecord.Returned.Line]
    let kept: Order
    /// What was paid for all that came back, in minor units.
    let returnedNet: Int64
    /// Nothing is kept.
    let isEmpty: Bool

    init(of order: Order, without returned: [OrderRecord.Returned.Line]) {
        self.order = order
        self.returned = returned
        let left = zip(order.lines, returned).map { line, back in
            (quantity: line.quantity - back.quantity, net: line.net - back.net)
        }
        kept = order.keeping(left)
        returnedNet = returned.reduce(0) { $0 + $1.net }
        isEmpty = kept.lines.isEmpty
    }

    /// How many of the points that helped to pay are to be given back for what came back by now (rule R-8): their part
    /// of what points paid for, where the order says it, else of what was paid.
    func share(of spent: Points, _ policy: ReturnPolicy.SpentPoints) -> Points {
        switch policy {
        case .none: return .zero
        case _ where isEmpty: return spent
        case .fullOnly: return .zero
        case .prorata: break
        }
        let paid = order.lines.reduce(0) { $0 + $1.paidWithPoints }
        guard paid > 0 else { return Points(portion(of: spent.units, returnedNet, outOf: order.total)) }
        let back = zip(order.lines, returned).reduce(Int64(0)) { sum, pair in
            let (line, back) = pair
            let isAll = back.quantity == line.quantity && back.net == line.net
            return sum + (isAll ? line.paidWithPoints : portion(of: line.paidWithPoints, back.net, outOf: line.net))
        }
        return Points(portion(of: spent.units, back, outOf: paid))
    }
}

extension OrderRecord.Returned {
    /// The place of a wallet's part, which is opened where there is none.
    mutating func place(of wallet: Key) -> Int {
        if let place = wallets.firstIndex(where: { $0.wallet == wallet }) { return place }
        wallets.append(Wallet(wallet: wallet))
        return wallets.count - 1
    }
}
