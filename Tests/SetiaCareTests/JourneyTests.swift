import SetiaCore
import Testing

@testable import SetiaCare

@Suite("Journeys: how a member goes on")
struct JourneyTests {
    private static let key = ContactRules.HashKey(low: 1, high: 2)

    private func journey(
        _ steps: [Journey.Step],
        goal: Journey.EventPattern? = nil,
        exits: [Journey.Exit] = Journey.Exit.allCases
    ) -> Journey {
        Journey(
            name: "Test",
            trigger: .event(Journey.EventPattern(type: .memberEnrolled)),
            again: .never,
            goal: goal,
            exits: exits,
            steps: steps
        )
    }

    private func step(_ key: Key, _ kind: Journey.Kind, _ next: Key?) -> Journey.Step {
        Journey.Step(key: key, kind: kind, next: next)
    }

    private func member(_ number: UInt64) -> MemberID { MemberID(Identifier(high: 1, low: number)) }

    private func enrolment(_ number: UInt64 = 1, at moment: Instant) -> JourneyEnrolment {
        JourneyEnrolment(
            id: Identifier(high: 9, low: number),
            member: member(number),
            journey: "test",
            version: 1,
            entry: "event:1",
            enteredAt: moment
        )
    }

    private func facts(_ now: Instant) -> JourneyFacts { JourneyFacts(now: now, hashKey: Self.key) }

    @Test(
        "Y-4: waits last as long as they say, days by the clock on the wall",
        arguments: [
            (Journey.Kind.wait(Journey.Span(30, .minute)), "2026-03-28T18:20:00+01:00", "2026-03-28T18:50:00+01:00"),
            (.wait(Journey.Span(24, .hour)), "2026-03-28T18:20:00+01:00", "2026-03-29T19:20:00+02:00"),
            (.wait(Journey.Span(1, .day)), "2026-03-28T18:20:00+01:00", "2026-03-29T18:20:00+02:00"),
            (.wait(Journey.Span(2, .week)), "2026-10-20T08:00:00+02:00", "2026-11-03T08:00:00+01:00"),
            (.waitUntil(minutes: 600), "2026-03-02T09:59:00+01:00", "2026-03-02T10:00:00+01:00"),
            (.waitUntil(minutes: 600), "2026-03-02T10:00:00+01:00", "2026-03-02T10:00:00+01:00"),
            (.waitUntil(minutes: 600), "2026-03-02T10:00:01+01:00", "2026-03-03T10:00:00+01:00"),
        ]
    )
    func waits(kind: Journey.Kind, from: String, until: String) {
        let journey = journey([step("pause", kind, "gift"), step("gift", .points(wallet: "points", Points(5)), nil)])
        var one = enrolment(at: at(from))
        #expect(one.advance(by: journey, facts(at(from)), in: berlin) { _ in false } == [] || from == until)
        if from != until {
            #expect(one.dueAt == at(until))
            let early = at(until).adding(milliseconds: -1)
            #expect(one.advance(by: journey, facts(early), in: berlin) { _ in false } == [])
            let deeds = one.advance(by: journey, facts(at(until)), in: berlin) { _ in false }
            #expect(deeds == [.points(wallet: "points", Points(5), once: one.onceKey)])
        }
        one.done(by: journey, at: at(until), in: berlin)
        #expect(one.ending == .done && one.path.map(\.step) == ["pause", "gift"])
    }

    @Test("Y-2: an unknown step, one that is never reached and a loop without a wait are named")
    func hangsTogether() {
        let day = Journey.Kind.wait(Journey.Span(1, .day))
        let good = [
            step("a", .branch([Journey.Branch(condition: .always, to: "c")]), "b"), step("b", day, "a"),
            step("c", .exit, nil),
        ]
        #expect(journey(good).problems == [])
        let lost = [step("a", day, "z"), step("b", day, nil)]
        #expect(journey(lost).problems == [.unknownStep(from: "a", to: "z"), .unreachable("b")])
        let round = [step("a", .goal, "b"), step("b", .branch([Journey.Branch(condition: .always, to: "a")]), nil)]
        #expect(journey(round).problems == [.loopsWithoutWait("a"), .loopsWithoutWait("b")])
        let split = [step("a", .split([Journey.Share(share: 10_000, to: "a")]), nil)]
        #expect(journey(split).problems == [.loopsWithoutWait("a")])
    }

