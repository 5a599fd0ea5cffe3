import SetiaCore

extension ProgrammeReader {
    /// What members can have; at most 200 (rule W-1).
    mutating func readRewards(_ node: YAMLNode, _ tierSets: [TierSet], _ promotions: [Promotion]) -> [Reward] {
        let each = "a reward by its name, such as mug: {kind: physical-good, name: …, price: {points: 500}}"
        guard let members = members(of: node, each: each, atMost: 200) else { return [] }
        return members.compactMap { member in
            let key = name(of: member, in: node)
            return reward(key, member.value, tierSets, promotions)
        }
    }

    private mutating func reward(
        _ key: Key,
        _ node: YAMLNode,
        _ tierSets: [TierSet],
        _ promotions: [Promotion]
    ) -> Reward? {
        let known = [
            "kind", "name", "text", "terms", "picture", "countries", "price", "stock", "limit", "when", "level",
            "early",
            "tenure", "schedule", "validity", "worth", "percent", "campaign", "promotion", "gift", "deliver",
            "supplier",
        ]
        guard let members = members(of: node, known: known, required: ["kind", "name"]) else { return nil }
        let isPresent = members["gift"].flatMap { word($0, [("true", true), ("false", false)]) } ?? false
        if isPresent {
            if let price = members.member("price") { complain(node, price, "a reward that is only given has no price") }
        } else if members["price"] == nil, !misspelt("price", in: node, known) {
            complain(node, "'price' is missing")
        }
        let kind = members["kind"].flatMap { word($0, Reward.Kind.allCases.map { ($0.rawValue, $0) }) }
        let stock = members["stock"].flatMap { word($0, Reward.Stock.allCases.map { ($0.rawValue, $0) }) } ?? .unlimited
        if kind == .partnerCode, stock != .codes, members["supplier"] == nil {
            complain(
                members["stock"] ?? node,
                "a partner's codes are loaded or ordered: write 'stock: codes' or name a 'supplier'"
            )
        }
        let worth = members["worth"].map { worths($0) } ?? []
        var percent: Int64?
        if let node = members["percent"], let text = text(node) {
            percent = wholeNumber(text, 1...100)
            if percent == nil { complain(node, "must be a whole number from 1 to 100") }
        }
        check(kind, worth: members["worth"], percent: members["percent"], node)
        if let deliver = members["deliver"], stock != .codes, members["promotion"] == nil, members["supplier"] == nil {
            complain(deliver, "goes with what gives codes: 'stock: codes', a 'promotion' or a 'supplier'")
        }
        return Reward(
            key: key,
            kind: kind ?? .experience,
            name: members["name"].map { words($0) } ?? Words([]),
            text: members["text"].map { words($0) },
            terms: members["terms"].map { words($0) },
            picture: members["picture"].flatMap { picture($0) },
            countries: members["countries"].map { countries($0) } ?? [],
            prices: members["price"].map { prices($0) } ?? [],
            stock: stock,
            limits: members["limit"].map { limits($0) } ?? [],
            eligibility: Reward.Eligibility(
                condition: members["when"].map { condition($0, .rewardRedeemed) } ?? .always,
                level: members["level"].flatMap { level($0, tierSets) },
                tenure: members["tenure"].flatMap { period($0, "12 months") }
            ),
            schedule: members["schedule"].flatMap { schedule($0) },
            validity: members["validity"].flatMap { period($0, "90 days") },
            worth: worth,
            percent: percent,
            campaign: members["campaign"].flatMap {
                one($0, "campaign", of: campaigns.map(\.key), under: "campaigns")
            },
            promotion: members["promotion"].flatMap { node in
                if kind == .giftCard, worth.count > 1 {
                    complain(node, "makes cards of one currency; write a reward for each")
                }
                let before = problems.count
                guard let key = promotion(node, kind, stock, promotions) else { return nil }
                if isStrict, problems.count == before, let promotion = promotions.first(where: { $0.key == key }),
                    let reason = promotion.whyNot(for: kind, worth: worth, percent: percent)
                {
                    complain(node, reason)
                }
                return key
            },
            supplier: members["supplier"].flatMap {
                supplier($0, kind, stock, worth, hasPromotion: members["promotion"] != nil)
            },
            isPresent: isPresent,
            early: members["early"].flatMap { early($0, members["schedule"]) },
            delivery: members["deliver"].flatMap { node in
                word(node, Reward.Delivery.allCases.map { ($0.rawValue, $0) })
            } ?? .mail
        )
    }

    /// Who can have it before its time begins: `{segment: press, from: 2026-05-25}` (rule W-14).
    private mutating func early(_ node: YAMLNode, _ schedule: YAMLNode?) -> Reward.Early? {
        guard let parts = members(of: node, known: ["segment", "from"], required: ["segment", "from"]),
            let segments = vocabulary?.segments,
            let segment = parts["segment"].flatMap({ one($0, "segment", of: segments, under: "segments") }),
            let from = parts["from"].flatMap({ wallTime($0, endOfDay: false) })
        else { return nil }
        guard let schedule, let begins = self.schedule(schedule)?.from else {
            complain(node, "goes with a 'schedule' that says from when on others can have it")
            return nil
        }
        guard from < begins else {
            complain(node, "must begin before the schedule does")
            return nil
        }
        return Reward.Early(segment: segment, from: from)
    }

