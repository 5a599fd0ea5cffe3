import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// A brand that gives 500 points for a friend and 300 to her, 14 days after her first order.
struct ReferralBrand {
    let brand: DocumentBrand
    let ana: MemberID
    let code: String

    var service: SetiaService { brand.service }

    static func document(_ referral: String = "minimum: {MYR: 20.00}, cap: 3 per month, review: 2 per week") -> String {
        """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        referral: {referrer: {wallet: points, fixed: 500}, friend: {wallet: points, fixed: 300}, \(referral)}
        """
    }

    /// Ana, a member since 1 January, and her code; it is 1 March.
    init(on store: any Store, _ document: String = document()) async throws {
        brand = try await DocumentBrand(document, on: store)
        ana = try await brand.enrol(card: "1", name: "Ana Lim")
        brand.clock.now = DocumentBrand.at("2026-03-01T09:00")
        code = try #require(try await brand.service.referralCode(of: ana)).shown
    }

    /// A friend who joins by Ana's code.
    func friend(_ card: String, name: String? = nil, _ origin: ReferralOrigin = ReferralOrigin()) async throws
        -> MemberID
    {
        let friend = try await brand.enrol(card: card, name: name ?? "Friend \(card)")
        try await service.refer(friend, code: code, from: origin)
        return friend
    }

    func record(_ event: Event, _ member: MemberID) async throws -> RecordingOutcome {
        try await service.record(Intake(event: event, who: .member(member)))
    }

    /// What time does by then.
    func pass(to text: String) async throws {
        brand.clock.now = DocumentBrand.at(text)
        _ = try await service.passTime()
    }

    func points(_ member: MemberID) async throws -> Int64 {
        try await service.points(of: member)?.balances.first?.available.units ?? 0
    }

    func state(_ member: MemberID) async throws -> String? {
        try await service.referral(of: member)?.state(at: brand.clock.now)
    }

    /// What Ana and a friend have, and where it stands for each.
    func end(_ friend: MemberID) async throws -> String {
        let of = try #require(try await service.points(of: ana)).state.friends.first { $0.member == friend }
        let (own, state) = (try await points(ana), try await state(friend))
        return "\(state ?? "none") \(try await points(friend)), \(of?.state.rawValue ?? "none") \(own)"
    }

    /// What was said of the newest event by which a code was given.
    func said(_ receipt: Receipt) -> [ReferralStep.Kind] {
        receipt.decision.reasons.compactMap { if case .referral(let step) = $0 { step.kind } else { nil } }
    }
}

@Suite("Bringing friends, on each store")
struct ReferralTests {
    @Test("F-4: both are given what they were promised, once the days are over", arguments: Backend.allCases)
    func paid(backend: Backend) async throws {
        try await backend.withStore { store in
            let referral = try await ReferralBrand(on: store)
            let budi = try await referral.friend("2")
            #expect(try await referral.end(budi) == "joined 0, joined 0")
            try await referral.brand.buy(2_000, budi, id: "A")
            #expect(try await referral.end(budi) == "waiting 0, waiting 0")
            try await referral.pass(to: "2026-03-15T23:59")
            #expect(try await referral.end(budi) == "waiting 0, waiting 0")
            try await referral.pass(to: "2026-03-16T00:00")
            #expect(try await referral.end(budi) == "paid 300, paid 500")
            try await referral.pass(to: "2026-03-20T00:00")
            try await referral.brand.buy(9_000, budi, id: "B")
            try await referral.pass(to: "2026-05-01T00:00")
            #expect(try await referral.end(budi) == "paid 300, paid 500")
            #expect(try await referral.service.verify().discrepancies == [])
        }
    }

    @Test("F-5: an order that comes back takes with it what it gave, from both", arguments: Backend.allCases)
    func reversed(backend: Backend) async throws {
        try await backend.withStore { store in
            let referral = try await ReferralBrand(on: store)
            let (budi, citra) = (try await referral.friend("2"), try await referral.friend("3"))
            try await referral.brand.buy(2_000, budi, id: "A")
            try await referral.brand.buy(4_000, citra, id: "B")
            _ = try await referral.record(Fixture.orderReturn("A", at: referral.brand.clock.now), budi)
            #expect(try await referral.end(budi) == "reversed 0, reversed 0")
            try await referral.pass(to: "2026-03-16T00:00")
            #expect(try await referral.end(citra) == "paid 300, paid 500")
            // What is kept is worth enough, then no longer.
            let first = Fixture.partialReturn("B", 2_000, id: "1", at: referral.brand.clock.now)
            _ = try await referral.record(first, citra)
            #expect(try await referral.end(citra) == "paid 300, paid 500")
            let second = Fixture.partialReturn("B", 1, id: "2", at: referral.brand.clock.now)
            _ = try await referral.record(second, citra)
            #expect(try await referral.end(citra) == "reversed 0, reversed 0")
            #expect(try await referral.service.verify().discrepancies == [])
        }
    }

