package import SetiaCore

/// How a member stands to the brand: in exactly one phase at any moment (rule I-1).
package enum LoyaltyPhase: String, Sendable, Hashable, CaseIterable {
    /// She has come to know the brand, and expects something.
    case expectation
    /// Something was bad and is not made good, or she has fallen silent.
    case disappointment
    /// She knows the brand, its faults too, and stays.
    case trust
    /// She trusts, and does something for the brand that nobody paid her for.
    case identification
}

/// What says that she is in a phase: shown to whoever asks, never a score.
package enum PhaseEvidence: Sendable, Hashable {
    /// She joined then, or was first seen.
    case joined(Instant)
    /// She bought on so many days, the last time then; none where she has not.
    case purchases(Int, last: Instant?)
    /// A complaint of hers is open since then.
    case openComplaint(Instant)
    /// A complaint of hers was closed then without being made good.
    case notMadeGood(Instant)
    /// She said so then.
    case answer(PhaseSignal.Scale, score: Int, at: Instant)
    /// She has not bought since then, which is longer than so many days: her own usual gap so many times, or the
    /// programme's where she has none.
    case silence(since: Instant, days: Int, isOwnRhythm: Bool)
    /// She did something for the brand then.
    case act(PhaseSignal.Act, at: Instant)
    /// Nothing holds her in the phase but that she came to it lately: it lasts until then at least.
    case heldUntil(Instant)
}

/// A phase of a member, with when and why.
package struct PhaseInterval: Sendable, Hashable {
    /// Which.
    package let phase: LoyaltyPhase
    /// From when on.
    package let from: Instant
    /// Until when, not itself; none lasts.
    package internal(set) var until: Instant?
    /// What said so when it began.
    package let evidence: [PhaseEvidence]
}