    /// The promotion of which the reward gives a personal code (rule W-13).
    private mutating func promotion(
        _ node: YAMLNode,
        _ kind: Reward.Kind?,
        _ stock: Reward.Stock,
        _ promotions: [Promotion]
    ) -> Key? {
        switch kind {
        case .amountOff?, .percentOff?, .freeProduct?, .shipping?, .giftCard?, nil: break
        default: complain(node, "goes with amount-off, percent-off, free-product, shipping and gift-card only")
        }
        if stock == .codes { complain(node, "makes its codes itself; a reward that names one has no 'stock: codes'") }
        guard let key = one(node, "promotion", of: promotions.map(\.key), under: "promotions"),
            let promotion = promotions.first(where: { $0.key == key })
        else { return nil }
        if case .giftCard = promotion.gift {
            if kind != .giftCard { complain(node, "is a gift card, which holds an amount; write 'kind: gift-card'") }
        } else if kind == .giftCard {
            complain(node, "is no gift card; name a promotion with 'giftCard: true'")
        }
        if !promotion.needsCode, promotion.gift != .giftCard {
            complain(node, "everybody has the promotion '\(key)'; write 'code: true' in it")
        }
        return key
    }

    /// Who supplies its codes from outside, one ordered for each that is had (rule W-17).
    private mutating func supplier(
        _ node: YAMLNode,
        _ kind: Reward.Kind?,
        _ stock: Reward.Stock,
        _ worth: [Money],
        hasPromotion: Bool
    ) -> Key? {
        switch kind {
        case .giftCard?, .partnerCode?, nil: break
        default: complain(node, "goes with gift-card and partner-code only")
        }
        if stock == .codes { complain(node, "is asked for each code; a reward that names one has no 'stock: codes'") }
        if hasPromotion { complain(node, "makes the codes; a reward that names one has no 'promotion'") }
        if worth.count > 1 { complain(node, "is asked for cards of one currency; write a reward for each") }
        guard let text = text(node) else { return nil }
        let isPlain = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard (1...40).contains(text.utf8.count), isPlain, text.utf8.first != 45 else {
            complain(node, "must be a supplier's name: 1 to 40 small letters, digits and hyphens")
            return nil
        }
        return Key(text)
    }

    /// Whether a key is there in another spelling, which is a problem of its own.
    private func misspelt(_ key: String, in node: YAMLNode, _ known: [String]) -> Bool {
        guard case .map(let members) = node.content else { return false }
        return members.contains { !known.contains($0.key) && nearest(to: $0.key, known) == key }
    }

    /// What is taken off says how much, and nothing else does.
    private mutating func check(_ kind: Reward.Kind?, worth: YAMLNode?, percent: YAMLNode?, _ node: YAMLNode) {
        guard let kind else { return }
        switch kind {
        case .amountOff, .giftCard:
            if worth == nil { complain(node, "'worth' is missing: how much of which currency, such as {MYR: 10.00}") }
            if let percent { complain(percent, "goes with percent-off; this one says 'worth'") }
        case .percentOff:
            if percent == nil { complain(node, "'percent' is missing: which part is taken off, such as 10") }
            if let worth { complain(worth, "goes with amount-off and gift-card; this one says 'percent'") }
        case .freeProduct, .shipping, .eventPlace, .earlyAccess, .experience, .donation, .physicalGood, .partnerCode:
            if let percent { complain(percent, "goes with percent-off only") }
        }
    }

    /// One price or a list of them; `free` is none.
    private mutating func prices(_ node: YAMLNode) -> [Reward.Price] {
        if case .text("free") = node.content { return [.free] }
        guard case .list = node.content else { return price(node).map { [$0] } ?? [] }
        let elements = list(node, of: "prices, such as [{points: 500}, {points: 200, MYR: 10.00}]", atMost: 10) ?? []
        var prices: [Reward.Price] = []
        for element in elements {
            guard let price = price(element) else { continue }
            if prices.contains(price) { complain(element, "the same price stands twice") }
            prices.append(price)
        }
        return prices
    }

