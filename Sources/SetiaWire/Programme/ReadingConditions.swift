import SetiaCore

extension ProgrammeReader {
    /// The condition of a rule, every test of which can hold for the event that the rule listens to.
    mutating func condition(_ node: YAMLNode, _ on: EventType?) -> Condition {
        guard let text = text(node), let vocabulary else { return .always }
        do throws(MalformedCondition) {
            let condition = try Condition.parse(text, vocabulary, on: on ?? .orderPaid)
            for test in condition.tests {
                if let reason = test.whyNever(on) { complain(node, reason) }
            }
            if isStrict, let reason = whyNeverTogether(condition.tests) { complain(node, reason) }
            return condition
        } catch {
            complain(node, error.description)
            return .always
        }
    }

    /// Which lines of an order are counted; only an order has some.
    mutating func lines(_ node: YAMLNode, _ on: EventType?) -> LineFilter? {
        guard let text = text(node) else { return nil }
        if let on, on != .orderPaid {
            complain(node, "there are no lines without an order; leave it out")
            return nil
        }
        guard let vocabulary else { return nil }
        do throws(MalformedCondition) {
            return try LineFilter.parse(text, vocabulary)
        } catch {
            complain(node, error.description)
            return nil
        }
    }
}

extension Condition.Test {
    /// Why it can never hold for such an event; none where it can.
    fileprivate func whyNever(_ on: EventType?) -> String? {
        switch self {
        case .total where on == .memberEnrolled: "there is no event.total when someone joins, so this never holds"
        case .someLine where on == .memberEnrolled: "there are no event.lines when someone joins, so this never holds"
        case .total where on != .orderPaid: "there is no event.total without an order, so this never holds"
        case .someLine where on != .orderPaid: "there are no event.lines without an order, so this never holds"
        case .member(.country, let values): values.first { !isCountry($0.text) }.map(whyNoCountry)
        case .member(.language, let values):
            values.first { !isLanguage($0.text) }
                .map { "'\($0)' is no language, which is two small letters such as en: this never holds" }
        case .member(.ageBand, let values):
            values.first { !isAgeBand($0.text) }
                .map { "'\($0)' is no age band, such as 25-34 or 65+: this never holds" }
        case .atLeast, .event, .total, .someLine, .expression, .inSegment: nil
        }
    }
}

/// Why tests that can each hold can never hold at once; none where they can.
private func whyNeverTogether(_ tests: [Condition.Test]) -> String? {
    var oneOf: [(name: String, values: [Key])] = []
    var bounds: TotalBounds?
    for test in tests {
        switch test {
        case .member(let fact, let values): oneOf.append(("member.\(fact.rawValue)", values))
        case .event(let field, let values): oneOf.append(("event.\(field.rawValue)", values))
        case .total(let comparison, let money):
            var now = bounds ?? TotalBounds(currency: money.currency)
            guard now.narrow(comparison, money) else {
                return "no event.total fulfils all that is asked of it, so this never holds"
            }
            bounds = now
        case .atLeast, .someLine, .expression, .inSegment: break
        }
    }
    for (place, one) in oneOf.enumerated() {
        for other in oneOf[(place + 1)...] where other.name == one.name {
            guard !one.values.contains(where: { other.values.contains($0) }) else { continue }
            return "\(one.name) is one thing only, and asked for as two, so this never holds"
        }
    }
    return nil
}

/// Between which amounts a total must be.
private struct TotalBounds {
    let currency: Currency
    private var least: Int64 = 0
    private var most = Int64.max

    init(currency: Currency) {
        self.currency = currency
    }

    /// Whether any amount is left.
    mutating func narrow(_ comparison: Condition.Comparison, _ money: Money) -> Bool {
        guard money.currency == currency else { return false }
        switch comparison {
        case .atLeast: least = max(least, money.minorUnits)
        case .atMost: most = min(most, money.minorUnits)
        case .above: least = max(least, money.minorUnits == .max ? .max : money.minorUnits + 1)
        case .below: most = min(most, money.minorUnits - 1)
        case .equal: (least, most) = (max(least, money.minorUnits), min(most, money.minorUnits))
        }
        return least <= most
    }
}

private func whyNoCountry(_ value: Key) -> String {
    "'\(value)' is no country, which is two capital letters such as MY: this never holds"
}
