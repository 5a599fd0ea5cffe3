import SetiaCore
import Testing

@testable import SetiaCare

/// Members, messages and rules to decide about.
enum Contact {
    static let member = MemberID(Identifier(high: 0x0190_0000_0000_7000, low: 1 << 63 | 7))

    static func state(consentAt: String = "2026-01-01T00:00:00Z") -> ContactState {
        var state = ContactState(member: member)
        state.addresses = ["email", "whatsapp", "sms"].map { ContactState.Reach(channel: $0, isVerified: true) }
        state.consents = ConsentLedger(
            ["email", "whatsapp", "sms"].map { given("marketing", $0, at: consentAt) }
                + [given("feedback", "email", at: consentAt)]
        )
        return state
    }

    static func given(_ purpose: Key, _ channel: Key, at moment: String, isGiven: Bool = true) -> ConsentHeld {
        let consent = Consent(purpose: purpose, channel: channel, isGiven: isGiven, wording: "2026-1", evidence: "form")
        return ConsentHeld(consent: consent, since: at(moment))
    }

    static func promotion(
        _ id: Key = "raya",
        channel: Key = "email",
        expiresAt: String? = nil,
        priority: Int = 0,
        value: Int64 = 0,
        atLimit: ContactIntent.AtLimit = .defer
    ) -> ContactIntent {
        ContactIntent(
            id: id,
            purpose: "marketing",
            channel: channel,
            kind: .promotion,
            onceKey: id,
            expiresAt: expiresAt.map { at($0) },
            priority: priority,
            value: value,
            atLimit: atLimit
        )
    }

    static func intent(_ kind: ContactIntent.Kind, channel: Key = "email", expiresAt: String? = nil) -> ContactIntent {
        let purpose: Key = kind == .promotion ? "marketing" : kind.isAsking ? "feedback" : "service"
        return ContactIntent(
            id: Key(kind.rawValue),
            purpose: purpose,
            channel: channel,
            kind: kind,
            onceKey: Key(kind.rawValue),
            expiresAt: expiresAt.map { at($0) }
        )
    }

    static let rules = ContactRules(version: 3, hashKey: ContactRules.HashKey(low: 1, high: 2))

    static func send(
        _ moment: String,
        kind: ContactIntent.Kind = .promotion,
        channel: Key = "email",
        state: ContactState.Send.Reservation = .committed
    ) -> ContactState.Send {
        ContactState.Send(
            onceKey: Key("sent \(moment)"),
            purpose: kind == .promotion ? "marketing" : "feedback",
            channel: channel,
            kind: kind,
            at: at(moment),
            state: state
        )
    }
}

@Suite("May a message go")
struct ContactTests {
    @Test("the order of the rules is fixed: where all say no, each in its turn is the reason")
    func order() {
        let now = at("2026-11-27T23:00:00+08:00")
        var state = Contact.state()
        state.addresses = []
        state.consents = ConsentLedger()
        state.suppressions = [ContactState.Suppression(channel: nil, cause: .hardBounce)]
        state.openComplaintSince = at("2026-11-20T00:00:00Z")
        state.sends = [Contact.send("2026-11-27T10:00:00+08:00")]
        state.country = "MY"
        var rules = Contact.rules
        rules.windows = [ContactRules.PlatformWindow(channel: "sms", minutes: 1_440)]
        rules.quiet = WeekHours.quiet([(21 * 60, 8 * 60)])
        rules.limits = ContactRules.usualLimits
        rules.holdOut = ContactRules.HoldOut(name: "2026", perTenThousand: 10_000, purposes: ["marketing"])
        rules.contentBans = [ContactRules.ContentBan(country: "MY", channel: "sms", trait: "url")]
        rules.budgets = [ContactRules.ChannelBudget(channel: "sms", left: 5)]
        let intent = ContactIntent(
            id: "a",
            purpose: "marketing",
            channel: "sms",
            kind: .promotion,
            onceKey: "sent 2026-11-27T10:00:00+08:00",
            cost: 6,
            traits: ["url"]
        )
        func reason() -> ContactDecision.Reason {
            decideContact(intent, state: state, rules: rules, now: now, in: kualaLumpur).reason
        }
        #expect(reason() == .unreachable)
        state.addresses = [ContactState.Reach(channel: "sms", isVerified: false)]
        #expect(reason() == .unverified)
        state.addresses = [ContactState.Reach(channel: "sms", isVerified: true)]
        #expect(reason() == .noConsent)
        state.consents = Contact.state().consents
        #expect(reason() == .hardBounce)
        state.suppressions = []
        #expect(reason() == .openComplaint)
        state.openComplaintSince = nil
        #expect(reason() == .outsideWindow)
        state.inbounds = [ContactState.Inbound(channel: "sms", at: at("2026-11-27T00:00:00+08:00"))]
        #expect(reason() == .quietHours)
        rules.quiet = nil
        #expect(reason() == .limit)
        rules.limits = []
        #expect(reason() == .holdOut)
        rules.holdOut = nil
        #expect(reason() == .alreadySent)
        state.sends = []
        #expect(reason() == .contentBan)
        rules.contentBans = []
        #expect(reason() == .budget)
        rules.budgets = []
        #expect(reason() == .allowed)
        state.isErased = true
        #expect(reason() == .erased)
    }

