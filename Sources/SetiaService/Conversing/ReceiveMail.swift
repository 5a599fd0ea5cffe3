internal import JSONText
internal import MailText
internal import SetiaCare
internal import SetiaCore

/// What became of a mail that came in.
package enum MailReceipt: Sendable, Hashable {
    /// It stands in a conversation.
    case kept(Message)
    /// It stood there before.
    case repeated
    /// It says that a mail of ours did not arrive, and stands beside that mail.
    case bounce(MessagePlace)
    /// A program wrote it, and it belongs to nothing of ours.
    case ignored(Reason)

    /// Why a mail is not kept.
    package enum Reason: String, Sendable, Hashable {
        /// It tells of a mail that is not ours, or of something that changes nothing.
        case report
        /// An absence note or the like that answers nothing of ours.
        case automatic
        /// Somebody called a mail of ours unwanted.
        case complaint
        /// It says from nobody to whom it could be answered.
        case noSender = "no-sender"
        /// We sent it ourselves.
        case own
    }
}

extension SetiaService {
    /// The most that is kept of a text, in characters.
    private static let longestMail = 100_000
    /// The most that is kept of one file, in bytes; of larger ones the name.
    package static let largestFile = 5 << 20
    /// The most that is kept of all files of a message, in bytes.
    package static let largestFiles = 10 << 20
    /// So many files of a message are named.
    package static let mostFiles = 20

    /// Takes a mail as a mail server hands it over (rules N-3 to N-6).
    ///
    /// The same mail again changes nothing, so that a server may hand it over until it hears that it was taken.
    ///
    /// - Parameters:
    ///   - bytes: The mail.
    ///   - sender: Whom the server named as the sender; empty for nobody, none where it did not say.
    ///   - recipient: To whom the server was to deliver it, where it said so.
    /// - Returns: what became of it.
    /// - Throws: the world's trouble; nothing is kept then, and the same may be tried again.
    package func receiveMail(_ bytes: [UInt8], sender: String? = nil, recipient: String? = nil) async throws
        -> MailReceipt
    {
        let mail = ReceivedMail(bytes)
        let token = replyToken(in: mail, recipient)
        if let bounce = mail.bounce(envelopeSender: sender) { return try await take(bounce, token) }
        if let complaint = mail.complaint {
            if complaint.isComplaint, let id = complaint.originalMessageID { _ = try await suppress(id, .complaint) }
            return .ignored(.complaint)
        }
        let signs = mail.automaticSigns(envelopeSender: sender)
        guard let from = mail.from.first,
            let identity = try? Identity(kind: .email, text: "\(from.local)@\(from.domain)")
        else { return .ignored(.noSender) }
        if let own = staffPorts.mailbox, MailAddress(own)?.address.lowercased() == from.address.lowercased() {
            return .ignored(.own)
        }
        let arrived = ArrivedMail(
            mail: mail,
            from: from,
            identity: identity,
            token: token,
            key: messageKey(.mail, mail.messageID ?? "\(mail.date ?? 0) \(from.address) \(mail.subject)\n\(mail.text)"),
            isAutomatic: signs.contains { $0.showsProgram }
        )
        // Somebody else may make a member of this address at the same moment: then it is hers.
        for _ in 0..<3 {
            do {
                let receipt = try await keep(arrived)
                if case .kept(let message) = receipt, message.kind == .inbound {
                    let own = SplitReply(mail.text).new
                    let text = own.allSatisfy(\.isWhitespace) ? mail.subject : own
                    try await heedStopWord(text, of: message.conversation.member, by: .mail)
                }
                return receipt
            } catch is AddressTaken {
                continue
            }
        }
        throw StoreFailure(kind: .busy, message: "the address of a mail is being taken by somebody else")
    }

