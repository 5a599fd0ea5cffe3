package import SetiaCore

/// Who signs members in, to be read; a part of `Archive`.
package protocol PortalArchive {
    /// All signers, oldest first; ended ones too.
    func signers() throws -> [SignerRecord]
}

/// Who signs members in, and whom; a part of `Ledger`.
package protocol PortalLedger: PortalArchive {
    /// Adds a signer.
    func add(_ signer: SignerRecord) throws
    /// Ends a signer; whether there is such a one. A second time leaves the first moment.
    func endSigner(_ id: Identifier, at: Instant) throws -> Bool
    /// Marks a token as used; whether it was not before.
    ///
    /// - Parameters:
    ///   - hash: What stands for it.
    ///   - until: When it would be too old anyway, and need not be remembered.
    /// - Returns: whether this is the first time.
    /// - Throws: the world's trouble.
    func useToken(_ hash: [UInt8], until: Instant) throws -> Bool
    /// Ends all of a member's sessions but one; how many.
    func endMemberSessions(of member: MemberID, except: [UInt8]?) throws -> Int
}