    @Test("K-1: an address that is not verified is good for the letter that verifies it only")
    func unverified() {
        var state = ContactState(member: Contact.member)
        state.addresses = [ContactState.Reach(channel: "email", isVerified: false, unverifiedFor: ["service"])]
        let now = at("2026-11-27T10:00:00Z")
        #expect(decide(Contact.intent(.service), state, now).reason == .allowed)
        #expect(decide(Contact.promotion(), state, now).reason == .unverified)
    }

    private func decide(
        _ intent: ContactIntent,
        _ state: ContactState,
        _ now: Instant,
        rules: ContactRules = Contact.rules
    ) -> ContactDecision {
        decideContact(intent, state: state, rules: rules, now: now, in: kualaLumpur)
    }

    @Test("K-2: the newest word at or before the moment holds, for a purpose, a channel and a wording")
    func consents() {
        let ledger = ConsentLedger([
            Contact.given("marketing", "email", at: "2026-03-01T00:00:00Z", isGiven: false),
            Contact.given("marketing", "email", at: "2026-01-01T00:00:00Z"),
            Contact.given("marketing", "sms", at: "2026-02-01T00:00:00Z"),
            Contact.given("marketing", "email", at: "2026-05-01T00:00:00Z", isGiven: false),
            Contact.given("marketing", "email", at: "2026-05-01T00:00:00Z"),
        ])
        func given(_ moment: String, _ channel: Key = "email", wording: Key? = nil) -> Bool? {
            ledger.held(purpose: "marketing", channel: channel, wording: wording, asOf: at(moment))?.consent.isGiven
        }
        #expect(given("2025-12-31T23:59:59.999Z") == nil)
        #expect(given("2026-01-01T00:00:00Z") == true)
        #expect(given("2026-02-28T23:59:59.999Z") == true)
        #expect(given("2026-03-01T00:00:00Z") == false)
        // Of one moment the one that was written last.
        #expect(given("2026-05-01T00:00:00Z") == true)
        #expect(given("2026-05-01T00:00:00Z", "sms") == true)
        #expect(given("2026-05-01T00:00:00Z", "line") == nil)
        #expect(given("2026-05-01T00:00:00Z", wording: "2026-1") == true)
        #expect(given("2026-05-01T00:00:00Z", wording: "2027-1") == nil)
    }

    @Test("Q-8: a question about something just now takes no place from a survey, nor a survey one from it")
    func places() {
        let now = at("2026-11-27T10:00:00Z")
        var rules = Contact.rules
        rules.limits = ContactRules.usualLimits
        for (sent, other) in [(ContactIntent.Kind.survey, ContactIntent.Kind.question), (.question, .survey)] {
            var state = Contact.state()
            state.consents = ConsentLedger([
                ConsentHeld(
                    consent: Consent(
                        purpose: "feedback",
                        channel: "email",
                        isGiven: true,
                        wording: "1",
                        evidence: "form"
                    ),
                    since: at("2026-01-01T00:00:00Z")
                )
            ])
            state.sends = [Contact.send("2026-11-20T10:00:00Z", kind: sent)]
            #expect(decide(Contact.intent(other), state, now, rules: rules).verdict == .sent)
            let again = decide(Contact.intent(sent), state, now, rules: rules)
            #expect(again.verdict == .deferred(until: at("2026-12-20T10:00:00Z")), "\(again)")
            state.openComplaintSince = at("2026-11-26T10:00:00Z")
            #expect(decide(Contact.intent(other), state, now, rules: rules).verdict != .sent)
        }
    }