    /// `{points: 500}`, or with money `{points: 200, MYR: 10.00, THB: 80.00}`: a wallet, and currencies.
    private mutating func price(_ node: YAMLNode) -> Reward.Price? {
        guard case .map(let members) = node.content, !members.isEmpty else {
            complain(node, "must be free, or points of a wallet, such as {points: 500}")
            return nil
        }
        var points: (wallet: Key, points: Points)?
        var money: [Money] = []
        for member in members {
            if let amount = amount(member, in: node) {
                if let amount = amount { money.append(amount) }
                continue
            }
            if let wallets, !wallets.contains(where: { $0.key == Key(member.key) }) {
                complain(
                    node,
                    member,
                    "'\(member.key)' is neither a wallet nor a currency of this programme; wallets are: "
                        + wallets.map(\.key.text).joined(separator: ", ")
                )
                continue
            }
            if points != nil {
                complain(node, member, "a price is in one wallet; write another price in a list beside it")
                continue
            }
            guard let text = text(member.value) else { continue }
            guard let count = wholeNumber(text, 1...1_000_000_000) else {
                complain(member.value, "must be a whole number of points from 1 to 1000000000")
                continue
            }
            points = (Key(member.key), Points(count))
        }
        guard let points else {
            if problems.isEmpty { complain(node, "has no points; a reward that costs none is free") }
            return nil
        }
        return Reward.Price(wallet: points.wallet, points: points.points, money: money)
    }

    /// An amount of a currency; nothing within where it is wrong, and nothing at all where the key is no currency.
    private mutating func amount(_ member: YAMLNode.Member, in node: YAMLNode) -> Money?? {
        guard let currency = try? Currency(member.key) else { return nil }
        guard let setting = self.currency(named: member.key) else {
            complain(node, member, "'\(member.key)' is not among the programme's currencies")
            return .some(nil)
        }
        guard let text = text(member.value) else { return .some(nil) }
        guard let units = minorUnits(of: text, decimals: setting.decimals), (1...1_000_000_000_000).contains(units),
            let money = try? Money(minorUnits: units, currency: currency)
        else {
            complain(
                member.value,
                "'\(text)' is not an amount of money above 0 with at most \(setting.decimals) decimals"
            )
            return .some(nil)
        }
        return .some(money)
    }

    /// Amounts by currency.
    private mutating func worths(_ node: YAMLNode) -> [Money] {
        guard let members = members(of: node, each: "an amount by its currency, such as MYR: 10.00") else { return [] }
        var amounts: [Money] = []
        for member in members {
            guard let amount = amount(member, in: node) else {
                complain(node, member, "a currency is three capital letters, such as MYR")
                continue
            }
            if let amount { amounts.append(amount) }
        }
        return amounts
    }

    private mutating func limits(_ node: YAMLNode) -> [Cap] {
        let caps = caps(node, ofWallet: false)
        for cap in caps {
            if case .points = cap.measure { complain(node, "counts how many are had, such as 1 per month, not points") }
        }
        return caps
    }

    /// `{status: gold}`: a level of a ladder.
    mutating func level(_ node: YAMLNode, _ tierSets: [TierSet]) -> Reward.Eligibility.Level? {
        guard case .map(let members) = node.content, members.count == 1, let member = members.first else {
            complain(node, "must be one level of one ladder, such as {status: gold}")
            return nil
        }
        guard let set = tierSets.first(where: { $0.key == Key(member.key) }) else {
            if !tierSets.isEmpty || problems.isEmpty {
                let known = tierSets.map(\.key.text).joined(separator: ", ")
                complain(
                    node,
                    member,
                    "there is no ladder '\(member.key)' under 'tiers'; "
                        + (tierSets.isEmpty ? "there are none" : "there are: \(known)")
                )
            }
            return nil
        }
        guard let text = text(member.value) else { return nil }
        guard set.levels.contains(where: { $0.key == Key(text) }) else {
            complain(
                member.value,
                "no level '\(text)' in '\(set.key)'; there are: \(set.levels.map(\.key.text).joined(separator: ", "))"
            )
            return nil
        }
        return Reward.Eligibility.Level(tierSet: set.key, level: Key(text))
    }

    private mutating func countries(_ node: YAMLNode) -> [Key] {
        var countries: [Key] = []
        for element in list(node, of: "countries, such as [MY, TH]", atMost: 250) ?? [] {
            guard let text = text(element) else { continue }
            if !isCountry(text) {
                complain(element, "must be two capital letters, such as MY")
            } else if countries.contains(Key(text)) {
                complain(element, "the country '\(text)' stands twice")
            }
            countries.append(Key(text))
        }
        return countries
    }

    /// An address of the web, encrypted.
    private mutating func picture(_ node: YAMLNode) -> Key? {
        guard let text = text(node) else { return nil }
        let isPlain = text.utf8.allSatisfy { (33...126).contains($0) && ![34, 39, 60, 62, 92].contains($0) }
        guard isPlain, text.utf8.count <= 500, text.hasPrefix("https://"), text.utf8.count > 8 else {
            complain(node, "must be an address that begins with https://, of at most 500 plain characters")
            return nil
        }
        return Key(text)
    }

    private mutating func period(_ node: YAMLNode, _ example: String) -> Period? {
        guard let text = text(node) else { return nil }
        guard let period = Period(text: text), (1...3_660).contains(period.count) else {
            complain(node, "must be a time such as \(example)")
            return nil
        }
        return period
    }
}
