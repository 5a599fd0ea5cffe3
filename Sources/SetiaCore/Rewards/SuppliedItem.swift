/// A code that a supplier outside of the brand gave for a reward (rule W-17).
package struct SuppliedCode: Sendable, Hashable {
    /// The code, 1 to 200 bytes.
    package let code: Key
    /// What is typed beside it; none where nothing is.
    package let pin: Key?
    /// Where the card is shown or used, by HTTPS; none where it has no page.
    package let url: Key?
    /// Until when the supplier honours it; none where nothing was said.
    package let expiresAt: Instant?

    /// A code.
    package init(code: Key, pin: Key? = nil, url: Key? = nil, expiresAt: Instant? = nil) {
        self.code = code
        self.pin = pin
        self.url = url
        self.expiresAt = expiresAt
    }
}

/// One of a redemption's rewards that are supplied from outside: where it stands.
package struct SuppliedItem: Sendable, Hashable {
    /// Which of the redemption's, from 0.
    package let place: Int64
    /// Where it stands.
    package let state: State
    /// The code; only where it was delivered.
    package let code: SuppliedCode?
    /// Why the supplier does not give it, in his words; only where he said so.
    package let reason: Key?

    /// Where an order stands for whoever redeemed.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// It was asked for, and is to come.
        case waiting
        /// It is hers.
        case delivered
        /// It will not come; what it cost went back.
        case refused
    }

    /// One of them.
    package init(place: Int64, state: State, code: SuppliedCode? = nil, reason: Key? = nil) {
        self.place = place
        self.state = state
        self.code = code
        self.reason = reason
    }
}
