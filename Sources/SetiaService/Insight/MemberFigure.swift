package import SetiaCare
package import SetiaCore
internal import SetiaInsight

/// A figure whose members can be looked at.
package enum MemberFigure: Sendable, Hashable {
    /// Of customers who pay in one currency.
    case customers(Currency, CustomerInsight.Count)
    /// In a phase now.
    case phase(LoyaltyPhase)
    /// On a side of a part of the programme.
    case side(WorthInsight.Kind, key: String, isHeldOut: Bool)
    /// What members have to do with the points of a wallet.
    case points(wallet: Key, PointsInsight.Count)
    /// Who bought a brand in the last year, of a category or of everything.
    case buyers(brand: Key, category: Key?)
    /// A figure by definition, of some days and members.
    case measure(Key, MeasureQuery)
}

extension SetiaService {
    /// The members behind a figure, in the order of their ids: as many as the figure counts.
    ///
    /// Answered from what was measured last, so that list and figure agree; only figures by definition are read anew, as they
    /// are on their page.
    ///
    /// - Parameter figure: Which.
    /// - Returns: The members, and when they were measured; none where nothing was measured, or there is no such figure.
    /// - Throws: `MeasureRefusal`, `Unready`, or the store's failure.
    package func members(behind figure: MemberFigure) async throws -> (members: [MemberID], at: Instant)? {
        if case .measure(let key, let query) = figure {
            return try await measureMembers(key, query).map { ($0, surroundings.now()) }
        }
        guard let insight = insight() else { return nil }
        let members: [MemberID]? =
            switch figure {
            case .customers(let currency, let count):
                insight.customers.first { $0.currency == currency }?.members(count)
            case .phase(let phase): insight.phases.now[phase] ?? []
            case .side(let kind, let key, let isHeldOut):
                insight.worth.subjects.first { $0.kind == kind && $0.key == key }
                    .map { isHeldOut ? $0.measure.heldOut : $0.measure.treated }
            case .points(let wallet, let count): insight.points.first { $0.wallet == wallet }?.members(count)
            case .buyers(let brand, let category): insight.assortment.buyers(of: brand, in: category).sorted()
            case .measure: nil
            }
        return members.map { ($0, insight.at) }
    }
}
