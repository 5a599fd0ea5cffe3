import SetiaCore

extension ProgrammeReader {
    /// The levels of a ladder, from the lowest up.
    ///
    /// - Parameters:
    ///   - node: The map of them.
    ///   - measures: What the ladder measures.
    ///   - currency: Is set to that in which the levels ask for spend; all in one.
    /// - Returns: the levels, those with problems with harmless amounts.
    mutating func levels(_ node: YAMLNode, _ measures: [TierSet.Measure], _ currency: inout Currency?)
        -> [TierSet.Level]
    {
        guard let members = members(of: node, each: "a level by its name, such as gold: 2000 MYR", atMost: 20) else {
            return []
        }
        var levels: [TierSet.Level] = []
        for member in members {
            let key = name(of: member, in: node)
            let level = level(key, member.value, measures, &currency)
            if let below = levels.last { rises(level, above: below, measures, member.value) }
            levels.append(level)
        }
        return levels
    }

    private mutating func level(
        _ key: Key,
        _ node: YAMLNode,
        _ measures: [TierSet.Measure],
        _ currency: inout Currency?
    ) -> TierSet.Level {
        var name = Words([Words.Text(language: languages.first ?? "en", text: key.text)])
        let nothing = measures.map { _ in Int64?.none }
        guard case .map = node.content else {
            return TierSet.Level(key: key, asks: asked(node, measures, &currency), name: name)
        }
        let known = ["from", "all", "any", "name", "benefits"]
        guard let parts = members(of: node, known: known) else {
            return TierSet.Level(key: key, asks: nothing, name: name)
        }
        if let words = parts["name"].map({ self.words($0) }) { name = words }
        let benefits = parts["benefits"].map { self.benefits($0) } ?? []
        let ways = [parts["from"], parts["all"], parts["any"]].compactMap { $0 }
        guard ways.count == 1 else {
            complain(node, ways.isEmpty ? "'from' is missing" : "has more than one of from, all and any")
            return TierSet.Level(key: key, asks: nothing, name: name, benefits: benefits)
        }
        let asks: [Int64?]
        if let from = parts["from"] {
            asks = asked(from, measures, &currency)
        } else {
            asks = combined(ways[0], measures, &currency)
        }
        return TierSet.Level(key: key, asks: asks, isAny: parts["any"] != nil, name: name, benefits: benefits)
    }

    /// What a level asks of the one thing that is measured.
    private mutating func asked(_ node: YAMLNode, _ measures: [TierSet.Measure], _ currency: inout Currency?)
        -> [Int64?]
    {
        guard measures.count == 1 else {
            let example = measures.map { "\($0.key): …" }.joined(separator: ", ")
            complain(node, "several things are measured: write {all: {\(example)}} or {any: {…}}")
            return measures.map { _ in nil }
        }
        return [amount(node, measures[0].metric, &currency)]
    }

    private mutating func combined(_ node: YAMLNode, _ measures: [TierSet.Measure], _ currency: inout Currency?)
        -> [Int64?]
    {
        guard let members = members(of: node, known: measures.map(\.key.text)) else { return measures.map { _ in nil } }
        if members.members.isEmpty { complain(node, "asks for nothing; name one of the metrics") }
        return measures.map { measure in
            members[measure.key.text].flatMap { amount($0, measure.metric, &currency) }
        }
    }

    private mutating func amount(_ node: YAMLNode, _ metric: TierSet.Metric, _ currency: inout Currency?) -> Int64? {
        if case .netSpend = metric {
            guard let money = money(node) else { return nil }
            if let currency, currency != money.currency {
                complain(node, "must be in \(currency), as the level before it")
                return nil
            }
            currency = money.currency
            return money.minorUnits
        }
        guard let text = text(node) else { return nil }
        let most: Int64 = metric == .monthsSinceJoining ? 1_200 : 1_000_000_000_000
        guard let number = wholeNumber(text, 0...most) else {
            complain(node, "must be a whole number of \(metric.unit), from 0 to \(most)")
            return nil
        }
        return number
    }

    private mutating func benefits(_ node: YAMLNode) -> [Words] {
        (list(node, of: "what members of the level have, each a text for members", atMost: 20) ?? []).map { words($0) }
    }

    /// A level asks for no less than the one below of anything, and for more of something.
    private mutating func rises(
        _ level: TierSet.Level,
        above below: TierSet.Level,
        _ measures: [TierSet.Measure],
        _ node: YAMLNode
    ) {
        var isMore = level.isAny != below.isAny || measures.count == 1 && level.asks != below.asks
        var isLess = false
        for (asked, before) in zip(level.asks, below.asks) {
            if let asked, let before, asked < before { isLess = true }
            if asked ?? 0 > before ?? 0 { isMore = true }
        }
        // A level whose amount could not be read has its problem already.
        if measures.count == 1, level.asks.contains(nil) || below.asks.contains(nil) { return }
        if isLess || !isMore {
            let place: YAMLNode
            if measures.count == 1, case .map(let members) = node.content,
                let from = members.first(where: { $0.key == "from" })
            {
                place = from.value
            } else {
                place = node
            }
            complain(place, "must be more than the level before it asks for: levels stand from the lowest up")
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

extension TierSet.Metric {
    /// What is counted, in messages.
    fileprivate var unit: String {
        switch self {
        case .netSpend(let currency): currency.code
        case .earned(let wallet), .balance(let wallet): "points of '\(wallet)'"
        case .orders: "orders"
        case .events(let type): "times \(type.rawValue)"
        case .monthsSinceJoining: "months"
        }
    }
}
