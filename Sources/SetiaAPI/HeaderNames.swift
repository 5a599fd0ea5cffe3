internal import HTTPTypes

/// A header name of ours; what is none is a fault.
private func name(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no header's name") }
    return name
}

extension HTTPField.Name {
    /// Names a request in the log of whoever sent it and in ours.
    static let requestID = name("X-Request-ID")
    /// Makes a request once (draft-ietf-httpapi-idempotency-key-header).
    static let idempotencyKey = name("Idempotency-Key")
    /// That an answer is one given before.
    static let idempotencyReplayed = name("Idempotency-Replayed")
    /// How much is left (draft-ietf-httpapi-ratelimit-headers).
    static let rateLimit = name("RateLimit")
    /// How much there is.
    static let rateLimitPolicy = name("RateLimit-Policy")
}
