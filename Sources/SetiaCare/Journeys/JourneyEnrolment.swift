package import SetiaCore

/// One member on her way through a journey, once (rule Y-3).
package struct JourneyEnrolment: Sendable, Hashable {
    /// Its own.
    package let id: Identifier
    /// Who.
    package let member: MemberID
    /// Which journey.
    package let journey: Key
    /// By which version of it; she finishes on the one that she began.
    package let version: Int
    /// What began it, once: the event, or the day.
    package let entry: Key
    /// When.
    package let enteredAt: Instant
    /// Where she stands; none where it has ended, or the first step is still to be made.
    package var step: Key?
    /// When something is to be done next; none where it has ended.
    package var dueAt: Instant?
    /// The steps that she came to, in order.
    package var path: [Visit]
    /// When what it is for came about; none where it has not.
    package var goalAt: Instant?
    /// How it ended; none while she is on her way.
    package var ending: Ending?
    /// When.
    package var endedAt: Instant?

    /// A step that she came to.
    package struct Visit: Sendable, Hashable {
        /// Which.
        package let step: Key
        /// When.
        package let at: Instant
        /// What came of it, such as `late` or where a branch led; empty where nothing has to be said.
        package var outcome: Key

        /// A step that she came to.
        package init(step: Key, at: Instant, outcome: Key = "") {
            self.step = step
            self.at = at
            self.outcome = outcome
        }
    }

    /// How it ended.
    package enum Ending: String, Sendable, Hashable, CaseIterable {
        /// She came to the end of the steps.
        case done
        /// What it is for came about.
        case goal
        /// A complaint of hers is open.
        case complaint
        /// She took back what she had agreed to.
        case consent
        /// She is no member any more.
        case gone
        /// Somebody stopped it.
        case stopped
        /// She went round in it too often.
        case tooLong
        /// It was withheld from her, to see what it does.
        case heldOut = "held-out"
    }

    /// So many steps a member makes at most.
    package static let mostVisits = 200

    /// A member who begins.
    package init(
        id: Identifier,
        member: MemberID,
        journey: Key,
        version: Int,
        entry: Key,
        enteredAt: Instant
    ) {
        self.id = id
        self.member = member
        self.journey = journey
        self.version = version
        self.entry = entry
        self.enteredAt = enteredAt
        dueAt = enteredAt
        path = []
    }

    /// Ends it.
    package mutating func end(_ how: Ending, at now: Instant) {
        ending = how
        endedAt = now
        dueAt = nil
        step = nil
    }

    /// What makes what is done at the step where she stands once: another visit to it is another.
    package var onceKey: Key { Key("journey:\(id.text):\(path.count)") }
}

extension Journey.Again {
    /// Whether a member may begin who began so often before.
    package func allows(_ earlier: [JourneyEnrolment], at now: Instant) -> Bool {
        if earlier.contains(where: { $0.ending == nil }) { return false }
        guard let last = earlier.map(\.enteredAt).max() else { return true }
        return switch self {
        case .never: false
        case .always: true
        case .after(let days): last.adding(days: days) <= now
        }
    }
}
