import SetiaCore

extension ProgrammeReader {
    /// What members are asked; at most 20 (rule Q-1).
    mutating func readSurveys(_ node: YAMLNode) -> [Survey] {
        let each = "a survey by its name, such as recommend: {kind: nps, ask: …, every: quarter}"
        guard let members = members(of: node, each: each, atMost: 20) else { return [] }
        return members.compactMap { member in survey(name(of: member, in: node), member.value) }
    }

    private mutating func survey(_ key: Key, _ node: YAMLNode) -> Survey? {
        let required = ["kind", "ask", "every"]
        guard let members = members(of: node, known: required + ["share"], required: required) else { return nil }
        return Survey(
            key: key,
            kind: members["kind"].flatMap { word($0, Survey.Kind.allCases.map { ($0.rawValue, $0) }) } ?? .nps,
            ask: members["ask"].map { words($0) } ?? Words([]),
            every: members["every"].flatMap { word($0, waves) } ?? .quarter,
            share: members["share"].map { part($0) } ?? Survey.whole
        )
    }

    /// A percentage in ten-thousandths.
    private mutating func part(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return Survey.whole }
        if text.utf8.last == UInt8(ascii: "%"), let number = Rational(decimal: String(text.dropLast())),
            number > 0, number <= 100, 100 % number.denominator == 0
        {
            return Int((number * 100).numerator)
        }
        complain(node, "must be a percentage above 0% and at most 100%, such as 25% or 2.5%, with two decimals at most")
        return Survey.whole
    }
}

private let waves: [(String, CalendarUnit)] = [("month", .month), ("quarter", .quarter), ("year", .year)]
