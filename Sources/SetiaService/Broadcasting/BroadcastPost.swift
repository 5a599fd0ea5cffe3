internal import SetiaCare
internal import SetiaCore

/// A message as it leaves.
enum OutgoingForm: Sendable {
    case mail(Mail)
    case post(ChannelPost, any ChannelAdapter)
}

/// What a message comes to that is to go by a network.
enum BroadcastPost: Sendable {
    /// It may be handed over.
    case ready(ChannelPost, any ChannelAdapter)
    /// It may not go after all: seen only once her number was opened.
    case barred(ContactDecision.Reason)
    /// Filled in for her it is more than the network takes.
    case unsayable
}

extension SetiaService {
    /// A broadcast as a request to the network by which a member gets it, with its end (rule G-18).
    func post(
        _ contact: Contact,
        _ broadcast: Broadcast,
        _ state: MemberState,
        _ key: WrappedKey,
        _ brand: String,
        at now: Instant,
        _ archive: any Archive
    ) throws -> BroadcastPost {
        guard let kind = MessageChannel(rawValue: contact.channel.text), let adapter = channelPorts.adapter(kind),
            let (record, address) = try place(of: contact.member, kind, key, archive)
        else { return .barred(.unreachable) }
        let words = try words(contact, broadcast, state, key, brand, archive)
        let said = words.text + words.end(of: contact.kind)
        // Her number tells of a country, too, whatever she said of herself.
        if kind == .sms, address.hasPrefix("+60"), said.utf8.contains("://".utf8) { return .barred(.contentBan) }
        var text = ChannelText(id: contact.id, contact: address, text: said)
        if let template = words.template {
            text.template = "\(template):\(words.foot.language.rawValue)"
            text.parameters = words.parameters
        } else if adapter.problem(with: said, record.channel) != nil {
            return .unsayable
        }
        return .ready(adapter.write(text, try opened(record, at: now)), adapter)
    }

    /// By which of the brand's lines a member is written to by a network, and where.
    private func place(
        of member: MemberID,
        _ kind: MessageChannel,
        _ key: WrappedKey,
        _ archive: any Archive
    ) throws -> (record: ChannelRecord, address: String)? {
        let records = try archive.channels().filter { $0.channel.kind == kind && $0.channel.isOn }
        let identities = try open(archive.person(member)?.identities ?? [], of: member, with: key)
        // What the network calls her on a line, else her number.
        for record in records {
            let mark = "\(record.channel.name.text):"
            let known = identities.first { $0.kind == .channel && $0.value.hasPrefix(mark) }
            if let known { return (record, String(known.value.dropFirst(mark.count))) }
        }
        guard kind == .sms || kind == .whatsapp, let record = records.first,
            let phone = identities.first(where: { $0.kind == .phone })?.value
        else { return nil }
        // WhatsApp's numbers have no plus sign.
        return (record, kind == .whatsapp ? String(phone.dropFirst()) : phone)
    }

    /// Hands a message over to a network.
    ///
    /// - Throws: `MailFailure`, where it did not leave or nobody knows.
    func send(_ post: ChannelPost, _ adapter: any ChannelAdapter, to contact: Contact) async throws {
        switch adapter.outcome(of: await channelPorts.sender.post(post)) {
        case .sent: return
        case .refused(let isTemporary, let reason): throw MailFailure(isTemporary: isTemporary, reason: reason.text)
        case .stopped:
            try await stopWriting(to: contact.member, by: adapter.kind)
            throw MailFailure(isTemporary: false, reason: "stopped")
        case .unknown:
            // Who knows a message again by its id takes it once.
            throw MailFailure(isTemporary: true, mayHaveLeft: !adapter.mayRepeat, reason: "no answer came")
        }
    }
}

extension BroadcastWords {
    /// How whoever gets it ends it; what she is owed has no end.
    func end(of kind: ContactIntent.Kind) -> String { kind.needsConsent ? "\n\n\(foot.stop)" : "" }
}

extension BroadcastFoot {
    /// What stands under a message by a network: who writes, and how she gets no more.
    var stop: String { BroadcastFoot.stop(brand, language) }

    /// The same of a brand, in a language.
    static func stop(_ brand: String, _ language: Language) -> String {
        switch language {
        case .en: "\(brand). To get no more, answer STOP"
        case .ms: "\(brand). Untuk berhenti, balas STOP"
        case .id: "\(brand). Untuk berhenti, balas STOP"
        case .th: "\(brand) · ไม่รับอีก ตอบ STOP"
        }
    }
}
