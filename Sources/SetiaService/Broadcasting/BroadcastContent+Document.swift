package import JSONText
internal import SetiaCare
package import SetiaCore

extension BroadcastContent {
    /// The content that a document states.
    ///
    /// - Parameters:
    ///   - json: `{"name", "segment", "purpose", "facts": ["RM 12.50", "31 December 2026", "code RAYA2026"], "mail":
    ///     {"en": {"subject", "text"}}, "expiresAt", "perMinute", "atLimit": "wait", "drop" or "digest", "holdOut": "10 %"}`.
    ///   - languages: Those of the programme: in each of them the message must be there.
    ///   - segments: Those of the programme.
    /// - Throws: `BroadcastRefusal.malformed`, with all that is wrong.
    package init(_ json: JSON, languages: [Key], segments: [Key]) throws(BroadcastRefusal) {
        var reader = ContentReader(languages: languages, segments: segments)
        guard let content = reader.read(json), reader.problems.isEmpty else {
            throw .malformed(reader.problems)
        }
        self = content
    }

    /// As it is kept and told.
    package var document: JSON {
        var object: JSONObject = [
            "name": .string(name), "purpose": .string(purpose.text), "perMinute": .integer(Int64(perMinute)),
            "atLimit": .string(atLimit == .defer ? "wait" : atLimit.rawValue),
            "facts": .array(factTexts.map { .string($0) }),
        ]
        if let survey { object.set("survey", .string(survey.text)) }
        if survey != nil || kind != .promotion { object.set("kind", .string(kind.rawValue)) }
        if let segment { object.set("segment", .string(segment.text)) }
        if let expiresAt { object.set("expiresAt", .string(expiresAt.rfc3339)) }
        if holdOut > 0 { object.set("holdOut", .string(shareText(holdOut))) }
        object.set(
            "mail",
            .object(
                JSONObject(
                    concept.renderings.map { rendering in
                        let words: JSONObject = ["subject": .string(rendering.title), "text": .string(rendering.text)]
                        return (rendering.language.text, .object(words))
                    }
                )
            )
        )
        return .object(object)
    }

    /// The share that is held out, as people write it; none where nobody is.
    package var holdOutText: String? { holdOut > 0 ? shareText(holdOut) : nil }

    /// The facts as people write them.
    package var factTexts: [String] { concept.facts.map { factText($0) } }
}

/// Hundredths of a per cent as a share: `2.5 %`.
func shareText(_ hundredths: Int) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100)
    guard rest > 0 else { return "\(whole) %" }
    return "\(whole).\(rest < 10 ? "0" : "")\(rest) %".replacing("0 %", with: " %")
}

private func factText(_ fact: MessageConcept.Fact) -> String {
    switch fact {
    case .amount(let money):
        let places = money.currency.code == "IDR" ? 0 : 2
        guard places > 0 else { return "\(money.currency.code) \(money.minorUnits)" }
        let cents = money.minorUnits % 100
        return "\(money.currency.code) \(money.minorUnits / 100).\(cents < 10 ? "0" : "")\(cents)"
    case .percent(let share): return shareText(share)
    case .date(let day): return day.description
    case .code(let code): return "code \(code)"
    case .link(let host): return "https://\(host)"
    }
}

/// Reads a document and collects all that is wrong with it.
private struct ContentReader {
    let languages: [Key]
    let segments: [Key]
    var problems: [BroadcastProblem] = []

    private static let known = [
        "name", "segment", "purpose", "facts", "mail", "expiresAt", "perMinute", "atLimit", "holdOut",
    ]

    mutating func complain(_ field: String, _ kind: BroadcastProblem.Kind) {
        problems.append(BroadcastProblem(field: field, kind: kind))
    }

    mutating func read(_ json: JSON) -> BroadcastContent? {
        guard let object = json.object else {
            complain("", .notObject)
            return nil
        }
        for member in object.members where !Self.known.contains(member.key) {
            complain(member.key, .notKnown)
        }
        let name = text(object, "name", most: 100) ?? ""
        let segment = object["segment"].flatMap { $0.isNull ? nil : key($0, "segment") }
        if let segment, !segments.contains(segment) { complain("segment", .noSegment) }
        let purpose = object["purpose"].map { key($0, "purpose") ?? "marketing" } ?? "marketing"
        let facts = facts(object)
        let concept = MessageConcept(facts: facts, languages: languages, renderings: renderings(object))
        check(concept)
        guard !concept.renderings.isEmpty else { return nil }
        return BroadcastContent(
            name: name,
            segment: segment,
            purpose: purpose,
            concept: concept,
            expiresAt: expiry(object),
            perMinute: rate(object),
            atLimit: atLimit(object),
            holdOut: holdOut(object)
        )
    }

