import SetiaCare
import SetiaCore
import Testing

@Suite("Phases of loyalty")
struct PhaseTests {
    private static let start = at("2026-01-01T00:00:00Z")
    private static func day(_ day: Int) -> Instant { start.adding(days: day) }

    private func bought(_ days: Int...) -> [PhaseSignal] {
        days.map { PhaseSignal(.purchase(Key("o-\($0)")), at: Self.day($0)) }
    }

    private func signal(_ kind: PhaseSignal.Kind, _ day: Int) -> PhaseSignal { PhaseSignal(kind, at: Self.day(day)) }

    /// Phases with the days on which they begin.
    private func told(_ signals: [PhaseSignal], until day: Int, _ policy: PhasePolicy = PhasePolicy()) -> String {
        phases(of: signals, by: policy, in: kualaLumpur, until: Self.day(day))
            .map { "\($0.from.milliseconds(since: Self.start) / 86_400_000) \($0.phase.rawValue)" }
            .joined(separator: ", ")
    }

    @Test("I-2: whoever joins expects something, and trusts from the third purchase on")
    func expectation() {
        #expect(told([signal(.joined, 0)] + bought(1, 15, 29), until: 40) == "0 expectation, 29 trust")
        #expect(told([signal(.joined, 0)], until: 59) == "0 expectation")
    }

    @Test("I-2, I-3: who bought once and not again within 60 days is disappointed, though she never said so")
    func buyerOfOnce() {
        #expect(told(bought(0), until: 100) == "0 expectation, 60 disappointment")
        #expect(told(bought(0, 58), until: 100) == "0 expectation")
        #expect(told([signal(.joined, 0)], until: 100) == "0 expectation, 60 disappointment")
    }

    @Test("I-2: two purchases of one day are one")
    func twiceADay() {
        let evening = PhaseSignal(.purchase("evening"), at: Self.day(14).adding(milliseconds: 12 * 3_600_000))
        #expect(told(bought(0, 14) + [evening], until: 40) == "0 expectation")
        #expect(told(bought(0, 14, 28) + [evening], until: 40) == "0 expectation, 28 trust")
    }

    @Test("I-3: silence is more than twice her own usual gap, once she has one")
    func silence() {
        // Every 30 days, so silent after 60; the day of her next purchase ends it, once 14 days have passed.
        let signals = bought(0, 30, 60, 90)
        #expect(told(signals, until: 149) == "0 expectation, 60 trust")
        #expect(told(signals, until: 150) == "0 expectation, 60 trust, 150 disappointment")
        #expect(told(signals + bought(155), until: 170) == "0 expectation, 60 trust, 150 disappointment, 164 trust")
        // Whoever comes each day is not silent after two.
        #expect(told(bought(0, 1, 2, 3, 4), until: 17) == "0 expectation, 14 trust")
        #expect(told(bought(0, 1, 2, 3, 4), until: 18) == "0 expectation, 14 trust, 18 disappointment")
    }

