internal import SetiaCore

extension SetiaService {
    /// Signs in the member whom a signer's token names, once (rule S-12).
    ///
    /// - Parameters:
    ///   - token: A JSON Web Token as it came.
    ///   - old: The session that the browser has had so far, which ends; none where it had none.
    /// - Returns: the secret of the session.
    /// - Throws: `TokenRefusal`, or the world's trouble.
    package func enterPortal(_ token: String, replacing old: String? = nil) async throws -> String {
        try await startMemberSession(try await memberOfToken(token), replacing: old)
    }

    /// Whom a signer's token names; it is used with it.
    func memberOfToken(_ token: String) async throws -> MemberID {
        let now = surroundings.now()
        let token = try ShopToken(token)
        let record = try await store.reading { try $0.signers() }.first { $0.signer.id == token.signer }
        guard let record, record.signer.endedAt == nil else { throw TokenRefusal.unknownSigner }
        try token.check(record.signer, key: try sealing.open(record.sealed, use: .signer), sealing)
        let visitor = try token.read(record.signer, at: now)
        let mark = sealing.keyedHash(Array("\(record.signer.id.text)\u{0}\(visitor.number)".utf8), for: .shopToken)
        let member = try await member(of: visitor.who)
        // Marked as used before anything is given for it: of two who have it, one gets in.
        guard try await store.writing({ try $0.useToken(mark, until: visitor.until) }) else { throw TokenRefusal.used }
        return member
    }

    /// Whom a token names, as she is now: of an account that went to another member, that member.
    private func member(of who: ShopToken.Visitor.Who) async throws -> MemberID {
        let hash: IdentityHash? = if case .customer(let identity) = who { sealing.identityHash(identity) } else { nil }
        let found = try await store.reading { archive -> MemberState? in
            var account: MemberID?
            if let hash { account = try archive.members(with: [hash])[0] }
            if case .member(let id) = who { account = id }
            return try account.flatMap { try self.owner(of: $0, archive) }
        }
        guard let found, found.status != .erased else { throw TokenRefusal.unknownMember }
        return found.member
    }
}
