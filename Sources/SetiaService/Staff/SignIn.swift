internal import SetiaCore

extension SetiaService {
    /// Signs in with address and password (rule S-3).
    ///
    /// What it says and how long it takes is the same for an unknown address and a wrong password.
    ///
    /// - Parameters:
    ///   - email: As typed.
    ///   - password: As typed.
    ///   - device: What the device kept of an earlier sign-in, if it did.
    ///   - client: The network address; empty where it is not known.
    /// - Returns: a session; where the account has a second factor, one that still waits for it.
    /// - Throws: `StaffRefusal.wrongCredentials` or `.tooManyTries`, or the world's trouble.
    package func signIn(
        email: String,
        password: String,
        device: String?,
        client: String
    ) async throws -> SignedIn {
        let now = surroundings.now()
        let address = (try? StaffText.email(email)) ?? String(email.lowercased().prefix(254))
        let places = tryPlaces(email: address, device: device, client: client)
        let account = try await store.writing { ledger in
            try self.countTry(places.all, at: now, ledger)
            return try ledger.staffAccount(email: address)
        }
        let passwords = staffPorts.passwords
        let kept = account.flatMap { $0.member.status == .active ? $0.password : nil }
        let isRight = try await passwords.verify(password, against: kept ?? passwords.dummy)
        guard isRight, let account, let kept else {
            try await noteFailure(account, address: address, at: now)
            throw StaffRefusal.wrongCredentials
        }
        let better = passwords.isOutdated(kept) ? try await passwords.hash(password) : nil
        let signedIn = try await store.writing { ledger -> SignedIn? in
            // Disabled or given another password while this one was verified.
            guard var account = try ledger.staffAccount(account.member.id), account.member.status == .active,
                account.password == kept
            else { return nil }
            try self.forgive(places, ledger)
            if let better { account.password = better }
            if better != nil { try ledger.save(account) }
            return try self.begin(
                account,
                triesKey: places.own,
                device: places.isKnownDevice ? device : nil,
                at: now,
                ledger
            )
        }
        guard let signedIn else { throw StaffRefusal.wrongCredentials }
        if !places.isKnownDevice, !signedIn.session.pendingSecondFactor {
            tellOfSignIn(signedIn.session.staff, at: now)
        }
        return signedIn
    }

    /// Signs in with the operator's link, once; the second factor is asked for as ever.
    ///
    /// - Throws: `StaffRefusal.linkUnknown`, `.linkExpired`, `.linkUsed`.
    package func signIn(link token: String) async throws -> SignedIn {
        let now = surroundings.now()
        return try await store.writing { ledger in
            let account = try self.useTicket(token, .signIn, at: now, ledger)
            guard account.member.status == .active else { throw StaffRefusal.linkUnknown }
            return try self.begin(
                account,
                triesKey: self.triesKey("account", account.member.email),
                device: nil,
                at: now,
                ledger
            )
        }
    }

    /// Shows the second factor: a code of the app, or a recovery code, which is used up by it.
    ///
    /// - Returns: the whole session, under a new secret; the old one is worth nothing any more.
    /// - Throws: `StaffRefusal.wrongCode`; after the fifth in a session `.notSignedIn`, as when it ended otherwise;
    ///   `.tooManyTries`.
    package func confirmSecondFactor(sessionToken: String, code: String) async throws -> SignedIn {
        let now = surroundings.now()
        let hash = hash(of: sessionToken, for: .staffSession)
        // What is counted must stay counted, so a refusal comes after the transaction.
        let outcome = try await store.writing { ledger -> Result<(SignedIn, isNew: Bool), StaffRefusal> in
            guard var (record, account) = try self.running(hash, at: now, ledger), record.isPending else {
                return .failure(.notSignedIn)
            }
            let key = self.triesKey("second factor", hexadecimal(record.triesKey))
            try self.countTry([(key, .account)], at: now, ledger)
            guard try self.takeCode(code, from: &account, at: now) else {
                record.wrongCodes += 1
                try ledger.add(
                    self.entry(
                        .signInFailed,
                        by: .nobody,
                        at: now,
                        subject: account.member.id.text,
                        details: ["step": "code"]
                    )
                )
                guard record.wrongCodes < SetiaService.codesPerSession else {
                    _ = try ledger.endStaffSession(record.id, of: record.staff)
                    return .failure(.notSignedIn)
                }
                try ledger.save(record)
                return .failure(.wrongCode(triesLeft: SetiaService.codesPerSession - record.wrongCodes))
            }
            try ledger.forgetTries(key)
            try ledger.save(account)
            _ = try ledger.endStaffSession(record.id, of: record.staff)
            let signedIn = try self.begin(
                account,
                triesKey: record.triesKey,
                hasShownFactor: true,
                device: nil,
                at: now,
                ledger
            )
            return .success((signedIn, isNew: record.triesKey == self.triesKey("account", account.member.email)))
        }
        let (signedIn, isNewDevice) = try outcome.get()
        if isNewDevice { tellOfSignIn(signedIn.session.staff, at: now) }
        return signedIn
    }

    /// So many wrong codes end a sign-in.
    static let codesPerSession = 5

    /// What stands for an address that was tried: nothing else of it is kept.
    private func noteFailure(_ account: StaffAccount?, address: String, at now: Instant) async throws {
        let mark = String(hexadecimal(triesKey("log", address)).prefix(16))
        try await store.writing { ledger in
            try ledger.add(
                self.entry(
                    .signInFailed,
                    by: .nobody,
                    at: now,
                    subject: account?.member.id.text,
                    details: ["address": mark, "step": "password"]
                )
            )
        }
    }
}
