internal import JSONText
internal import SetiaCore

/// What somebody says of a channel that is to be.
package struct NewChannel: Sendable, Hashable {
    /// What it is to be called.
    package var name: String
    /// What kind of network.
    package var kind: String
    /// What is set, secrets among it; no name twice.
    package var values: [Channel.Setting]

    /// A channel to be.
    package init(name: String, kind: String, values: [Channel.Setting]) {
        self.name = name
        self.kind = kind
        self.values = values
    }
}

/// Why a channel cannot be made or changed.
package enum ChannelProblem: Error, Sendable, Hashable {
    /// A field cannot be taken; the reason in words that follow its name.
    case invalid(field: String, reason: String)
    /// There is no channel of this name.
    case unknown
    /// There is one of this name, and it was not to be set up anew.
    case taken
    /// There are as many channels as there may be.
    case tooMany(most: Int)
}

extension SetiaService {
    /// So many channels there may be.
    package static let mostChannels = 20

    /// All channels, by name.
    package func channels() async throws -> [Channel] {
        try await store.reading { try $0.channels().map(\.channel) }
    }

    /// Makes a channel, or sets up anew the one of this name; messages come and go from now on.
    ///
    /// - Parameters:
    ///   - new: What somebody says of it.
    ///   - replaces: Whether one of this name is set up anew; else it is in the way.
    ///   - actor: Who.
    /// - Returns: the channel, and the secrets that were made here, which nobody can read again.
    /// - Throws: `ChannelProblem`, or the world's trouble.
    package func saveChannel(_ new: NewChannel, replaces: Bool = true, by actor: AuditActor) async throws
        -> (channel: Channel, made: [Channel.Setting])
    {
        let name = try channelName(new.name)
        guard let kind = MessageChannel(rawValue: new.kind), let adapter = channelPorts.adapter(kind) else {
            let known = channelPorts.adapters.map(\.kind.rawValue).joined(separator: ", ")
            throw ChannelProblem.invalid(field: "kind", reason: "must be one of \(known)")
        }
        var (settings, secrets, made): ([Channel.Setting], [Channel.Setting], [Channel.Setting]) = ([], [], [])
        try checkNames(new.values, adapter)
        for field in adapter.fields {
            let said = new.values.first { $0.name == field.name }?.value
            if let said { try check(said, field) }
            switch (field.form, said) {
            case (.made, nil), (.signing, nil):
                let secret = newSecret(field)
                made.append(secret)
                secrets.append(secret)
            case (_, nil):
                if field.isNeeded { throw ChannelProblem.invalid(field: field.name, reason: "is missing") }
            case (_, let said?):
                let setting = Channel.Setting(name: field.name, value: said)
                if field.isSecret { secrets.append(setting) } else { settings.append(setting) }
            }
        }
        let now = surroundings.now()
        let sealed = try self.sealed(secrets)
        settings.sort { Key($0.name) < Key($1.name) }
        let channel = Channel(name: name, kind: kind, settings: settings, createdAt: now)
        try await store.writing { ledger in
            let all = try ledger.channels()
            let known = all.first { $0.channel.name == name }
            guard replaces || known == nil else { throw ChannelProblem.taken }
            if let known, known.channel.kind != kind {
                throw ChannelProblem.invalid(field: "kind", reason: "is \(known.channel.kind.rawValue) by this name")
            }
            guard known != nil || all.count < SetiaService.mostChannels else {
                throw ChannelProblem.tooMany(most: SetiaService.mostChannels)
            }
            try ledger.save(ChannelRecord(channel: channel, sealed: sealed))
            try ledger.add(
                self.entry(.channelSaved, by: actor, at: now, subject: name.text, details: ["kind": new.kind])
            )
        }
        return (channel, made)
    }

