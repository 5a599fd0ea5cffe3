// Who has part in a campaign, and who is held out of it (rules C-5 to C-8).

extension MemberState {
    /// Whether she is held out of a campaign: as it was the first time, and before that by the draw.
    ///
    /// Nobody is drawn whom nobody knows.
    package func isHeldOut(of campaign: Campaign) -> Bool {
        guard !isGuest else { return false }
        if let whole = campaign.whole, isHeldOut(ofAll: whole) { return true }
        guard let holdOut = campaign.holdOut else { return false }
        return exposures.first { $0.campaign == campaign.key }?.isHeldOut ?? holdOut.holdsOut(member)
    }

    /// Whether she is held out of all selling together (rule C-12).
    func isHeldOut(ofAll whole: HoldOut) -> Bool {
        exposures.first { $0.campaign == Campaign.wholeKey }?.isHeldOut ?? whole.holdsOut(member)
    }

    /// Whether it is still to be noted that she could have got something of a campaign.
    func isNew(_ campaign: Campaign) -> Bool {
        func isNoted(_ key: Key) -> Bool { exposures.contains { $0.campaign == key } }
        return campaign.holdOut != nil && !isNoted(campaign.key) || campaign.whole != nil && !isNoted(Campaign.wholeKey)
    }
}

extension Deciding {
    /// Whether a rule's campaign is for her; where not, that is a reason (rule C-5).
    mutating func isInAudience(rule place: Int) -> Bool {
        guard rules[place].campaign != nil, let campaign = campaign(of: place), let audience = campaign.audience else {
            return true
        }
        guard !version.isFor(state, campaign, at: at) else { return true }
        var segment: Key?
        if case .segment(let key) = audience { segment = key }
        reasons.append(
            .audience(
                AudienceStep(.notInAudience, campaign: campaign.key, segment: segment, rule: rules[place].id)
            )
        )
        return false
    }

    /// Whether she gets what a rule would give her: not where she is held out of its campaign, which is a reason then;
    /// the first time is noted (rules C-6 and C-8).
    ///
    /// What a day of hers brings is a wish, and never withheld (rule C-7).
    mutating func hasPart(inRule place: Int) -> Bool {
        guard rules[place].campaign != nil, let campaign = campaign(of: place) else { return true }
        if campaign.holdsOut, !event.type.isOfCalendar, !state.isGuest {
            meet(campaign)
            if state.isHeldOut(of: campaign) {
                reasons.append(.audience(AudienceStep(.heldOut, campaign: campaign.key, rule: rules[place].id)))
                return false
            }
        }
        return true
    }

    /// Says to which segments a rule gives, where it asks for one, or its campaign does (rule C-4).
    mutating func tellSegments(ofRule place: Int) {
        guard !rules[place].segments.isEmpty || rules[place].campaign != nil else { return }
        var told = rules[place].segments
        if case .segment(let segment)? = campaign(of: place)?.audience, !told.contains(segment) { told.append(segment) }
        for segment in told {
            reasons.append(.audience(AudienceStep(.belongs, segment: segment, rule: rules[place].id)))
        }
    }

    /// Notes the first time of campaigns whose promotions or rewards are open to her, when she does something that is the
    /// same for those who have part and those who are held out (rule C-8).
    mutating func meetOffers() {
        guard !programme.offering.isEmpty, event.earns, !event.type.isOfCalendar, !event.isAnonymous, !state.isGuest
        else { return }
        for place in programme.offering {
            let campaign = programme.campaigns[place]
            guard state.isNew(campaign),
                campaign.schedule?.covers(event.occurredAt, in: version.zone) ?? true,
                version.isFor(state, campaign, at: at)
            else { continue }
            meet(campaign)
        }
    }

    /// Notes the first time of a campaign.
    private mutating func meet(_ campaign: Campaign) {
        let isHeldOut = state.isHeldOut(of: campaign)
        if let whole = campaign.whole, !state.exposures.contains(where: { $0.campaign == Campaign.wholeKey }) {
            let isHeldOut = state.isHeldOut(ofAll: whole)
            note(Exposure(campaign: Campaign.wholeKey, isHeldOut: isHeldOut, at: event.occurredAt))
        }
        guard campaign.holdOut != nil, !state.exposures.contains(where: { $0.campaign == campaign.key }) else { return }
        note(Exposure(campaign: campaign.key, isHeldOut: isHeldOut, at: event.occurredAt))
    }

    private mutating func note(_ exposure: Exposure) {
        state.exposures.append(exposure)
        reasons.append(
            .audience(AudienceStep(exposure.isHeldOut ? .keptOut : .takesPart, campaign: exposure.campaign))
        )
    }

    /// What was found of campaigns while a late event was decided in its turn: a first time is one only where there was
    /// none yet.
    mutating func noteInTurn(_ step: AudienceStep) {
        guard step.isExposure, let campaign = step.campaign else { return reasons.append(.audience(step)) }
        guard !state.exposures.contains(where: { $0.campaign == campaign }) else { return }
        note(Exposure(campaign: campaign, isHeldOut: step.kind == .keptOut, at: event.occurredAt))
    }

    /// She is written on a list, or taken off it; the newest word holds (rule C-3).
    mutating func note(_ change: SegmentChange) throws(Refusal) {
        // What an account that was found to be hers too stood on, she stands on, whatever lists there are by now.
        let segment = programme.segment(change.segment)
        guard
            segment?.isList ?? false || event.source == Deciding.mergeSource
                || segment?.isWritten ?? false && event.source == MemberSegment.measuringSource
        else {
            throw .unknownSegment(change.segment.text, known: programme.segments.filter(\.isList).map(\.key.text))
        }
        let listing = Listing(segment: change.segment, isIn: change.isIn, since: event.occurredAt)
        if let place = state.lists.firstIndex(where: { $0.segment == change.segment }) {
            guard state.lists[place].since <= listing.since else { return }
            state.lists[place] = listing
        } else {
            state.lists.append(listing)
        }
        reasons.append(.audience(AudienceStep(change.isIn ? .listed : .unlisted, segment: change.segment)))
    }
}
