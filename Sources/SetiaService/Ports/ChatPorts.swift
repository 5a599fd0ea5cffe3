package import SetiaCore

/// Who chats, to be read; a part of `Archive`.
package protocol ChatArchive {
    /// The session that this hash stands for, or none.
    func chatSession(hash: [UInt8]) throws -> ChatSessionRecord?
    /// Who of the staff has used the pages since, with all factors shown.
    func staffSeen(since moment: Instant) throws -> [StaffID]
}

/// Who chats; a part of `Ledger`.
package protocol ChatLedger: ChatArchive {
    /// Adds a session.
    func add(_ session: ChatSessionRecord) throws
    /// Changes whose a session is, and what she sees in it.
    ///
    /// - Parameters:
    ///   - session: As it is from now on.
    ///   - member: Whose it was when that was decided.
    /// - Returns: whether it still was; else nothing is changed.
    /// - Throws: the world's trouble.
    func save(_ session: ChatSessionRecord, was member: MemberID?) throws -> Bool
    /// Ends a session.
    func endChatSession(hash: [UInt8]) throws
    /// Ends all sessions in which a member has shown who she is.
    func endChatSessions(of member: MemberID) throws
}

/// Somebody who chats, as she is kept: nobody until she writes or shows who she is.
package struct ChatSessionRecord: Sendable, Hashable {
    /// What stands for its secret.
    package let hash: [UInt8]
    /// Whose it is; none is nobody's yet.
    package var member: MemberID?
    /// The one conversation that she sees, where she has not shown who she is.
    package var conversation: Identifier?
    /// Whether she has shown who she is: then she sees all that is hers.
    package var isProven: Bool
    /// Whether its member was made for it, and is nobody else.
    package var isMade: Bool
    /// In which language she reads.
    package let language: Key?
    /// When it began.
    package let startedAt: Instant
    /// When it ends.
    package let expiresAt: Instant

    /// A session.
    package init(
        hash: [UInt8],
        member: MemberID? = nil,
        conversation: Identifier? = nil,
        isProven: Bool = false,
        isMade: Bool = false,
        language: Key? = nil,
        startedAt: Instant,
        expiresAt: Instant
    ) {
        self.hash = hash
        self.member = member
        self.conversation = conversation
        self.isProven = isProven
        self.isMade = isMade
        self.language = language
        self.startedAt = startedAt
        self.expiresAt = expiresAt
    }
}
