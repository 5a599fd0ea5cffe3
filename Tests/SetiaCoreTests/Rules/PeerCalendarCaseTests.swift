import SetiaCore
import Testing

/// Cases of other systems about the order of what a midnight brings.
@Suite("Cases of other systems: midnight")
struct PeerCalendarCaseTests {
    @Test(
        "VCF-ORDER-01: at midnight what was pending can be used and pays what is owed, before what lapses then lapses"
    )
    func midnight() throws {
        let wallet = Kopi.wallet(activation: .after(days: 14), expiry: .rolling(Period(12, .month), roundedUpTo: nil))
        var life = try Life(Kopi.climbing(wallet: wallet), enrolled: Kopi.at("2024-11-01T09:00"))
        // 100 points can be used from 31 December 2024 on, through 31 December 2025.
        try life.pays(10_000, order: "A", at: Kopi.at("2024-12-17T10:00"))
        // 50 more can be used from 1 January 2026 on.
        try life.pays(5_000, order: "B", at: Kopi.at("2025-12-18T10:00"))
        let decision = try life.waits(until: Kopi.at("2026-01-01T00:00"))
        #expect(decision.entries.map(\.kind) == [.expire])
        #expect(decision.entries.map(\.at) == [Kopi.at("2026-01-01T00:00")])
        let balance = life.state.account("points")?.standing(at: Kopi.at("2026-01-01T00:00"))
        #expect(balance?.available == Points(50) && balance?.pending == .zero)
    }
}
