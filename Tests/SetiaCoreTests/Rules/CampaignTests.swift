import SetiaCore
import Testing

@Suite("Campaigns and hold-outs")
struct CampaignTests {
    private let june = Audience.june

    // MARK: - Audience

    @Test(
        "C-5: a campaign's rules give to its audience only: everybody, a segment, or those of whom a condition holds",
        arguments: [
            (Campaign.Audience?.none, [Int64(20), 20, 20]), (.everyone, [20, 20, 20]),
            (.segment("regulars"), [0, 0, 20]),
            (.condition(Audience.condition("member.orders == 1")), [0, 20, 0]), (.segment("press"), [0, 0, 0]),
            (.condition(Audience.condition("member.inSegment(\"regulars\")", segments: ["regulars"])), [0, 0, 20]),
            (
                .condition(
                    Audience.condition("\"regulars\" in member.segments || member.orders == 0", segments: ["regulars"])
                ), [20, 0, 20]
            ),
        ]
    )
    func audience(audience: Campaign.Audience?, gifts: [Int64]) throws {
        let campaign = Audience.campaign(audience: audience)
        var life = try Audience.life(Audience.version([Audience.gift()], [campaign]))
        let given = try (1...3).map { try life.pays(1_000, order: Key("\($0)"), at: june).points(in: "points").units }
        #expect(given == gifts)
        if gifts[0] == 0 {
            #expect(life.decisions[1].audience.map(\.kind) == [.notInAudience])
        }
    }

