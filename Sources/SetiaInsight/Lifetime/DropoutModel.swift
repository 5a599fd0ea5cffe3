/// A model of customers who buy at their own rates until they drop out unseen.
///
/// Rates and dropout differ from customer to customer; the model's four numbers say how. Times are in the unit of the
/// customers that it was fitted to.
package protocol DropoutModel: Sendable {
    static var kind: DropoutModelKind { get }
    /// The four numbers, in the order of `DropoutModelKind.parameterNames`; all above 0.
    var parameters: [Double] { get }
    init(parameters: [Double])

    /// The probability that the customer has not dropped out by the end of her watch.
    func probabilityActive(_ customer: CustomerSummary) -> Double

    /// How many purchases are expected of her within `horizon` after the end of her watch.
    func expectedPurchases(of customer: CustomerSummary, within horizon: Double) -> Double

    /// How many purchases after the first are expected of somebody new within `horizon`.
    func expectedPurchasesOfNew(within horizon: Double) -> Double

    /// The mean log-likelihood of a customer of `base`, and its gradient with regard to the logarithms of the parameters.
    static func meanLogLikelihood(_ base: CustomerBase, _ logParameters: [Double], _ gradient: inout [Double]) -> Double
}

/// Which model.
package enum DropoutModelKind: String, Sendable, Hashable, CaseIterable {
    /// Fader, Hardie & Lee 2005: who drops out does so at a purchase, and never at the first.
    case bgNBD = "bg-nbd"
    /// Batislam, Denizel & Filiztekin 2007: at the first one, too.
    case mbgNBD = "mbg-nbd"
    /// Schmittlein, Morrison & Colombo 1987: at any time.
    case paretoNBD = "pareto-nbd"

    /// As it is called in print.
    package var name: String {
        switch self {
        case .bgNBD: "BG/NBD"
        case .mbgNBD: "MBG/NBD"
        case .paretoNBD: "Pareto/NBD"
        }
    }

    /// The names of the four numbers: two for buying, two for dropping out.
    package var parameterNames: [String] {
        switch self {
        case .bgNBD, .mbgNBD: ["r", "alpha", "a", "b"]
        case .paretoNBD: ["r", "alpha", "s", "beta"]
        }
    }

    var type: any DropoutModel.Type {
        switch self {
        case .bgNBD: BGNBD.self
        case .mbgNBD: MBGNBD.self
        case .paretoNBD: ParetoNBD.self
        }
    }

    /// A model with known numbers; nil unless they are four, each above 0 and finite.
    package func model(_ parameters: [Double]) -> (any DropoutModel)? {
        guard parameters.count == 4, parameters.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        return type.init(parameters: parameters)
    }
}

extension DropoutModel {
    /// The sum of purchases within `horizon`, each worth less by exp(-`rate` × its time): continuous discounting.
    ///
    /// By parts, so that only expected numbers are needed: ∫ e^(-ρt) dE = e^(-ρH) E(H) + ρ ∫ e^(-ρt) E(t) dt.
    package func discountedPurchases(of customer: CustomerSummary, within horizon: Double, rate: Double) -> Double {
        let last = expectedPurchases(of: customer, within: horizon)
        guard rate > 0 else { return last }
        let earlier = GaussLegendre.eight.integral(from: 0, to: horizon) { time in
            exponential(-rate * time) * expectedPurchases(of: customer, within: time)
        }
        return exponential(-rate * horizon) * last + rate * earlier
    }
}
