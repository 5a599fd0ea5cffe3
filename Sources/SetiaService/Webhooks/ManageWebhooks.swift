internal import JSONText
package import SetiaCore

/// What somebody says of a webhook that is to be.
package struct NewWebhook: Sendable, Hashable {
    /// Where events are posted.
    package var url: String
    /// What people call it; may be empty.
    package var description: String
    /// Which events it is told of.
    package var topics: Webhook.Topics

    /// A webhook to be.
    package init(url: String, description: String = "", topics: Webhook.Topics = .all) {
        self.url = url
        self.description = description
        self.topics = topics
    }
}

/// What is to change of a webhook; what is none stays.
package struct WebhookChange: Sendable, Hashable {
    /// Where events are posted.
    package var url: String?
    /// What people call it.
    package var description: String?
    /// Which events it is told of.
    package var topics: Webhook.Topics?
    /// Whether it is told.
    package var isEnabled: Bool?

    /// A change.
    package init(
        url: String? = nil,
        description: String? = nil,
        topics: Webhook.Topics? = nil,
        isEnabled: Bool? = nil
    ) {
        self.url = url
        self.description = description
        self.topics = topics
        self.isEnabled = isEnabled
    }
}

extension SetiaService {
    /// How many webhooks there may be: each costs a line an event.
    package static let mostWebhooks = 20
    /// How many secrets of one webhook may hold at once.
    package static let mostWebhookSecrets = 5
    /// How long an old secret goes on signing beside a new one, unless somebody says otherwise, in hours.
    package static let webhookSecretOverlap = 24

    /// All webhooks, oldest first.
    package func webhooks() async throws -> [WebhookRecord] {
        try await store.reading { try $0.webhooks() }
    }

    /// One webhook.
    ///
    /// - Throws: `WebhookRefusal.unknownWebhook`.
    package func webhook(_ id: Identifier) async throws -> WebhookRecord {
        guard let record = try await store.reading({ try $0.webhook(id) }) else { throw WebhookRefusal.unknownWebhook }
        return record
    }

    /// Adds a webhook; events that are recorded from now on are told to it.
    ///
    /// - Returns: the webhook, and its secret, which nobody can read again.
    /// - Throws: `WebhookRefusal`: `.invalid`, `.tooMany`.
    package func addWebhook(
        _ new: NewWebhook,
        by actor: AuditActor
    ) async throws -> (record: WebhookRecord, secret: String) {
        try check(url: new.url, description: new.description, topics: new.topics)
        let now = surroundings.now()
        let (secret, text) = try newWebhookSecret(at: now)
        let webhook = Webhook(
            id: surroundings.newIdentifier(),
            url: new.url,
            description: new.description,
            topics: new.topics,
            createdAt: now
        )
        let record = WebhookRecord(webhook: webhook, secrets: [secret])
        try await store.writing { ledger in
            guard try ledger.webhooks().count < SetiaService.mostWebhooks else {
                throw WebhookRefusal.tooMany(most: SetiaService.mostWebhooks)
            }
            try ledger.save(record)
            try ledger.add(self.entry(.webhookAdded, webhook, by: actor, at: now))
        }
        return (record, text)
    }

    /// Changes a webhook; what waits for one that is enabled again goes on its way.
    ///
    /// - Throws: `WebhookRefusal`: `.unknownWebhook`, `.invalid`.
    package func changeWebhook(
        _ id: Identifier,
        _ change: WebhookChange,
        by actor: AuditActor
    ) async throws -> WebhookRecord {
        let now = surroundings.now()
        let record = try await store.writing { ledger in
            guard var record = try ledger.webhook(id) else { throw WebhookRefusal.unknownWebhook }
            if let url = change.url { record.webhook.url = url }
            if let description = change.description { record.webhook.description = description }
            if let topics = change.topics { record.webhook.topics = topics }
            if let isEnabled = change.isEnabled {
                if isEnabled, record.webhook.state != .enabled { record.webhook.failingSince = nil }
                record.webhook.state = isEnabled ? .enabled : .disabled
            }
            let webhook = record.webhook
            try self.check(url: webhook.url, description: webhook.description, topics: webhook.topics)
            try ledger.save(record)
            try ledger.add(self.entry(.webhookChanged, webhook, by: actor, at: now))
            return record
        }
        outboxBell.ring()
        return record
    }

    /// Takes a webhook away, and all that waited for it.
    ///
    /// - Throws: `WebhookRefusal.unknownWebhook`.
    package func removeWebhook(_ id: Identifier, by actor: AuditActor) async throws {
        let now = surroundings.now()
        try await store.writing { ledger in
            guard let record = try ledger.webhook(id), try ledger.removeWebhook(id) else {
                throw WebhookRefusal.unknownWebhook
            }
            try ledger.add(self.entry(.webhookRemoved, record.webhook, by: actor, at: now))
        }
        _ = try await forgetDeliveries(of: id, before: nil)
    }

