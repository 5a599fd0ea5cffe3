internal import SetiaCore

/// A second factor on its way: what an authenticator app must be told.
package struct NewSecondFactor: Sendable, Hashable {
    /// The secret in base 32, to be typed.
    package let secret: String
    /// The same as `otpauth://…`, to be shown as a QR code.
    package let uri: String
}

extension SetiaService {
    /// Makes the secret of an authenticator app; it counts only once a code of it was shown.
    ///
    /// - Throws: `StaffRefusal`: `.secondFactorThere`, `.signInAgain`, `.notSignedIn`.
    package func startSecondFactor(_ session: StaffSession) async throws -> NewSecondFactor {
        try requireRecent(session)
        let secret = sealing.newBytes(20)
        let sealed = try sealing.seal(secret, use: .secondFactor)
        let (email, brand) = try await store.writing { ledger in
            var account = try self.account(of: session, ledger)
            guard account.secondFactor == nil else { throw StaffRefusal.secondFactorThere }
            account.newSecondFactor = sealed
            try ledger.save(account)
            return (account.member.email, try self.brandName(ledger))
        }
        let text = base32(secret)
        let issuer = escaped(brand)
        return NewSecondFactor(
            secret: text,
            uri:
                "otpauth://totp/\(issuer):\(escaped(email))?secret=\(text)&issuer=\(issuer)&algorithm=SHA1&digits=6&period=30"
        )
    }

    /// Takes the first code of a new app; from then on one is asked for at each sign-in.
    ///
    /// - Returns: ten recovery codes, each good once, for the day the phone is lost; nobody can read them again.
    /// - Throws: `StaffRefusal`: `.wrongCode`, `.noSecondFactor`, `.tooManyTries`, `.notSignedIn`.
    package func confirmNewSecondFactor(_ session: StaffSession, code: String) async throws -> [String] {
        let now = surroundings.now()
        let codes = (0..<10).map { _ in newRecoveryCode() }
        let outcome = try await store.writing { ledger -> Result<StaffMember, StaffRefusal> in
            var account = try self.account(of: session, ledger)
            guard let sealed = account.newSecondFactor else { return .failure(.noSecondFactor) }
            let key = self.triesKey("new second factor", account.member.id.text)
            try self.countTry([(key, .account)], at: now, ledger)
            let secret = try self.sealing.open(sealed, use: .secondFactor)
            guard let step = self.step(of: code, secret, after: 0, at: now) else {
                return .failure(.wrongCode(triesLeft: SetiaService.codesPerSession))
            }
            account.secondFactor = sealed
            account.newSecondFactor = nil
            account.lastStep = step
            account.recoveryCodes = codes.map { self.hash(of: self.bare($0), for: .recoveryCode) }
            account.member.hasSecondFactor = true
            try ledger.save(account)
            try ledger.forgetTries(key)
            // Who signed in elsewhere showed no code: those end.
            _ = try ledger.endStaffSessions(of: account.member.id, except: Identifier(text: session.id))
            try ledger.add(self.entry(.secondFactorAdded, by: account.member.actor, at: now))
            return .success(account.member)
        }
        tell(.secondFactorChanged(name: try outcome.get().name, isOn: true), to: try outcome.get(), at: now)
        return codes
    }

