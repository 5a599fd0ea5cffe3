package import SetiaCore

/// What was confirmed by a code: once.
package struct Confirmed: Sendable, Hashable {
    /// Whoever typed the code reads what is sent there.
    package let identity: Identity
    /// What was handed in with it, to the byte.
    package let payload: [UInt8]
}

/// Why a code is not sent, or not taken.
package enum ConfirmationRefusal: Error, Sendable, Hashable {
    /// No code can be sent to an identity of this kind.
    case cannotReach(IdentityKind)
    /// Enough codes were sent there, or asked for from where this one came; later again.
    case tooManyCodes(until: Instant)
    /// Not the code; how many tries are left.
    case wrongCode(triesLeft: Int)
    /// No code waits under this token: never made, or tried too often.
    case unknown
    /// It came too late.
    case expired(at: Instant)
    /// It was used.
    case used(at: Instant)
}
