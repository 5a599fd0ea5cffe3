internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func staffAccounts() -> [StaffAccount] {
        kept.staff.accounts.values.sorted {
            (Key($0.member.name), $0.member.id) < (Key($1.member.name), $1.member.id)
        }
    }

    func staffAccount(_ id: StaffID) -> StaffAccount? { kept.staff.accounts[id] }

    func staffAccount(email: String) -> StaffAccount? {
        kept.staff.accounts.values.first { $0.member.email.utf8.elementsEqual(email.utf8) }
    }

    func staffSession(hash: [UInt8]) -> StaffSessionRecord? { kept.staff.sessions[hash] }

    func staffSessions(of staff: StaffID) -> [StaffSessionRecord] {
        kept.staff.sessions.values.filter { $0.staff == staff }
            .sorted { ($0.startedAt, $0.id) > ($1.startedAt, $1.id) }
    }

    func ticket(hash: [UInt8]) -> Ticket? { kept.staff.tickets[hash] }

    func tries(_ keys: [[UInt8]]) -> [Tries?] { keys.map { kept.staff.tries[$0] } }

    func auditEntries(_ filter: AuditFilter, before: AuditCursor?, limit: Int) -> [AuditEntry] {
        let wanted = kept.staff.audit.values.filter { entry in
            if let before, (entry.at, entry.id) >= (before.at, before.id) { return false }
            if let staff = filter.staff, entry.actor.staff != staff { return false }
            if let member = filter.member, entry.member != member { return false }
            return filter.action.map { $0 == entry.action } ?? true
        }
        return Array(wanted.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(limit))
    }

    func approvalRequest(_ id: Identifier) -> StoredRequest? { kept.staff.requests[id] }

    func approvalRequests(
        _ state: ApprovalRequest.State?,
        before: Identifier?,
        limit: Int
    ) -> [StoredRequest] {
        let wanted = kept.staff.requests.values.filter { stored in
            (before.map { stored.request.id < $0 } ?? true) && (state.map { stored.request.state == $0 } ?? true)
        }
        return Array(wanted.sorted { $0.request.id > $1.request.id }.prefix(limit))
    }

    func confirmation(hash: [UInt8]) -> ConfirmationRecord? { kept.staff.confirmations[hash] }

    func memberSession(hash: [UInt8]) -> MemberSessionRecord? { kept.staff.memberSessions[hash] }
}

extension ModelLedger {
    func save(_ account: StaffAccount) throws {
        if let other = staffAccount(email: account.member.email), other.member.id != account.member.id {
            throw StoreFailure.broken("an address is one account's")
        }
        kept.staff.accounts[account.member.id] = account
    }

    func save(_ session: StaffSessionRecord) { kept.staff.sessions[session.hash] = session }

    func endStaffSession(_ id: Identifier, of staff: StaffID) -> Bool {
        guard let record = kept.staff.sessions.values.first(where: { $0.id == id && $0.staff == staff }) else {
            return false
        }
        kept.staff.sessions[record.hash] = nil
        return true
    }

    func endStaffSessions(of staff: StaffID, except: Identifier?) -> Int {
        let ended = kept.staff.sessions.values.filter { $0.staff == staff && $0.id != except }
        for record in ended { kept.staff.sessions[record.hash] = nil }
        return ended.count
    }

    func save(_ ticket: Ticket) { kept.staff.tickets[ticket.hash] = ticket }

    func withdrawTickets(of staff: StaffID, kind: Ticket.Kind) {
        kept.staff.tickets = kept.staff.tickets.filter { _, ticket in
            ticket.staff != staff || ticket.kind != kind || ticket.usedAt != nil
        }
    }

    func save(_ tries: Tries) { kept.staff.tries[tries.key] = tries }

    func forgetTries(_ key: [UInt8]) { kept.staff.tries[key] = nil }

    func add(_ entry: AuditEntry) throws {
        guard kept.staff.audit[entry.id] == nil else { throw StoreFailure.broken("a line of the log is written once") }
        kept.staff.audit[entry.id] = entry
    }

    func save(_ request: StoredRequest) {
        var kept = request
        // What people wrote is no part of the request itself.
        kept.request.reason = nil
        kept.request.note = nil
        self.kept.staff.requests[request.request.id] = kept
    }

    func save(_ confirmation: ConfirmationRecord) { kept.staff.confirmations[confirmation.hash] = confirmation }

    func add(_ session: MemberSessionRecord) throws {
        guard kept.staff.memberSessions[session.hash] == nil else {
            throw StoreFailure.broken("a secret is one session's")
        }
        kept.staff.memberSessions[session.hash] = session
    }

    func endMemberSession(hash: [UInt8]) { kept.staff.memberSessions[hash] = nil }

    func forgetVisits(before moment: Instant) {
        kept.staff.sessions = kept.staff.sessions.filter { $0.value.seenAt >= moment }
        kept.staff.tickets = kept.staff.tickets.filter { $0.value.expiresAt >= moment }
        kept.staff.tries = kept.staff.tries.filter { $0.value.lastAt >= moment }
        kept.staff.confirmations = kept.staff.confirmations.filter { $0.value.expiresAt >= moment }
        kept.staff.memberSessions = kept.staff.memberSessions.filter { $0.value.expiresAt >= moment }
        kept.staff.chats = kept.staff.chats.filter { $0.value.expiresAt >= moment }
        kept.staff.usedTokens = kept.staff.usedTokens.filter { $0.value >= moment }
    }
}

extension AuditActor {
    fileprivate var staff: StaffID? {
        if case .staff(let id, _) = self { id } else { nil }
    }
}
