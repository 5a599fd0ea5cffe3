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
    /// the choices and ends nothing.
    ///
    /// - Parameters:
    ///   - id: Which.
    ///   - address: Whose; of somebody on the staff who may sign in.
    ///   - language: Of the words; none is her own, else the first that there is.
    ///   - actor: Who.
    /// - Returns: what became of it.
    /// - Throws: `BroadcastRefusal`, `StaffRefusal`, or the world's trouble.
    package func testBroadcast(_ id: Identifier, to address: String, language: Key?, by actor: AuditActor) async throws
        -> BroadcastTrial
    {
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
