extension EvaluatingCart {
    mutating func answer() {
        answers.reserveCapacity(presented.count)
        notGiven.reserveCapacity(candidates.count)
        for (place, code) in presented.enumerated() {
            let known = code.voucher.map(\.promotion)
            var (amount, refusal) = (Int64(0), PromotionRefusal?.none)
            switch candidates.first(where: { $0.code == place })?.outcome {
            case .given(let given)?: amount = given
            case .refused(let why)?: refusal = why
            // The promotion is in no programme any more.
            case nil: refusal = code.voucher == nil ? .unknownCode : .expired(at: nil)
            }
            answers.append(
                CartEvaluation.CodeAnswer(code: code.code, promotion: known, amount: amount, refusal: refusal)
            )
        }
        for candidate in candidates where candidate.code == nil {
            guard case .refused(let refusal) = candidate.outcome else { continue }
            let promotion = programme.promotions[candidate.promotion]
            if promotion.phase == .payment { continue }
            // Nobody is told what she is held out of.
            if refusal == .notEligible(.campaign(isHeldOut: true)) { continue }
            notGiven.append(CartEvaluation.NotGiven(promotion: promotion.key, refusal: refusal))
        }
        if nearly.isEmpty { return }
        // What was given after all is not near any more, unless the next free piece is.
        let given = candidates.compactMap { candidate in
            if case .given = candidate.outcome { programme.promotions[candidate.promotion].key } else { nil }
        }
        nearly.removeAll { near in
            if case .amount = near.missing { given.contains(near.promotion) } else { false }
        }
        if nearly.count > 1 {
            let all = nearly
            nearly = all.indices.sorted { one, other in
                let (first, second) = (all[one].distance, all[other].distance)
                return first == second ? one < other : first < second
            }
            .map { all[$0] }
        }
    }

    func finished() throws(Refusal) -> CartEvaluation {
        let cart = checks.cart
        let paid = points?.amount ?? 0
        let order = try order(paidWithPoints: paid)
        var earned: [CartEvaluation.Earned] = []
        var reasons: [Reason] = []
        if checks.isMember {
            let decision = try decide(checks.version, checks.state, event(of: order)).decision
            for wallet in programme.wallets {
                let points = decision.points(in: wallet.key)
                if points != .zero { earned.append(CartEvaluation.Earned(wallet: wallet.key, points: points)) }
            }
            reasons.reserveCapacity(decision.reasons.count)
            for reason in decision.reasons where !reason.isForStaff { reasons.append(reason) }
        } else {
            reasons = [.guestEarnsNothing]
        }
        return CartEvaluation(
            lines: cart.lines.indices.map { place in
                CartEvaluation.Line(
                    quantity: cart.lines[place].quantity,
                    free: reckoning.free[place],
                    amount: cart.lines[place].amount,
                    net: reckoning.left[place]
                )
            },
            given: reckoning.given,
            codes: answers,
            notGiven: notGiven,
            nearly: nearly,
            points: points,
            cards: cards,
            totals: CartEvaluation.Totals(
                goods: cart.goods,
                discount: cart.goods - reckoning.goods,
                shipping: cart.shipping,
                shippingDiscount: cart.shipping - reckoning.shipping,
                paidWithPoints: paid,
                paidByCards: cards.reduce(0) { $0 + $1.amount }
            ),
            order: order,
            earned: earned,
            reasons: reasons
        )
    }
}

extension EvaluatingCart {
    /// The order that it would be, of which points paid so much.
    func order(paidWithPoints paid: Int64) throws(Refusal) -> Order {
        let cart = checks.cart
        guard
            let order = Order(
                id: cart.id,
                currency: cart.currency,
                lines: cart.lines.indices.map { place in
                    let line = cart.lines[place]
                    return Order.Line(
                        sku: line.sku,
                        quantity: line.quantity,
                        net: reckoning.left[place],
                        categories: line.categories
                    )
                },
                discounts: paid > 0 ? [Order.Discount(amount: paid, isPaidWithPoints: true)] : [],
                promotions: promotionsHad
            )
        else { throw .outOfRange(field: "lines") }
        return order
    }

    /// The payment of that order.
    func event(of order: Order) -> Event {
        Event(
            source: "cart",
            id: checks.cart.id,
            occurredAt: checks.at,
            store: checks.cart.store,
            channel: checks.cart.channel,
            matter: .orderPaid(order)
        )
    }

    /// The promotions that it has, one each, in the order in which they were given; what pays is none.
    private var promotionsHad: [Key] {
        var had: [Key] = []
        had.reserveCapacity(reckoning.given.count + answers.count)
        for given in reckoning.given where !had.contains(given.promotion) { had.append(given.promotion) }
        for answer in answers where answer.refusal == nil && answer.amount == 0 {
            if let promotion = answer.promotion, !had.contains(promotion) { had.append(promotion) }
        }
        return had
    }
}

extension NearPromotion {
    /// What is free comes first, then pieces, then money; less before more.
    fileprivate var distance: (Int, Int64) {
        switch missing {
        case .freePieces(let count): (0, count)
        case .pieces(let count): (1, count)
        case .amount(let amount): (2, amount)
        }
    }
}
