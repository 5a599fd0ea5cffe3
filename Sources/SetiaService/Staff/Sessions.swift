internal import SetiaCore

extension SetiaService {
    /// The session that has this secret, or none when it ended: signed out, too old, too long unused, or its account
    /// disabled (rule S-6).
    ///
    /// Writes at most once a minute that she was here.
    package func staffSession(_ token: String) async throws -> StaffSession? {
        let now = surroundings.now()
        let hash = hash(of: token, for: .staffSession)
        let found = try await store.reading { archive -> (StaffSessionRecord, StaffAccount)? in
            try self.running(hash, at: now, archive)
        }
        guard let (record, account) = found else { return nil }
        if now.milliseconds - record.seenAt.milliseconds >= StaffTimes.seen {
            try await store.writing { ledger in
                // Ended meanwhile: it must not come back.
                guard var (record, account) = try self.running(hash, at: now, ledger) else { return }
                record.seenAt = now
                try ledger.save(record)
                guard !record.isPending else { return }
                account.member.lastSeenAt = now
                try ledger.save(account)
            }
        }
        return session(record, account, token: token)
    }

    /// Ends the session that has this secret; nothing happens where there is none.
    package func signOut(_ token: String) async throws {
        let now = surroundings.now()
        let hash = hash(of: token, for: .staffSession)
        try await store.writing { ledger in
            guard let record = try ledger.staffSession(hash: hash) else { return }
            _ = try ledger.endStaffSession(record.id, of: record.staff)
            guard let account = try ledger.staffAccount(record.staff), !record.isPending else { return }
            try ledger.add(self.entry(.signedOut, by: account.member.actor, at: now))
        }
    }

    /// Somebody's running sessions, the newest first.
    package func staffSessions(of id: StaffID) async throws -> [SessionInfo] {
        let now = surroundings.now()
        return try await store.reading { archive in
            try archive.staffSessions(of: id).filter { !$0.isPending && self.runs($0, at: now) }
                .map { SessionInfo(id: $0.id.text, startedAt: $0.startedAt, lastSeenAt: $0.seenAt) }
        }
    }

    /// Ends one of her own sessions; whether there was such a one.
    package func endStaffSession(_ id: String, of session: StaffSession) async throws -> Bool {
        guard let id = Identifier(text: id) else { return false }
        let now = surroundings.now()
        return try await store.writing { ledger in
            let account = try self.account(of: session, ledger)
            guard try ledger.endStaffSession(id, of: account.member.id) else { return false }
            try ledger.add(self.entry(.sessionsEnded, by: account.member.actor, at: now, details: ["sessions": "1"]))
            return true
        }
    }

    /// Ends somebody's sessions, save one where one is named by its id; one's own, or another's who may manage staff.
    ///
    /// - Returns: how many ended.
    package func endStaffSessions(of id: StaffID, except: String?, by actor: AuditActor) async throws -> Int {
        let now = surroundings.now()
        return try await store.writing { ledger in
            if case .staff(id, _) = actor {} else { try self.require(.manageStaff, of: actor, ledger) }
            let ended = try ledger.endStaffSessions(of: id, except: except.flatMap { Identifier(text: $0) })
            guard ended > 0 else { return 0 }
            let details = ["sessions": "\(ended)"]
            try ledger.add(self.entry(.sessionsEnded, by: actor, at: now, subject: id.text, details: details))
            return ended
        }
    }

    /// Shows the password again, for what asks for it (rule S-6).
    ///
    /// - Throws: `StaffRefusal`: `.invalid(.password, .wrong)`, `.tooManyTries`, `.notSignedIn`.
    package func confirmPassword(sessionToken: String, password: String) async throws -> StaffSession {
        let now = surroundings.now()
        let hash = hash(of: sessionToken, for: .staffSession)
        let found = try await store.reading { try self.running(hash, at: now, $0) }
        guard let (record, account) = found, !record.isPending else { throw StaffRefusal.notSignedIn }
        try await requirePassword(password, of: account, tries: record.triesKey)
        return try await store.writing { ledger in
            guard let (found, account) = try self.running(hash, at: now, ledger) else {
                throw StaffRefusal.notSignedIn
            }
            var record = found
            record.signedInAt = now
            try ledger.save(record)
            return self.session(record, account, token: sessionToken)
        }
    }

