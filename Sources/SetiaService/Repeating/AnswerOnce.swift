internal import SetiaCore

/// What is to be done with a request that carries an `Idempotency-Key`.
package enum RequestTurn: Sendable, Hashable {
    /// It is the caller's to carry out.
    case carryOut
    /// It was carried out before; this was answered.
    case earlier(KeptAnswer)
    /// Something else was sent with the same key.
    case otherContent
    /// It is being carried out, here or on another server.
    case running
}

extension SetiaService {
    /// How long nobody else carries out a claimed request, in milliseconds: what a crash costs.
    package static let claimLasts: Int64 = 60_000
    /// How many days answers are kept.
    package static let daysToKeepAnswers = 1...30

    /// The claim of a request, not yet made.
    ///
    /// - Parameters:
    ///   - idempotencyKey: As the caller wrote it.
    ///   - apiKey: The id of the API key that was shown; another one's requests are others.
    ///   - path: The path of the address.
    ///   - content: What was sent: all of it that makes a difference.
    /// - Returns: a claim, for `record` or for `beginRequest`.
    package func claim(
        idempotencyKey: String,
        apiKey: String,
        path: String,
        content: [UInt8]
    ) -> RequestClaim {
        let now = surroundings.now()
        let name = Array(apiKey.utf8) + [0] + Array(path.utf8) + [0] + Array(idempotencyKey.utf8)
        return RequestClaim(
            key: sealing.keyedHash(name, for: .idempotencyKey),
            content: sealing.keyedHash(content, for: .requestContent),
            holder: sealing.newToken(),
            at: now,
            leaseUntil: now.adding(milliseconds: SetiaService.claimLasts),
            keptUntil: now.adding(days: answersKeptForDays)
        )
    }

    /// Claims a request whose effect is written in transactions of its own; `endRequest` follows.
    ///
    /// After a crash between the two the request may be carried out again, a minute after it was claimed.
    package func beginRequest(_ claim: RequestClaim) async throws -> RequestTurn {
        try await store.recording { ledger in
            guard let record = try ledger.claim([claim])[0] else { return .carryOut }
            return try self.turn(claim, record, in: ledger)
        }
    }

    /// Keeps what was answered; with none, lets the claim go, so that the request may come again.
    package func endRequest(_ claim: RequestClaim, with answer: KeptAnswer?) async throws {
        try await store.recording { ledger in
            if let answer {
                try ledger.keep([(claim, try self.sealed(answer, in: ledger))])
            } else {
                try ledger.release([claim])
            }
        }
    }

    /// Forgets answers that need not be kept any more.
    ///
    /// - Returns: how many.
    @discardableResult
    package func forgetAnswers() async throws -> Int {
        var forgotten = 0
        while true {
            let now = surroundings.now()
            // In portions, so that nobody waits long for the one who writes.
            let count = try await store.recording { try $0.forgetAnswers(at: now, limit: 5_000) }
            forgotten += count
            if count < 5_000 { return forgotten }
        }
    }

    /// What stands against a claim, in the words of its sender.
    func turn(_ claim: RequestClaim, _ record: IdempotencyRecord, in archive: any Archive) throws -> RequestTurn {
        guard record.content == claim.content else { return .otherContent }
        guard let answer = record.answer else { return .running }
        return .earlier(try opened(answer, in: archive))
    }

    /// An answer as it is kept: with the key of the person of whom it tells, else with the server's.
    func sealed(_ answer: KeptAnswer, in archive: any Archive) throws -> SealedAnswer {
        guard let owner = answer.owner else {
            let sealed = try sealing.seal(answer.document, use: .answer)
            return SealedAnswer(status: answer.status, owner: nil, sealed: sealed)
        }
        guard let key = try archive.keys(of: [owner])[0] else { throw Refusal.memberErased(owner) }
        let sealed = try sealing.seal(answer.document, for: owner, use: .answer, with: key)
        return SealedAnswer(status: answer.status, owner: owner, sealed: sealed)
    }

    private func opened(_ answer: SealedAnswer, in archive: any Archive) throws -> KeptAnswer {
        let document: [UInt8]
        if let owner = answer.owner {
            guard let key = try archive.keys(of: [owner])[0] else { throw Refusal.memberErased(owner) }
            document = try sealing.open(answer.sealed, of: owner, use: .answer, with: key)
        } else {
            document = try sealing.open(answer.sealed, use: .answer)
        }
        guard let kept = KeptAnswer(status: answer.status, document: document, owner: answer.owner) else {
            throw SealingFailure.unreadable(.answer)
        }
        return kept
    }
}
