internal import SetiaCore

extension SetiaService {
    /// Changes her password; ends her other sessions and tells her by mail (rule S-4).
    ///
    /// - Throws: `StaffRefusal`: `.invalid(.password, …)`, where `.wrong` is about the old one; `.tooManyTries`.
    package func changePassword(_ session: StaffSession, old: String, new: String) async throws {
        let now = surroundings.now()
        let (account, brand) = try await store.reading { archive in
            (try self.account(of: session, archive), try self.brandName(archive))
        }
        try await requirePassword(old, of: account, tries: triesKey("password again", account.member.id.text))
        try PasswordRule.check(new, own: [account.member.name, account.member.email, brand])
        let kept = try await staffPorts.passwords.hash(new)
        let member = try await store.writing { ledger in
            var account = try self.account(of: session, ledger)
            account.password = kept
            try ledger.save(account)
            _ = try ledger.endStaffSessions(of: account.member.id, except: Identifier(text: session.id))
            try ledger.withdrawTickets(of: account.member.id, kind: .passwordReset)
            try ledger.add(self.entry(.passwordChanged, by: account.member.actor, at: now))
            return account.member
        }
        tell(.passwordChanged(name: member.name), to: member, at: now)
    }

    /// Mails a link to choose a new password, where the address is an active account's.
    ///
    /// The answer is the same where it is not. At most three letters an hour go to one address.
    ///
    /// - Throws: `StaffRefusal.tooManyTries` where too many were asked for from one network address.
    package func requestPasswordReset(email: String, client: String) async throws {
        let now = surroundings.now()
        let address = (try? StaffText.email(email)) ?? String(email.lowercased().prefix(254))
        let found = try await store.writing { ledger -> (StaffMember, token: String)? in
            if !client.isEmpty,
                let until = try self.countWithin(
                    StaffTimes.hour,
                    limit: 30,
                    self.triesKey("reset from", client),
                    at: now,
                    ledger
                )
            {
                throw StaffRefusal.tooManyTries(until: until)
            }
            let key = self.triesKey("reset of", address)
            guard try self.countWithin(StaffTimes.hour, limit: 3, key, at: now, ledger) == nil,
                let account = try ledger.staffAccount(email: address), account.member.status == .active
            else { return nil }
            let token = try self.makeTicket(
                .passwordReset,
                for: account.member.id,
                lasting: StaffTimes.passwordReset,
                at: now,
                ledger
            )
            let id = account.member.id.text
            try ledger.add(self.entry(.passwordResetRequested, by: .nobody, at: now, subject: id))
            return (account.member, token)
        }
        guard let (member, token) = found else { return }
        let link = staffPorts.address + StaffLink.passwordReset(token)
        tell(.passwordReset(name: member.name, link: link), to: member, at: now)
    }

    /// Whose password a link is to change, while it can be used.
    ///
    /// - Throws: `StaffRefusal.linkUnknown`, `.linkExpired`, `.linkUsed`.
    package func passwordReset(_ token: String) async throws -> StaffMember {
        let now = surroundings.now()
        return try await store.reading { try self.ticket(token, .passwordReset, at: now, $0).1.member }
    }

    /// Sets a new password by a link, ends all her sessions, and signs her in; the second factor is asked for as ever.
    ///
    /// - Throws: `StaffRefusal`: what is wrong with the link, or with the password.
    package func resetPassword(_ token: String, new: String) async throws -> SignedIn {
        let now = surroundings.now()
        let (member, brand) = try await store.reading { archive in
            (try self.ticket(token, .passwordReset, at: now, archive).1.member, try self.brandName(archive))
        }
        try PasswordRule.check(new, own: [member.name, member.email, brand])
        let kept = try await staffPorts.passwords.hash(new)
        let signedIn = try await store.writing { ledger in
            var account = try self.useTicket(token, .passwordReset, at: now, ledger)
            guard account.member.status == .active else { throw StaffRefusal.linkUnknown }
            account.password = kept
            try ledger.save(account)
            _ = try ledger.endStaffSessions(of: account.member.id, except: nil)
            let triesKey = self.triesKey("account", account.member.email)
            try ledger.forgetTries(triesKey)
            try ledger.add(self.entry(.passwordChanged, by: account.member.actor, at: now))
            return try self.begin(account, triesKey: triesKey, device: nil, at: now, ledger)
        }
        tell(.passwordChanged(name: member.name), to: member, at: now)
        return signedIn
    }
}
