internal import JSONText
internal import SetiaCare
package import SetiaCore

/// Why an account is not changed.
package enum AccountRefusal: Error, Sendable, Hashable {
    /// There is no such member.
    case unknownMember(MemberID)
    /// It is stopped already, or goes on already.
    case isSo(MemberID, isStopped: Bool)
    /// Nobody said why, or in more than 500 characters.
    case reason
    /// It is hers already.
    case sameAddress
    /// Another account has it.
    case addressTaken
    /// Letters go to no identity of this kind.
    case noAddress(IdentityKind)
}

extension SetiaService {
    /// Who tells the ledger of accounts that were stopped.
    static let accountSource: Key = "setia/accounts"

    /// Stops a member's account, or lets it go on (rules ).
    ///
    /// Stopped, it earns and spends nothing, and she is signed out everywhere.
    ///
    /// - Parameters:
    ///   - isStopped: What it is to be.
    ///   - member: Whose; of an account that came to another member, that one's.
    ///   - reason: Why, in the words of whoever does it; 1 to 500 characters. Kept sealed with the event.
    ///   - actor: Who: staff who may edit members, or a key.
    /// - Returns: how it was written.
    /// - Throws: `AccountRefusal`, `StaffRefusal`; `Refusal` of whoever has not joined; the world's trouble.
    package func setStopped(
        _ isStopped: Bool,
        of member: MemberID,
        reason: String,
        by actor: AuditActor
    ) async throws -> Receipt {
        let reason = try accountReason(reason)
        try await allowEditing(actor)
        let (owner, status) = try await store.reading { archive in
            guard let owner = try self.owner(of: member, archive) else { throw AccountRefusal.unknownMember(member) }
            return (owner.member, owner.status)
        }
        if case .staff(let id, _) = actor { try await refuseOwn(owner, staff: id) }
        guard (status == .suspended) != isStopped else { throw AccountRefusal.isSo(owner, isStopped: isStopped) }
        let change: AccountChange = isStopped ? .stopped : .resumed
        let receipt = try await recordAccount(change, of: owner, id: surroundings.newIdentifier().text, reason)
        if isStopped { try await endMemberSessions(of: owner) }
        try await note(
            isStopped ? .accountStopped : .accountResumed,
            by: actor,
            member: owner,
            details: ["event": receipt.id.text]
        )
        changeSignal.tell([owner])
        return receipt
    }

    /// Stops an account since whoever had its address says that a change was not hers (rule A-2): nothing is spent any
    /// more, everybody is signed out, and staff have a case to look at.
    ///
    /// Said twice it is done once.
    ///
    /// - Parameter token: As it stood in the letter.
    /// - Returns: whether the link is one of ours, and not older than 30 days.
    /// - Throws: the world's trouble.
    package func stopByLink(_ token: String) async throws -> Bool {
        guard let (member, id) = alarmPlace(token) else { return false }
        guard let owner = try await store.reading({ try self.owner(of: member, $0) }) else { return false }
        if owner.status == .active {
            _ = try await recordAccount(.stoppedByMember, of: owner.member, id: "alarm/\(id.text)", "")
            try await note(.accountStopped, by: .server, member: owner.member, details: ["by": "member"])
        }
        try await endMemberSessions(of: owner.member)
        let now = surroundings.now()
        let caseID = CaseID(member: owner.member, id)
        try await store.recording { ledger in
            guard try ledger.memberCase(caseID) == nil else { return }
            let (state, key) = try self.caseMember(owner.member, in: ledger)
            guard state.status != .erased else { return }
            let text = alarmText(Language(rawValue: state.facts.language?.text ?? "") ?? .en)
            let new = NewCase(member: owner.member, kind: .task, text: text, source: .portal)
            _ = try self.open(new, text, caseID, state, key, by: .member, at: now, in: ledger)
        }
        changeSignal.tell([owner.member])
        return true
    }

