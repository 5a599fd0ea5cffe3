package import SetiaCore

/// What became of a cart that was to hold its codes.
package enum CartHold: Sendable {
    /// It holds them until then; what it came to. Without an end there is nothing that others could take from it.
    case held(CartAnswer, until: Instant?)
    /// A code was not taken; nothing is held that was not held before.
    case refused(CartAnswer, why: PromotionRefusal)
    /// What is due is not what was said.
    case changed(CartAnswer)
    /// A cart of this number was redeemed before.
    case over
}

extension SetiaService {
    /// For how long a cart holds its codes, in minutes, where nothing is said, and at most.
    package static let holdMinutes: Int64 = 30
    package static let mostHoldMinutes: Int64 = 7 * 24 * 60

    /// Sets a cart's codes, gift cards and counted promotions aside while the shopper pays (rule V-21).
    ///
    /// - Parameters:
    ///   - question: The cart; points that pay for it are held by themselves.
    ///   - source: Who numbers carts.
    ///   - due: What the shopper was told that is due, in minor units; none is whatever it is.
    ///   - minutes: For how long, 1 to `mostHoldMinutes`; it is clamped.
    /// - Returns: what became of it.
    /// - Throws: `Refusal`, `TooManyCodes`, or the world's trouble.
    package func holdCart(
        _ question: CartQuestion,
        source: Key,
        due: Int64? = nil,
        minutes: Int64 = holdMinutes
    ) async throws -> CartHold {
        let cart = CartKey(source: source, id: question.cart.id)
        if try await receipt(of: cart, kind: .cart) != nil { return .over }
        let strict = CartQuestion(
            cart: question.cart,
            who: question.who,
            codes: question.codes,
            isAllOrNothing: true,
            caller: question.caller,
            address: question.address
        )
        let answer = try await evaluateCart(strict, holder: cart)
        if let why = answer.evaluation.firstRefusal?.refusal { return .refused(answer, why: why) }
        if let due, due != answer.evaluation.totals.due { return .changed(answer) }
        let now = surroundings.now()
        let until = now.adding(milliseconds: min(max(minutes, 1), Self.mostHoldMinutes) * 60_000)
        let claims = allClaims(of: answer, in: question.cart.currency)
        do {
            let isHeld = try await store.writing { ledger in
                // It may have been redeemed since it was looked for.
                guard try !self.isToldOf(cart, ledger) else { return false }
                // Who holds again holds from now on, for longer or for less.
                try ledger.dropUses(of: cart)
                if let claim = try ledger.take(claims, for: cart, order: nil, at: now, until: until) {
                    throw UsesTaken(claim: claim)
                }
                return true
            }
            return isHeld ? .held(answer, until: claims.isEmpty ? nil : until) : .over
        } catch let taken as UsesTaken {
            return .refused(answer, why: taken.claim.isCode ? .alreadyUsed : .limitReached(byMember: false))
        }
    }

    /// Lets go what a cart holds, as if it had never held it.
    ///
    /// - Returns: whether it held something.
    package func letGo(_ cart: CartKey) async throws -> Bool {
        try await store.writing { ledger in
            guard try !self.isToldOf(cart, ledger), try ledger.uses(of: cart).contains(where: { $0.state == .held })
            else { return false }
            try ledger.dropUses(of: cart)
            return true
        }
    }
}
