package import SetiaCore
package import SetiaInsight

extension SetiaService {
    /// The ratings of all products that have one, those with a signal first (rules U-6 and U-7).
    ///
    /// - Parameter counting: Whether returns are counted now, which reads all orders; else those that were last counted
    ///   in the background are told, none before they were for the first time.
    /// - Returns: one a product.
    /// - Throws: the world's trouble.
    package func productRatings(counting: Bool = false) async throws -> [ProductRating] {
        guard counting else { return try await shownRatings().all }
        return ProductRating.all(try await ratingCounts(), returns: try await measuredReturns())
    }

    /// The rating of one product; none where nothing of it is published.
    ///
    /// - Throws: the world's trouble.
    package func productRating(of product: Key) async throws -> ProductRating? {
        try await shownRatings()[product]
    }

    /// All ratings, from memory where they were made a moment ago by the newest count of returns: pages of the shop ask
    /// with each product that somebody looks at.
    private func shownRatings() async throws -> ShownRatings {
        let now = surroundings.now()
        let snapshot = insightBoard.shown
        if let known = ratingBoard.value(at: now), known.returnsAt == snapshot?.at { return known }
        let turn = ratingBoard.turn
        let ratings = ShownRatings(
            ProductRating.all(try await ratingCounts(), returns: snapshot?.returns ?? [:]),
            returnsAt: snapshot?.at
        )
        ratingBoard.keep(ratings, at: now, turn: turn)
        return ratings
    }

    func ratingCounts() async throws -> [RatingCount] {
        let since = surroundings.now().adding(days: -ProductRating.latelyDays)
        return try await store.reading { try $0.ratingCounts(since: since) }
    }

    /// How often products came back, before the last 90 days and within them.
    ///
    /// It reads all orders.
    func measuredReturns() async throws -> [Key: ProductReturns] {
        let now = surroundings.now()
        let since = now.adding(days: -ProductRating.latelyDays)
        return try await store.reading { archive in
            var returns: [Key: ProductReturns] = [:]
            var read = 0
            try archive.soldOrders { at, sold, kept in
                read += 1
                if read & 0xFFF == 0 { try Task.checkCancellation() }
                for product in Set(sold.map(\.sku)) {
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

/// The ratings of all products that have one, as they stand for a moment.
struct ShownRatings: Sendable {
    /// Those with a signal first.
    let all: [ProductRating]
    /// When the returns in them were counted; none while they were not.
    let returnsAt: SetiaCore.Instant?
    private let byProduct: [Key: ProductRating]

    init(_ all: [ProductRating], returnsAt: SetiaCore.Instant?) {
        self.all = all
        self.returnsAt = returnsAt
        // Of a product that nobody has said anything of there is no rating to show.
        byProduct = Dictionary(
            all.filter { $0.count > 0 }.map { ($0.product, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    subscript(_ product: Key) -> ProductRating? { byProduct[product] }
}
