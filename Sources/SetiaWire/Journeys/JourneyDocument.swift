package import SetiaCare
package import SetiaCore

/// A journey document cannot be taken.
package struct MalformedJourney: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one, in the order of the text.
    package let problems: [ProgrammeProblem]

    /// What a person reads, one problem a line.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}

extension Journey {
    /// The journey that a YAML document states; its form is described in `docs/rules/journeys.md`.
    ///
    /// - Parameters:
    ///   - text: The document; at most 1,000,000 bytes.
    ///   - programme: What it may name, and the languages in which its messages must be there.
    /// - Throws: all that is wrong with the document, in the order of the text.
    package init(document text: String, in programme: Programme) throws(MalformedJourney) {
        var yaml = YAMLReading()
        let root = yaml.root(of: text)
        var reader = ProgrammeReader(isStrict: true)
        reader.languages = programme.languages
        reader.events = programme.events
        reader.vocabulary = ConditionVocabulary(
            currencies: programme.currencies,
            tierSets: programme.tierSets,
            achievements: programme.achievements.map(\.key),
            events: programme.events,
            segments: programme.segments.map(\.key)
        )
        let journey = root.flatMap { reader.journey($0, programme) }
        let problems = yaml.problems + reader.problems
        guard problems.isEmpty, let journey else {
            throw MalformedJourney(problems: problems.sorted(by: ProgrammeProblem.standsBefore))
        }
        self = journey
    }
}

/// The journey that a YAML document states in a programme; otherwise as `Journey.init(document:in:)`.
package func parseJourney(_ text: String, in programme: Programme) throws(MalformedJourney) -> Journey {
    try Journey(document: text, in: programme)
}

extension ProgrammeReader {
    /// A journey; noted is all that is wrong with it.
    fileprivate mutating func journey(_ root: YAMLNode, _ programme: Programme) -> Journey? {
        let known = ["journey", "trigger", "again", "goal", "exitOn", "holdOut", "steps"]
        guard let members = members(of: root, known: known, required: ["journey", "trigger", "steps"]) else {
            return nil
        }
        let name = members["journey"].flatMap { line($0, most: 100) } ?? ""
        let trigger = members["trigger"].flatMap { journeyTrigger($0, programme) }
        let again = members["again"].map { journeyAgain($0) } ?? .never
        let goal = members["goal"].flatMap { pattern($0) }
        let exits = members["exitOn"].map { journeyExits($0) } ?? Journey.Exit.allCases
        guard let node = members["steps"], let steps = journeySteps(node, programme) else { return nil }
        guard let trigger else { return nil }
        let journey = Journey(
            name: name,
            trigger: trigger,
            again: again,
            goal: goal,
            exits: exits,
            steps: steps,
            holdOut: members["holdOut"].map { journeyHoldOut($0) } ?? 0
        )
        if let node = members["holdOut"], journey.holdOut > 0, !journey.mayHoldOut {
            complain(node, "from wishes, service and recovery nobody is held out; leave it out")
        }
        guard problems.isEmpty else { return journey }
        var wrong = journey.problems.map { ($0.step, $0.reason) }
        if !trigger.isAnOrder {
            wrong += journey.messages.filter { $0.message.kind == .service }.map { message in
                (message.step, "is service only where the journey begins with an order: leave 'kind' out")
            }
        }
        for (step, reason) in wrong {
            guard case .map(let map) = node.content, let member = map.first(where: { Key($0.key) == step })
            else { continue }
            complain(node, member, reason)
        }
        return journey
    }

    // MARK: - What begins and ends it

