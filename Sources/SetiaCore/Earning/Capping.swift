extension Deciding {
    /// What of `points` the caps of a rule, campaign or wallet let through, in the stretches that hold the event
    /// (rule E-10).
    ///
    /// What is withheld is a reason; what is let through is counted.
    ///
    /// - Parameters:
    ///   - points: What would be given; 0 or more.
    ///   - owner: What has the caps.
    ///   - wallet: Where the points would go.
    ///   - rule: Whose points they are, where it is a rule's or a campaign's caps.
    ///   - caps: All of them count; none lets all through.
    ///   - rejects: Whether a cap that lets only a part through lets nothing through.
    /// - Returns: 0 to `points`.
    mutating func capped(
        _ points: Int64,
        of owner: CapUse.Owner,
        in wallet: Key,
        rule: Key? = nil,
        by caps: [Cap],
        rejects: Bool
    ) -> Int64 {
        guard points > 0, !caps.isEmpty else { return points }
        let day = version.zone.day(of: event.occurredAt)
        let (allowed, narrowest) = room(for: points, of: owner, by: caps, rejects: rejects, on: day)
        if let narrowest, allowed < points {
            let withheld = Points(points - allowed)
            if case .campaign(let campaign) = owner, let rule {
                reasons.append(
                    .cappedByCampaign(
                        rule: rule,
                        campaign: campaign,
                        wallet: wallet,
                        withheld: withheld,
                        cap: narrowest
                    )
                )
            } else {
                reasons.append(.capped(rule: rule, wallet: wallet, withheld: withheld, cap: narrowest))
            }
        }
        if allowed > 0 { count(allowed, times: 1, of: owner, caps, on: day) }
        return allowed
    }

    /// What of `points` caps have room for on `day`, and the narrowest of them; nothing is counted yet.
    func room(
        for points: Int64,
        of owner: CapUse.Owner,
        by caps: [Cap],
        rejects: Bool,
        on day: Day
    ) -> (allowed: Int64, narrowest: Cap?) {
        var allowed = points
        var narrowest: Cap?
        for cap in caps {
            let use = state.capUses.first {
                $0.owner == owner && $0.span == cap.span && $0.start == cap.span.start(of: day)
            }
            let left: Int64
            switch cap.measure {
            case .times(let most): left = cap.span == .event || (use?.times ?? 0) < most ? points : 0
            case .points(let most):
                left = max(0, most.units - (cap.span == .event ? 0 : use?.points.units ?? 0))
            }
            if left < allowed {
                allowed = left
                narrowest = cap
            }
        }
        return (rejects && allowed < points ? 0 : allowed, narrowest)
    }

    /// Counts what a rule or wallet gave on `day`, or takes it off again where an order came back.
    mutating func count(_ points: Int64, times: Int64, of owner: CapUse.Owner, _ caps: [Cap], on day: Day) {
        var spans: [Cap.Span] = []
        for cap in caps where cap.span != .event && !spans.contains(cap.span) { spans.append(cap.span) }
        for span in spans {
            let start = span.start(of: day)
            if let place = state.capUses.firstIndex(where: { $0.owner == owner && $0.span == span && $0.start == start }
            ) {
                state.capUses[place].times = max(0, state.capUses[place].times + times)
                state.capUses[place].points = max(.zero, state.capUses[place].points + Points(points))
            } else if points > 0 {
                state.capUses.removeAll { old in
                    old.owner == owner && old.span == span && span != .lifetime
                        && Int(start.number) - Int(old.start.number) > span.remembered
                }
                state.capUses.append(
                    CapUse(owner: owner, span: span, start: start, times: times, points: Points(points))
                )
            }
        }
    }

    /// What of `points` a wallet's largest balance still has room for, what is pending counted too (rule E-10).
    mutating func withinBalance(_ points: Int64, of wallet: Key, upTo most: Points) -> Int64 {
        let held = state.account(wallet)?.balance ?? .zero
        let allowed = min(points, max(0, most.units - held.units))
        if allowed < points {
            reasons.append(.balanceFull(wallet: wallet, withheld: Points(points - allowed), most: most))
        }
        return allowed
    }
}
