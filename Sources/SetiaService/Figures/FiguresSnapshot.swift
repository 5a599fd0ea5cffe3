package import SetiaCore
package import SetiaInsight

/// The figures of the home page as they were at a moment: made in the background, shown at once.
package struct FiguresSnapshot: Sendable {
    /// When they were made.
    package let at: Instant
    /// How long that took, in milliseconds.
    package var tookMilliseconds: Int64
    /// The figures of `setia report`.
    package let report: Report
    /// The wallet that `months` counts points of: the first of the newest programme.
    package let wallet: Key
    /// Month by month from the first with anything in it to the present one, empty ones too.
    package let months: [MonthFigures]
    /// Store by store, by id; `online` where there is anything.
    package let stores: [StoreFigures]
    /// What somebody should look at, the most urgent first.
    package var attention: [AttentionItem]

    /// Figures as they were made.
    package init(
        at: Instant,
        tookMilliseconds: Int64,
        report: Report,
        wallet: Key,
        months: [MonthFigures],
        stores: [StoreFigures],
        attention: [AttentionItem]
    ) {
        self.at = at
        self.tookMilliseconds = tookMilliseconds
        self.report = report
        self.wallet = wallet
        self.months = months
        self.stores = stores
        self.attention = attention
    }
}

/// One month of the home page's chart.
package struct MonthFigures: Sendable, Hashable {
    /// Which, in the programme's zone.
    package let month: CalendarMonth
    /// Members with a paid order in it that was not returned.
    package let activeMembers: Int
    /// Paid orders in it that were not returned, guests' included.
    package let orders: Int
    /// Earned by events in it.
    package let pointsIssued: Points
    /// Spent in it, less what was given back.
    package let pointsSpent: Points
    /// Members who joined in it.
    package let newMembers: Int

    /// A month as it was counted.
    package init(
        month: CalendarMonth,
        activeMembers: Int,
        orders: Int,
        pointsIssued: Points,
        pointsSpent: Points,
        newMembers: Int
    ) {
        self.month = month
        self.activeMembers = activeMembers
        self.orders = orders
        self.pointsIssued = pointsIssued
        self.pointsSpent = pointsSpent
        self.newMembers = newMembers
    }
}

/// One store's figures.
package struct StoreFigures: Sendable, Hashable {
    /// Which.
    package let store: StoreID
    /// Paid orders there that were not returned, guests' included.
    package let orders: Int
    /// Members with such an order there in the last 30 days.
    package let activeMembers: Int
    /// When the last such order was paid; none where there is none.
    package let lastSaleAt: Instant?

    /// A store as it was counted.
    package init(
        store: StoreID,
        orders: Int,
        activeMembers: Int,
        lastSaleAt: Instant?
    ) {
        self.store = store
        self.orders = orders
        self.activeMembers = activeMembers
        self.lastSaleAt = lastSaleAt
    }
}
