import SetiaCore
import Testing

@testable import SetiaCare

@Suite("Quiet hours")
struct QuietTests {
    private var rules: ContactRules {
        var rules = Contact.rules
        rules.quiet = WeekHours.quiet([(21 * 60, 8 * 60), (13 * 60, 14 * 60)])
        return rules
    }

    private func decide(
        _ intent: ContactIntent,
        _ state: ContactState,
        _ now: String,
        _ rules: ContactRules
    ) -> ContactDecision {
        decideContact(intent, state: state, rules: rules, now: at(now), in: kualaLumpur)
    }

    @Test("K-8, acceptance 3: at 20:59:59 it goes, from 21:00 on it waits for eight and her share of the spreading")
    func acceptance() throws {
        let state = Contact.state()
        #expect(decide(Contact.promotion(), state, "2026-11-27T20:59:59+08:00", rules).verdict == .sent)
        let held = decide(Contact.promotion(), state, "2026-11-27T21:00:00+08:00", rules)
        #expect(held.reason == .quietHours)
        #expect(held.inputs.quietEnds == at("2026-11-28T08:00:00+08:00"))
        guard case .deferred(let until) = held.verdict else {
            Issue.record("not deferred")
            return
        }
        let eight = at("2026-11-28T08:00:00+08:00")
        #expect(until >= eight && until < eight.adding(milliseconds: 45 * 60_000))
        let again = decide(Contact.promotion(), state, "2026-11-28T07:59:59+08:00", rules)
        #expect(again.verdict == held.verdict)
        #expect(decide(Contact.promotion(), state, "2026-11-28T08:00:00+08:00", rules).verdict == .sent)
        // Consent withdrawn at three in the night: the whole is decided again.
        var withdrawn = state
        withdrawn.consents.append(Contact.given("marketing", "email", at: "2026-11-28T03:00:00+08:00", isGiven: false))
        let after = decide(Contact.promotion(), withdrawn, until.rfc3339, rules)
        #expect(after.verdict == .blocked)
        #expect(after.reason == .consentWithdrawn)
        #expect(after.inputs.consent?.since == at("2026-11-28T03:00:00+08:00"))
    }

    @Test(
        "K-8: stretches may be several, go over midnight and touch; their end is not quiet",
        arguments: [
            ("12:59:59.999", "12:59:59.999"), ("13:00:00", "14:00:00"), ("13:59:59", "14:00:00"),
            ("14:00:00", "14:00:00"),
            ("00:00:00", "08:00:00"), ("07:59:59", "08:00:00"),
        ]
    )
    func ends(moment: String, end: String) throws {
        let hours = try #require(WeekHours.quiet([(21 * 60, 8 * 60), (13 * 60, 14 * 60)]))
        let found = quietEnds([hours], at: at("2026-11-27T\(moment)+08:00"), in: kualaLumpur)
        #expect(found == at("2026-11-27T\(end)+08:00"))
    }

    @Test("K-8: quiet of brand and member together lasts as long as one of them, and what never ends is said to")
    func together() throws {
        let brand = try #require(WeekHours.quiet([(21 * 60, 8 * 60)]))
        let member = try #require(WeekHours.quiet([(7 * 60, 9 * 60 + 30)]))
        let end = quietEnds([brand, member], at: at("2026-11-27T22:00:00+08:00"), in: kualaLumpur)
        #expect(end == at("2026-11-28T09:30:00+08:00"))
        let always = WeekHours(everyDay: [.day])
        #expect(quietEnds([always], at: at("2026-11-27T22:00:00+08:00"), in: kualaLumpur) == nil)
        var rules = Contact.rules
        rules.quiet = always
        #expect(decide(Contact.promotion(), Contact.state(), "2026-11-27T22:00:00+08:00", rules).reason == .alwaysQuiet)
        #expect(WeekHours.quiet([(60, 60)]) == nil)
        #expect(WeekHours.quiet([(-1, 60)]) == nil)
    }

    @Test("K-8: a holiday has quiet of its own")
    func holidays() throws {
        let holiday = try #require(Day(iso: "2026-12-25"))
        let hours = WeekHours(everyDay: stretches((0, 480)), specialDays: [WeekHours.SpecialDay(holiday, [.day])])
        let end = quietEnds([hours], at: at("2026-12-25T10:00:00+08:00"), in: kualaLumpur)
        #expect(end == at("2026-12-26T08:00:00+08:00"))
    }

    @Test("K-8: a time that the clocks skip is the end of the gap, and one that comes twice its first time")
    func changingClocks() throws {
        // On 29 March 02:30 is not there in Berlin; on 25 October it comes at 00:30 and 01:30 UTC.
        let hours = try #require(WeekHours.quiet([(60, 150)]))
        #expect(quietEnds([hours], at: at("2026-03-29T00:30:00Z"), in: berlin) == at("2026-03-29T01:00:00Z"))
        #expect(quietEnds([hours], at: at("2026-10-24T23:30:00Z"), in: berlin) == at("2026-10-25T00:30:00Z"))
        #expect(quietEnds([hours], at: at("2026-10-25T00:45:00Z"), in: berlin) == at("2026-10-25T00:45:00Z"))
    }

    @Test("K-9: what was held up is spread by a hash of the member, over as many minutes as were said")
    func spreading() {
        var moments: [Int64] = []
        for number in 0..<900 as Range<UInt64> {
            var state = ContactState(member: MemberID(Identifier(high: number, low: 1)))
            state.addresses = Contact.state().addresses
            state.consents = Contact.state().consents
            let decision = decide(Contact.promotion(), state, "2026-11-27T23:00:00+08:00", rules)
            guard case .deferred(let until) = decision.verdict else { continue }
            moments.append(until.milliseconds(since: at("2026-11-28T08:00:00+08:00")))
        }
        #expect(moments.count == 900)
        // Each minute of 45 has about 20 of them.
        for minute in 0..<45 as Range<Int64> {
            let there = moments.count { $0 / 60_000 == minute }
            #expect((4...40).contains(there))
        }
    }

    @Test("K-10: what expires before quiet ends is dropped; spreading never makes it expire")
    func expiry() {
        let state = Contact.state()
        let night = "2026-11-27T22:00:00+08:00"
        let early = Contact.promotion(expiresAt: "2026-11-28T08:00:00+08:00")
        #expect(decide(early, state, night, rules).reason == .expiredInQuietHours)
        #expect(decide(early, state, night, rules).verdict == .dropped)
        let late = Contact.promotion(expiresAt: "2026-11-28T08:00:00.001+08:00")
        #expect(decide(late, state, night, rules).verdict == .deferred(until: at("2026-11-28T08:00:00+08:00")))
    }

    @Test("K-10: an answer to somebody who wrote just now goes although it is quiet, and nothing else does")
    func awake() {
        var state = Contact.state()
        state.inbounds = [ContactState.Inbound(channel: "whatsapp", at: at("2026-11-27T22:00:00+08:00"))]
        #expect(decide(Contact.intent(.answer), state, "2026-11-27T22:29:59+08:00", rules).verdict == .sent)
        #expect(decide(Contact.intent(.answer), state, "2026-11-27T22:30:00+08:00", rules).reason == .quietHours)
        #expect(decide(Contact.promotion(), state, "2026-11-27T22:05:00+08:00", rules).reason == .quietHours)
    }
}
