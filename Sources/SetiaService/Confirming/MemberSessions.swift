package import SetiaCore

/// A member who looks at what is hers.
package struct MemberVisit: Sendable, Hashable {
    /// Who: of an account that went to another member, that member (rule L-21).
    package let member: MemberID
    /// Her language, if it is known.
    package let language: Key?
    /// The secret under which her session goes on.
    package var secret: String
    /// Whether that is another than the one she came with.
    package var isRenewed: Bool
}

extension SetiaService {
    /// How long a member stays signed in, in milliseconds: 30 days.
    package static let memberSessionLasts: Int64 = 30 * 24 * StaffTimes.hour

    /// Signs a member in, who has shown that she is herself.
    ///
    /// - Parameters:
    ///   - member: Who.
    ///   - old: The session that the browser has had so far, which ends; none where it had none.
    /// - Returns: the secret of the session: a cookie of 30 days, `HttpOnly`, `Secure`, `SameSite=Lax`.
    /// - Throws: `Refusal.memberErased`, or the world's trouble.
    package func startMemberSession(_ member: MemberID, replacing old: String? = nil) async throws -> String {
        let now = surroundings.now()
        let token = sealing.newToken()
        let record = MemberSessionRecord(
            hash: hash(of: token, for: .memberSession),
            member: member,
            expiresAt: now.adding(milliseconds: SetiaService.memberSessionLasts)
        )
        let oldHash = old.map { self.hash(of: $0, for: .memberSession) }
        try await store.writing { ledger in
            if let oldHash { try ledger.endMemberSession(hash: oldHash) }
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

    /// How old a session's secret becomes, in milliseconds; used after that, it gets another (rule S-11).
    static let memberSecretLasts: Int64 = 24 * StaffTimes.hour
    /// For how long the secret before it is still taken, in milliseconds: what a browser asked at the same time.
    static let memberSecretOverlap: Int64 = StaffTimes.minute

    /// Whose session it is, and under which secret it goes on: another one once a day (rule S-11).
    ///
    /// - Parameters:
    ///   - token: The secret that the browser has.
    ///   - isRenewing: Whether it may be exchanged, as where the answer sets cookies.
    /// - Returns: who, and a new secret where the browser is to keep that one; none where the session has ended.
    /// - Throws: the world's trouble.
    package func visitMemberSession(_ token: String, renewing isRenewing: Bool = true) async throws -> MemberVisit? {
        let now = surroundings.now()
        let hash = hash(of: token, for: .memberSession)
        let found = try await store.reading { archive -> (record: MemberSessionRecord, owner: MemberState)? in
            guard let record = try archive.memberSession(hash: hash), now < record.expiresAt,
                let owner = try self.owner(of: record.member, archive), owner.status != .erased
            else { return nil }
            return (record, owner)
        }
        guard let (record, owner) = found else { return nil }
        var visit = MemberVisit(member: owner.member, language: owner.facts.language, secret: token, isRenewed: false)
        guard isRenewing, isDue(record, at: now) else { return visit }
        let renewed = sealing.newToken()
        let new = MemberSessionRecord(
            hash: self.hash(of: renewed, for: .memberSession),
            member: record.member,
            expiresAt: now.adding(milliseconds: SetiaService.memberSessionLasts)
        )
        let isRenewed = try await store.writing { ledger in
            // Of two requests at once one renews, and the other goes on with what it has.
            guard let record = try ledger.memberSession(hash: hash), self.isDue(record, at: now) else { return false }
            try ledger.endMemberSession(hash: hash)
            try ledger.add(
                MemberSessionRecord(
                    hash: hash,
                    member: record.member,
                    expiresAt: now.adding(milliseconds: SetiaService.memberSecretOverlap)
                )
            )
            try ledger.add(new)
            return true
        }
        if isRenewed { (visit.secret, visit.isRenewed) = (renewed, true) }
        return visit
    }

    private func isDue(_ record: MemberSessionRecord, at now: Instant) -> Bool {
        let left = record.expiresAt.milliseconds - now.milliseconds
        return left > SetiaService.memberSecretOverlap
            && left <= SetiaService.memberSessionLasts - SetiaService.memberSecretLasts
    }

    /// Signs a member out on all devices, or on all but one.
    ///
    /// - Parameters:
    ///   - member: Who.
    ///   - token: The session that goes on; none ends them all.
    /// - Returns: how many sessions ended.
    /// - Throws: the world's trouble.
    @discardableResult
    package func endMemberSessions(of member: MemberID, except token: String? = nil) async throws -> Int {
        let kept = token.map { self.hash(of: $0, for: .memberSession) }
        return try await store.writing { ledger in
            try ledger.endChatSessions(of: member)
            return try ledger.endMemberSessions(of: member, except: kept)
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
