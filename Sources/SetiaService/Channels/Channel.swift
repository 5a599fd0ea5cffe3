package import SetiaCore

/// A line of the brand's to a network of others: a number for texts, a bot, a page.
package struct Channel: Sendable, Hashable {
    /// What it is called in addresses and commands; small letters, digits and hyphens.
    package let name: Key
    /// What kind of network.
    package let kind: MessageChannel
    /// What is set and no secret, by name; in the order of the names.
    package var settings: [Setting]
    /// Whether anything comes and goes.
    package var isOn: Bool
    /// When it was made.
    package let createdAt: Instant

    /// Something that is set.
    package struct Setting: Sendable, Hashable {
        /// Which.
        package let name: String
        /// To what.
        package let value: String

        /// Something that is set.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A channel.
    package init(name: Key, kind: MessageChannel, settings: [Setting], isOn: Bool = true, createdAt: Instant) {
        self.name = name
        self.kind = kind
        self.settings = settings
        self.isOn = isOn
        self.createdAt = createdAt
    }

    /// What is set under a name, or none.
    package func setting(_ name: String) -> String? { settings.first { $0.name == name }?.value }
}

/// A channel as it is kept: its secrets sealed with the server's own keys.
package struct ChannelRecord: Sendable, Hashable {
    /// The channel.
    package var channel: Channel
    /// Its secrets, as one sealed document.
    package var sealed: [UInt8]

    /// A record.
    package init(channel: Channel, sealed: [UInt8]) {
        self.channel = channel
        self.sealed = sealed
    }
}

/// A channel with its secrets open, and what its adapter needs of the world.
package struct OpenChannel: Sendable {
    /// The channel.
    package let channel: Channel
    /// When it is used.
    package let now: Instant
    private let secrets: [Channel.Setting]
    private let authenticate: @Sendable (_ content: [UInt8], _ key: [UInt8]) -> [UInt8]

    /// An open channel.
    ///
    /// - Parameters:
    ///   - channel: Which.
    ///   - secrets: What opens and signs.
    ///   - now: When it is used.
    ///   - authenticate: HMAC-SHA-256 of a content under a key.
    package init(
        _ channel: Channel,
        secrets: [Channel.Setting],
        now: Instant,
        authenticate: @escaping @Sendable (_ content: [UInt8], _ key: [UInt8]) -> [UInt8]
    ) {
        self.channel = channel
        self.secrets = secrets
        self.now = now
        self.authenticate = authenticate
    }

    /// What is set under a name; empty where nothing is.
    package func setting(_ name: String) -> String { channel.setting(name) ?? "" }

    /// The secret of a name; empty where there is none, and then nothing is believed.
    package func secret(_ name: String) -> String { secrets.first { $0.name == name }?.value ?? "" }

    /// HMAC-SHA-256 of a content under a key.
    package func authentication(of content: [UInt8], key: [UInt8]) -> [UInt8] { authenticate(content, key) }

    /// Whether a content is of somebody who knows a secret: looked at over the bytes as they came, in constant time.
    package func isAuthentic(_ content: [UInt8], key: [UInt8], mark: [UInt8]?) -> Bool {
        guard !key.isEmpty, let mark else { return false }
        return isSame(authenticate(content, key), mark)
    }

    /// Whether somebody shows a secret of this name; never where none is set.
    package func isShown(_ secret: String, by shown: String?) -> Bool {
        let wanted = self.secret(secret)
        guard let shown, !wanted.isEmpty else { return false }
        return isSame(Array(wanted.utf8), Array(shown.utf8))
    }
}
