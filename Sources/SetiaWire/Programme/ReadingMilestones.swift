import SetiaCore

extension ProgrammeReader {
    /// What is worth a word in a member's time with the brand; at most 50 (rule M-1).
    mutating func readMilestones(
        _ node: YAMLNode,
        _ tierSets: [TierSet],
        _ achievements: [Achievement],
        _ rewards: [Reward]
    ) -> [Milestone] {
        let each = "a milestone by its name, such as tenth: {name: …, on: purchase, number: 10}"
        guard let members = members(of: node, each: each, atMost: 50) else { return [] }
        var later: [(of: YAMLNode, name: String)] = []
        let all = members.compactMap { member -> Milestone? in
            let key = name(of: member, in: node)
            if achievements.contains(where: { $0.key == key }) {
                complain(node, member, "there is an achievement of this name; explanations could not tell them apart")
            }
            return milestone(key, member.value, tierSets, achievements, rewards, &later)
        }
        for (of, name) in later {
            let first = all.first { $0.key == Key(name) }
            if first?.on.isPurchase ?? false { continue }
            complain(of, "must be a milestone that is reached by a purchase, since its day is what comes again")
        }
        return all
    }

    private mutating func milestone(
        _ key: Key,
        _ node: YAMLNode,
        _ tierSets: [TierSet],
        _ achievements: [Achievement],
        _ rewards: [Reward],
        _ later: inout [(of: YAMLNode, name: String)]
    ) -> Milestone? {
        let known = ["name", "on", "number", "every", "atLeast", "years", "of", "level", "achievement", "give"]
        guard let members = members(of: node, known: known, required: ["name", "on"]) else { return nil }
        let name = members["name"].map { words($0) } ?? Words([])
        let present = members["give"].flatMap { self.present($0, rewards) }
        let kinds = ["birthday", "anniversary", "purchase", "year after", "level", "achievement"]
        guard let on = members["on"].flatMap({ word($0, kinds.map { ($0, $0) }) }) else { return nil }
        let own: [String: [String]] = [
            "birthday": [], "anniversary": ["years"], "purchase": ["number", "every", "atLeast"],
            "year after": ["of", "years"], "level": ["level"], "achievement": ["achievement"],
        ]
        for place in known.dropFirst(2).dropLast() {
            guard let member = members.member(place), !(own[on] ?? []).contains(place) else { continue }
            complain(node, member, "says nothing where a milestone is on: \(on)")
        }
        guard let occasion = occasion(on, members, node, tierSets, achievements, &later) else { return nil }
        return Milestone(key: key, name: name, on: occasion, present: present)
    }

    private mutating func occasion(
        _ on: String,
        _ members: YAMLMembers,
        _ node: YAMLNode,
        _ tierSets: [TierSet],
        _ achievements: [Achievement],
        _ later: inout [(of: YAMLNode, name: String)]
    ) -> Milestone.Occasion? {
        switch on {
        case "birthday": return .birthday
        case "anniversary": return .anniversary(years: members["years"].flatMap { years($0) })
        case "year after":
            guard let of = members["of"] else {
                complain(node, "'of' is missing: the milestone whose day comes again")
                return nil
            }
            guard let name = text(of) else { return nil }
            later.append((of, name))
            return .yearsAfter(Key(name), years: members["years"].flatMap { years($0) })
        case "level":
            guard let level = members["level"] else {
                complain(node, "'level' is missing, such as {status: gold}")
                return nil
            }
            return self.level(level, tierSets).map { .level(tierSet: $0.tierSet, level: $0.level) }
        case "achievement":
            guard let place = members["achievement"] else {
                complain(node, "'achievement' is missing: which one")
                return nil
            }
            return one(place, "achievement", of: achievements.map(\.key), under: "achievements").map {
                .achievement($0)
            }
        default: return purchase(members, node)
        }
    }

    /// One of a number, each so many, and an amount.
    private mutating func purchase(_ members: YAMLMembers, _ node: YAMLNode) -> Milestone.Occasion? {
        let said = [members["number"], members["every"], members["atLeast"]].compactMap(\.self)
        guard said.count == 1 else {
            complain(node, "says one of number, every and atLeast: its 10th purchase, each 10th, or one of so much")
            return nil
        }
        if let number = members["number"] { return count(number).map { .purchase(number: $0) } }
        if let every = members["every"] { return count(every).map { .everyPurchases($0) } }
        let amounts = members["atLeast"].map { self.amounts($0) } ?? []
        return amounts.isEmpty ? nil : .purchaseOf(amounts)
    }

    private mutating func count(_ node: YAMLNode) -> Int64? {
        guard let text = text(node) else { return nil }
        let count = wholeNumber(text, 1...1_000_000)
        if count == nil { complain(node, "must be a whole number from 1 to 1000000") }
        return count
    }

    private mutating func years(_ node: YAMLNode) -> Int64? {
        guard let text = text(node) else { return nil }
        let years = wholeNumber(text, 1...100)
        if years == nil { complain(node, "must be a whole number of years from 1 to 100; leave it out for each year") }
        return years
    }

    /// `{wallet: points, fixed: 100}` or `{reward: cake}`.
    mutating func present(_ node: YAMLNode, _ rewards: [Reward]) -> Present? {
        guard let members = members(of: node, known: ["wallet", "fixed", "reward"]) else { return nil }
        if let place = members["reward"] {
            if let wallet = members.member("wallet") ?? members.member("fixed") {
                complain(node, wallet, "gives points or a reward, and not both")
            }
            return one(place, "reward", of: rewards.map(\.key), under: "rewards").map { .reward($0) }
        }
        guard let wallet = members["wallet"], let fixed = members["fixed"] else {
            complain(node, "gives points, such as {wallet: points, fixed: 100}, or a reward, such as {reward: cake}")
            return nil
        }
        let own = self.wallet(wallet, needsRates: false)
        return points(fixed).map { .points(wallet: own, points: $0) }
    }
}

extension Milestone.Occasion {
    /// Whether it is reached by one purchase, which has a day.
    fileprivate var isPurchase: Bool {
        switch self {
        case .purchase, .everyPurchases, .purchaseOf: true
        case .birthday, .anniversary, .yearsAfter, .level, .achievement: false
        }
    }
}