    /// Takes a channel away: nothing comes or goes by it any more; what was said stays.
    ///
    /// - Throws: `ChannelProblem.unknown`, or the world's trouble.
    package func removeChannel(_ name: String, by actor: AuditActor) async throws {
        let now = surroundings.now()
        try await store.writing { ledger in
            guard try ledger.removeChannel(Key(name)) else { throw ChannelProblem.unknown }
            try ledger.add(self.entry(.channelRemoved, by: actor, at: now, subject: name))
        }
    }

    private func channelName(_ text: String) throws(ChannelProblem) -> Key {
        let isPlain = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard (1...40).contains(text.utf8.count), isPlain, text.utf8.first != 45 else {
            throw .invalid(field: "name", reason: "must be 1 to 40 small letters, digits and hyphens")
        }
        return Key(text)
    }

    /// Lets through what a field may be set to.
    func check(_ said: String, _ field: ChannelField) throws(ChannelProblem) {
        guard !said.isEmpty, said.utf8.count <= 2_000, said.unicodeScalars.allSatisfy({ $0.value >= 32 }) else {
            throw .invalid(field: field.name, reason: "must have 1 to 2000 bytes and no control characters")
        }
        switch field.form {
        case .address:
            if let reason = WebhookAddress.problem(said, allowsPrivate: channelPorts.allowsPrivate) {
                throw .invalid(field: field.name, reason: reason)
            }
        case .number(let most):
            guard let number = Int(said), (1...most).contains(number) else {
                throw .invalid(field: field.name, reason: "must be 1 to \(most)")
            }
        case .signing:
            guard let bytes = SignedMessage.bytes(ofSecret: said), (24...64).contains(bytes.count) else {
                throw .invalid(field: field.name, reason: "must be whsec_ and base 64 of 24 to 64 bytes")
            }
        case .secret, .made:
            guard said.utf8.count >= 8, said.utf8.allSatisfy({ (33...126).contains($0) }) else {
                throw .invalid(field: field.name, reason: "must be 8 or more characters of ASCII, without spaces")
            }
        case .text: break
        }
    }

    /// Lets values through that name fields of the adapter, none twice.
    func checkNames(_ values: [Channel.Setting], _ adapter: any ChannelAdapter) throws(ChannelProblem) {
        for (place, value) in values.enumerated() {
            guard adapter.fields.contains(where: { $0.name == value.name }) else {
                let known = adapter.fields.map(\.name).joined(separator: ", ")
                throw .invalid(field: value.name, reason: "is no field of \(adapter.kind.rawValue): \(known)")
            }
            guard !values.prefix(place).contains(where: { $0.name == value.name }) else {
                throw .invalid(field: value.name, reason: "is said twice")
            }
        }
    }

    /// A secret that is made here.
    func newSecret(_ field: ChannelField) -> Channel.Setting {
        let bytes = sealing.newBytes(32)
        let text = field.form == .signing ? SignedMessage.text(ofSecret: bytes) : hexadecimal(bytes)
        return Channel.Setting(name: field.name, value: text)
    }

    /// Secrets as they are kept.
    func sealed(_ secrets: [Channel.Setting]) throws -> [UInt8] {
        let document = JSON.object(secrets.reduce(into: JSONObject()) { $0.set($1.name, .string($1.value)) })
        return try sealing.seal(document.canonical, use: .channelSecret)
    }

    /// The secrets of a channel.
    ///
    /// - Throws: `SealingFailure` where they cannot be opened.
    func secrets(of record: ChannelRecord) throws -> [Channel.Setting] {
        let document = try JSON.parse(try sealing.open(record.sealed, use: .channelSecret))
        return (document.object?.members ?? []).map { Channel.Setting(name: $0.key, value: $0.value.string ?? "") }
    }

    /// A channel with its secrets open.
    ///
    /// - Throws: `SealingFailure` where they cannot be opened.
    func opened(_ record: ChannelRecord, at now: Instant) throws -> OpenChannel {
        let sealing = sealing
        return OpenChannel(
            record.channel,
            secrets: try secrets(of: record),
            now: now,
            authenticate: { sealing.messageAuthentication(of: $0, key: $1) }
        )
    }
}
