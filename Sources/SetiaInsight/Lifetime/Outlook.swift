internal import Glibc
package import SetiaCore

/// What customers will buy in the year after a history, who is about to be lost, and whether to believe it.
///
/// Buying and dropping out by MBG/NBD, since BG/NBD takes everybody who never came back for active; spend by gamma-gamma.
/// Days count as purchases, and nothing is discounted.
///
/// - SeeAlso: `MBGNBD`, `GammaGamma`, `HoldOutCheck`.
package struct Outlook: Sendable {
    /// How far it looks ahead: a year, in weeks.
    package static let horizon = 365.25 / 7
    /// What a year takes off of what comes a year later, in the worth of single members.
    package static let discount = 0.1
    /// Below, she is taken for gone; above `stays`, for active; between, for at risk.
    package static let goes = 0.2
    /// See `goes`.
    package static let stays = 0.8

    /// The fitted model.
    package let fit: DropoutFit
    /// The same model, fitted to what was before the last quarter of the history, beside that quarter; none where the
    /// history is too short for that, or gave no fit.
    package let check: HoldOutCheck?
    /// Of how many customers it speaks.
    package let customers: Int
    /// How many of them are expected to be active.
    package let active: Estimate
    /// Days with a purchase expected of all of them.
    package let purchases: Estimate
    /// What those come to, in minor units; none where spends give no fit.
    package let worth: Estimate?
    /// Why there is none.
    package let spendSilence: FitFailure?
    /// Customers taken for active, at risk and gone.
    package let bands: Bands
    /// The same by their numbers in the columns, ascending.
    package let members: [Band: [Int32]]
    /// Those at risk who came on three days or more, the greatest loss first.
    package let atRisk: [AtRisk]

    /// Where a customer stands.
    package enum Band: String, Sendable, Hashable, CaseIterable {
        case active, atRisk, gone
    }

    /// How many customers stand where.
    package struct Bands: Sendable, Hashable {
        package var active = 0
        package var atRisk = 0
        package var gone = 0
    }

    /// Somebody who may be about to leave.
    package struct AtRisk: Sendable, Hashable {
        /// Her number in the columns.
        package let member: Int32
        /// Days on which she bought.
        package let days: Int
        /// The last of them.
        package let lastDay: Day
        /// What is expected of her.
        package let forecast: MemberForecast
        /// What she would buy more within the year if she were active for sure, in minor units; in purchases where
        /// spends give no fit.
        package let atStake: Double
        /// What her purchases within the year are worth today, later ones discounted by `Outlook.discount`, in minor units;
        /// none where spends give no fit.
        package let value: Estimate?
    }

    /// Fits, forecasts and checks.
    ///
    /// - Parameters:
    ///   - purchases: Of one currency.
    ///   - end: The last day of which all purchases are known.
    ///   - decimals: Of the currency.
    ///   - most: How many at risk are told.
    /// - Throws: Why there is no fit: nothing is then told at all.
    package init(
        _ purchases: PurchaseColumns,
        through end: Day,
        decimals: Int,
        atRisk most: Int = 200
    ) throws(FitFailure) {
        let watched = WatchedCustomers(purchases, through: end)
        let base = CustomerBase(watched.summaries)
        let fit = try SetiaInsight.fit(.mbgNBD, to: base)
        self.fit = fit
        check = Outlook.check(purchases, through: end)
        customers = base.count
        let unit = (0..<max(0, decimals)).reduce(1.0) { scale, _ in scale * 10 }
        var spend: SpendFit?
        var silence: FitFailure?
        do throws(FitFailure) { spend = try fitSpend(watched.spending(unit: unit)) } catch { silence = error }
        spendSilence = silence

        let ofKind = base.kinds.map { kind in
            (
                active: fit.model.probabilityActive(kind),
                purchases: fit.model.expectedPurchases(of: kind, within: Outlook.horizon)
            )
        }
        var spends: [Double]?
        if let model = spend?.model {
            spends = zip(watched.summaries, watched.meanSpends).map { summary, mean in
                unit * (model.expectedSpend(purchases: mean > 0 ? summary.repeats : 0, mean: mean / unit) ?? 0)
            }
        }
        active = fit.sum(over: base) { model, kind in model.probabilityActive(kind) }
        self.purchases = fit.sum(over: base) { model, kind in
            model.expectedPurchases(of: kind, within: Outlook.horizon)
        }
        worth = spend.flatMap { spend in
            spends.map { Outlook.worth(fit, spend, base, watched, unit: unit, $0, ofKind.map(\.purchases)) }
        }

        var bands = Bands()
        var members: [Band: [Int32]] = [:]
        var candidates: [(place: Int, atStake: Double)] = []
        for (place, kind) in base.kindOfCustomer.enumerated() {
            let (active, expected) = ofKind[Int(kind)]
            switch active {
            case ..<Outlook.goes:
                bands.gone += 1
                members[.gone, default: []].append(watched.members[place])
            case Outlook.stays...:
                bands.active += 1
                members[.active, default: []].append(watched.members[place])
            default:
                bands.atRisk += 1
                members[.atRisk, default: []].append(watched.members[place])
                guard watched.summaries[place].repeats >= 2 else { continue }
                // What is expected of her if she is active, times the probability that she is not.
                let lost = expected / active * (1 - active)
                candidates.append((place, lost * (spends?[place] ?? 1)))
            }
        }
        self.bands = bands
        self.members = members
        candidates.sort { ($1.atStake, $0.place) < ($0.atStake, $1.place) }
        guard let horizon = Horizon(length: Outlook.horizon, yearlyRate: Outlook.discount, unitsPerYear: 365.25 / 7)
        else {
            fault("no horizon of a year")
        }
        atRisk = candidates.prefix(max(0, most)).map { place, atStake in
            let summary = watched.summaries[place]
            let forecast = fit.forecast(of: summary, horizon)
            let mean = watched.meanSpends[place]
            let value = spend?.value(
                of: forecast,
                purchases: mean > 0 ? summary.repeats : 0,
                mean: mean / unit,
                margin: 1
            )
            return AtRisk(
                member: watched.members[place],
                days: summary.repeats + 1,
                lastDay: Day(number: watched.firstDays[place] + Int32((summary.lastAt * 7).rounded())),
                forecast: forecast,
                atStake: atStake,
                value: value.map { value in
                    Estimate(
                        value: unit * value.value,
                        interval: Interval(lower: unit * value.interval.lower, upper: unit * value.interval.upper)
                    )
                }
            )
        }
    }

    /// The last quarter of the history beside what was forecast for it; none for less than sixteen weeks.
    private static func check(_ purchases: PurchaseColumns, through end: Day) -> HoldOutCheck? {
        guard let first = purchases.days?.lowerBound, end.number - first.number >= 16 * 7 else { return nil }
        let cut = end.adding(days: -min(182, Int(end.number - first.number) / 4))
        let before = WatchedCustomers(purchases, through: cut, holdOutThrough: end)
        let base = CustomerBase(before.summaries)
        guard let fit = try? SetiaInsight.fit(.mbgNBD, to: base) else { return nil }
        return HoldOutCheck(fit, before, base)
    }

    /// What all are expected to spend, with the range that comes from not knowing either model's numbers exactly.
    private static func worth(
        _ fit: DropoutFit,
        _ spend: SpendFit,
        _ base: CustomerBase,
        _ watched: WatchedCustomers,
        unit: Double,
        _ spends: [Double],
        _ purchases: [Double]
    ) -> Estimate {
        var ofKind = [Double](repeating: 0, count: base.kinds.count)
        for (place, kind) in base.kindOfCustomer.enumerated() { ofKind[Int(kind)] += spends[place] }
        let byDropout = fit.sum(weights: ofKind, over: base) { model, kind in
            model.expectedPurchases(of: kind, within: Outlook.horizon)
        }
        let slopes = spend.fit.slopes { parameters in
            let model = GammaGamma(parameters)
            var sum = 0.0
            for (place, kind) in base.kindOfCustomer.enumerated() {
                let mean = watched.meanSpends[place]
                let repeats = mean > 0 ? watched.summaries[place].repeats : 0
                sum += purchases[Int(kind)] * (model.expectedSpend(purchases: repeats, mean: mean / unit) ?? 0)
            }
            return log(max(sum, .leastNormalMagnitude))
        }
        let variance = max(0, spend.fit.logCovariance.form(slopes)) + byDropout.logVariance
        return Estimate(value: byDropout.value, logVariance: variance)
    }
}

extension DropoutFit {
    /// The sum of a quantity over all customers, with its range by the delta method.
    fileprivate func sum(
        over base: CustomerBase,
        _ quantity: (any DropoutModel, CustomerSummary) -> Double
    ) -> Estimate {
        let sum = sum(weights: base.counts.map { Double($0) }, over: base, quantity)
        return Estimate(value: sum.value, logVariance: sum.logVariance)
    }

    /// The weighted sum of a quantity over the kinds of customers, and the variance of its logarithm.
    fileprivate func sum(
        weights: [Double],
        over base: CustomerBase,
        _ quantity: (any DropoutModel, CustomerSummary) -> Double
    ) -> (value: Double, logVariance: Double) {
        func total(_ model: any DropoutModel) -> Double {
            zip(base.kinds, weights).reduce(0) { $0 + $1.1 * quantity(model, $1.0) }
        }
        let type = type(of: model)
        let slopes = fit.slopes { log(max(total(type.init(parameters: $0)), .leastNormalMagnitude)) }
        let variance = fit.logCovariance.form(slopes)
        return (total(model), variance.isFinite ? max(0, variance) : 0)
    }
}