    @Test("K-2: what rests on the contract needs no consent, what is to be sold does, with proof")
    func consentByKind() {
        var state = Contact.state()
        let now = at("2026-11-27T10:00:00Z")
        state.consents = ConsentLedger()
        for kind in [ContactIntent.Kind.service, .answer, .recovery] {
            #expect(decide(Contact.intent(kind), state, now).verdict == .sent)
        }
        #expect(decide(Contact.intent(.survey), state, now).reason == .noConsent)
        let unproven = Consent(purpose: "marketing", channel: "email", isGiven: true)
        state.consents = ConsentLedger([ConsentHeld(consent: unproven, since: at("2026-01-01T00:00:00Z"))])
        #expect(decide(Contact.promotion(), state, now).reason == .consentUnproven)
    }

    @Test("K-3: a bounce stops its channel, a complaint about mail stops what is to be sold and not what is owed")
    func suppressions() {
        var state = Contact.state()
        let now = at("2026-11-27T10:00:00Z")
        state.suppressions = [
            ContactState.Suppression(channel: "email", cause: .softBounces, until: at("2026-11-27T10:00:00Z")),
            ContactState.Suppression(channel: "email", cause: .complaint),
            ContactState.Suppression(channel: "whatsapp", cause: .platformStop),
        ]
        #expect(decide(Contact.promotion(), state, now).reason == .complaint)
        #expect(decide(Contact.intent(.service), state, now).reason == .allowed)
        #expect(decide(Contact.intent(.service, channel: "whatsapp"), state, now).reason == .platformStop)
        #expect(decide(Contact.promotion(channel: "sms"), state, now).reason == .allowed)
        #expect(decide(Contact.intent(.service), state, now.adding(milliseconds: -1)).reason == .softBounces)
    }

    @Test(
        "K-4, acceptance 8: an open complaint holds a birthday promotion up, recovery passes, and closing releases it"
    )
    func openComplaint() {
        var state = Contact.state()
        state.openComplaintSince = at("2026-11-26T10:00:00Z")
        let now = at("2026-11-27T10:00:00Z")
        let birthday = Contact.promotion("birthday", expiresAt: "2026-12-04T00:00:00Z")
        let held = decide(birthday, state, now)
        #expect(held.reason == .openComplaint)
        #expect(held.verdict == .deferred(until: at("2026-11-28T10:00:00Z")))
        #expect(held.inputs.since == state.openComplaintSince)
        #expect(decide(Contact.intent(.recovery), state, now).verdict == .sent)
        #expect(decide(Contact.intent(.survey), state, now).reason == .openComplaint)
        state.openComplaintSince = nil
        #expect(decide(birthday, state, at("2026-12-03T23:59:59Z")).verdict == .sent)
        #expect(decide(birthday, state, at("2026-12-04T00:00:00Z")).reason == .expired)
    }

    @Test("K-5: free words go so long after she wrote on that channel, templates at any time, a person's words longer")
    func windows() {
        var state = Contact.state()
        var rules = Contact.rules
        rules.windows = [ContactRules.PlatformWindow(channel: "whatsapp", minutes: 1_440, humanMinutes: 7 * 1_440)]
        state.inbounds = [
            ContactState.Inbound(channel: "email", at: at("2026-11-27T09:00:00Z")),
            ContactState.Inbound(channel: "whatsapp", at: at("2026-11-26T10:00:00Z")),
        ]
        func reason(_ template: ContactIntent.Template, _ now: String) -> ContactDecision.Reason {
            let intent = ContactIntent(
                id: "a",
                purpose: "service",
                channel: "whatsapp",
                kind: .service,
                onceKey: "a",
                template: template
            )
            return decide(intent, state, at(now), rules: rules).reason
        }
        #expect(reason(.none, "2026-11-27T09:59:59.999Z") == .allowed)
        #expect(reason(.none, "2026-11-27T10:00:00Z") == .outsideWindow)
        #expect(reason(.human, "2026-12-03T09:59:59Z") == .allowed)
        #expect(reason(.human, "2026-12-03T10:00:00Z") == .outsideWindow)
        #expect(reason(.approved, "2026-12-27T10:00:00Z") == .allowed)
        #expect(reason(.unavailable, "2026-11-27T09:00:00Z") == .templateUnavailable)
        state.inbounds = []
        #expect(reason(.none, "2026-11-27T09:00:00Z") == .outsideWindow)
    }

