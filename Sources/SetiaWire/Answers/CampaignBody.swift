package import JSONText
package import SetiaCore

/// A campaign of the programme, and how it goes.
package struct CampaignBody: WireBody {
    /// Which.
    package let campaign: Campaign
    /// Whether its time is now.
    package let isOpen: Bool
    /// What is given of its budget; none where it has none.
    package let budget: BudgetBody?
    /// What is taken off of its discount budget, by currency.
    package let discounts: [DiscountBudgetBody]
    /// Who could have got something and had part.
    package let treated: Int64
    /// Who could have got something and was held out.
    package let heldOut: Int64
    /// What belongs to it: rules, promotions, rewards.
    package let parts: (rules: [Key], promotions: [Key], rewards: [Key])

    /// A campaign's body.
    package init(
        campaign: Campaign,
        isOpen: Bool,
        budget: BudgetBody?,
        discounts: [DiscountBudgetBody],
        treated: Int64,
        heldOut: Int64,
        parts: (rules: [Key], promotions: [Key], rewards: [Key])
    ) {
        self.campaign = campaign
        self.isOpen = isOpen
        self.budget = budget
        self.discounts = discounts
        self.treated = treated
        self.heldOut = heldOut
        self.parts = parts
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        switch campaign.audience {
        case .everyone?: json.member("audience", "everyone")
        case .segment(let segment)?: json.member("audience", segment)
        case .condition(let condition)?: json.member("audience", condition.text)
        case nil: break
        }
        if let budget {
            json.key("budget")
            budget.write(to: &json)
        }
        json.member("campaign", campaign.key)
        if !discounts.isEmpty {
            json.key("discounts")
            json.list(discounts) { $0.write(to: &$1) }
        }
        json.member("heldOut", heldOut)
        if let holdOut = campaign.holdOut { json.member("holdOut", holdOut.written) }
        json.key("isOpen")
        json.bool(isOpen)
        json.words("name", campaign.name)
        json.key("promotions")
        json.list(parts.promotions) { key, json in json.string(key.text) }
        json.member("purpose", campaign.purpose.rawValue)
        json.key("rewards")
        json.list(parts.rewards) { key, json in json.string(key.text) }
        json.key("rules")
        json.list(parts.rules) { key, json in json.string(key.text) }
        if let schedule = campaign.schedule { json.member("schedule", schedule.description) }
        json.member("treated", treated)
        json.endObject()
    }
}

/// What a campaign brought, those who had part against those held out.
package struct CampaignResultsBody: WireBody {
    /// The campaign, and how it goes.
    package let campaign: CampaignBody
    /// In which currency spend is told; none where nobody bought.
    package let currency: Currency?
    /// Orders in other currencies: they count as orders, and not as spend.
    package let otherCurrencies: Int
    /// The first of all first times.
    package let since: Instant?
    /// Until when orders count.
    package let until: Instant
    /// Whether the split is too far from the plan to compare anything.
    package let isSplitBroken: Bool
    /// By outcome.
    package let rows: [Row]

    /// One outcome on both sides; numbers are written out with their decimals.
    package struct Row: Sendable {
        /// Such as `orders`.
        package let outcome: String
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
        /// What all who had part came to together, what it brought in all, and where that lies; none where nothing can be
        /// said.
        package let total: (gross: String, incremental: String, lower: String, upper: String)?

        /// One outcome.
        package init(
            outcome: String,
            treated: String,
            heldOut: String,
            difference: String?,
            interval: (lower: String, upper: String)?,
            answer: String,
            total: (gross: String, incremental: String, lower: String, upper: String)?
        ) {
            self.outcome = outcome
            self.treated = treated
            self.heldOut = heldOut
            self.difference = difference
            self.interval = interval
            self.answer = answer
            self.total = total
        }

        /// Writes it.
        package func write(to json: inout JSONWriter) {
            json.beginObject()
            json.member("answer", answer)
            if let difference { json.decimal("difference", difference) }
            if let total { json.decimal("gross", total.gross) }
            json.decimal("heldOut", heldOut)
            if let total {
                json.decimal("incremental", total.incremental)
                json.decimal("incrementalLower", total.lower)
                json.decimal("incrementalUpper", total.upper)
            }
            if let interval { json.decimal("lower", interval.lower) }
            json.member("outcome", outcome)
            json.decimal("treated", treated)
            if let interval { json.decimal("upper", interval.upper) }
            json.endObject()
        }
    }

    /// What a campaign brought.
    package init(
        campaign: CampaignBody,
        currency: Currency?,
        otherCurrencies: Int,
        since: Instant?,
        until: Instant,
        isSplitBroken: Bool,
        rows: [Row]
    ) {
        self.campaign = campaign
        self.currency = currency
        self.otherCurrencies = otherCurrencies
        self.since = since
        self.until = until
        self.isSplitBroken = isSplitBroken
        self.rows = rows
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("campaign")
        campaign.write(to: &json)
        if let currency { json.member("currency", currency.code) }
        json.key("isSplitBroken")
        json.bool(isSplitBroken)
        json.member("otherCurrencies", Int64(otherCurrencies))
        json.key("outcomes")
        json.list(rows) { $0.write(to: &$1) }
        json.member("since", since)
        json.member("until", until)
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func decimal(_ key: StaticString, _ text: String) {
        self.key(key)
        decimal(text)
    }
}
