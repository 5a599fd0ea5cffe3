extension CartReckoning {
    /// How many pieces are free where for so many bought so many are (rule V-7): a free piece is never one of those
    /// that were bought for it.
    struct FreeUnits {
        /// How many are free.
        let count: Int64
        /// How many more must be bought, or may be taken along, until the next is free; none where no more can be.
        let missing: NearPromotion.Missing?
        /// What is free, the cheapest first.
        let parts: [CartEvaluation.Given.Part]
        /// What the free pieces would have cost.
        let amount: Int64
    }

    /// - Parameters:
    ///   - buy: So many bought; 1 or more.
    ///   - get: So many free for them; 1 or more.
    ///   - bought: The lines of which pieces count as bought.
    ///   - gets: The lines of which pieces are free.
    ///   - times: How often at most.
    /// - Returns: what is free; O(lines × log pieces).
    func freeUnits(buy: Int64, get: Int64, bought: [Int], gets: [Int], times: Int64?) -> FreeUnits {
        let isSame = gets == bought
        var counts = [Bool](repeating: false, count: isSame ? 0 : pieces.count)
        if !isSame { for line in bought { counts[line] = true } }
        let others = isSame ? [] : Array(byPrice(gets))
        let all = bought.reduce(Int64(0)) { $0 &+ pieces[$1] }
        let most = gets.reduce(Int64(0)) { $0 &+ pieces[$1] }
        /// How many of the first `count` free pieces are of lines that count as bought.
        func overlap(_ count: Int64) -> Int64 {
            if isSame { return count }
            var (rest, sum) = (count, Int64(0))
            for line in others where rest > 0 {
                let taken = min(rest, pieces[line])
                if counts[line] { sum += taken }
                rest -= taken
            }
            return sum
        }
        func needed(for count: Int64) -> Int64 {
            let sets = count / get + (count % get == 0 ? 0 : 1)
            let (needed, overflow) = sets.multipliedReportingOverflow(by: buy)
            return overflow ? .max : needed
        }
        let (limit, isTooMuch) = (times ?? .max).multipliedReportingOverflow(by: get)
        let upTo = min(most, isTooMuch ? .max : limit)
        var (low, high) = (Int64(0), upTo)
        while low < high {
            let middle = low + (high - low + 1) / 2
            if all - overlap(middle) >= needed(for: middle) { low = middle } else { high = middle - 1 }
        }
        var parts: [CartEvaluation.Given.Part] = []
        var (rest, amount) = (low, Int64(0))
        for line in byPrice(gets) {
            if rest == 0 { break }
            let count = min(rest, pieces[line])
            let worth = worth(of: count, in: line)
            parts.append(CartEvaluation.Given.Part(line: line + 1, amount: worth, free: count))
            amount += worth
            rest -= count
        }
        return FreeUnits(
            count: low,
            missing: isTooMuch || low < limit
                ? missing(low, all, overlap(low), needed(for: low + 1), most, isSame) : nil,
            parts: parts,
            amount: amount
        )
    }

    private func missing(
        _ count: Int64,
        _ all: Int64,
        _ overlap: Int64,
        _ needed: Int64,
        _ most: Int64,
        _ isSame: Bool
    ) -> NearPromotion.Missing? {
        guard all > 0 else { return nil }
        if isSame {
            // What is bought for it and the free piece itself.
            let more = needed + count + 1 - all
            return all - count >= needed ? .freePieces(1) : .pieces(more)
        }
        let more = needed - (all - overlap)
        if more > 0 { return .pieces(more) }
        return count == most ? .freePieces(1) : nil
    }
}