    private mutating func journeyTrigger(_ node: YAMLNode, _ programme: Programme) -> Journey.Trigger? {
        let known = ["event", "where", "segment", "when", "phase", "rhythm"]
        guard let members = members(of: node, known: known) else { return nil }
        let kinds = members.members.filter { $0.key != "where" }
        guard kinds.count == 1, let kind = kinds.first else {
            complain(node, "must have one of event, segment, when, phase and rhythm")
            return nil
        }
        if let condition = members["where"], kind.key != "event" {
            complain(condition, "only an event has a 'where'")
        }
        switch kind.key {
        case "event": return pattern(node).map { .event($0) }
        case "segment":
            let segments = programme.segments.map(\.key)
            return one(kind.value, "segment", of: segments, under: "segments").map { key in
                .holds(Condition(text: "member.inSegment(\"\(key)\")", tests: [.inSegment(key)]))
            }
        case "when": return .holds(condition(ofJourney: kind.value))
        case "phase": return word(kind.value, LoyaltyPhase.allCases.map { ($0.rawValue, $0) }).map { .phase($0) }
        default: return word(kind.value, [("true", Journey.Trigger.rhythm)])
        }
    }

    private mutating func pattern(_ node: YAMLNode, besides others: [String] = []) -> Journey.EventPattern? {
        // Of a trigger, other keys are looked at elsewhere.
        let all = ["event", "where", "segment", "when", "phase", "rhythm"] + others
        guard let members = members(of: node, known: all, required: ["event"]) else { return nil }
        guard let type = members["event"].flatMap({ journeyEvent($0) }) else { return nil }
        return Journey.EventPattern(type: type, condition: members["where"].map { condition($0, type) } ?? .always)
    }

    private mutating func journeyEvent(_ node: YAMLNode) -> EventType? {
        guard let text = text(node) else { return nil }
        let types = EventType.allCases.filter { $0 != .timePassed } + events.map(\.type)
        if let type = types.first(where: { $0.programmeName == text }) { return type }
        let names = types.map(\.programmeName)
        let others =
            nearest(to: text, names).map { "did you mean '\($0)'?" } ?? "there are: \(names.joined(separator: ", "))."
        complain(
            node,
            "there is no event '\(text)'; \(others) One of your own is declared in the programme, under 'events'"
        )
        return nil
    }

    /// A condition over the member alone.
    private mutating func condition(ofJourney node: YAMLNode) -> Condition {
        let condition = self.condition(node, .memberEnrolled)
        for test in condition.tests {
            switch test {
            case .event:
                complain(node, "what is asked here is asked of the member; leave out what begins with 'event.'")
            case .expression(let expression) where expression.readsEvent:
                complain(node, "what is asked here is asked of the member; leave out what begins with 'event.'")
            case .expression, .atLeast, .member, .total, .someLine, .inSegment: continue
            }
        }
        return condition
    }

    private mutating func journeyAgain(_ node: YAMLNode) -> Journey.Again {
        guard let text = text(node) else { return .never }
        switch text {
        case "never": return .never
        case "always": return .always
        default:
            guard let period = Period(text: text), period.unit == .day, (1...3_650).contains(period.count) else {
                complain(node, "must be never, always, or after how many days, such as 90 days")
                return .never
            }
            return .after(days: period.count)
        }
    }

    private mutating func journeyHoldOut(_ node: YAMLNode) -> Int {
        if case .text("none") = node.content { return 0 }
        guard let text = text(node) else { return 0 }
        guard let share = SetiaWire.hundredths(ofPercentage: text, in: 1...5_000) else {
            complain(node, "must be a share such as 5% or 2.5%, at most 50%, or none")
            return 0
        }
        return Int(share)
    }

    private mutating func journeyExits(_ node: YAMLNode) -> [Journey.Exit] {
        // None at all is said by an empty list.
        if case .list(let elements) = node.content, elements.isEmpty { return [] }
        return (list(node, of: "what ends it, such as [goal, complaint, consent]") ?? []).compactMap { element in
            word(element, Journey.Exit.allCases.map { ($0.rawValue, $0) })
        }
    }

    // MARK: - Steps

