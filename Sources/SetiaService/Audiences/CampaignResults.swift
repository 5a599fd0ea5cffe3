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
    /// Both sides.
    package let measure: HoldOutMeasure

    /// In which currency amounts are told; none where nobody bought.
    package var currency: Currency? { measure.currency }
    /// How many decimals it has.
    package var decimals: Int { measure.decimals }
    /// Orders in other currencies: they count as orders, and not as spend.
    package var otherCurrencies: Int { measure.otherCurrencies }
    /// The first of all first times; none where there was none.
    package var since: Instant? { measure.since }
    /// Until when orders count.
    package var until: Instant { measure.until }
    /// Those who had part against those held out.
    package var comparison: CampaignComparison { measure.comparison }
    /// Whether the split is too far from the plan to compare anything.
    package var isSplitBroken: Bool { comparison.isSplitBroken }
    /// What is compared, written out for interfaces.
    package var outcomes: [CampaignOutcome] { measure.outcomes }
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
            var fold = HoldOutFold(version.programme.worth)
            let place = try fold.begin(view.campaign, version, at: now, archive)
            try fold.read(archive)
            return CampaignResults(view: view, measure: fold.measure(place, version.programme))
        }
    }
}

extension HoldOutFold {
    /// Adds a campaign with the first times of all who could have got something of it.
    ///
    /// - Returns: its place.
    mutating func begin(
        _ campaign: Campaign,
        _ version: ProgrammeVersion,
        at now: Instant,
        _ archive: any Archive
    ) throws -> Int {
        let place = subject(
            share: Double(campaign.plannedShare) / 10_000,
            until: min(version.end(of: campaign) ?? now, now)
        )
        try archive.exposures(of: campaign.key) { member, exposure in
            begin(member, in: place, at: exposure.at, isHeldOut: exposure.isHeldOut)
        }
        return place
    }
}
