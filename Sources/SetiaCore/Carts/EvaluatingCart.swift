extension Programme {
    /// Whether any promotion may be given out, by its own uses or by what its campaign may take off.
    package var hasPromotionsThatRunOut: Bool {
        promotions.contains { $0.uses != nil } || campaigns.contains { !$0.discountBudget.isEmpty }
    }

    /// What the promotions of a campaign took off, of all that a cart is given, in minor units (rule B-6).
    package func discount(of campaign: Key, in given: [CartEvaluation.Given]) -> Int64 {
        given.reduce(0) { sum, part in
            promotions.contains { $0.key == part.promotion && $0.campaign == campaign } ? sum + part.amount : sum
        }
    }
}

/// One evaluation on its way.
struct EvaluatingCart {
    var checks: PromotionChecks
    var answers: [CartEvaluation.CodeAnswer] = []
    var reckoning: CartReckoning
    let presented: [PresentedCode]
    let uses: [PromotionUses]
    var candidates: [Candidate] = []
    var cards: [CartEvaluation.CardPaid] = []
    var notGiven: [CartEvaluation.NotGiven] = []
    var nearly: [NearPromotion] = []
    var points: PointsPaid?
    /// The groups of which the best is given and was chosen; none is what belongs to no group.
    var decided: [Key?] = []

    /// A promotion that may be given, for a code or by itself.
    struct Candidate {
        /// Where the promotion stands in the programme.
        let promotion: Int
        /// For which of the codes, by its place; none is by itself.
        let code: Int?
        /// What became of it; none while that is not known.
        var outcome: Outcome?
    }

    enum Outcome {
        case given(Int64)
        case refused(PromotionRefusal)
    }

    var programme: Programme { _read { yield checks.version.programme } }

    init(checks: consuming PromotionChecks, codes: [PresentedCode], uses: [PromotionUses]) {
        reckoning = CartReckoning(checks.cart)
        self.checks = checks
        self.uses = uses
        var unique: [PresentedCode] = []
        for code in codes.sorted(by: { $0.code < $1.code }) where unique.last?.code != code.code { unique.append(code) }
        presented = unique
    }

    /// The first code that is not taken.
    var firstRefused: Key? { answers.first { $0.refusal != nil }?.code }

    /// Gives what there is to give, phase by phase.
    mutating func run() {
        gather()
        if let alone = standingAlone() {
            for place in candidates.indices where place != alone && candidates[place].outcome == nil {
                if phase(of: place) == .payment { continue }
                refuse(place, .exclusiveConflict(with: promotion(of: alone).key))
            }
        }
        for phase in [Promotion.Phase.lines, .order, .shipping] {
            for place in candidates.indices where self.phase(of: place) == phase && candidates[place].outcome == nil {
                consider(place)
            }
        }
        payWithPoints()
        payWithCards()
        answer()
    }

    // MARK: - Who may be given

    /// All promotions that are given by themselves, and those of the codes, in the order in which they are asked.
    mutating func gather() {
        candidates.reserveCapacity(programme.promotions.count + presented.count)
        for (place, promotion) in programme.promotions.enumerated() where !promotion.needsCode {
            candidates.append(Candidate(promotion: place, code: nil))
        }
        for (place, code) in presented.enumerated() {
            guard let voucher = code.voucher,
                let promotion = programme.promotions.firstIndex(where: { $0.key == voucher.promotion })
            else { continue }
            candidates.append(Candidate(promotion: promotion, code: place))
        }
        let ranks = programme.promotions.map { promotion in
            (programme.groups.first { $0.key == promotion.group }?.priority ?? 0, promotion.priority)
        }
        candidates.sort { one, other in
            let (first, second) = (ranks[one.promotion], ranks[other.promotion])
            if first != second { return first > second }
            // Codes are in the order of their bytes; what needs none comes before them.
            return (one.promotion, one.code ?? -1) < (other.promotion, other.code ?? -1)
        }
        reckoning.given.reserveCapacity(candidates.count)
        for place in candidates.indices {
            if let refusal = earlyRefusal(of: candidates[place]) { refuse(place, refusal) }
        }
    }

    /// Why a candidate is out before anything is reckoned, or none.
    mutating func earlyRefusal(of candidate: Candidate) -> PromotionRefusal? {
        let promotion = programme.promotions[candidate.promotion]
        if let code = candidate.code, let voucher = presented[code].voucher {
            if presented.count > programme.cartCodes { return .tooManyCodes(most: programme.cartCodes) }
            if let refusal = voucher.standing(at: checks.at) { return refusal }
            if let owner = voucher.owner, !checks.isMember || owner != checks.state.member {
                return .notEligible(.otherOwner)
            }
            if let balance = voucher.balance, balance.currency != checks.cart.currency {
                return .wrongCurrency(takes: [balance.currency])
            }
        }
        if let refusal = limit(of: promotion, after: 0) { return refusal }
        return checks.refusal(of: candidate.promotion)
    }

    /// Why a promotion is given no more, when this cart had it so often already.
    func limit(of promotion: Promotion, after here: Int64) -> PromotionRefusal? {
        if let most = promotion.uses {
            if uses.used(of: promotion.key) + here >= most { return .limitReached(byMember: false) }
        }
        return checks.limit(of: promotion, after: here)
    }

    // MARK: - Groups

    /// The candidate that is given alone, or none: the first of the exclusive groups that gives something by itself.
    mutating func standingAlone() -> Int? {
        for place in candidates.indices where candidates[place].outcome == nil {
            guard let group = promotion(of: place).group,
                programme.groups.first(where: { $0.key == group })?.kind == .exclusive
            else { continue }
            switch offer(of: place) {
            case .gives: return place
            case .refused(let refusal): refuse(place, refusal)
            }
        }
        return nil
    }

    /// Gives a candidate, where its group lets it and it gives something.
    mutating func consider(_ place: Int) {
        let promotion = promotion(of: place)
        let kind = promotion.group.map { group in programme.groups.first { $0.key == group }?.kind ?? .stack }
        // Of promotions of the order that belong to no group the best is given.
        let isBestOf = kind == .bestOf || (kind == nil && promotion.phase == .order)
        if isBestOf, !decided.contains(promotion.group) {
            decided.append(promotion.group)
            choose(in: promotion.group)
        }
        guard candidates[place].outcome == nil else { return }
        give(place)
    }

    /// Refuses all candidates of a group but the one that takes most off now; among equal ones the first stays, what
    /// needs no code before others.
    mutating func choose(in group: Key?) {
        var best: (place: Int, amount: Int64, hasCode: Bool)?
        var others: [Int] = []
        others.reserveCapacity(candidates.count)
        for place in candidates.indices where candidates[place].outcome == nil {
            let promotion = promotion(of: place)
            guard promotion.group == group, promotion.phase != .payment, group != nil || promotion.phase == .order
            else {
                continue
            }
            switch offer(of: place) {
            case .refused(.noEffect) where candidates[place].code != nil && promotion.isUsedWithoutEffect: continue
            case .refused(let refusal): refuse(place, refusal)
            case .gives(let offer):
                let hasCode = candidates[place].code != nil
                let isBetter =
                    best.map { offer.amount > $0.amount || (offer.amount == $0.amount && $0.hasCode && !hasCode) }
                    ?? true
                others.append(isBetter ? best?.place ?? place : place)
                if isBetter { best = (place, offer.amount, hasCode) }
            }
        }
        guard let best else { return }
        let key = promotion(of: best.place).key
        for place in others where place != best.place { refuse(place, .exclusiveConflict(with: key)) }
    }
}
