/// From when on a member is held for trusting, disappointed, or one who speaks for the brand (rules I-1 to I-7).
///
/// It decides no points: an event means the same with any of it.
package struct PhasePolicy: Sendable, Hashable {
    /// How many days without a purchase are silence, for whoever has no rhythm of her own yet; above 0.
    package let silenceDays: Int
    /// How many times her own usual gap is silence; above 0.
    package let silenceFactor: Int
    /// The fewest days with a purchase of whoever trusts; 2 or more.
    package let trustPurchases: Int
    /// For how many days an act of her own counts; above 0.
    package let actDays: Int
    /// For how many days an unhappy answer counts, where nothing answers it; above 0.
    package let unhappyDays: Int
    /// The fewest days of a phase, before any other than disappointment follows; 0 or more.
    package let holdDays: Int
    /// After how many days at most whoever trusts is thanked or asked; none is no promise (rule I-9).
    package let careDays: Int?

    /// Thresholds.
    package init(
        silenceDays: Int = 60,
        silenceFactor: Int = 2,
        trustPurchases: Int = 3,
        actDays: Int = 180,
        unhappyDays: Int = 180,
        holdDays: Int = 14,
        careDays: Int? = nil
    ) {
        self.silenceDays = silenceDays
        self.silenceFactor = silenceFactor
        self.trustPurchases = trustPurchases
        self.actDays = actDays
        self.unhappyDays = unhappyDays
        self.holdDays = holdDays
        self.careDays = careDays
    }
}
