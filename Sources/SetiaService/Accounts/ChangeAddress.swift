internal import JSONText
package import SetiaCore

/// What a member is asked for while her address changes (rule A-4).
package enum AddressStep: Sendable, Hashable {
    /// A code that was sent to where she is known: it shows that she asks. The secret under which it waits.
    case known(token: String, sentTo: Identity)
    /// A code that was sent to the new address: it shows that it is hers. The secret under which it waits.
    case new(token: String, sentTo: Identity)
    /// The address is another.
    case done(Identity)
}

extension SetiaService {
    /// Begins a change of a member's e-mail or phone, by herself (rule A-4).
    ///
    /// A code goes to an address that is known to be hers; where she has none to which one can go, to the new one at once.
    ///
    /// - Parameters:
    ///   - member: Who, signed in.
    ///   - identity: The new one.
    ///   - language: Of the letters.
    ///   - client: The network address of her browser.
    /// - Returns: which code is asked for first.
    /// - Throws: `AccountRefusal`, `Refusal.memberSuspended`, `ConfirmationRefusal`, `MailFailure` where no code could be
    ///   sent; the world's trouble. Nothing has changed then.
    package func startChangingAddress(
        of member: MemberID,
        to identity: Identity,
        language: Language,
        client: String
    ) async throws -> AddressStep {
        guard identity.kind == .email || identity.kind == .phone else {
            throw AccountRefusal.noAddress(identity.kind)
        }
        let known = try await addresses(of: member)
        guard !known.contains(identity) else { throw AccountRefusal.sameAddress }
        let first = known.first { $0.kind == identity.kind } ?? known.first
        let note = AddressNote(member: member, new: identity, isKnownStep: first != nil)
        let token = try await startConfirming(
            first ?? identity,
            payload: note.bytes,
            language: language,
            client: client
        )
        if let first { return .known(token: token, sentTo: first) }
        return .new(token: token, sentTo: identity)
    }

    /// Takes a code of a change that was begun; after the first a second one goes to the new address, after that it is hers.
    ///
    /// Those addresses that were hers before are written to with a link by which whoever reads them stops the account
    /// (rule A-2); where no letter can be sent nothing is changed.
    ///
    /// - Throws: `ConfirmationRefusal`, `AccountRefusal`, `Refusal`, `MailFailure`; the world's trouble.
    package func goOnChangingAddress(
        of member: MemberID,
        token: String,
        code: String,
        language: Language,
        client: String
    ) async throws -> AddressStep {
        let confirmed = try await confirm(token, code: code)
        guard let note = AddressNote(bytes: confirmed.payload), note.member == member else {
            throw ConfirmationRefusal.unknown
        }
        guard !note.isKnownStep else {
            let next = AddressNote(member: member, new: note.new, isKnownStep: false)
            let token = try await startConfirming(note.new, payload: next.bytes, language: language, client: client)
            return .new(token: token, sentTo: note.new)
        }
        try await setAddress(note.new, of: member, evidence: SetiaService.changedByHerself, by: .member)
        return .done(note.new)
    }

    /// Sets a member's e-mail or phone, by staff or another program that has seen who she is (rule A-5).
    ///
    /// - Parameters:
    ///   - identity: The new one; it takes the place of what she had of its kind.
    ///   - member: Whose.
    ///   - reason: Why, 1 to 500 characters; it stands in the log.
    ///   - actor: Staff who may edit members, or a key.
    /// - Throws: `AccountRefusal`, `StaffRefusal`, `Refusal`, `MailFailure`; the world's trouble. Nothing has changed then.
    package func setAddress(_ identity: Identity, of member: MemberID, reason: String, by actor: AuditActor)
        async throws
    {
        guard identity.kind == .email || identity.kind == .phone else {
            throw AccountRefusal.noAddress(identity.kind)
        }
        let reason = try accountReason(reason)
        try await allowEditing(actor)
        if case .staff(let id, _) = actor { try await refuseOwn(member, staff: id) }
        guard try await store.reading({ try $0.states([StateRequest(member: member)])[0] }) != nil else {
            throw AccountRefusal.unknownMember(member)
        }
        guard try await !addresses(of: member, mayBeStopped: true).contains(identity) else {
            throw AccountRefusal.sameAddress
        }
        try await setAddress(identity, of: member, evidence: SetiaService.changedByStaff, by: actor, reason: reason)
    }

    /// What stands beside an address of hers that took another's place.
    static let changedByHerself: Key = "changed"
    static let changedByStaff: Key = "changed-by-staff"

