import SetiaCore

extension ProgrammeReader {
    /// The rules in the order of the document; at most 500, since each is asked at each event it listens to.
    mutating func readRules(_ node: YAMLNode, _ multipliers: Multipliers) -> [Rule] {
        guard let elements = list(node, of: "rules, each a map with id, on and what it gives", atMost: 500) else {
            return []
        }
        var rules: [Rule] = []
        for element in elements {
            guard let rule = rule(element) else { continue }
            if rules.contains(where: { $0.id == rule.id }), rule.id != "" {
                complain(element, "the rule '\(rule.id)' stands twice; each rule has an id of its own")
            }
            if case .multiply = rule.effect, multipliers == .multiplicative {
                if !isExact(rules + [rule]) {
                    complain(element, "multiplied with those before it, this grows past what can be computed exactly")
                }
                if rule.lines != nil {
                    complain(element, "a multiplier of some lines needs 'multipliers: additive'")
                }
            }
            rules.append(rule)
        }
        return rules
    }

    private mutating func rule(_ node: YAMLNode) -> Rule? {
        let known = [
            "id", "on", "when", "lines", "earn", "multiply", "cap", "budget", "lateBudget", "onCap",
            "schedule", "campaign", "group",
            "priority", "activation", "expiry", "why",
        ]
        guard let members = members(of: node, known: known, required: ["id", "on"]) else { return nil }
        let id = members["id"].map { name($0) } ?? ""
        let on = members["on"].flatMap { eventType($0) }
        let condition = members["when"].map { self.condition($0, on) } ?? .always
        let effect = effect(of: node, members, on)
        let caps = members["cap"].map { self.caps($0, ofWallet: false) } ?? []
        if let cap = members["cap"], case .multiply = effect {
            complain(cap, "a multiplier has no points of its own to cap; cap the wallet, or the rule that earns")
        }
        let budget = budget(members)
        let rejects = members["onCap"].flatMap { word($0, [("reduce", false), ("reject", true)]) } ?? false
        if let onCap = members["onCap"], caps.isEmpty, budget == nil {
            complain(onCap, "says what a cap or budget does, and there is none")
        }
        for side in ["activation", "expiry"] {
            if let own = members[side], case .multiply = effect {
                complain(own, "what a multiplier adds has the dates of what it multiplies")
            }
        }
        let group = members["group"].flatMap { self.one($0, "group", of: groups.map(\.key), under: "groups") }
        if let priority = members["priority"], members["group"] == nil {
            complain(priority, "says who is first in a group, and the rule has no group")
        }
        return Rule(
            id: id,
            on: on ?? .orderPaid,
            condition: condition,
            lines: members["lines"].flatMap { lines($0, on) },
            effect: effect,
            caps: caps,
            budget: budget,
            rejectsOverCap: rejects,
            schedule: members["schedule"].flatMap { schedule($0) },
            campaign: members["campaign"].flatMap {
                self.one($0, "campaign", of: campaigns.map(\.key), under: "campaigns")
            },
            group: group,
            priority: members["priority"].map { self.priority($0) } ?? 0,
            activation: members["activation"].map { activation($0) },
            expiry: members["expiry"].map { expiry($0, ofWallet: false) },
            why: members["why"].map { words($0) }
        )
    }

    /// Rules are asked when an order is paid, when someone joins and when a member did something else; elsewhere one would
    /// wait for ever.
    mutating func eventType(_ node: YAMLNode) -> EventType? {
        guard let text = text(node) else { return nil }
        let types: [EventType] =
            [.orderPaid, .memberEnrolled] + EventType.allCases.filter(\.isOccurrence) + events.map(\.type)
        if let type = types.first(where: { $0.programmeName == text }) { return type }
        let words = types.map(\.programmeName).joinedByOr()
        complain(
            node,
            EventType(rawValue: text) == nil
                ? "there is no event '\(text)'; rules listen to \(words); one of your own is declared under 'events'"
                : "rules do not listen to \(text) in engine 1; they listen to \(words)"
        )
        return nil
    }

    /// One of the things that the document declares elsewhere.
    mutating func one(_ node: YAMLNode, _ what: String, of known: [Key], under place: String) -> Key? {
        guard let text = text(node) else { return nil }
        if known.contains(Key(text)) { return Key(text) }
        let others = known.isEmpty ? "there are none" : "there are: \(known.map(\.text).joined(separator: ", "))"
        complain(node, "there is no \(what) '\(text)' under '\(place)'; \(others)")
        return nil
    }

