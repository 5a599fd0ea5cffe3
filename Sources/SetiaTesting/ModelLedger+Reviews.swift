internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func review(_ id: Identifier) -> StoredReview? { kept.staff.reviews[id] }

    func review(holding keys: [ClaimKey]) -> StoredReview? {
        for key in keys {
            if let held = inOrder.first(where: { $0.keys.contains(key) }) { return held }
        }
        return nil
    }

    func reviews(_ filter: ReviewFilter?, at now: Instant, before: Identifier?, limit: Int) -> [StoredReview] {
        let wanted = inOrder.filter { stored in
            let item = stored.item
            guard before.map({ item.id < $0 }) ?? true else { return false }
            return switch filter {
            case nil: true
            case .open: item.state == .open && item.listedAt <= now
            case .waiting: item.isWaiting(at: now)
            case .applied: item.state == .applied
            case .dismissed: item.state == .dismissed
            }
        }
        return Array(wanted.reversed().prefix(limit))
    }

    func openReviews(at now: Instant) -> Int {
        inOrder.count { $0.item.state == .open && $0.item.listedAt <= now }
    }

    func waitingReturns(of orders: [OrderKey]?, at now: Instant, limit: Int) -> [StoredReview] {
        let waiting = inOrder.filter { $0.item.isWaiting(at: now) && $0.item.reason == .unknownOrder }
        guard let orders else {
            let sorted = waiting.sorted { ($0.item.listedAt, $0.item.id) < ($1.item.listedAt, $1.item.id) }
            return Array(sorted.prefix(limit))
        }
        let found = orders.flatMap { order in waiting.filter { $0.item.returnedOrder == order } }
        return Array(found.prefix(limit))
    }

    func save(_ review: StoredReview) {
        var stored = review
        // What people wrote is no part of the item itself.
        stored.item.note = nil
        if review.item.state == .open, self.review(review.item.id) != nil || self.review(holding: review.keys) != nil {
            return
        }
        kept.staff.reviews[review.item.id] = stored
    }

    private var inOrder: [StoredReview] { kept.staff.reviews.values.sorted { $0.item.id < $1.item.id } }
}
