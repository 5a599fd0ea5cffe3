package import SetiaCore

/// A member's place at a gathering, or her wish for one: one for each of both (rule X-1).
package struct GatheringPlace: Sendable, Hashable {
    /// At which.
    package let gathering: Key
    /// Whose.
    package let member: MemberID
    /// When she asked, as a number that grows with each who asks: the order in which people wait.
    package let number: Int64
    /// When she asked.
    package let askedAt: Instant
    /// How far it is.
    package var state: State
    /// Until when it is held or offered; none in other states.
    package var until: Instant?
    /// When she confirmed; none where she has not.
    package var confirmedAt: Instant?
    /// When she was let in; none where she was not.
    package var checkedInAt: Instant?
    /// What is still to be told of it; none is nothing.
    package var untold: Untold?

    /// How far it is.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Held for her until she confirms, for some minutes.
        case held
        /// Hers.
        case confirmed
        /// She waits for one.
        case waiting
        /// One became free and is offered to her.
        case offered
        /// She did not take it in time.
        case lapsed
        /// She gave it back, or it was called off.
        case cancelled

        /// Whether she has a place or waits for one.
        package var isLive: Bool {
            switch self {
            case .held, .confirmed, .waiting, .offered: true
            case .lapsed, .cancelled: false
            }
        }

        /// Whether it lapses by itself.
        package var hasEnd: Bool { self == .held || self == .offered }
    }

    /// What is still to be told.
    package enum Untold: String, Sendable, Hashable, CaseIterable {
        /// To her, that a place is offered.
        case offer
        /// To the ledger, that she was there.
        case attendance
        /// To her, a day before it begins, that she has a place.
        case reminder
        /// To her, that it does not take place.
        case calledOff = "called-off"
    }

    /// Somebody who has just asked.
    package init(gathering: Key, member: MemberID, number: Int64, askedAt: Instant, state: State) {
        self.gathering = gathering
        self.member = member
        self.number = number
        self.askedAt = askedAt
        self.state = state
    }
}

/// How many places of a gathering are in which state at a moment.
package struct GatheringTally: Sendable, Hashable {
    /// Confirmed.
    package var confirmed: Int64
    /// Held and not lapsed.
    package var held: Int64
    /// Offered and not lapsed.
    package var offered: Int64
    /// How many wait.
    package var waiting: Int64
    /// How many were let in.
    package var checkedIn: Int64
    /// The highest number given so far.
    package var lastNumber: Int64

    /// A tally; of nobody where nothing is said.
    package init(
        confirmed: Int64 = 0,
        held: Int64 = 0,
        offered: Int64 = 0,
        waiting: Int64 = 0,
        checkedIn: Int64 = 0,
        lastNumber: Int64 = 0
    ) {
        self.confirmed = confirmed
        self.held = held
        self.offered = offered
        self.waiting = waiting
        self.checkedIn = checkedIn
        self.lastNumber = lastNumber
    }

    /// The tally of these places at a moment.
    package init(_ places: some Sequence<GatheringPlace>, at now: Instant) {
        self.init()
        for place in places {
            lastNumber = max(lastNumber, place.number)
            if place.checkedInAt != nil { checkedIn += 1 }
            let isLive = place.until.map { now < $0 } ?? true
            switch place.state {
            case .confirmed: confirmed += 1
            case .held: held += isLive ? 1 : 0
            case .offered: offered += isLive ? 1 : 0
            case .waiting: waiting += 1
            case .lapsed, .cancelled: break
            }
        }
    }

    /// How many places are somebody's at this moment: what capacity cannot be lowered below.
    package var taken: Int64 { confirmed + held + offered }

    /// How many of so many places are nobody's (rule X-3).
    package func available(of capacity: Int64) -> Int64 { max(0, capacity - taken) }

    /// How many of so many places the next who asks can have: none while somebody waits, since those come first.
    package func free(of capacity: Int64) -> Int64 { waiting > 0 ? 0 : available(of: capacity) }
}
