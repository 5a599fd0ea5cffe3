package import SetiaCore

/// How often suggestions hit what customers then bought, beside the baselines that a shop has for nothing.
///
/// It learns from what was bought before a day and looks at what each customer bought from that day on. *All items* is what
/// one sees where repeats count, and there "buy again" is the baseline; *new items* leaves out what she had bought before, so
/// that a hit is something she came to by herself.
package struct RecommenderCheck: Sendable {
    /// A way to choose items.
    package enum Method: String, Sendable, Hashable, CaseIterable {
        /// What most customers bought.
        case popular
        /// What customers bought who bought what she did.
        case together
        /// What she bought most often herself, then what most bought.
        case again
    }

    /// What one method did at one task.
    package struct Row: Sendable {
        package let method: Method
        /// Whether only items count that she had not bought before.
        package let isNewOnly: Bool
        /// Of the items shown, those that she bought; over customers.
        package let precision: Moments
        /// Of the items that she bought, those that were shown; over customers.
        package let recall: Moments
    }

    /// What one customer bought.
    package struct Customer: Sendable {
        /// Before the day.
        package let before: [Recommender.Own]
        /// From the day on.
        package let after: Set<Key>

        package init(before: [Recommender.Own], after: Set<Key>) {
            (self.before, self.after) = (before, after)
        }
    }

    /// How many items are shown.
    package let most: Int
    /// Customers who bought both before and after.
    package let customers: Int
    package let rows: [Row]

    /// Checks on customers who bought both before and after; items that the model does not know count for no method.
    package init(_ customers: [Customer], most: Int) {
        var bought = CoPurchases()
        for customer in customers {
            bought.add(
                customer.before.sorted { ($1.last.number, $0.item) < ($0.last.number, $1.item) }.map(\.item)
            )
        }
        let recommender = Recommender(bought)
        var moments: [[(precision: Moments, recall: Moments)]] = [false, true].map { _ in
            Method.allCases.map { _ in (Moments(), Moments()) }
        }
        var checked = 0
        for customer in customers where !customer.before.isEmpty {
            let after = customer.after.filter { bought.number(of: $0) != nil }
            guard !after.isEmpty else { continue }
            checked += 1
            let had = Set(customer.before.map(\.item))
            for (task, isNewOnly) in [false, true].enumerated() {
                let wanted = isNewOnly ? after.subtracting(had) : after
                guard !wanted.isEmpty else { continue }
                for (place, method) in Method.allCases.enumerated() where !(isNewOnly && method == .again) {
                    let shown: [Key] =
                        switch method {
                        case .popular:
                            recommender.mostBought(excluding: isNewOnly ? had : [], most: most).map(\.item)
                        case .together:
                            recommender.likest(customer.before, isNewOnly: isNewOnly, most: most)
                        case .again: recommender.ownFirst(customer.before, most: most)
                        }
                    let hits = Double(shown.count { wanted.contains($0) })
                    moments[task][place].precision.add(hits / Double(most))
                    moments[task][place].recall.add(hits / Double(wanted.count))
                }
            }
        }
        self.most = most
        self.customers = checked
        rows = [false, true].enumerated().flatMap { task, isNewOnly in
            Method.allCases.enumerated().compactMap { place, method in
                guard !(isNewOnly && method == .again) else { return nil }
                return Row(
                    method: method,
                    isNewOnly: isNewOnly,
                    precision: moments[task][place].precision,
                    recall: moments[task][place].recall
                )
            }
        }
    }
}

extension Recommender {
    /// The items most like all that she bought, her own among them or not.
    func likest(_ own: [Own], isNewOnly: Bool, most: Int) -> [Key] {
        guard !isNewOnly else { return others(own, most: most).map(\.item) }
        return likest(own, most: most)
    }

    /// What she bought most often, then what most bought.
    func ownFirst(_ own: [Own], most: Int) -> [Key] {
        let hers = own.sorted { ($1.times, $1.last.number, $0.item) < ($0.times, $0.last.number, $1.item) }
            .prefix(most).map(\.item)
        guard hers.count < most else { return hers }
        return hers + mostBought(excluding: Set(hers), most: most - hers.count).map(\.item)
    }
}
