internal import SetiaCare
package import SetiaCore

/// A member's history over all channels.
package struct MemberThread: Sendable {
    /// Her messages, the oldest first.
    package let messages: [OpenedMessage]
    /// Her conversations, the newest first.
    package let conversations: [Conversation]
    /// Where older messages begin; none where these are all.
    package let older: Identifier?
}

extension SetiaService {
    /// One conversation; none where there is no such one.
    package func conversation(_ id: ConversationID) async throws -> Conversation? {
        try await store.reading { try $0.conversation(id) }
    }

    /// A member's history over all channels, what came before she was merged included (rule N-1).
    ///
    /// - Parameters:
    ///   - member: Whose.
    ///   - before: Only what came before it; none is the newest.
    ///   - limit: So many messages at most.
    /// - Returns: the history; none where there is no such member.
    /// - Throws: the world's trouble.
    package func thread(of member: MemberID, before: Identifier? = nil, limit: Int) async throws -> MemberThread? {
        try await store.reading { archive in
            guard let state = try archive.states([StateRequest(member: member)])[0] else { return nil }
            var messages: [OpenedMessage] = []
            var conversations: [Conversation] = []
            for account in [member] + state.mergedIn.map(\.other) {
                let key = try archive.keys(of: [account])[0]
                messages += try archive.messages(of: account, before: before, limit: limit + 1)
                    .map { try self.opened($0, key) }
                conversations += try archive.conversations(of: account, limit: 50)
            }
            messages.sort { $0.message.id > $1.message.id }
            let shown = messages.prefix(limit)
            return MemberThread(
                messages: shown.reversed(),
                conversations: conversations.sorted { $0.id.identifier > $1.id.identifier },
                older: messages.count > limit ? shown.last?.message.id : nil
            )
        }
    }

    /// The messages of one conversation, the oldest first; none where there is no such one.
    package func messages(of id: ConversationID, limit: Int = 200) async throws -> [OpenedMessage]? {
        try await store.reading { archive in
            guard let conversation = try archive.conversation(id) else { return nil }
            let key = try archive.keys(of: [id.member])[0]
            let first = max(1, conversation.lastMessage - Int64(limit) + 1)
            guard conversation.lastMessage > 0 else { return [] }
            return try (first...conversation.lastMessage).compactMap { number in
                try archive.message(number, of: id).map { try self.opened($0, key) }
            }
        }
    }

    /// What is in a file that came with a message; none where it is not kept.
    package func file(_ place: Int, of number: Int64, in id: ConversationID) async throws
        -> (file: MessageContent.File, bytes: [UInt8])?
    {
        try await store.reading { archive in
            guard let stored = try archive.message(number, of: id), let key = try archive.keys(of: [id.member])[0],
                let content = try self.opened(stored, key).content, content.files.indices.contains(place),
                let sealed = try archive.file(place, of: number, in: id)
            else { return nil }
            return (
                content.files[place], try self.sealing.open(sealed, of: id.member, use: .attachment, with: key)
            )
        }
    }

    /// What somebody is promised who writes now (rule N-12); none where there is no such member.
    package func serviceTerms(of member: MemberID) async throws -> ServiceTerms? {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let state = try archive.states([StateRequest(member: member)])[0] else { return nil }
            return try self.serviceTerms(of: state, at: now, in: archive)
        }
    }

    /// Whom conversations can be given to: everybody on the staff who may answer.
    package func answerers() async throws -> [StaffMember] {
        try await store.reading { try $0.staffAccounts().map(\.member).filter { $0.may(.answerMembers) } }
    }
}
