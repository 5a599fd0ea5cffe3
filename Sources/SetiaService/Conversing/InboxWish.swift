package import SetiaCore

/// Which conversations of a part of the inbox are wanted; what is not said is any (rule N-16).
package struct InboxWish: Sendable, Hashable {
    /// By which she wrote last.
    package var channel: MessageChannel?
    /// Whose work it is.
    package var team: Key?
    /// Who of the staff has it.
    package var assignee: StaffID?
    /// On which level the member is now.
    package var level: Key?
    /// Only where nobody has shown that the address is the member's.
    package var onlyUnproved = false
    /// Only where our last answer did not arrive.
    package var onlyTrouble = false
    /// Only what somebody has marked.
    package var onlyMarked = false
    /// What the member is called, or what must stand in a subject or a message; empty is anything.
    package var words = ""

    /// Any conversation.
    package init() {}

    /// Whether conversations have to be looked into, one by one.
    var looksInside: Bool { level != nil || !words.isEmpty }

    /// Whether a conversation is wanted, by what stands in its own row.
    package func fits(_ conversation: Conversation) -> Bool {
        (channel.map { $0 == conversation.channel } ?? true) && (team.map { $0 == conversation.team } ?? true)
            && (assignee.map { $0 == conversation.assignee } ?? true) && (!onlyUnproved || !conversation.isVerified)
            && (!onlyTrouble || conversation.hasTrouble) && (!onlyMarked || conversation.isMarked)
    }
}

extension ConversationArchive {
    /// A page of the inbox, whatever is in it.
    package func inbox(
        _ filter: InboxFilter,
        of staff: StaffID?,
        at now: Instant,
        after: InboxCursor?,
        limit: Int
    ) throws -> [Conversation] {
        try inbox(filter, InboxWish(), of: staff, at: now, after: after, limit: limit)
    }
}
