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

    /// Publishes a version of the programme, by somebody who may.
    ///
    /// - Returns: the version, and whether it is new.
    package func publishProgramme(
        _ document: String,
        validFrom: Instant? = nil,
        by session: StaffSession
    ) async throws -> (programme: PublishedProgramme, isNew: Bool) {
        try await require(.publishProgramme, of: session)
        let published = try await publishProgramme(document, validFrom: validFrom)
        if published.isNew {
            try await note(.programmePublished, by: session.actor, subject: "\(published.programme.number)")
        }
        return published
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
