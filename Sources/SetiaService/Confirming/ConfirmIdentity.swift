internal import JSONText
internal import SetiaCore

extension SetiaService {
    /// How long a code is good, in milliseconds.
    package static let codeLasts: Int64 = 10 * StaffTimes.minute
    /// How many wrong codes end it.
    package static let codeTries = 5
    /// How many codes go to one identity within a quarter of an hour.
    package static let codesToOne = 3
    /// How many are asked for from one network address within a quarter of an hour: a café's guests share one.
    package static let codesFromOne = 30

    /// Sends a six-digit code to an address or number, so that whoever types it is known to read what goes there.
    ///
    /// What it does and says is the same whether a member has the identity or nobody (rule S-10).
    ///
    /// - Parameters:
    ///   - identity: An e-mail or phone.
    ///   - payload: What the caller needs again once it is confirmed; kept sealed.
    ///   - language: Of the letter.
    ///   - client: The network address; empty where it is not known.
    /// - Returns: a secret for the visitor, under which the code waits.
    /// - Throws: `ConfirmationRefusal`; `MailFailure` where the code could not be sent.
    package func startConfirming(
        _ identity: Identity,
        payload: [UInt8],
        language: Language,
        client: String
    ) async throws -> String {
        guard identity.kind == .email || identity.kind == .phone else {
            throw ConfirmationRefusal.cannotReach(identity.kind)
        }
        let now = surroundings.now()
        let token = sealing.newToken()
        let code = sealing.newDigits(6)
        let hash = hash(of: token, for: .confirmation)
        let plain: JSON = .object([
            "kind": .string(identity.kind.rawValue), "value": .string(identity.value),
            "payload": .string(hexadecimal(payload)),
        ])
        let record = ConfirmationRecord(
            hash: hash,
            code: self.hash(of: code, under: hash),
            sealed: try sealing.seal(plain.canonical, use: .confirmation),
            expiresAt: now.adding(milliseconds: SetiaService.codeLasts)
        )
        let brand = try await store.writing { ledger in
            let span = 15 * StaffTimes.minute
            let one = self.triesKey("code to", identity.kind.rawValue, identity.value)
            let until = try self.countWithin(span, limit: SetiaService.codesToOne, one, at: now, ledger)
            if let until { throw ConfirmationRefusal.tooManyCodes(until: until) }
            if !client.isEmpty {
                let from = self.triesKey("code from", client)
                let until = try self.countWithin(span, limit: SetiaService.codesFromOne, from, at: now, ledger)
                if let until { throw ConfirmationRefusal.tooManyCodes(until: until) }
            }
            try ledger.save(record)
            return try self.brandName(ledger)
        }
        if identity.kind == .email {
            let letter = Letter.code(code)
            try await send(letter, to: Mailbox(name: "", address: identity.value), language, brand, at: now)
        } else {
            let text = Letter.shortCode(code, brand: brand, language)
            // A brand with a channel of texts sends by it; else the program's own way is taken.
            if try await !sendText(text, to: identity.value) {
                try await staffPorts.texts.send(text, to: identity.value)
            }
        }
        return token
    }

    /// Takes the code that was sent, once.
    ///
    /// - Throws: `ConfirmationRefusal`; after the fifth wrong code none is taken any more.
    package func confirm(_ token: String, code: String) async throws -> Confirmed {
        let now = surroundings.now()
        let hash = hash(of: token, for: .confirmation)
        let typed = digits(of: code)
        let mark = self.hash(of: typed, under: hash)
        // What is counted must stay counted, so a refusal comes after the transaction.
        let outcome = try await store.writing { ledger -> Result<[UInt8], ConfirmationRefusal> in
            guard var record = try ledger.confirmation(hash: hash) else { return .failure(.unknown) }
            if let used = record.usedAt { return .failure(.used(at: used)) }
            guard now < record.expiresAt else { return .failure(.expired(at: record.expiresAt)) }
            guard record.wrongCodes < SetiaService.codeTries else { return .failure(.unknown) }
            let sealed = record.sealed
            guard isSame(record.code, mark) else {
                record.wrongCodes += 1
                let left = SetiaService.codeTries - record.wrongCodes
                if left == 0 { record.sealed = [] }
                try ledger.save(record)
                return .failure(.wrongCode(triesLeft: left))
            }
            record.usedAt = now
            record.sealed = []
            try ledger.save(record)
            return .success(sealed)
        }
        let plain = try JSON.parse(try sealing.open(try outcome.get(), use: .confirmation))
        guard let kind = plain["kind"]?.string.flatMap({ IdentityKind(rawValue: $0) }),
            let value = plain["value"]?.string, let payload = plain["payload"]?.string.flatMap(bytes)
        else { throw SealingFailure.unreadable(.confirmation) }
        return Confirmed(identity: try Identity(kind: kind, text: value), payload: payload)
    }

    private func hash(of code: String, under token: [UInt8]) -> [UInt8] {
        sealing.keyedHash(token + Array(code.utf8), for: .code)
    }
}

/// The digits of what was typed, whatever their script, as 0 to 9.
func digits(of text: String) -> String {
    text.prefix(40).compactMap { $0.wholeNumberValue }.filter { $0 < 10 }.map(String.init).joined()
}

/// What `hexadecimal` wrote.
private func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { place in
        UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16)
    }
    return bytes.count * 2 == digits.count ? bytes : nil
}