    /// Makes a new secret, which signs from now on; the ones before it sign beside it for some hours, so that whoever
    /// verifies can change over in between.
    ///
    /// - Parameters:
    ///   - id: Which webhook.
    ///   - keepOldHours: For how long the old ones go on, 0 to 168 (a week); 0 where one has leaked.
    ///   - actor: Who does it.
    /// - Returns: the webhook, and the new secret, which nobody can read again.
    /// - Throws: `WebhookRefusal`: `.unknownWebhook`, `.invalid`, `.tooManySecrets`.
    package func rotateWebhookSecret(
        _ id: Identifier,
        keepOldHours: Int = SetiaService.webhookSecretOverlap,
        by actor: AuditActor
    ) async throws -> (record: WebhookRecord, secret: String) {
        guard (0...168).contains(keepOldHours) else {
            throw WebhookRefusal.invalid(field: .keepOldHours, reason: "must be 0 to 168")
        }
        let now = surroundings.now()
        let (secret, text) = try newWebhookSecret(at: now)
        let end = now.adding(milliseconds: Int64(keepOldHours) * 3_600_000)
        let record = try await store.writing { ledger in
            guard var record = try ledger.webhook(id) else { throw WebhookRefusal.unknownWebhook }
            let old = record.secrets.filter { $0.isValid(at: now) && end > now }.map { secret in
                var secret = secret
                secret.expiresAt = min(secret.expiresAt ?? end, end)
                return secret
            }
            guard old.count < SetiaService.mostWebhookSecrets else {
                throw WebhookRefusal.tooManySecrets(most: SetiaService.mostWebhookSecrets)
            }
            record.secrets = [secret] + old
            try ledger.save(record)
            try ledger.add(self.entry(.webhookSecretRotated, record.webhook, by: actor, at: now))
            return record
        }
        return (record, text)
    }

    /// Posts a message of the type `webhook.test`, once, and says what came back; nothing of it is kept.
    ///
    /// - Throws: `WebhookRefusal.unknownWebhook`; `SealingFailure` where the secrets cannot be opened.
    package func testWebhook(_ id: Identifier) async throws -> WebhookAnswer {
        let record = try await webhook(id)
        let now = surroundings.now()
        var body = JSONWriter()
        body.beginObject()
        body.key("data")
        body.beginObject()
        body.text("webhook", id.text)
        body.endObject()
        body.text("timestamp", now.rfc3339)
        body.text("type", "webhook.test")
        body.endObject()
        let message = try signed("msg_test-\(surroundings.newIdentifier().text)", body.bytes, for: record, at: now)
        return await webhookPorts.sender.post(message, to: record.webhook.url)
    }

    /// A message, signed with the secrets that hold.
    func signed(
        _ id: String,
        _ body: [UInt8],
        for record: WebhookRecord,
        at now: Instant
    ) throws -> SignedMessage {
        SignedMessage(
            id: id,
            at: now,
            body: body,
            secrets: try record.secrets.filter { $0.isValid(at: now) }.map {
                try sealing.open($0.sealed, use: .webhookSecret)
            },
            authenticate: { sealing.messageAuthentication(of: $0, key: $1) }
        )
    }

    private func newWebhookSecret(at now: Instant) throws -> (secret: WebhookRecord.Secret, text: String) {
        let bytes = sealing.newBytes(32)
        let secret = WebhookRecord.Secret(
            id: surroundings.newIdentifier(),
            sealed: try sealing.seal(bytes, use: .webhookSecret),
            createdAt: now
        )
        return (secret, SignedMessage.text(ofSecret: bytes))
    }

    private func check(url: String, description: String, topics: Webhook.Topics) throws(WebhookRefusal) {
        if let reason = WebhookAddress.problem(url, allowsPrivate: webhookPorts.allowsPrivate) {
            throw .invalid(field: .url, reason: reason)
        }
        guard description.utf8.count <= 200, description.unicodeScalars.allSatisfy({ $0.value >= 32 }) else {
            throw .invalid(field: .description, reason: "must have at most 200 bytes and no control characters")
        }
        if topics == .some([]) { throw .invalid(field: .topics, reason: "must name at least one type, or *") }
    }

    func entry(_ action: AuditAction, _ webhook: Webhook, by actor: AuditActor, at now: Instant) -> AuditEntry {
        entry(
            action,
            by: actor,
            at: now,
            subject: webhook.id.text,
            details: [
                "url": webhook.url, "topics": webhook.topics.names.joined(separator: " "),
                "state": webhook.state.rawValue,
            ]
        )
    }
}
