/// What one event did, and why: all that is written for it.
package struct Decision: Sendable, Hashable {
    /// The event's number within its member.
    package let number: Int64
    /// The version of the programme that decided.
    package let programmeVersion: Int
    /// Whether the event is older than one that was applied before it.
    package let isLate: Bool
    /// Whether a late event was put in its turn: what had been decided after it was looked at again (rule D-5).
    package let isInTurn: Bool
    /// What moved, in the order of the numbers.
    package let entries: [Entry]
    /// Why, in the order in which it was found: what time did first, then the rules as the programme lists them.
    package let reasons: [Reason]
    /// What the member holds after it.
    package let balances: [WalletBalance]
    /// Where she stands after it.
    package let levels: [LevelHeld]
    /// Events for other members that follow from this one.
    package let followUps: [FollowUp]
    /// What it asks of counters that members share.
    package let counterClaims: [CounterClaim]

    /// The level held on one ladder.
    package struct LevelHeld: Sendable, Hashable {
        /// Which tier set.
        package let tierSet: Key
        /// Which level.
        package let level: Key

        /// A level held.
        package init(tierSet: Key, level: Key) {
            self.tierSet = tierSet
            self.level = level
        }
    }

    /// A decision.
    package init(
        number: Int64,
        programmeVersion: Int,
        isLate: Bool,
        isInTurn: Bool = false,
        entries: [Entry],
        reasons: [Reason],
        balances: [WalletBalance],
        levels: [LevelHeld],
        followUps: [FollowUp] = [],
        counterClaims: [CounterClaim] = []
    ) {
        self.number = number
        self.programmeVersion = programmeVersion
        self.isLate = isLate
        self.isInTurn = isInTurn
        self.entries = entries
        self.reasons = reasons
        self.balances = balances
        self.levels = levels
        self.followUps = followUps
        self.counterClaims = counterClaims
    }

    /// What it gave and took altogether in one wallet, what time alone took left out: what the member is told first.
    package func points(in wallet: Key) -> Points {
        entries.reduce(.zero) { sum, entry in
            entry.wallet == wallet && entry.kind.isOfItsEvent ? sum + entry.points : sum
        }
    }
}

/// An event for another member that follows from a decision; its id is made from the cause, so it happens once.
package struct FollowUp: Sendable, Hashable {
    /// Whom it is about.
    package let member: MemberID
    /// What happens to her.
    package let event: Event

    /// A follow-up.
    package init(member: MemberID, event: Event) {
        self.member = member
        self.event = event
    }
}

/// What a decision asks of a counter that members share: stock, uses of a code, a budget.
package struct CounterClaim: Sendable, Hashable {
    /// Which counter.
    package let counter: Key
    /// How much of it; above 0.
    package let amount: Int64

    /// A claim on a counter.
    package init(counter: Key, amount: Int64) {
        self.counter = counter
        self.amount = amount
    }
}
