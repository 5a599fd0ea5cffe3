package import SetiaCore

/// How a difference in points is spread over members: exact, whatever the order in which members came.
///
/// - Complexity: Memory grows with the number of different differences, and not with members.
package struct Spread: Sendable, Hashable {
    /// How many members have which difference.
    private var counts: [Int64: Int] = [:]

    /// Nobody.
    package init() {}

    /// Adds a member.
    package mutating func add(_ difference: Points) {
        counts[difference.units, default: 0] += 1
    }

    /// Adds others.
    package mutating func add(_ other: Spread) {
        counts.merge(other.counts) { $0 + $1 }
    }

    /// How many members.
    package var members: Int { counts.values.reduce(0, +) }
    /// How many have more than before.
    package var gain: Int { counts.reduce(0) { $0 + ($1.key > 0 ? $1.value : 0) } }
    /// How many have less.
    package var lose: Int { counts.reduce(0) { $0 + ($1.key < 0 ? $1.value : 0) } }
    /// How many have the same.
    package var same: Int { counts[0] ?? 0 }

    /// All differences together.
    package var sum: Points {
        counts.reduce(.zero) { sum, each in
            let (product, overflow) = each.key.multipliedReportingOverflow(by: Int64(each.value))
            if overflow { fault("points overflow: \(each.key) * \(each.value)") }
            return sum + Points(product)
        }
    }

    /// The differences below or at which stand so many hundredths of the members (nearest rank), in the order asked.
    ///
    /// - Parameter percents: Rising, each from 1 to 100.
    /// - Returns: nothing where there is nobody.
    package func quantiles(_ percents: [Int]) -> [Points] {
        let members = members
        guard members > 0 else { return [] }
        let ranks = percents.map { max(1, (members * $0 + 99) / 100) }
        var found: [Points] = []
        var passed = 0
        for difference in counts.keys.sorted() {
            passed += counts[difference] ?? 0
            while found.count < ranks.count, ranks[found.count] <= passed { found.append(Points(difference)) }
        }
        return found
    }
}
