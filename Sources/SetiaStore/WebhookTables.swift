internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `webhook` and `webhook_secret`, and of `listener` what is a webhook's.

extension TableLedger {
    func webhooks() throws -> [WebhookRecord] {
        var secrets: [String: [WebhookRecord.Secret]] = [:]
        try connection.query(
            """
            SELECT webhook_id, secret_id, sealed, created_ms, expires_ms FROM webhook_secret
            ORDER BY webhook_id, secret_id
            """
        ) { row in secrets[row.text(0), default: []].append(try row.webhookSecret()) }
        return try connection.rows(SQLStatement("\(selectingWebhooks) ORDER BY webhook_id")).map { row in
            WebhookRecord(webhook: try row.webhook(), secrets: (secrets[row.text(0)] ?? []).reversed())
        }
    }

    func webhook(_ id: Identifier) throws -> WebhookRecord? {
        guard
            let row = try connection.first(
                SQLStatement("\(selectingWebhooks) WHERE webhook_id = $1"),
                [.text(id.text)]
            )
        else { return nil }
        let secrets = try connection.rows(
            """
            SELECT webhook_id, secret_id, sealed, created_ms, expires_ms FROM webhook_secret WHERE webhook_id = $1
            ORDER BY secret_id DESC
            """,
            [.text(id.text)]
        ).map { try $0.webhookSecret() }
        return WebhookRecord(webhook: try row.webhook(), secrets: secrets)
    }

    func save(_ record: WebhookRecord) throws {
        let webhook = record.webhook
        let id = webhook.id.text
        try connection.run(
            """
            INSERT INTO webhook (webhook_id, url, description, topics, state, created_ms, failing_since_ms, delivered_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (webhook_id) DO UPDATE SET url = excluded.url, description = excluded.description,
                topics = excluded.topics, state = excluded.state, failing_since_ms = excluded.failing_since_ms,
                delivered_ms = excluded.delivered_ms
            """,
            [
                .text(id), .text(webhook.url), .text(webhook.description),
                .text(webhook.topics.names.joined(separator: " ")), .text(webhook.state.rawValue),
                .integer(webhook.createdAt.milliseconds), .optional(webhook.failingSince?.milliseconds),
                .optional(webhook.deliveredAt?.milliseconds),
            ]
        )
        try connection.run("DELETE FROM listener WHERE listener_id = $1", [.text(id)])
        if webhook.state == .enabled {
            for topic in webhook.topics.names {
                try connection.run(
                    "INSERT INTO listener (listener_id, topic) VALUES ($1, $2)",
                    [.text(id), .text(topic)]
                )
            }
        }
        try connection.run("DELETE FROM webhook_secret WHERE webhook_id = $1", [.text(id)])
        for secret in record.secrets {
            try connection.run(
                """
                INSERT INTO webhook_secret (webhook_id, secret_id, sealed, created_ms, expires_ms)
                VALUES ($1, $2, $3, $4, $5)
                """,
                [
                    .text(id), .text(secret.id.text), .blob(secret.sealed), .integer(secret.createdAt.milliseconds),
                    .optional(secret.expiresAt?.milliseconds),
                ]
            )
        }
    }

    func removeWebhook(_ id: Identifier) throws -> Bool {
        try connection.run("DELETE FROM listener WHERE listener_id = $1", [.text(id.text)])
        try connection.run("DELETE FROM webhook_secret WHERE webhook_id = $1", [.text(id.text)])
        return try connection.run("DELETE FROM webhook WHERE webhook_id = $1", [.text(id.text)]) > 0
    }

    func noteWebhook(_ id: Identifier, deliveredAt: Instant) throws {
        try connection.run(
            "UPDATE webhook SET delivered_ms = $2, failing_since_ms = NULL WHERE webhook_id = $1",
            [.text(id.text), .integer(deliveredAt.milliseconds)]
        )
    }

    func noteWebhook(_ id: Identifier, failedAt: Instant) throws {
        try connection.run(
            "UPDATE webhook SET failing_since_ms = COALESCE(failing_since_ms, $2) WHERE webhook_id = $1",
            [.text(id.text), .integer(failedAt.milliseconds)]
        )
    }
}

private let selectingWebhooks = """
    SELECT webhook_id, url, description, topics, state, created_ms, failing_since_ms, delivered_ms FROM webhook
    """

extension SQLRow {
    fileprivate func webhook() throws(MalformedDocument) -> Webhook {
        guard let id = Identifier(text: text(0)) else { throw MalformedDocument(field: "webhook_id") }
        guard let state = Webhook.State(rawValue: text(4)) else { throw MalformedDocument(field: "state") }
        let names = text(3).split(separator: " ").map { String($0) }
        guard case .success(let topics) = Webhook.Topics.parse(names, type: EventType.init(named:)) else {
            throw MalformedDocument(field: "topics")
        }
        return Webhook(
            id: id,
            url: text(1),
            description: text(2),
            topics: topics,
            state: state,
            createdAt: instant(5),
            failingSince: instantOrNil(6),
            deliveredAt: instantOrNil(7)
        )
    }

    fileprivate func webhookSecret() throws(MalformedDocument) -> WebhookRecord.Secret {
        guard let id = Identifier(text: text(1)) else { throw MalformedDocument(field: "secret_id") }
        return WebhookRecord.Secret(
            id: id,
            sealed: blob(2),
            createdAt: instant(3),
            expiresAt: instantOrNil(4)
        )
    }
}
