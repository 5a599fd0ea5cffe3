package import JSONText
package import SetiaCore

/// A webhook as it goes out; with its newest secret where it was just made.
package struct WebhookBody: WireBody {
    /// Its id.
    package let id: String
    /// Where events are posted.
    package let url: String
    /// What people call it.
    package let description: String
    /// Types of events, sorted, or `*`.
    package let topics: [String]
    /// `enabled`, `disabled` or `gone`.
    package let state: String
    /// When it was made.
    package let createdAt: Instant
    /// Since when it takes nothing.
    package let failingSince: Instant?
    /// When it last took something.
    package let deliveredAt: Instant?
    /// When each secret was made and ends, newest first.
    package let secrets: [(createdAt: Instant, expiresAt: Instant?)]
    /// The newest secret, where it was just made.
    package let secret: String?

    /// A webhook's body.
    package init(
        id: String,
        url: String,
        description: String,
        topics: [String],
        state: String,
        createdAt: Instant,
        failingSince: Instant?,
        deliveredAt: Instant?,
        secrets: [(createdAt: Instant, expiresAt: Instant?)],
        secret: String?
    ) {
        self.id = id
        self.url = url
        self.description = description
        self.topics = topics
        self.state = state
        self.createdAt = createdAt
        self.failingSince = failingSince
        self.deliveredAt = deliveredAt
        self.secrets = secrets
        self.secret = secret
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("createdAt", createdAt)
        if let deliveredAt { json.member("deliveredAt", deliveredAt) }
        json.member("description", description)
        if let failingSince { json.member("failingSince", failingSince) }
        json.member("id", id)
        if let secret { json.member("secret", secret) }
        json.key("secrets")
        json.list(secrets) { secret, json in
            json.beginObject()
            json.member("createdAt", secret.createdAt)
            if let end = secret.expiresAt { json.member("expiresAt", end) }
            json.endObject()
        }
        json.member("state", state)
        json.key("topics")
        json.list(topics) { topic, json in json.string(topic) }
        json.member("url", url)
        json.endObject()
    }
}

/// What a webhook was told of one event, or is to be told.
package struct DeliveryBody: WireBody {
    /// Our id of the event.
    package let event: String
    /// The message's id.
    package let id: String
    /// What kind of event.
    package let type: String
    /// `waiting`, `sent` or `given-up`.
    package let state: String
    /// How often it was sent.
    package let attempts: Int
    /// When the event was recorded.
    package let recordedAt: Instant
    /// When it was last tried.
    package let triedAt: Instant?
    /// When it is tried next.
    package let nextAt: Instant?
    /// What the webhook answered.
    package let status: Int?
    /// Why the last attempt failed.
    package let reason: String?
    /// How the answer began.
    package let answer: String?

    /// A delivery's body.
    package init(
        event: String,
        id: String,
        type: String,
        state: String,
        attempts: Int,
        recordedAt: Instant,
        triedAt: Instant?,
        nextAt: Instant?,
        status: Int?,
        reason: String?,
        answer: String?
    ) {
        self.event = event
        self.id = id
        self.type = type
        self.state = state
        self.attempts = attempts
        self.recordedAt = recordedAt
        self.triedAt = triedAt
        self.nextAt = nextAt
        self.status = status
        self.reason = reason
        self.answer = answer
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let answer { json.member("answer", answer) }
        json.member("attempts", Int64(attempts))
        json.member("event", event)
        json.member("id", id)
        if let nextAt { json.member("nextAt", nextAt) }
        if let reason { json.member("reason", reason) }
        json.member("recordedAt", recordedAt)
        json.member("state", state)
        if let status { json.member("status", Int64(status)) }
        if let triedAt { json.member("triedAt", triedAt) }
        json.member("type", type)
        json.endObject()
    }
}

/// What came back when a webhook was tried out.
package struct WebhookTestBody: WireBody {
    /// Whether it took the message.
    package let isTaken: Bool
    /// What it answered; none where it did not.
    package let status: Int?
    /// Why nobody answered.
    package let reason: String?
    /// How the answer began.
    package let answer: String?

    /// A trial's body.
    package init(isTaken: Bool, status: Int?, reason: String?, answer: String?) {
        self.isTaken = isTaken
        self.status = status
        self.reason = reason
        self.answer = answer
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let answer { json.member("answer", answer) }
        if let reason { json.member("reason", reason) }
        if let status { json.member("status", Int64(status)) }
        json.key("taken")
        json.bool(isTaken)
        json.endObject()
    }
}

/// How much was put on its way again.
package struct ReplayBody: WireBody {
    /// How many messages.
    package let count: Int

    /// A replay's body.
    package init(count: Int) { self.count = count }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("replayed", Int64(count))
        json.endObject()
    }
}