    @Test("K-6, acceptance 1: two in seven days, on Monday and Sunday at ten: the third goes on Monday at ten exactly")
    func mondayAndSunday() {
        var rules = Contact.rules
        rules.limits = [FrequencyLimit(id: "week", most: 2, windowMinutes: 7 * 1_440)]
        var state = Contact.state()
        state.sends = [Contact.send("2026-11-29T10:00:00Z"), Contact.send("2026-11-23T10:00:00Z")]
        let decision = decide(Contact.promotion(), state, at("2026-11-29T11:00:00Z"), rules: rules)
        #expect(decision.verdict == .deferred(until: at("2026-11-30T10:00:00Z")))
        #expect(decision.reason == .limit)
        #expect(decision.inputs.limit == "week")
        #expect(decision.rulesVersion == 3)
        #expect(decide(Contact.promotion(), state, at("2026-11-30T09:59:59.999Z"), rules: rules).reason == .limit)
        #expect(decide(Contact.promotion(), state, at("2026-11-30T10:00:00Z"), rules: rules).verdict == .sent)
        let expiring = Contact.promotion(expiresAt: "2026-11-30T10:00:00Z")
        #expect(decide(expiring, state, at("2026-11-29T11:00:00Z"), rules: rules).reason == .expiredAtLimit)
    }

    @Test("K-6: of several limits the latest slot counts, and each counts what it is about")
    func severalLimits() {
        var rules = Contact.rules
        rules.limits =
            ContactRules.usualLimits + [
                FrequencyLimit(id: "sms-month", most: 1, windowMinutes: 30 * 1_440, channel: "sms"),
                FrequencyLimit(id: "feedback", most: 0, windowMinutes: 1, purpose: "feedback"),
            ]
        var state = Contact.state()
        state.sends = [
            Contact.send("2026-11-24T10:00:00Z", channel: "sms"), Contact.send("2026-11-25T10:00:00Z"),
            Contact.send("2026-11-27T09:00:00Z"), Contact.send("2026-11-27T09:30:00Z", kind: .survey),
        ]
        let now = at("2026-11-27T10:00:00Z")
        // Three in the week: the first leaves on 1 December; the day's limit would be over on the 28th.
        let mail = decide(Contact.promotion(), state, now, rules: rules)
        #expect(mail.inputs.limit == "promotions-week")
        #expect(mail.verdict == .deferred(until: at("2026-12-01T10:00:00Z")))
        let sms = decide(Contact.promotion(channel: "sms"), state, now, rules: rules)
        #expect(sms.inputs.limit == "sms-month")
        #expect(sms.verdict == .deferred(until: at("2026-12-24T10:00:00Z")))
        #expect(decide(Contact.intent(.survey), state, now, rules: rules).verdict == .dropped)
        #expect(decide(Contact.intent(.service), state, now, rules: rules).verdict == .sent)
        #expect(decide(Contact.promotion(atLimit: .drop), state, now, rules: rules).verdict == .dropped)
        #expect(decide(Contact.promotion(atLimit: .digest), state, now, rules: rules).verdict == .digested)
    }

