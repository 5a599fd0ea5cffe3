package import SetiaCore

/// A key with which a machine calls the API.
///
/// Its secret is shown once and never kept.
package struct APIKey: Sendable, Hashable {
    /// Opaque.
    package let id: String
    /// What people call it.
    package let name: String
    /// What it may do.
    package let scopes: Set<APIScope>
    /// How many requests a second it may send; none is what every key may.
    package let rate: Int64?
    /// When it was made.
    package let createdAt: Instant
    /// When it was ended, if it was.
    package let revokedAt: Instant?

    /// A key.
    package init(
        id: String,
        name: String,
        scopes: Set<APIScope>,
        rate: Int64? = nil,
        createdAt: Instant,
        revokedAt: Instant? = nil
    ) {
        self.rate = rate
        self.id = id
        self.name = name
        self.scopes = scopes
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}

/// What an API key may do.
package enum APIScope: String, Sendable, Hashable, CaseIterable {
    /// Post events of shops: orders, returns, redemptions, enrolments.
    case eventsWrite = "events:write"
    /// Read events, their explanations and ledgers.
    case eventsRead = "events:read"
    /// Create members and change them.
    case membersWrite = "members:write"
    /// Read members, what is personal included.
    case membersRead = "members:read"
    /// Give and take points by hand, and grant levels.
    case pointsAdjust = "points:adjust"
    /// Erase members.
    case membersErase = "members:erase"
    /// Read the programme and the shops.
    case programmeRead = "programme:read"
    /// Publish the programme and change shops.
    case programmeWrite = "programme:write"
    /// Say what a cart comes to, and look codes up.
    case vouchersRead = "vouchers:read"
    /// Make codes, use them and give them back.
    case vouchersWrite = "vouchers:write"
    /// Read what members write and what is answered.
    case conversationsRead = "conversations:read"
    /// Hand in what members write, and answer it.
    case conversationsWrite = "conversations:write"
    /// Read broadcasts, and why members got messages or did not.
    case broadcastsRead = "broadcasts:read"
    /// Write broadcasts, start and stop them.
    case broadcastsWrite = "broadcasts:write"
    /// Read journeys, and how many members are where in them.
    case journeysRead = "journeys:read"
    /// Write journeys, start and stop them: they send messages and give points.
    case journeysWrite = "journeys:write"
    /// Read events for members, and who comes.
    case gatheringsRead = "gatherings:read"
    /// Make events for members, take places for them, and let them in.
    case gatheringsWrite = "gatherings:write"
    /// Read metrics.
    case metricsRead = "metrics:read"
    /// Add webhooks, change them, and look at what they were told.
    case webhooks
}
