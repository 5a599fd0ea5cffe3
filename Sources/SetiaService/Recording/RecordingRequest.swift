/// What one request wants recorded.
struct RecordingRequest: Sendable {
    /// Its events; may be none where only its answer is to be kept.
    let prepared: [PreparedIntake]
    /// What makes it once; none where the sender asked for nothing.
    let once: RecordingOnce?
}

/// A request that is answered once: its claim, and what it is answered.
package struct RecordingOnce: Sendable {
    let claim: RequestClaim
    let reply: @Sendable ([RecordingOutcome]) -> KeptAnswer?

    /// - Parameters:
    ///   - claim: Of the request.
    ///   - reply: What is answered to these outcomes and kept; none where the request may come again. It may be asked
    ///     more than once, and says the same each time.
    package init(claim: RequestClaim, reply: @escaping @Sendable ([RecordingOutcome]) -> KeptAnswer?) {
        self.claim = claim
        self.reply = reply
    }
}

/// What became of a request.
package enum RecordingTurn: Sendable {
    /// It was carried out: an outcome for each of its events.
    case outcomes([RecordingOutcome])
    /// It was not, since it came before; never `carryOut`.
    case turn(RequestTurn)
    /// It could not be looked at, and nothing was written.
    case failed(any Error)
}
