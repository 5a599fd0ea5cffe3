package import SetiaCore

/// What is to change of a channel; what is not named stays.
package struct ChannelChange: Sendable, Hashable {
    /// What is set anew; an empty text takes away what need not be set.
    package var values: [Channel.Setting]
    /// Which secrets are made anew here.
    package var renewed: [String]
    /// Whether anything comes and goes.
    package var isOn: Bool?

    /// A change.
    package init(values: [Channel.Setting] = [], renewed: [String] = [], isOn: Bool? = nil) {
        self.values = values
        self.renewed = renewed
        self.isOn = isOn
    }
}

/// What a network said to a test.
package enum ChannelTrial: Sendable, Hashable {
    /// It took the message.
    case taken
    /// It did not, and why in a word.
    case refused(Key)
    /// Nobody knows.
    case unknown
}

extension SetiaService {
    /// Changes what is set of a channel, makes secrets of it anew, or switches it off and on (rule O-17).
    ///
    /// - Parameters:
    ///   - name: Which.
    ///   - change: What is to be otherwise.
    ///   - actor: Who.
    /// - Returns: the channel, and the secrets that were made here, which nobody can read again.
    /// - Throws: `ChannelProblem`, or the world's trouble.
    package func changeChannel(_ name: String, _ change: ChannelChange, by actor: AuditActor) async throws
        -> (channel: Channel, made: [Channel.Setting])
    {
        let now = surroundings.now()
        return try await store.writing { ledger in
            guard var record = try ledger.channels().first(where: { $0.channel.name.text == name }),
                let adapter = self.channelPorts.adapter(record.channel.kind)
            else { throw ChannelProblem.unknown }
            var secrets = try self.secrets(of: record)
            try self.checkNames(change.values, adapter)
            for field in adapter.fields {
                guard let said = change.values.first(where: { $0.name == field.name }) else { continue }
                if said.value.isEmpty {
                    guard !field.isNeeded, !field.isSecret else {
                        throw ChannelProblem.invalid(field: field.name, reason: "is missing")
                    }
                    record.channel.settings.removeAll { $0.name == field.name }
                } else {
                    try self.check(said.value, field)
                    if field.isSecret { secrets.put(said) } else { record.channel.settings.put(said) }
                }
            }
            var made: [Channel.Setting] = []
            for name in change.renewed {
                guard let field = adapter.fields.first(where: { $0.name == name }),
                    [.made, .signing].contains(field.form)
                else { throw ChannelProblem.invalid(field: name, reason: "is no secret that is made here") }
                let secret = self.newSecret(field)
                made.append(secret)
                secrets.put(secret)
            }
            record.sealed = try self.sealed(secrets)
            if let isOn = change.isOn { record.channel.isOn = isOn }
            try ledger.save(record)
            let fields = change.values.map(\.name) + change.renewed
            if !fields.isEmpty {
                let details = ["kind": record.channel.kind.rawValue, "fields": fields.joined(separator: ", ")]
                try ledger.add(self.entry(.channelSaved, by: actor, at: now, subject: name, details: details))
            }
            if let isOn = change.isOn {
                let details = ["state": isOn ? "on" : "off"]
                try ledger.add(self.entry(.channelSwitched, by: actor, at: now, subject: name, details: details))
            }
            return (record.channel, made)
        }
    }