    private func keep(_ arrived: ArrivedMail) async throws -> MailReceipt {
        let now = surroundings.now()
        let ids = (surroundings.newIdentifier(), surroundings.newIdentifier(), surroundings.newIdentifier())
        let hash = sealing.identityHash(arrived.identity)
        let receipt = try await store.recording { ledger -> MailReceipt in
            if try ledger.keyed(arrived.key) != nil { return .repeated }
            let owner = try ledger.members(with: [hash])[0]
            let thread = try self.thread(of: arrived, writtenBy: owner, in: ledger)
            if arrived.isAutomatic, thread == nil { return .ignored(.automatic) }
            let known = thread?.member ?? owner
            let member: MemberID
            if let known, try ledger.erased(of: [known]).isEmpty {
                member = known
            } else {
                member = try self.addProspect(arrived, MemberID(ids.0), hash, in: ledger)
            }
            let (state, key) = try self.correspondent(member, in: ledger)
            // Who waited for her has been told by another mail meanwhile.
            if try ledger.keyed(arrived.key) != nil { return .repeated }
            var conversation =
                try thread.flatMap { $0.member == member ? try ledger.conversation($0) : nil }
                ?? Conversation(
                    id: ConversationID(member: member, ids.1),
                    channel: .mail,
                    startedAt: now,
                    isVerified: false
                )
            if arrived.token != nil, thread != nil { conversation.isVerified = true }
            let (content, files) = self.content(of: arrived)
            let new = NewMessage(
                id: ids.2,
                kind: arrived.isAutomatic ? .automatic : .inbound,
                channel: .mail,
                author: .member,
                content: content,
                files: files
            )
            let terms = try self.serviceTerms(of: state, at: now, in: ledger)
            let written = try self.write(new, to: conversation, terms, key: key, at: now, in: ledger)
            guard try ledger.claim(arrived.key, for: MessagePlace(conversation.id, written.message.number)) else {
                throw StoreFailure(kind: .busy, message: "the same mail is being taken by somebody else")
            }
            return .kept(written.message)
        }
        if case .kept(let message) = receipt { changeSignal.tell([message.conversation.member]) }
        return receipt
    }

    /// The conversation that a mail goes on.
    ///
    /// By the address that it answers to, else by the messages that it names, where whoever writes is the member of that
    /// conversation; what it is about says nothing.
    private func thread(
        of arrived: ArrivedMail,
        writtenBy owner: MemberID?,
        in ledger: any Ledger
    ) throws -> ConversationID? {
        if let token = arrived.token, let place = try ledger.keyed(messageKey(.token, token)) {
            return place.conversation
        }
        for id in arrived.mail.inReplyTo + arrived.mail.references.reversed().prefix(20) {
            guard let place = try ledger.keyed(messageKey(.mail, id)), place.conversation.member == owner else {
                continue
            }
            return place.conversation
        }
        return nil
    }

    /// Somebody whom we do not know becomes a prospect, known by her address, which nobody has shown to be hers.
    private func addProspect(
        _ arrived: ArrivedMail,
        _ member: MemberID,
        _ hash: IdentityHash,
        in ledger: any Ledger
    ) throws -> MemberID {
        let now = surroundings.now()
        let key = try sealing.newMemberKey()
        var person: JSONObject = [:]
        if let name = (try? line(String(arrived.from.name.prefix(100)))) ?? nil { person.set("name", .string(name)) }
        let identity = SealedIdentity(
            hash: hash,
            sealed: try sealing.seal(Array(arrived.identity.value.utf8), for: member, use: .identity, with: key),
            evidence: "mail",
            addedAt: now
        )
        let newcomer = MemberPart.Newcomer(
            key: key,
            identities: [identity],
            person: person.members.isEmpty
                ? nil : try sealing.seal(JSON.object(person).canonical, for: member, use: .person, with: key),
            words: words(of: person, [arrived.identity])
        )
        let part = MemberPart(state: MemberState(member: member), newcomer: newcomer, events: [])
        if try ledger.append([part])[0] != nil { throw AddressTaken() }
        return member
    }

