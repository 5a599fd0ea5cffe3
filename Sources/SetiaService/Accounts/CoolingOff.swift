package import SetiaCore

extension SetiaService {
    /// For how long after a change of her address nothing is spent by herself, in milliseconds: a day (rule A-6).
    package static let coolingOff: Int64 = 24 * StaffTimes.hour

    /// Until when nothing is spent, since an address of hers took another's place; none where nothing waits (rule A-6).
    ///
    /// - Throws: the world's trouble.
    package func coolingOff(of member: MemberID) async throws -> Instant? {
        let now = surroundings.now()
        return try await store.reading { try self.coolingOff(of: member, at: now, $0) }
    }

    func coolingOff(of member: MemberID, at now: Instant, _ archive: any Archive) throws -> Instant? {
        let changed = (try archive.person(member)?.identities ?? [])
            .filter { $0.evidence == SetiaService.changedByHerself || $0.evidence == SetiaService.changedByStaff }
            .map(\.addedAt).max()
        guard let until = changed?.adding(milliseconds: SetiaService.coolingOff), now < until else { return nil }
        return until
    }

    /// Refuses what is spent by somebody whom nobody sees, while an address is new (rule A-6).
    ///
    /// That is on the card, in a shop, by another program. Staff at the till look at whoever stands there.
    ///
    /// - Throws: `Refusal.coolingOff`.
    func requireSettled(_ member: MemberID, channel: Key?) async throws {
        guard channel != "till", channel != "console", let until = try await coolingOff(of: member) else { return }
        throw Refusal.coolingOff(until: until)
    }

    /// Refuses whoever changes an account of her own (rule A-7): one with her e-mail address.
    ///
    /// - Throws: `StaffRefusal.ownAccount`.
    func refuseOwn(_ member: MemberID, staff: StaffID) async throws {
        try await store.reading { try self.refuseOwn(member, try $0.staffAccount(staff)?.member, $0) }
    }

    func refuseOwn(_ member: MemberID, _ staff: StaffMember?, _ archive: any Archive) throws {
        guard let staff, let own = try? Identity(kind: .email, text: staff.email),
            try archive.members(with: [sealing.identityHash(own)])[0] == member
        else { return }
        throw StaffRefusal.ownAccount
    }
}
