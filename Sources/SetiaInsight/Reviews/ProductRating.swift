package import SetiaCore

/// How often the same was said of a product.
package struct RatingCount: Sendable, Hashable {
    /// Of which.
    package let product: Key
    /// From 1 to 5.
    package let stars: Int
    /// Whether those who say so have bought it.
    package let isVerified: Bool
    /// How often.
    package let count: Int
    /// How often within the last 90 days.
    package let lately: Int

    /// A count.
    package init(product: Key, stars: Int, isVerified: Bool, count: Int, lately: Int) {
        self.product = product
        self.stars = stars
        self.isVerified = isVerified
        self.count = count
        self.lately = lately
    }
}

/// How many orders with a product came back with some of it, before the last 90 days and within them.
package struct ProductReturns: Sendable, Hashable {
    /// Orders of before.
    package var before: Share
    /// Orders of the last 90 days: some of these may come back yet, so that a rise is real and a fall need not be.
    package var lately: Share

    /// Such a number of orders.
    package init(before: Share = Share(0, of: 0), lately: Share = Share(0, of: 0)) {
        self.before = before
        self.lately = lately
    }

    /// Counts an order with the product.
    package mutating func add(isLate: Bool, cameBack: Bool) {
        let known = isLate ? lately : before
        let share = Share(known.numerator + (cameBack ? 1 : 0), of: known.denominator + 1)
        if isLate { lately = share } else { before = share }
    }

    /// The later part less the earlier one; none where one of the two is of no orders.
    package var change: ShareDifference? { ShareDifference(from: before, to: lately) }
}

/// What members say of a product, in numbers (rules U-6 and U-7).
package struct ProductRating: Sendable, Hashable {
    /// Of which.
    package let product: Key
    /// How often each number of stars was given, one star first.
    package let counts: [Int]
    /// Reviews by somebody who has bought it, of all.
    package let verified: Share
    /// The mean of all, as it was given; none without a review.
    package let mean: Double?
    /// The mean of those who have bought it, drawn to the mean of the whole brand by how few they are.
    package let weighted: Double?
    /// The mean of the last 90 days less that of before; none where one of the two has fewer than two.
    package let change: RatingChange?
    /// How often it came back; none where that was not counted.
    package let returns: ProductReturns?

    /// How many reviews it has.
    package var count: Int { counts.reduce(0, +) }

    /// Fewer than 30.
    package var isSmall: Bool { count < 30 }

    /// How many reviews of the brand's mean each product begins with.
    package static let weight = 10.0
    /// So many days are "lately".
    package static let latelyDays = 90

    /// What is worse of late than before, beyond what chance makes of it.
    package var signals: [Signal] {
        var signals: [Signal] = []
        if change?.direction == .down { signals.append(.rating) }
        if returns?.change?.direction == .up { signals.append(.returns) }
        return signals
    }

    /// What may be worse.
    package enum Signal: String, Sendable, Hashable, CaseIterable {
        /// The mean of its stars.
        case rating
        /// How often it comes back.
        case returns
    }

    /// The ratings of all products that have one, and of those without a review that come back more often of late.
    ///
    /// - Parameters:
    ///   - counts: Of all products, so that the brand's mean is that of the whole; in any order.
    ///   - returns: How often which came back; of those alone that were counted.
    /// - Returns: one a product: those with a signal first, then those with most reviews, then by name.
    package static func all(_ counts: [RatingCount], returns: [Key: ProductReturns]) -> [ProductRating] {
        let verified = counts.filter(\.isVerified)
        let total = verified.reduce(0) { $0 + $1.count }
        let stars = verified.reduce(0) { $0 + $1.count * $1.stars }
        let prior = total > 0 ? Double(stars) / Double(total) : nil
        let byProduct = Dictionary(grouping: counts) { $0.product }
        let silent = returns.filter { byProduct[$0.key] == nil && $0.value.change?.direction == .up }.keys
        let ratings = (Array(byProduct.keys) + silent).sorted().map { product in
            ProductRating(product, byProduct[product] ?? [], prior: prior, returns: returns[product])
        }
        return ratings.sorted { left, right in
            (right.signals.count, right.count, left.product) < (left.signals.count, left.count, right.product)
        }
    }

    private init(_ product: Key, _ own: [RatingCount], prior: Double?, returns: ProductReturns?) {
        self.product = product
        self.returns = returns
        var (counts, before, lately, bought) = ([0, 0, 0, 0, 0], Moments(), Moments(), Moments())
        for count in own.sorted(by: { ($0.stars, $0.isVerified ? 1 : 0) < ($1.stars, $1.isVerified ? 1 : 0) })
        where ProductReviewTerms.stars.contains(count.stars) {
            counts[count.stars - 1] += count.count
            let late = min(max(count.lately, 0), count.count)
            for place in 0..<count.count {
                let stars = Double(count.stars)
                if place < late { lately.add(stars) } else { before.add(stars) }
                if count.isVerified { bought.add(stars) }
            }
        }
        self.counts = counts
        let total = counts.reduce(0, +)
        let sum = counts.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
        mean = total > 0 ? Double(sum) / Double(total) : nil
        verified = Share(bought.count, of: total)
        weighted = total == 0 ? nil : prior.map { shrunk(bought.mean, of: bought.count, to: $0) }
        change = RatingChange(from: before, to: lately)
    }
}

/// A mean of later beside one of before (rule U-7).
package struct RatingChange: Sendable, Hashable {
    /// How many there were before.
    package let before: Int
    /// How many there were lately.
    package let lately: Int
    /// The later less the earlier, in stars.
    package let value: Double
    /// At 95 %.
    package let interval95: Interval
    /// Whether it can be called a difference, and which way.
    package let direction: Direction

    /// None where one of the two has fewer than two numbers.
    init?(from before: Moments, to lately: Moments) {
        guard let first = before.interval(), let second = lately.interval() else { return nil }
        let half = marginOfDifference((first.upper - first.lower) / 2, (second.upper - second.lower) / 2)
        let moved = lately.mean - before.mean
        self.before = before.count
        self.lately = lately.count
        value = moved
        interval95 = Interval(lower: moved - half, upper: moved + half)
        direction =
            before.isSmall || lately.isSmall
            ? .tooFew : moved - half > 0 ? .up : moved + half < 0 ? .down : .withinNoise
    }
}

/// A mean of few drawn to the mean of all: v ÷ (v + m) of its own and m ÷ (v + m) of theirs (rule U-6).
///
/// - Parameters:
///   - mean: Its own.
///   - count: Of how many, v.
///   - prior: That of all, C.
///   - weight: How many the mean of all counts for, m; more than 0.
/// - Returns: between the two.
package func shrunk(_ mean: Double, of count: Int, to prior: Double, weight: Double = ProductRating.weight) -> Double {
    let number = Double(count)
    return (number * mean + weight * prior) / (number + weight)
}
