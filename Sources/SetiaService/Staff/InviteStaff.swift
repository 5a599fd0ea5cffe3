internal import SetiaCore

/// Somebody who is to join the staff.
package struct NewStaff: Sendable, Hashable {
    /// What people call her.
    package let name: String
    /// Where mail reaches her.
    package let email: String
    /// What she is to be.
    package let role: Role
    /// Where.
    package let stores: StoreScope
    /// In which language Setia speaks to her.
    package let language: Language

    /// Somebody new.
    package init(name: String, email: String, role: Role, stores: StoreScope = .all, language: Language = .en) {
        self.name = name
        self.email = email
        self.role = role
        self.stores = stores
        self.language = language
    }
}

/// An invitation that was made.
package struct Invitation: Sendable, Hashable {
    /// Who was asked.
    package let staff: StaffMember
    /// The secret of the link; `StaffLink.invitation` makes its path.
    package let token: String
    /// Why it could not be mailed; hand the link over by another way then.
    package let mailFailure: MailFailure?
}

/// Paths of links in letters, without the server's address.
package enum StaffLink {
    /// Where an invitation is accepted.
    package static func invitation(_ token: String) -> String { "/console/invitation/\(token)" }
    /// Where a new password is chosen.
    package static func passwordReset(_ token: String) -> String { "/console/reset/\(token)" }
    /// Where the operator's link signs in.
    package static func signIn(_ token: String) -> String { "/console/link/\(token)" }
}

extension SetiaService {
    /// Asks somebody to join the staff, by a link that is mailed and good once, for three days (rule S-2).
    ///
    /// - Returns: the invitation; the account is there also where the mail did not leave.
    /// - Throws: `StaffRefusal`: `.mayNot`, `.invalid`.
    package func inviteStaff(_ new: NewStaff, by actor: AuditActor) async throws -> Invitation {
        let now = surroundings.now()
        let member = StaffMember(
            id: StaffID(surroundings.newIdentifier()),
            name: try StaffText.name(new.name),
            email: try StaffText.email(new.email),
            role: new.role,
            stores: new.stores,
            language: new.language,
            status: .invited,
            invitedAt: now
        )
        let (token, brand) = try await store.writing { ledger in
            try self.require(.manageStaff, of: actor, ledger)
            try self.check(new.stores, ledger)
            guard try ledger.staffAccount(email: member.email) == nil else {
                throw StaffRefusal.invalid(.email, .taken)
            }
            try ledger.save(StaffAccount(member: member))
            return try self.invite(member, by: actor, at: now, ledger)
        }
        return await mailed(member, token, brand, by: actor, at: now)
    }

    /// Sends a new link to somebody who has not accepted yet; the old one is worth nothing any more.
    ///
    /// - Throws: `StaffRefusal`: `.mayNot`, `.unknownStaff`, `.alreadyJoined`.
    package func inviteStaffAgain(_ id: StaffID, by actor: AuditActor) async throws -> Invitation {
        let now = surroundings.now()
        let (member, token, brand) = try await store.writing { ledger in
            try self.require(.manageStaff, of: actor, ledger)
            guard var account = try ledger.staffAccount(id) else { throw StaffRefusal.unknownStaff }
            guard account.member.status == .invited else { throw StaffRefusal.alreadyJoined }
            account.member.invitedAt = now
            try ledger.save(account)
            let (token, brand) = try self.invite(account.member, by: actor, at: now, ledger)
            return (account.member, token, brand)
        }
        return await mailed(member, token, brand, by: actor, at: now)
    }

    /// Whom an invitation is for, while it can be accepted.
    ///
    /// - Throws: `StaffRefusal.linkUnknown`, `.linkExpired`, `.linkUsed`.
    package func invitation(_ token: String) async throws -> StaffMember {
        let now = surroundings.now()
        return try await store.reading { try self.ticket(token, .invitation, at: now, $0).1.member }
    }

    /// Accepts an invitation with a password of her own choice, and signs her in.
    ///
    /// - Throws: `StaffRefusal`: what is wrong with the link, or with the password; of many at once one is taken.
    package func acceptInvitation(_ token: String, password: String) async throws -> SignedIn {
        let now = surroundings.now()
        let (member, brand) = try await store.reading { archive in
            (try self.ticket(token, .invitation, at: now, archive).1.member, try self.brandName(archive))
        }
        try PasswordRule.check(password, own: [member.name, member.email, brand])
        let kept = try await staffPorts.passwords.hash(password)
        return try await store.writing { ledger in
            var account = try self.useTicket(token, .invitation, at: now, ledger)
            guard account.member.status == .invited else { throw StaffRefusal.linkUnknown }
            account.member.status = .active
            account.member.revision += 1
            account.password = kept
            try ledger.save(account)
            try ledger.add(self.entry(.invitationAccepted, by: account.member.actor, at: now))
            return try self.begin(
                account,
                triesKey: self.triesKey("account", account.member.email),
                device: nil,
                at: now,
                ledger
            )
        }
    }

    private func invite(
        _ member: StaffMember,
        by actor: AuditActor,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> (token: String, brand: String) {
        let token = try makeTicket(.invitation, for: member.id, lasting: StaffTimes.invitation, at: now, ledger)
        let details = ["role": member.role.rawValue]
        try ledger.add(entry(.staffInvited, by: actor, at: now, subject: member.id.text, details: details))
        return (token, try brandName(ledger))
    }

    private func mailed(
        _ member: StaffMember,
        _ token: String,
        _ brand: String,
        by actor: AuditActor,
        at now: Instant
    ) async -> Invitation {
        var inviter: String?
        if case .staff(_, let name) = actor { inviter = name }
        let letter = Letter.invitation(
            name: member.name,
            inviter: inviter,
            link: staffPorts.address + StaffLink.invitation(token)
        )
        do {
            try await send(
                letter,
                to: Mailbox(name: member.name, address: member.email),
                member.language,
                brand,
                at: now
            )
            return Invitation(staff: member, token: token, mailFailure: nil)
        } catch {
            let failure = error as? MailFailure ?? MailFailure(isTemporary: true, reason: "\(error)")
            return Invitation(staff: member, token: token, mailFailure: failure)
        }
    }
}
