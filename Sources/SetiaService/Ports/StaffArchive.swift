package import SetiaCore

/// What is kept of staff, their doings and their visitors, to be read; a part of `Archive`.
package protocol StaffArchive: AnyObject {
    /// All accounts, by name and then by id, names in the order of their bytes.
    func staffAccounts() throws -> [StaffAccount]
    /// One account, or none.
    func staffAccount(_ id: StaffID) throws -> StaffAccount?
    /// The account with this address, folded; or none.
    func staffAccount(email: String) throws -> StaffAccount?
    /// The session whose secret this stands for, or none.
    func staffSession(hash: [UInt8]) throws -> StaffSessionRecord?
    /// Somebody's sessions, the newest first.
    func staffSessions(of staff: StaffID) throws -> [StaffSessionRecord]
    /// The link whose secret this stands for, or none.
    func ticket(hash: [UInt8]) throws -> Ticket?
    /// What was tried under these keys, in the order asked.
    func tries(_ keys: [[UInt8]]) throws -> [Tries?]
    /// A page of the log, newest first.
    func auditEntries(_ filter: AuditFilter, before: AuditCursor?, limit: Int) throws -> [AuditEntry]
    /// A request, or none.
    func approvalRequest(_ id: Identifier) throws -> StoredRequest?
    /// A page of requests with ids below `before`, newest first; of one state where one is named.
    func approvalRequests(_ state: ApprovalRequest.State?, before: Identifier?, limit: Int) throws -> [StoredRequest]
    /// The code whose secret this stands for, or none.
    func confirmation(hash: [UInt8]) throws -> ConfirmationRecord?
    /// The member's session whose secret this stands for, or none.
    func memberSession(hash: [UInt8]) throws -> MemberSessionRecord?
}

/// What is kept of staff, their doings and their visitors, to be written; a part of `Ledger`.
package protocol StaffLedger: StaffArchive {
    /// Adds an account, or changes it; no two have one address.
    func save(_ account: StaffAccount) throws
    /// Adds a session, or changes when it was seen, what it was shown and how often it was wrong.
    func save(_ session: StaffSessionRecord) throws
    /// Ends a session; whether there was such a one.
    func endStaffSession(_ id: Identifier, of staff: StaffID) throws -> Bool
    /// Ends somebody's sessions save one; how many.
    func endStaffSessions(of staff: StaffID, except: Identifier?) throws -> Int
    /// Adds a link, or marks it used.
    func save(_ ticket: Ticket) throws
    /// Takes away somebody's links of a kind that were not used.
    func withdrawTickets(of staff: StaffID, kind: Ticket.Kind) throws
    /// Writes down what was tried.
    func save(_ tries: Tries) throws
    /// Forgets what was tried.
    func forgetTries(_ key: [UInt8]) throws
    /// Adds a line to the log.
    func add(_ entry: AuditEntry) throws
    /// Adds a request, or what became of it.
    func save(_ request: StoredRequest) throws
    /// Adds a code on its way, or what became of it.
    func save(_ confirmation: ConfirmationRecord) throws
    /// Adds a member's session.
    func add(_ session: MemberSessionRecord) throws
    /// Ends a member's session.
    func endMemberSession(hash: [UInt8]) throws
    /// Forgets what nobody can use any more: sessions unseen, links and codes that ended, and tries made, before
    /// `moment`.
    func forgetVisits(before moment: Instant) throws
}
