/// A promotion that a member gets without a code, as far as it hangs on her (rule V-18).
package struct MemberOffer: Sendable, Hashable {
    /// Which.
    package let promotion: Promotion
    /// Whether it is for some members only, and she is one of them.
    package let isPersonal: Bool
    /// Until when; none where it has no end.
    package let until: Instant?
}

extension ProgrammeVersion {
    /// What a member gets without a code now, as far as it hangs on her: what is for her before what is for all.
    ///
    /// What hangs on the cart, as a channel, a store or a minimum, is looked at when there is one.
    ///
    /// - Parameters:
    ///   - state: As she stands.
    ///   - moment: When.
    ///   - uses: How often promotions that may run out were given in all.
    /// - Returns: what she gets, in the order of the document; O(promotions).
    package func offers(for state: MemberState, at moment: Instant, uses: [PromotionUses] = []) -> [MemberOffer] {
        guard state.status == .active, !state.isGuest else { return [] }
        let scene = MemberScene(version: self, state: state, moment: moment)
        let all = programme.promotions.compactMap { scene.offer(of: $0, uses) }
        return all.filter(\.isPersonal) + all.filter { !$0.isPersonal }
    }
}

/// What promotions ask of a member, apart from any cart.
private struct MemberScene {
    let version: ProgrammeVersion
    let state: MemberState
    let moment: Instant

    func offer(of promotion: Promotion, _ uses: [PromotionUses]) -> MemberOffer? {
        if promotion.needsCode { return nil }
        if let schedule = promotion.schedule, !schedule.covers(moment, in: version.zone) { return nil }
        var isPersonal = false
        var ends = [promotion.schedule?.until]
        if let campaign = promotion.campaign.flatMap({ version.programme.campaign($0) }) {
            if let schedule = campaign.schedule, !schedule.covers(moment, in: version.zone) { return nil }
            guard version.isFor(state, campaign, at: moment), !state.isHeldOut(of: campaign) else { return nil }
            // In which currency she buys, the cart knows; what has no end in one of them is not given out.
            let isGivenOut = version.programme.currencies.allSatisfy { setting in
                guard let budget = campaign.discountBudget.amount(in: setting.currency) else { return false }
                return uses.used(of: campaign.discountCounter(setting.currency)) >= budget
            }
            if isGivenOut { return nil }
            ends.append(campaign.schedule?.until)
            switch campaign.audience {
            case .segment, .condition: isPersonal = true
            case .everyone, nil: break
            }
        }
        if !promotion.countries.isEmpty {
            guard let country = state.facts.country, promotion.countries.contains(country) else { return nil }
        }
        for test in promotion.condition.tests {
            guard let holds = holds(test) else { continue }
            guard holds else { return nil }
            isPersonal = true
        }
        if let most = promotion.uses, uses.used(of: promotion.key) >= most { return nil }
        let day = version.zone.day(of: moment)
        for cap in promotion.memberCaps {
            guard case .times(let most) = cap.measure,
                state.timesUsed(of: .promotion(promotion.key), cap.span, on: day) >= most
            else { continue }
            return nil
        }
        let until = ends.compactMap { $0.map { version.zone.instant(of: $0) } }.min()
        return MemberOffer(promotion: promotion, isPersonal: isPersonal, until: until)
    }

    /// Whether a test over the member holds; none where it is about what she buys.
    private func holds(_ test: Condition.Test) -> Bool? {
        switch test {
        case .event, .total, .someLine: return nil
        case .inSegment(let segment): return version.belongs(state, to: segment, at: moment)
        case .atLeast, .member:
            let event = Event(source: "setia/offers", id: "", occurredAt: moment, matter: .timePassed)
            return test.holds(version.programme.tierSets, state, event)
        case .expression(let expression):
            guard !expression.readsEvent else { return nil }
            let event = Event(source: "setia/offers", id: "", occurredAt: moment, matter: .timePassed)
            let language = expression.language
            return expression.holds(
                in: ConditionScene(
                    language,
                    event: EventSource(language: language, event: event, order: nil, zone: version.zone),
                    member: MemberSource(
                        language: language,
                        state: state,
                        tierSets: version.programme.tierSets,
                        wallets: version.programme.wallets,
                        segments: version.programme.segments,
                        zone: version.zone,
                        moment: moment
                    )
                )
            )
        }
    }
}
