import SetiaCore

extension ProgrammeReader {
    /// What a survey asks besides its score; at most 20 questions, each of which may lead to any below it (rule Q-11).
    mutating func questions(_ node: YAMLNode) -> [SurveyQuestion] {
        let each = "a question by its name, such as why: {ask: …, text: true}"
        guard let members = members(of: node, each: each, atMost: 20) else { return [] }
        return members.enumerated().compactMap { place, member in
            let key = name(of: member, in: node)
            if key == "end" { complain(node, member, "'end' names the end, and no question") }
            let following = place + 1 < members.count ? Key(members[place + 1].key) : nil
            return question(key, member.value, following)
        }
    }

    private mutating func question(_ key: Key, _ node: YAMLNode, _ following: Key?) -> SurveyQuestion? {
        let kinds = ["scale", "one", "many", "text"]
        guard let members = members(of: node, known: ["ask"] + kinds + ["next", "branch"], required: ["ask"]) else {
            return nil
        }
        let found = members.members.filter { kinds.contains($0.key) }
        guard found.count == 1, let one = found.first else {
            complain(node, "must have one of scale, one, many and text")
            return nil
        }
        let kind: SurveyQuestion.Kind?
        switch one.key {
        case "scale": kind = scale(one.value).map { .scale($0) }
        case "one": kind = choices(one.value).map { .one($0) }
        case "many": kind = choices(one.value).map { .many($0) }
        default: kind = word(one.value, [("true", SurveyQuestion.Kind.text)])
        }
        guard let kind else { return nil }
        return SurveyQuestion(
            key: key,
            ask: members["ask"].map { words($0) } ?? Words([]),
            kind: kind,
            next: members["next"].map { place($0) } ?? following,
            branches: members["branch"].map { branches($0) } ?? []
        )
    }

    private mutating func scale(_ node: YAMLNode) -> ClosedRange<Int>? {
        guard let text = text(node) else { return nil }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { wholeNumber(String($0), 0...10) }
        guard ends.count == 2, let from = ends[0], let to = ends[1], from < to else {
            complain(node, "must be from the least to the most, such as 1-5; 0 to 10 at most")
            return nil
        }
        return Int(from)...Int(to)
    }

    private mutating func choices(_ node: YAMLNode) -> [SurveyQuestion.Choice]? {
        let each = "what can be chosen by its name, such as kopi: {en: Kopi}"
        guard let members = members(of: node, each: each, atMost: 20) else { return nil }
        if members.count < 2 { complain(node, "must have two choices or more") }
        return members.map { SurveyQuestion.Choice(key: name(of: $0, in: node), name: words($0.value)) }
    }

    private mutating func branches(_ node: YAMLNode) -> [SurveyQuestion.Branch] {
        (list(node, of: "ways, each {if: [answers], to: a question}", atMost: 20) ?? []).compactMap { element in
            guard let members = members(of: element, known: ["if", "to"], required: ["if", "to"]),
                let answers = members["if"].flatMap({ list($0, of: "answers, such as [1, 2]", atMost: 20) }),
                let to = members["to"]
            else { return nil }
            return SurveyQuestion.Branch(
                answers: answers.compactMap { text($0).map { Key($0) } },
                to: place(to)
            )
        }
    }

    private mutating func place(_ node: YAMLNode) -> Key? {
        let key = name(node)
        return key == "end" ? nil : key
    }
}
