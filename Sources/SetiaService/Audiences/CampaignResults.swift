package import SetiaCore
package import SetiaInsight

/// A campaign of the programme that holds, and how it goes.
package struct CampaignView: Sendable {
    /// Which.
    package let campaign: Campaign
    /// Whether its time is now.
    package let isOpen: Bool
    /// What is given of its budget; none where it has none.
    package let budget: BudgetUse?
    /// What its promotions took off of its discount budget, by currency.
    package let discounts: [DiscountUse]
    /// Members who could have got something and had part.
    package let treated: Int64
    /// Members who could have got something and were held out.
    package let heldOut: Int64
    /// What belongs to it.
    package let rules: [Key]
    /// What belongs to it.
    package let promotions: [Key]
    /// What belongs to it.
    package let rewards: [Key]
}

/// What a campaign brought.
package struct CampaignResults: Sendable {
    /// The campaign.
    package let view: CampaignView
    /// In which currency spend is told; none where nobody bought.
    package let currency: Currency?
    /// How many decimals it has.
    package let decimals: Int
    /// Orders in other currencies: they count as orders, and not as spend.
    package let otherCurrencies: Int
    /// The first of all first times; none where there was none.
    package let since: Instant?
    /// Until when orders count.
    package let until: Instant
    /// Those who had part against those held out.
    package let comparison: CampaignComparison
}

/// Why a campaign cannot be measured.
package enum CampaignRefusal: Error, Sendable, Hashable {
    /// The programme has no such campaign; it has these.
    case unknownCampaign(String, known: [String])
}

extension SetiaService {
    /// The campaigns of the programme that holds, in the order of the document.
    ///
    /// - Throws: `Unready`, or the world's trouble.
    package func campaigns() async throws -> [CampaignView] {
        let now = surroundings.now()
        let budgets = try await budgets()
        let discounts = try await discountBudgets()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            let counts = try archive.exposureCounts()
            return version.programme.campaigns.map { campaign in
                let count = counts.first { $0.campaign == campaign.key }
                return CampaignView(
                    campaign: campaign,
                    isOpen: campaign.schedule?.covers(now, in: version.zone) ?? true,
                    budget: budgets.first { $0.owner == .campaign(campaign.key) },
                    discounts: discounts.filter { $0.campaign == campaign.key },
                    treated: count?.treated ?? 0,
                    heldOut: count?.heldOut ?? 0,
                    rules: version.programme.rules.filter { $0.campaign == campaign.key }.map(\.id),
                    promotions: version.programme.promotions.filter { $0.campaign == campaign.key }.map(\.key),
                    rewards: version.programme.rewards.filter { $0.campaign == campaign.key }.map(\.key)
                )
            }
        }
    }

    /// What a campaign brought: orders and spend of those who had part against those held out (rule C-10).
    ///
    /// - Parameter key: The campaign's key.
    /// - Returns: both sides, and what can be said of the difference.
    /// - Throws: `CampaignRefusal`, `Unready`, or the world's trouble.
    /// - Complexity: reads all orders once; memory grows with those who had a first time.
    package func campaignResults(_ key: Key) async throws -> CampaignResults {
        let views = try await campaigns()
        guard let view = views.first(where: { $0.campaign.key == key }) else {
            throw CampaignRefusal.unknownCampaign(key.text, known: views.map(\.campaign.key.text))
        }
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            let end = min(version.end(of: view.campaign) ?? now, now)
            var members: [MemberID: (at: Instant, member: CampaignComparison.Member)] = [:]
            var first: Instant?
            try archive.exposures(of: key) { member, exposure in
                members[member] = (exposure.at, CampaignComparison.Member(isHeldOut: exposure.isHeldOut))
                first = min(first ?? exposure.at, exposure.at)
            }
            // In one currency money adds up; the one in which they order most.
            var orders: [Currency: Int] = [:]
            var spent: [Currency: [MemberID: (after: Double, before: Double)]] = [:]
            try archive.purchases { member, at, total in
                guard let member, let one = members[member] else { return }
                let isAfter = at >= one.at && at < end
                let isBefore = at < one.at && one.at.milliseconds(since: at) <= 365 * 86_400_000
                guard isAfter || isBefore else { return }
                if isAfter {
                    members[member]?.member.orders += 1
                    orders[total.currency, default: 0] += 1
                }
                let amount = Double(total.minorUnits)
                spent[total.currency, default: [:]][member, default: (0, 0)].after += isAfter ? amount : 0
                spent[total.currency, default: [:]][member, default: (0, 0)].before += isBefore ? amount : 0
            }
            let currency = orders.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.first?.key
            if let currency {
                for (member, amounts) in spent[currency] ?? [:] {
                    members[member]?.member.spend = amounts.after
                    members[member]?.member.before = amounts.before
                }
            }
            // By id, so that the same members give the same digits.
            let all = members.sorted { $0.key < $1.key }.map(\.value.member)
            return CampaignResults(
                view: view,
                currency: currency,
                decimals: currency.flatMap { version.programme.decimals(of: $0) } ?? 0,
                otherCurrencies: orders.filter { $0.key != currency }.values.reduce(0, +),
                since: first,
                until: end,
                comparison: CampaignComparison(all, share: Double(view.campaign.plannedShare) / 10_000)
            )
        }
    }
}

extension CampaignResults {
    /// A mean or a difference as it is written: four decimals, and of spend those of its currency.
    package func written(_ number: Double, _ outcome: CampaignComparison.Outcome) -> String {
        let decimals = outcome == .spend ? decimals : 4
        let scale = (0..<(outcome == .spend ? decimals : 0)).reduce(1.0) { scale, _ in scale * 10 }
        let places = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let units = Int64((number / scale * places).rounded())
        guard decimals > 0 else { return String(units) }
        let digits = String(abs(units))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return (units < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// Whether the split is too far from the plan to compare anything.
    package var isSplitBroken: Bool { comparison.isSplitBroken }

    /// What is compared, written out for interfaces.
    package var outcomes: [CampaignOutcome] {
        comparison.rows.map { row in
            CampaignOutcome(
                name: row.outcome.rawValue,
                treated: written(row.treated, row.outcome),
                heldOut: written(row.heldOut, row.outcome),
                difference: row.difference.map { written($0, row.outcome) },
                interval: row.interval.map { (written($0.lower, row.outcome), written($0.upper, row.outcome)) },
                answer: row.answer.rawValue
            )
        }
    }
}

/// One outcome on both sides, as it is written.
package struct CampaignOutcome: Sendable {
    /// Such as `orders`.
    package let name: String
    /// The mean of those who had part.
    package let treated: String
    /// The mean of those held out.
    package let heldOut: String
    /// The first less the second; none where nothing can be said.
    package let difference: String?
    /// Where the true difference lies.
    package let interval: (lower: String, upper: String)?
    /// What can be said, in a word.
    package let answer: String
}
