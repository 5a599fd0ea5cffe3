/// A member at a moment, as segments look at her: nothing of the event, only what she is and did before it.
struct SegmentScene {
    let state: MemberState
    let tierSets: [TierSet]
    let wallets: [Wallet]
    /// The segments that a condition may ask for; none where it is one of theirs.
    let segments: [MemberSegment]
    let zone: any LocalTime
    let moment: Instant
    /// What was counted of what she did in the last days; none in a decision, which reads no history.
    var behaviour: BehaviourCounts?

    /// Whether she belongs to it (rules C-2 and C-3); where nothing was counted, whether she was written on it last
    /// (rule C-17).
    func belongs(to segment: MemberSegment) -> Bool {
        switch segment.kind {
        case .condition where segment.countsBehaviour && behaviour == nil:
            state.lists.contains { $0.segment == segment.key && $0.isIn }
        case .condition(let condition): holds(condition)
        case .list, .measured: state.lists.contains { $0.segment == segment.key && $0.isIn }
        }
    }

    /// Whether a condition over the member alone holds.
    func holds(_ condition: Condition) -> Bool {
        let event = Event(source: "setia/segments", id: "", occurredAt: moment, matter: .timePassed)
        var scene: ConditionScene?
        return condition.tests.allSatisfy { test in
            if case .inSegment(let key) = test {
                return segments.first { $0.key == key }.map { belongs(to: $0) } ?? false
            }
            guard case .expression(let expression) = test else { return test.holds(tierSets, state, event) }
            if let scene, scene.fits(expression.language) { return expression.holds(in: scene) }
            let own = ConditionScene(
                expression.language,
                event: EventSource(language: expression.language, event: event, order: nil, zone: zone),
                member: MemberSource(
                    language: expression.language,
                    state: state,
                    tierSets: tierSets,
                    wallets: wallets,
                    segments: segments,
                    zone: zone,
                    moment: moment,
                    behaviour: behaviour
                )
            )
            scene = own
            return expression.holds(in: own)
        }
    }
}

extension ProgrammeVersion {
    /// The segments that a member belongs to at a moment, in the order of the document.
    ///
    /// Where nothing was counted of what she did, those segments that count it are as they were written last (rule C-17).
    package func segments(of state: MemberState, counting behaviour: BehaviourCounts? = nil, at moment: Instant)
        -> [Key]
    {
        let scene = self.scene(of: state, counting: behaviour, at: moment)
        return programme.segments.filter { scene.belongs(to: $0) }.map(\.key)
    }

    /// Whether a member belongs to a segment at a moment; to one that there is not, nobody does.
    package func belongs(_ state: MemberState, to segment: Key, at moment: Instant) -> Bool {
        guard let segment = programme.segment(segment) else { return false }
        return scene(of: state, at: moment).belongs(to: segment)
    }

    /// Whether a member belongs to a segment at a moment, with what was counted of what she did; to one that there is not,
    /// nobody does.
    package func belongs(
        _ state: MemberState,
        to segment: Key,
        counting behaviour: BehaviourCounts?,
        at moment: Instant
    ) -> Bool {
        guard let segment = programme.segment(segment) else { return false }
        return scene(of: state, counting: behaviour, at: moment).belongs(to: segment)
    }

    /// Whether a campaign is for a member at a moment (rule C-5).
    package func isFor(_ state: MemberState, _ campaign: Campaign, at moment: Instant) -> Bool {
        switch campaign.audience {
        case .everyone, nil: true
        case .segment(let segment): belongs(state, to: segment, at: moment)
        case .condition(let condition): scene(of: state, at: moment).holds(condition)
        }
    }

    /// From when on a campaign is over for good; none where its time has no end.
    package func end(of campaign: Campaign) -> Instant? {
        campaign.schedule?.until.map { zone.instant(of: $0) }
    }

    func scene(of state: MemberState, counting behaviour: BehaviourCounts? = nil, at moment: Instant) -> SegmentScene {
        SegmentScene(
            state: state,
            tierSets: programme.tierSets,
            wallets: programme.wallets,
            segments: programme.segments,
            zone: zone,
            moment: moment,
            behaviour: behaviour
        )
    }
}
