import SetiaCore

extension ProgrammeReader {
    /// The names under `achievements`, for conditions that ask for them.
    func keys(of node: YAMLNode) -> [Key] {
        guard case .map(let members) = node.content else { return [] }
        return members.map { Key($0.key) }
    }

    /// What members get along with; at most 50.
    mutating func readAchievements(_ node: YAMLNode, _ rules: [Rule]) -> [Achievement] {
        let each = "an achievement by its name, such as coffee-card: {name: …, on: order.paid, goal: 10}"
        guard let members = members(of: node, each: each, atMost: 50) else { return [] }
        return members.compactMap { member in
            let key = name(of: member, in: node)
            if rules.contains(where: { $0.id == key }) {
                complain(node, member, "there is a rule of this name; explanations could not tell them apart")
            }
            return achievement(key, member.value)
        }
    }

    private mutating func achievement(_ key: Key, _ node: YAMLNode) -> Achievement? {
        let known = [
            "name", "on", "when", "lines", "count", "streak", "goal", "within", "repeats", "earn", "why",
        ]
        guard let members = members(of: node, known: known, required: ["name", "on", "goal"]) else { return nil }
        let on = members["on"].flatMap { eventType($0) }
        var counts = Achievement.Counting.times
        if let streak = members["streak"] {
            if let count = members["count"] { complain(count, "a streak counts days, weeks or months; leave it out") }
            let spans: [(String, Cap.Span)] = [("day", .day), ("week", .week), ("month", .month)]
            counts = .streak(word(streak, spans) ?? .week)
        } else if let count = members["count"], !isTimes(count) {
            counts = unit(count, on).map { .units($0) } ?? .times
        }
        var within = Cap.Span.lifetime
        if let node = members["within"] {
            let spans = Cap.Span.allCases.filter { $0 != .event }.map { ($0.rawValue, $0) }
            within = word(node, spans) ?? .lifetime
        }
        return Achievement(
            key: key,
            name: members["name"].map { words($0) } ?? Words([]),
            on: on ?? .orderPaid,
            condition: members["when"].map { condition($0, on) } ?? .always,
            lines: members["lines"].flatMap { lines($0, on) },
            counts: counts,
            goal: members["goal"].flatMap { points($0)?.units } ?? 1,
            within: within,
            repeats: members["repeats"].flatMap { word($0, [("true", true), ("false", false)]) } ?? false,
            gift: members["earn"].flatMap { gift($0) },
            why: members["why"].map { words($0) }
        )
    }

    private func isTimes(_ node: YAMLNode) -> Bool {
        if case .text("times") = node.content { true } else { false }
    }

    private mutating func gift(_ node: YAMLNode) -> Achievement.Gift? {
        guard let members = members(of: node, known: ["wallet", "fixed"], required: ["wallet", "fixed"]),
            let wallet = members["wallet"].map({ self.wallet($0, needsRates: false) }),
            let points = members["fixed"].flatMap({ points($0) })
        else { return nil }
        return Achievement.Gift(wallet: wallet, points: points)
    }
}
