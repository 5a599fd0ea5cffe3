package import SetiaCore
package import SetiaInsight
internal import Synchronization

/// What the pages on customers show, as it was at a moment: measured in the background, shown at once.
package struct InsightSnapshot: Sendable {
    /// When it was made.
    package let at: SetiaCore.Instant
    /// How long that took, in milliseconds.
    package let tookMilliseconds: Int64
    /// Customers by the currency in which they pay, those with most orders first; empty where nobody bought.
    package let customers: [CustomerInsight]
    /// Points by wallet, in the order of the programme.
    package let points: [PointsInsight]
    /// What is in members' orders.
    package let assortment: AssortmentInsight
    /// Bought or real, by the points of the programme's first wallet; none where it has no wallet.
    package let bought: BoughtInsight?
    /// What the programme is worth.
    package let worth: WorthInsight
    /// In which phases members are.
    package let phases: PhaseInsight
    /// Whether members bought again after what they said or was said to them; none where nobody bought.
    package let aftermath: Aftermath?
    /// Figures by definition, of the last 90 days, each beside the 90 before.
    package let recent: Measures
    /// What was measured and asks to be done, the most urgent first.
    package let actions: [SuggestedAction]
    /// How often what members say something of came back, by product.
    let returns: [Key: ProductReturns]
}

extension SetiaService {
    /// The newest measures, from memory; none before they were made for the first time since the start.
    package func insight() -> InsightSnapshot? { insightBoard.shown }

    /// Measures anew where something was recorded since, or a day went by, and it is time again.
    ///
    /// At most so often that it takes a twentieth of the time, and never within five minutes. It reads all orders and all
    /// entries: 16 bytes an order stay in memory while it does.
    ///
    /// - Returns: whether it measured.
    /// - Throws: `Unready`, or the world's trouble; what was measured before stays.
    package func refreshInsight() async throws -> Bool {
        let now = surroundings.now()
        let newest = insightBoard.shown
        if let newest {
            let pause = max(300_000, 20 * newest.tookMilliseconds)
            guard now.milliseconds(since: newest.at) >= newest.tookMilliseconds + pause else { return false }
        }
        guard insightBoard.begin() else { return false }
        defer { insightBoard.end() }
        let (mark, isReady) = try await store.reading { archive in
            let isReady = try self.configuration(archive).book != nil
            return ("\(try archive.configurationVersion())/\(try archive.newestMark() ?? "")", isReady)
        }
        guard isReady else { return false }
        let isOld = newest.map { now.milliseconds(since: $0.at) >= 86_400_000 } ?? true
        guard isOld || mark != insightBoard.mark else { return false }
        insightBoard.show(try await measuredInsight(), mark: mark)
        return true
    }

    /// Measures now, whatever was measured before, and keeps nothing of it: for a report.
    ///
    /// - Throws: `Unready`, or the store's failure.
    package func measuredInsight() async throws -> InsightSnapshot {
        let now = surroundings.now()
        let version = try await programmeNow()
        let wallets = version.programme.wallets.map(\.key)
        let purchases = try await brandPurchasesByCurrency()
        let customers = purchases.compactMap { purchases in
            purchases.currency.map { CustomerInsight(purchases, currency: $0) }
        }
        var points: [PointsInsight] = []
        for wallet in wallets { points.append(PointsInsight(try await brandPoints(of: wallet))) }
        let assortment = try await measuredAssortment()
        let worth = try await measuredWorth(purchases)
        let returns = try await measuredReturns()
        var lately = MeasureQuery()
        lately.from = version.zone.day(of: now).adding(days: 1 - CustomerInsight.window)
        let bought = wallets.isEmpty ? nil : try await measuredBought().insight.beside(worth)
        return InsightSnapshot(
            at: now,
            tookMilliseconds: surroundings.now().milliseconds(since: now),
            customers: customers,
            points: points,
            assortment: assortment,
            bought: bought,
            worth: worth,
            phases: try await measuredPhases(),
            aftermath: try await measuredAftermath(purchases.first { $0.currency != nil }),
            recent: try await measures(lately),
            actions: try await measuredActions(customers, points, worth, returns),
            returns: returns
        )
    }
}

/// Where the newest measures stand, for whoever looks.
final class InsightBoard: Sendable {
    private struct State {
        var snapshot: InsightSnapshot?
        var mark: String?
        var isMeasuring = false
    }

    private let state = Mutex(State())

    var shown: InsightSnapshot? { state.withLock(\.snapshot) }

    /// What had been recorded when they were made.
    var mark: String? { state.withLock(\.mark) }

    func show(_ snapshot: InsightSnapshot, mark: String) {
        state.withLock { state in
            state.snapshot = snapshot
            state.mark = mark
        }
    }

    /// Whether nobody else is measuring.
    func begin() -> Bool {
        state.withLock { state in
            defer { state.isMeasuring = true }
            return !state.isMeasuring
        }
    }

    func end() { state.withLock { $0.isMeasuring = false } }
}
