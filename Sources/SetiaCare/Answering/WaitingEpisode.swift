package import SetiaCore

/// The time from the first message that nobody answered to the answer (rules K-21 to K-26).
///
/// A conversation has one after the other: the next inbound after an answer opens the next. What a person reads, writes
/// and waits for goes in as `ConversationStep`, in the order in which it was received.
package struct WaitingEpisode: Sendable, Hashable {
    /// When the first message came that this waits for.
    package let openedAt: Instant
    /// When an answer is due; stored when it opens, so that looking later changes nothing.
    ///
    /// None is no promise.
    package let dueAt: Instant?
    /// By which version of the calendar that was reckoned.
    package let calendarVersion: Int
    /// How it ended; none is waiting still.
    package let ending: Ending?
    /// When we waited for the member, and why; in order.
    package let pauses: [Pause]

    /// How an episode ended.
    package struct Ending: Sendable, Hashable {
        /// When.
        package let at: Instant
        /// Who answered, whoever had the conversation; none where nobody did.
        package let replier: Key?
        /// What ended it.
        package let kind: Kind

        /// An ending.
        package init(at: Instant, replier: Key?, kind: Kind) {
            self.at = at
            self.replier = replier
            self.kind = kind
        }

        /// What ends an episode.
        package enum Kind: String, Sendable, Hashable {
            /// A person answered.
            case answered
            /// A program answered, and the member said that this solved it.
            case solvedByProgram = "solved-by-program"
            /// The conversation was closed with no answer: it counts as none.
            case closedUnanswered = "closed-unanswered"
        }
    }

    /// A time in which the member was to say something.
    package struct Pause: Sendable, Hashable {
        /// From when on.
        package let from: Instant
        /// Until when; none is still.
        package let until: Instant?
        /// What she was asked for.
        package let reason: Key

        /// A pause with its reason.
        package init(from: Instant, until: Instant? = nil, reason: Key) {
            self.from = from
            self.until = until
            self.reason = reason
        }
    }

    /// An episode as it was kept.
    package init(
        openedAt: Instant,
        dueAt: Instant?,
        calendarVersion: Int,
        ending: Ending? = nil,
        pauses: [Pause] = []
    ) {
        self.openedAt = openedAt
        self.dueAt = dueAt
        self.calendarVersion = calendarVersion
        self.ending = ending
        self.pauses = pauses
    }

    /// Whether the answer came in time; nil while it is not known, or where none was promised.
    ///
    /// An answer at the very moment at which it is due is in time. What nobody answered is late from then on, also where
    /// it was closed before. While we wait for the member nothing becomes late.
    package func isInTime(asOf now: Instant) -> Bool? {
        guard let dueAt else { return nil }
        if let ending, ending.kind != .closedUnanswered { return ending.at <= dueAt }
        if let pause = pauses.last, pause.until == nil, pause.from < dueAt { return nil }
        return now < dueAt ? nil : false
    }

    /// Whether somebody answered, or a program did to the member's content.
    package var isAnswered: Bool { ending.map { $0.kind != .closedUnanswered } ?? false }

    /// When the promise was broken: the moment at which it was due, whenever somebody looks; nil where it was kept or may
    /// still be.
    package func breachedAt(asOf now: Instant) -> Instant? {
        isInTime(asOf: now) == false ? dueAt : nil
    }

    /// How long the member waited by the wall clock, in milliseconds: to the answer, or to `now`; pauses count.
    package func wallTime(asOf now: Instant) -> Int64 {
        max(0, (ending?.at ?? now).milliseconds(since: openedAt))
    }

    /// How much of that was business time without pauses, in milliseconds.
    package func businessTime(asOf now: Instant, calendar: BusinessCalendar, in zone: some LocalTime) -> Int64 {
        let end = ending?.at ?? now
        let all = calendar.businessTime(from: openedAt, to: end, in: zone)
        return pauses.reduce(all) { left, pause in
            let (from, until) = (max(pause.from, openedAt), min(pause.until ?? end, end))
            return left - calendar.businessTime(from: from, to: until, in: zone)
        }
    }

    /// How long we waited for the member meanwhile, by the wall clock, in milliseconds.
    package func pausedTime(asOf now: Instant) -> Int64 {
        let end = ending?.at ?? now
        return pauses.reduce(0) { total, pause in
            let (from, until) = (max(pause.from, openedAt), min(pause.until ?? end, end))
            return from < until ? total + until.milliseconds(since: from) : total
        }
    }
}