    @Test("I-3: a complaint disappoints at once, whatever phase was begun the day before, until it is made good")
    func complaint() {
        let signals = bought(0, 14, 28) + [signal(.complained("c-1"), 29)]
        #expect(told(signals, until: 40) == "0 expectation, 28 trust, 29 disappointment")
        #expect(
            told(signals + [signal(.complaintClosed("c-1", isMadeGood: true), 31)], until: 60)
                == "0 expectation, 28 trust, 29 disappointment, 43 trust, 56 disappointment"
        )
        let closed = signals + [signal(.complaintClosed("c-1", isMadeGood: false), 31)]
        #expect(told(closed, until: 50) == "0 expectation, 28 trust, 29 disappointment")
        #expect(told(closed + bought(45), until: 50) == "0 expectation, 28 trust, 29 disappointment, 45 trust")
    }

    @Test(
        "I-3: an unhappy answer disappoints, on each scale",
        arguments: [
            (PhaseSignal.Scale.recommendation, 6, true), (.recommendation, 7, false), (.satisfaction, 2, true),
            (.satisfaction, 3, false), (.ease, 3, true), (.ease, 4, false), (.expectation, 1, true),
            (.expectation, 2, false),
        ]
    )
    func unhappy(scale: PhaseSignal.Scale, score: Int, isUnhappy: Bool) {
        let signals = bought(0, 30, 60) + [signal(.answered(scale, score), 70)]
        let phase = phases(of: signals, by: PhasePolicy(), in: kualaLumpur, until: Self.day(75)).last?.phase
        #expect(phase == (isUnhappy ? .disappointment : .trust))
    }

    @Test("I-4: trust knows the faults and stays: no answer shuts it, and whoever answers nothing has it too")
    func trust() {
        let unhappy = bought(0, 30, 60) + [signal(.answered(.satisfaction, 1), 70)]
        #expect(
            told(unhappy + bought(90), until: 100) == "0 expectation, 60 trust, 70 disappointment, 90 trust"
        )
        #expect(told(bought(0, 30, 60, 90), until: 100) == "0 expectation, 60 trust")
    }

    @Test(
        "I-5: an act and a recommendation, or two acts, are identification for half a year; an act of a refuser is not"
    )
    func identification() {
        let buying = bought(0, 30, 60, 90, 120, 150, 180, 210, 240, 270)
        let act = signal(.act(.review), 100)
        #expect(told(buying + [act], until: 200) == "0 expectation, 60 trust")
        #expect(
            told(buying + [act, signal(.answered(.recommendation, 9), 95)], until: 290)
                == "0 expectation, 60 trust, 100 identification, 280 trust"
        )
        #expect(
            told(buying + [act, signal(.act(.help), 110)], until: 290)
                == "0 expectation, 60 trust, 110 identification, 280 trust"
        )
        #expect(
            told(buying + [act, signal(.act(.help), 110), signal(.answered(.recommendation, 4), 91)], until: 125)
                == "0 expectation, 60 trust, 91 disappointment, 120 trust"
        )
    }

    @Test("I-2: what came back whole was no purchase")
    func cameBack() {
        let signals = bought(0, 14, 28) + [signal(.cameBack("o-28"), 35)]
        #expect(told(signals, until: 50) == "0 expectation, 28 trust, 42 expectation")
    }

    @Test("I-6: a phase lasts 14 days but for disappointment, which comes at once; why it lasts is told")
    func hysteresis() throws {
        let signals = bought(0, 1, 2)
        #expect(told(signals, until: 13) == "0 expectation")
        let held = try #require(phases(of: signals, by: PhasePolicy(), in: kualaLumpur, until: Self.day(10)).last)
        #expect(
            held.evidence(from: signals, by: PhasePolicy(), in: kualaLumpur, at: Self.day(10)) == [
                .heldUntil(Self.day(14))
            ]
        )
        #expect(told(signals, until: 10, PhasePolicy(holdDays: 0)) == "0 expectation, 2 trust, 4 disappointment")
    }

    @Test("I-1: a member is in exactly one phase at any moment, with evidence, whatever happened", arguments: 0..<60)
    func exactlyOne(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var signals: [PhaseSignal] = []
        for number in 0..<Int.random(in: 1...40, using: &random) {
            let at = Self.start.adding(milliseconds: Int64.random(in: 0..<(700 * 86_400_000), using: &random))
            let name = Key("n-\(Int.random(in: 0..<6, using: &random))")
            let kind: PhaseSignal.Kind =
                switch Int.random(in: 0..<8, using: &random) {
                case 0: .joined
                case 1, 2, 3: .purchase(Key("o-\(number)"))
                case 4: .cameBack(Key("o-\(Int.random(in: 0...number, using: &random))"))
                case 5:
                    Bool.random(using: &random)
                        ? .complained(name) : .complaintClosed(name, isMadeGood: Bool.random(using: &random))
                case 6: .answered(.recommendation, Int.random(in: 0...10, using: &random))
                default: .act(PhaseSignal.Act.allCases.randomElement(using: &random) ?? .review)
                }
            signals.append(PhaseSignal(kind, at: at))
        }
        let policy = PhasePolicy(holdDays: Int.random(in: 0...20, using: &random))
        let end = Self.day(800)
        let all = phases(of: signals, by: policy, in: kualaLumpur, until: end)
        #expect(all.first?.from == signals.map(\.at).min())
        #expect(all.last?.until == nil)
        for (one, next) in zip(all, all.dropFirst()) {
            #expect(one.until == next.from)
            #expect(one.from < next.from)
            #expect(one.phase != next.phase)
            #expect(next.phase == .disappointment || next.from >= one.from.adding(days: policy.holdDays))
        }
        #expect(all.allSatisfy { !$0.evidence.isEmpty })
        // What was so stays so: a later look tells the same of an earlier moment.
        let half = phases(of: signals, by: policy, in: kualaLumpur, until: Self.day(400))
        for (one, other) in zip(half, all) {
            #expect((one.phase, one.from, one.evidence) == (other.phase, other.from, other.evidence))
        }
        #expect(half.count <= all.count)
        #expect(
            phases(of: signals.reversed(), by: policy, in: kualaLumpur, until: end).map(\.from.milliseconds).isEmpty
                == all.isEmpty
        )
    }

    @Test("I-1: whoever did nothing is in no phase, and what is to come does not count yet")
    func nothing() {
        #expect(phases(of: [], by: PhasePolicy(), in: kualaLumpur, until: Self.day(1)).isEmpty)
        #expect(told(bought(0, 5), until: 3) == "0 expectation")
    }
}
