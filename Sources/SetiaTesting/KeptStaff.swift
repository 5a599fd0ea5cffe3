internal import SetiaCore
internal import SetiaService

/// All that the model keeps of staff and visitors.
struct KeptStaff: Sendable {
    var accounts: [StaffID: StaffAccount] = [:]
    /// By the hash of their secrets, as all that follow save signers and the last two.
    var sessions: [[UInt8]: StaffSessionRecord] = [:]
    var tickets: [[UInt8]: Ticket] = [:]
    var confirmations: [[UInt8]: ConfirmationRecord] = [:]
    var memberSessions: [[UInt8]: MemberSessionRecord] = [:]
    var chats: [[UInt8]: ChatSessionRecord] = [:]
    var channels: [Key: ChannelRecord] = [:]
    var suppliers: [Key: SupplierRecord] = [:]
    /// Used tokens, with when they may be forgotten.
    var usedTokens: [[UInt8]: Instant] = [:]
    var signers: [Identifier: SignerRecord] = [:]
    /// By the hash of who tries what.
    var tries: [[UInt8]: Tries] = [:]
    var requests: [Identifier: StoredRequest] = [:]
    var audit: [Identifier: AuditEntry] = [:]
    var reviews: [Identifier: StoredReview] = [:]
    /// By friend.
    var referrals: [MemberID: StoredReferral] = [:]

    /// What an erased member leaves: she is signed out, and nobody reads what was written about her.
    mutating func erase(_ member: MemberID) {
        memberSessions = memberSessions.filter { $0.value.member != member }
        chats = chats.filter { $0.value.member != member }
        for (id, stored) in requests where stored.request.member == member {
            var stored = stored
            stored.reason = nil
            stored.note = nil
            if stored.request.state == .waiting { stored.request.state = .withdrawn }
            requests[id] = stored
        }
        for (id, stored) in reviews where stored.item.member == member {
            var stored = stored
            stored.sealed = nil
            stored.note = nil
            if stored.item.state == .open {
                stored.item.state = .dismissed
                stored.item.decidedBy = .server
                stored.item.decidedAt = stored.item.receivedAt
            }
            reviews[id] = stored
        }
        if let stored = referrals[member] {
            referrals[member] = StoredReferral(
                friend: member,
                referrer: stored.referrer,
                at: stored.at,
                address: nil,
                device: nil,
                isHeld: false,
                decidedBy: stored.decidedBy,
                decidedAt: stored.decidedAt
            )
        }
    }
}