    private mutating func text(_ object: JSONObject, _ field: String, most: Int, in outer: String = "") -> String? {
        let place = outer.isEmpty ? field : "\(outer).\(field)"
        guard let text = object[field]?.string, !text.isEmpty else {
            complain(place, .empty)
            return nil
        }
        guard text.unicodeScalars.count <= most else {
            complain(place, .tooLong(most))
            return nil
        }
        let isLine = most <= 200
        let isBroken = text.unicodeScalars.contains {
            $0.value < 32 && (isLine || ($0 != "\n" && $0 != "\t")) || (127..<160).contains($0.value)
        }
        if isBroken { complain(place, .controls) }
        return text
    }

    private mutating func key(_ json: JSON, _ field: String) -> Key? {
        guard let text = json.string, (1...64).contains(text.utf8.count) else {
            complain(field, .tooLong(64))
            return nil
        }
        return Key(text)
    }

    private mutating func facts(_ object: JSONObject) -> [MessageConcept.Fact] {
        guard let json = object["facts"], !json.isNull else { return [] }
        guard let list = json.array, list.count <= 20 else {
            complain("facts", .tooManyFacts)
            return []
        }
        return list.enumerated().compactMap { place, element in
            guard let text = element.string, let fact = MessageConcept.Fact(text: text) else {
                complain("facts[\(place)]", .notFact)
                return nil
            }
            return fact
        }
    }

    private mutating func renderings(_ object: JSONObject) -> [MessageConcept.Rendering] {
        guard let mail = object["mail"]?.object else {
            complain("mail", .notObject)
            return []
        }
        return mail.members.compactMap { language, words in
            guard languages.contains(Key(language)) else {
                complain("mail.\(language)", .notLanguage)
                return nil
            }
            guard let words = words.object else {
                complain("mail.\(language)", .notObject)
                return nil
            }
            for member in words.members where !["subject", "text"].contains(member.key) {
                complain("mail.\(language).\(member.key)", .notKnown)
            }
            let subject = text(words, "subject", most: 200, in: "mail.\(language)")
            let body = text(words, "text", most: 20_000, in: "mail.\(language)")
            guard let subject, let body else { return nil }
            return MessageConcept.Rendering(
                channel: BroadcastContent.channel,
                language: Key(language),
                title: subject,
                text: body
            )
        }
    }

    /// Refuses what contradicts the facts, leaves one out, or is not there in a language (rule K-18).
    private mutating func check(_ concept: MessageConcept) {
        guard !concept.renderings.isEmpty else { return }
        for problem in concept.check(forms: []) where problem.blocks {
            let kind: BroadcastProblem.Kind =
                switch problem.kind {
                case .contradiction(let fact): .contradicts(factText(fact))
                case .missing(let fact): .leavesOut(factText(fact))
                case .languageMissing: .noLanguage
                case .twice: .twice
                case .tooLong(_, let most), .titleTooLong(_, let most), .tooManyParts(_, let most): .tooLong(most)
                case .empty, .linkNotAllowed, .brokenTemplate, .wordToAvoid, .hollowClaim: .empty
                }
            complain("mail.\(problem.language)", kind)
        }
    }

    private mutating func expiry(_ object: JSONObject) -> Instant? {
        guard let json = object["expiresAt"], !json.isNull else { return nil }
        guard let moment = json.string.flatMap({ Instant(rfc3339: $0) }) else {
            complain("expiresAt", .notMoment)
            return nil
        }
        return moment
    }

    private mutating func rate(_ object: JSONObject) -> Int {
        guard let json = object["perMinute"], !json.isNull else { return 600 }
        guard let rate = json.int64, (1...60_000).contains(rate) else {
            complain("perMinute", .notRate)
            return 600
        }
        return Int(rate)
    }

    private mutating func atLimit(_ object: JSONObject) -> ContactIntent.AtLimit {
        guard let json = object["atLimit"], !json.isNull else { return .defer }
        switch json.string {
        case "wait": return .defer
        case "drop": return .drop
        case "digest": return .digest
        default:
            complain("atLimit", .notPolicy)
            return .defer
        }
    }

    private mutating func holdOut(_ object: JSONObject) -> Int {
        guard let json = object["holdOut"], !json.isNull else { return 0 }
        guard let text = json.string, case .percent(let share)? = MessageConcept.Fact(text: text), share <= 9_000 else {
            complain("holdOut", .notShare)
            return 0
        }
        return share
    }
}

extension BroadcastContent {
    /// The content that was kept, whatever the programme says by now.
    package init(kept text: String) throws {
        let json = try JSON.parse(Array(text.utf8))
        let languages = json["mail"]?.object?.members.map { Key($0.key) } ?? []
        let segments = json["segment"]?.string.map { [Key($0)] } ?? []
        // What a journey's step asks is said by its document alone, and by no form for broadcasts.
        let members = json.object?.members.filter { $0.key != "survey" && $0.key != "kind" } ?? []
        let object = JSON.object(JSONObject(members.map { ($0.key, $0.value) }))
        try self.init(json.object == nil ? json : object, languages: languages, segments: segments)
        survey = json["survey"]?.string.map { Key($0) }
        kind = json["kind"]?.string.flatMap { ContactIntent.Kind(rawValue: $0) } ?? .promotion
    }
}
