/// What a decision on its way takes of the counters that members share, and gives back (rule B-1).
struct Counted {
    /// How it stands to them.
    let counting: Counting
    /// What it took so far, one a counter, in the order in which each was first asked.
    private var taken: [CounterClaim] = []
    /// What it gives back, one a counter; below 0.
    private var returned: [CounterClaim] = []
    /// Whether it would have taken something, had counters bound it.
    private(set) var isUncounted = false

    init(_ counting: Counting) {
        self.counting = counting
    }

    /// How much of a counter it can still take, at most `amount`.
    func room(for amount: Int64, of counter: Key) -> Int64 {
        guard case .granted(let grants) = counting else { return amount }
        let granted = grants.first { $0.counter == counter }?.amount ?? 0
        let used = taken.first { $0.counter == counter }?.amount ?? 0
        return max(0, min(amount, granted - used))
    }

    /// The code that was granted with a counter, where it is a list of codes.
    func code(of counter: Key) -> Key? {
        guard case .granted(let grants) = counting else { return nil }
        return grants.first { $0.counter == counter }?.code
    }

    /// Takes what is claimed, or what of it there is; of what is whole, all or nothing.
    ///
    /// - Returns: how much; 0 or more.
    mutating func take(_ claim: CounterClaim) -> Int64 {
        let amount: Int64
        switch counting {
        case .free:
            isUncounted = isUncounted || claim.amount > 0
            return claim.amount
        case .asking: amount = claim.amount
        case .granted:
            let room = room(for: claim.amount, of: claim.counter)
            amount = claim.isWhole && room < claim.amount ? 0 : room
        }
        guard amount > 0 else { return 0 }
        if let place = taken.firstIndex(where: { $0.counter == claim.counter }) {
            taken[place] = taken[place].of(taken[place].amount + amount)
        } else {
            taken.append(claim.of(amount))
        }
        return amount
    }

    /// Takes so much less after all.
    mutating func giveUp(_ amount: Int64, of counter: Key) {
        guard amount > 0, let place = taken.firstIndex(where: { $0.counter == counter }) else { return }
        let left = taken[place].amount - amount
        if left > 0 { taken[place] = taken[place].of(left) } else { taken.remove(at: place) }
    }

    /// Gives back what an earlier event took.
    mutating func giveBack(_ amount: Int64, to counter: Key) {
        guard amount > 0 else { return }
        if let place = returned.firstIndex(where: { $0.counter == counter }) {
            returned[place] = returned[place].of(returned[place].amount - amount)
        } else {
            returned.append(CounterClaim(counter: counter, amount: -amount))
        }
    }

    /// Whether it gives anything back to a counter by now.
    func hasReturned(to counter: Key) -> Bool { returned.contains { $0.counter == counter } }

    /// All that it takes and gives back.
    ///
    /// Where it knows what was granted, only how much: what it took is final then.
    var claims: [CounterClaim] {
        switch counting {
        case .asking: taken + returned
        case .granted, .free:
            taken.map { CounterClaim(counter: $0.counter, amount: $0.amount) } + returned
        }
    }

    /// What was granted, as it is kept.
    var grants: [Grant] {
        guard case .granted(let grants) = counting else { return [] }
        return grants
    }

    /// Takes over what the same event took when it was decided in its turn.
    mutating func take(over decision: Decision) {
        for claim in decision.counterClaims {
            if claim.amount > 0 { _ = take(claim) } else { giveBack(-claim.amount, to: claim.counter) }
        }
        isUncounted = isUncounted || decision.isUncounted
    }
}
