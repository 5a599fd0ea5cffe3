import SetiaCore
import Testing

/// Facts of other systems about two accounts of one person, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: two accounts of one person")
struct PeerMergeCaseTests {
    private let january = Kopi.at("2026-01-01T10:00")

    @Test("ODO-MERGE-01: two accounts of one person are added up, and the one that goes is closed with nothing")
    func addedUp() throws {
        var pair = try Pair(
            Kopi.version(wallet: Kopi.wallet(activation: .immediate, expiry: .none), rules: [Kopi.base])
        )
        try pair.sender.opens([(100, nil)], at: january)
        try pair.receiver.opens([(200, nil)], at: january)
        try pair.merge(at: january)
        #expect(pair.receiver.state.account("points")?.balance == Points(300))
        #expect(pair.sender.state.account("points")?.balance == .zero)
        #expect(pair.sender.state.status == .closed)
    }
}

extension Pair {
    /// They are one person: all of the sender's goes to the receiver.
    @discardableResult
    mutating func merge(at moment: Instant) throws(Refusal) -> Decision {
        let decision = try sender.happen(.memberMerged(Merge(id: "m-1", into: Pair.receiver)), moment)
        try deliver(decision, at: moment)
        return decision
    }

    /// What follows happens, and is seen to have come.
    mutating func deliver(_ decision: Decision, at moment: Instant) throws(Refusal) {
        for next in decision.followUps {
            if next.member == Pair.receiver {
                try deliver(try receiver.happen(next.event.matter, moment), at: moment)
            } else {
                try deliver(try sender.happen(next.event.matter, moment), at: moment)
            }
        }
    }
}
