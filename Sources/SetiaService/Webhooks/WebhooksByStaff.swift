package import SetiaCore

// What others can do with webhooks too, done by somebody on the staff: allowed, done, and written in the log.

extension SetiaService {
    /// Adds a webhook, by somebody who may.
    ///
    /// - Returns: the webhook, and its secret, which nobody can read again.
    package func addWebhook(
        _ new: NewWebhook,
        by session: StaffSession
    ) async throws -> (record: WebhookRecord, secret: String) {
        try await requireWebhooks(of: session)
        return try await addWebhook(new, by: session.actor)
    }

    /// Changes a webhook, by somebody who may.
    package func changeWebhook(
        _ id: Identifier,
        _ change: WebhookChange,
        by session: StaffSession
    ) async throws -> WebhookRecord {
        try await requireWebhooks(of: session)
        return try await changeWebhook(id, change, by: session.actor)
    }

    /// Takes a webhook away, by somebody who may.
    package func removeWebhook(_ id: Identifier, by session: StaffSession) async throws {
        try await requireWebhooks(of: session)
        try await removeWebhook(id, by: session.actor)
    }

    /// Makes a new secret, by somebody who may; the ones before it go on for a day.
    package func rotateWebhookSecret(
        _ id: Identifier,
        by session: StaffSession
    ) async throws -> (record: WebhookRecord, secret: String) {
        try await requireWebhooks(of: session)
        return try await rotateWebhookSecret(id, by: session.actor)
    }

    /// Tries a webhook out, by somebody who may.
    package func testWebhook(_ id: Identifier, by session: StaffSession) async throws -> WebhookAnswer {
        try await requireWebhooks(of: session)
        return try await testWebhook(id)
    }

    /// Tells a webhook of one event again, by somebody who may.
    package func replay(_ event: EventID, to id: Identifier, by session: StaffSession) async throws {
        try await requireWebhooks(of: session)
        try await replay(event, to: id, by: session.actor)
    }

    /// Puts everything on its way again that a webhook has not taken, by somebody who may.
    package func replayFailed(to id: Identifier, by session: StaffSession) async throws -> Int {
        try await requireWebhooks(of: session)
        return try await replayFailed(to: id, by: session.actor)
    }

    private func requireWebhooks(of session: StaffSession) async throws {
        try await store.reading { _ = try self.account(of: session, may: .manageWebhooks, $0) }
    }
}
