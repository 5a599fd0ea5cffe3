import SetiaCare
import SetiaCore
import Testing

@Suite("Acts and care")
struct PhaseActsTests {
    private static let start = at("2026-01-01T00:00:00Z")
    private static func day(_ day: Int) -> Instant { start.adding(days: day) }

    private let trusting = [0, 14, 28, 42, 56, 70, 84].map {
        PhaseSignal(.purchase(Key("o-\($0)")), at: Self.day($0))
    }

    private func signal(_ kind: PhaseSignal.Kind, _ day: Int) -> PhaseSignal { PhaseSignal(kind, at: Self.day(day)) }

    private func phase(_ signals: [PhaseSignal], on day: Int) -> LoyaltyPhase? {
        phases(of: trusting + signals, by: PhasePolicy(), in: kualaLumpur, until: Self.day(day)).last?.phase
    }

    @Test("I-8: what came back counts for nothing, in whatever order it is heard")
    func cameBack() {
        let promoter = signal(.answered(.recommendation, 10), 29)
        let brought = signal(.brought("budi"), 50)
        #expect(phase([promoter], on: 60) == .trust)
        #expect(phase([promoter, brought], on: 60) == .identification)
        // Heard twice it is one friend, and one act is not enough of whoever was not asked.
        #expect(phase([brought, signal(.brought("budi"), 51)], on: 60) == .trust)
        #expect(phase([brought, signal(.brought("citra"), 51)], on: 60) == .identification)
        let back = signal(.broughtBack("budi"), 65)
        #expect(phase([promoter, brought, back], on: 80) == .trust)
        #expect(phase([promoter, back, brought], on: 80) == .trust)
        // What is told late is of a friend who brought nothing after all.
        #expect(phase([promoter, signal(.broughtBack("budi"), 49), brought], on: 80) == .trust)
        #expect(phase([promoter, brought, signal(.broughtBack("citra"), 65)], on: 80) == .identification)
    }

    @Test("I-9: time runs from the last contact for her sake, and what sells never counts as one")
    func care() {
        var care = CareStanding()
        let since = Self.day(0)
        #expect(!care.isUncared(for: 90, trusting: since, at: Self.day(90).adding(milliseconds: -1)))
        #expect(care.isUncared(for: 90, trusting: since, at: Self.day(90)))
        care.add(at: Self.day(80), isSelling: true, countedFrom: Self.day(10))
        #expect(care.isUncared(for: 90, trusting: since, at: Self.day(90)) && care.last == nil)
        care.add(at: Self.day(20), isSelling: false, countedFrom: Self.day(10))
        care.add(at: Self.day(10), isSelling: false, countedFrom: Self.day(10))
        #expect(care.last == Self.day(20) && care.caring == 1 && care.selling == 1)
        #expect(!care.isUncared(for: 90, trusting: since, at: Self.day(109)))
        #expect(care.isUncared(for: 90, trusting: since, at: Self.day(110)))
        // Whoever came to trust later waits from then on.
        #expect(!care.isUncared(for: 90, trusting: Self.day(30), at: Self.day(119)))
        #expect(care.uncaredSince(trusting: Self.day(30)) == Self.day(30))
    }

    @Test(
        "I-9: in whatever order contacts are told, how she was spoken with is the same",
        arguments: 0..<20 as Range<UInt64>
    )
    func order(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let contacts = (0..<12).map { _ in
            (Self.day(Int.random(in: 0..<200, using: &random)), Bool.random(using: &random))
        }
        func standing(_ contacts: [(Instant, Bool)]) -> CareStanding {
            contacts.reduce(into: CareStanding()) { $0.add(at: $1.0, isSelling: $1.1, countedFrom: Self.day(100)) }
        }
        let one = standing(contacts)
        #expect(standing(contacts.shuffled(using: &random)) == one)
        #expect(one.caring == contacts.count { !$0.1 && $0.0 > Self.day(100) })
        #expect(one.last == contacts.filter { !$0.1 }.map(\.0).max())
    }
}