    @Test("F-2: nobody brings herself, nobody is a friend who was known, and nobody is one twice")
    func whoIsNoFriend() async throws {
        let referral = try await ReferralBrand(on: ModelStore())
        let (brand, service) = (referral.brand, referral.service)
        #expect(referral.said(try await service.refer(referral.ana, code: referral.code)) == [.own])
        let member = try await brand.enrol(card: "2", name: "Budi")
        brand.clock.advance(milliseconds: 86_400_001)
        #expect(referral.said(try await service.refer(member, code: referral.code)) == [.known])
        let buyer = try await brand.enrol(card: "3", name: "Citra")
        try await brand.buy(2_000, buyer, id: "A")
        #expect(referral.said(try await service.refer(buyer, code: referral.code)) == [.known])
        let friend = try await referral.friend("4")
        let other = try #require(try await service.referralCode(of: member)).shown
        #expect(referral.said(try await service.refer(friend, code: other)) == [.again])
        // The same again is the first answer again.
        #expect(try await service.refer(friend, code: referral.code.lowercased()).isReplay)
        await #expect(throws: ReferralRefusal.unknownCode) { try await service.refer(friend, code: "ZZZZ-ZZZZ") }
        await #expect(throws: ReferralRefusal.unknownCode) { try await service.refer(friend, code: "no code") }
        // An order of before, told late, shows that she was known.
        try await brand.buy(2_000, friend, id: "B")
        try await brand.buy(2_000, friend, id: "C", when: DocumentBrand.at("2026-02-20T09:00"))
        #expect(try await referral.state(friend) == "refused")
        #expect(try await service.points(of: referral.ana)?.state.friends.map(\.state) == [.refused])
    }

    @Test(
        "F-3: the first order that is worth enough counts, as long as there is time",
        arguments: [
            (1_999, "2026-03-02T09:00", "joined"), (2_000, "2026-03-02T09:00", "waiting"),
            (2_000, "2026-03-31T23:59", "waiting"), (2_000, "2026-04-01T00:00", "lapsed"),
        ]
    )
    func qualifies(minorUnits: Int64, when: String, state: String) async throws {
        let referral = try await ReferralBrand(on: ModelStore())
        let budi = try await referral.friend("2")
        referral.brand.clock.now = DocumentBrand.at(when)
        try await referral.brand.buy(minorUnits, budi, id: "A")
        #expect(try await referral.state(budi) == state)
    }