    private mutating func journeySteps(_ node: YAMLNode, _ programme: Programme) -> [Journey.Step]? {
        let each = "a step by its name, such as hello: {wait: 1 day}"
        guard let members = members(of: node, each: each, atMost: 60) else { return nil }
        var steps: [Journey.Step] = []
        for (place, member) in members.enumerated() {
            let key = name(of: member, in: node)
            if key == "end" { complain(node, member, "'end' names the end, and no step") }
            let following = place + 1 < members.count ? Key(members[place + 1].key) : nil
            if let step = journeyStep(key, member.value, following, programme) { steps.append(step) }
        }
        return steps
    }

    private mutating func journeyStep(
        _ key: Key,
        _ node: YAMLNode,
        _ following: Key?,
        _ programme: Programme
    ) -> Journey.Step? {
        let kinds = [
            "wait", "waitUntil", "waitFor", "branch", "split", "message", "survey", "points", "reward", "task", "event",
            "goal", "exit",
        ]
        guard let members = members(of: node, known: kinds + ["next"]) else { return nil }
        let found = members.members.filter { kinds.contains($0.key) }
        guard found.count == 1, let one = found.first else {
            complain(node, "must have one of \(kinds.joined(separator: ", "))")
            return nil
        }
        let next = members["next"].map { target($0) } ?? following
        if let node = members["next"], ["split", "exit"].contains(one.key) {
            complain(node, "nothing comes after it")
        }
        guard let kind = journeyKind(one.key, one.value, next, programme) else { return nil }
        return Journey.Step(key: key, kind: kind, next: kind.isEnd ? nil : next)
    }

    private mutating func journeyKind(
        _ word: String,
        _ node: YAMLNode,
        _ next: Key?,
        _ programme: Programme
    ) -> Journey.Kind? {
        switch word {
        case "wait": return span(node).map { .wait($0) }
        case "waitUntil": return minutes(node).map { .waitUntil(minutes: $0) }
        case "waitFor":
            let known = ["event", "where", "atMost", "late", "or"]
            guard let members = members(of: node, known: known, required: ["atMost"]),
                let pattern = pattern(node, besides: ["atMost", "late", "or"]),
                let most = members["atMost"].flatMap({ span($0) })
            else { return nil }
            let others = members["or"].map { insteads($0) } ?? []
            return .waitFor(pattern, atMost: most, late: members["late"].map { target($0) } ?? next, or: others)
        case "branch": return branches(node).map { .branch($0) }
        case "split": return shares(node).map { .split($0) }
        case "message": return journeyMessage(node).map { .message($0) }
        case "survey": return journeySurvey(node, programme).map { .survey($0) }
        case "points": return points(node, programme)
        case "reward": return freeReward(node, programme).map { .reward($0) }
        case "task": return line(node, most: 500).map { .task($0) }
        case "event":
            return one(node, "event", of: programme.events.map(\.key), under: "events").map { .event(.custom($0)) }
        case "goal": return self.word(node, [("true", Journey.Kind.goal)])
        default: return self.word(node, [("true", Journey.Kind.exit)])
        }
    }

    private mutating func target(_ node: YAMLNode) -> Key? {
        let key = name(node)
        return key == "end" ? nil : key
    }

    private mutating func span(_ node: YAMLNode) -> Journey.Span? {
        guard let text = text(node) else { return nil }
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        for unit in Journey.Span.Unit.allCases {
            guard parts.count == 2, parts[1] == unit.rawValue || parts[1] == "\(unit.rawValue)s",
                let count = wholeNumber(String(parts[0]), 1...unit.most)
            else { continue }
            return Journey.Span(Int(count), unit)
        }
        complain(node, "must be how long, such as 30 minutes, 2 hours, 3 days or 2 weeks; two years at most")
        return nil
    }

    /// Minutes after midnight.
    private mutating func minutes(_ node: YAMLNode) -> Int? {
        guard let text = text(node) else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else {
            complain(node, "must be a time of day such as \"09:30\", in quotes")
            return nil
        }
        return hour * 60 + minute
    }

