internal import SetiaCare
package import SetiaCore

/// What somebody who chats sees.
package struct ChatView: Sendable {
    /// Whether she has shown who she is.
    package let isKnown: Bool
    /// What was said that is hers to see, the oldest first.
    package let messages: [OpenedMessage]
    /// Whether somebody is there now.
    package let service: ChatService
    /// When the session ends.
    package let expiresAt: Instant
}

/// Whether somebody is there, and until when an answer is promised.
package struct ChatService: Sendable, Hashable {
    /// Whether it is within hours, and somebody on the staff was seen of late.
    package let isThere: Bool
    /// When who writes now has an answer; none where nothing is promised.
    package let answerBy: Instant?

    /// Whether somebody is there.
    package init(isThere: Bool, answerBy: Instant?) {
        self.isThere = isThere
        self.answerBy = answerBy
    }
}

extension SetiaService {
    /// The most messages that a chat shows.
    static let messagesOfAChat = 100
    /// How long after somebody on the staff used the pages she counts as there, in milliseconds.
    static let staffIsThere: Int64 = 10 * StaffTimes.minute

    /// What somebody who chats sees: all that is hers where she has shown who she is, else the one conversation (rule O-3).
    ///
    /// - Parameter secret: The secret of her session.
    /// - Returns: what is to be shown.
    /// - Throws: `ChatRefusal.unknownSession`, or the world's trouble.
    package func chat(_ secret: String) async throws -> ChatView {
        let now = surroundings.now()
        let hash = chatHash(secret)
        let (session, service) = try await store.reading { archive in
            let session = try self.liveChat(hash, at: now, archive)
            return (session, try self.chatService(of: session, at: now, archive))
        }
        var messages: [OpenedMessage] = []
        if session.isProven, let member = session.member {
            let owner = try await store.reading { try self.owner(of: member, $0) }
            guard let owner, owner.status != .erased else { throw ChatRefusal.unknownSession }
            messages = try await thread(of: owner.member, limit: SetiaService.messagesOfAChat)?.messages ?? []
        } else if let member = session.member, let id = session.conversation {
            let conversation = ConversationID(member: member, id)
            let all = try await self.messages(of: conversation, limit: SetiaService.messagesOfAChat) ?? []
            // What somebody wrote by mail from the address that was left, and was answered there, is not for whoever left it.
            messages = all.filter { $0.message.channel == .chat }
        }
        return ChatView(
            isKnown: session.isProven,
            messages: messages.filter { $0.message.kind.isForMember && $0.content != nil },
            service: service,
            expiresAt: session.expiresAt
        )
    }

    /// Whether somebody is there for whoever chats (rule O-6).
    func chatService(of session: ChatSessionRecord, at now: Instant, _ archive: any Archive) throws -> ChatService {
        let state = try session.member.flatMap { try archive.states([StateRequest(member: $0)])[0] }
        let terms = try serviceTerms(of: session.isProven ? state : nil, at: now, in: archive)
        let seen = try archive.staffSeen(since: now.adding(milliseconds: -SetiaService.staffIsThere))
        let isSeen = try seen.contains { try archive.staffAccount($0)?.member.may(.answerMembers) ?? false }
        return ChatService(
            isThere: isSeen && terms.calendar.isOpen(at: now, in: terms.zone),
            answerBy: terms.due(at: now)
        )
    }

    /// What changes whenever something new is to be seen in a chat: numbers of messages, which have no gaps.
    func chatMark(_ secret: String) async throws -> ChatMark {
        let now = surroundings.now()
        let hash = chatHash(secret)
        return try await store.reading { archive in
            let session = try self.liveChat(hash, at: now, archive)
            var mark = ChatMark()
            guard let member = session.member else { return mark }
            if session.isProven {
                guard let owner = try self.owner(of: member, archive), owner.status != .erased else {
                    throw ChatRefusal.unknownSession
                }
                mark.members = [owner.member] + owner.mergedIn.map(\.other)
                for account in mark.members {
                    mark.numbers += try archive.conversations(of: account, limit: 20).map(\.lastMessage)
                }
            } else {
                mark.members = [member]
                let id = session.conversation.map { ConversationID(member: member, $0) }
                mark.numbers = [try id.flatMap { try archive.conversation($0)?.lastMessage } ?? 0]
            }
            return mark
        }
    }

    /// Notes that she has seen what was written to her, up to a message (rule O-5).
    ///
    /// - Parameters:
    ///   - identifier: The last message that she saw.
    ///   - secret: The secret of her session.
    /// - Throws: `ChatRefusal.unknownSession`, or the world's trouble.
    package func noteSeen(upTo identifier: Identifier, in secret: String) async throws {
        let now = surroundings.now()
        let unread = try await chat(secret).messages.map(\.message).filter { message in
            [.chat, .portal].contains(message.channel) && [.answer, .program].contains(message.kind)
                && message.id <= identifier && message.delivery.readAt == nil
        }
        for message in unread {
            try await note(DeliveryRecord(.read, at: now), of: MessagePlace(message.conversation, message.number))
        }
    }
}

/// What changes whenever something new is to be seen in a chat.
struct ChatMark: Sendable, Hashable {
    /// Whose messages they are.
    var members: [MemberID] = []
    /// How many there are in each conversation.
    var numbers: [Int64] = []
}