    @Test(
        "F-6: where many come from one place, or both seem to be one, somebody looks first",
        arguments: Backend.allCases
    )
    func held(backend: Backend) async throws {
        try await backend.withStore { store in
            let referral = try await ReferralBrand(on: store)
            let home = ReferralOrigin(address: "203.0.113.7", device: "phone")
            let first = try await referral.friend("2", home)
            let second = try await referral.friend("3", home)
            let third = try await referral.friend("4", home)
            #expect(try await referral.state(first) == "joined")
            #expect(try await referral.state(second) == "joined")
            #expect(try await referral.state(third) == "review")
            let fourth = try await referral.friend("5", name: " ana  LIM ")
            let held = try await referral.service.referrals(heldOnly: true, limit: 10)
            #expect(held.map(\.friend) == [fourth, third])
            #expect(held.map { $0.referral?.signs } == [[.name], [.address, .device]])
            try await referral.brand.buy(2_000, third, id: "A")
            try await referral.brand.buy(2_000, fourth, id: "B")
            try await referral.pass(to: "2026-03-20T00:00")
            #expect(try await referral.end(third) == "review 0, waiting 0")
            await #expect(throws: ReferralRefusal.noReason) {
                try await referral.service.decideReferral(of: third, isAccepted: true, reason: " ", by: .operator)
            }
            let accepted = try await referral.service.decideReferral(
                of: third,
                isAccepted: true,
                reason: "a family",
                by: .operator
            )
            #expect(accepted.note == "a family" && accepted.state(at: referral.brand.clock.now) == "waiting")
            _ = try await referral.service.decideReferral(of: fourth, isAccepted: false, reason: "she", by: .operator)
            await #expect(throws: ReferralRefusal.decided(.refused)) {
                try await referral.service.decideReferral(of: fourth, isAccepted: true, reason: "no", by: .operator)
            }
            await #expect(throws: ReferralRefusal.unknownReferral) {
                try await referral.service.decideReferral(
                    of: referral.ana,
                    isAccepted: true,
                    reason: "no",
                    by: .operator
                )
            }
            try await referral.pass(to: "2026-03-21T00:00")
            #expect(try await referral.end(third) == "paid 300, paid 500")
            #expect(try await referral.end(fourth) == "refused 0, refused 500")
            #expect(try await referral.service.referrals(heldOnly: true, limit: 10) == [])
            #expect(try await referral.service.verify().discrepancies == [])
            // A week later nobody remembers the address.
            #expect(try await referral.state(try await referral.friend("6", home)) == "joined")
            // Whoever is erased leaves no trace of where she came from.
            _ = try await referral.service.eraseMember(third)
            #expect(try await referral.service.referral(of: third)?.note == nil)
            #expect(try await referral.service.verify().discrepancies == [])
        }
    }

    @Test("F-6: one address in two forms is a sign")
    func alike() async throws {
        let referral = try await ReferralBrand(on: ModelStore())
        func enrol(_ email: String) async throws -> MemberID {
            let identity = try Identity(kind: .email, text: email)
            return try await referral.service.createMember(
                NewMember(identities: [identity], facts: MemberFacts())
            ).member
        }
        let dewi = try await enrol("dewi.putri@example.com")
        let code = try #require(try await referral.service.referralCode(of: dewi)).shown
        let same = try await enrol("dewiputri+coffee@example.com")
        try await referral.service.refer(same, code: code)
        #expect(try await referral.service.referral(of: same)?.referral?.signs == [.email])
        let other = try await enrol("dewi@example.com")
        try await referral.service.refer(other, code: code)
        #expect(try await referral.service.referral(of: other)?.referral?.signs == [])
    }

    @Test("F-8: as many friends in a month as the programme says give something, and one that came back makes room")
    func caps() async throws {
        let referral = try await ReferralBrand(on: ModelStore())
        var friends: [MemberID] = []
        for number in 2...6 {
            let friend = try await referral.friend("\(number)")
            try await referral.brand.buy(2_000, friend, id: Key("A\(number)"))
            friends.append(friend)
        }
        try await referral.pass(to: "2026-03-16T00:00")
        #expect(try await referral.points(referral.ana) == 1_500)
        for friend in friends { #expect(try await referral.points(friend) == 300) }
        let capped = try #require(try await referral.service.points(of: referral.ana)).state.friends
        #expect(capped.filter { $0.lot == nil }.map(\.state) == [.paid, .paid])
        let paid = try #require(capped.firstIndex { $0.lot != nil })
        let back = try #require(friends.firstIndex(of: capped[paid].member))
        let event = Fixture.orderReturn(Key("A\(back + 2)"), at: referral.brand.clock.now)
        _ = try await referral.record(event, friends[back])
        #expect(try await referral.points(referral.ana) == 1_000)
        let late = try await referral.friend("7")
        try await referral.brand.buy(2_000, late, id: "A7", when: DocumentBrand.at("2026-03-16T00:00"))
        try await referral.pass(to: "2026-03-31T00:00")
        #expect(try await referral.points(referral.ana) == 1_500)
    }

    @Test("F-7: in whatever order order, return and clock come, both end the same", arguments: 0..<24)
    func anyOrder(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let returned = ["", "2026-03-05T09:00", "2026-03-20T09:00"][Int(seed % 3)]
        var steps = ["order", "clock"] + (returned.isEmpty ? ["clock"] : ["return"])
        steps.shuffle(using: &random)
        let referral = try await ReferralBrand(on: ModelStore())
        let budi = try await referral.friend("2")
        referral.brand.clock.now = DocumentBrand.at("2026-03-21T09:00")
        for step in steps {
            switch step {
            case "order":
                try await referral.brand.buy(2_000, budi, id: "A", when: DocumentBrand.at("2026-03-02T09:00"))
            case "return": _ = try await referral.record(Fixture.orderReturn("A", at: DocumentBrand.at(returned)), budi)
            default: _ = try await referral.service.passTime()
            }
        }
        try await referral.pass(to: "2026-03-21T09:10")
        let expected = returned.isEmpty ? "paid 300, paid 500" : "reversed 0, reversed 0"
        #expect(try await referral.end(budi) == expected, "\(steps)")
        #expect(try await referral.service.verify().discrepancies == [])
    }

    @Test("F-7: what who brought her did not hear is told again, and news that is older changes nothing")
    func toldAgain() async throws {
        let referral = try await ReferralBrand(on: ModelStore())
        let budi = try await referral.friend("2")
        try await referral.brand.buy(2_000, budi, id: "A")
        try await referral.pass(to: "2026-03-16T00:00")
        let state = try #require(try await referral.service.points(of: budi)).state
        #expect(state.referral?.untold == nil)
        let old = FriendNews(friend: budi, number: 1, state: .joined, gift: nil)
        let event = Event(
            source: Referral.source,
            id: "old",
            occurredAt: referral.brand.clock.now,
            matter: .referralChanged(.friend(old))
        )
        _ = try await referral.record(event, referral.ana)
        #expect(try await referral.end(budi) == "paid 300, paid 500")
    }

    @Test("F-7: of an account that came to another, the other hears; of one that left, nobody")
    func merged() async throws {
        let referral = try await ReferralBrand(on: ModelStore())
        let other = try await referral.brand.enrol(card: "9", name: "Ana too")
        let (budi, citra) = (try await referral.friend("2"), try await referral.friend("3"))
        try await referral.brand.buy(2_000, budi, id: "A")
        _ = try await referral.service.mergeMember(referral.ana, into: other, by: .operator)
        try await referral.pass(to: "2026-03-16T00:00")
        #expect(try await referral.points(budi) == 300)
        #expect(try await referral.points(other) == 500)
        // Who was known as another member was no friend.
        try await referral.brand.buy(2_000, citra, id: "B")
        _ = try await referral.service.mergeMember(citra, into: other, by: .operator)
        try await referral.pass(to: "2026-04-16T00:00")
        #expect(try await referral.points(other) == 500)
        #expect(try await referral.service.verify().discrepancies == [])
    }

    @Test("F-1: what was promised holds, whatever the programme says later", arguments: Backend.allCases)
    func promised(backend: Backend) async throws {
        try await backend.withStore { store in
            let referral = try await ReferralBrand(on: store)
            let budi = try await referral.friend("2")
            let less = ReferralBrand.document("wait: 0 days").replacing("500", with: "5").replacing("300", with: "3")
            _ = try await referral.service.publishProgramme(less)
            referral.brand.clock.advance(milliseconds: 1_000)
            let citra = try await referral.friend("3")
            try await referral.brand.buy(2_000, budi, id: "A")
            try await referral.brand.buy(1, citra, id: "B")
            try await referral.pass(to: "2026-03-01T09:05")
            #expect(try await referral.end(citra) == "paid 3, paid 5")
            try await referral.pass(to: "2026-03-16T00:00")
            #expect(try await referral.end(budi) == "paid 300, paid 505")
        }
    }

    @Test("F-9: a member sees her friends by the first letter only, and an event may tell a code")
    func seen() async throws {
        let referral = try await ReferralBrand(on: ModelStore())
        let event = Fixture.enrolment("2", at: referral.brand.clock.now)
        let identity = try Identity(kind: .card, text: "2")
        let outcome = try await referral.service.record(
            Intake(
                event: event,
                who: .identity(identity),
                personal: ["referralCode": .string(referral.code), "name": .string("Budi")]
            )
        )
        guard case .recorded(let receipt) = outcome else { throw StoreFailure(kind: .other, message: "\(outcome)") }
        #expect(try await referral.state(receipt.member) == "joined")
        _ = try await referral.friend("3", name: "citra Dewi")
        let own = try #require(try await referral.service.ownReferrals(of: referral.ana))
        #expect(own.friends.map(\.initial) == ["C", nil])
        #expect(own.code?.shown == referral.code)
        // The code is hers, and found as what else names her.
        let identityOfCode = try Identity(kind: .referral, text: referral.code)
        #expect(try await referral.service.member(with: identityOfCode) == referral.ana)
    }
}