    /// Sends a short test by a channel, on or off, and says what the network answered (rule O-17).
    ///
    /// It stands in no conversation: whoever tests writes to a number or an account of her own.
    ///
    /// - Parameters:
    ///   - name: Which.
    ///   - contact: To whom: a number, or what the network calls her.
    ///   - language: Of the words.
    ///   - actor: Who.
    /// - Returns: what came of it.
    /// - Throws: `ChannelProblem`, or the world's trouble.
    package func testChannel(_ name: String, to contact: String, _ language: Language, by actor: AuditActor)
        async throws
        -> ChannelTrial
    {
        let now = surroundings.now()
        let (record, brand) = try await store.reading { archive in
            (try archive.channels().first { $0.channel.name.text == name }, try self.brandName(archive))
        }
        guard let record, let adapter = channelPorts.adapter(record.channel.kind) else { throw ChannelProblem.unknown }
        guard (1...200).contains(contact.utf8.count), contact.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw ChannelProblem.invalid(field: "to", reason: "must have 1 to 200 characters of ASCII, without spaces")
        }
        // WhatsApp's numbers have no plus sign.
        let isNumber = record.channel.kind == .whatsapp && contact.hasPrefix("+")
        let words = ChannelText(
            id: surroundings.newIdentifier(),
            contact: isNumber ? String(contact.dropFirst()) : contact,
            text: testWords(of: brand, language)
        )
        // Written down before it leaves: it leaves a trace whatever becomes of it.
        try await store.writing { ledger in
            try ledger.add(self.entry(.channelTested, by: actor, at: now, subject: name))
        }
        let answer = await channelPorts.sender.post(adapter.write(words, try opened(record, at: now)))
        return switch adapter.outcome(of: answer) {
        case .sent: .taken
        case .refused(_, let reason): .refused(reason)
        case .stopped: .refused("stopped")
        case .unknown: .unknown
        }
    }

    private func testWords(of brand: String, _ language: Language) -> String {
        switch language {
        case .en: "A test by \(brand)."
        case .ms: "Ujian daripada \(brand)."
        case .id: "Uji coba dari \(brand)."
        case .th: "ข้อความทดสอบจาก \(brand)"
        }
    }
}

// By somebody on the staff: allowed, done, and written in the log.

extension SetiaService {
    /// Makes a channel, by somebody who may; one of this name is in the way.
    ///
    /// - Returns: the channel, and the secrets that were made here, which nobody can read again.
    /// - Throws: `StaffRefusal`, `ChannelProblem`, or the world's trouble.
    package func addChannel(_ new: NewChannel, by session: StaffSession) async throws
        -> (channel: Channel, made: [Channel.Setting])
    {
        try await requireChannels(of: session)
        return try await saveChannel(new, replaces: false, by: session.actor)
    }

    /// Changes a channel, by somebody who may.
    ///
    /// - Returns: the channel, and the secrets that were made here, which nobody can read again.
    /// - Throws: `StaffRefusal`, `ChannelProblem`, or the world's trouble.
    package func changeChannel(_ name: String, _ change: ChannelChange, by session: StaffSession) async throws
        -> (channel: Channel, made: [Channel.Setting])
    {
        try await requireChannels(of: session)
        return try await changeChannel(name, change, by: session.actor)
    }

    /// Tests a channel, by somebody who may.
    ///
    /// - Returns: what the network answered.
    /// - Throws: `StaffRefusal`, `ChannelProblem`, or the world's trouble.
    package func testChannel(_ name: String, to contact: String, _ language: Language, by session: StaffSession)
        async throws -> ChannelTrial
    {
        try await requireChannels(of: session)
        return try await testChannel(name, to: contact, language, by: session.actor)
    }

    /// Takes a channel away, by somebody who may.
    ///
    /// - Throws: `StaffRefusal`, `ChannelProblem`, or the world's trouble.
    package func removeChannel(_ name: String, by session: StaffSession) async throws {
        try await requireChannels(of: session)
        try await removeChannel(name, by: session.actor)
    }

    private func requireChannels(of session: StaffSession) async throws {
        try await store.reading { _ = try self.account(of: session, may: .manageChannels, $0) }
    }
}

extension [Channel.Setting] {
    /// Puts a setting in the place of the one of its name, by name.
    fileprivate mutating func put(_ setting: Channel.Setting) {
        removeAll { $0.name == setting.name }
        append(setting)
        sort { Key($0.name) < Key($1.name) }
    }
}
