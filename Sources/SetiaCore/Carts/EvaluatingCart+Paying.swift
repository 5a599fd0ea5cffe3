extension EvaluatingCart {
    mutating func payWithPoints() {
        guard let asked = checks.cart.points else { return }
        guard let payment = programme.payments.first(where: { $0.wallet == asked.wallet }) else {
            points = PointsPaid(wallet: asked.wallet, points: .zero, amount: 0, limit: .noWorth)
            return
        }
        guard let available = checks.available(in: asked.wallet) else {
            points = PointsPaid(wallet: asked.wallet, points: .zero, amount: 0, limit: .nobody)
            return
        }
        func paying(of points: Points) -> PointsPaid {
            payment.paying(asked.measure, of: points, for: reckoning.goods, in: checks.cart.currency)
        }
        guard payment.paysOwnOrder else {
            points = paying(of: available)
            return
        }
        // What points pay lessens what the order earns: the most that are there once they have paid, halved in on from
        // what she has, which is always there, and what she had if none paid.
        var (there, tooMany) = (available, max(available, earning(of: asked.wallet, paying: 0)) + Points(1))
        while tooMany - there > Points(1) {
            let middle = Points(there.units + (tooMany - there).units / 2)
            let paid = paying(of: middle)
            if earning(of: asked.wallet, paying: paid.amount) >= paid.points {
                there = middle
            } else {
                tooMany = middle
            }
        }
        points = paying(of: there)
    }

    /// What a member could use of a wallet right after the order, of which points paid so much.
    private func earning(of wallet: Key, paying amount: Int64) -> Points {
        guard checks.isMember, let order = try? order(paidWithPoints: amount),
            let after = try? decide(checks.version, checks.state, event(of: order)).state
        else { return .zero }
        return after.account(wallet)?.standing(at: checks.at).available ?? .zero
    }

    /// Gift cards pay what is left of goods and delivery: the one that ends first is used first.
    mutating func payWithCards() {
        var due = reckoning.goods - (points?.amount ?? 0) + reckoning.shipping
        let order = candidates.indices.filter { phase(of: $0) == .payment && candidates[$0].outcome == nil }
            .sorted { one, other in
                let (first, second) = (end(of: one), end(of: other))
                return first == second ? one < other : first < second
            }
        for place in order {
            guard let code = candidates[place].code, let balance = presented[code].voucher?.balance else {
                refuse(place, .noEffect)
                continue
            }
            let amount = min(balance.minorUnits, due)
            guard amount > 0 else {
                refuse(place, .noEffect)
                continue
            }
            due -= amount
            candidates[place].outcome = .given(amount)
            cards.append(
                CartEvaluation.CardPaid(
                    code: presented[code].code,
                    promotion: promotion(of: place).key,
                    amount: amount,
                    left: balance.minorUnits - amount
                )
            )
        }
    }

    func end(of place: Int) -> Int64 {
        candidates[place].code.flatMap { presented[$0].voucher?.validUntil }?.milliseconds ?? .max
    }
}
