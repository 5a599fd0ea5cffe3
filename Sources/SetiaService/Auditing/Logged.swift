package import SetiaCore

// Use cases that others have too, done by somebody on the staff: allowed, done, and written in the log.

extension SetiaService {
    /// Erases a member, by somebody who may.
    ///
    /// - Returns: whether there is such a member.
    package func eraseMember(_ member: MemberID, by session: StaffSession) async throws -> Bool {
        try await require(.eraseMember, of: session)
        guard try await eraseMember(member) else { return false }
        try await note(.memberErased, by: session.actor, member: member)
        return true
    }

    /// Sets when a member was born, or takes it away, by somebody who may.
    ///
    /// - Returns: whether there is such a member.
    package func setBirthDate(_ birthDate: BirthDate?, of member: MemberID, by session: StaffSession) async throws
        -> Bool
    {
        try await require(.editMember, of: session)
        guard try await setBirthDate(birthDate, of: member) else { return false }
        try await note(.memberChanged, by: session.actor, member: member, details: ["what": "birthDate"])
        return true
    }

    /// Publishes a version of the programme, by somebody who may.
    ///
    /// - Returns: the version, and whether it is new.
    package func publishProgramme(
        _ document: String,
        validFrom: Instant? = nil,
        reason: String? = nil,
        draft: Key? = nil,
        by session: StaffSession
    ) async throws -> (programme: PublishedProgramme, isNew: Bool) {
        try await require(.publishProgramme, of: session)
        return try await publishProgramme(
            document,
            validFrom: validFrom,
            reason: reason,
            draft: draft,
            by: session.actor
        )
    }

    /// Publishes an older version anew, by somebody who may.
    package func rollBackProgramme(
        to number: Int,
        reason: String,
        by session: StaffSession
    ) async throws -> (programme: PublishedProgramme, isNew: Bool) {
        try await require(.publishProgramme, of: session)
        return try await rollBackProgramme(to: number, reason: reason, by: session.actor)
    }

    /// Keeps a draft, by somebody who may.
    package func saveDraft(
        _ name: String,
        _ document: String,
        replacing revision: Int64,
        base: Int?,
        by session: StaffSession
    ) async throws -> ProgrammeDraft {
        try await require(.draftProgramme, of: session)
        return try await saveDraft(name, document, replacing: revision, base: base, by: session.actor)
    }

    /// Takes a draft away, by somebody who may.
    package func removeDraft(_ name: Key, by session: StaffSession) async throws {
        try await require(.draftProgramme, of: session)
        try await removeDraft(name, by: session.actor)
    }

    /// Takes a version back that has not begun, by somebody who may.
    package func cancelProgramme(_ number: Int, by session: StaffSession) async throws -> PublishedProgramme {
        try await require(.publishProgramme, of: session)
        return try await cancelProgramme(number, by: session.actor)
    }

    /// Adds or changes a shop, by somebody who may.
    ///
    /// - Returns: whether it is new.
    package func putShop(_ shop: Shop, by session: StaffSession) async throws -> Bool {
        try await require(.editStores, of: session)
        let isNew = try await putShop(shop)
        try await note(.storeChanged, by: session.actor, subject: shop.id.text, details: ["new": isNew ? "yes" : "no"])
        return isNew
    }

    /// Makes an API key, by somebody who may.
    ///
    /// - Returns: the key, and its secret, which nobody can read again.
    package func createAPIKey(
        name: String,
        scopes: Set<APIScope>,
        by session: StaffSession
    ) async throws -> (key: APIKey, secret: String) {
        try await require(.manageKeys, of: session)
        let made = try await createAPIKey(name: name, scopes: scopes)
        let details = ["name": name, "scopes": scopes.map(\.rawValue).sorted().joined(separator: " ")]
        try await note(.keyCreated, by: session.actor, subject: made.key.id, details: details)
        return made
    }

    /// Ends an API key, by somebody who may.
    ///
    /// - Returns: whether there was such a one.
    package func revokeAPIKey(_ id: String, by session: StaffSession) async throws -> Bool {
        try await require(.manageKeys, of: session)
        guard try await revokeAPIKey(id) else { return false }
        try await note(.keyRevoked, by: session.actor, subject: id)
        return true
    }

    private func require(_ permission: Permission, of session: StaffSession) async throws {
        try await store.reading { _ = try self.account(of: session, may: permission, $0) }
    }
}
