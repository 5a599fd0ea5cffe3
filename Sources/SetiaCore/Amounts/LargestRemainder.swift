/// Shares `total` among parts by their weights, in whole units that add up to `total` exactly.
///
/// Each part gets its exact share without the fraction; the units left over go one each to the largest fractions, and
/// among equal fractions to the part that stands first. So a part of weight 0 gets nothing, unless all are 0: then all
/// count alike. A total below zero is shared as the same total above it, with the sign turned.
///
/// - Parameters:
///   - total: What is shared: points, minor units.
///   - weights: 0 or more each, together within 64 bits; anything else is a fault. So is no weight at all, unless the
///     total is 0.
/// - Returns: As many numbers as there are weights, in their order.
/// - Complexity: O(*n* log *n*).
package func shared(_ total: Int64, inProportionTo weights: [Int64]) -> [Int64] {
    if weights.isEmpty {
        guard total == 0 else { fault("nobody to share \(total) among") }
        return []
    }
    let sum = weights.reduce(UInt64(0)) { sum, weight in
        guard weight >= 0, weight.magnitude <= UInt64.max - sum else { fault("shares by the weights \(weights)") }
        return sum + weight.magnitude
    }
    if sum == 0 { return shared(total, inProportionTo: Array(repeating: 1, count: weights.count)) }

    // The fractions, and room to rank them, need not outlive this: they stand on the stack where they fit.
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * weights.count) { room in
        let fractions = UnsafeMutableBufferPointer(rebasing: room[..<weights.count])
        let ranks = UnsafeMutableBufferPointer(rebasing: room[weights.count...])
        return shared(total, inProportionTo: weights, together: sum, fractions, ranks)
    }
}

private func shared(
    _ total: Int64,
    inProportionTo weights: [Int64],
    together sum: UInt64,
    _ fractions: UnsafeMutableBufferPointer<UInt64>,
    _ ranks: UnsafeMutableBufferPointer<UInt64>
) -> [Int64] {
    var left = total.magnitude
    let whole = total.magnitude
    var shares = [Int64](unsafeUninitializedCapacity: weights.count) { shares, count in
        for (place, weight) in weights.enumerated() {
            // No share is above the total, so the quotient fits.
            let (product, isLong) = whole.multipliedReportingOverflow(by: weight.magnitude)
            let (share, fraction) =
                isLong
                ? sum.dividingFullWidth(whole.multipliedFullWidth(by: weight.magnitude))
                : product.quotientAndRemainder(dividingBy: sum)
            shares.initializeElement(at: place, to: signed(share, as: total))
            fractions.initializeElement(at: place, to: fraction)
            left -= share
        }
        count = weights.count
    }
    if left > 0 {
        // The smallest fraction that still gets a unit, and how many that have just that do; fewer are left than parts.
        let count = Int(left)
        _ = ranks.initialize(from: fractions)
        let least = ranked(ranks, fractions.count - count)
        var ties = count - fractions.reduce(0) { $1 > least ? $0 + 1 : $0 }
        let unit = total.signum()
        for (index, fraction) in fractions.enumerated() where fraction >= least {
            if fraction == least {
                guard ties > 0 else { continue }
                ties -= 1
            }
            shares[index] += unit
        }
    }
    return shares
}

/// The number that would stand at `rank` if all were in order: Hoare's selection, since the rest need no order.
///
/// - Complexity: O(*n*) mostly, O(*n*²) at worst.
private func ranked(_ all: UnsafeMutableBufferPointer<UInt64>, _ rank: Int) -> UInt64 {
    var (first, last) = (0, all.count - 1)
    while first < last {
        let pivot = all[(first + last) / 2]
        var (low, high) = (first, last)
        while low <= high {
            while all[low] < pivot { low += 1 }
            while all[high] > pivot { high -= 1 }
            guard low <= high else { break }
            all.swapAt(low, high)
            low += 1
            high -= 1
        }
        if rank <= high { last = high } else if rank >= low { first = low } else { break }
    }
    return all[rank]
}

/// A magnitude with the sign of `total`, whose own magnitude is as great or greater.
private func signed(_ magnitude: UInt64, as total: Int64) -> Int64 {
    total < 0 ? Int64(truncatingIfNeeded: 0 &- magnitude) : Int64(magnitude)
}