    private func content(of arrived: ArrivedMail) -> (MessageContent, [Int: [UInt8]]) {
        let mail = arrived.mail
        let split = SplitReply(mail.text)
        var content = MessageContent(String(split.new.prefix(SetiaService.longestMail)))
        content.wasCut = content.text.utf8.count < split.new.utf8.count
        let subject = (try? line(String(mail.subject.prefix(300)))) ?? nil
        content.subject = subject
        if !split.quoted.isEmpty { content.quoted = String(split.quoted.prefix(20_000)) }
        content.address = arrived.from.address
        content.name = ((try? line(String(arrived.from.name.prefix(100)))) ?? nil)
        content.messageID = mail.messageID
        var files: [Int: [UInt8]] = [:]
        var size = 0
        for (place, file) in mail.attachments.prefix(SetiaService.mostFiles).enumerated() {
            let isKept = file.size <= SetiaService.largestFile && size + file.size <= SetiaService.largestFiles
            if isKept {
                files[place] = file.bytes
                size += file.size
            }
            content.files.append(
                MessageContent.File(
                    name: file.name,
                    type: file.mediaType,
                    size: file.size,
                    arrival: isKept ? .kept : .failed(.tooLarge)
                )
            )
        }
        return (content, files)
    }

    /// What stands in the address that a mail was sent to, where it is one to which answers of ours go.
    private func replyToken(in mail: ReceivedMail, _ recipient: String?) -> String? {
        guard let reply = staffPorts.replyAddress.flatMap({ MailAddress($0) }) else { return nil }
        let named = recipient.flatMap { MailAddress($0) }
            .flatMap { token(in: $0, mailbox: reply.local, domain: reply.domain) }
        return (named ?? mail.tokens(mailbox: reply.local, domain: reply.domain).first)?.lowercased()
    }

    // MARK: - What did not arrive

    private func take(_ bounce: BounceReport, _ token: String?) async throws -> MailReceipt {
        let keys = [bounce.originalMessageID.map { messageKey(.mail, $0) }, token.map { messageKey(.token, $0) }]
            .compactMap { $0 }
        let place = try await store.reading { archive -> MessagePlace? in
            for key in keys {
                guard let place = try archive.keyed(key) else { continue }
                if place.number > 0 { return place }
                let messages = try archive.messages(of: place.conversation.member, before: nil, limit: 100)
                let last = messages.first {
                    $0.message.conversation == place.conversation && $0.message.kind == .answer
                }
                if let last { return MessagePlace(place.conversation, last.message.number) }
            }
            return nil
        }
        let worst = bounce.recipients.map(\.meaning).first { $0 != .delayed && $0 != .delivered }
        guard let place else {
            if let cause = worst?.suppression, let id = bounce.originalMessageID { _ = try await suppress(id, cause) }
            return .ignored(.report)
        }
        let arrived = bounce.recipients.contains { $0.meaning == .delivered }
        guard worst != nil || arrived else { return .ignored(.report) }
        let now = surroundings.now()
        try await note(
            worst.map { DeliveryRecord(.failed, at: now, reason: Key($0.rawValue)) }
                ?? DeliveryRecord(.delivered, at: now),
            of: place
        )
        return .bounce(place)
    }
}

/// A mail with what was found out of it.
private struct ArrivedMail: Sendable {
    let mail: ReceivedMail
    let from: MailAddress
    let identity: Identity
    let token: String?
    let key: MessageKey
    let isAutomatic: Bool
}

/// Somebody got the address meanwhile.
private struct AddressTaken: Error {}

extension BounceMeaning {
    /// What follows for further mails: an address that is not there gets none, one that is full or busy none for a while.
    fileprivate var suppression: ContactState.Suppression.Cause? {
        switch self {
        case .unknownAddress: .hardBounce
        case .disabled, .full, .permanent, .temporary: .softBounces
        // The address is not to blame, or the mail is on its way.
        case .policy, .delayed, .delivered: nil
        }
    }
}

extension AutomaticSign {
    /// Whether it shows by itself that a program wrote; lists and wishes for no answer stand in mails of people too, and
    /// rather a circular is read than a person lost.
    fileprivate var showsProgram: Bool {
        switch self {
        case .autoSubmitted, .autoReplyHeader, .nullReturnPath, .daemon, .report: true
        case .precedence, .list, .asksForNoAnswer: false
        }
    }
}
