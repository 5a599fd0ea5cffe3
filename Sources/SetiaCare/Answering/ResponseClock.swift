package import SetiaCore

/// What happens in a conversation, as far as waiting is concerned.
package enum ConversationStep: Sendable, Hashable {
    /// The member wrote; when it was received, also where it was merged in from another thread.
    case inbound(Instant)
    /// A person of ours answered: who, whoever has the conversation.
    case humanReply(Instant, by: Key)
    /// A program said that the message came; stops nothing.
    case automaticAcknowledgement(Instant)
    /// A program answered; stops nothing, unless the member says that it solved it.
    case programReply(Instant, by: Key)
    /// The member said that the program's last answer solved it.
    case solvedByProgram(Instant)
    /// A note among ourselves; stops nothing.
    case note(Instant)
    /// We wait for the member from now on.
    case waitingForMember(Instant, reason: Key)
    /// We wait for her no longer.
    case resumed(Instant)
    /// Closed; what is unanswered then stays so.
    case closed(Instant)
    /// Opened again, without a message.
    case reopened(Instant)

    /// When.
    package var at: Instant {
        switch self {
        case .inbound(let at), .humanReply(let at, _), .automaticAcknowledgement(let at), .programReply(let at, _),
            .solvedByProgram(let at), .note(let at), .waitingForMember(let at, _), .resumed(let at), .closed(let at),
            .reopened(let at):
            at
        }
    }
}

/// What is promised: how much business time an answer may take.
package struct ResponseTarget: Sendable, Hashable {
    /// To the first answer of a conversation, in milliseconds; none is no promise.
    package let first: Int64?
    /// To each answer after it, in milliseconds; none is no promise.
    package let next: Int64?

    /// What is promised, in milliseconds of business time.
    package init(first: Int64?, next: Int64? = nil) {
        self.first = first
        self.next = next
    }

    /// What is promised, in minutes of business time.
    package init(firstMinutes: Int, nextMinutes: Int? = nil) {
        first = Int64(firstMinutes) * millisecondsPerMinute
        next = nextMinutes.map { Int64($0) * millisecondsPerMinute }
    }
}

