internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func chatSession(hash: [UInt8]) -> ChatSessionRecord? { kept.staff.chats[hash] }

    func staffSeen(since moment: Instant) -> [StaffID] {
        let seen = kept.staff.sessions.values.filter { $0.seenAt >= moment && !$0.isPending }.map(\.staff)
        return Set(seen).sorted { $0.text < $1.text }
    }

    func add(_ session: ChatSessionRecord) throws {
        guard kept.staff.chats[session.hash] == nil else { throw StoreFailure.broken("a chat is begun once") }
        kept.staff.chats[session.hash] = session
    }

    func save(_ session: ChatSessionRecord, was member: MemberID?) -> Bool {
        guard let known = kept.staff.chats[session.hash], known.member == member else { return false }
        kept.staff.chats[session.hash] = session
        return true
    }

    func endChatSession(hash: [UInt8]) { kept.staff.chats[hash] = nil }

    func endChatSessions(of member: MemberID) {
        kept.staff.chats = kept.staff.chats.filter { $0.value.member != member || !$0.value.isProven }
    }
}
