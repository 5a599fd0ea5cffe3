internal import Glibc

/// A number with the range of 95 % that comes from not knowing the model's own numbers exactly.
///
/// What a single member will do differs more than that.
package struct Estimate: Sendable, Hashable {
    package let value: Double
    package let interval: Interval

    /// A number with the range in which it lies.
    package init(value: Double, interval: Interval) {
        self.value = value
        self.interval = interval
    }

    /// A number whose logarithm has this variance.
    init(value: Double, logVariance: Double) {
        let factor = exp(z95 * logVariance.squareRoot())
        self.init(value: value, interval: Interval(lower: value / factor, upper: value * factor))
    }
}

/// What is expected of one kind of customer.
package struct MemberForecast: Sendable, Hashable {
    /// The probability that she has not dropped out.
    package let active: Estimate
    /// Purchases within the horizon.
    package let purchases: Estimate
    /// The same, later ones discounted.
    package let discounted: Estimate
    /// Of the logarithm of `discounted`, for the value that is reckoned from it.
    let discountedLogVariance: Double
}

/// How far to look ahead, and what later purchases are worth.
package struct Horizon: Sendable, Hashable {
    /// In the unit of the customers' times.
    package let length: Double
    /// Continuous, a unit of time: log(1 + yearly rate) / units a year.
    package let rate: Double

    /// A horizon; nil unless it is above 0 and the yearly rate is 0 or more.
    package init?(length: Double, yearlyRate: Double, unitsPerYear: Double) {
        guard length > 0, length.isFinite, yearlyRate >= 0, yearlyRate.isFinite, unitsPerYear > 0 else { return nil }
        self.length = length
        rate = log1p(yearlyRate) / unitsPerYear
    }
}

extension DropoutFit {
    /// What is expected of a customer, with ranges by the delta method: shares on the scale of log-odds, others on that of
    /// logarithms, so that they stay what they are.
    package func forecast(of customer: CustomerSummary, _ horizon: Horizon) -> MemberForecast {
        let type = type(of: model)
        let odds = { (parameters: [Double]) -> Double in
            let active = type.init(parameters: parameters).probabilityActive(customer)
            return log(active) - log1p(-active)
        }
        let purchases = { (parameters: [Double]) -> Double in
            log(type.init(parameters: parameters).expectedPurchases(of: customer, within: horizon.length))
        }
        let discounted = { (parameters: [Double]) -> Double in
            log(
                type.init(parameters: parameters)
                    .discountedPurchases(of: customer, within: horizon.length, rate: horizon.rate)
            )
        }
        let active = model.probabilityActive(customer)
        let oddsVariance = active < 1 && active > 0 ? variance(odds) : 0
        let middle = log(active) - log1p(-active)
        let half = z95 * oddsVariance.squareRoot()
        let discountedLogVariance = variance(discounted)
        return MemberForecast(
            active: Estimate(
                value: active,
                interval: oddsVariance > 0
                    ? Interval(lower: 1 / (1 + exp(half - middle)), upper: 1 / (1 + exp(-half - middle)))
                    : Interval(lower: active, upper: active)
            ),
            purchases: Estimate(
                value: model.expectedPurchases(of: customer, within: horizon.length),
                logVariance: variance(purchases)
            ),
            discounted: Estimate(
                value: model.discountedPurchases(of: customer, within: horizon.length, rate: horizon.rate),
                logVariance: discountedLogVariance
            ),
            discountedLogVariance: discountedLogVariance
        )
    }

    private func variance(_ quantity: ([Double]) -> Double) -> Double {
        let form = fit.logCovariance.form(fit.slopes(quantity))
        return form.isFinite ? max(0, form) : 0
    }
}

extension SpendFit {
    /// What a customer's purchases within the horizon are worth today: margin × expected spend × discounted purchases.
    ///
    /// - Returns: None where the model has no mean for her.
    package func value(of forecast: MemberForecast, purchases: Int, mean: Double, margin: Double) -> Estimate? {
        guard let spend = model.expectedSpend(purchases: purchases, mean: mean) else { return nil }
        let slopes = fit.slopes { parameters in
            GammaGamma(parameters).expectedSpend(purchases: purchases, mean: mean).map { log($0) } ?? 0
        }
        let spread = max(0, fit.logCovariance.form(slopes))
        return Estimate(
            value: margin * spend * forecast.discounted.value,
            logVariance: spread + forecast.discountedLogVariance
        )
    }
}
