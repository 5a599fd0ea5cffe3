import SetiaCore
import Testing

/// Cases of other systems about what comes late, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: late events")
struct PeerLateCaseTests {
    @Test("CAP-02: a purchase claimed weeks later is decided by the rules and the level of its own day")
    func rulesOfItsDay() throws {
        let before = Kopi.version(wallet: Kopi.wallet(activation: .immediate))
        let after = ProgrammeVersion(
            number: 2,
            validFrom: Kopi.at("2026-06-01T00:00"),
            programme: Kopi.version(rules: []).programme,
            zone: Kopi.zone
        )
        let book = try #require(ProgrammeBook([before, after]))
        var state = MemberState(member: Kopi.member)
        var past: [DecidedEvent] = []
        for (id, net, moment) in [
            ("A", Int64(200_000), "2026-05-01T10:00"), ("B", 1_000, "2026-06-10T10:00"),
            ("C", 10_000, "2026-05-20T10:00"),
        ] {
            let line = Order.Line(sku: "kopi", net: net)
            let order = try #require(Order(id: Key(id), currency: Kopi.currency("MYR"), lines: [line]))
            let event = Event(source: "till", id: Key(id), occurredAt: Kopi.at(moment), matter: .orderPaid(order))
            let version = book.version(at: event.occurredAt)
            let decided =
                Refold.isDue(event, state, under: book)
                ? try decide(version, state, event, Refold(of: event, after: past, state, under: book))
                : try decide(version, state, event)
            state = decided.state
            past.append(DecidedEvent(event: event, decision: decided.decision))
        }
        // Gold since 1 May, and the first version: half more.
        #expect(past[2].decision.isInTurn)
        #expect(past[2].decision.programmeVersion == 1)
        #expect(past[2].decision.points(in: "points") == Points(150))
    }
}
