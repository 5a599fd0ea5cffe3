package import JSONText
internal import SetiaCare
package import SetiaCore

/// What became of a test of a broadcast.
package struct BroadcastTrial: Sendable, Hashable {
    /// To whom it went.
    package let to: String
    /// In which language.
    package let language: Key
    /// Why it did not leave; none where it did.
    package let failure: MailFailure?

    /// As interfaces tell it.
    package var json: JSON {
        var object: JSONObject = [
            "language": .string(language.text), "left": .bool(failure == nil), "to": .string(to),
        ]
        if let failure { object.set("reason", .string(failure.reason)) }
        return .object(object)
    }
}

extension SetiaService {
    /// Sends a broadcast as a mail to somebody on the staff, who sees what members will (rule G-14).
    ///
    /// It is the same page with her own name in it, with "Test" before the subject; it counts for nobody, and its link leads to
    /// the choices and ends nothing. By a network it goes to a number or to what the network calls whoever tries it.
    ///
    /// - Parameters:
    ///   - id: Which.
    ///   - address: Whose; of somebody on the staff who may sign in, and by a network where it goes there.
    ///   - way: By which of its ways, as documents call it.
    ///   - language: Of the words; none is her own, else the first that there is.
    ///   - actor: Who.
    /// - Returns: what became of it.
    /// - Throws: `BroadcastRefusal`, `StaffRefusal`, or the world's trouble.
    package func testBroadcast(
        _ id: Identifier,
        to address: String,
        way: String = "mail",
        language: Key?,
        by actor: AuditActor
    ) async throws -> BroadcastTrial {
        guard way == "mail" else {
            return try await testByNetwork(id, to: address, way: way, language: language, by: actor)
        }
        let now = surroundings.now()
        let found = try await staffMember(email: address)
        let (broadcast, brand, reader, rendering) = try await store.writing { ledger in
            try self.allowBroadcasting(actor, ledger)
            guard let broadcast = try ledger.broadcast(id), broadcast.journey == nil else {
                throw BroadcastRefusal.unknownBroadcast
            }
            guard !self.staffPorts.address.isEmpty else { throw BroadcastRefusal.noAddress }
            guard let reader = found, reader.status == .active else {
                throw BroadcastRefusal.malformed([BroadcastProblem(field: "to", kind: .notStaff)])
            }
            let rendering = broadcast.content.rendering(in: language ?? Key(reader.language.rawValue))
            guard language == nil || rendering.language == language else {
                throw BroadcastRefusal.malformed([BroadcastProblem(field: "language", kind: .notLanguage)])
            }
            let details = ["language": rendering.language.text]
            try ledger.add(self.entry(.broadcastTested, by: actor, at: now, subject: id.text, details: details))
            return (broadcast, try self.brandName(ledger), reader, rendering)
        }
        let mail = trial(of: broadcast, rendering, to: reader, brand, at: now)
        do {
            try await staffPorts.mail.send(mail)
            return BroadcastTrial(to: reader.email, language: rendering.language, failure: nil)
        } catch {
            let failure = error as? MailFailure ?? MailFailure(isTemporary: true, reason: "\(error)")
            return BroadcastTrial(to: reader.email, language: rendering.language, failure: failure)
        }
    }

    private func testByNetwork(
        _ id: Identifier,
        to address: String,
        way: String,
        language: Key?,
        by actor: AuditActor
    ) async throws -> BroadcastTrial {
        let now = surroundings.now()
        let (post, adapter, rendering) = try await store.writing { ledger in
            try self.allowBroadcasting(actor, ledger)
            guard let broadcast = try ledger.broadcast(id), broadcast.journey == nil else {
                throw BroadcastRefusal.unknownBroadcast
            }
            let channel = BroadcastContent.ways.first { $0.name == way }?.channel
            guard let channel, broadcast.content.concept.channels.contains(channel),
                let kind = MessageChannel(rawValue: channel.text), let adapter = self.channelPorts.adapter(kind),
                let record = try ledger.channels().first(where: { $0.channel.kind == kind && $0.channel.isOn })
            else { throw malformed("way", .noWay) }
            let rendering = broadcast.content.rendering(in: language, by: channel)
            guard language == nil || rendering.language == language else { throw malformed("language", .notLanguage) }
            var contact = address
            if kind == .sms || kind == .whatsapp {
                guard let phone = try? Identity(kind: .phone, text: address).value else {
                    throw malformed("to", .notNumber)
                }
                contact = kind == .whatsapp ? String(phone.dropFirst()) : phone
            }
            guard (1...200).contains(contact.utf8.count) else { throw malformed("to", .empty) }
            let spoken = Language(rawValue: rendering.language.text) ?? .en
            let brand = try self.brandName(ledger)
            let said = CannedAnswer(name: "", language: spoken, text: rendering.text)
                .filled(["name": "", "brand": brand])
            var text = ChannelText(
                id: self.surroundings.newIdentifier(),
                contact: contact,
                text: "\(self.testWord(spoken)): \(said)\n\n\(BroadcastFoot.stop(brand, spoken))"
            )
            if let template = rendering.template {
                text.template = "\(template):\(spoken.rawValue)"
                text.parameters = filledPlaces(in: rendering.text, ["name": self.testWord(spoken), "brand": brand])
            }
            let details = ["language": rendering.language.text, "way": way]
            try ledger.add(self.entry(.broadcastTested, by: actor, at: now, subject: id.text, details: details))
            return (adapter.write(text, try self.opened(record, at: now)), adapter, rendering)
        }
        var failure: MailFailure?
        switch adapter.outcome(of: await channelPorts.sender.post(post)) {
        case .sent: break
        case .refused(let isTemporary, let reason): failure = MailFailure(isTemporary: isTemporary, reason: reason.text)
        case .stopped: failure = MailFailure(isTemporary: false, reason: "stopped")
        case .unknown: failure = MailFailure(isTemporary: true, mayHaveLeft: true, reason: "no answer came")
        }
        return BroadcastTrial(to: address, language: rendering.language, failure: failure)
    }

    private func trial(
        of broadcast: Broadcast,
        _ rendering: MessageConcept.Rendering,
        to reader: StaffMember,
        _ brand: String,
        at now: Instant
    ) -> Mail {
        let language = Language(rawValue: rendering.language.text) ?? .en
        let places = ["name": reader.name, "brand": brand]
        let page = BroadcastPage(
            subject: CannedAnswer(name: "", language: language, text: rendering.title).filled(places),
            text: CannedAnswer(name: "", language: language, text: rendering.text).filled(places),
            foot: BroadcastFoot(
                brand: brand,
                agreedOn: nil,
                unsubscribe: "\(staffPorts.address)/card/preferences",
                preferences: "\(staffPorts.address)/card/preferences",
                language: language
            )
        )
        return Mail(
            to: Mailbox(name: reader.name, address: reader.email),
            subject: "\(testWord(language)): \(page.subject)",
            text: page.plain,
            html: page.html,
            language: language,
            id: surroundings.newIdentifier(),
            at: now
        )
    }

    private func testWord(_ language: Language) -> String {
        switch language {
        case .en: "Test"
        case .ms: "Ujian"
        case .id: "Uji coba"
        case .th: "ทดสอบ"
        }
    }
}

private func malformed(_ field: String, _ kind: BroadcastProblem.Kind) -> BroadcastRefusal {
    .malformed([BroadcastProblem(field: field, kind: kind)])
}
