import SetiaCore

extension ProgrammeReader {
    /// The ladders: what each measures, over which days, and what its levels ask for.
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
        let keys = [
            "metric", "metrics", "window", "levels", "downgrade", "grace", "holds", "onReturn", "warnings",
            "pendingCountsForTier",
        ]
        let members = members(of: node, known: keys, required: ["window", "levels"])
        let measures = measures(members, in: node)
        let window = members?["window"].map { self.window($0) } ?? .calendar(.year, startMonth: 1)
        let terms = members.map { self.terms($0, window, measures) } ?? TierSet.Terms()
        var currency: Currency?
        let levels = members?["levels"].map { self.levels($0, measures, &currency) } ?? []
        return TierSet(
            key: key,
            measures: measures.map { measure in
                guard case .netSpend = measure.metric else { return measure }
                // A ladder counts what is paid in the one currency that its levels are written in.
                return TierSet.Measure(.netSpend(currency ?? noCurrency), key: measure.key)
            },
            window: window,
            levels: levels,
            terms: terms
        )
    }

    /// What is measured: one thing, or several by names that the levels use.
    private mutating func measures(_ members: YAMLMembers?, in node: YAMLNode) -> [TierSet.Measure] {
        let harmless = [TierSet.Measure(.netSpend(noCurrency))]
        switch (members?["metric"], members?["metrics"]) {
        case (let metric?, nil): return self.metric(metric).map { [TierSet.Measure($0)] } ?? harmless
        case (nil, let metrics?):
            guard
                let named = self.members(of: metrics, each: "a metric by its name, such as spend: net spend", atMost: 5)
            else { return harmless }
            var measures: [TierSet.Measure] = []
            for member in named {
                let name = name(of: member, in: metrics)
                guard let metric = metric(member.value) else { continue }
                if measures.contains(where: { $0.metric == metric }) {
                    complain(member.value, "is measured twice; once is enough, levels may all name it")
                }
                measures.append(TierSet.Measure(metric, key: name))
            }
            return measures.isEmpty ? harmless : measures
        case (nil, nil):
            if members != nil { complain(node, "'metric' is missing") }
        case (.some, .some): complain(node, "has both metric and metrics: name all of them under metrics")
        }
        return harmless
    }

    private mutating func metric(_ node: YAMLNode) -> TierSet.Metric? {
        guard case .map(let map) = node.content, map.count == 1, let member = map.first else {
            return word(node, plainMetrics, or: ["{earned: points}", "{events: visit.completed}", "{balance: points}"])
        }
        switch member.key {
        case "earned": return .earned(wallet: walletName(member.value))
        case "balance": return .balance(wallet: walletName(member.value))
        case "events":
            guard let text = text(member.value) else { return nil }
            let types = EventType.allCases.filter(\.isOccurrence) + events.map(\.type)
            if let type = types.first(where: { $0.programmeName == text }) { return .events(type) }
            complain(
                member.value,
                text == EventType.orderPaid.rawValue
                    ? "paid orders are counted by the metric orders"
                    : "there is no happening '\(text)' to count; there are \(types.map(\.programmeName).joinedByOr())"
            )
            return nil
        default:
            _ = members(of: node, known: ["earned", "events", "balance"])
            return nil
        }
    }

    private mutating func walletName(_ node: YAMLNode) -> Key {
        guard let text = text(node) else { return "" }
        guard let wallets, !wallets.contains(where: { $0.key == Key(text) }) else { return Key(text) }
        complain(node, "there is no wallet '\(text)'; there are: \(wallets.map(\.key.text).joined(separator: ", "))")
        return ""
    }

    private mutating func word<Value>(_ node: YAMLNode, _ words: [(String, Value)], or others: [String]) -> Value? {
        guard case .text(let text) = node.content, let value = words.first(where: { $0.0 == text })?.1 else {
            complain(node, "must be \((words.map(\.0) + others).joinedByOr())")
            return nil
        }
        return value
    }
}

private let plainMetrics: [(String, TierSet.Metric)] = [
    ("net spend", .netSpend(noCurrency)), ("orders", .orders), ("months since joining", .monthsSinceJoining),
]
