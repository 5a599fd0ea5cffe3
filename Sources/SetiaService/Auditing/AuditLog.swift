package import SetiaCore

extension SetiaService {
    /// Writes down who did what.
    ///
    /// The same person reading the same member again within a quarter of an hour is one line (rule S-9).
    ///
    /// - Parameters:
    ///   - action: What.
    ///   - actor: Who.
    ///   - member: To which member, if to one.
    ///   - subject: To what else: an id.
    ///   - details: What more there is to know; never what is personal of a member.
    /// - Throws: the world's trouble.
    package func note(
        _ action: AuditAction,
        by actor: AuditActor,
        member: MemberID? = nil,
        subject: String? = nil,
        details: [String: String] = [:]
    ) async throws {
        let now = surroundings.now()
        if action == .memberRead, let member {
            let isNoted = try await store.reading { try self.hasRead(member, actor, at: now, $0) }
            if isNoted { return }
        }
        try await store.writing { ledger in
            if action == .memberRead, let member, try self.hasRead(member, actor, at: now, ledger) { return }
            try ledger.add(
                self.entry(action, by: actor, at: now, member: member, subject: subject, details: details)
            )
        }
    }

    /// A page of the log, newest first.
    package func auditLog(
        _ filter: AuditFilter = AuditFilter(),
        before: AuditCursor? = nil,
        limit: Int
    ) async throws -> [AuditEntry] {
        try await store.reading { try $0.auditEntries(filter, before: before, limit: limit) }
    }

    private func hasRead(
        _ member: MemberID,
        _ actor: AuditActor,
        at now: Instant,
        _ archive: any Archive
    ) throws -> Bool {
        guard case .staff(let staff, _) = actor else { return false }
        let filter = AuditFilter(member: member, staff: staff, action: .memberRead)
        guard let last = try archive.auditEntries(filter, before: nil, limit: 1).first else { return false }
        return now.milliseconds - last.at.milliseconds < StaffTimes.sameRead
    }
}
