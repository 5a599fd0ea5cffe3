internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `staff_account`.

extension TableLedger {
    func staffAccounts() throws -> [StaffAccount] {
        try connection.rows(SQLStatement(accounts + " ORDER BY name, staff_id")).map { try $0.staffAccount() }
    }

    func staffAccount(_ id: StaffID) throws -> StaffAccount? {
        try connection.first(SQLStatement(accounts + " WHERE staff_id = $1"), [.text(id.text)])?.staffAccount()
    }

    func staffAccount(email: String) throws -> StaffAccount? {
        try connection.first(SQLStatement(accounts + " WHERE email = $1"), [.text(email)])?.staffAccount()
    }

    func save(_ account: StaffAccount) throws {
        let member = account.member
        try connection.run(
            """
            INSERT INTO staff_account (staff_id, name, email, role, stores, language, status, revision, invited_ms,
                last_seen_ms, password, factor, new_factor, last_step, recovery)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            ON CONFLICT (staff_id) DO UPDATE SET name = excluded.name, role = excluded.role,
                stores = excluded.stores, language = excluded.language, status = excluded.status,
                revision = excluded.revision, invited_ms = excluded.invited_ms,
                last_seen_ms = excluded.last_seen_ms, password = excluded.password, factor = excluded.factor,
                new_factor = excluded.new_factor, last_step = excluded.last_step, recovery = excluded.recovery
            """,
            [
                .text(member.id.text), .text(member.name), .text(member.email), .text(member.role.rawValue),
                .text(member.stores.stores.map { $0.map(\.text).joined(separator: " ") } ?? "*"),
                .text(member.language.rawValue), .text(member.status.rawValue), .integer(member.revision),
                .integer(member.invitedAt.milliseconds), .optional(member.lastSeenAt?.milliseconds),
                .optional(account.password), .optional(account.secondFactor), .optional(account.newSecondFactor),
                .integer(account.lastStep), .blob(account.recoveryCodes.flatMap { $0 }),
            ]
        )
    }
}

private let accounts = """
    SELECT staff_id, name, email, role, stores, language, status, revision, invited_ms, last_seen_ms, password, factor,
        new_factor, last_step, recovery FROM staff_account
    """

extension SQLRow {
    fileprivate func staffAccount() throws(MalformedDocument) -> StaffAccount {
        guard let id = StaffID(text: text(0)) else { throw MalformedDocument(field: "staff_id") }
        guard let role = Role(rawValue: text(3)) else { throw MalformedDocument(field: "role") }
        guard let language = Language(rawValue: text(5)) else { throw MalformedDocument(field: "language") }
        guard let status = StaffStatus(rawValue: text(6)) else { throw MalformedDocument(field: "status") }
        let factor = blobOrNil(11)
        let recovery = blob(14)
        guard recovery.count.isMultiple(of: 32) else { throw MalformedDocument(field: "recovery") }
        return StaffAccount(
            member: StaffMember(
                id: id,
                name: text(1),
                email: text(2),
                role: role,
                stores: try stores(4),
                language: language,
                status: status,
                hasSecondFactor: factor != nil,
                revision: int(7),
                invitedAt: instant(8),
                lastSeenAt: instantOrNil(9)
            ),
            password: textOrNil(10),
            secondFactor: factor,
            newSecondFactor: blobOrNil(12),
            lastStep: int(13),
            recoveryCodes: stride(from: 0, to: recovery.count, by: 32).map { Array(recovery[$0..<$0 + 32]) }
        )
    }

    private func stores(_ column: Int) throws(MalformedDocument) -> StoreScope {
        guard text(column) != "*" else { return .all }
        var stores: Set<StoreID> = []
        for name in text(column).split(separator: " ") {
            guard let store = try? StoreID(String(name)) else { throw MalformedDocument(field: "stores") }
            stores.insert(store)
        }
        return .some(stores)
    }
}