    mutating func priority(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return 0 }
        guard let number = wholeNumber(text, 0...1_000) else {
            complain(node, "must be a whole number from 0 to 1000; the highest is asked first")
            return 0
        }
        return Int(number)
    }

    private mutating func effect(of node: YAMLNode, _ members: YAMLMembers, _ on: EventType?) -> Rule.Effect {
        let harmless = Rule.Effect.earnFixed(wallet: "", points: Points(1))
        switch (members["earn"], members["multiply"]) {
        case (let earn?, nil): return self.earn(earn, on) ?? harmless
        case (nil, let multiply?): return self.multiply(multiply, on) ?? harmless
        case (nil, nil): complain(node, "must have what it gives: earn or multiply")
        case (.some, .some): complain(node, "has both earn and multiply: make two rules of it")
        }
        return harmless
    }

    private mutating func earn(_ node: YAMLNode, _ on: EventType?) -> Rule.Effect? {
        let known = ["wallet", "by", "rates", "fixed", "per"]
        guard let members = members(of: node, known: known, required: ["wallet"]) else { return nil }
        let needsRates = members["by"] != nil && members["rates"] == nil
        let wallet = members["wallet"].map { self.wallet($0, needsRates: needsRates) } ?? ""
        if let by = members["by"], word(by, [("rate", true)]) == nil { return nil }
        switch (members["by"] ?? members["rates"], members["fixed"]) {
        case (let by?, nil):
            needsAmount(by, on)
            if let per = members["per"] { complain(per, "goes with 'fixed', such as fixed: 5, per: piece") }
            return .earnByRate(wallet: wallet, rates: members["rates"].map { rates($0) } ?? [])
        case (nil, let fixed?):
            guard let points = points(fixed) else { return nil }
            return .earnFixed(wallet: wallet, points: points, per: members["per"].flatMap { unit($0, on) })
        case (nil, nil): complain(node, "must have 'by: rate', or 'fixed' with a number of points")
        case (.some, .some): complain(node, "has both 'by' and 'fixed': make two rules of it")
        }
        return nil
    }

    mutating func points(_ node: YAMLNode) -> Points? {
        guard let text = text(node) else { return nil }
        guard let points = wholeNumber(text, 1...1_000_000_000) else {
            complain(node, "must be a whole number of points from 1 to 1000000000")
            return nil
        }
        return Points(points)
    }

    /// What is counted: pieces and lines of an order, or a number that an event tells.
    mutating func unit(_ node: YAMLNode, _ on: EventType?) -> Rule.Unit? {
        guard let text = text(node) else { return nil }
        guard let on else { return nil }
        var units: [(String, Rule.Unit)] = on == .orderPaid ? [("piece", .piece), ("line", .line)] : []
        let fields = events.first { $0.type == on }?.fields.map(\.field) ?? on.facts
        for field in fields {
            if case .number(let name) = field { units.append((name.text, .number(name))) }
        }
        if let unit = units.first(where: { $0.0 == text })?.1 { return unit }
        complain(
            node,
            units.isEmpty
                ? "\(on.programmeName) tells no number to give points for each of"
                : "\(on.programmeName) counts by \(units.map(\.0).joinedByOr())"
        )
        return nil
    }

    private mutating func multiply(_ node: YAMLNode, _ on: EventType?) -> Rule.Effect? {
        needsOrder(node, on)
        guard case .map = node.content else { return factor(node).map { .multiply(factor: $0, wallet: nil) } }
        guard let members = members(of: node, known: ["by", "wallet"], required: ["by"]) else { return nil }
        let wallet = members["wallet"].map { self.wallet($0, needsRates: true) }
        return members["by"].flatMap { factor($0) }.map { .multiply(factor: $0, wallet: wallet) }
    }

    private mutating func factor(_ node: YAMLNode) -> Rational? {
        guard let text = text(node) else { return nil }
        guard let factor = Rational(decimal: text), factor >= 1, factor <= 1_000, 10_000 % factor.denominator == 0
        else {
            complain(node, "must be a number from 1 to 1000 with at most 4 decimals, such as 1.5")
            return nil
        }
        return factor
    }

    mutating func wallet(_ node: YAMLNode, needsRates: Bool) -> Key {
        guard let text = text(node) else { return "" }
        guard let wallets else { return Key(text) }
        guard let wallet = wallets.first(where: { $0.key == Key(text) }) else {
            complain(
                node,
                "there is no wallet '\(text)'; there are: \(wallets.map(\.key.text).joined(separator: ", "))"
            )
            return ""
        }
        if needsRates, wallet.rates.isEmpty { complain(node, "the wallet '\(text)' has no rates to earn by") }
        return wallet.key
    }

    /// Rates count money: that of an order, or the amount that such an event tells.
    private mutating func needsAmount(_ node: YAMLNode, _ on: EventType?) {
        guard let on else { return }
        let fields = events.first { $0.type == on }?.fields.map(\.field) ?? on.facts
        if !fields.contains(.money("amount")) { needsOrder(node, on) }
    }

    private mutating func needsOrder(_ node: YAMLNode, _ on: EventType?) {
        if on == .memberEnrolled {
            complain(node, "there is no order to earn by when someone joins; give a fixed number")
        } else if let on, on != .orderPaid {
            complain(node, "there is no order to earn by at \(on.programmeName); give a fixed number")
        }
    }
}

/// Whether the factors of all multipliers, multiplied together, fit the numbers that they are computed with.
private func isExact(_ rules: [Rule]) -> Bool {
    var (top, bottom): (Int64, Int64) = (1, 1)
    for rule in rules {
        guard case .multiply(let factor, _) = rule.effect else { continue }
        let (newTop, tooHigh) = top.multipliedReportingOverflow(by: factor.numerator)
        let (newBottom, tooDeep) = bottom.multipliedReportingOverflow(by: factor.denominator)
        if tooHigh || tooDeep { return false }
        (top, bottom) = (newTop, newBottom)
    }
    return true
}