    @Test(
        "K-19: a message that may wait goes at the first digest that its next slot allows",
        arguments: [
            // Of one a day, the next slot is on Saturday the 28th at ten.
            (ContactPolicy.Digest(minute: 600), String?.none, "2026-11-28T10:00:00+08:00"),
            (ContactPolicy.Digest(minute: 599), nil, "2026-11-29T09:59:00+08:00"),
            (ContactPolicy.Digest(weekday: 1, minute: 540), nil, "2026-11-30T09:00:00+08:00"),
            (ContactPolicy.Digest(weekday: 6, minute: 601), nil, "2026-11-28T10:01:00+08:00"),
            (ContactPolicy.Digest(weekday: 6, minute: 540), nil, "2026-12-05T09:00:00+08:00"),
            (ContactPolicy.Digest(weekday: 1, minute: 540), "2026-11-30T09:00:01+08:00", "2026-11-30T09:00:00+08:00"),
            (ContactPolicy.Digest(weekday: 1, minute: 540), "2026-11-30T09:00:00+08:00", ""),
        ]
    )
    func digests(digest: ContactPolicy.Digest, expiresAt: String?, wanted: String) {
        var rules = ContactRules.of(
            ContactPolicy(quiet: [], spreadMinutes: 0, digest: digest),
            version: 7,
            hashKey: Contact.rules.hashKey
        )
        var state = Contact.state()
        state.sends = [Contact.send("2026-11-27T10:00:00+08:00")]
        let intent = Contact.promotion(expiresAt: expiresAt, atLimit: .digest)
        let decision = decide(intent, state, at("2026-11-27T11:00:00+08:00"), rules: rules)
        #expect(decision.rulesVersion == 7)
        guard !wanted.isEmpty else {
            #expect(decision.verdict == .dropped && decision.reason == .expiredAtLimit)
            return
        }
        #expect(decision.verdict == .digested && decision.reason == .limit)
        #expect(decision.inputs.digestAt == at(wanted))
        // Spreading is hers, and never past the hour of quiet.
        rules.spreadMinutes = 45
        let spread = decide(intent, state, at("2026-11-27T11:00:00+08:00"), rules: rules).inputs.digestAt ?? at(wanted)
        #expect((0..<45 * 60_000).contains(spread.milliseconds(since: at(wanted))))
        #expect(decide(intent, state, at(wanted), rules: rules).verdict == .sent)
    }

