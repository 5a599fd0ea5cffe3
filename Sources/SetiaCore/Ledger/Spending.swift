extension Deciding {
    /// Points are spent, from what lapses first on; all of them or none (rule L-4).
    mutating func redeem(_ redemption: Redemption) throws(Refusal) {
        try spend(
            redemption.points,
            of: redemption.wallet,
            for: redemption.order.map { OrderKey(source: event.source, id: $0) }
        )
    }

    /// Points are spent for an order, which remembers from which lots they came; for none where there is none.
    mutating func spend(_ points: Points, of key: Key, for order: OrderKey?) throws(Refusal) {
        let wallet = try wallet(key)
        try maySpend()
        let drawn = try draw(points, as: .spend, from: wallet)
        reasons.append(.spent(wallet: wallet.key, points: points))
        guard let order else { return }
        state.note(order) { record in
            record.spent += drawn.map { OrderRecord.SpentLot(wallet: wallet.key, lot: $0.lot, points: $0.points) }
        }
    }

    /// Points by hand: given with the wallet's own expiry, usable at once; taken only as far as there are any.
    mutating func adjust(_ adjustment: Adjustment) throws(Refusal) {
        let wallet = try wallet(adjustment.wallet)
        reasons.append(.adjusted(wallet: wallet.key, points: adjustment.points))
        if adjustment.points > .zero {
            _ = try credit(adjustment.points, as: .adjust, to: wallet.key, dates(of: wallet, activeFrom: at))
        } else if adjustment.mayOwe {
            let place = state.place(of: wallet.key)
            let drawn = state.accounts[place].draw(-adjustment.points, as: .adjust, in: &journal)
            let missing = drawn.reduce(-adjustment.points) { $0 - $1.points }
            if missing > .zero { state.accounts[place].owe(missing, as: .adjust, in: &journal) }
        } else {
            _ = try draw(-adjustment.points, as: .adjust, from: wallet)
        }
    }

    /// Points that come along from an older system, with the dates they had there.
    mutating func open(_ balance: OpeningBalance) throws(Refusal) {
        let wallet = try wallet(balance.wallet)
        var slides = false
        if case .inactivity = wallet.expiry { slides = true }
        for lot in balance.lots {
            reasons.append(.opened(wallet: wallet.key, points: lot.points))
            let dates = LotDates(
                activeFrom: at,
                expiresAt: lot.expiresAt,
                slides: slides && lot.expiresAt != nil
            )
            _ = try credit(lot.points, as: .open, to: wallet.key, dates)
        }
    }

    mutating func draw(
        _ points: Points,
        as kind: Entry.Kind,
        from wallet: Wallet
    ) throws(Refusal) -> [Drawn] {
        let available = state.account(wallet.key)?.standing(at: at).available ?? .zero
        guard available >= points else {
            throw .insufficientPoints(wallet: wallet.key, available: available, needed: points)
        }
        let place = state.place(of: wallet.key)
        return state.accounts[place].draw(points, as: kind, in: &journal)
    }
}
