package import SetiaCore
package import SetiaInsight

/// How loyal customers are who pay in one currency: whether they come back, who they are, and what is to come.
package struct CustomerInsight: Sendable {
    /// How many days each of the windows has that retention compares, and how far back moves between segments are told.
    package static let window = 90
    /// Within how many days of the first a second visit is asked for.
    package static let lengths = [30, 60, 90, 180, 365]

    /// Of all amounts.
    package let currency: Currency
    /// How many decimals its amounts have.
    package let decimals: Int
    /// The last day of which all purchases are known.
    package let end: Day
    /// Members with a purchase in it.
    package let customers: Int
    /// Their orders.
    package let orders: Int
    /// What they paid, in minor units.
    package let spent: Int64

    /// Who bought on two days or more.
    package let repeatRate: Share
    /// Who came again within so many days, of those who could be watched that long; Kaplan and Meier's estimate beside it.
    package let within: [Within]
    /// The last two windows.
    package let activity: SetiaInsight.Activity
    /// The two windows before the last: what to compare `activity` with.
    package let activityBefore: SetiaInsight.Activity
    /// By the customer's own rhythm.
    package let rhythm: Rhythm
    /// Orders a customer, and what an order comes to.
    package let frequency: Frequency
    /// By the month of the first purchase.
    package let cohorts: [Cohort]

    /// Segments by recency, frequency and spend, in the order of `RFMSegment`; empty for fewer than five customers.
    package let segments: [Segment]
    /// Who moved from which to which since `movedSince`; none where nobody had bought by then.
    package let moves: RFMMovement?
    /// The day from which moves are told.
    package let movedSince: Day
    /// How far ties decide about fifths.
    package let ties: RFMTies

    /// What is to come; none where `silence` says why.
    package let outlook: Outlook?
    /// Why nothing can be said of what is to come.
    package let silence: FitFailure?
    /// The members of `outlook.atRisk`, in its order.
    package let atRisk: [MemberID]
    /// Whose number is which, ascending.
    private let names: [MemberID]
    private let lists: CustomerLists

    /// A second visit within so many days.
    package struct Within: Sendable {
        package let days: Int
        package let share: Share
        /// By Kaplan and Meier, where anybody was watched that long.
        package let estimate: Double?
    }

    /// Customers of one segment.
    package struct Segment: Sendable, Hashable {
        package let segment: RFMSegment
        package let customers: Int
        package let orders: Int
        /// In minor units.
        package let spent: Int64
        /// Those who spent most, at most `CustomerInsight.mostNamed`, the greatest first.
        package let members: [MemberID]
    }

    /// How many customers of a segment, and of those at risk, are named.
    package static let mostNamed = 100

    /// Measures what was bought in one currency.
    init(_ purchases: BrandPurchases, currency: Currency) {
        let columns = purchases.columns
        let end = purchases.end
        self.currency = currency
        self.end = end
        decimals = purchases.decimals
        let history = columns.history()
        let days = MemberDays(columns)
        repeatRate = repeatPurchaseRate(history)
        customers = repeatRate.denominator
        let curve = timeToSecond(history, until: end)
        within = CustomerInsight.lengths.map { length in
            Within(
                days: length,
                share: repeatWithin(days: length, history, observedUntil: end),
                estimate: curve.longest.map { $0 >= length } ?? false ? 1 - curve.survival(at: length).value : nil
            )
        }
        activity = SetiaInsight.Activity(days, until: end, length: CustomerInsight.window)
        activityBefore = SetiaInsight.Activity(
            days,
            until: end.adding(days: -CustomerInsight.window),
            length: CustomerInsight.window
        )
        rhythm = Rhythm(days, until: end)
        frequency = Frequency(columns)
        cohorts = SetiaInsight.cohorts(history)

        let scores = customers >= 5 ? rfm(history) : []
        names = purchases.members
        lists = CustomerLists(history, days, scores: scores, until: end, window: CustomerInsight.window)
        segments = CustomerInsight.segments(scores, history, purchases.members)
        orders = columns.count
        spent = columns.sum
        movedSince = end.adding(days: -CustomerInsight.window)
        let before = columns.history(through: movedSince)
        let scoresBefore = repeatPurchaseRate(before).denominator >= 5 ? rfm(before) : []
        moves = scores.isEmpty || scoresBefore.isEmpty ? nil : RFMMovement(from: scoresBefore, to: scores)
        ties = rfmTies(history)

        do throws(FitFailure) {
            let outlook = try Outlook(
                columns,
                through: end,
                decimals: purchases.decimals,
                atRisk: CustomerInsight.mostNamed
            )
            atRisk = outlook.atRisk.map { purchases.members[Int($0.member)] }
            self.outlook = outlook
            silence = nil
        } catch {
            (outlook, silence, atRisk) = (nil, error, [])
        }
    }

    /// Something that customers are counted for.
    package enum Count: Sendable, Hashable {
        /// Bought on two days or more.
        case repeating
        /// Bought again within so many days.
        case within(Int)
        /// Active in both of the last two windows.
        case retained
        /// Came back after a silence.
        case reactivated
        /// Silent for longer than her own rhythm.
        case silent
        /// First bought in a month, and bought again so many months later.
        case cohort(CalendarMonth, age: Int)
        /// Customers of a segment.
        case segment(RFMSegment)
        /// Customers taken for active, at risk or gone.
        case band(Outlook.Band)
    }

    /// The members whom a figure counts, in the order of their ids: as many as it says.
    package func members(_ count: Count) -> [MemberID] {
        let numbers: [Int32] =
            switch count {
            case .repeating: lists.repeating
            case .within(let days): lists.repeating(within: days)
            case .retained: lists.retained
            case .reactivated: lists.reactivated
            case .silent: lists.silent
            case .cohort(let month, let age): lists.cohort(month, age: age)
            case .segment(let segment): lists.members(of: segment)
            case .band(let band): outlook?.members[band] ?? []
            }
        return numbers.map { names[Int($0)] }
    }

    private static func segments(
        _ scores: [RFMScore],
        _ history: PurchaseHistory,
        _ names: [MemberID]
    ) -> [Segment] {
        guard !scores.isEmpty else { return [] }
        var members: [RFMSegment: [(member: Int32, spent: Int64)]] = [:]
        var orders: [RFMSegment: Int] = [:]
        for score in scores {
            let own = history.summary(of: Int(score.member))
            members[RFMSegment(score), default: []].append((score.member, own.amount))
            orders[RFMSegment(score), default: 0] += own.orders
        }
        return RFMSegment.allCases.map { segment in
            let all = (members[segment] ?? []).sorted { ($1.spent, $0.member) < ($0.spent, $1.member) }
            return Segment(
                segment: segment,
                customers: all.count,
                orders: orders[segment] ?? 0,
                spent: all.reduce(0) { $0 + $1.spent },
                members: all.prefix(mostNamed).map { names[Int($0.member)] }
            )
        }
    }
}
