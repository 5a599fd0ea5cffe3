extension Deciding {
    /// A whole order came back: it leaves the balance as if it had never been (rules ).
    ///
    /// First what the order spent is given back, then what it earned is taken, so that nobody owes points for a moment
    /// that she had.
    mutating func takeBack(_ orderReturn: OrderReturn) throws(Refusal) {
        let key = OrderKey(source: event.source, id: orderReturn.order)
        guard let order = state.record(of: key), let paid = order.paid else {
            throw .unknownOrder(orderReturn.order.text)
        }
        guard !order.isReturned else { throw .alreadyReturned(orderReturn.order.text) }
        for wallet in wallets(of: order, paid) {
            try giveBack(order.spent.filter { $0.wallet == wallet.key }, to: wallet)
            clawBack(paid.earned.filter { $0.wallet == wallet.key }, from: wallet)
        }
        if paid.countsForTiers { uncount(paid) }
        state.orders -= 1
        state.note(key) { $0.isReturned = true }
    }

    /// The wallets that the order touched, as the programme lists them, and last those that it no longer has.
    private func wallets(of order: OrderRecord, _ paid: OrderRecord.Paid) -> [Wallet] {
        var wallets = programme.wallets
        for key in order.spent.map(\.wallet) + paid.earned.map(\.wallet)
        where !wallets.contains(where: { $0.key == key }) {
            wallets.append(Wallet(key: key, name: Words([]), activation: .immediate, expiry: .none, rates: []))
        }
        return wallets
    }

    /// Points go back to the lots they came from, last drawn first; where a lot has lapsed or is about to within 30
    /// days, they get a new lot of 30 days (rule R-3).
    private mutating func giveBack(_ parts: [OrderRecord.SpentLot], to wallet: Wallet) throws(Refusal) {
        guard !parts.isEmpty else { return }
        let renewedUntil = version.zone.start(of: version.zone.day(of: at).adding(days: Deciding.graceDays + 1))
        var given = Points.zero
        var renewed = Points.zero
        for part in parts.reversed() {
            given += part.points
            if let expiresAt = part.lot.expiresAt, expiresAt < renewedUntil {
                renewed += part.points
                _ = try credit(part.points, as: .giveBack, to: wallet.key, activeFrom: at, expiresAt: renewedUntil)
            } else {
                let place = state.place(of: wallet.key)
                state.accounts[place].giveBack(part.points, to: part.lot, in: &journal)
            }
        }
        reasons.append(.givenBack(wallet: wallet.key, points: given, renewed: renewed))
    }

    /// What the order earned is taken: its own lots first, pending then active; what lapsed unspent counts as given
    /// back; the rest by the wallet's policy (rule R-4).
    private mutating func clawBack(_ lots: [OrderRecord.EarnedLot], from wallet: Wallet) {
        guard !lots.isEmpty, let place = state.accounts.firstIndex(where: { $0.wallet == wallet.key }) else { return }
        var pending = Points.zero
        var active = Points.zero
        var lapsed = Points.zero
        var missing = Points.zero
        for earned in lots {
            let account = state.accounts[place]
            let isPending = account.lots.first { $0.number == earned.lot }.map { $0.activeFrom > at } ?? false
            let gone = account.lapsed.first { $0.number == earned.lot }?.points ?? .zero
            var taken = Points.zero
            if isPending || wallet.shortfall != .onlyPending {
                taken = state.accounts[place].take(earned.points, fromLot: earned.lot, as: .clawBack, in: &journal)
            }
            if isPending { pending += taken } else { active += taken }
            lapsed += gone
            missing += earned.points - taken - gone
        }
        var others = Points.zero
        var owed = Points.zero
        if wallet.shortfall != .onlyPending {
            for drawn in state.accounts[place].draw(missing, as: .clawBack, in: &journal) { others += drawn.points }
        }
        if wallet.shortfall == .allowNegative, missing > others {
            owed = missing - others
            state.accounts[place].owe(owed, as: .clawBack, in: &journal)
        }
        reasons.append(
            .clawedBack(
                wallet: wallet.key,
                Reason.TakenBack(
                    pending: pending,
                    active: active,
                    lapsed: lapsed,
                    others: others,
                    owed: owed,
                    forgiven: missing - others - owed
                )
            )
        )
    }
}
