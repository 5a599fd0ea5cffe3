internal import JSONText
package import SetiaCore

extension SetiaService {
    /// A page of requests with ids below `before`, newest first; of one state where one is named.
    package func requests(
        _ state: ApprovalRequest.State?,
        before: Identifier? = nil,
        limit: Int
    ) async throws -> [ApprovalRequest] {
        try await store.reading { archive in
            try archive.approvalRequests(state, before: before, limit: limit).map { try self.opened($0, archive) }
        }
    }

    /// One request, or none.
    package func request(_ id: Identifier) async throws -> ApprovalRequest? {
        try await store.reading { archive in try archive.approvalRequest(id).map { try self.opened($0, archive) } }
    }

    /// Approves or declines what somebody else asked for (rule S-7); what is approved is done in the same moment.
    ///
    /// - Parameters:
    ///   - id: Of the request.
    ///   - approve: Or decline.
    ///   - note: What there is to say; may be empty.
    ///   - session: Who decides: never she who asked, nor another account of the same mailbox.
    /// - Returns: the request as it is then, and what was done.
    /// - Throws: `StaffRefusal`: `.requestClosed` where somebody was first; `Refusal` where the programme says no, and
    ///   the request waits on.
    package func decideRequest(
        _ id: Identifier,
        approve: Bool,
        note: String,
        by session: StaffSession
    ) async throws -> DecidedRequest {
        let now = surroundings.now()
        let note = try StaffText.words(note, .note, mayBeEmpty: true)
        return try await store.writing { ledger in
            let staff = try self.account(of: session, may: .decideRequests, ledger).member
            let stored = try self.waiting(id, ledger)
            guard try !self.isAsker(staff, of: stored.request, ledger) else { throw StaffRefusal.ownRequest }
            let receipt = try approve ? self.carryOut(stored, approvedBy: staff, at: now, ledger) : nil
            let closed = try self.close(stored, as: approve ? .approved : .declined, note, by: staff, at: now, ledger)
            return DecidedRequest(request: closed, receipt: receipt)
        }
    }

    /// Takes back what she asked for herself, while nobody has decided it.
    ///
    /// - Throws: `StaffRefusal`: `.notYourRequest`, `.requestClosed`, `.unknownRequest`.
    package func withdrawRequest(_ id: Identifier, by session: StaffSession) async throws -> ApprovalRequest {
        let now = surroundings.now()
        return try await store.writing { ledger in
            let staff = try self.account(of: session, ledger).member
            let stored = try self.waiting(id, ledger)
            guard stored.request.requestedBy == staff.id else { throw StaffRefusal.notYourRequest }
            return try self.close(stored, as: .withdrawn, "", by: staff, at: now, ledger)
        }
    }

    /// A request with what people wrote, as far as it can still be opened.
    func opened(_ stored: StoredRequest, _ archive: any Archive) throws -> ApprovalRequest {
        var request = stored.request
        guard let key = try archive.keys(of: [request.member])[0] else { return request }
        let open = { (sealed: [UInt8]) in
            String(
                decoding: try self.sealing.open(sealed, of: request.member, use: .request, with: key),
                as: UTF8.self
            )
        }
        let (reason, note) = (try stored.reason.map(open), try stored.note.map(open))
        request.reason = reason
        request.note = note
        return request
    }

    private func waiting(_ id: Identifier, _ ledger: any Ledger) throws -> StoredRequest {
        guard let stored = try ledger.approvalRequest(id) else { throw StaffRefusal.unknownRequest }
        guard stored.request.state == .waiting else { throw StaffRefusal.requestClosed(try opened(stored, ledger)) }
        return stored
    }

    /// Whether somebody asked for it herself, also by another account whose mail reaches the same mailbox.
    private func isAsker(_ staff: StaffMember, of request: ApprovalRequest, _ archive: any Archive) throws -> Bool {
        if request.requestedBy == staff.id { return true }
        guard let asker = try archive.staffAccount(request.requestedBy)?.member else { return false }
        return mailbox(of: asker.email).utf8.elementsEqual(mailbox(of: staff.email).utf8)
    }

    private func carryOut(
        _ stored: StoredRequest,
        approvedBy staff: StaffMember,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> Receipt {
        switch stored.request.kind {
        case .adjustment(let member, let wallet, let points):
            let words: JSONObject = [
                "reason": .string(try opened(stored, ledger).reason ?? ""),
                "staff": .string(stored.request.requestedBy.text), "approvedBy": .string(staff.id.text),
            ]
            return try adjust(member, wallet, points, id: stored.request.id, words: words, at: now, ledger)
        }
    }

    private func close(
        _ stored: StoredRequest,
        as state: ApprovalRequest.State,
        _ note: String,
        by staff: StaffMember,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> ApprovalRequest {
        var stored = stored
        stored.request.state = state
        stored.request.decidedBy = staff.id
        stored.request.deciderName = staff.name
        stored.request.decidedAt = now
        let member = stored.request.member
        if !note.isEmpty, let key = try ledger.keys(of: [member])[0] {
            stored.note = try sealing.seal(Array(note.utf8), for: member, use: .request, with: key)
        }
        try ledger.save(stored)
        try settleCompensation(stored.request, at: now, ledger)
        let action: AuditAction =
            switch state {
            case .approved: .requestApproved
            case .declined: .requestDeclined
            case .withdrawn, .waiting: .requestWithdrawn
            }
        try ledger.add(
            entry(
                action,
                by: staff.actor,
                at: now,
                member: member,
                subject: stored.request.id.text,
                details: stored.request.details
            )
        )
        return try opened(stored, ledger)
    }
}

/// Where mail to an address ends up: what stands behind a plus sign is the reader's own mark.
private func mailbox(of email: String) -> String {
    let parts = email.lowercased().split(separator: "@", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return email }
    return "\(parts[0].prefix { $0 != "+" })@\(parts[1])"
}
