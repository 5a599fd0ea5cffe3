import SetiaCore

extension ProgrammeReader {
    /// What is left of sales, and what points, gifts and winning members cost (rule C-13).
    mutating func readWorth(_ node: YAMLNode, _ rewards: [Reward]) -> WorthPolicy? {
        let known = ["currency", "margin", "points", "gifts", "winning", "keeping"]
        guard let members = members(of: node, known: known, required: ["currency"]) else { return nil }
        guard let code = members["currency"].flatMap({ text($0) }) else { return nil }
        guard let setting = currency(named: code) else {
            if let node = members["currency"] { complain(node, "'\(code)' is not among the programme's currencies") }
            return nil
        }
        return WorthPolicy(
            currency: setting.currency,
            margin: members["margin"].flatMap { margin($0) },
            points: members["points"].map { pointCosts($0, setting) } ?? [],
            gifts: members["gifts"].map { giftCosts($0, setting, rewards) } ?? [],
            winning: members["winning"].flatMap { cost($0, setting) },
            keeping: members["keeping"].flatMap { cost($0, setting) }
        )
    }

    private mutating func margin(_ node: YAMLNode) -> Int? {
        guard let text = text(node) else { return nil }
        guard let share = hundredths(ofPercentage: text) else {
            complain(node, "must be a share above 0%, such as 40%: what is left of sales when the goods are paid")
            return nil
        }
        return Int(share)
    }

    /// What a point of a wallet costs: `0.01`, with more decimals than the currency has if need be.
    private mutating func pointCosts(_ node: YAMLNode, _ setting: CurrencySetting) -> [WorthPolicy.PointCost] {
        guard let members = members(of: node, each: "what a point costs by its wallet, such as points: 0.01") else {
            return []
        }
        var scale: Int64 = 1
        for _ in 0..<setting.decimals { scale *= 10 }
        return members.compactMap { member in
            if let wallets, !wallets.contains(where: { $0.key == Key(member.key) }) {
                complain(node, member, "there is no wallet '\(member.key)' under 'wallets'")
                return nil
            }
            guard let text = text(member.value) else { return nil }
            guard let amount = Rational(decimal: text), amount >= .zero, amount <= 1_000_000,
                let units = amount.times(Rational(scale))
            else {
                complain(member.value, "must be what one point costs, such as 0.01")
                return nil
            }
            return WorthPolicy.PointCost(wallet: Key(member.key), minorUnits: units)
        }
    }

    private mutating func giftCosts(
        _ node: YAMLNode,
        _ setting: CurrencySetting,
        _ rewards: [Reward]
    ) -> [WorthPolicy.GiftCost] {
        let each = "what a gift costs by its reward, such as cake: 8.00"
        guard let members = members(of: node, each: each, atMost: 200) else { return [] }
        return members.compactMap { member in
            let key = Key(member.key)
            guard let reward = rewards.first(where: { $0.key == key }) else {
                complain(node, member, "there is no reward '\(member.key)' under 'rewards'")
                return nil
            }
            if !reward.isPresent, reward.prices != [.free] {
                complain(node, member, "'\(member.key)' is paid with points, and counts by what points cost")
            }
            return cost(member.value, setting).map { WorthPolicy.GiftCost(reward: key, minorUnits: $0) }
        }
    }

    private mutating func cost(_ node: YAMLNode, _ setting: CurrencySetting) -> Int64? {
        guard let text = text(node) else { return nil }
        guard let units = minorUnits(of: text, decimals: setting.decimals), (0...1_000_000_000_000).contains(units)
        else {
            complain(node, "must be an amount with at most \(setting.decimals) decimals, such as 1200")
            return nil
        }
        return units
    }
}