    private mutating func branches(_ node: YAMLNode) -> [Journey.Branch]? {
        list(node, of: "ways, each {if: member.orders >= 3, to: a step}", atMost: 20)?.compactMap { element in
            guard let members = members(of: element, known: ["if", "to"], required: ["if", "to"]),
                let condition = members["if"].map({ condition(ofJourney: $0) }), let to = members["to"]
            else { return nil }
            return Journey.Branch(condition: condition, to: target(to))
        }
    }

    /// What may happen instead of what is waited for.
    private mutating func insteads(_ node: YAMLNode) -> [Journey.Instead] {
        (list(node, of: "what may happen instead, each {event: order.delayed, to: a step}", atMost: 10) ?? [])
            .compactMap { element in
                guard let members = members(of: element, known: ["event", "where", "to"], required: ["event", "to"]),
                    let pattern = pattern(element, besides: ["to"]), let to = members["to"]
                else { return nil }
                return Journey.Instead(pattern: pattern, to: target(to))
            }
    }

    private mutating func shares(_ node: YAMLNode) -> [Journey.Share]? {
        let each = "a share by the step where it leads, such as gift: 50%"
        guard let members = members(of: node, each: each, atMost: 20) else { return nil }
        let shares = members.map { member in
            let to = member.key == "end" ? nil : name(of: member, in: node)
            return Journey.Share(share: hundredths(member.value), to: to)
        }
        if shares.reduce(0, { $0 + $1.share }) != 10_000, shares.allSatisfy({ $0.share > 0 }) {
            complain(node, "must add up to 100%")
        }
        return shares
    }

    private mutating func hundredths(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return 0 }
        if text.utf8.last == UInt8(ascii: "%"), let number = Rational(decimal: String(text.dropLast())),
            number > 0, number <= 100, 100 % number.denominator == 0
        {
            return Int((number * 100).numerator)
        }
        complain(node, "must be a percentage above 0%, such as 50% or 2.5%, with two decimals at most")
        return 0
    }

    /// A reward that costs nothing: no step spends what is hers.
    private mutating func freeReward(_ node: YAMLNode, _ programme: Programme) -> Key? {
        let rewards = programme.rewards.filter { !$0.isPresent }
        guard let key = one(node, "reward", of: rewards.map(\.key), under: "rewards") else { return nil }
        if rewards.first(where: { $0.key == key })?.prices != [.free] {
            complain(node, "'\(key)' has a price; a step gives only what is 'price: free'")
        }
        return key
    }

    private mutating func points(_ node: YAMLNode, _ programme: Programme) -> Journey.Kind? {
        guard let members = members(of: node, known: ["wallet", "give"], required: ["wallet", "give"]),
            let wallet = members["wallet"].flatMap({
                one($0, "wallet", of: programme.wallets.map(\.key), under: "wallets")
            }),
            let give = members["give"], let text = text(give)
        else { return nil }
        guard let number = wholeNumber(text, 1...100_000) else {
            complain(give, "must be a whole number from 1 to 100000")
            return nil
        }
        return .points(wallet: wallet, Points(number))
    }

    /// One line without controls.
    mutating func line(_ node: YAMLNode, most: Int) -> String? {
        guard let text = text(node) else { return nil }
        if text.unicodeScalars.count > most { complain(node, "must have at most \(most) characters") }
        if hasControlCharacter(text) { complain(node, "must not hold control characters or line breaks") }
        return text
    }
}

extension Journey.Kind {
    /// Whether nothing comes after it.
    fileprivate var isEnd: Bool {
        switch self {
        case .split, .exit: true
        default: false
        }
    }
}

extension Journey.Span.Unit {
    /// So many are two years.
    fileprivate var most: Int64 {
        switch self {
        case .minute: 1_051_200
        case .hour: 17_520
        case .day: 730
        case .week: 104
        }
    }
}
