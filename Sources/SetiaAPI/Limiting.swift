internal import HTTPTypes
internal import Hummingbird
internal import SetiaService
internal import SetiaWire

extension Problem {
    /// The key has sent more than it may.
    static func limited(_ rate: RateAnswer) -> Problem {
        Problem(
            "rate-limited",
            title: "Too many requests",
            status: 429,
            detail: "this key may send \(rate.limit.perSecond) requests a second; try again in"
                + " \(rate.afterSeconds) s",
            numbers: [Number("perSecond", rate.limit.perSecond)]
        )
    }
}

extension Response {
    /// Says how much the key may send, and how much of it is left.
    mutating func add(_ rate: RateAnswer) {
        headers[.rateLimitPolicy] = "\"key\";q=\(rate.limit.burst);w=2"
        headers[.rateLimit] = "\"key\";r=\(rate.remaining);t=\(rate.afterSeconds)"
        if !rate.isAdmitted { headers[.retryAfter] = "\(rate.afterSeconds)" }
    }
}
