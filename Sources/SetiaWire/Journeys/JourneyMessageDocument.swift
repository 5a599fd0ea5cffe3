internal import SetiaCare
internal import SetiaCore

extension ProgrammeReader {
    /// A message of a journey: the same facts in each language of the programme, or it is refused (rule K-18).
    ///
    /// Languages besides those of the programme may be there, so that what was written for several brands fits each.
    mutating func journeyMessage(_ node: YAMLNode) -> JourneyMessage? { message(node, of: nil) }

    /// A message that asks one of the programme's surveys; its question and the link to answer it stand under the text.
    mutating func journeySurvey(_ node: YAMLNode, _ programme: Programme) -> JourneyMessage? {
        let known = ["ask", "purpose", "facts", "mail", "atLimit"]
        guard let members = members(of: node, known: known, required: ["ask", "mail"]),
            let key = members["ask"].flatMap({
                one($0, "survey", of: programme.surveys.map(\.key), under: "surveys")
            }), let survey = programme.surveys.first(where: { $0.key == key })
        else { return nil }
        return message(node, of: survey, isFirstWave: programme.firstWave == key)
    }

    private mutating func message(_ node: YAMLNode, of survey: Survey?, isFirstWave: Bool = false) -> JourneyMessage? {
        let known = ["purpose", "facts", "mail", "atLimit", survey == nil ? "kind" : "ask"]
        guard let members = members(of: node, known: known, required: ["mail"]) else { return nil }
        let purpose = members["purpose"].map { name($0) } ?? "marketing"
        let facts = members["facts"].map { messageFacts($0) } ?? []
        let policies: [(String, ContactIntent.AtLimit)] = [("wait", .defer), ("drop", .drop)]
        let atLimit = members["atLimit"].flatMap { word($0, policies) } ?? .defer
        guard let mail = members["mail"], let renderings = mails(mail) else { return nil }
        let others = renderings.map(\.language).filter { !languages.contains($0) }
        let concept = MessageConcept(facts: facts, languages: languages + others, renderings: renderings)
        for problem in concept.check(forms: []) where problem.blocks {
            let place = mail.member(problem.language)
            let words = reason(problem.kind)
            if let place { complain(mail, place, words) } else { complain(mail, "'\(problem.language)' \(words)") }
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

    private mutating func mails(_ node: YAMLNode) -> [MessageConcept.Rendering]? {
        let each = "a mail by its language, such as en: {subject: …, text: …}"
        return members(of: node, each: each, atMost: 20)?.compactMap { member in
            if !isLanguage(member.key) {
                complain(node, member, "must be a language as two small letters, such as en, ms, id or th")
            }
            let required = ["subject", "text"]
            guard let parts = members(of: member.value, known: required, required: required),
                let subject = parts["subject"].flatMap({ line($0, most: 200) }),
                let text = parts["text"].flatMap({ body($0) })
            else { return nil }
            return MessageConcept.Rendering(channel: "email", language: Key(member.key), title: subject, text: text)
        }
    }

    private mutating func body(_ node: YAMLNode) -> String? {
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
        case .tooLong(_, let most), .titleTooLong(_, let most), .tooManyParts(_, let most):
            "must have at most \(most) characters"
        case .linkNotAllowed, .brokenTemplate, .empty, .wordToAvoid, .hollowClaim: "must not be empty"
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
