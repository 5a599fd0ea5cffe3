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
    /// What it takes of counters that members share, and gives back to them; what it would like to take, where it was only
    /// asked for that (rule B-1).
    package let counterClaims: [CounterClaim]
    /// What was granted to it of counters that members share: an input, so that it can be decided again.
    package let grants: [Grant]
    /// Whether it gave what counters that members share would have bound, and took nothing of them (rule B-5).
    package let isUncounted: Bool

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
        counterClaims: [CounterClaim] = [],
        grants: [Grant] = [],
        isUncounted: Bool = false
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
        self.grants = grants
        self.isUncounted = isUncounted
    }

    /// The same as one that counters did not bind, for a replay that asks what is wanted of them and grants all of it.
    package var unbound: Decision {
        Decision(
            number: number,
            programmeVersion: programmeVersion,
            isLate: isLate,
            isInTurn: isInTurn,
            entries: entries,
            reasons: reasons,
            balances: balances,
            levels: levels,
            followUps: followUps,
            isUncounted: true
        )
    }

    /// How it is decided again (rule B-1).
    package var counting: Counting { isUncounted ? .free : .granted(grants) }

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
