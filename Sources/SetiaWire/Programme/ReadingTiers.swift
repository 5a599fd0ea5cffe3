import SetiaCore

extension ProgrammeReader {
    /// The ladders; each climbs by net spend in the calendar year, in the one currency of its thresholds.
    mutating func readTierSets(_ node: YAMLNode) -> [TierSet]? {
        guard let members = members(of: node, each: "a tier set by its name, such as status: {…}", atMost: 10) else {
            return nil
        }
        return members.map { member in
            let name = name(of: member, in: node)
            if name.text.contains("-") {
                complain(node, member, "the name of a tier set has no hyphen, since conditions name it")
            }
            return tierSet(name, member.value)
        }
    }

    private mutating func tierSet(_ key: Key, _ node: YAMLNode) -> TierSet {
        let keys = ["metric", "window", "levels"]
        let members = members(of: node, known: keys, required: keys)
        if let metric = members?["metric"] { _ = word(metric, [("net spend", true)]) }
        if let window = members?["window"] { _ = word(window, [("calendar year", true)]) }
        let levels = members?["levels"].map { self.levels($0) } ?? []
        return TierSet(key: key, currency: levels.first?.currency ?? noCurrency, levels: levels.map(\.level))
    }

    private typealias ReadLevel = (level: TierSet.Level, currency: Currency?)

    private mutating func levels(_ node: YAMLNode) -> [ReadLevel] {
        guard let members = members(of: node, each: "a level by its name, such as gold: 2000 MYR", atMost: 20) else {
            return []
        }
        var levels: [ReadLevel] = []
        var below: Money?
        for member in members {
            let key = name(of: member, in: node)
            var threshold: YAMLNode? = member.value
            var name = Words([Words.Text(language: languages.first ?? "en", text: key.text)])
            if case .map = member.value.content {
                let parts = self.members(of: member.value, known: ["from", "name"], required: ["from"])
                threshold = parts?["from"]
                if let words = parts?["name"].map({ self.words($0) }) { name = words }
            }
            let money = threshold.flatMap { self.money($0) }
            if let threshold, let money { rises(money, above: below, threshold) }
            below = money ?? below
            let level = TierSet.Level(key: key, threshold: money?.minorUnits ?? 0, name: name)
            levels.append((level, money?.currency))
        }
        return levels
    }

    private mutating func rises(_ money: Money, above below: Money?, _ node: YAMLNode) {
        guard let below else { return }
        guard money.currency == below.currency else {
            complain(node, "must be in \(below.currency), as the level before it")
            return
        }
        if money.minorUnits <= below.minorUnits {
            complain(node, "must be more than the level before it asks for: levels stand from the lowest up")
        }
    }

    private mutating func money(_ node: YAMLNode) -> Money? {
        guard let text = text(node) else { return nil }
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 2 else {
            complain(node, "must be an amount and a currency, such as 2000 MYR")
            return nil
        }
        guard let setting = currency(named: parts[1]) else {
            complain(node, "'\(parts[1])' is not among the programme's currencies")
            return nil
        }
        guard let minorUnits = minorUnits(of: parts[0], decimals: setting.decimals),
            let money = try? Money(minorUnits: minorUnits, currency: setting.currency)
        else {
            complain(node, "'\(parts[0])' is not an amount of money with at most \(setting.decimals) decimals")
            return nil
        }
        return money
    }
}