    /// Takes the second factor away; asks for password and code.
    ///
    /// - Throws: `StaffRefusal`: `.invalid(.password, .wrong)`, `.wrongCode`, `.noSecondFactor`, `.tooManyTries`.
    package func removeSecondFactor(_ session: StaffSession, password: String, code: String) async throws {
        let now = surroundings.now()
        let account = try await store.reading { try self.account(of: session, $0) }
        guard account.secondFactor != nil else { throw StaffRefusal.noSecondFactor }
        try await requirePassword(password, of: account, tries: triesKey("password again", account.member.id.text))
        let outcome = try await store.writing { ledger -> Result<StaffMember, StaffRefusal> in
            var account = try self.account(of: session, ledger)
            guard account.secondFactor != nil else { return .failure(.noSecondFactor) }
            let key = self.triesKey("remove second factor", account.member.id.text)
            try self.countTry([(key, .account)], at: now, ledger)
            guard try self.takeCode(code, from: &account, at: now) else {
                return .failure(.wrongCode(triesLeft: SetiaService.codesPerSession))
            }
            try ledger.forgetTries(key)
            account.forgetSecondFactor()
            try ledger.save(account)
            try ledger.add(self.entry(.secondFactorRemoved, by: account.member.actor, at: now))
            return .success(account.member)
        }
        tell(.secondFactorChanged(name: try outcome.get().name, isOn: false), to: try outcome.get(), at: now)
    }

    /// Takes somebody's second factor away without a code, for whoever lost phone and recovery codes: the operator's.
    package func forgetSecondFactor(email: String) async throws {
        let now = surroundings.now()
        let address = try StaffText.email(email)
        try await store.writing { ledger in
            guard var account = try ledger.staffAccount(email: address) else { throw StaffRefusal.unknownStaff }
            account.forgetSecondFactor()
            try ledger.save(account)
            let id = account.member.id.text
            try ledger.add(self.entry(.secondFactorRemoved, by: .operator, at: now, subject: id))
        }
    }

    /// Whether a code is right for an account, which keeps that it was used: of the app, within a step either way and
    /// later than the last one taken; or a recovery code.
    func takeCode(_ code: String, from account: inout StaffAccount, at now: Instant) throws -> Bool {
        guard let sealed = account.secondFactor else { return false }
        let secret = try sealing.open(sealed, use: .secondFactor)
        if let step = step(of: code, secret, after: account.lastStep, at: now) {
            account.lastStep = step
            return true
        }
        let hash = hash(of: bare(code), for: .recoveryCode)
        guard let place = account.recoveryCodes.firstIndex(where: { isSame($0, hash) }) else { return false }
        account.recoveryCodes.remove(at: place)
        return true
    }

    private func step(of code: String, _ secret: [UInt8], after last: Int64, at now: Instant) -> Int64? {
        let code = bare(code)
        let current = now.milliseconds / 30_000
        return (current - 1...current + 1).first { step in
            step > last && isSame(code, sealing.oneTimePassword(secret, step: step))
        }
    }

    /// 80 random bits in four groups, such as `k3f9-…`.
    private func newRecoveryCode() -> String {
        let text = Array(base32(sealing.newBytes(10)).lowercased())
        return stride(from: 0, to: text.count, by: 4).map { String(text[$0..<min($0 + 4, text.count)]) }
            .joined(separator: "-")
    }

    /// A code without the spaces and hyphens that help to read it.
    private func bare(_ code: String) -> String {
        String(code.prefix(100).lowercased().filter { $0.isLetter || $0.isNumber })
    }
}

extension StaffAccount {
    fileprivate mutating func forgetSecondFactor() {
        secondFactor = nil
        newSecondFactor = nil
        recoveryCodes = []
        lastStep = 0
        member.hasSecondFactor = false
    }
}

/// Bytes in base 32 as authenticator apps take it (RFC 4648), without padding.
func base32(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    var characters: [UInt8] = []
    var (held, bits) = (0, 0)
    for byte in bytes {
        held = (held << 8 | Int(byte)) & 0xFFFF
        bits += 8
        while bits >= 5 {
            bits -= 5
            characters.append(digits[held >> bits & 31])
        }
    }
    if bits > 0 { characters.append(digits[held << (5 - bits) & 31]) }
    return String(decoding: characters, as: UTF8.self)
}

/// Text as it stands in an address.
private func escaped(_ text: String) -> String {
    String(
        decoding: text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                [byte]
            default: Array("%\(hexadecimal([byte]).uppercased())".utf8)
            }
        },
        as: UTF8.self
    )
}