/// The waiting of one conversation, as a fold of what happens in it (rules K-21 to K-26).
package struct ResponseClock: Sendable, Hashable {
    /// Those that are over, in order.
    package private(set) var ended: [WaitingEpisode]
    /// The one that runs; none where nothing is unanswered.
    package private(set) var waiting: WaitingEpisode?
    /// When it began: with the first message of the member.
    package private(set) var startedAt: Instant?
    /// When it was closed; none is open.
    package private(set) var closedAt: Instant?
    /// Whether an answer was given since the beginning: the next is not the first.
    private var hasAnswer: Bool

    /// A conversation in which nothing has happened.
    package init() {
        ended = []
        hasAnswer = false
    }

    /// A conversation as it was kept.
    ///
    /// - Parameters:
    ///   - waiting: What is unanswered.
    ///   - startedAt: When its first message came.
    ///   - closedAt: When it was closed, if it is.
    ///   - hasAnswer: Whether anybody has answered yet.
    package init(waiting: WaitingEpisode?, startedAt: Instant?, closedAt: Instant?, hasAnswer: Bool) {
        ended = []
        self.waiting = waiting
        self.startedAt = startedAt
        self.closedAt = closedAt
        self.hasAnswer = hasAnswer
    }

    /// Whether somebody answered since the conversation began.
    package var wasAnswered: Bool { hasAnswer }

    /// From the first message to the closing, by the wall clock, in milliseconds; nil while it is open.
    package var resolution: Int64? {
        guard let startedAt, let closedAt else { return nil }
        return max(0, closedAt.milliseconds(since: startedAt))
    }

    /// Takes in what happened next.
    ///
    /// - Parameters:
    ///   - step: In the order in which things were received.
    ///   - target: What is promised.
    ///   - calendar: When somebody is there.
    ///   - zone: Whose clocks count.
    package mutating func take(
        _ step: ConversationStep,
        target: ResponseTarget,
        calendar: BusinessCalendar,
        in zone: some LocalTime
    ) {
        switch step {
        case .inbound(let at):
            if startedAt == nil { startedAt = at }
            closedAt = nil
            if waiting == nil { open(at, target, calendar, zone) } else { resume(at, calendar, zone) }
        case .humanReply(let at, let replier):
            resume(at, calendar, zone)
            end(at, replier: replier, .answered)
            hasAnswer = true
        case .solvedByProgram(let at):
            resume(at, calendar, zone)
            end(at, replier: nil, .solvedByProgram)
        case .automaticAcknowledgement, .programReply, .note: break
        case .waitingForMember(let at, let reason): pause(at, reason)
        case .resumed(let at): resume(at, calendar, zone)
        case .closed(let at):
            resume(at, calendar, zone)
            end(at, replier: nil, .closedUnanswered)
            closedAt = at
        case .reopened: closedAt = nil
        }
    }

    /// Reckons anew when the answer is due by a changed calendar, unless it is due already (rule K-24).
    ///
    /// - Parameters:
    ///   - target: What is promised.
    ///   - calendar: In its new version.
    ///   - zone: Whose clocks count.
    ///   - now: When the calendar was changed.
    package mutating func recompute(
        target: ResponseTarget,
        calendar: BusinessCalendar,
        in zone: some LocalTime,
        now: Instant
    ) {
        guard let episode = waiting, let due = episode.dueAt, now < due else { return }
        waiting = WaitingEpisode(
            openedAt: episode.openedAt,
            dueAt: self.due(from: episode.openedAt, pauses: episode.pauses, target, calendar, zone),
            calendarVersion: calendar.version,
            pauses: episode.pauses
        )
    }

    private mutating func open(
        _ at: Instant,
        _ target: ResponseTarget,
        _ calendar: BusinessCalendar,
        _ zone: some LocalTime
    ) {
        waiting = WaitingEpisode(
            openedAt: at,
            dueAt: due(from: at, pauses: [], target, calendar, zone),
            calendarVersion: calendar.version
        )
    }

    private mutating func end(_ at: Instant, replier: Key?, _ kind: WaitingEpisode.Ending.Kind) {
        guard let episode = waiting else { return }
        let at = max(at, episode.openedAt)
        ended.append(
            WaitingEpisode(
                openedAt: episode.openedAt,
                dueAt: episode.dueAt,
                calendarVersion: episode.calendarVersion,
                ending: WaitingEpisode.Ending(at: at, replier: replier, kind: kind),
                pauses: episode.pauses
            )
        )
        waiting = nil
    }

    private mutating func pause(_ at: Instant, _ reason: Key) {
        guard let episode = waiting, episode.pauses.last.map({ $0.until != nil }) ?? true else { return }
        let pause = WaitingEpisode.Pause(from: max(at, episode.openedAt), reason: reason)
        waiting = episode.with(pauses: episode.pauses + [pause], dueAt: episode.dueAt)
    }

    /// Ends a pause; a promise that was not broken when it began is put off by the business time that it took.
    private mutating func resume(_ at: Instant, _ calendar: BusinessCalendar, _ zone: some LocalTime) {
        guard let episode = waiting, let last = episode.pauses.last, last.until == nil else { return }
        let pause = last.ended(at)
        var due = episode.dueAt
        if let before = due, last.from < before {
            let left = calendar.businessTime(from: last.from, to: before, in: zone)
            due = calendar.moment(after: left, from: max(at, last.from), in: zone)
        }
        waiting = episode.with(pauses: Array(episode.pauses.dropLast()) + [pause], dueAt: due)
    }

    private func due(
        from start: Instant,
        pauses: [WaitingEpisode.Pause],
        _ target: ResponseTarget,
        _ calendar: BusinessCalendar,
        _ zone: some LocalTime
    ) -> Instant? {
        guard let promised = hasAnswer ? target.next : target.first else { return nil }
        let paused = pauses.reduce(0) { total, pause in
            total + calendar.businessTime(from: pause.from, to: pause.until ?? pause.from, in: zone)
        }
        return calendar.moment(after: promised + paused, from: start, in: zone)
    }
}

extension WaitingEpisode.Pause {
    fileprivate func ended(_ at: Instant) -> WaitingEpisode.Pause {
        WaitingEpisode.Pause(from: from, until: max(at, from), reason: reason)
    }
}

extension WaitingEpisode {
    fileprivate func with(pauses: [Pause], dueAt: Instant?) -> WaitingEpisode {
        WaitingEpisode(
            openedAt: openedAt,
            dueAt: dueAt,
            calendarVersion: calendarVersion,
            ending: ending,
            pauses: pauses
        )
    }
}
