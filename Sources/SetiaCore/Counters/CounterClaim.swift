/// What a decision asks of a counter that members share: a budget, stock, uses of a code (rule B-1).
package struct CounterClaim: Sendable, Hashable {
    /// Which counter, such as `budget:campaign:merdeka`.
    package let counter: Key
    /// How much: above 0 it takes, below 0 it gives back what was taken before; never 0.
    package let amount: Int64
    /// How much the counter has altogether, where the programme says it; none where the counter itself was told, as stock
    /// is.
    package let cap: Int64?
    /// Whether a part of it is of no use.
    package let isWhole: Bool
    /// From when on it may be taken beyond what there is; none is never.
    package let overrunsFrom: Instant?

    /// A claim on a counter.
    package init(
        counter: Key,
        amount: Int64,
        cap: Int64? = nil,
        isWhole: Bool = false,
        overrunsFrom: Instant? = nil
    ) {
        self.counter = counter
        self.amount = amount
        self.cap = cap
        self.isWhole = isWhole
        self.overrunsFrom = overrunsFrom
    }

    /// The same of another amount.
    func of(_ amount: Int64) -> CounterClaim {
        CounterClaim(counter: counter, amount: amount, cap: cap, isWhole: isWhole, overrunsFrom: overrunsFrom)
    }
}

/// What a decision got of a counter: an input of it, kept with it, so that it can be decided again (rule B-1).
package struct Grant: Sendable, Hashable {
    /// Which counter.
    package let counter: Key
    /// How much; 0 where nothing was left.
    package let amount: Int64
    /// Which one, where the counter is a list of codes.
    package let code: Key?

    /// What was granted.
    package init(counter: Key, amount: Int64, code: Key? = nil) {
        self.counter = counter
        self.amount = amount
        self.code = code
    }
}

/// How a decision stands to the counters that members share (rule B-1).
package enum Counting: Sendable, Hashable {
    /// It is asked what it wants: it decides as if all were granted, and claims it.
    case asking
    /// It gives no more than was granted; what is not in the list was not granted.
    case granted([Grant])
    /// Counters do not bind it and it takes nothing of them: imports of history, and what if.
    case free
}
