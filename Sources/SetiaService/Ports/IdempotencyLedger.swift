package import SetiaCore

/// What is kept of requests with an `Idempotency-Key`; a part of `Ledger`.
package protocol IdempotencyLedger: AnyObject {
    /// Claims requests for those who carry them out; no two of them have one key.
    ///
    /// A claim whose lease has passed, or whose answer is no longer kept, makes way for a new one. Who claims at the
    /// same time in another transaction waits until that one has ended.
    ///
    /// - Returns: for each, in the order given, what stands against it; none where it is the caller's now.
    func claim(_ claims: [RequestClaim]) throws -> [IdempotencyRecord?]
    /// Keeps what was answered; nothing where the claim is no longer this holder's.
    func keep(_ answers: [(claim: RequestClaim, answer: SealedAnswer)]) throws
    /// Lets claims go that came to nothing; nothing where one is no longer this holder's.
    func release(_ claims: [RequestClaim]) throws
    /// Forgets what need not be kept at `moment` any more, at most `limit`; how many.
    func forgetAnswers(at moment: Instant, limit: Int) throws -> Int
}

/// A request with an `Idempotency-Key` on its way to be carried out.
package struct RequestClaim: Sendable, Hashable {
    /// 32 bytes that stand for the API key, the path and the `Idempotency-Key`.
    package let key: [UInt8]
    /// 32 bytes that stand for what was sent.
    package let content: [UInt8]
    /// Names this try, so that one whose lease has passed does not answer for the next.
    package let holder: String
    /// When it came.
    package let at: Instant
    /// Until when nobody else may carry it out: a crash frees it then.
    package let leaseUntil: Instant
    /// Until when its answer is kept.
    package let keptUntil: Instant

    /// A claim.
    package init(
        key: [UInt8],
        content: [UInt8],
        holder: String,
        at: Instant,
        leaseUntil: Instant,
        keptUntil: Instant
    ) {
        self.key = key
        self.content = content
        self.holder = holder
        self.at = at
        self.leaseUntil = leaseUntil
        self.keptUntil = keptUntil
    }
}

/// What is kept under an `Idempotency-Key`.
package struct IdempotencyRecord: Sendable, Hashable {
    /// What stands for what was sent first.
    package let content: [UInt8]
    /// What was answered; none while it is carried out.
    package let answer: SealedAnswer?

    /// A record.
    package init(content: [UInt8], answer: SealedAnswer?) {
        self.content = content
        self.answer = answer
    }
}

/// An answer as it is kept.
package struct SealedAnswer: Sendable, Hashable {
    /// The HTTP status.
    package let status: Int
    /// Whose key seals it, where it tells of a person: once she is erased nobody reads it; else the server's does.
    package let owner: MemberID?
    /// Headers and body, sealed.
    package let sealed: [UInt8]

    /// An answer as it is kept.
    package init(status: Int, owner: MemberID?, sealed: [UInt8]) {
        self.status = status
        self.owner = owner
        self.sealed = sealed
    }
}