    @Test(
        "K-6: no stretch of a window ever has more than may be, and what is deferred goes when it was said",
        arguments: 0..<100 as Range<UInt64>
    )
    func neverTooMany(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let limit = FrequencyLimit(
            id: "x",
            most: Int.random(in: 1...4, using: &random),
            windowMinutes: Int64.random(in: 1...2_000, using: &random)
        )
        var sends: [ContactState.Send] = []
        var now = at("2026-11-27T00:00:00Z")
        for _ in 0..<60 {
            now = now.adding(milliseconds: Int64.random(in: 0...30_000_000, using: &random))
            let slot = limit.nextSlot(after: sends.shuffled(using: &random), now: now) ?? now
            #expect(slot >= now)
            if slot > now { #expect(limit.nextSlot(after: sends, now: slot.adding(milliseconds: -1)) == slot) }
            #expect(limit.nextSlot(after: sends, now: slot) == slot)
            now = slot
            sends.append(Contact.send(now.rfc3339))
        }
        let times = sends.map(\.at.milliseconds)
        let window = limit.windowMinutes * 60_000
        for end in times { #expect(times.count { $0 > end - window && $0 <= end } <= limit.most) }
    }

    @Test("K-7: a place is kept until it is known whether the message left; then it counts, or is free")
    func reservations() {
        var rules = Contact.rules
        rules.limits = [FrequencyLimit(id: "day", most: 1, windowMinutes: 1_440)]
        var state = Contact.state()
        let now = at("2026-11-27T10:00:00Z")
        for (kept, reason) in [
            (ContactState.Send.Reservation.reserved, ContactDecision.Reason.limit), (.committed, .limit),
            (.released, .allowed),
        ] {
            state.sends = [Contact.send("2026-11-27T09:00:00Z", state: kept)]
            #expect(decide(Contact.promotion(), state, now, rules: rules).reason == reason)
        }
        typealias Kept = ContactState.Send.Reservation
        #expect(Kept.reserved.after(.left) == .committed)
        #expect(Kept.reserved.after(.neverLeft) == .released)
        #expect(Kept.reserved.after(.unknown) == .reserved)
        for news in Kept.Outcome.allCases {
            #expect(Kept.committed.after(news) == .committed)
            #expect(Kept.released.after(news) == .released)
        }
    }

    @Test("K-12: what was sent already is not sent again, but what never left is")
    func once() {
        var state = Contact.state()
        let now = at("2026-11-27T10:00:00Z")
        state.sends = [Contact.promotion().reservation(at: at("2026-11-20T00:00:00Z"))]
        #expect(decide(Contact.promotion(), state, now).reason == .alreadySent)
        #expect(decide(Contact.promotion("other"), state, now).verdict == .sent)
    }

    @Test("K-11: the same members are held out each time, as many as was said, and of the purpose only")
    func holdOut() {
        var rules = Contact.rules
        rules.holdOut = ContactRules.HoldOut(name: "autumn", perTenThousand: 1_000, purposes: ["marketing"])
        var held = 0
        for number in 0..<5_000 as Range<UInt64> {
            let member = MemberID(Identifier(high: 0x0190_0000_0000_7000 | number, low: 1 << 63 | number &* 977))
            var state = Contact.state()
            let known = ContactState(member: member)
            state.addresses.append(contentsOf: known.addresses)
            var own = known
            own.addresses = state.addresses
            own.consents = state.consents
            let first = decide(Contact.promotion(), own, at("2026-11-27T10:00:00Z"), rules: rules)
            #expect(
                decide(Contact.promotion("b"), own, at("2027-11-27T10:00:00Z"), rules: rules).verdict == first.verdict
            )
            #expect(decide(Contact.intent(.recovery), own, at("2026-11-27T10:00:00Z"), rules: rules).verdict == .sent)
            if first.verdict == .withheld { held += 1 }
        }
        // 500, give or take three times 21.
        #expect((436...564).contains(held))
    }

    @Test("K-11, C-12: who is held out of all selling gets no promotion, and answers all the same")
    func heldOutOfAll() {
        var rules = Contact.rules
        rules.whole = HoldOut(share: 5_000, campaign: Campaign.wholeKey, programme: "kopi-setia")
        let now = at("2026-11-27T10:00:00Z")
        for isHeldOut in [true, false] {
            var state = Contact.state()
            state.isHeldOutOfAll = isHeldOut
            let answer = decide(Contact.promotion(), state, now, rules: rules)
            #expect(answer.reason == (isHeldOut ? .holdOut : .allowed))
            #expect(decide(Contact.intent(.recovery), state, now, rules: rules).verdict == .sent)
            // Before her first time her id says it, as it will say it then.
            state.isHeldOutOfAll = Bool?.none
            let drawn = rules.whole?.holdsOut(state.member) ?? false
            #expect(decide(Contact.promotion(), state, now, rules: rules).reason == (drawn ? .holdOut : .allowed))
        }
    }

    @Test(
        "K-14, acceptance 7: whom it was meant for is what was sent and all that was not, whatever happens",
        arguments: 0..<40 as Range<UInt64>
    )
    func addsUp(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var rules = Contact.rules
        rules.limits = ContactRules.usualLimits
        rules.quiet = WeekHours.quiet([(21 * 60, 8 * 60), (13 * 60, 14 * 60)])
        rules.holdOut = ContactRules.HoldOut(name: "x", perTenThousand: 2_000, purposes: ["marketing"])
        var tally = ContactTally()
        for number in 0..<100 as Range<UInt64> {
            var state = ContactState(member: MemberID(Identifier(high: number, low: seed)))
            if Bool.random(using: &random) { state.addresses = Contact.state().addresses }
            if Bool.random(using: &random) { state.consents = Contact.state().consents }
            if Bool.random(using: &random) { state.sends = [Contact.send("2026-11-27T01:00:00Z")] }
            let policy = [ContactIntent.AtLimit.defer, .drop, .digest].randomElement(using: &random) ?? .drop
            let now = at("2026-11-27T00:00:00Z").adding(milliseconds: Int64.random(in: 0...86_400_000, using: &random))
            var decision = decide(Contact.promotion(atLimit: policy), state, now, rules: rules)
            tally.add(decision)
            // A stop at any step: the decision about the message is made anew, and takes the place of the first.
            while case .deferred(let until) = decision.verdict, Bool.random(using: &random) {
                let again = decide(Contact.promotion(atLimit: policy), state, until, rules: rules)
                tally.replace(decision, by: again)
                decision = again
            }
            #expect(tally.targeted == Int(number) + 1)
            #expect(tally.reasons.reduce(0) { $0 + $1.count } == tally.targeted)
        }
    }

    @Test(
        "K-13: of messages that are due together priority goes first, then what expires, then value; losers say to whom"
    )
    func competing() {
        var rules = Contact.rules
        rules.limits = [FrequencyLimit(id: "day", most: 1, windowMinutes: 1_440)]
        let now = at("2026-11-27T10:00:00Z")
        let intents = [
            Contact.promotion("a", value: 100), Contact.promotion("b", expiresAt: "2026-11-27T18:00:00Z"),
            Contact.promotion("c", expiresAt: "2026-12-27T18:00:00Z", atLimit: .digest),
            Contact.promotion("d", value: 200),
            Contact.intent(.service), Contact.promotion("e", priority: 1),
        ]
        let decided = decideContacts(intents, state: Contact.state(), rules: rules, now: now, in: kualaLumpur)
        #expect(decided.map(\.intent.id) == ["e", "b", "c", "d", "a", "service"])
        let tomorrow = ContactDecision.Verdict.deferred(until: at("2026-11-28T10:00:00Z"))
        #expect(decided.map(\.decision.verdict) == [.sent, .dropped, .digested, tomorrow, tomorrow, .sent])
        #expect(decided.map(\.decision.reason) == [.allowed, .yielded, .yielded, .yielded, .yielded, .allowed])
        #expect(decided.map(\.decision.inputs.winner) == [nil, "e", "e", "e", "e", nil])
        let turned = decideContacts(intents.reversed(), state: Contact.state(), rules: rules, now: now, in: kualaLumpur)
        #expect(turned.map(\.intent) == decided.map(\.intent))
        #expect(turned.map(\.decision) == decided.map(\.decision))
    }

    @Test("K-10: what she wishes never makes more of it", arguments: 0..<60 as Range<UInt64>)
    func onlyLess(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var rules = Contact.rules
        rules.limits = ContactRules.usualLimits
        rules.quiet = WeekHours.quiet([(21 * 60, 8 * 60)])
        var state = Contact.state()
        state.sends = (0..<Int.random(in: 0...3, using: &random)).map { day in Contact.send("2026-11-2\(day)T10:00:00Z")
        }
        var wishing = state
        wishing.preference = ContactState.Preference(
            limits: [FrequencyLimit(id: "own", most: Int.random(in: 0...9, using: &random), windowMinutes: 20_000)],
            quiet: WeekHours.quiet([
                (Int.random(in: 0...700, using: &random), Int.random(in: 701...1_439, using: &random))
            ]),
            pausedUntil: Bool.random(using: &random) ? at("2026-11-24T00:00:00Z") : nil,
            unwanted: Bool.random(using: &random) ? ["marketing"] : []
        )
        for hour in 0..<48 as Range<Int64> {
            let now = at("2026-11-23T00:00:00Z").adding(milliseconds: hour * 3_600_000)
            let wished = decide(Contact.promotion(), wishing, now, rules: rules)
            if wished.verdict == .sent {
                #expect(decide(Contact.promotion(), state, now, rules: rules).verdict == .sent)
            }
            if case .deferred(let until) = wished.verdict { #expect(until > now) }
        }
    }

    @Test("K-9: the hash is SipHash-2-4, as its authors' vectors have it")
    func sipHashVectors() {
        // Key 00 01 … 0f; texts are nothing, 00, 00 01, and so on (appendix A and the reference code's vectors).
        let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
        let expected: [Int: UInt64] = [
            0: 0x726F_DB47_DD0E_0E31, 1: 0x74F8_39C5_93DC_67FD, 7: 0xAB02_00F5_8B01_D137, 8: 0x93F5_F579_9A93_2462,
            15: 0xA129_CA61_49BE_45E5,
        ]
        for (length, hash) in expected { #expect(sipHash((0..<length).map { UInt8($0) }, key: key) == hash) }
    }
}
