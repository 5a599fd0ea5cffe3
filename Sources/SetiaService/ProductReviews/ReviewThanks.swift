package import SetiaCore

/// What members get for writing about a product, whatever they say: disclosed wherever it is written and read (rule U-5).
package enum ReviewThanks: Sendable, Hashable {
    /// So many points of a wallet, each time.
    case exactly(Points, wallet: Key)
    /// So many points of a wallet at most: some condition or cap may say less.
    case upTo(Points, wallet: Key)
    /// Points, as many as the rules say.
    case points
}

extension Programme {
    /// What members get for writing about a product, by the rules that listen to it; none where they get nothing.
    ///
    /// A cap limits how often it is given, and not how much at a time.
    package var reviewThanks: ReviewThanks? {
        let rules = rules.filter { $0.on == .reviewPublished }
        guard !rules.isEmpty else { return nil }
        var total: (wallet: Key, points: Points)?
        for rule in rules {
            guard case .earnFixed(let wallet, let points, nil) = rule.effect,
                total.map({ $0.wallet == wallet }) ?? true
            else { return .points }
            total = (wallet, (total?.points ?? .zero) + points)
        }
        guard let total else { return nil }
        let isPlain = rules.count == 1 && rules.allSatisfy { $0.condition == .always && $0.schedule == nil }
        return isPlain ? .exactly(total.points, wallet: total.wallet) : .upTo(total.points, wallet: total.wallet)
    }
}
