package import SetiaCore

/// What the brand allows itself, as one version; the zone is the member's and handed in.
package struct ContactRules: Sendable, Hashable {
    /// Counted up with each change; stands in each decision.
    package var version: Int
    /// Limits; all of them hold.
    package var limits: [FrequencyLimit]
    /// When nobody is written to.
    package var quiet: WeekHours?
    /// Over how many minutes what was held up is spread when quiet ends; 0 is all at once.
    package var spreadMinutes: Int
    /// When what may wait goes together; none is never, and then it is known only that it does not go alone (rule K-19).
    package var digest: ContactPolicy.Digest?
    /// How long after she wrote an answer may go although it is quiet, in minutes.
    package var awakeMinutes: Int
    /// What platforms allow, by channel; a channel that is not named has no window.
    package var windows: [PlatformWindow]
    /// Who gets nothing, to see what messages do.
    package var holdOut: HoldOut?
    /// Who gets no promotion of any kind, since she is held out of all selling (rule C-12).
    package var whole: SetiaCore.HoldOut?
    /// What may not stand in a message, by country and channel.
    package var contentBans: [ContentBan]
    /// What is left to spend, by channel; a channel that is not named has no budget.
    package var budgets: [ChannelBudget]
    /// The key by which members are spread and held out.
    package var hashKey: HashKey

    /// A key of 128 bits.
    package struct HashKey: Sendable, Hashable {
        let low: UInt64
        let high: UInt64

        /// A key of two halves.
        package init(low: UInt64, high: UInt64) {
            self.low = low
            self.high = high
        }
    }

    /// How long after she wrote free words may go, in minutes.
    package struct PlatformWindow: Sendable, Hashable {
        /// The channel.
        package let channel: Key
        /// For anybody: 24 hours with Meta's channels.
        package let minutes: Int
        /// For words that a person wrote; none is no longer than for others.
        package let humanMinutes: Int?

        /// A window.
        package init(channel: Key, minutes: Int, humanMinutes: Int? = nil) {
            self.channel = channel
            self.minutes = minutes
            self.humanMinutes = humanMinutes
        }
    }

    /// A part of the members who get nothing of some purposes.
    package struct HoldOut: Sendable, Hashable {
        /// Its name; another name is other members.
        package let name: Key
        /// How many of 10,000.
        package let perTenThousand: Int
        /// For which purposes.
        package let purposes: [Key]

        /// A hold-out.
        package init(name: Key, perTenThousand: Int, purposes: [Key]) {
            self.name = name
            self.perTenThousand = perTenThousand
            self.purposes = purposes
        }
    }

    /// What may not stand in a message.
    package struct ContentBan: Sendable, Hashable {
        /// In which country.
        package let country: Key
        /// By which channel.
        package let channel: Key
        /// What.
        package let trait: Key

        /// A ban.
        package init(country: Key, channel: Key, trait: Key) {
            self.country = country
            self.channel = channel
            self.trait = trait
        }
    }

    /// What is left to spend on a channel.
    package struct ChannelBudget: Sendable, Hashable {
        /// The channel.
        package let channel: Key
        /// In the unit in which intents say what they cost.
        package let left: Int64

        /// What is left.
        package init(channel: Key, left: Int64) {
            self.channel = channel
            self.left = left
        }
    }

    /// Rules that forbid nothing of their own: no limits, no quiet, no windows.
    package init(version: Int = 1, hashKey: HashKey) {
        self.version = version
        limits = []
        spreadMinutes = 45
        awakeMinutes = 30
        windows = []
        contentBans = []
        budgets = []
        self.hashKey = hashKey
    }
}

extension ContactRules {
    /// The limits with which a brand begins: promotions once a day and three times a week, surveys once in 30 days,
    /// and so questions about something just now, which leave the surveys their place (rule Q-8).
    package static let usualLimits: [FrequencyLimit] = [
        FrequencyLimit(id: "promotions-day", most: 1, windowMinutes: 1_440, kinds: [.promotion]),
        FrequencyLimit(id: "promotions-week", most: 3, windowMinutes: 7 * 1_440, kinds: [.promotion]),
        FrequencyLimit(id: "surveys-month", most: 1, windowMinutes: 30 * 1_440, kinds: [.survey]),
        FrequencyLimit(id: "questions-month", most: 1, windowMinutes: 30 * 1_440, kinds: [.question]),
    ]

    /// What countries forbid: in Malaysia no text to a telephone may hold a link, whoever sends it (rule K-27).
    ///
    /// Source: Malaysian Communications and Multimedia Commission, from 1 September 2024.
    package static let usualBans = [ContentBan(country: "MY", channel: "sms", trait: "url")]

    /// The rules that a version of the programme states.
    ///
    /// - Parameters:
    ///   - policy: What it says.
    ///   - version: Its number, which stands in each decision.
    ///   - hashKey: The brand's own, by which members are spread and held out.
    /// - Returns: The rules; surveys and questions have the usual limits.
    package static func of(_ policy: ContactPolicy, version: Int, hashKey: HashKey) -> ContactRules {
        var rules = ContactRules(version: version, hashKey: hashKey)
        rules.limits = usualLimits.map { limit in
            switch limit.id {
            case "promotions-day": limit.allowing(policy.promotionsPerDay)
            case "promotions-week": limit.allowing(policy.promotionsPerWeek)
            default: limit
            }
        }
        rules.quiet = policy.quiet.isEmpty ? nil : WeekHours.quiet(policy.quiet.map { ($0.from, $0.to) })
        rules.spreadMinutes = policy.spreadMinutes
        rules.digest = policy.digest
        rules.contentBans = usualBans
        return rules
    }

    /// The rules with which a brand begins: the usual limits, and nobody is written to from 21:00 to 08:00.
    ///
    /// - Parameter hashKey: The brand's own, by which members are spread and held out.
    /// - Returns: Version 1.
    package static func usual(hashKey: HashKey) -> ContactRules {
        var rules = ContactRules(hashKey: hashKey)
        rules.limits = usualLimits
        rules.quiet = WeekHours.quiet([(21 * 60, 8 * 60)])
        return rules
    }
}