    @Test("Y-6: she goes on when it happens, else when the time is over")
    func waitsFor() {
        let order = Journey.EventPattern(type: .orderPaid)
        let journey = journey([
            step("visit", .waitFor(order, atMost: Journey.Span(7, .day), late: "late"), "came"),
            step("came", .task("came"), nil), step("late", .task("late"), nil),
        ])
        let start = at("2026-03-02T10:00:00+08:00")
        var comes = enrolment(at: start)
        #expect(comes.advance(by: journey, facts(start), in: kualaLumpur) { _ in false } == [])
        let third = start.adding(days: 2)
        #expect(!comes.hear(by: journey, at: third, in: kualaLumpur) { _ in false })
        let isHeard = comes.hear(by: journey, at: third, in: kualaLumpur) { $0 == order }
        #expect(isHeard)
        #expect(
            comes.advance(by: journey, facts(third), in: kualaLumpur) { _ in false } == [
                .task("came", once: comes.onceKey)
            ]
        )
        #expect(comes.path[0].outcome == "happened")
        var stays = enrolment(at: start)
        _ = stays.advance(by: journey, facts(start), in: kualaLumpur) { _ in false }
        let week = start.adding(days: 7)
        #expect(
            stays.advance(by: journey, facts(week), in: kualaLumpur) { _ in false } == [
                .task("late", once: stays.onceKey)
            ]
        )
        #expect(stays.path[0].outcome == "late")
    }

    @Test("Y-23: what may happen instead leads elsewhere, and the first that happens counts")
    func instead() {
        let (came, late) = (Journey.EventPattern(type: .orderDelivered), Journey.EventPattern(type: .orderDelayed))
        let gone = Journey.EventPattern(type: .orderReturned)
        let kind = Journey.Kind.waitFor(
            came,
            atMost: Journey.Span(7, .day),
            late: "late",
            or: [Journey.Instead(pattern: late, to: "sorry"), Journey.Instead(pattern: gone, to: nil)]
        )
        let journey = journey([
            step("parcel", kind, "came"), step("came", .task("came"), nil), step("sorry", .task("sorry"), "parcel"),
            step("late", .task("late"), nil),
        ])
        #expect(journey.problems == [])
        #expect([.orderDelivered, .orderDelayed, .orderReturned].allSatisfy(journey.listensTo.contains))
        let start = at("2026-03-02T10:00:00+08:00")
        for (pattern, outcome) in [(came, "happened"), (late, "sorry"), (gone, "end")] {
            var one = enrolment(at: start)
            _ = one.advance(by: journey, facts(start), in: kualaLumpur) { _ in false }
            let day = start.adding(days: 1)
            let isHeard = one.hear(by: journey, at: day, in: kualaLumpur) { $0 == pattern }
            #expect(isHeard && one.path[0].outcome == Key(outcome))
            #expect((one.ending == .done) == (pattern == gone))
            guard pattern == late else { continue }
            #expect(one.step == "sorry")
            _ = one.advance(by: journey, facts(day), in: kualaLumpur) { _ in false }
            one.done("done", by: journey, at: day, in: kualaLumpur)
            #expect(one.step == "parcel" && one.dueAt == day.adding(days: 7), "it waits as long again")
        }
    }

    @Test("Y-11: what ends a journey wherever she stands", arguments: Journey.Exit.allCases)
    func exits(exit: Journey.Exit) {
        let order = Journey.EventPattern(type: .orderPaid)
        let steps = [step("pause", .wait(Journey.Span(1, .day)), "gift"), step("gift", .task("call"), nil)]
        let start = at("2026-03-02T10:00:00+08:00")
        for isAsked in [true, false] {
            let journey = journey(
                steps,
                goal: order,
                exits: isAsked ? [exit] : Journey.Exit.allCases.filter { $0 != exit }
            )
            var one = enrolment(at: start)
            _ = one.advance(by: journey, facts(start), in: kualaLumpur) { _ in false }
            var later = facts(start.adding(days: 1))
            switch exit {
            case .goal: _ = one.hear(by: journey, at: start, in: kualaLumpur) { $0 == order }
            case .complaint: later.isComplaining = true
            case .consent: later.hasWithdrawn = true
            }
            let deeds = one.advance(by: journey, later, in: kualaLumpur) { _ in false }
            #expect(deeds.isEmpty == isAsked)
            #expect((one.ending?.rawValue == exit.rawValue) == isAsked)
            #expect(exit != .goal || one.goalAt == start)
        }
        var gone = enrolment(at: start)
        var left = facts(start)
        left.isMember = false
        #expect(gone.advance(by: journey(steps, exits: []), left, in: kualaLumpur) { _ in false } == [])
        #expect(gone.ending == .gone && gone.dueAt == nil && gone.step == nil)
    }

    @Test("Y-14: a split is the same for a member each time, and as large as it says")
    func splits() {
        let shares = [
            Journey.Share(share: 2_500, to: "a"), Journey.Share(share: 5_000, to: "b"),
            Journey.Share(share: 2_500, to: nil),
        ]
        let journey = journey([step("coin", .split(shares), nil), step("a", .exit, nil), step("b", .exit, nil)])
        let start = at("2026-03-02T10:00:00+08:00")
        var counts: [Key: Int] = [:]
        for number in 0..<10_000 {
            var first = enrolment(UInt64(number), at: start)
            _ = first.advance(by: journey, facts(start), in: kualaLumpur) { _ in false }
            var again = enrolment(UInt64(number), at: start.adding(days: 9))
            _ = again.advance(by: journey, facts(start.adding(days: 9)), in: kualaLumpur) { _ in false }
            #expect(first.path[0].outcome == again.path[0].outcome)
            counts[first.path[0].outcome, default: 0] += 1
        }
        #expect((2_300...2_700).contains(counts["a"] ?? 0) && (2_300...2_700).contains(counts["end"] ?? 0), "\(counts)")
        #expect((4_800...5_200).contains(counts["b"] ?? 0), "\(counts)")
    }

    @Test(
        "Y-3: whether she may begin again",
        arguments: [
            (Journey.Again.never, 400, false), (.always, 0, true), (.after(days: 90), 89, false),
            (.after(days: 90), 90, true),
        ]
    )
    func again(rule: Journey.Again, days: Int, allows: Bool) {
        let start = at("2026-03-02T10:00:00+08:00")
        let now = start.adding(days: days)
        var earlier = enrolment(at: start)
        #expect(rule.allows([], at: now))
        #expect(!rule.allows([earlier], at: now), "never twice at the same time")
        earlier.end(.done, at: start)
        #expect(rule.allows([earlier], at: now) == allows)
    }

    @Test(
        "Y-9: when it is time again by her own rhythm",
        arguments: [
            ([0, 10, 20], 29, false), ([0, 10, 20], 30, true), ([0, 10, 20], 39, true), ([0, 10, 20], 40, false),
            ([0, 10], 20, false), ([0, 0, 0], 1, false), ([0, 1, 2, 3], 4, false), ([0, 1, 2, 3], 5, true),
            ([20, 0, 10, 10], 30, true), ([0, 30, 37, 44], 51, true),
        ]
    )
    func rhythm(bought: [Int], today: Int, isTime: Bool) {
        #expect(isTimeAgain(bought.map { Day(number: Int32($0)) }, on: Day(number: Int32(today))) == isTime)
    }

    @Test("Y-4: whatever the journey, each step follows from the one before, and it waits or ends", arguments: 0..<60)
    func anyJourney(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let keys = (0..<Int.random(in: 1...8, using: &random)).map { Key("s\($0)") }
        func target() -> Key? { Int.random(in: 0...5, using: &random) == 0 ? nil : keys.randomElement(using: &random) }
        let steps = keys.map { key in
            let kind: Journey.Kind =
                switch Int.random(in: 0...6, using: &random) {
                case 0, 1: .wait(Journey.Span(Int.random(in: 1...3, using: &random), .day))
                case 2: .waitUntil(minutes: Int.random(in: 0..<1_440, using: &random))
                case 3: .branch([Journey.Branch(condition: .always, to: target())])
                case 4: .split([Journey.Share(share: 3_000, to: target()), Journey.Share(share: 7_000, to: target())])
                case 5: .task("do")
                default: .goal
                }
            return step(key, kind, target())
        }
        let journey = journey(steps)
        guard journey.problems.allSatisfy({ if case .loopsWithoutWait = $0 { false } else { true } }) else { return }
        var one = enrolment(seed, at: at("2026-03-02T10:00:00+08:00"))
        var choices = SplitMix64(seed: seed &+ 1)
        var (turns, now) = (0, one.enteredAt)
        while one.ending == nil, turns < 1_000 {
            let before = one
            let deeds = one.advance(by: journey, facts(now), in: kualaLumpur) { _ in Bool.random(using: &choices) }
            #expect(one.path.starts(with: before.path.dropLast()), "what was is not changed")
            for deed in deeds where deed.holdsUp { one.done("done", by: journey, at: now, in: kualaLumpur) }
            turns += 1
            if let due = one.dueAt {
                #expect(due > now || !deeds.isEmpty, "it waits, or was held up")
                now = max(now, due)
            }
        }
        #expect(one.ending != nil, "200 steps are the most")
        for (visit, next) in zip(one.path, one.path.dropFirst()) {
            #expect(journey.step(visit.step)?.targets.contains(next.step) == true)
            #expect(visit.at <= next.at)
        }
    }
}
