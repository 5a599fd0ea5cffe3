package import SetiaCore

/// The port to everything secret: member keys, sealed texts, keyed hashes, tokens.
///
/// `SetiaVault` is its live form.
///
/// Nothing that it gives out, save what it opens, tells anything to whoever lacks the server's keys.
package protocol Sealing: ServerSecrets {
    /// A new data key for one member, wrapped under the newest epoch of the server's key.
    func newMemberKey() throws -> WrappedKey
    /// The same data key, wrapped under the newest epoch; the same value where it is already.
    func rewrapped(_ key: WrappedKey) throws -> WrappedKey
    /// Seals `plain` with a member's key; bound to the member and to `use`, so it opens nowhere else.
    func seal(_ plain: [UInt8], for member: MemberID, use: SealedUse, with key: WrappedKey) throws -> [UInt8]
    /// What `sealed` held.
    ///
    /// - Throws: `SealingFailure.unreadable` when the key's epoch is destroyed, or the text is another's or was changed.
    func open(_ sealed: [UInt8], of member: MemberID, use: SealedUse, with key: WrappedKey) throws -> [UInt8]
    /// 16 bytes that stand for an identity in look-ups; the same for equal kinds and values.
    func identityHash(_ identity: Identity) -> IdentityHash
    /// 8 bytes that stand for a word in the search; under a key of its own.
    func wordHash(_ word: FindingWord) -> WordHash
    /// 16 bytes that stand for a day of the year on which somebody was born; under a key of its own.
    func dayHash(_ day: YearDay) -> DayHash
    /// 16 bytes that stand for the content of an event.
    func contentHash(_ content: [UInt8]) -> [UInt8]
    /// A new API key's secret, in clear, and what is kept of it.
    func newAPISecret() -> (secret: String, hash: [UInt8])
    /// What is kept of an API key's secret.
    func hash(ofAPISecret secret: String) -> [UInt8]
    /// The newest epoch, such as `2026-11`.
    var newestEpoch: String { get }
    /// Makes an epoch for the month of `now` where there is none, and says its name; from then on it is the newest.
    func makeEpoch(now: Instant) throws -> String?
    /// Destroys the epochs that stopped being the newest before `moment`, and says their names, oldest first.
    ///
    /// What they wrapped can never be opened again: wrap it anew first.
    func destroyEpochs(endedBefore moment: Instant) throws -> [String]
    /// Writes down outside the database that a member was erased, so that a restored database learns it again.
    func bury(_ tombstone: Tombstone) throws
    /// All that were ever erased, oldest first.
    func tombstones() throws -> [Tombstone]
}

/// A member's data key, wrapped.
package struct WrappedKey: Sendable, Hashable {
    /// The epoch of the server's key that wraps it.
    package let epoch: String
    /// The wrapped bytes.
    package let bytes: [UInt8]

    /// A wrapped key.
    package init(epoch: String, bytes: [UInt8]) {
        self.epoch = epoch
        self.bytes = bytes
    }
}

/// What a sealed text is for; part of what it is bound to.
package enum SealedUse: String, Sendable, Hashable, CaseIterable {
    /// The personal part of an event.
    case event
    /// What is known of a person.
    case person
    /// The value of an identity.
    case identity
    /// What staff wrote on a request that waits for a second person.
    case request
    /// Why an event that waited was dismissed; a member's or the server's own.
    case review
    /// The secret of an authenticator app; the server's own.
    case secondFactor
    /// Whom a code was sent to, and why; the server's own.
    case confirmation
    /// An answer that is given again under its `Idempotency-Key`; a member's or the server's own.
    case answer
    /// What signs messages to a webhook; the server's own.
    case webhookSecret
    /// A code of a partner, before and after somebody has it; the server's own.
    case rewardCode
    /// What the codes of a batch are drawn from; the server's own.
    case voucherSeed
    /// What shows that a token is a signer's; the server's own.
    case signer
    /// What a message says.
    case message
    /// A file that came with a message.
    case attachment
    /// What a member wrote beside her answer to a survey.
    case survey
    /// What a member says of a product, and what she is answered.
    case productReview
    /// A photo beside what a member says of a product.
    case reviewPhoto
    /// What is said in a case.
    case caseWords
    /// The secrets of a channel; the server's own.
    case channelSecret
    /// What signs orders to a supplier; the server's own.
    case supplierSecret
}

/// What stands for an identity in look-ups: 16 bytes of a keyed hash.
package struct IdentityHash: Sendable, Hashable {
    /// The kind is in clear.
    package let kind: IdentityKind
    /// 16 bytes.
    package let bytes: [UInt8]

    /// A hash of an identity of a kind.
    package init(kind: IdentityKind, bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }
}

/// That a member was erased: kept where a restored backup cannot lose it.
///
/// It names nobody.
package struct Tombstone: Sendable, Hashable {
    /// Who it was.
    package let member: MemberID
    /// When.
    package let erasedAt: Instant
    /// What stood for her identities, so that an old list of members does not bring her back.
    package let identities: [IdentityHash]

    /// A tombstone.
    package init(member: MemberID, erasedAt: Instant, identities: [IdentityHash]) {
        self.member = member
        self.erasedAt = erasedAt
        self.identities = identities
    }
}

/// Why something secret could not be done.
package enum SealingFailure: Error, Sendable, Hashable {
    /// The key that sealed it is gone, or it was changed, or it belongs elsewhere.
    case unreadable(SealedUse)
    /// The key file cannot be read or written, with the reason; never its content.
    case keys(path: String, reason: String)
}
