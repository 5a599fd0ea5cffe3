import SetiaCore
import Testing

@Suite("Rewards")
struct RewardTests {
    private let now = Kopi.at("2026-03-01T10:00")

    private func after(_ minutes: Int64) -> Instant { now.adding(milliseconds: minutes * 60_000) }

    @Test("W-7: a reward that is had at once costs its price, and one is taken from the shelf")
    func hadAtOnce() throws {
        var life = try Shelf.life(1_000, Shelf.reward())
        let decision = try life.wants(quantity: 2, at: now)
        #expect(decision.points(in: "points") == Points(-600))
        #expect(decision.counterClaims == [CounterClaim(counter: "stock:mug", amount: 2, isWhole: true)])
        #expect(
            decision.reasons == [
                .spent(wallet: "points", points: Points(600)),
                .reward(
                    RewardStep(
                        redemption: "R",
                        reward: "mug",
                        kind: .captured,
                        quantity: 2,
                        wallet: "points",
                        points: Points(600),
                        money: nil,
                        until: nil
                    )
                ),
            ]
        )
        #expect(life.redemption()?.state == .captured)
        #expect(life.redemption()?.fulfilment == .pending)
    }

    @Test("W-2: the first price that she can pay is taken, and a named wallet's own")
    func prices() throws {
        let reward = Shelf.reward(prices: [
            Reward.Price(wallet: "points", points: Points(2_000)),
            Reward.Price(wallet: "points", points: Points(500)),
        ])
        var life = try Shelf.life(1_000, reward)
        #expect(try life.wants(at: now).points(in: "points") == Points(-500))
        #expect(throws: Refusal.unknownWallet("stars", known: ["points", "points"])) {
            try life.wants("mug", "R2", wallet: "stars", at: now)
        }
        #expect(throws: Refusal.insufficientPoints(wallet: "points", available: Points(500), needed: Points(4_000))) {
            try life.wants("mug", "R3", quantity: 2, at: now)
        }
    }

    @Test("W-2: points and money: the money is the price's in the currency she pays in")
    func money() throws {
        let reward = Shelf.reward(prices: [
            Reward.Price(wallet: "points", points: Points(200), money: [Kopi.money(1_000), Kopi.money(30_000, "IDR")])
        ])
        var life = try Shelf.life(1_000, reward)
        try life.wants(quantity: 2, currency: "IDR", at: now)
        #expect(life.redemption()?.money == Kopi.money(30_000, "IDR"))
        for currency in ["THB", nil] as [String?] {
            #expect(
                throws: Refusal.reward(
                    .wrongCurrency(
                        reward: "mug",
                        got: currency.map { Kopi.currency($0) },
                        taken: [Kopi.currency("MYR"), Kopi.currency("IDR")]
                    )
                )
            ) { try life.wants("mug", "R2", currency: currency, at: now) }
        }
    }

    @Test("W-2: what costs something else than she was told is not had")
    func priceChanged() throws {
        var life = try Shelf.life(1_000, Shelf.reward())
        #expect(
            throws: Refusal.reward(.priceChanged(reward: "mug", expected: Points(250), points: Points(300)))
        ) { try life.wants(expecting: 250, at: now) }
        try life.wants(expecting: 300, at: now)
    }

    @Test("W-2: a benefit costs nothing, and is set aside and freed as any other")
    func free() throws {
        var life = try Shelf.life(0, Shelf.reward("launch", .earlyAccess, prices: []))
        try life.wants("launch", minutes: 30, at: now)
        #expect(life.taken(of: "launch") == 1)
        try life.happen(.timePassed, after(30))
        #expect(life.redemption()?.state == .expired)
        #expect(life.taken(of: "launch") == 0)
        let decision = try life.wants("launch", "R2", at: after(31))
        #expect(decision.entries.isEmpty)
    }

    @Test("W-7: held, then had whole or in part; the rest is free, on the shelf and within her limits")
    func capturedInPart() throws {
        let reward = Shelf.reward(limits: [Cap(.times(3), per: .month)])
        var life = try Shelf.life(1_000, reward)
        try life.wants(quantity: 3, minutes: 30, at: now)
        #expect(life.available(at: now) == 100)
        #expect(throws: Refusal.reward(.tooMany("R", left: 3, asked: 4))) {
            try life.step(.capture, quantity: 4, at: after(1))
        }
        let decision = try life.step(.capture, quantity: 2, at: after(5))
        #expect(decision.points(in: "points") == Points(-600))
        #expect(life.available(at: after(5)) == 400)
        #expect(life.taken(of: "mug") == 2)
        try life.wants("mug", "R2", at: after(6))
        #expect(throws: Refusal.self) { try life.wants("mug", "R3", at: after(7)) }
    }

    @Test("W-7: given up, everything is as before")
    func cancelled() throws {
        let reward = Shelf.reward(limits: [Cap(.times(1), per: .lifetime)])
        var life = try Shelf.life(1_000, reward)
        try life.wants(minutes: 30, at: now)
        try life.step(.cancel, at: after(5))
        #expect(life.available(at: after(5)) == 1_000)
        #expect(life.taken(of: "mug") == 0)
        #expect(throws: Refusal.reward(.redemptionIs("R", .cancelled))) { try life.step(.capture, at: after(6)) }
        try life.wants("mug", "R2", at: after(6))
    }

    @Test("W-7: its time over, everything is as before, and it is told so")
    func expired() throws {
        var life = try Shelf.life(1_000, Shelf.reward())
        try life.wants(minutes: 30, at: now)
        try life.step(.extend, minutes: 60, at: after(10))
        try life.happen(.timePassed, after(69))
        #expect(life.redemption()?.state == .held)
        let decision = try life.happen(.timePassed, after(75))
        #expect(decision.entries.map(\.kind) == [.release, .release])
        #expect(decision.counterClaims.map(\.amount) == [-1])
        #expect(life.redemption()?.state == .expired)
        #expect(life.available(at: after(75)) == 1_000)
        #expect(throws: Refusal.reward(.redemptionIs("R", .expired))) { try life.step(.capture, at: after(76)) }
        #expect(life.state.nextDue == nil)
    }

    @Test("W-7: nobody but the redemption ends what is set aside for it")
    func ownHold() throws {
        var life = try Shelf.life(1_000, Shelf.reward())
        try life.wants(minutes: 30, at: now)
        #expect(throws: Refusal.unknownHold("R")) { try life.releases("R", at: after(1)) }
    }

    @Test("W-3: before its time, after it, and within it")
    func schedule() throws {
        let schedule = Schedule(
            from: Schedule.WallTime(day: Day(iso: "2026-04-01")!),
            until: Schedule.WallTime(day: Day(iso: "2026-05-01")!)
        )
        var life = try Shelf.life(1_000, Shelf.reward(schedule: schedule))
        #expect(throws: Refusal.reward(.notYet(reward: "mug", from: Kopi.at("2026-04-01T00:00")))) {
            try life.wants(at: now)
        }
        try life.wants(at: Kopi.at("2026-04-30T23:59"))
        #expect(throws: Refusal.reward(.over(reward: "mug"))) {
            try life.wants("mug", "R2", at: Kopi.at("2026-05-01T00:00"))
        }
    }

    @Test("W-3: country, level, tenure and condition, each told by what is missing")
    func eligibility() throws {
        var life = try Shelf.life(
            9_000,
            Shelf.reward("abroad", countries: ["TH"]),
            Shelf.reward("golden", level: "gold"),
            Shelf.reward("old", tenure: Period(12, .month)),
            Shelf.reward(
                "here",
                when: Condition(text: "event.channel == \"app\"", tests: [.event(.channel, oneOf: ["app"])])
            )
        )
        #expect(throws: Refusal.reward(.wrongCountry(reward: "abroad", country: nil, countries: ["TH"]))) {
            try life.wants("abroad", at: now)
        }
        try life.happen(.memberChanged(MemberFacts(country: "TH")), now)
        try life.wants("abroad", at: now)
        #expect(throws: Refusal.reward(.notEligible(reward: "golden", .level(tierSet: "status", level: "gold")))) {
            try life.wants("golden", "R1", at: now)
        }
        #expect(
            throws: Refusal.reward(
                .notEligible(reward: "old", .tenure(Period(12, .month), from: Day(iso: "2026-12-31")))
            )
        ) { try life.wants("old", "R2", at: now) }
        #expect(
            throws: Refusal.reward(
                .notEligible(reward: "here", .condition("event.channel == \"app\"", test: 0, saw: []))
            )
        ) { try life.wants("here", "R3", at: now) }
        try life.pays(200_000, at: now)
        try life.wants("golden", "R1", at: now)
        try life.wants("old", "R2", at: Kopi.at("2026-12-31T08:00"))
    }

    @Test(
        "W-4: so many in a stretch of time, and it is told when there is room again",
        arguments: [
            (.day, "2026-03-02T00:00"), (.week, "2026-03-02T00:00"), (.month, "2026-04-01T00:00"),
            (.year, "2027-01-01T00:00"), (.lifetime, nil),
        ] as [(Cap.Span, String?)]
    )
    func limits(span: Cap.Span, again: String?) throws {
        var life = try Shelf.life(9_000, Shelf.reward(limits: [Cap(.times(2), per: span)]))
        try life.wants(at: now)
        let full = RewardRefusal.limitReached(
            reward: "mug",
            per: span,
            most: 2,
            left: 1,
            again: again.map { Kopi.at($0) }
        )
        #expect(throws: Refusal.reward(full)) { try life.wants("mug", "R2", quantity: 2, at: now) }
        try life.wants("mug", "R2", at: now)
        if let again {
            #expect(throws: Refusal.self) { try life.wants("mug", "R3", at: Kopi.at(again).adding(milliseconds: -1)) }
            try life.wants("mug", "R3", at: Kopi.at(again))
        }
    }

    @Test("W-4: an event that comes late leaves limits as they are")
    func lateLeavesLimits() throws {
        let reward = Shelf.reward(limits: [Cap(.times(1), per: .lifetime)])
        var life = try Shelf.life(1_000, reward)
        try life.wants(at: now)
        try life.pays(10_000, at: Kopi.at("2026-02-20T10:00"))
        #expect(throws: Refusal.self) { try life.wants("mug", "R2", at: after(1)) }
    }

    @Test("W-8: a good is packed, sent and delivered, never backwards; all else is handed over")
    func fulfilment() throws {
        var life = try Shelf.life(
            1_000,
            Shelf.reward(),
            Shelf.reward("coffee", .freeProduct, validity: Period(90, .day)),
            Shelf.reward("film", .partnerCode, stock: .codes)
        )
        try life.wants(at: now)
        try life.step(.pack, at: after(1))
        try life.step(.send, at: after(2))
        #expect(throws: Refusal.reward(.fulfilmentIs("R", .sent))) { try life.step(.pack, at: after(3)) }
        try life.step(.deliver, at: after(3))
        #expect(throws: Refusal.reward(.fulfilmentIs("R", .delivered))) { try life.step(.deliver, at: after(4)) }

        try life.wants("coffee", "C", at: now)
        #expect(life.redemption("C")?.validUntil == Kopi.at("2026-05-31T00:00"))
        #expect(throws: Refusal.reward(.fulfilmentIs("C", .pending))) { try life.step(.send, "C", at: after(5)) }
        #expect(throws: Refusal.reward(.redemptionExpired("C", since: Kopi.at("2026-05-31T00:00")))) {
            try life.step(.deliver, "C", at: Kopi.at("2026-05-31T00:00"))
        }
        try life.wants("film", "F", at: Kopi.at("2026-05-31T00:00"))
        #expect(life.redemption("F")?.fulfilment == .delivered)
    }

    @Test("W-9: given back, points go to the lots they came from, and it is on the shelf again")
    func rolledBack() throws {
        var life = try Shelf.life(500, lapsing: "2026-12-31T00:00", Shelf.reward())
        try life.opens([(500, nil)], at: now)
        try life.wants(quantity: 3, at: now)
        #expect(life.lots.map(\.left) == [Points(100)])
        try life.step(.rollBack, quantity: 1, at: after(10))
        #expect(life.lots.map(\.left) == [Points(400)])
        #expect(life.taken(of: "mug") == 2)
        let decision = try life.step(.rollBack, at: after(20))
        #expect(
            decision.reasons.first == .givenBack(wallet: "points", points: Points(600), renewed: .zero)
        )
        #expect(life.lots.map(\.left) == [Points(500), Points(500)])
        #expect(life.lots.first?.expiresAt == Kopi.at("2026-12-31T00:00"))
        #expect(life.taken(of: "mug") == 0)
        #expect(life.state.account("points")?.spent == .zero)
        #expect(throws: Refusal.reward(.redemptionIs("R", .rolledBack))) { try life.step(.rollBack, at: after(21)) }
    }

    @Test("W-9: points whose day has passed come back with 30 days' grace")
    func rolledBackWithGrace() throws {
        var life = try Shelf.life(500, lapsing: "2026-03-10T00:00", Shelf.reward())
        try life.wants(at: now)
        try life.step(.rollBack, at: Kopi.at("2026-03-20T10:00"))
        #expect(life.lots.map(\.left) == [Points(300)])
        #expect(life.lots.first?.expiresAt == Kopi.at("2026-04-20T00:00"))
    }

    @Test("W-9: after 90 days it stays")
    func tooLate() throws {
        var life = try Shelf.life(500, Shelf.reward())
        try life.wants(at: now)
        let end = now.adding(milliseconds: RewardRedemption.mayRollBackFor)
        #expect(throws: Refusal.reward(.tooLate("R", until: end))) {
            try life.step(.rollBack, at: end.adding(milliseconds: 1))
        }
        try life.step(.rollBack, at: end)
    }

    @Test("W-12: what nobody has handed over she may give back, and its points come back")
    func withdrawn() throws {
        var life = try Shelf.life(500, Shelf.reward())
        try life.wants(at: now)
        #expect(life.available(at: after(1)) == 200)
        try life.step(.withdraw, at: after(5))
        #expect(life.available(at: after(5)) == 500)
        #expect(life.taken(of: "mug") == 0)
        #expect(throws: Refusal.reward(.redemptionIs("R", .rolledBack))) { try life.step(.withdraw, at: after(6)) }
        #expect(throws: Refusal.reward(.redemptionIs("R", .rolledBack))) { try life.step(.deliver, at: after(6)) }
    }

    @Test("W-12: what was handed over, sent, given as a code or lapsed unused stays")
    func withdrawnTooLate() throws {
        var handed = try Shelf.life(500, Shelf.reward())
        try handed.wants(at: now)
        try handed.step(.deliver, at: after(4))
        #expect(throws: Refusal.reward(.fulfilmentIs("R", .delivered))) { try handed.step(.withdraw, at: after(5)) }
        #expect(handed.available(at: after(5)) == 200)
        var code = try Shelf.life(500, Shelf.reward("film", .partnerCode, stock: .codes))
        try code.wants("film", at: now)
        #expect(throws: Refusal.reward(.fulfilmentIs("R", .delivered))) { try code.step(.withdraw, at: after(5)) }
        var lapsed = try Shelf.life(500, Shelf.reward("mug", .experience, validity: Period(30, .day)))
        try lapsed.wants(at: now)
        let end = Kopi.at("2026-04-01T00:00")
        #expect(throws: Refusal.reward(.redemptionExpired("R", since: end))) { try lapsed.step(.withdraw, at: end) }
    }

    @Test("W-10: a code that was given out is not put back")
    func codesStayOut() throws {
        var life = try Shelf.life(500, Shelf.reward("film", .partnerCode, stock: .codes))
        try life.wants("film", at: now)
        try life.step(.rollBack, at: after(1))
        #expect(life.available(at: after(1)) == 500)
        #expect(life.taken(of: "film") == 1)
    }

    @Test("W-7: a number is of one redemption, and none is spoken of that is not there")
    func numbers() throws {
        var life = try Shelf.life(1_000, Shelf.reward())
        try life.wants(at: now)
        #expect(throws: Refusal.reward(.redemptionExists("R"))) { try life.wants(at: after(1)) }
        #expect(throws: Refusal.reward(.unknownRedemption("X"))) { try life.step(.capture, "X", at: after(1)) }
        #expect(throws: Refusal.reward(.unknownReward("cup", known: ["mug"]))) {
            try life.wants("cup", "R2", at: after(1))
        }
    }

    @Test("W-6: what was had is remembered at the price of its day, whatever the programme says later")
    func snapshot() throws {
        var life = try Shelf.life(1_000, Shelf.reward())
        try life.wants(quantity: 2, minutes: 60, at: now)
        let dearer = Shelf.reward(prices: [Reward.Price(wallet: "points", points: Points(900))])
        life = try life.continued(Kopi.version(wallet: Kopi.wallet(activation: .immediate), rewards: [dearer]))
        let decision = try life.step(.capture, at: after(5))
        #expect(decision.points(in: "points") == Points(-600))
        life = try life.continued(Kopi.version(wallet: Kopi.wallet(activation: .immediate)))
        try life.step(.rollBack, at: after(6))
        #expect(life.available(at: after(6)) == 1_000)
    }

    @Test("W-5: a quote says what can be had, and what is missing")
    func quotes() throws {
        let rewards = [
            Shelf.reward(), Shelf.reward("tv", prices: [Reward.Price(wallet: "points", points: Points(1_800))]),
            Shelf.reward("golden", level: "gold"), Shelf.reward("gone"),
            Shelf.reward("once", limits: [Cap(.times(1), per: .month)]),
        ]
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate), rewards: rewards))
        try life.opens([(1_300, nil)], at: now)
        try life.wants("once", at: now)
        let quotes = quote(life.version, life.state, at: now) { $0 == "stock:gone" ? 0 : 5 }
        #expect(quotes.map(\.canHave) == [true, false, false, false, false])
        #expect(quotes[1].best?.missing == Points(800))
        #expect(quotes.map(\.isNear) == [false, true, false, false, false])
        #expect(quotes[2].obstacles == [.notEligible(reward: "golden", .level(tierSet: "status", level: "gold"))])
        #expect(quotes[3].obstacles == [.outOfStock(reward: "gone", left: 0)])
        #expect(
            quotes[4].obstacles == [
                .limitReached(reward: "once", per: .month, most: 1, left: 0, again: Kopi.at("2026-04-01T00:00"))
            ]
        )
    }

    @Test(
        "W-5: whoever can have it by the quote has it, and whoever cannot is refused",
        arguments: 0..<60 as Range<UInt64>
    )
    func quotesAreTrue(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let spans: [Cap.Span] = [.day, .week, .month, .lifetime]
        let reward = Shelf.reward(
            prices: [Reward.Price(wallet: "points", points: Points(Int64.random(in: 1...400, using: &random)))],
            limits: [Cap(.times(Int64.random(in: 1...3, using: &random)), per: spans.randomElement(using: &random)!)]
        )
        var life = try Shelf.life(Int64.random(in: 0...1_500, using: &random), reward)
        var moment = now
        for number in 0..<30 {
            moment = moment.adding(milliseconds: Int64.random(in: 0...200_000_000, using: &random))
            let canHave = quote(life.version, life.state, at: moment) { _ in nil }[0].canHave
            let held: Int64? = Bool.random(using: &random) ? 10 : nil
            do {
                try life.wants("mug", Key("R\(number)"), minutes: held, at: moment)
                #expect(canHave)
            } catch {
                #expect(!canHave)
            }
        }
        let kept = life.state.redemptions.filter { $0.state == .held || $0.state == .captured }
        #expect(life.taken(of: "mug") >= Int64(kept.count))
        let balance = life.entries.reduce(Points.zero) { $0 + $1.points }
        #expect(life.state.account("points").map { $0.balance == balance } ?? true)
    }
}
