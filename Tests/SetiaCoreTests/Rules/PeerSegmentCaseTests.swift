import SetiaCore
import Testing

@Suite("Cases of other systems: segments")
struct PeerSegmentCaseTests {
    @Test("OL-SEG-01: a rule for a segment gives to who belongs to it, 100 points for each unit")
    func segment() throws {
        let wallet = Wallet(
            key: "points",
            name: Words([]),
            activation: .immediate,
            expiry: .none,
            rates: [Rate(currency: Kopi.currency("MYR"), points: Points(100), per: 100)]
        )
        let rule = Rule(
            id: "spending",
            on: .orderPaid,
            condition: Audience.condition("member.inSegment(\"press\")", segments: ["press"]),
            effect: .earnByRate(wallet: "points")
        )
        let kopi = Kopi.version().programme
        let version = ProgrammeVersion(
            number: 1,
            validFrom: Instant(milliseconds: 0),
            programme: Programme(
                name: "kopi",
                engine: 1,
                languages: ["en"],
                timeZone: "Asia/Kuala_Lumpur",
                currencies: kopi.currencies,
                wallets: [wallet],
                tierSets: [],
                rules: [rule],
                segments: Audience.segments
            ),
            zone: Kopi.zone
        )
        var life = try Life(version)
        #expect(try life.pays(10_000, order: "before", at: Audience.june).points(in: "points") == .zero)
        try life.happen(.segmentChanged(SegmentChange(segment: "press", isIn: true)), Audience.june)
        #expect(try life.pays(10_000, order: "A", at: Audience.june).points(in: "points") == Points(10_000))
    }
}
