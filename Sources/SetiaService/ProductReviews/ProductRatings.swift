package import SetiaCore
package import SetiaInsight
internal import Synchronization

extension SetiaService {
    /// The ratings of all products that have one, those with a signal first (rules U-6 and U-7).
    ///
    /// - Parameter counting: Whether returns are counted now, which reads all orders; else those that were last counted
    ///   in the background are told, none before they were for the first time.
    /// - Returns: one a product.
    /// - Throws: the world's trouble.
    package func productRatings(counting: Bool = false) async throws -> [ProductRating] {
        guard counting else {
            return ProductRating.all(try await ratingCounts(), returns: insightBoard.shown?.returns ?? [:])
        }
        return ProductRating.all(try await ratingCounts(), returns: try await measuredReturns())
    }

    /// The rating of one product; none where nothing of it is published.
    ///
    /// - Throws: the world's trouble.
    package func productRating(of product: Key) async throws -> ProductRating? {
        try await productRatings().first { $0.product == product }
    }

    /// How often which stars were given, from memory where they were counted a moment ago: pages of the shop ask with
    /// each product that somebody looks at.
    private func ratingCounts() async throws -> [RatingCount] {
        let now = surroundings.now()
        if let known = ratingBoard.counts(at: now) { return known }
        let turn = ratingBoard.turn
        let since = now.adding(days: -ProductRating.latelyDays)
        let counts = try await store.reading { try $0.ratingCounts(since: since) }
        ratingBoard.show(counts, at: now, turn: turn)
        return counts
    }

    /// How often products that members say something of came back, before the last 90 days and within them.
    ///
    /// It reads all orders; nothing where nobody has said anything.
    func measuredReturns() async throws -> [Key: ProductReturns] {
        let now = surroundings.now()
        let since = now.adding(days: -ProductRating.latelyDays)
        return try await store.reading { archive in
            let products = Set(try archive.ratingCounts(since: since).map(\.product))
            guard !products.isEmpty else { return [:] }
            var returns: [Key: ProductReturns] = [:]
            var read = 0
            try archive.soldOrders { at, sold, kept in
                read += 1
                if read & 0xFFF == 0 { try Task.checkCancellation() }
                for product in Set(sold.map(\.sku)).intersection(products) {
                    let bought = sold.filter { $0.sku == product }
                    let left = kept.filter { $0.sku == product }
                    let cameBack =
                        left.count < bought.count
                        || left.reduce(0) { $0 + $1.quantity } < bought.reduce(0) { $0 + $1.quantity }
                    returns[product, default: ProductReturns()].add(isLate: at >= since, cameBack: cameBack)
                }
            }
            return returns
        }
    }
}

/// How often which stars were given, for a moment.
final class RatingBoard: Sendable {
    private struct State {
        var counts: [RatingCount]?
        var at: SetiaCore.Instant?
        /// Goes up whenever something was written: what was counted before it is not shown after it.
        var turn = 0
    }

    private let state = Mutex(State())

    /// So long they are shown, in milliseconds; what is written here is seen at once, and of other servers then.
    private static let shownFor: Int64 = 30_000

    func counts(at now: SetiaCore.Instant) -> [RatingCount]? {
        state.withLock { state in
            guard let at = state.at, (0..<RatingBoard.shownFor).contains(now.milliseconds(since: at)) else {
                return nil
            }
            return state.counts
        }
    }

    var turn: Int { state.withLock(\.turn) }

    func show(_ counts: [RatingCount], at now: SetiaCore.Instant, turn: Int) {
        state.withLock { state in
            guard state.turn == turn else { return }
            state.counts = counts
            state.at = now
        }
    }

    func forget() {
        state.withLock { state in
            state.counts = nil
            state.turn += 1
        }
    }
}
