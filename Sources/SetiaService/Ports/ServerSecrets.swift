/// The part of `Sealing` that belongs to the server and to no member: tokens, hashes of them, its own sealed texts.
///
/// None of it hangs on an epoch: what is sealed here opens as long as the key file is there.
package protocol ServerSecrets: Sendable {
    /// 256 random bits as 43 characters that need no escape in an address.
    func newToken() -> String
    /// So many random decimal digits.
    func newDigits(_ count: Int) -> String
    /// So many random bytes.
    func newBytes(_ count: Int) -> [UInt8]
    /// 32 bytes that stand for `content`; another for each use, and nobody makes them who lacks the server's keys.
    func keyedHash(_ content: [UInt8], for use: HashUse) -> [UInt8]
    /// Seals `plain` with a key of the server's own; opens for the same use only.
    func seal(_ plain: [UInt8], use: SealedUse) throws -> [UInt8]
    /// What `sealed` held.
    ///
    /// - Throws: `SealingFailure.unreadable` when it was sealed for another use, by another server, or was changed.
    func open(_ sealed: [UInt8], use: SealedUse) throws -> [UInt8]
    /// The six digits that an authenticator app shows in a step of 30 seconds (RFC 6238, with SHA-1 as apps have it).
    ///
    /// - Parameters:
    ///   - secret: 20 bytes.
    ///   - step: Seconds since 1970, divided by 30.
    /// - Returns: the digits.
    func oneTimePassword(_ secret: [UInt8], step: Int64) -> String
    /// 32 bytes that show who knows `key` that `content` is of another who does: HMAC-SHA-256.
    func messageAuthentication(of content: [UInt8], key: [UInt8]) -> [UInt8]
    /// Whether `signature` is by the holder of the Ed25519 key whose public half is `key` (RFC 8032); no for what is no
    /// key.
    func isSigned(_ content: [UInt8], by key: [UInt8], signature: [UInt8]) -> Bool
}

/// What a keyed hash stands for; part of what is hashed, so that no two uses share one.
package enum HashUse: String, Sendable, Hashable, CaseIterable {
    /// The secret of a session of staff.
    case staffSession
    /// What the forms of a session carry.
    case formToken
    /// The secret of a link.
    case ticket
    /// Who tries something, and from where.
    case tries
    /// What a known device keeps.
    case device
    /// A recovery code.
    case recoveryCode
    /// A six-digit code on its way to a member.
    case code
    /// The secret under which a code waits.
    case confirmation
    /// The secret of a member's session.
    case memberSession
    /// The secret of a chat.
    case chatSession
    /// An `Idempotency-Key`, with whose it is and where.
    case idempotencyKey
    /// What a request said.
    case requestContent
    /// A code of a partner, so that it is loaded once.
    case rewardCode
    /// A code of a promotion, or a promotion that is counted.
    case voucher
    /// A token of a shop, with whose it is.
    case shopToken
    /// By what a message is found again.
    case message
    /// What stands in the address to which answers to a conversation go.
    case replyToken
    /// What shows that a link in a message is ours; and by what members are spread and held out.
    case contact
    /// A member's number for a wave of a survey.
    case survey
    /// What everybody may call a review of a product.
    case productReview
}
