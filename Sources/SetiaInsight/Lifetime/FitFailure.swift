/// Why there is no fit: what a person is told instead of numbers that could mislead.
package enum FitFailure: Error, Sendable, Hashable {
    /// Fewer customers than it takes.
    case tooFew(customers: Int, least: Int)
    /// Nobody bought on a second day: there is nothing to learn about rates or dropping out.
    case nobodyRepeats(customers: Int)
    /// A category of one brand or none: there is nothing to be loyal against.
    case tooFewBrands(Int)
    /// Nobody was watched any longer than her first day.
    case nobodyWatched
    /// The data fit as well if nobody ever drops out.
    case noDropout(model: String, gain: Double)
    /// The best fit lies where a number runs away, and with it stands for no model of its kind.
    case boundary(parameter: String, meaning: Boundary)
    /// The data do not tell the parameters apart.
    case flat(model: String)
    /// The search ended before it was done.
    case notConverged(model: String, steepness: Double)

    /// What it means that a number runs away.
    package enum Boundary: Sendable, Hashable {
        /// All customers buy at one rate.
        case oneRate
        /// Rates differ beyond all measure: most never buy.
        case noBuying
        /// All drop out alike.
        case oneDropout
        /// Nobody drops out, or everybody at once.
        case extremeDropout
        /// Every household chooses as the market does.
        case allAlike
        /// Every household buys one brand only.
        case allLoyal
        /// All customers spend alike.
        case oneSpend
        /// Spends differ beyond all measure.
        case wildSpend
    }
}

extension FitFailure {
    /// What is so, in one sentence.
    package var what: String {
        switch self {
        case .tooFew(let customers, let least):
            "there \(customers == 1 ? "is one customer" : "are \(customers) customers"), and \(least) are the least"
        case .nobodyRepeats(let customers):
            "none of the \(customers) customers bought on a second day"
        case .tooFewBrands(let brands):
            brands == 0 ? "no brand was bought" : "there is only one brand, and loyalty takes another to be had instead"
        case .nobodyWatched: "no customer is watched beyond the day of her first purchase"
        case .noDropout(let model, let gain):
            "no dropout is identified: \(model) fits better than a model in which nobody drops out by only "
                + "\(fixed(gain, 2)) units of log-likelihood"
        case .boundary(let parameter, let meaning):
            "the best fit lies at a boundary: \(parameter) runs away, which says that \(meaning.words)"
        case .flat(let model): "the data do not tell the numbers of \(model) apart: its likelihood is flat"
        case .notConverged(let model, let steepness):
            "the fit of \(model) did not converge: a slope of \(steepness) is left"
        }
    }

    /// What may be done instead.
    package var advice: String {
        switch self {
        case .tooFew: "give more customers; for a few, look at each one's own purchases"
        case .nobodyRepeats: "wait until some have come back; the repeat purchase rate is 0 and says all there is"
        case .tooFewBrands: "give all brands of the category, those of others too where they are known"
        case .nobodyWatched: "give a longer history, or --until a later day"
        case .noDropout:
            "do not read a probability of being active out of these data; expect rates to go on, or give a longer history"
        case .boundary: "try another --model, or look whether the data mix kinds of customers"
        case .flat: "give more customers or a longer history, or try another --model"
        case .notConverged: "try another --model; if it persists, the data are worth a look"
        }
    }
}

extension FitFailure.Boundary {
    var words: String {
        switch self {
        case .oneRate: "all customers buy at one rate"
        case .noBuying: "most customers never buy again whatever the time"
        case .oneDropout: "all customers drop out alike"
        case .extremeDropout: "nobody drops out, or everybody at once"
        case .allAlike: "every household chooses as the whole market does: there is no loyalty to measure"
        case .allLoyal: "every household buys one brand only"
        case .oneSpend: "all customers spend alike"
        case .wildSpend: "spends have no mean to speak of"
        }
    }
}

/// A number with so many decimals, as a program writes it: "0.4357".
package func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e18 else { return "\(value)" }
    let (whole, rest) = Int64(scaled).quotientAndRemainder(dividingBy: Int64(scale))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(whole)" }
    let digits = String(rest)
    return "\(sign)\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
}
