internal import SetiaCare
package import SetiaCore

/// What is done with a conversation without saying anything.
package enum ConversationChange: Sendable, Hashable {
    /// Given to somebody, or to nobody.
    case assign(StaffID?)
    /// Made the work of a team, or of none.
    case team(Key?)
    /// Put away until a moment; none brings it back.
    case snooze(until: Instant?)
    /// Closed.
    case close
    /// Opened again.
    case reopen
    /// Marked, to be found again, or not any more.
    case mark(Bool)

    /// Its name in the log.
    fileprivate var name: String {
        switch self {
        case .assign: "assign"
        case .team: "team"
        case .snooze: "snooze"
        case .close: "close"
        case .reopen: "reopen"
        case .mark(let isMarked): isMarked ? "mark" : "unmark"
        }
    }
}

extension SetiaService {
    /// A conversation is put away for so many days at most.
    private static let longestSnooze = 90

    /// Changes a conversation.
    ///
    /// - Returns: the conversation as it is now.
    /// - Throws: `ConversationRefusal`, `StaffRefusal`, or the world's trouble.
    package func change(_ id: ConversationID, _ change: ConversationChange, by actor: AuditActor) async throws
        -> Conversation
    {
        let now = surroundings.now()
        let changed = try await store.recording { ledger in
            try self.allowAnswering(actor, ledger)
            return try self.change(id, change, by: actor, at: now, in: ledger)
        }
        changeSignal.tell([id.member])
        return changed
    }

    /// Changes a conversation within a transaction, by somebody who may.
    func change(
        _ id: ConversationID,
        _ change: ConversationChange,
        by actor: AuditActor,
        at now: Instant,
        in ledger: any Ledger
    ) throws -> Conversation {
        guard let state = try ledger.states([StateRequest(member: id.member)])[0],
            var conversation = try ledger.conversation(id)
        else { throw ConversationRefusal.unknownConversation }
        let terms = try self.serviceTerms(of: state, at: now, in: ledger)
        switch change {
        case .assign(let staff):
            if let staff {
                guard try ledger.staffAccount(staff)?.member.may(.answerMembers) ?? false else {
                    throw ConversationRefusal.unknownAssignee
                }
            }
            conversation.assignee = staff
        case .team(let team):
            let teams = try self.configuration(ledger).book?.version(at: now).programme.service?.teams ?? []
            if let team, !teams.contains(team) { throw ConversationRefusal.unknownAssignee }
            conversation.team = team
        case .snooze(let until):
            if let until {
                guard until > now, until < now.adding(days: SetiaService.longestSnooze) else {
                    throw ConversationRefusal.wrongMoment
                }
            }
            conversation.snoozedUntil = until
        case .close: try self.close(&conversation, terms, at: now, in: ledger)
        case .reopen: _ = conversation.take(.reopened(now), terms, channel: conversation.channel)
        case .mark(let isMarked): conversation.isMarked = isMarked
        }
        try ledger.save(conversation)
        try ledger.add(
            self.entry(
                .conversationChanged,
                by: actor,
                at: now,
                member: id.member,
                subject: id.text,
                details: ["change": change.name]
            )
        )
        return conversation
    }

    /// Closes a conversation; what is unanswered then stays so, and counts as such.
    func close(_ conversation: inout Conversation, _ terms: ServiceTerms, at now: Instant, in ledger: any Ledger) throws
    {
        guard conversation.isOpen else { return }
        for waiting in conversation.take(.closed(now), terms, channel: conversation.channel) {
            try ledger.save(waiting)
        }
        conversation.snoozedUntil = nil
        try ledger.save(conversation)
        let isAnswered = Occurrence.Fact(name: "isAnswered", value: .truth(conversation.hasAnswer))
        try tellClosed(
            Occurrence(type: .conversationClosed, facts: [isAnswered]),
            conversation.id.text,
            of: conversation.id.member,
            channel: Key(conversation.channel.rawValue),
            at: now,
            in: ledger
        )
    }

    /// Reckons anew when answers are due after the programme has changed, unless they are due already (rule N-11).
    ///
    /// - Returns: how many were looked at.
    package func keepPromises() async throws -> Int {
        let now = surroundings.now()
        let version = try await store.reading { try self.configuration($0).book?.version(at: now).number ?? 0 }
        var done = 0
        while true {
            let stale = try await store.reading { try $0.promises(notOf: version, dueAfter: now, limit: 100) }
            for conversation in stale {
                try await store.recording { ledger in
                    guard let state = try ledger.states([StateRequest(member: conversation.id.member)])[0],
                        var known = try ledger.conversation(conversation.id), let waiting = known.waiting
                    else { return }
                    let terms = try self.serviceTerms(of: state, at: now, in: ledger)
                    var clock = ResponseClock(
                        waiting: WaitingEpisode(
                            openedAt: waiting.since,
                            dueAt: waiting.dueAt,
                            calendarVersion: waiting.version
                        ),
                        startedAt: known.startedAt,
                        closedAt: nil,
                        hasAnswer: known.hasAnswer
                    )
                    clock.recompute(target: terms.target, calendar: terms.calendar, in: terms.zone, now: now)
                    guard let episode = clock.waiting else { return }
                    known.waiting = Conversation.Waiting(
                        since: waiting.since,
                        dueAt: episode.dueAt,
                        version: terms.calendar.version
                    )
                    try ledger.save(known)
                    try ledger.save(
                        KeptWaiting(
                            conversation: known.id,
                            number: known.lastWaiting,
                            isFirst: !known.hasAnswer,
                            channel: known.channel,
                            team: known.team,
                            episode: episode
                        )
                    )
                }
            }
            done += stale.count
            if stale.count < 100 { break }
        }
        return try await done + keepResolutions(version, at: now)
    }

    /// The same for what is promised of closings.
    private func keepResolutions(_ version: Int, at now: Instant) async throws -> Int {
        var done = 0
        while true {
            let stale = try await store.reading { try $0.resolutions(notOf: version, dueAfter: now, limit: 100) }
            for conversation in stale {
                try await store.recording { ledger in
                    guard let state = try ledger.states([StateRequest(member: conversation.id.member)])[0],
                        var known = try ledger.conversation(conversation.id), var resolution = known.resolution
                    else { return }
                    let terms = try self.serviceTerms(of: state, at: now, in: ledger)
                    resolution.dueAt = terms.resolutionDue(from: resolution.from)
                    resolution.version = terms.calendar.version
                    known.resolution = resolution
                    try ledger.save(known)
                }
            }
            done += stale.count
            if stale.count < 100 { return done }
        }
    }
}
