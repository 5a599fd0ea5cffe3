package import SetiaCore

/// A matter that a member and the brand write about: its messages, and who owes whom an answer.
///
/// A member has one history over all channels; a conversation is a stretch of it with a beginning and an end.
package struct Conversation: Sendable, Hashable {
    /// Whose, and which.
    package let id: ConversationID
    /// By which she wrote last, or we first.
    package var channel: MessageChannel
    /// Whether it is open.
    package var isOpen: Bool
    /// Until when nobody needs to look; none is now.
    package var snoozedUntil: Instant?
    /// Who of the staff has it; none is nobody yet.
    package var assignee: StaffID?
    /// Whose work it is; none is nobody's.
    package var team: Key?
    /// When it began.
    package let startedAt: Instant
    /// When something was last said in it.
    package var lastAt: Instant
    /// The number of its last message, from 1.
    package var lastMessage: Int64
    /// What is unanswered; none is nothing.
    package var waiting: Waiting?
    /// The number of the last waiting, from 1; 0 is none yet.
    package var lastWaiting: Int64
    /// Whether a person has answered since it began.
    package var hasAnswer: Bool
    /// When it was closed; none while it is open.
    package var closedAt: Instant?
    /// How long the matter takes, from what she wrote to its closing; none where she has not written.
    package var resolution: Resolution?
    /// Whether whoever wrote has shown that she is the member: signed in, or by an address that only she got.
    package var isVerified: Bool
    /// Whether our last answer did not arrive.
    package var hasTrouble: Bool
    /// Whether somebody marked it, to find it again.
    package var isMarked: Bool

    /// What waits for an answer.
    package struct Waiting: Sendable, Hashable {
        /// Since when.
        package let since: Instant
        /// When an answer is due; none is no promise.
        package var dueAt: Instant?
        /// By which version of the programme that was reckoned; 0 is none.
        package var version: Int

        /// What waits for an answer.
        package init(since: Instant, dueAt: Instant?, version: Int) {
            self.since = since
            self.dueAt = dueAt
            self.version = version
        }
    }

    /// How long a matter takes, from the message that began it, or opened it again, to its closing (rule N-18).
    package struct Resolution: Sendable, Hashable {
        /// When she wrote it.
        package let from: Instant
        /// By when it is to be closed; none is no promise.
        package var dueAt: Instant?
        /// By which version of the programme that was reckoned; 0 is none.
        package var version: Int
        /// How much business time it took, in milliseconds; none while it is open.
        package var businessTime: Int64?
        /// Who of ours answered last; none is nobody.
        package var replier: Key?
        /// What she is called.
        package var replierName: String?

        /// A matter that begins.
        package init(from: Instant, dueAt: Instant?, version: Int) {
            self.from = from
            self.dueAt = dueAt
            self.version = version
        }
    }

    /// A conversation that begins.
    package init(id: ConversationID, channel: MessageChannel, startedAt: Instant, isVerified: Bool) {
        self.id = id
        self.channel = channel
        self.startedAt = startedAt
        self.isVerified = isVerified
        isOpen = true
        lastAt = startedAt
        lastMessage = 0
        lastWaiting = 0
        hasAnswer = false
        hasTrouble = false
        isMarked = false
    }

    /// Its place in the queue: what is due first stands first, then what waits for longest, then what was last spoken of.
    ///
    /// What waits without a promise is put as if it were due a day after it came. What is to be closed by a moment is due
    /// then, answered or not.
    package var rank: Int64 {
        let dues = [
            waiting.map { $0.dueAt ?? $0.since.adding(days: 1) }, resolution.flatMap { $0.dueAt },
        ].compactMap { $0 }
        if isOpen, let first = dues.min() { return first.milliseconds }
        return 1_000_000_000_000_000 - lastAt.milliseconds
    }

    /// Closes it as its member is erased: what she waited for is nobody's any more.
    package mutating func endWithMember() {
        isOpen = false
        closedAt = lastAt
        waiting = nil
        snoozedUntil = nil
    }

    /// Whether nobody needs to look at it now.
    package func isSnoozed(at now: Instant) -> Bool { snoozedUntil.map { $0 > now } ?? false }
}

/// Which conversation of which member.
package typealias ConversationID = OwnedID<Conversation>

/// The way a message travels.
package enum MessageChannel: String, Sendable, Hashable, CaseIterable {
    /// E-mail.
    case mail
    /// The member's own pages.
    case portal
    /// The chat on the shop's pages and in the portal.
    case chat
    /// The telephone; logged by hand.
    case phone
    /// Another program, by the API.
    case api
    /// Texts to a telephone, by the shop's gateway.
    case sms
    /// A network of the shop's own, by HTTP.
    case http
    /// Telegram.
    case telegram
    /// LINE.
    case line
    /// WhatsApp.
    case whatsapp
    /// Messenger, and comments on Facebook.
    case messenger
    /// Instagram.
    case instagram

    /// Whether it is a network of others, that an adapter speaks with.
    package var isNetwork: Bool {
        switch self {
        case .mail, .portal, .chat, .phone, .api: false
        case .sms, .http, .telegram, .line, .whatsapp, .messenger, .instagram: true
        }
    }
}

/// A part of the inbox.
package enum InboxFilter: String, Sendable, Hashable, CaseIterable {
    /// Open, and not snoozed.
    case open
    /// Open, and of who asks.
    case mine
    /// Open, and of nobody.
    case unassigned
    /// Open, and without an answer.
    case waiting
    /// Open, and not to be looked at now.
    case snoozed
    /// Closed.
    case closed
}

/// A place in the inbox.
package struct InboxCursor: Sendable, Hashable {
    /// The place of the last conversation seen.
    package let rank: Int64
    /// Its id.
    package let identifier: Identifier

    /// A place.
    package init(rank: Int64, _ identifier: Identifier) {
        self.rank = rank
        self.identifier = identifier
    }

    /// The place of a conversation.
    package init(_ conversation: Conversation) {
        self.init(rank: conversation.rank, conversation.id.identifier)
    }

    /// The place that `text` writes, or none.
    package init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let rank = Int64(parts[0]), let id = Identifier(text: String(parts[1])) else {
            return nil
        }
        self.init(rank: rank, id)
    }

    /// Opaque to others.
    package var text: String { "\(rank)-\(identifier.text)" }
}
