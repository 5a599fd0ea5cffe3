extension EvaluatingCart {
    mutating func give(_ place: Int) {
        switch offer(of: place) {
        case .gives(let offer):
            reckoning.take(offer, of: promotion(of: place).key, for: code(of: place), in: phase(of: place))
            candidates[place].outcome = .given(offer.amount)
        case .refused(.noEffect) where candidates[place].code != nil && promotion(of: place).isUsedWithoutEffect:
            candidates[place].outcome = .given(0)
        case .refused(let refusal): refuse(place, refusal)
        }
    }

    enum Answer {
        case gives(CartReckoning.Offer)
        case refused(PromotionRefusal)
    }

    /// What a candidate would take off now.
    mutating func offer(of place: Int) -> Answer {
        let candidate = candidates[place]
        let promotion = programme.promotions[candidate.promotion]
        if promotion.uses != nil || !promotion.memberCaps.isEmpty {
            let here = candidates.reduce(Int64(0)) { count, other in
                guard other.promotion == candidate.promotion, case .given = other.outcome else { return count }
                return count + 1
            }
            if here > 0, let refusal = limit(of: promotion, after: here) { return .refused(refusal) }
        }
        let lines = checks.lines(of: candidate.promotion)
        if let minimum = promotion.minimum, let least = minimum.amounts.amount(in: checks.cart.currency) {
            let bought = bought(minimum, lines)
            if bought < least {
                if reckoning.goods > 0, bought >= least - least / 2 { near(place, .amount(least - bought)) }
                return .refused(.minimumNotReached(missing: Money(known: least - bought, checks.cart.currency)))
            }
        }
        var offer = CartReckoning.Offer(amount: 0, lines: lines)
        switch promotion.gift {
        case .amountOff(let amounts, let target):
            guard let amount = amounts.amount(in: checks.cart.currency) else {
                return .refused(.wrongCurrency(takes: amounts.map(\.currency)))
            }
            if case .cheapest(let count) = target {
                offer.parts = cheapest(count, of: lines)
                offer.amount = min(amount, offer.parts.reduce(0) { $0 + $1.amount })
                offer.parts = parts(offer.parts, sharing: offer.amount)
            } else {
                offer.amount = min(amount, left(of: lines))
            }
        case .percentOff(let part, let limits, let target):
            let limit = limits.amount(in: checks.cart.currency) ?? .max
            if case .cheapest(let count) = target {
                offer.parts = cheapest(count, of: lines)
                offer.amount = min(limit, part.timesHalfUp(offer.parts.reduce(0) { $0 + $1.amount }))
                offer.parts = parts(offer.parts, sharing: offer.amount)
            } else {
                let left = left(of: lines)
                let basis = promotion.countsInitial ? lines.reduce(0) { $0 + reckoning.initial[$1] } : left
                offer.amount = min(limit, left, part.timesHalfUp(basis))
            }
        case .freeUnits(let buy, let get, let filter, let times):
            let gets = filter.map { checks.freeLines(of: candidate.promotion, $0) } ?? lines
            let free = reckoning.freeUnits(buy: buy, get: get, bought: lines, gets: gets, times: times)
            if let missing = free.missing { near(place, missing) }
            offer.amount = free.amount
            offer.parts = free.parts
        case .freeShipping(let limits):
            offer.amount = min(limits.amount(in: checks.cart.currency) ?? .max, reckoning.shipping)
            offer.isShipping = true
        case .giftCard: return .refused(.noEffect)
        }
        guard offer.amount > 0 else { return .refused(.noEffect) }
        return promotion.campaign == nil ? .gives(offer) : withinBudget(offer, of: promotion)
    }

    /// What the discount budget of a promotion's campaign lets through of an offer (rule B-6); free pieces only whole.
    func withinBudget(_ offer: CartReckoning.Offer, of promotion: Promotion) -> Answer {
        guard let key = promotion.campaign, let campaign = programme.campaign(key),
            let budget = campaign.discountBudget.amount(in: checks.cart.currency)
        else { return .gives(offer) }
        let before = uses.used(of: campaign.discountCounter(checks.cart.currency))
        let room = budget - before - programme.discount(of: campaign.key, in: reckoning.given)
        if offer.amount <= room { return .gives(offer) }
        guard room > 0, !campaign.rejectsOverCap, offer.parts.allSatisfy({ $0.free == 0 }) else {
            return .refused(.limitReached(byMember: false))
        }
        var offer = offer
        offer.amount = room
        if !offer.parts.isEmpty { offer.parts = parts(offer.parts, sharing: room) }
        return .gives(offer)
    }

    /// What counts for a minimum.
    func bought(_ minimum: Promotion.Minimum, _ lines: [Int]) -> Int64 {
        if minimum.ofLines {
            return lines.reduce(0) { $0 + (minimum.onInitial ? reckoning.initial[$1] : reckoning.left[$1]) }
        }
        return minimum.onInitial ? reckoning.initialGoods : reckoning.goods
    }

    func left(of lines: [Int]) -> Int64 {
        lines.count == reckoning.left.count ? reckoning.goods : lines.reduce(0) { $0 + reckoning.left[$1] }
    }

    /// The cheapest pieces of lines, with what they are still to be paid.
    func cheapest(_ count: Int64, of lines: [Int]) -> [CartEvaluation.Given.Part] {
        var rest = count
        var parts: [CartEvaluation.Given.Part] = []
        for line in reckoning.byPrice(lines) {
            if rest == 0 { break }
            if reckoning.left[line] <= 0 { continue }
            let taken = min(rest, reckoning.pieces[line])
            parts.append(CartEvaluation.Given.Part(line: line + 1, amount: reckoning.worth(of: taken, in: line)))
            rest -= taken
        }
        return parts
    }

    func parts(_ parts: [CartEvaluation.Given.Part], sharing amount: Int64) -> [CartEvaluation.Given.Part] {
        zip(parts, shared(amount, inProportionTo: parts.map(\.amount))).compactMap { part, share in
            share > 0 ? CartEvaluation.Given.Part(line: part.line, amount: share) : nil
        }
    }

    mutating func near(_ place: Int, _ missing: NearPromotion.Missing) {
        let near = NearPromotion(promotion: promotion(of: place).key, code: code(of: place), missing: missing)
        nearly.removeAll { $0.promotion == near.promotion && $0.code == near.code }
        nearly.append(near)
    }

    mutating func refuse(_ place: Int, _ refusal: PromotionRefusal) {
        candidates[place].outcome = .refused(refusal)
    }

    func promotion(of place: Int) -> Promotion { programme.promotions[candidates[place].promotion] }

    func phase(of place: Int) -> Promotion.Phase { programme.promotions[candidates[place].promotion].phase }

    func code(of place: Int) -> Key? { candidates[place].code.map { presented[$0].code } }
}
