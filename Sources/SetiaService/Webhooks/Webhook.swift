package import SetiaCore

/// Whom events are told to: an address of the shop's own, by HTTP.
package struct Webhook: Sendable, Hashable {
    /// Its own; the listener of its lines.
    package let id: Identifier
    /// Where events are posted.
    package var url: String
    /// What people call it; may be empty.
    package var description: String
    /// Which events it is told of.
    package var topics: Topics
    /// Whether it is told of events.
    package var state: State
    /// When it was made.
    package let createdAt: Instant
    /// The first failure since it last took something; none while it takes.
    package var failingSince: Instant?
    /// When it last took something, to the minute.
    package var deliveredAt: Instant?

    /// Whether it is told of events, or why not.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// It is told.
        case enabled
        /// Somebody has switched it off.
        case disabled
        /// It answered 410 itself: nothing is there any more.
        case gone
    }

    /// Which events a webhook is told of.
    package enum Topics: Sendable, Hashable {
        /// All, those of later releases too.
        case all
        /// Events of these types.
        case some(Set<EventType>)

        /// Whether events of a type are among them.
        package func contains(_ type: EventType) -> Bool {
            switch self {
            case .all: true
            case .some(let types): types.contains(type)
            }
        }

        /// The types by name, sorted; `*` for all.
        package var names: [String] {
            switch self {
            case .all: ["*"]
            case .some(let types): types.map(\.rawValue).sorted()
            }
        }

        /// The topics of these names, or the first name that is no type of event.
        ///
        /// - Parameters:
        ///   - names: Names of types; `*` for all.
        ///   - type: The type of a name, one that the brand has declared among them.
        /// - Returns: the topics, or the name.
        package static func parse(
            _ names: some Sequence<String>,
            type: (String) -> EventType?
        ) -> Result<Topics, UnknownTopic> {
            var types: Set<EventType> = []
            var isAll = false
            for name in names {
                if name == "*" {
                    isAll = true
                } else if let type = type(name) {
                    types.insert(type)
                } else {
                    return .failure(UnknownTopic(name: name))
                }
            }
            return .success(isAll ? .all : .some(types))
        }
    }

    /// A name that is no type of event.
    package struct UnknownTopic: Error, Sendable, Hashable {
        /// As it was given.
        package let name: String
    }

    /// A webhook.
    package init(
        id: Identifier,
        url: String,
        description: String,
        topics: Topics,
        state: State = .enabled,
        createdAt: Instant,
        failingSince: Instant? = nil,
        deliveredAt: Instant? = nil
    ) {
        self.id = id
        self.url = url
        self.description = description
        self.topics = topics
        self.state = state
        self.createdAt = createdAt
        self.failingSince = failingSince
        self.deliveredAt = deliveredAt
    }
}

/// A webhook as it is kept, with its secrets.
package struct WebhookRecord: Sendable, Hashable {
    /// The webhook.
    package var webhook: Webhook
    /// What signs for it, newest first; several while one takes the place of another.
    package var secrets: [Secret]

    /// A secret as it is kept.
    package struct Secret: Sendable, Hashable {
        /// Its own; newer ones are greater.
        package let id: Identifier
        /// The bytes, sealed with the server's own keys.
        package let sealed: [UInt8]
        /// When it was made.
        package let createdAt: Instant
        /// It signs nothing from then on; never where there is none.
        package var expiresAt: Instant?

        /// A secret.
        package init(id: Identifier, sealed: [UInt8], createdAt: Instant, expiresAt: Instant? = nil) {
            self.id = id
            self.sealed = sealed
            self.createdAt = createdAt
            self.expiresAt = expiresAt
        }

        /// Whether it signs.
        package func isValid(at now: Instant) -> Bool { expiresAt.map { now < $0 } ?? true }
    }

    /// A record.
    package init(webhook: Webhook, secrets: [Secret]) {
        self.webhook = webhook
        self.secrets = secrets
    }
}

/// Why something cannot be done with a webhook.
///
/// Where several apply, the one that stands first here is given.
package enum WebhookRefusal: Error, Sendable, Hashable {
    /// There is no such webhook.
    case unknownWebhook
    /// A field cannot be taken; the reason in words that follow its name.
    case invalid(field: Field, reason: String)
    /// There are as many webhooks as there may be.
    case tooMany(most: Int)
    /// As many secrets hold at once as may.
    case tooManySecrets(most: Int)
    /// There is no such event.
    case unknownEvent
    /// It is switched off: nothing is put on its way to it.
    case notEnabled

    /// What may be wrong.
    package enum Field: String, Sendable, Hashable {
        case url, description, topics, keepOldHours
    }
}
