/// What a figure counts, for the screen or the page that shows the figure.
///
/// A change that alters results gets a new version, so that two reports can be told apart.
package struct Definition: Sendable, Hashable {
    package let name: String
    package let version: Int
    package let numerator: String
    package let denominator: String
    package let window: String
    package let excluded: String
}

extension Definition {
    package static let repeatPurchaseRate = Definition(
        name: "repeat purchase rate",
        version: 1,
        numerator: "members with purchases on at least two days",
        denominator: "members with a purchase",
        window: "all purchases given",
        excluded: ordinarilyExcluded
    )

    package static let repeatWithin = Definition(
        name: "repeat purchase within days",
        version: 1,
        numerator: "members whose second purchase day is within the days after the first",
        denominator: "members with a purchase who could be watched that long",
        window: "from each member's first purchase",
        excluded: ordinarilyExcluded + "; members whose first purchase is too recent"
    )

    package static let monthly = Definition(
        name: "monthly retention and churn",
        version: 1,
        numerator: "members active in the month and in the month before (churn: not in the month)",
        denominator: "members active in the month before",
        window: "calendar months of local days",
        excluded: ordinarilyExcluded
    )

    package static let cohorts = Definition(
        name: "cohorts",
        version: 1,
        numerator: "members of the cohort with a purchase in the month",
        denominator: "members whose first purchase is in the cohort's month",
        window: "calendar months of local days; the last may be unfinished",
        excluded: ordinarilyExcluded
    )

    package static let rfm = Definition(
        name: "recency, frequency, monetary",
        version: 1,
        numerator: "a member's fifth by last purchase day, number of orders and amount paid; 5 is best",
        denominator: "members with a purchase",
        window: "all purchases given",
        excluded: ordinarilyExcluded
    )

    private static let ordinarilyExcluded = "orders returned in full; orders of nobody known"
}
