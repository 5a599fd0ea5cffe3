internal import Crypto
package import SetiaCore
package import SetiaService

// What is sealed under what: an epoch's key wraps the key of each member, and her key seals all that is personal of her.
// To erase her is to forget her wrapped key; to destroy an epoch is to erase, in old backups, all that were wrapped then.

extension Vault {
    /// A new data key for one member, wrapped under the newest epoch of the server's key.
    package func newMemberKey() throws -> WrappedKey {
        wrap(SymmetricKey(size: .bits256), under: try newest())
    }

    /// The same data key, wrapped under the newest epoch; the same value where it is already.
    ///
    /// - Throws: `SealingFailure.unreadable`, of `.person`, when the key's epoch is destroyed or the key was changed.
    package func rewrapped(_ key: WrappedKey) throws -> WrappedKey {
        let newest = try newest()
        guard key.epoch != newest.name else { return key }
        return wrap(try unwrapped(key, for: .person), under: newest)
    }

    /// Seals `plain` with a member's key; bound to the member and to `use`, so it opens nowhere else.
    ///
    /// The result is 29 bytes longer and differs each time. One member's key must not seal more than 2^32 texts, as any
    /// key of AES-GCM with random nonces (NIST SP 800-38D, 8.3).
    package func seal(
        _ plain: [UInt8],
        for member: MemberID,
        use: SealedUse,
        with key: WrappedKey
    ) throws -> [UInt8] {
        Envelope.seal(plain, with: try unwrapped(key, for: use), boundTo: context(of: member, use: use))
    }

    /// What `sealed` held.
    ///
    /// - Throws: `SealingFailure.unreadable` when the key's epoch is destroyed, or the text is another's or was changed.
    package func open(
        _ sealed: [UInt8],
        of member: MemberID,
        use: SealedUse,
        with key: WrappedKey
    ) throws -> [UInt8] {
        let memberKey = try unwrapped(key, for: use)
        guard let plain = Envelope.open(sealed, with: memberKey, boundTo: context(of: member, use: use)) else {
            throw SealingFailure.unreadable(use)
        }
        return plain
    }

    private func context(of member: MemberID, use: SealedUse) -> String {
        "\(member.text)|\(use.rawValue)"
    }

    private func wrap(_ memberKey: SymmetricKey, under epoch: ServerKeys.Epoch) -> WrappedKey {
        let plain = memberKey.withUnsafeBytes { Array($0) }
        return WrappedKey(
            epoch: epoch.name,
            bytes: Envelope.seal(plain, with: epoch.key, boundTo: wrappingContext(of: epoch))
        )
    }

    /// The member's key, opened anew each time: one that is kept would outlive the erasure of its member.
    private func unwrapped(_ key: WrappedKey, for use: SealedUse) throws(SealingFailure) -> SymmetricKey {
        guard let epoch = try epoch(named: key.epoch),
            let plain = Envelope.open(key.bytes, with: epoch.key, boundTo: wrappingContext(of: epoch)),
            plain.count == 32
        else { throw SealingFailure.unreadable(use) }
        return SymmetricKey(data: plain)
    }

    private func wrappingContext(of epoch: ServerKeys.Epoch) -> String {
        "setia member key|\(epoch.name)"
    }
}
