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

    var shares: [Int64] = []
    var fractions: [UInt64] = []
    shares.reserveCapacity(weights.count)
    fractions.reserveCapacity(weights.count)
    var left = total.magnitude
    let whole = total.magnitude
    for weight in weights {
        // No share is above the total, so the quotient fits.
        let (product, isLong) = whole.multipliedReportingOverflow(by: weight.magnitude)
        let (share, fraction) =
            isLong
            ? sum.dividingFullWidth(whole.multipliedFullWidth(by: weight.magnitude))
            : product.quotientAndRemainder(dividingBy: sum)
        shares.append(signed(share, as: total))
        fractions.append(fraction)
        left -= share
    }
    if left > 0 {
        // The smallest fraction that still gets a unit, and how many that have just that do; fewer are left than parts.
        let count = Int(left)
        let least = fractions.ranked(fractions.count - count)
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

extension [UInt64] {
    /// The element that would stand at `rank` if they were in order: Hoare's selection, since the rest need no order.
    ///
    /// - Complexity: O(*n*) mostly, O(*n*²) at worst.
    fileprivate func ranked(_ rank: Int) -> UInt64 {
        var all = self
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
}

/// A magnitude with the sign of `total`, whose own magnitude is as great or greater.
private func signed(_ magnitude: UInt64, as total: Int64) -> Int64 {
    total < 0 ? Int64(truncatingIfNeeded: 0 &- magnitude) : Int64(magnitude)
}
