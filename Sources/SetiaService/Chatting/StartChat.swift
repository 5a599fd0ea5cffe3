internal import SetiaCore

/// What a browser gets that begins to chat.
package struct ChatStart: Sendable {
    /// The secret of its session.
    package let session: String
    /// What it shows.
    package let view: ChatView
}

/// Why somebody cannot chat.
package enum ChatRefusal: Error, Sendable, Hashable {
    /// There is no such session, or it has ended.
    case unknownSession
    /// The shop's token signs nobody in.
    case token(TokenRefusal)
}

/// By what whoever begins to chat shows who she is.
package enum ChatProof: Sendable {
    /// A signer's token, which is used once (rule S-12).
    case token(String)
    /// The secret of her session in the portal.
    case portal(String)
}

extension SetiaService {
    /// For how long a chat goes on, in milliseconds: 30 days.
    package static let chatLasts: Int64 = 30 * 24 * StaffTimes.hour

    /// Begins a chat, or has one go on as hers who shows now who she is (rules O-1 and O-3).
    ///
    /// - Parameters:
    ///   - proof: By what she shows who she is; none is nobody yet.
    ///   - old: The secret of the session that the browser has had so far; it ends where she shows who she is.
    ///   - language: In which language she reads.
    /// - Returns: the secret of a new session, with what is to be seen.
    /// - Throws: `ChatRefusal`, or the world's trouble.
    package func startChat(
        _ proof: ChatProof? = nil,
        replacing old: String? = nil,
        language: Language? = nil
    ) async throws -> ChatStart {
        let now = surroundings.now()
        let member: MemberID?
        switch proof {
        case .token(let token):
            do {
                member = try await memberOfToken(token)
            } catch let refusal as TokenRefusal {
                throw ChatRefusal.token(refusal)
            }
        case .portal(let secret): member = try await visitMemberSession(secret, renewing: false)?.member
        case nil: member = nil
        }
        let secret = sealing.newToken()
        let session = ChatSessionRecord(
            hash: chatHash(secret),
            member: member,
            isProven: member != nil,
            language: language.map { Key($0.rawValue) },
            startedAt: now,
            expiresAt: now.adding(milliseconds: SetiaService.chatLasts)
        )
        try await store.writing { try $0.add(session) }
        if let member, let old { try await join(old, to: member) }
        return ChatStart(session: secret, view: try await chat(secret))
    }

    /// What was said before she showed who she is becomes hers, where it was nobody else's (rule O-3).
    ///
    /// A prospect who was made for that session, is known by nothing and did nothing else is merged into her. Whoever left an
    /// address is not: nobody has shown whose it is, and what is earned under it is not to be had by writing it into a chat.
    private func join(_ old: String, to member: MemberID) async throws {
        let hash = chatHash(old)
        guard let session = try await store.reading({ try $0.chatSession(hash: hash) }) else { return }
        try await store.writing { try $0.endChatSession(hash: hash) }
        guard session.isMade, !session.isProven, let other = session.member, other != member else { return }
        let isNobodyElse = try await store.reading { archive in
            guard let state = try archive.states([StateRequest(member: other)])[0] else { return false }
            let known = try archive.person(other)?.identities ?? []
            return state.status == .prospect && state.accounts.isEmpty && known.isEmpty
        }
        guard isNobodyElse else { return }
        do {
            _ = try await mergeMember(other, into: member, by: .server)
        } catch is MergeRefusal {
            // Somebody else has merged or erased one of them: that stands.
        }
    }

    /// Ends a chat: whoever has the browser next sees nothing of it.
    package func endChat(_ secret: String) async throws {
        let hash = chatHash(secret)
        try await store.writing { try $0.endChatSession(hash: hash) }
    }

    /// What is kept in the place of a chat's secret.
    func chatHash(_ secret: String) -> [UInt8] { sealing.keyedHash(Array(secret.utf8), for: .chatSession) }
}
