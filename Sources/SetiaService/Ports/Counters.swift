package import SetiaCore

/// A counter that members share: a budget, stock, uses of a code (rule B-1).
package struct SharedCounter: Sendable, Hashable {
    /// What it is called, such as `budget:campaign:merdeka` or `stock:mug`.
    package let key: Key
    /// How much there is altogether; none has no end.
    package let cap: Int64?
    /// How much of it is taken, what is reserved counted too.
    package let taken: Int64

    /// What can still be taken; none has no end.
    ///
    /// Never below 0: a late event may have overrun it.
    package var left: Int64? { cap.map { max(0, $0 - taken) } }

    /// A counter.
    package init(key: Key, cap: Int64?, taken: Int64) {
        self.key = key
        self.cap = cap
        self.taken = taken
    }
}

/// What was taken of a counter for a cause that is not written yet.
package struct CounterReservation: Sendable, Hashable {
    /// Which counter.
    package let counter: Key
    /// The cause: one has one reservation of a counter.
    package let id: Key
    /// How much; above 0.
    package let amount: Int64
    /// Which one, where the counter is a list of codes.
    package let code: Key?

    /// A reservation.
    package init(counter: Key, id: Key, amount: Int64, code: Key? = nil) {
        self.counter = counter
        self.id = id
        self.amount = amount
        self.code = code
    }
}

/// Counters, to be read; a part of `Archive`.
package protocol CounterArchive: AnyObject {
    /// The counters of these keys, in the order asked; none where nothing was ever taken of one or said about it.
    func counters(_ keys: [Key]) throws -> [SharedCounter?]
    /// The counters whose keys begin so, by key, at most `limit`.
    func counters(beginning prefix: Key, limit: Int) throws -> [SharedCounter]
    /// How much of a counter is reserved for causes that are not written yet; it counts as taken.
    func reserved(of counter: Key) throws -> Int64
}

/// What a ledger can do with counters that members share; a part of `Ledger`.
///
/// Whoever takes of several takes in the order of their keys, so that nobody waits in a circle.
package protocol CounterLedger {
    /// Takes what is claimed, or what of it there is, and reserves it for a cause; a claim of the whole gets all or
    /// nothing.
    ///
    /// The same cause is answered what it was granted before. A counter that is not there is opened with the claim's cap;
    /// without one nothing was ever put into it, and nothing is granted. Where the claim says a cap, that is the
    /// counter's from then on; what was taken stays taken.
    ///
    /// - Parameters:
    ///   - claim: Which counter, and how much; above 0.
    ///   - id: The cause.
    ///   - now: Whether the claim may overrun hangs on it.
    ///   - until: When what was never settled is free again.
    /// - Returns: what the cause has of it now; 0 where nothing is left.
    /// - Throws: the world's trouble.
    func take(_ claim: CounterClaim, for id: Key, at now: Instant, until: Instant) throws -> Grant
    /// Makes final what a cause took of a counter: so much of it; the rest is free again, and 0 frees all.
    ///
    /// - Returns: whether there was such a reservation.
    @discardableResult
    func settle(_ id: Key, of counter: Key, used: Int64) throws -> Bool
    /// Gives back what was settled before; a counter never goes below 0.
    func giveBack(_ amount: Int64, to counter: Key) throws
    /// Reservations that were not settled by then, the oldest first, at most `limit`.
    func reservations(expiredBy moment: Instant, limit: Int) throws -> [CounterReservation]
    /// Puts so much into a counter, or below 0 takes it out; opens it where it is not there. One without an end stays so.
    func load(_ counter: Key, by amount: Int64) throws
    /// Says how much there is altogether; none has no end. What was taken stays taken.
    func setCap(_ cap: Int64?, of counter: Key) throws
}

extension CounterClaim {
    /// How much is granted where so much is taken of a cap; none has no end.
    package func granted(taken: Int64, of cap: Int64?, at now: Instant) -> Int64 {
        guard let cap else { return amount }
        if let overrunsFrom, overrunsFrom <= now { return amount }
        let left = max(0, cap - taken)
        return left >= amount ? amount : isWhole ? 0 : left
    }
}
