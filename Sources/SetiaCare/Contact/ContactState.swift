package import SetiaCore

/// What a contact decision looks at of a member: facts, nothing that names her.
package struct ContactState: Sendable, Hashable {
    /// Who.
    package let member: MemberID
    /// Where she can be reached; at most one a channel counts, the first.
    package var addresses: [Reach]
    /// What she agreed to.
    package var consents: ConsentLedger
    /// Since when she may not be written to, by whom and why.
    package var suppressions: [Suppression]
    /// Whether she is erased: nothing goes to her any more.
    package var isErased: Bool
    /// On which side of the whole programme's hold-out she stands since her first time; none before it (rule C-12).
    package var isHeldOutOfAll: Bool?
    /// Since when a complaint or claim of hers is open; none is none.
    package var openComplaintSince: Instant?
    /// When she last wrote, by channel; the newest first.
    package var inbounds: [Inbound]
    /// What was sent and what is being sent.
    package var sends: [Send]
    /// What she herself wants less of.
    package var preference: Preference
    /// The country whose rules on content hold; ISO 3166, two capital letters.
    package var country: Key?

    /// Somewhere she can be reached.
    package struct Reach: Sendable, Hashable {
        /// By which channel.
        package let channel: Key
        /// Whether she has shown that it is hers.
        package let isVerified: Bool
        /// Purposes for which it need not be verified, such as the letter that verifies it.
        package let unverifiedFor: [Key]

        /// Somewhere she can be reached.
        package init(channel: Key, isVerified: Bool, unverifiedFor: [Key] = []) {
            self.channel = channel
            self.isVerified = isVerified
            self.unverifiedFor = unverifiedFor
        }
    }

    /// That she may not be written to.
    package struct Suppression: Sendable, Hashable {
        /// By which channel; none is by any.
        package let channel: Key?
        /// Why.
        package let cause: Cause
        /// Until when; none is for good.
        package let until: Instant?

        /// Why somebody may not be written to.
        package enum Cause: String, Sendable, Hashable, CaseIterable {
            /// The address does not exist.
            case hardBounce = "hard-bounce"
            /// It did not take mail several times.
            case softBounces = "soft-bounces"
            /// She told her provider that our mail is unwanted.
            case complaint
            /// She told the platform to stop: STOP, blocked, unfollowed.
            case platformStop = "platform-stop"
        }

        /// That she may not be written to.
        package init(channel: Key?, cause: Cause, until: Instant? = nil) {
            self.channel = channel
            self.cause = cause
            self.until = until
        }
    }

    /// That she wrote.
    package struct Inbound: Sendable, Hashable {
        /// By which channel.
        package let channel: Key
        /// When.
        package let at: Instant

        /// That she wrote.
        package init(channel: Key, at: Instant) {
            self.channel = channel
            self.at = at
        }
    }

    /// A message that was sent, or for which a place is kept (rule K-7).
    package struct Send: Sendable, Hashable {
        /// What made it once.
        package let onceKey: Key
        /// What for.
        package let purpose: Key
        /// By which channel.
        package let channel: Key
        /// What kind of message; of those without limits none is counted.
        package let kind: ContactIntent.Kind
        /// When it was sent, or the place was taken.
        package let at: Instant
        /// What became of it.
        package let state: Reservation

        /// What becomes of a place under a limit.
        package enum Reservation: String, Sendable, Hashable, CaseIterable {
            /// Kept: it is being sent, or nobody knows whether it was.
            case reserved
            /// It left the house.
            case committed
            /// It never left the house: the place is free.
            case released
        }

        /// A message that was sent, or for which a place is kept.
        package init(
            onceKey: Key,
            purpose: Key,
            channel: Key,
            kind: ContactIntent.Kind,
            at: Instant,
            state: Reservation
        ) {
            self.onceKey = onceKey
            self.purpose = purpose
            self.channel = channel
            self.kind = kind
            self.at = at
            self.state = state
        }
    }

    /// What she herself wants less of; it never makes more.
    package struct Preference: Sendable, Hashable {
        /// Limits of her own, beside those of the brand.
        package var limits: [FrequencyLimit]
        /// When she wants quiet, beside when the brand keeps quiet.
        package var quiet: WeekHours?
        /// Until when she wants no promotions and surveys.
        package var pausedUntil: Instant?
        /// Purposes that she does not want, whatever she agreed to.
        package var unwanted: [Key]

        /// What she wants less of; nothing.
        package init(
            limits: [FrequencyLimit] = [],
            quiet: WeekHours? = nil,
            pausedUntil: Instant? = nil,
            unwanted: [Key] = []
        ) {
            self.limits = limits
            self.quiet = quiet
            self.pausedUntil = pausedUntil
            self.unwanted = unwanted
        }
    }

    /// A member of whom nothing is known but who she is.
    package init(member: MemberID) {
        self.member = member
        addresses = []
        consents = ConsentLedger()
        suppressions = []
        isErased = false
        inbounds = []
        sends = []
        preference = Preference()
    }
}