    @Test("C-5: a promotion and a reward of a campaign are for its audience, in its time")
    func offers() throws {
        let schedule = Schedule(from: nil, until: Schedule.WallTime(day: Kopi.zone.day(of: june), minute: 0))
        let promotion = Promotion(key: "five", gift: .amountOff([Kopi.money(500)], of: .order), campaign: "raya")
        let reward = Reward(key: "mug", kind: .experience, name: Words([]), prices: [.free], campaign: "raya")
        for (campaign, isOpen) in [
            (Audience.campaign(audience: .segment("press")), false), (Audience.campaign(schedule: schedule), false),
            (Audience.campaign(), true),
        ] {
            let version = Audience.version([], [campaign], promotions: [promotion], rewards: [reward])
            var life = try Audience.life(version)
            let cart = Cart(id: "c", currency: Kopi.currency("MYR"), lines: [Cart.Line(sku: "kopi", price: 2_000)])
            let evaluation = try evaluate(version, try #require(cart), for: life.state, at: june)
            #expect(evaluation.given.isEmpty != isOpen)
            let quotes = quote(version, life.state, at: june) { _ in nil }
            #expect(quotes[0].canHave == isOpen)
            let wish = RewardWish(id: "R", reward: "mug")
            if isOpen {
                try life.happen(.rewardRedeemed(wish), june)
            } else {
                #expect(throws: Refusal.self) { try life.happen(.rewardRedeemed(wish), june) }
            }
        }
    }

    // MARK: - Hold-out

    @Test(
        "C-6: of a hundred thousand members the share is held out that the campaign says, within what chance allows",
        arguments: [(500, ""), (100, ""), (1_000, "again"), (5_000, "")]
    )
    func share(share: Int, seed: String) {
        let holdOut = Audience.holdOut(share, seed: Key(seed))
        var random = SplitMix64(seed: 7)
        var held = 0
        let count = 100_000
        for _ in 0..<count {
            let member = MemberID(Identifier(high: random.next(), low: random.next()))
            if holdOut.holdsOut(member) { held += 1 }
        }
        let part = Double(share) / 10_000
        let deviation = (Double(count) * part * (1 - part)).squareRoot()
        #expect(abs(Double(held) - Double(count) * part) < 4 * deviation)
    }

    @Test("C-6: ids that follow each other are drawn as well as others")
    func inARow() {
        let holdOut = Audience.holdOut(500)
        let held = (0..<100_000).count { holdOut.holdsOut(Audience.member(UInt64($0))) }
        #expect((4_724...5_276).contains(held))
    }

    @Test("C-6: the draw is the same for good, a larger share keeps who was held out, another seed draws others")
    func sticky() {
        let members = (0..<20_000).map { Audience.member(UInt64($0)) }
        func held(_ holdOut: HoldOut) -> Set<MemberID> { Set(members.filter { holdOut.holdsOut($0) }) }
        let five = held(Audience.holdOut(500))
        #expect(held(Audience.holdOut(500)) == five)
        #expect(five.isSubset(of: held(Audience.holdOut(1_000))))
        let anew = held(Audience.holdOut(500, seed: "again"))
        #expect(anew != five && anew.intersection(five).count < 120)
    }

    @Test("C-6: who is held out of one campaign says nothing of another")
    func independent() {
        let (one, other) = (Audience.holdOut(2_000), Audience.holdOut(2_000, "merdeka"))
        let members = (0..<50_000).map { Audience.member(UInt64($0)) }
        let both = members.count { one.holdsOut($0) && other.holdsOut($0) }
        // 4 % of 50,000, within four standard deviations.
        #expect(abs(both - 2_000) < 176)
    }

    @Test("C-6: who is held out gets no part of a campaign, and who is not gets all of it")
    func held() throws {
        let campaign = Audience.campaign(holdOut: 5_000)
        let holdOut = Audience.holdOut(5_000)
        let version = Audience.version(
            [Kopi.base, Audience.gift()],
            [campaign],
            promotions: [Promotion(key: "five", gift: .amountOff([Kopi.money(500)], of: .order), campaign: "raya")],
            rewards: [Reward(key: "mug", kind: .experience, name: Words([]), prices: [.free], campaign: "raya")]
        )
        for isHeldOut in [true, false] {
            var life = try Audience.life(version, member: Audience.someone(heldOut: isHeldOut, of: holdOut))
            let decision = try life.pays(1_000, order: "1", at: june)
            #expect(decision.points(in: "points") == Points(isHeldOut ? 10 : 30))
            let cart = Cart(id: "c", currency: Kopi.currency("MYR"), lines: [Cart.Line(sku: "kopi", price: 2_000)])
            let evaluation = try evaluate(version, try #require(cart), for: life.state, at: june)
            #expect(evaluation.given.isEmpty == isHeldOut)
            // Nothing says to her that there is something that she does not get.
            #expect(evaluation.notGiven.isEmpty)
            #expect(!evaluation.reasons.contains { $0.isForStaff })
            let quotes = quote(version, life.state, at: june) { _ in nil }
            #expect(quotes.isEmpty == isHeldOut)
            let wish = Event.Matter.rewardRedeemed(RewardWish(id: "R", reward: "mug"))
            if isHeldOut {
                #expect(throws: Refusal.self) { try life.happen(wish, june) }
            } else {
                try life.happen(wish, june)
            }
        }
    }

    @Test("C-7: from what a birthday or an anniversary brings nobody is held out")
    func wishes() throws {
        let campaign = Audience.campaign(holdOut: 5_000)
        let member = Audience.someone(heldOut: true, of: Audience.holdOut(5_000))
        for type in [EventType.birthday, .anniversary] {
            var life = try Audience.life(Audience.version([Audience.gift(on: type)], [campaign]), member: member)
            let decision = try life.happen(.happened(Occurrence(type: type, facts: [])), june)
            #expect(decision.points(in: "points") == Points(20))
            #expect(life.state.exposures == [])
        }
    }

    // MARK: - First times

    @Test(
        "C-8: the first time is noted once, for those who have part and those held out alike",
        arguments: [true, false]
    )
    func exposure(isHeldOut: Bool) throws {
        let holdOut = Audience.holdOut(5_000)
        let version = Audience.version([Audience.gift()], [Audience.campaign(holdOut: 5_000)])
        var life = try Audience.life(version, member: Audience.someone(heldOut: isHeldOut, of: holdOut))
        #expect(life.state.exposures == [])
        let first = try life.pays(1_000, order: "1", at: june)
        let second = try life.pays(1_000, order: "2", at: june.adding(days: 1))
        #expect(life.state.exposures == [Exposure(campaign: "raya", isHeldOut: isHeldOut, at: june)])
        #expect(first.audience.first?.kind == (isHeldOut ? .keptOut : .takesPart))
        #expect(!second.audience.contains { $0.isExposure })
        #expect(first.audience.contains { $0.kind == .heldOut && $0.rule == "gift" } == isHeldOut)
    }

    @Test("C-8: what never could have given her anything is no first time")
    func noExposure() throws {
        let rule = Audience.gift(when: Audience.condition("event.total >= money(\"100.00 MYR\")"))
        let before = Schedule(
            from: Schedule.WallTime(day: Kopi.zone.day(of: june).adding(days: 1), minute: 0),
            until: nil
        )
        for campaign in [
            Audience.campaign(audience: .segment("press"), holdOut: 500),
            Audience.campaign(holdOut: 500, schedule: before), Audience.campaign(holdOut: 500),
        ] {
            var life = try Audience.life(Audience.version([rule], [campaign]))
            try life.pays(1_000, at: june)
            #expect(life.state.exposures == [])
        }
    }

    @Test("C-8: of promotions and rewards the first time is the next thing that she does and both sides do alike")
    func offered() throws {
        let reward = Reward(key: "mug", kind: .experience, name: Words([]), prices: [.free], campaign: "raya")
        let version = Audience.version([], [Audience.campaign(holdOut: 500)], rewards: [reward])
        let member = Audience.someone(heldOut: false, of: Audience.holdOut(500))
        var life = try Audience.life(version, member: member)
        #expect(life.state.exposures.map(\.campaign) == ["raya"])
        life = try Audience.life(Audience.version([], []), member: member)
        var state = life.state
        // Having a reward is what only those do who have part.
        let wish = Event(
            source: "till",
            id: "w",
            occurredAt: june,
            matter: .rewardRedeemed(RewardWish(id: "R", reward: "mug"))
        )
        state = try decide(version, state, wish).state
        #expect(state.exposures == [])
        let visit = Event(
            source: "till",
            id: "v",
            occurredAt: june,
            matter: .happened(Occurrence(type: .visitCompleted, facts: []))
        )
        #expect(try decide(version, state, visit).state.exposures.map(\.campaign) == ["raya"])
    }

    @Test("C-8: she stays on her side when the share is another one later")
    func stays() throws {
        let member = (2...).first { number in
            let id = Audience.member(UInt64(number))
            return !Audience.holdOut(500).holdsOut(id) && Audience.holdOut(5_000).holdsOut(id)
        }
        var life = try Audience.life(
            Audience.version([Audience.gift()], [Audience.campaign(holdOut: 500)]),
            member: UInt64(member ?? 0)
        )
        try life.pays(1_000, order: "1", at: june)
        let later = Audience.version([Audience.gift()], [Audience.campaign(holdOut: 5_000)], number: 2)
        #expect(try decide(later, life.state, try order("2", june)).decision.points(in: "points") == Points(20))
    }

    @Test("C-8: an order told late has its first time where there was none, and adds none where there was")
    func late() throws {
        let version = Audience.version([Audience.gift()], [Audience.campaign(holdOut: 500)])
        let book = try #require(ProgrammeBook([version]))
        let member = Audience.someone(heldOut: false, of: Audience.holdOut(500))
        for isFirst in [true, false] {
            var past: [DecidedEvent] = []
            var before = MemberState(member: Audience.member(member))
            for event in [
                Event(
                    source: "till",
                    id: "e",
                    occurredAt: Kopi.at("2025-12-31T09:00"),
                    matter: .memberEnrolled(MemberFacts())
                ),
                isFirst
                    ? Event(
                        source: "till",
                        id: "f",
                        occurredAt: june,
                        matter: .memberChanged(MemberFacts(country: "MY"))
                    )
                    : try order("1", june),
            ] {
                let (state, decision) = try decide(version, before, event)
                before = state
                past.append(DecidedEvent(event: event, decision: decision))
            }
            let event = try order("late", june.adding(days: -1))
            let refold = try Refold(of: event, after: past, before, under: book)
            let (state, decision) = try decide(version, before, event, refold)
            #expect(decision.points(in: "points") == Points(20))
            #expect(decision.audience.contains { $0.isExposure } == isFirst)
            #expect(state.exposures.count == 1)
        }
    }

    private func order(_ id: Key, _ at: Instant) throws -> Event {
        let order = Order(id: id, currency: Kopi.currency("MYR"), lines: [Order.Line(sku: "kopi", net: 1_000)])
        return Event(source: "till", id: id, occurredAt: at, matter: .orderPaid(try #require(order)))
    }

    // MARK: - Telling

    @Test("C-9: that she is held out is for staff, that a campaign is for others is not")
    func forStaff() {
        let told = AudienceStep.Kind.allCases.filter { !AudienceStep($0).isForStaff }
        #expect(told == [.belongs, .notInAudience])
    }
}

extension Audience {
    static func campaign(audience: Campaign.Audience?, holdOut: Int? = nil) -> Campaign {
        campaign("raya", audience, holdOut: holdOut)
    }
}
