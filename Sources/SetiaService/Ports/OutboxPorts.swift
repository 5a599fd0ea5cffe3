package import SetiaCore

/// What is kept of work that servers share and of what others are told, to be read; a part of `Archive`.
package protocol OutboxArchive: AnyObject {
    /// Members in these lanes for whom something falls due by `moment`, earliest first, at most `limit`.
    func members(dueBy moment: Instant, in lanes: LaneSet, limit: Int) throws -> [MemberID]
    /// Who holds each lane, lowest first.
    func laneLeases() throws -> [LaneLease]
    /// The servers that share the lanes, in the order of their names.
    func laneWorkers() throws -> [String]

    /// All webhooks, oldest first.
    func webhooks() throws -> [WebhookRecord]
    /// One webhook, or none.
    func webhook(_ id: Identifier) throws -> WebhookRecord?
    /// Lines for a webhook that wait, are due by `moment` and are of members in these lanes, earliest first.
    func outboxLines(
        for webhook: Identifier,
        dueBy moment: Instant,
        in lanes: LaneSet,
        limit: Int
    ) throws -> [OutboxLine]
    /// Lines for a webhook, newest event first; only those that failed and have not been taken since, if asked.
    func outboxLines(
        for webhook: Identifier,
        onlyFailing: Bool,
        before: OutboxMark?,
        limit: Int
    ) throws -> [OutboxLine]
    /// The line for a webhook of one event, or none.
    func outboxLine(of event: EventID, for webhook: Identifier) throws -> OutboxLine?
    /// The first listener that has lines and whose name comes after `name`; none after the last.
    func outboxListener(after name: String) throws -> String?
}

/// What is kept of work that servers share and of what others are told, to be written; a part of `Ledger`.
package protocol OutboxLedger: OutboxArchive {
    /// Says that a server is there until `until`, and forgets those that have said nothing for too long.
    func announceLaneWorker(_ name: String, until: Instant, now: Instant) throws
    /// Says that a server is not there any more.
    func forgetLaneWorker(_ name: String) throws
    /// Leases those of these lanes that are its own or anybody's, and says which they were.
    func leaseLanes(_ lanes: LaneSet, to name: String, until: Instant, now: Instant) throws -> LaneSet
    /// Leaves those of these lanes that are its own.
    func leaveLanes(_ lanes: LaneSet, by name: String) throws

    /// Adds a webhook, or changes it: it gets lines for its topics from now on where it is enabled.
    func save(_ webhook: WebhookRecord) throws
    /// Takes a webhook away, its lines not; whether there was such a one.
    func removeWebhook(_ id: Identifier) throws -> Bool
    /// Writes down that a webhook took something, or since when it does not.
    func noteWebhook(_ id: Identifier, deliveredAt: Instant) throws
    /// Writes down that a webhook did not take something; the first failure in a row stands.
    func noteWebhook(_ id: Identifier, failedAt: Instant) throws
    /// Takes lines to be sent: of each that still stands as it was read, counts one attempt more, and puts it off until
    /// `until`, when it is due again if nobody has said what became of it.
    ///
    /// - Returns: those that were taken, as they stand now, in no order.
    func take(_ lines: [OutboxLine], until: Instant) throws -> [OutboxLine]
    /// Writes what became of lines that were taken; one that somebody else has taken since stays as it is.
    func settle(_ lines: [OutboxLine]) throws
    /// Puts lines on their way again, of which nothing else has become meanwhile; how many.
    func putBack(_ lines: [OutboxLine], dueAt: Instant) throws -> Int
    /// Adds a line where there is none of this event and webhook.
    func add(_ line: OutboxLine) throws
    /// Takes lines away that do not wait; all of them if told so.
    func removeOutboxLines(_ lines: [OutboxLine], evenWaiting: Bool) throws
}

/// What a webhook is to be told of one event, and what has become of it.
package struct OutboxLine: Sendable, Hashable {
    /// What becomes of a line.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// It is sent, or sent again, when it is due.
        case waiting
        /// The listener took it.
        case sent
        /// It was tried often enough.
        case givenUp = "given-up"
    }

    /// Which event.
    package let event: EventID
    /// Who listens.
    package let listener: String
    /// What kind of event.
    package let topic: String
    /// When the event was recorded.
    package let recordedAt: Instant
    /// What has become of it.
    package var state: State
    /// When it is tried next; means something while it waits.
    package var dueAt: Instant
    /// How often it was taken to be sent since it was last put on its way.
    package var attempts: Int
    /// When the last attempt ended.
    package var triedAt: Instant?
    /// The last failure; none before one, and none once it was taken.
    package var failedAt: Instant?
    /// The last HTTP status; none where there was no answer.
    package var status: Int?
    /// Why the last attempt failed, in English.
    package var reason: String?
    /// How the last answer began.
    package var answer: String?

    /// A line that waits for its first attempt.
    package init(event: EventID, listener: String, topic: String, recordedAt: Instant, dueAt: Instant) {
        self.event = event
        self.listener = listener
        self.topic = topic
        self.recordedAt = recordedAt
        self.state = .waiting
        self.dueAt = dueAt
        self.attempts = 0
    }

    /// Its place in the list of its listener's lines.
    package var mark: OutboxMark { OutboxMark(recordedAt: recordedAt, event: event) }
}

/// A place in the list of a listener's lines.
package struct OutboxMark: Sendable, Hashable {
    /// When the event of the last line seen was recorded.
    package let recordedAt: Instant
    /// Which it was.
    package let event: EventID

    /// A place.
    package init(recordedAt: Instant, event: EventID) {
        self.recordedAt = recordedAt
        self.event = event
    }

    /// The place that `text` writes, or none.
    package init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let event = EventID(text: String(parts[1])) else {
            return nil
        }
        self.init(recordedAt: Instant(milliseconds: milliseconds), event: event)
    }

    /// Opaque to others.
    package var text: String { "\(recordedAt.milliseconds).\(event.text)" }
}
