internal import SetiaCore

/// What may be changed of somebody on the staff; what is none stays.
package struct StaffChange: Sendable, Hashable {
    /// What people call her.
    package var name: String?
    /// What she is.
    package var role: Role?
    /// Where.
    package var stores: StoreScope?
    /// In which language Setia speaks to her.
    package var language: Language?
    /// Active or disabled; an account that was never accepted is invited again where it is made active.
    package var status: StaffStatus?

    /// A change.
    package init(
        name: String? = nil,
        role: Role? = nil,
        stores: StoreScope? = nil,
        language: Language? = nil,
        status: StaffStatus? = nil
    ) {
        self.name = name
        self.role = role
        self.stores = stores
        self.language = language
        self.status = status
    }
}

extension SetiaService {
    /// All accounts, by name; disabled ones too.
    package func staff() async throws -> [StaffMember] {
        try await store.reading { try $0.staffAccounts().map(\.member) }
    }

    /// One account, or none.
    package func staffMember(_ id: StaffID) async throws -> StaffMember? {
        try await store.reading { try $0.staffAccount(id)?.member }
    }

    /// The account with this address, or none.
    package func staffMember(email: String) async throws -> StaffMember? {
        guard let address = try? StaffText.email(email) else { return nil }
        return try await store.reading { try $0.staffAccount(email: address)?.member }
    }

    /// Changes an account (rule S-8): nobody her own role, stores or status, and never so that no owner is left.
    ///
    /// Whoever is disabled is signed out everywhere at once.
    ///
    /// - Parameters:
    ///   - id: Whose.
    ///   - change: What.
    ///   - expectedRevision: Of the account as it was shown; where it is older, `.changedMeanwhile` tells what it is now.
    ///   - actor: Who changes it.
    /// - Returns: the account as it is then.
    /// - Throws: `StaffRefusal`; nothing was changed then.
    package func changeStaff(
        _ id: StaffID,
        _ change: StaffChange,
        expectedRevision: Int64,
        by actor: AuditActor
    ) async throws -> StaffMember {
        let now = surroundings.now()
        let name = try change.name.map { try StaffText.name($0) }
        return try await store.writing { ledger in
            try self.require(.manageStaff, of: actor, ledger)
            guard var account = try ledger.staffAccount(id) else { throw StaffRefusal.unknownStaff }
            let before = account.member
            guard before.revision == expectedRevision else { throw StaffRefusal.changedMeanwhile(before) }
            if let stores = change.stores { try self.check(stores, ledger) }
            var after = before
            after.name = name ?? before.name
            after.role = change.role ?? before.role
            after.stores = change.stores ?? before.stores
            after.language = change.language ?? before.language
            after.status = self.status(change.status, of: account)
            guard after != before else { return before }
            let isHerRight = after.role != before.role || after.stores != before.stores || after.status != before.status
            if case .staff(id, _) = actor, isHerRight { throw StaffRefusal.ownRole }
            if before.isOwnerOfAll, !after.isOwnerOfAll {
                let others = try ledger.staffAccounts().filter { $0.member.id != id && $0.member.isOwnerOfAll }
                guard !others.isEmpty else { throw StaffRefusal.lastOwner }
            }
            after.revision += 1
            account.member = after
            try ledger.save(account)
            if after.status == .disabled, before.status != .disabled {
                _ = try ledger.endStaffSessions(of: id, except: nil)
                for kind in Ticket.Kind.allCases { try ledger.withdrawTickets(of: id, kind: kind) }
            }
            let isEnd = after.status == .disabled && before.status != .disabled
            try ledger.add(
                self.entry(
                    isEnd ? .staffDisabled : .staffChanged,
                    by: actor,
                    at: now,
                    subject: id.text,
                    details: differences(before, after)
                )
            )
            return after
        }
    }

    /// Changes the language in which Setia speaks to her.
    package func setLanguage(_ language: Language, of session: StaffSession) async throws {
        try await store.writing { ledger in
            var account = try self.account(of: session, ledger)
            account.member.language = language
            try ledger.save(account)
        }
    }

    /// A link that signs somebody in once, within ten minutes; for the operator, who hands it over.
    ///
    /// - Returns: its secret; `StaffLink.signIn` makes its path.
    /// - Throws: `StaffRefusal.unknownStaff`, also where the account is not active.
    package func oneTimeSignInLink(email: String) async throws -> String {
        let now = surroundings.now()
        let address = try StaffText.email(email)
        return try await store.writing { ledger in
            guard let account = try ledger.staffAccount(email: address), account.member.status == .active else {
                throw StaffRefusal.unknownStaff
            }
            let id = account.member.id
            try ledger.add(self.entry(.signInLinkMade, by: .operator, at: now, subject: id.text))
            return try self.makeTicket(.signIn, for: id, lasting: StaffTimes.signInLink, at: now, ledger)
        }
    }

    private func status(_ wanted: StaffStatus?, of account: StaffAccount) -> StaffStatus {
        switch wanted {
        case nil: account.member.status
        case .disabled: .disabled
        case .active, .invited: account.password == nil ? .invited : .active
        }
    }
}

extension StaffMember {
    /// Whether she may do all there is.
    fileprivate var isOwnerOfAll: Bool { status == .active && role == .owner && stores == .all }
}

/// What differs, for the log: names of fields, and rights before and after.
private func differences(_ before: StaffMember, _ after: StaffMember) -> [String: String] {
    var details: [String: String] = [:]
    if before.name != after.name { details["name"] = "changed" }
    if before.role != after.role { details["role"] = "\(before.role.rawValue) → \(after.role.rawValue)" }
    if before.language != after.language { details["language"] = after.language.rawValue }
    if before.status != after.status { details["status"] = "\(before.status.rawValue) → \(after.status.rawValue)" }
    if before.stores != after.stores {
        details["stores"] = after.stores.stores.map { $0.map(\.text).joined(separator: " ") } ?? "all"
    }
    return details
}
