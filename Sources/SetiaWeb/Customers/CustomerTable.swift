internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// What the pages on customers show, as a table for other programs: names of columns are English, shares go from 0 to 1,
/// amounts are written out.
struct CustomerTable {
    private let insight: CustomerInsight

    init(_ insight: CustomerInsight) {
        self.insight = insight
    }

    /// The table of a page, its header first; none for those that are not by currency.
    func rows(_ room: CustomerRoom) -> [[String]] {
        switch room {
        case .returning: cohorts
        case .segments: segments
        case .risk: risk
        case .phases, .bought, .brands, .points, .worth, .measures: []
        }
    }

    private var cohorts: [[String]] {
        [["cohort", "age", "active", "size", "rate", "lower", "upper"]]
            + insight.cohorts.filter { $0.size > 0 }.flatMap { cohort in
                cohort.active.indices.map { age in
                    let share = Share(cohort.active[age], of: cohort.size)
                    return [
                        cohort.month.description, "\(age)", "\(share.numerator)", "\(share.denominator)",
                        number(share.value), number(share.interval95?.lower), number(share.interval95?.upper),
                    ]
                }
            }
    }

    private var segments: [[String]] {
        [["segment", "customers", "orders", "spent", "currency"]]
            + insight.segments.map { row in
                [
                    row.segment.rawValue, "\(row.customers)", "\(row.orders)", amount(Double(row.spent)),
                    insight.currency.code,
                ]
            }
    }

    private var risk: [[String]] {
        [
            [
                "member", "lastDay", "days", "active", "activeLower", "activeUpper", "expected", "expectedLower",
                "expectedUpper", "atStake", "currency", "value", "valueLower", "valueUpper",
            ]
        ]
            + zip(insight.atRisk, insight.outlook?.atRisk ?? []).map { member, row in
                let (active, expected) = (row.forecast.active, row.forecast.purchases)
                return [
                    member.text, row.lastDay.iso, "\(row.days)", number(active.value), number(active.interval.lower),
                    number(active.interval.upper), number(expected.value), number(expected.interval.lower),
                    number(expected.interval.upper),
                    insight.outlook?.worth == nil ? fixed(row.atStake, 3) : amount(row.atStake),
                    insight.outlook?.worth == nil ? "" : insight.currency.code,
                    row.value.map { amount($0.value) } ?? "", row.value.map { amount($0.interval.lower) } ?? "",
                    row.value.map { amount($0.interval.upper) } ?? "",
                ]
            }
    }

    private func number(_ value: Double?) -> String { value.map { fixed($0, 6) } ?? "" }

    /// Minor units with the decimals of the currency.
    private func amount(_ minorUnits: Double) -> String {
        fixed((0..<insight.decimals).reduce(minorUnits) { amount, _ in amount / 10 }, insight.decimals)
    }
}

/// Points by month of issue, as a table for other programs.
enum PointsTable {
    /// Where the accounts of a wallet are.
    static let schedulePath = "/console/customers/points/schedule.csv"

    /// What is put aside, released and caught up, close by close, of one wallet: as `setia insight liability` writes it.
    static func schedule(_ wallet: PointsInsight) -> [[String]] {
        guard let money = wallet.money else { return [] }
        func amount(_ units: Int64) -> String {
            fixed((0..<money.decimals).reduce(Double(units)) { amount, _ in amount / 10 }, money.decimals)
        }
        return [
            [
                "month", "sales", "revenueAtOnce", "deferred", "opening", "released", "catchUp", "closing", "currency",
            ]
        ]
            + money.schedule.map { row in
                [
                    row.month.description, amount(row.sales), amount(row.goods), amount(row.deferred),
                    amount(row.opening), amount(row.released), amount(row.catchUp), amount(row.closing),
                    money.currency.code,
                ]
            }
    }

    /// All wallets, the header first.
    static func rows(_ wallets: [PointsInsight]) -> [[String]] {
        [["wallet", "month", "issued", "redeemed", "toCome", "lower", "upper"]]
            + wallets.flatMap { wallet in
                (wallet.forecast?.rows ?? []).map { row in
                    let range = row.toCome.standardError > 0 ? row.toCome.interval95 : nil
                    return [
                        wallet.wallet.text, row.month.description, "\(row.issued.units)", "\(row.redeemed.units)",
                        fixed(row.toCome.value, 0), range.map { fixed($0.lower, 0) } ?? "",
                        range.map { fixed($0.upper, 0) } ?? "",
                    ]
                }
            }
    }
}
