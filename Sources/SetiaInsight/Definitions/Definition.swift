/// What a figure counts, for the screen or the page that shows the figure.
///
/// A change that alters results gets a new version, so that two reports can be told apart. Days and months are local
/// days of the zone that the report names; `n` is the denominator, and a figure with an `n` below 30 is marked.
package struct Definition: Sendable, Hashable {
    package let name: String
    package let version: Int
    package let numerator: String
    package let denominator: String
    package let window: String
    package let excluded: String
    /// How its uncertainty is told.
    package let interval: String

    init(
        _ name: String,
        version: Int = 1,
        _ numerator: String,
        of denominator: String,
        window: String,
        excluded: String = ordinarilyExcluded,
        interval: String = "Wilson, 95 %"
    ) {
        self.name = name
        self.version = version
        self.numerator = numerator
        self.denominator = denominator
        self.window = window
        self.excluded = excluded
        self.interval = interval
    }
}

private let ordinarilyExcluded = "orders returned in full; orders of nobody known"

extension Definition {
    /// All there are, in the order in which people read them.
    package static let all = [
        repeatPurchaseRate, repeatWithin, timeToSecond, monthly, cohorts, retention, churnByRhythm, reactivation,
        frequency, orderValue, timeBetween, rfm, enrolment, active, participation, redemptionFlow, redemptionCohort,
        ultimateRedemption, pointsLiability, satisfaction, netPromoterScore, uplift, revenueByMonth, steadiness,
        costOfCustomers, fullPrice, rewardWearOff,
        responseTime, businessResponseTime, caseRecovery, caseRecurrence, caseCost,
    ]

    package static let repeatPurchaseRate = Definition(
        "repeat purchase rate",
        "members with purchases on at least two days",
        of: "members with a purchase",
        window: "all purchases given"
    )

    package static let repeatWithin = Definition(
        "repeat purchase within days",
        "members whose second purchase day is within the days after the first",
        of: "members with a purchase who could be watched that long",
        window: "from each member's first purchase",
        excluded: ordinarilyExcluded + "; members whose first purchase is too recent"
    )

    package static let timeToSecond = Definition(
        "bought again by day, Kaplan-Meier",
        "one less the share who had no second purchase day yet",
        of: "members with a purchase, each as long as she could be watched",
        window: "from each member's first purchase to the last day of the purchases given",
        interval: "Greenwood, 95 %, on the scale of log(-log)"
    )

    package static let monthly = Definition(
        "monthly retention and churn",
        "members active in the month and in the month before (churn: not in the month)",
        of: "members active in the month before",
        window: "calendar months of local days"
    )

    package static let cohorts = Definition(
        "cohorts",
        "members of the cohort with a purchase in the month",
        of: "members whose first purchase is in the cohort's month",
        window: "calendar months of local days; the last may be unfinished"
    )

    package static let retention = Definition(
        "retention",
        "members active in both of two windows",
        of: "members active in the first",
        window: "two windows of equal length, one after the other"
    )

    package static let churnByRhythm = Definition(
        "churn by the member's own rhythm",
        "members silent for more than twice their own median time between purchases",
        of: "members with at least three purchase days",
        window: "all purchases given, to their last day",
        excluded: ordinarilyExcluded + "; members with fewer than three purchase days, whose rhythm is unknown"
    )

    package static let reactivation = Definition(
        "reactivation",
        "members silent in the window before, and active before it, who bought in the window",
        of: "members silent in the window before, and active before it",
        window: "two windows of equal length, one after the other, and all before them"
    )

    package static let frequency = Definition(
        "purchase frequency",
        "orders",
        of: "members with a purchase in the window",
        window: "as named",
        interval: "normal, 95 %, over members"
    )

    package static let orderValue = Definition(
        "average order value",
        "what was paid for orders",
        of: "orders",
        window: "as named",
        interval: "normal, 95 %, over orders"
    )

    package static let timeBetween = Definition(
        "time between purchases",
        "days from one purchase day of a member to her next, the median of them",
        of: "such gaps",
        window: "all purchases given; the gap that is still open is left out, so that the true one is longer",
        interval: "of the median, by ranks, 95 %"
    )

    package static let rfm = Definition(
        "recency, frequency, monetary",
        "a member's fifth by last purchase day, number of orders and amount paid; 5 is best",
        of: "members with a purchase",
        window: "all purchases given",
        interval: "none: it ranks, and estimates nothing"
    )

    package static let enrolment = Definition(
        "enrolment rate",
        "members who enrolled",
        of: "customers who could have: those, and the orders of nobody known",
        window: "as named",
        excluded: "accounts that went to another member: they count as that member"
    )

    package static let active = Definition(
        "active rate",
        "members who earned, redeemed or bought in 365 days",
        of: "members who had joined by the last of these days",
        window: "the 365 days that end with the day named",
        excluded: "points given for enrolling alone do not count"
    )

    package static let participation = Definition(
        "participation",
        "sales to members",
        of: "all sales",
        window: "as named, by the day of the order; what came back of it is taken off on that day",
        excluded: "orders returned in full",
        interval: "by members, 95 %: orders of one member are no separate evidence"
    )

    package static let redemptionFlow = Definition(
        "redemption rate, flow",
        "points redeemed in the window",
        of: "points issued in the window",
        window: "as named; can be above 100 %",
        excluded: "points taken back for returned orders",
        interval: "by members, 95 %, of a ratio of two sums"
    )