    /// Refuses, with `.signInAgain`, a session whose password was not shown in the last 15 minutes.
    package func requireRecent(_ session: StaffSession) throws(StaffRefusal) {
        guard surroundings.now().milliseconds - session.signedInAt.milliseconds < StaffTimes.recent else {
            throw .signInAgain
        }
    }

    /// Forgets sessions, links, codes and counts that ended more than a week ago.
    package func forgetVisits() async throws {
        let moment = surroundings.now().adding(days: -7)
        try await store.writing { try $0.forgetVisits(before: moment) }
    }
}

extension SetiaService {
    /// What is kept in the place of a secret.
    func hash(of token: String, for use: HashUse) -> [UInt8] {
        sealing.keyedHash(Array(token.utf8.prefix(200)), for: use)
    }

    /// A session that runs, and its account.
    func running(
        _ hash: [UInt8],
        at now: Instant,
        _ archive: any Archive
    ) throws -> (StaffSessionRecord, StaffAccount)? {
        guard let record = try archive.staffSession(hash: hash), runs(record, at: now),
            let account = try archive.staffAccount(record.staff), account.member.status == .active
        else { return nil }
        return (record, account)
    }

    private func runs(_ record: StaffSessionRecord, at now: Instant) -> Bool {
        let age = now.milliseconds - record.startedAt.milliseconds
        if record.isPending { return age < StaffTimes.pending }
        return age < StaffTimes.session && now.milliseconds - record.seenAt.milliseconds < StaffTimes.idle
    }

    /// A session as a page sees it.
    func session(_ record: StaffSessionRecord, _ account: StaffAccount, token: String) -> StaffSession {
        StaffSession(
            id: record.id.text,
            staff: account.member,
            formToken: hexadecimal(hash(of: token, for: .formToken)),
            startedAt: record.startedAt,
            signedInAt: record.signedInAt,
            pendingSecondFactor: record.isPending
        )
    }

    /// Begins a session of an account; with the second factor still to come where it has one.
    ///
    /// - Parameters:
    ///   - account: As it stands in the ledger; written with the moment of the sign-in.
    ///   - triesKey: Where wrong codes are counted.
    ///   - hasShownFactor: Whether the second factor was shown already.
    ///   - device: What the device keeps; a new one is made where it has none.
    ///   - now: When.
    ///   - ledger: Where.
    /// - Returns: what the page keeps in cookies.
    /// - Throws: the world's trouble.
    func begin(
        _ account: StaffAccount,
        triesKey: [UInt8],
        hasShownFactor: Bool = false,
        device: String?,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> SignedIn {
        let token = sealing.newToken()
        let isPending = account.member.hasSecondFactor && !hasShownFactor
        let record = StaffSessionRecord(
            hash: hash(of: token, for: .staffSession),
            id: surroundings.newIdentifier(),
            staff: account.member.id,
            startedAt: now,
            seenAt: now,
            signedInAt: now,
            isPending: isPending,
            triesKey: triesKey
        )
        try ledger.save(record)
        var account = account
        if !isPending {
            account.member.lastSeenAt = now
            try ledger.save(account)
            try ledger.add(entry(.signedIn, by: account.member.actor, at: now))
        }
        return SignedIn(
            sessionToken: token,
            session: session(record, account, token: token),
            deviceToken: isPending ? nil : device ?? newDeviceToken(of: account.member.email)
        )
    }

    /// Refuses another password than the account's; wrong ones are counted.
    func requirePassword(_ password: String, of account: StaffAccount, tries key: [UInt8]) async throws {
        let now = surroundings.now()
        try await store.writing { try self.countTry([(key, .account)], at: now, $0) }
        guard let kept = account.password, try await staffPorts.passwords.verify(password, against: kept) else {
            throw StaffRefusal.invalid(.password, .wrong)
        }
        try await store.writing { try $0.forgetTries(key) }
    }
}