    private func setAddress(
        _ identity: Identity,
        of member: MemberID,
        evidence: Key,
        by actor: AuditActor,
        reason: String? = nil
    ) async throws {
        let now = surroundings.now()
        let change = surroundings.newIdentifier()
        let before = try await addresses(of: member, mayBeStopped: true)
        try await refuseTaken(identity, by: member)
        // First whoever reads the addresses of before is told: a change that nobody hears of is none.
        try await tellBefore(before, of: member, change, at: now)
        try await store.writing { ledger in
            guard let state = try ledger.states([StateRequest(member: member)])[0],
                let key = try ledger.keys(of: [member])[0], state.status != .erased
            else { throw Refusal.memberErased(member) }
            let hash = self.sealing.identityHash(identity)
            let owner = try ledger.members(with: [hash])[0]
            if owner == member { return }
            guard owner == nil else { throw AccountRefusal.addressTaken }
            let sealed = try self.sealing.seal(Array(identity.value.utf8), for: member, use: .identity, with: key)
            for old in try ledger.person(member)?.identities ?? [] where old.hash.kind == identity.kind {
                try ledger.remove(old.hash, of: member)
            }
            // The first of its kind took nobody's place, and nothing waits for it.
            let isFirst = !before.contains { $0.kind == identity.kind }
            try ledger.add(
                SealedIdentity(hash: hash, sealed: sealed, evidence: isFirst ? "added" : evidence, addedAt: now),
                to: member
            )
            try self.keepWords(of: member, in: ledger)
            try self.recordAddress(identity.kind, of: member, change, reason, at: now, ledger)
            let details = ["what": identity.kind.rawValue]
            try ledger.add(
                self.entry(.addressChanged, by: actor, at: now, member: member, subject: change.text, details: details)
            )
        }
        changeSignal.tell([member])
    }

    /// It stands among her events, with why it was done sealed beside it.
    private func recordAddress(
        _ kind: IdentityKind,
        of member: MemberID,
        _ change: Identifier,
        _ reason: String?,
        at now: Instant,
        _ ledger: any Ledger
    ) throws {
        let event = Event(
            source: SetiaService.accountSource,
            id: Key(change.text),
            occurredAt: now,
            matter: .memberChanged(MemberFacts())
        )
        var words: JSONObject = ["what": .string(kind.rawValue)]
        if let reason { words.set("reason", .string(reason)) }
        let prepared = prepare(Intake(event: event, who: .member(member), personal: words))
        switch try record([prepared], now: now, in: ledger)[0] {
        case .recorded: return
        case .refused(let refusal): throw refusal
        case .kept: preconditionFailure("what Setia says itself never waits")
        case .failed(let error): throw error
        }
    }

    private func refuseTaken(_ identity: Identity, by member: MemberID) async throws {
        let hash = sealing.identityHash(identity)
        let owner = try await store.reading { try $0.members(with: [hash])[0] }
        guard owner == nil || owner == member else { throw AccountRefusal.addressTaken }
    }

    /// The addresses to which letters or texts of hers go, the e-mail first.
    ///
    /// - Throws: `Refusal` where she is gone, or stopped and not asked for all the same.
    private func addresses(of member: MemberID, mayBeStopped: Bool = false) async throws -> [Identity] {
        guard let view = try await self.member(member) else { throw AccountRefusal.unknownMember(member) }
        switch view.state.status {
        case .erased: throw Refusal.memberErased(member)
        case .closed: throw Refusal.memberClosed(member)
        case .suspended where !mayBeStopped: throw Refusal.memberSuspended(member)
        case .suspended, .active, .prospect: break
        }
        return view.identities.filter { $0.kind == .email } + view.identities.filter { $0.kind == .phone }
    }

    private func tellBefore(_ before: [Identity], of member: MemberID, _ change: Identifier, at now: Instant)
        async throws
    {
        let (language, brand) = try await store.reading { archive in
            let state = try archive.states([StateRequest(member: member)])[0]
            return (Language(rawValue: state?.facts.language?.text ?? "") ?? .en, try self.brandName(archive))
        }
        let link = "\(staffPorts.address)/not-me/\(alarmToken(member, change, at: now))"
        for identity in before {
            if identity.kind == .email {
                let letter = Letter.addressChanged(link: link)
                try await send(letter, to: Mailbox(name: "", address: identity.value), language, brand, at: now)
            } else {
                let text = Letter.shortAddressChanged(link: link, brand: brand, language)
                if try await !sendText(text, to: identity.value) {
                    try await staffPorts.texts.send(text, to: identity.value)
                }
            }
        }
    }
}

/// What comes with the codes of a change of address: whose, to what, and which of the two it is.
private struct AddressNote {
    let member: MemberID
    let new: Identity
    let isKnownStep: Bool

    init(member: MemberID, new: Identity, isKnownStep: Bool) {
        self.member = member
        self.new = new
        self.isKnownStep = isKnownStep
    }

    init?(bytes: [UInt8]) {
        guard let json = try? JSON.parse(bytes), json["what"]?.string == "address",
            let member = json["member"]?.string.flatMap({ MemberID(text: $0) }),
            let kind = json["kind"]?.string.flatMap({ IdentityKind(rawValue: $0) }), let value = json["value"]?.string,
            let new = try? Identity(kind: kind, text: value), let isKnownStep = json["known"]?.bool
        else { return nil }
        self.init(member: member, new: new, isKnownStep: isKnownStep)
    }

    var bytes: [UInt8] {
        JSON.object([
            "kind": .string(new.kind.rawValue), "known": .bool(isKnownStep), "member": .string(member.text),
            "value": .string(new.value), "what": .string("address"),
        ]).canonical
    }
}
