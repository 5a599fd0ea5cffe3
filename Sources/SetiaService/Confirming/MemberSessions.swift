package import SetiaCore

extension SetiaService {
    /// How long a member stays signed in, in milliseconds: 30 days.
    package static let memberSessionLasts: Int64 = 30 * 24 * StaffTimes.hour

    /// Signs a member in, who has shown that she is herself.
    ///
    /// - Returns: the secret of the session: a cookie of 30 days, `HttpOnly`, `Secure`, `SameSite=Lax`.
    package func startMemberSession(_ member: MemberID) async throws -> String {
        let now = surroundings.now()
        let token = sealing.newToken()
        let record = MemberSessionRecord(
            hash: hash(of: token, for: .memberSession),
            member: member,
            expiresAt: now.adding(milliseconds: SetiaService.memberSessionLasts)
        )
        try await store.writing { ledger in
            guard let state = try ledger.states([StateRequest(member: member)])[0] else {
                throw StaffRefusal.unknownMember
            }
            guard state.status != .erased else { throw Refusal.memberErased(member) }
            try ledger.add(record)
        }
        return token
    }

    /// Whose session it is; none when it ended, or she was erased.
    package func memberSession(_ token: String) async throws -> MemberID? {
        let now = surroundings.now()
        let hash = hash(of: token, for: .memberSession)
        return try await store.reading { archive in
            guard let record = try archive.memberSession(hash: hash), now < record.expiresAt else { return nil }
            return record.member
        }
    }

    /// What the forms of a member's session carry, so that no other site can send one.
    package func formToken(ofMemberSession token: String) -> String {
        hexadecimal(hash(of: token, for: .formToken))
    }

    /// Signs a member out.
    package func endMemberSession(_ token: String) async throws {
        let hash = hash(of: token, for: .memberSession)
        try await store.writing { try $0.endMemberSession(hash: hash) }
    }
}
