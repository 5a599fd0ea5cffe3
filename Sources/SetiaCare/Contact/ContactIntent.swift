package import SetiaCore

/// A message that somebody wants a member to get.
package struct ContactIntent: Sendable, Hashable {
    /// The intent's own name: of several at once it decides last, so that the order they come in does not.
    package let id: Key
    /// What it is for, such as `marketing`; consent and limits are by purpose.
    package let purpose: Key
    /// How it travels, such as `email`.
    package let channel: Key
    /// What kind of message it is.
    package let kind: Kind
    /// What makes it once: a journey's step and entry, or a campaign and the member.
    package let onceKey: Key
    /// When it is of no use any more; none is never.
    package let expiresAt: Instant?
    /// Higher goes first.
    package let priority: Int
    /// What it is worth to the brand, in minor units or points; only compared.
    package let value: Int64
    /// What happens where a limit is reached.
    package let atLimit: AtLimit
    /// What it costs on the channel's budget, in the budget's unit.
    package let cost: Int64
    /// What the words hold that some country forbids, such as `url`; found when they were written.
    package let traits: [Key]
    /// Whether it is written by the platform's template, which platforms take outside of their window.
    package let template: Template

    /// What kind of message it is.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Something to be sold: needs consent, and everything else.
        case promotion
        /// A question how it was: needs consent, has limits of its own.
        case survey
        /// A question about something just now, such as an order: needs consent, and its limits take nothing from those of
        /// surveys.
        case question
        /// About something that she has: a receipt, a code, points that lapse. Rests on the contract.
        case service
        /// An answer to what she wrote.
        case answer
        /// About a complaint of hers.
        case recovery

        /// Whether consent is asked for.
        package var needsConsent: Bool { self == .promotion || isAsking }

        /// Whether limits count it.
        package var isLimited: Bool { self == .promotion || isAsking }

        /// Whether an open complaint holds it up.
        package var waitsForComplaints: Bool { self == .promotion || isAsking }

        /// Whether it asks her something.
        package var isAsking: Bool { self == .survey || self == .question }
    }

    /// What happens where a limit is reached.
    package enum AtLimit: String, Sendable, Hashable {
        case `defer`, drop, digest
    }

    /// How a platform sees it.
    package enum Template: String, Sendable, Hashable {
        /// Free words: only within the platform's window.
        case none
        /// A template that the platform approved.
        case approved
        /// A template that the platform has paused or not approved yet.
        case unavailable
        /// Free words by a person, for which some platforms have a longer window.
        case human
    }

    /// A message that somebody wants a member to get.
    package init(
        id: Key,
        purpose: Key,
        channel: Key,
        kind: Kind,
        onceKey: Key,
        expiresAt: Instant? = nil,
        priority: Int = 0,
        value: Int64 = 0,
        atLimit: AtLimit = .defer,
        cost: Int64 = 0,
        traits: [Key] = [],
        template: Template = .none
    ) {
        self.id = id
        self.purpose = purpose
        self.channel = channel
        self.kind = kind
        self.onceKey = onceKey
        self.expiresAt = expiresAt
        self.priority = priority
        self.value = value
        self.atLimit = atLimit
        self.cost = cost
        self.traits = traits
        self.template = template
    }
}

extension ContactIntent {
    /// Of several that are due together, the one that goes first (rule K-13): priority, then what expires soonest, then
    /// value, then the smaller id.
    package static func goesBefore(_ one: ContactIntent, _ other: ContactIntent) -> Bool {
        if one.priority != other.priority { return one.priority > other.priority }
        let (first, second) = (one.expiresAt?.milliseconds ?? .max, other.expiresAt?.milliseconds ?? .max)
        if first != second { return first < second }
        if one.value != other.value { return one.value > other.value }
        return one.id < other.id
    }
}