    package static let redemptionCohort = Definition(
        "redemption rate, cohort",
        "points redeemed of those issued in a month",
        of: "points issued in the month",
        window: "from the month of issue on",
        excluded: "points taken back for returned orders",
        interval: "Mack, of what is still to come"
    )

    package static let ultimateRedemption = Definition(
        "ultimate redemption rate",
        "points issued that will have been redeemed in the end, by chain ladder",
        of: "points issued",
        window: "from the month of issue to the oldest age seen; re-estimated at each close",
        excluded: "months issued under rules that no longer hold, where they are named",
        interval: "Mack, 95 %, log-normal"
    )

    package static let pointsLiability = Definition(
        "points liability",
        "what was paid and is owed as points, by relative stand-alone prices, less what was redeemed of it",
        of: "amounts of money: no rate",
        window: "to the close; a changed estimate is caught up at once (IFRS 15 B46)",
        excluded: "points that came with no sale",
        interval: "from that of the ultimate redemption rate"
    )

    package static let satisfaction = Definition(
        "customer satisfaction (CSAT)",
        "answers of 4 and 5",
        of: "answers on the scale of 1 to 5",
        window: "as named: one wave, or days; a member's last answer in it",
        excluded: "no answer; other scales"
    )

    package static let netPromoterScore = Definition(
        "net promoter score",
        "promoters (9, 10) less detractors (0 to 6)",
        of: "answers on the scale of 0 to 10",
        window: "as named: one wave, or days; a member's last answer in it",
        excluded: "no answer; other scales",
        interval: "normal, 95 %; for few answers the adjusted Wald interval; covers sampling, not silence"
    )

    package static let uplift = Definition(
        "incremental effect",
        "the mean of all who were assigned to have it, less the mean of the hold-out",
        of: "members as assigned, whether it reached them or not",
        window: "from assignment to the day named",
        excluded: "nobody after assignment",
        interval: "normal or Newcombe at a planned end; a confidence sequence where it is looked at before"
    )

    package static let revenueByMonth = Definition(
        "revenue of new and returning customers",
        "what was paid by customers in the month of their first purchase (new), and in later months (returning)",
        of: "amounts of money: no rate",
        window: "calendar months of local days; the one that is not over counts in no summary",
        interval: "none: it is a sum of money"
    )

    package static let steadiness = Definition(
        "steadiness of revenue",
        "the standard deviation of months",
        of: "their mean (coefficient of variation)",
        window: "the months that are over but the first, at most 24, at least six",
        interval: "normal, 95 %; months that follow each other make it wider than it says"
    )

    package static let costOfCustomers = Definition(
        "cost to win and cost to keep",
        "what the programme says is spent on winning; on keeping, rewards and what was taken off besides",
        of: "customers who came new; customers who bought again in a later month than their first",
        window: "the last months that are over, at most twelve",
        excluded: "costs that the programme does not name",
        interval: "none: both are sums over counts"
    )

    package static let fullPrice = Definition(
        "share at full price",
        "orders from which nothing was taken but what points paid, and which name no promotion",
        of: "orders",
        window: "all orders; loyal are champions and loyal customers by recency, frequency and spend",
        excluded: "orders returned in full; what a shop takes off a line itself is not seen",
        interval: "over customers, 95 %"
    )

    package static let rewardWearOff = Definition(
        "what followed rewards, by their number",
        "days with a purchase in the 28 days after a reward, less those in the 28 days before",
        of: "members who had their first, second, ... sixth reward",
        window: "28 days to either side, both seen whole; the day of the reward in neither",
        excluded: "rewards in a member's first or the last 28 days",
        interval: "normal, 95 %, over members; what followed, and not what the reward did"
    )

    package static let responseTime = Definition(
        "first response time",
        "from the first message of a member that no person has answered to the first answer by a person",
        of: "questions that were answered",
        window: "as named; by the clock on the wall",
        excluded: "questions that no person has answered yet, told beside it",
        interval: "of the median, by ranks, 95 %"
    )

    package static let businessResponseTime = Definition(
        "first response time, business hours",
        "from the first message of a member that no person has answered to the first answer by a person",
        of: "questions that were answered while business hours were known",
        window: "as named; only time within business hours counts",
        excluded: "questions that no person has answered yet, told beside it",
        interval: "of the median, by ranks, 95 %"
    )

    package static let caseRecovery = Definition(
        "recovery rate",
        "complaints and claims that the member called good again",
        of: "complaints and claims that are closed or good again",
        window: "those that came in the days named",
        excluded: "praise, ideas and tasks"
    )

    package static let caseRecurrence = Definition(
        "recurrence by cause",
        "members with another complaint or claim of the same cause within 90 days of the first",
        of: "members with one of that cause",
        window: "as long as the days named, ending 90 days ago; a member counts once a cause",
        excluded: "cases without a named cause"
    )

    package static let caseCost = Definition(
        "cost of cases by cause",
        "points given for complaints and claims, and what they cost (worth in the programme)",
        of: "complaints and claims of the cause; over all causes those that were called good again",
        window: "those that came in the days named",
        excluded: "points that wait for a second person, or were declined; what else was given",
        interval: "none: it is a sum over a count"
    )
}
