internal import SetiaCore

/// What staff type, made into what is kept: or which field is wrong, and why.
enum StaffText {
    /// A name: 1 to 100 characters, without control characters.
    static func name(_ text: String) throws(StaffRefusal) -> String {
        try line(text, .name, most: 100)
    }

    /// An address, folded as members' are.
    static func email(_ text: String) throws(StaffRefusal) -> String {
        guard !trimmed(text).isEmpty else { throw .invalid(.email, .empty) }
        guard let identity = try? Identity(kind: .email, text: text), identity.value.utf8.allSatisfy({ $0 > 32 }),
            !identity.value.contains(where: { "<>(),;:\"\\[]".contains($0) })
        else { throw .invalid(.email, .malformed) }
        return identity.value
    }

    /// Why something is done, or what is said of it: up to 500 characters, lines allowed.
    static func words(_ text: String, _ field: StaffField, mayBeEmpty: Bool = false) throws(StaffRefusal) -> String {
        let text = trimmed(text)
        guard mayBeEmpty || !text.isEmpty else { throw .invalid(field, .empty) }
        guard text.unicodeScalars.count <= 500 else { throw .invalid(field, .tooLong(most: 500)) }
        let isControl: (Unicode.Scalar) -> Bool = { ($0.value < 32 && $0 != "\n" && $0 != "\r") || $0.value == 127 }
        guard !text.unicodeScalars.contains(where: isControl) else { throw .invalid(field, .malformed) }
        return text
    }

    private static func line(_ text: String, _ field: StaffField, most: Int) throws(StaffRefusal) -> String {
        let text = trimmed(text)
        guard !text.isEmpty else { throw .invalid(field, .empty) }
        guard text.unicodeScalars.count <= most else { throw .invalid(field, .tooLong(most: most)) }
        let isControl: (Unicode.Scalar) -> Bool = { $0.value < 32 || (127..<160).contains($0.value) }
        guard !text.unicodeScalars.contains(where: isControl) else { throw .invalid(field, .malformed) }
        return text
    }

    private static func trimmed(_ text: String) -> String {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}

extension SetiaService {
    /// Refuses stores that the brand does not have.
    func check(_ scope: StoreScope, _ archive: any Archive) throws {
        guard let stores = scope.stores else { return }
        guard !stores.isEmpty else { throw StaffRefusal.invalid(.stores, .empty) }
        let configuration = try configuration(archive)
        for store in stores where !configuration.knows(store) {
            throw StaffRefusal.invalid(.stores, .unknownStore(store))
        }
    }

    /// Refuses whoever may not: looked up anew, since a session may be older than what its holder may do.
    func require(_ permission: Permission, of actor: AuditActor, _ archive: any Archive) throws {
        switch actor {
        case .operator, .server: return
        case .staff(let id, _):
            guard try archive.staffAccount(id)?.member.may(permission) ?? false else {
                throw StaffRefusal.mayNot(permission)
            }
        case .apiKey, .member, .nobody: throw StaffRefusal.mayNot(permission)
        }
    }

    /// The account of a session, as it is now, if it may still do this.
    func account(
        of session: StaffSession,
        may permission: Permission? = nil,
        _ archive: any Archive
    ) throws -> StaffAccount {
        guard !session.pendingSecondFactor, let account = try archive.staffAccount(session.staff.id),
            account.member.status == .active
        else { throw StaffRefusal.notSignedIn }
        if let permission, !account.member.may(permission) { throw StaffRefusal.mayNot(permission) }
        return account
    }

    /// A line of the log, not yet written.
    func entry(
        _ action: AuditAction,
        by actor: AuditActor,
        at now: Instant,
        member: MemberID? = nil,
        subject: String? = nil,
        details: [String: String] = [:]
    ) -> AuditEntry {
        AuditEntry(
            id: surroundings.newIdentifier(),
            at: now,
            actor: actor,
            action: action,
            member: member,
            subject: subject,
            details: details
        )
    }
}

extension StaffMember {
    /// As who stands in the log.
    var actor: AuditActor { .staff(id, name: name) }
}
