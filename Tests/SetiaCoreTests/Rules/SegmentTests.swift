import SetiaCore
import Testing

@Suite("Segments")
struct SegmentTests {
    private let june = Audience.june

    @Test("C-1, C-2: a rule gives to those who belong to a segment at the moment of the event, before it")
    func membership() throws {
        let rule = Audience.gift(
            when: Audience.condition("member.inSegment(\"regulars\")", segments: ["regulars"]),
            campaign: nil
        )
        var life = try Audience.life(Audience.version([rule]))
        let gifts = try (1...4).map { try life.pays(1_000, order: Key("\($0)"), at: june).points(in: "points").units }
        // The second order makes her a regular, from the third on she is one.
        #expect(gifts == [0, 0, 20, 20])
        #expect(life.decisions[1].reasons.contains { if case .conditionNotMet = $0 { true } else { false } })
    }

    @Test(
        "C-1: a condition asks for segments by their names, in each form",
        arguments: [
            ("member.inSegment(\"regulars\")", true), ("!member.inSegment(\"regulars\")", false),
            ("\"regulars\" in member.segments", true), ("member.segments.size() == 1", true),
            ("member.inSegment(\"press\") || member.inSegment('regulars')", true),
            ("member.inSegment(\"press\")", false),
        ]
    )
    func forms(text: String, holds: Bool) throws {
        let condition = Audience.condition(text, segments: ["regulars", "press"])
        var life = try Audience.life(Audience.version([Audience.gift(when: condition, campaign: nil)]))
        for order in ["1", "2"] as [Key] { try life.pays(1_000, order: order, at: june) }
        #expect(try life.pays(1_000, order: "3", at: june).points(in: "points") == Points(holds ? 20 : 0))
    }

    @Test(
        "C-1: a segment that the programme does not have is named with those it has",
        arguments: ["member.inSegment(\"vip\")", "!member.inSegment(\"vip\")"]
    )
    func unknown(text: String) {
        let kopi = Kopi.version().programme
        let vocabulary = ConditionVocabulary(
            currencies: kopi.currencies,
            tierSets: kopi.tierSets,
            segments: ["regulars", "press"]
        )
        let failure = #expect(throws: MalformedCondition.self) { try Condition.parse(text, vocabulary) }
        #expect(failure?.reason.contains("no segment 'vip'") == true)
        #expect(failure?.reason.contains("regulars, press") == true)
    }

    @Test("C-2: behaviour counts by days: who has not ordered for a month")
    func sinceOrder() throws {
        let sleepy = Audience.condition("member.daysSinceOrder >= 30")
        var life = try Audience.life(Audience.version([Audience.gift(when: sleepy, campaign: nil)]))
        #expect(try life.pays(1_000, order: "1", at: june).points(in: "points") == .zero)
        #expect(try life.pays(1_000, order: "2", at: june.adding(days: 29)).points(in: "points") == .zero)
        #expect(try life.pays(1_000, order: "3", at: june.adding(days: 59)).points(in: "points") == Points(20))
    }

    @Test("C-3: a member is written on a list and taken off, and the newest word holds whatever comes first")
    func lists() throws {
        let rule = Audience.gift(
            when: Audience.condition("member.inSegment(\"press\")", segments: ["press"]),
            campaign: nil
        )
        let version = Audience.version([rule])
        var life = try Audience.life(version)
        let change = { (isIn: Bool) in Event.Matter.segmentChanged(SegmentChange(segment: "press", isIn: isIn)) }
        let listed = try life.happen(change(true), june)
        #expect(listed.audience == [AudienceStep(.listed, segment: "press")])
        #expect(version.segments(of: life.state, at: june) == ["press"])
        #expect(try life.pays(1_000, order: "1", at: june).points(in: "points") == Points(20))
        try life.happen(change(false), june.adding(days: 2))
        // Told late: it was before she was taken off.
        try life.happen(change(true), june.adding(days: 1))
        #expect(version.segments(of: life.state, at: june.adding(days: 3)) == [])
        #expect(try life.pays(1_000, order: "2", at: june.adding(days: 3)).points(in: "points") == .zero)
    }

    @Test("C-3: on what is no list nobody is written", arguments: ["regulars", "vip"] as [Key])
    func noList(segment: Key) throws {
        var life = try Audience.life(Audience.version([]))
        #expect(throws: Refusal.unknownSegment(segment.text, known: ["press"])) {
            try life.happen(.segmentChanged(SegmentChange(segment: segment, isIn: true)), june)
        }
    }

    @Test("C-3: what an account stood on, the account stands on that it is merged into")
    func merging() throws {
        var life = try Audience.life(Audience.version([]))
        try life.happen(.segmentChanged(SegmentChange(segment: "press", isIn: true)), june)
        let other = Audience.member(99)
        let decision = try life.happen(.memberMerged(Merge(id: "m", into: other)), june)
        let follow = try #require(
            decision.followUps.first { if case .segmentChanged = $0.event.matter { true } else { false } }
        )
        #expect(follow.member == other)
        // Even where the list is gone by then.
        let version = ProgrammeVersion(
            number: 1,
            validFrom: june,
            programme: Kopi.version().programme,
            zone: Kopi.zone
        )
        let after = try decide(version, MemberState(member: other), follow.event)
        #expect(after.state.lists.map(\.segment) == ["press"])
    }

    @Test("C-4: a receipt says that she got it since she belongs to a segment")
    func told() throws {
        let rule = Audience.gift(
            when: Audience.condition("member.inSegment(\"regulars\")", segments: ["regulars"]),
            campaign: nil
        )
        var life = try Audience.life(Audience.version([rule]))
        for order in 1...2 { try life.pays(1_000, order: Key("\(order)"), at: june) }
        let decision = try life.pays(1_000, order: "3", at: june)
        #expect(decision.audience == [AudienceStep(.belongs, segment: "regulars", rule: "gift")])
        #expect(life.decisions[1].audience == [])
    }
}
