package import SetiaCore

/// Whether a message may go now, and why or why not (rules K-1 to K-13).
package struct ContactDecision: Sendable, Hashable {
    /// What becomes of it.
    package let verdict: Verdict
    /// Why; of several reasons the one that comes first in the order of the rules.
    package let reason: Reason
    /// By which version of the rules.
    package let rulesVersion: Int
    /// What it hung on: as few facts as are needed to see that it was right.
    package let inputs: Inputs

    /// What becomes of a message.
    package enum Verdict: Sendable, Hashable {
        /// It goes now.
        case sent
        /// It is asked about again then.
        case deferred(until: Instant)
        /// It will not go.
        case dropped
        /// It goes as a part of the next digest.
        case digested
        /// It is kept back to see what messages do.
        case withheld
        /// It may not go.
        case blocked
    }

    /// Why, in the order in which it is looked at.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        case allowed
        /// It was of no use any more before it was asked about.
        case expired
        /// Whoever sends it stopped it before its turn came.
        case stopped
        // K-1
        case unreachable
        case unverified
        // K-2
        case noConsent = "no-consent"
        case consentUnproven = "consent-unproven"
        case consentWithdrawn = "consent-withdrawn"
        case unwanted
        // K-3
        case erased
        case hardBounce = "hard-bounce"
        case softBounces = "soft-bounces"
        case complaint
        case platformStop = "platform-stop"
        // K-4
        case openComplaint = "open-complaint"
        case paused
        // K-5
        case outsideWindow = "outside-window"
        case templateUnavailable = "template-unavailable"
        // K-8
        case quietHours = "quiet-hours"
        case expiredInQuietHours = "expired-in-quiet-hours"
        case alwaysQuiet = "always-quiet"
        // K-6
        case limit
        case expiredAtLimit = "expired-at-limit"
        // K-11
        case holdOut = "hold-out"
        case alreadySent = "already-sent"
        case contentBan = "content-ban"
        case budget
        // K-13
        case yielded
    }

    /// A decision that was made before, or that somebody else made.
    package init(verdict: Verdict, reason: Reason, rulesVersion: Int, inputs: Inputs = Inputs()) {
        self.verdict = verdict
        self.reason = reason
        self.rulesVersion = rulesVersion
        self.inputs = inputs
    }

    /// What a decision hung on.
    package struct Inputs: Sendable, Hashable {
        /// The consent that held.
        package var consent: ConsentHeld?
        /// The limit that was reached.
        package var limit: Key?
        /// When quiet ends, before spreading.
        package var quietEnds: Instant?
        /// When it goes together with others.
        package var digestAt: Instant?
        /// Since when it is so: the complaint, the last message of hers.
        package var since: Instant?
        /// What may not be in it.
        package var trait: Key?
        /// The intent to which it yielded.
        package var winner: Key?

        /// Nothing.
        package init() {}
    }
}
