extension Deciding {
    /// Takes so many from a shelf that members share, all or none (rule W-7); whether it did.
    mutating func claim(_ quantity: Int64, of counter: Key) -> Bool {
        counted.take(CounterClaim(counter: counter, amount: quantity, isWhole: true)) == quantity
    }

    /// Puts so many back on a shelf that members share.
    mutating func giveBack(_ quantity: Int64, to counter: Key) {
        counted.giveBack(quantity, to: counter)
    }
}
