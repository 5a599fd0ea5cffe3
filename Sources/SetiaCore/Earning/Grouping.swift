extension Deciding {
    /// Chooses in each group among its rules that hold, and reads those that are chosen (rule E-14).
    ///
    /// - Parameters:
    ///   - places: Rules of groups that hold, in the order of the document.
    ///   - order: What was bought.
    ///   - terms: How the programme reckons.
    ///   - gains: What the rules without a group gave, and then these too.
    ///   - first: The place of the first reason of this reckoning.
    /// - Throws: where a number grows past what can be kept.
    mutating func applyGroups(
        _ places: [Int],
        _ order: Order?,
        _ terms: EarningTerms,
        to gains: inout [Gain],
        since first: Int
    ) throws(Refusal) {
        var closedBy: Key?
        for group in programme.groups {
            var members = places.filter { rules[$0].group == group.key }
            members.sort { (rules[$1].priority, $0) < (rules[$0].priority, $1) }
            guard let foremost = members.first else { continue }
            var chosen = members
            if let closedBy {
                for place in members { reasons.append(.notCombined(rule: rules[place].id, with: closedBy)) }
                continue
            }
            switch group.kind {
            case .stack: break
            case .exclusive:
                chosen = [foremost]
                closedBy = rules[foremost].id
            case .bestOf:
                var (best, most) = (foremost, Int64.min)
                for place in members {
                    let worth = try worth(of: place, order, terms, gains, since: first)
                    if worth > most { (best, most) = (place, worth) }
                }
                chosen = [best]
            }
            for place in members where !chosen.contains(place) {
                reasons.append(.notCombined(rule: rules[place].id, with: rules[chosen[0]].id))
            }
            for place in chosen { try apply(rule: place, order, terms, to: &gains) }
        }
    }

    /// How many points a rule would bring the member now, what its caps and its campaign's leave of them.
    private mutating func worth(
        of rule: Int,
        _ order: Order?,
        _ terms: EarningTerms,
        _ gains: [Gain],
        since first: Int
    ) throws(Refusal) -> Int64 {
        // What is only tried is no reason.
        let before = reasons.count
        defer { reasons.removeSubrange(before...) }
        switch rules[rule].effect {
        case .earnByRate(let wallet, _), .earnFixed(let wallet, _, _):
            guard let place = gains.firstIndex(where: { $0.wallet == wallet }),
                let offer = try offer(of: rule, order, terms, gains[place].place)
            else { return 0 }
            let day = version.zone.day(of: event.occurredAt)
            let (id, caps, rejects) = (rules[rule].id, rules[rule].caps, rules[rule].rejectsOverCap)
            let points = room(for: offer.points, of: .rule(id), by: caps, rejects: rejects, on: day).allowed
            guard let campaign = campaign(of: rule) else { return budgetRoom(for: points, by: rule) }
            let owner = CapUse.Owner.campaign(campaign.key)
            let allowed = room(
                for: points,
                of: owner,
                by: campaign.caps,
                rejects: campaign.rejectsOverCap,
                on: day
            ).allowed
            return budgetRoom(for: allowed, by: rule)
        case .multiply(let factor, let wallet):
            var worth: Int64 = 0
            for gain in gains where wallet == nil || gain.wallet == wallet {
                var basis = gain.byRate
                if let filter = rules[rule].lines, let order {
                    basis = try self.basis(of: gain, order, filter, since: first).timesFloor(1)
                }
                guard (factor - .one).fits(times: basis) else { throw .outOfRange(field: "data.lines") }
                worth = try sum(worth, (factor - .one).timesFloor(basis))
            }
            return budgetRoom(for: worth, by: rule)
        }
    }
}
