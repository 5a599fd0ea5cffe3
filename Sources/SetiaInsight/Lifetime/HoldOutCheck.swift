internal import SetiaCore

/// What a model forecast for a time that it had not seen, beside what happened then.
package struct HoldOutCheck: Sendable {
    /// Customers of the forecast.
    package let customers: Int
    /// Weeks that were held out.
    package let weeks: Double
    /// Purchases that were expected of them, and those that came.
    package let expected: Double
    package let actual: Int
    /// Of the difference, from how far single customers are off.
    package let standardError: Double
    /// How far the forecast of a customer is off, in the mean.
    package let meanAbsoluteError: Double
    /// The same if everyone had gone on at her own rate.
    package let meanAbsoluteErrorOfOwnRate: Double
    /// Customers by how often they had come back before: what was expected of them and what came.
    package let byRepeats: [Frequency]
    /// Repeat purchases by week since the first purchase of all, watch and hold-out.
    package let tracking: [Week]

    /// Customers who had come back so often; the last row takes all who had more often.
    package struct Frequency: Sendable, Hashable {
        package let repeats: Int
        package let andMore: Bool
        package let customers: Int
        package let actual: Double
        package let expected: Double
    }

    /// One week of the tracking plot.
    package struct Week: Sendable, Hashable {
        /// From 1.
        package let number: Int
        package let isHeldOut: Bool
        package let actual: Int
        package let expected: Double
        package let cumulativeActual: Int
        package let cumulativeExpected: Double
    }

    /// Checks a model that was fitted to the customers' watch; nil where nobody or no time is held out.
    ///
    /// - Parameters:
    ///   - fit: The model.
    ///   - customers: Whom it was fitted to, with what they did later.
    ///   - base: Of the same customers.
    package init?(_ fit: DropoutFit, _ customers: WatchedCustomers, _ base: CustomerBase) {
        guard let holdOutEnd = customers.holdOutEnd, holdOutEnd > customers.end, base.count > 0 else { return nil }
        self.customers = base.count
        weeks = Double(holdOutEnd.number - customers.end.number) / 7
        let horizon = weeks
        let ofKind = base.kinds.map { fit.model.expectedPurchases(of: $0, within: horizon) }
        let most = 7
        var groups = [(customers: Int, actual: Int, expected: Double)](repeating: (0, 0, 0), count: most + 1)
        var (expected, squares, off, ofOwnRate) = (0.0, 0.0, 0.0, 0.0)
        for (place, actual) in customers.heldOut.enumerated() {
            let (forecast, summary) = (ofKind[Int(base.kindOfCustomer[place])], customers.summaries[place])
            let ownRate = summary.watched > 0 ? Double(summary.repeats) / summary.watched * horizon : 0
            let difference = Double(actual) - forecast
            expected += forecast
            squares += difference * difference
            off += abs(difference)
            ofOwnRate += abs(Double(actual) - ownRate)
            let group = min(summary.repeats, most)
            groups[group].customers += 1
            groups[group].actual += actual
            groups[group].expected += forecast
        }
        self.expected = expected
        actual = customers.heldOut.reduce(0, +)
        standardError = squares.squareRoot()
        meanAbsoluteError = off / Double(base.count)
        meanAbsoluteErrorOfOwnRate = ofOwnRate / Double(base.count)
        byRepeats = groups.enumerated().filter { $1.customers > 0 }.map { repeats, group in
            Frequency(
                repeats: repeats,
                andMore: repeats == most,
                customers: group.customers,
                actual: Double(group.actual) / Double(group.customers),
                expected: group.expected / Double(group.customers)
            )
        }
        tracking = HoldOutCheck.track(fit.model, customers, until: holdOutEnd)
    }

    private static func track(_ model: any DropoutModel, _ customers: WatchedCustomers, until end: Day) -> [Week] {
        guard let first = customers.firstDays.min() else { return [] }
        var births: [Int32: Int] = [:]
        for day in customers.firstDays { births[day, default: 0] += 1 }
        let cohorts = births.sorted { $0.key < $1.key }
        let count = Int(end.number - first) / 7 + 1
        var actual = [Int](repeating: 0, count: count + 1)
        for (day, repeats) in customers.repeatDays {
            actual[Int(day - first) / 7 + 1] += repeats
        }
        var rows: [Week] = []
        var before = (actual: 0, expected: 0.0)
        for number in 1...count {
            let expected = cohorts.reduce(0.0) { sum, cohort in
                let age = Double(number) - Double(cohort.key - first) / 7
                return age > 0 ? sum + Double(cohort.value) * model.expectedPurchasesOfNew(within: age) : sum
            }
            rows.append(
                Week(
                    number: number,
                    isHeldOut: first + Int32(7 * (number - 1)) > customers.end.number,
                    actual: actual[number],
                    expected: expected - before.expected,
                    cumulativeActual: before.actual + actual[number],
                    cumulativeExpected: expected
                )
            )
            before = (before.actual + actual[number], expected)
        }
        return rows
    }
}

extension HoldOutCheck {
    /// How many times too many or too few purchases were expected: 0.12 too many is 0.12, too few -0.12.
    package var bias: Double? { actual > 0 ? expected / Double(actual) - 1 : nil }

    /// Whether the forecast is off by more than chance explains and by more than a twentieth.
    package var isOff: Bool {
        abs(Double(actual) - expected) > 1.96 * standardError && abs(bias ?? .infinity) > 0.05
    }

    /// Whether everyone's own rate would have been nearer.
    package var isBeatenByOwnRate: Bool { meanAbsoluteError >= meanAbsoluteErrorOfOwnRate }

    /// What the hold-out says, in sentences.
    package var verdict: [String] {
        let difference = Double(actual) - expected
        let errors = standardError > 0 ? abs(difference) / standardError : 0
        var sentences: [String] = []
        if let bias {
            let share = "\(fixed(abs(bias) * 100, 1)) % too \(bias < 0 ? "few" : "many")"
            sentences.append(
                isOff
                    ? "The model does not fit the hold-out: it expected \(fixed(expected, 0)) purchases and \(actual) came, "
                        + "\(share), \(fixed(errors, 1)) standard errors. Do not take its totals as they stand."
                    : "The hold-out speaks for the model: it expected \(fixed(expected, 0)) purchases and \(actual) came, "
                        + "\(share), which chance explains or which is below 5 %."
            )
        } else {
            sentences.append("Nobody bought in the hold-out; the model had expected \(fixed(expected, 0)) purchases.")
        }
        sentences.append(
            isBeatenByOwnRate
                ? "For single members it is no better than their own rate so far: off by \(fixed(meanAbsoluteError, 3)) "
                    + "purchases in the mean, their own rate by \(fixed(meanAbsoluteErrorOfOwnRate, 3))."
                : "For single members it is off by \(fixed(meanAbsoluteError, 3)) purchases in the mean; their own rate so "
                    + "far would be off by \(fixed(meanAbsoluteErrorOfOwnRate, 3))."
        )
        return sentences
    }
}
