package import SetiaCore

/// How much of a budget is given out (rule B-2).
package struct BudgetUse: Sendable, Hashable {
    /// Whose it is.
    package let owner: Budget.Owner
    /// What members call it: the campaign's name or the rule's words; none where there are none.
    package let name: Words?
    /// How many points, and over what.
    package let budget: Budget
    /// The first day of the stretch that is told; none where it is for all time.
    package let since: Day?
    /// How many are given out, what is reserved at this moment counted too.
    package let taken: Int64

    /// How many are left; never below 0, though what comes late may have overrun it.
    package var left: Int64 { max(0, budget.points.units - taken) }
}

/// How much of a campaign's discount budget is taken off carts (rule B-6).
package struct DiscountUse: Sendable, Hashable {
    /// Whose it is.
    package let campaign: Key
    /// What members call the campaign.
    package let name: Words
    /// How much there is.
    package let budget: Money
    /// How much was taken off, in minor units; what is given back with its cart is free again.
    package let taken: Int64

    /// How much is left, in minor units; never below 0, though a smaller budget may have been published since.
    package var left: Int64 { max(0, budget.minorUnits - taken) }
}

extension SetiaService {
    /// The discount budgets of the programme that holds now, in its order, with what was taken off.
    ///
    /// - Throws: `Unready` without a programme, or the world's trouble.
    package func discountBudgets() async throws -> [DiscountUse] {
        let now = surroundings.now()
        return try await store.reading { archive in
            let campaigns = try self.configuration(archive).published().version(at: now).programme.campaigns
                .filter { !$0.discountBudget.isEmpty }
            let uses = campaigns.isEmpty ? [] : try archive.promotionUses()
            return campaigns.flatMap { campaign in
                campaign.discountBudget.map { budget in
                    DiscountUse(
                        campaign: campaign.key,
                        name: campaign.name,
                        budget: budget,
                        taken: uses.used(of: campaign.discountCounter(budget.currency))
                    )
                }
            }
        }
    }

    /// The budgets of the programme that holds now, in its order, with what is given out of each in the stretch that today
    /// is in.
    ///
    /// - Throws: `Unready` without a programme, or the world's trouble.
    package func budgets() async throws -> [BudgetUse] {
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            let today = version.zone.day(of: now)
            let budgets = version.programme.budgets
            let counters = try archive.counters(budgets.map { $0.budget.counter(of: $0.owner, on: today) })
            return zip(budgets, counters).map { one, counter in
                BudgetUse(
                    owner: one.owner,
                    name: version.programme.name(of: one.owner),
                    budget: one.budget,
                    since: one.budget.span == .lifetime ? nil : one.budget.span.start(of: today),
                    taken: counter?.taken ?? 0
                )
            }
        }
    }
}

extension Programme {
    fileprivate func name(of owner: Budget.Owner) -> Words? {
        switch owner {
        case .rule(let id): rules.first { $0.id == id }?.why
        case .campaign(let key): campaigns.first { $0.key == key }?.name
        }
    }
}
