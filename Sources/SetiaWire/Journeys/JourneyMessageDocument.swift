internal import SetiaCare
internal import SetiaCore

extension ProgrammeReader {
    /// A message of a journey: the same facts in each language of the programme, or it is refused (rule K-18).
    ///
    /// Languages besides those of the programme may be there, so that what was written for several brands fits each.
    mutating func journeyMessage(_ node: YAMLNode) -> JourneyMessage? { message(node, of: nil) }

    /// A message that asks one of the programme's surveys; its question and the link to answer it stand under the text.
    mutating func journeySurvey(_ node: YAMLNode, _ programme: Programme) -> JourneyMessage? {
        let known = ["ask", "purpose", "facts", "atLimit", "ways"] + MessageWay.all.map(\.name)
        guard let members = members(of: node, known: known, required: ["ask"]),
            let key = members["ask"].flatMap({
                one($0, "survey", of: programme.surveys.map(\.key), under: "surveys")
            }), let survey = programme.surveys.first(where: { $0.key == key })
        else { return nil }
        return message(node, of: survey, isFirstWave: programme.firstWave == key)
    }

    private mutating func message(_ node: YAMLNode, of survey: Survey?, isFirstWave: Bool = false) -> JourneyMessage? {
        let own = ["purpose", "facts", "atLimit", "ways", survey == nil ? "kind" : "ask"]
        guard let members = members(of: node, known: own + MessageWay.all.map(\.name), required: []) else { return nil }
        let purpose = members["purpose"].map { name($0) } ?? "marketing"
        let facts = members["facts"].map { messageFacts($0) } ?? []
        let policies: [(String, ContactIntent.AtLimit)] = [("wait", .defer), ("drop", .drop)]
        let atLimit = members["atLimit"].flatMap { word($0, policies) } ?? .defer
        let ways = messageWays(node, members["ways"]) { members[$0] != nil }
        guard !ways.isEmpty else {
            complain(node, "must have words for a way: mail, whatsapp, line, telegram, sms or http")
            return nil
        }
        var renderings: [MessageConcept.Rendering] = []
        for way in ways {
            guard let words = members[way.name], let own = messageWords(words, way) else { return nil }
            renderings += own
        }
        // Languages beside those of the programme may be there, in each way the same.
        var others: [Key] = []
        for rendering in renderings
        where !languages.contains(rendering.language) && !others.contains(rendering.language) {
            others.append(rendering.language)
        }
        let concept = MessageConcept(facts: facts, languages: languages + others, renderings: renderings)
        for problem in concept.check(forms: ChannelForm.usual) where problem.blocks {
            guard let way = ways.first(where: { $0.channel == problem.channel }), let words = members[way.name] else {
                continue
            }
            let reason = reason(problem.kind)
            if let place = words.member(problem.language) {
                complain(words, place, reason)
            } else {
                complain(words, "'\(problem.language)' \(reason)")
            }
        }
        guard let survey else {
            let kinds: [(String, ContactIntent.Kind)] = [("promotion", .promotion), ("service", .service)]
            let kind = members["kind"].flatMap { word($0, kinds) } ?? .promotion
            return JourneyMessage(purpose: purpose, concept: concept, atLimit: atLimit, kind: kind)
        }
        return JourneyMessage(
            purpose: purpose,
            concept: concept,
            atLimit: atLimit,
            survey: survey.key,
            // The place of surveys is kept for the programme's first wave (rule Q-15).
            kind: isFirstWave ? .survey : .question
        )
    }

    private mutating func messageFacts(_ node: YAMLNode) -> [MessageConcept.Fact] {
        if case .list(let elements) = node.content, elements.isEmpty { return [] }
        return (list(node, of: "facts, such as [RM 12.50, 10 %]", atMost: 20) ?? []).compactMap { element in
            guard let text = text(element) else { return nil }
            let fact = MessageConcept.Fact(text: text)
            if fact == nil {
                complain(
                    element,
                    "must be one amount (RM 12.50), share (10 %), day (2026-12-31), link (https://…), or code (code RAYA)"
                )
            }
            return fact
        }
    }

    mutating func body(_ node: YAMLNode) -> String? {
        guard var text = text(node) else { return nil }
        if text.unicodeScalars.count > 20_000 { complain(node, "must have at most 20000 characters") }
        if text.unicodeScalars.contains(where: {
            $0.value < 32 && $0 != "\n" && $0 != "\t" || (127..<160).contains($0.value)
        }) {
            complain(node, "must not hold control characters")
        }
        while text.utf8.last == UInt8(ascii: "\n") { text.removeLast() }
        return text
    }

    private func reason(_ kind: ConceptProblem.Kind) -> String {
        switch kind {
        case .contradiction(let fact): "says something that is none of the facts: \(words(for: fact))"
        case .missing(let fact): "does not say one of the facts: \(words(for: fact))"
        case .languageMissing: "is missing: members of this language get the message too"
        case .twice: "stands twice"
        case .tooLong(_, let most), .titleTooLong(_, let most): "must have at most \(most) characters"
        case .tooManyParts(_, let most): "must take at most \(most) texts of a telephone"
        case .brokenTemplate: "must hold no three line ends and no five blanks in a row: a platform's template has none"
        case .linkNotAllowed, .empty, .wordToAvoid, .hollowClaim, .nameSpelling: "must not be empty"
        }
    }

    private func words(for fact: MessageConcept.Fact) -> String {
        switch fact {
        case .amount(let money): "an amount in \(money.currency.code)"
        case .percent(let share): "\(share / 100) %"
        case .date(let day): "\(day)"
        case .code(let code): "code \(code)"
        case .link(let host): "a link to \(host)"
        }
    }
}

extension YAMLNode {
    /// The member of a map for a language, or none.
    fileprivate func member(_ language: Key) -> Member? {
        guard case .map(let members) = content else { return nil }
        return members.first { Key($0.key) == language }
    }
}