    /// Whether a link by which an account is stopped is one of ours and not too old; looking changes nothing.
    package func knowsAlarm(_ token: String) -> Bool {
        alarmPlace(token) != nil
    }

    /// The link in letters about changes of an address: which change, whose, until when, and that it is ours.
    func alarmToken(_ member: MemberID, _ id: Identifier, at now: Instant) -> String {
        alarmToken(member, id, until: now.adding(days: 30).milliseconds / 1_000)
    }

    private func alarmToken(_ member: MemberID, _ id: Identifier, until second: Int64) -> String {
        let said = "\(id.text)\(member.text)\(second)"
        let hash = sealing.keyedHash(Array("alarm\u{0}\(said)".utf8), for: .contact)
        return said + hexadecimal(Array(hash.prefix(16)))
    }

    /// Whose and which change a link stands for; none where it is not ours, or too old.
    private func alarmPlace(_ token: String) -> (member: MemberID, id: Identifier)? {
        let token = token.lowercased()
        // Seconds have ten digits until the year 2286.
        guard token.utf8.count == 94, let id = Identifier(text: String(token.prefix(26))),
            let member = MemberID(text: String(token.dropFirst(26).prefix(26))),
            let until = Int64(token.dropFirst(52).prefix(10)),
            isSame(Array(alarmToken(member, id, until: until).utf8), Array(token.utf8)),
            surroundings.now().milliseconds < until * 1_000
        else { return nil }
        return (member, id)
    }

    private func recordAccount(_ change: AccountChange, of member: MemberID, id: String, _ reason: String) async throws
        -> Receipt
    {
        let event = Event(
            source: SetiaService.accountSource,
            id: Key(id),
            occurredAt: surroundings.now(),
            matter: .accountChanged(change)
        )
        let words: JSONObject = reason.isEmpty ? [:] : ["reason": .string(reason)]
        switch try await record(Intake(event: event, who: .member(member), personal: words)) {
        case .recorded(let receipt): return receipt
        case .refused(let refusal): throw refusal
        case .kept: preconditionFailure("an account that is stopped never waits")
        case .failed(let error): throw error
        }
    }

    /// - Throws: `AccountRefusal.reason`.
    func accountReason(_ text: String) throws -> String {
        do { return try StaffText.words(text, .reason) } catch { throw AccountRefusal.reason }
    }

    /// Staff who may edit members, a key whose scopes allowed it, or whoever sits at the database.
    func allowEditing(_ actor: AuditActor) async throws {
        if case .apiKey = actor { return }
        try await store.reading { try self.require(.editMember, of: actor, $0) }
    }
}

/// What stands in the case that staff get, in the member's language: whoever looks after it speaks with her.
private func alarmText(_ language: Language) -> String {
    switch language {
    case .en:
        "She says, by the link in the letter to the address before, that a change of her address was not hers. The account "
            + "is stopped. Speak with her by a way that you know, set her address right, and let the account go on."
    case .ms:
        "Melalui pautan dalam surat ke alamat lama, ahli menyatakan bahawa alamatnya bukan ditukar olehnya. Akaun telah "
            + "dihentikan. Hubungi ahli melalui cara yang anda kenali, betulkan alamatnya, kemudian aktifkan semula akaun."
    case .id:
        "Lewat tautan dalam surat ke alamat lama, anggota menyatakan bahwa bukan dia yang mengganti alamatnya. Akun sudah "
            + "dihentikan. Hubungi anggota lewat cara yang Anda kenal, betulkan alamatnya, lalu aktifkan lagi akunnya."
    case .th:
        "สมาชิกแจ้งผ่านลิงก์ในจดหมายที่ส่งไปยังที่อยู่เดิมว่าไม่ได้เป็นผู้เปลี่ยนที่อยู่เอง บัญชีถูกระงับแล้ว "
            + "โปรดติดต่อสมาชิกด้วยช่องทางที่คุณรู้จัก แก้ที่อยู่ให้ถูกต้อง แล้วเปิดใช้บัญชีอีกครั้ง"
    }
}
