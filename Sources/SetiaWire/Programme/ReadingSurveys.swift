import SetiaCore

extension ProgrammeReader {
    /// What members are asked; at most 20 (rule Q-1).
    mutating func readSurveys(_ node: YAMLNode) -> [Survey] {
        let each = "a survey by its name, such as recommend: {kind: nps, ask: …, every: quarter}"
        guard let members = members(of: node, each: each, atMost: 20) else { return [] }
        return members.compactMap { member in survey(name(of: member, in: node), member.value) }
    }

    private mutating func survey(_ key: Key, _ node: YAMLNode) -> Survey? {
        // What is asked after something has a wave only to be counted by: a month unless it is said.
        var isAfter = false
        if case .map(let written) = node.content { isAfter = written.contains { $0.key == "after" } }
        let required = isAfter ? ["kind", "ask"] : ["kind", "ask", "every"]
        let known = ["kind", "ask", "every", "share", "after", "wait", "questions"]
        guard let members = members(of: node, known: known, required: required) else { return nil }
        let after = members["after"].flatMap { trigger($0) }
        if let node = members["share"], after == .firstOrder {
            complain(node, "the first order is asked about of everybody: leave it out")
        }
        if let node = members["wait"], !isAfter { complain(node, "only what is asked 'after' something can wait") }
        let kind = members["kind"].flatMap { word($0, Survey.Kind.allCases.map { ($0.rawValue, $0) }) } ?? .nps
        if kind == .free, members["questions"] == nil {
            complain(node, "'questions' is missing: nothing would be asked")
        }
        let survey = Survey(
            key: key,
            kind: kind,
            ask: members["ask"].map { words($0) } ?? Words([]),
            every: members["every"].flatMap { word($0, waves) } ?? (isAfter ? .month : .quarter),
            share: members["share"].map { part($0) } ?? Survey.whole,
            after: after,
            wait: members["wait"].map { days($0) } ?? 0,
            questions: members["questions"].map { questions($0) } ?? []
        )
        guard let node = members["questions"], case .map(let asked) = node.content else { return survey }
        for problem in survey.questionProblems {
            guard let member = asked.first(where: { Key($0.key) == problem.question }) else { continue }
            complain(node, member, problem.reason)
        }
        return survey
    }

    /// After what it is asked: something that happens, or one of three words.
    private mutating func trigger(_ node: YAMLNode) -> SurveyTrigger? {
        guard let text = text(node) else { return nil }
        for word in [SurveyTrigger.firstOrder, .answer, .closedCase] where word.written == text { return word }
        // An answer is no reason to ask again.
        let types = EventType.allCases.filter { $0 != .timePassed && $0 != .surveyAnswered } + events.map(\.type)
        if let type = types.first(where: { $0.programmeName == text }) { return .event(type) }
        let guess = nearest(to: text, types.map(\.programmeName)).map { "; did you mean '\($0)'?" } ?? ""
        complain(
            node,
            "must be first order, answer, case, or an event such as order.paid or one of your own under 'events'\(guess)"
        )
        return nil
    }

    private mutating func days(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return 0 }
        if let period = Period(text: text), period.unit == .day, (1...60).contains(period.count) { return period.count }
        complain(node, "must be 1 to 60 days, such as 3 days")
        return 0
    }

    /// A percentage in ten-thousandths.
    private mutating func part(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return Survey.whole }
        if let share = hundredths(ofPercentage: text) { return Int(share) }
        complain(node, "must be a percentage above 0% and at most 100%, such as 25% or 2.5%, with two decimals at most")
        return Survey.whole
    }
}

private let waves: [(String, CalendarUnit)] = [("month", .month), ("quarter", .quarter), ("year", .year)]
