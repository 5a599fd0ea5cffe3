package import SetiaCore

/// What is kept of one member, as far as deciding it again and comparing take it.
package struct History: Sendable {
    /// Where she stands.
    package let state: MemberState
    /// Her events in the order of their numbers, what time alone did among them.
    package var events: [PastEvent] = []
    /// What moved, in the order of the numbers.
    package var movements: [Movement] = []

    /// A member whose events and movements are not read yet.
    package init(state: MemberState) {
        self.state = state
    }
}

/// An event that was recorded, without what it did.
package struct PastEvent: Sendable, Hashable {
    /// The member's own number of it.
    package let number: Int64
    /// The version of the programme that decided it.
    package let programmeVersion: Int
    /// What happened.
    package let event: Event

    /// An event that was recorded.
    package init(number: Int64, programmeVersion: Int, event: Event) {
        self.number = number
        self.programmeVersion = programmeVersion
        self.event = event
    }
}

/// What is left of an entry when nobody asks which lot it moved.
package struct Movement: Sendable, Hashable {
    /// The number of the event that caused it.
    package let event: Int64
    /// Of which wallet.
    package let wallet: Key
    /// Why.
    package let kind: Entry.Kind
    /// What it adds; below zero where it takes.
    package let points: Points
    /// From when it holds.
    package let at: Instant

    /// A movement.
    package init(event: Int64, wallet: Key, kind: Entry.Kind, points: Points, at: Instant) {
        self.event = event
        self.wallet = wallet
        self.kind = kind
        self.points = points
        self.at = at
    }

    /// The movement of an entry.
    package init(_ entry: Entry) {
        self.init(event: entry.event, wallet: entry.wallet, kind: entry.kind, points: entry.points, at: entry.at)
    }
}
