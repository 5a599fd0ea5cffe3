package import JSONText
internal import SetiaCare
package import SetiaCore

extension BroadcastContent {
    /// The content that a document states.
    ///
    /// - Parameters:
    ///   - json: `{"name", "segment", "purpose", "facts": ["RM 12.50", "31 December 2026", "code RAYA2026"], "mail":
    ///     {"en": {"subject", "text"}}, "sms": {"en": {"text"}}, "whatsapp": {"en": {"template", "text"}}, "ways": ["sms",
    ///     "mail"], "survey", "expiresAt", "perMinute", "atLimit": "wait", "drop" or "digest", "holdOut": "10 %"}`.
    ///   - languages: Those of the programme: in each of them the message must be there.
    ///   - segments: Those of the programme.
    ///   - surveys: Those of the programme.
    /// - Throws: `BroadcastRefusal.malformed`, with all that is wrong.
    package init(_ json: JSON, languages: [Key], segments: [Key], surveys: [Key] = []) throws(BroadcastRefusal) {
        var reader = ContentReader(languages: languages, segments: segments, surveys: surveys)
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
        let channels = concept.channels
        for channel in channels {
            let own = concept.renderings.filter { $0.channel == channel }
            let words = JSONObject(own.map { ($0.language.text, .object($0.document)) })
            object.set(BroadcastContent.wayName(channel), .object(words))
        }
        if channels != BroadcastContent.ways.map(\.channel).filter({ channels.contains($0) }) {
            object.set("ways", .array(channels.map { .string(BroadcastContent.wayName($0)) }))
        }
        return .object(object)
    }

    /// The share that is held out, as people write it; none where nobody is.
    package var holdOutText: String? { holdOut > 0 ? shareText(holdOut) : nil }

    /// The facts as people write them.
    package var factTexts: [String] { concept.facts.map { factText($0) } }
}

extension MessageConcept.Rendering {
    /// As it is kept and told.
    fileprivate var document: JSONObject {
        var words: JSONObject = ["text": .string(text)]
        if channel == BroadcastContent.mail { words.set("subject", .string(title)) }
        if let template { words.set("template", .string(template.text)) }
        if !leavesOut.isEmpty { words.set("leavesOut", .array(leavesOut.map { .string($0.rawValue) })) }
        return words
    }
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
    let surveys: [Key]
    var problems: [BroadcastProblem] = []

    private static let known =
        [
            "name", "segment", "purpose", "facts", "ways", "survey", "expiresAt", "perMinute", "atLimit", "holdOut",
        ] + BroadcastContent.ways.map(\.name)

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
        let survey = object["survey"].flatMap { $0.isNull ? nil : key($0, "survey") }
        if let survey, !surveys.contains(survey) { complain("survey", .noSurvey) }
        guard !concept.renderings.isEmpty else { return nil }
        var content = BroadcastContent(
            name: name,
            segment: segment,
            purpose: purpose,
            concept: concept,
            expiresAt: expiry(object),
            perMinute: rate(object),
            atLimit: atLimit(object),
            holdOut: holdOut(object),
            survey: survey
        )
        if survey != nil { content.kind = .survey }
        return content
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
        let ways = ways(object)
        guard !ways.isEmpty else {
            complain("mail", .notObject)
            return []
        }
        return ways.flatMap { way in
            guard let words = object[way.name]?.object else {
                complain(way.name, .notObject)
                return [MessageConcept.Rendering]()
            }
            return words.members.compactMap { rendering($0.value, way, $0.key) }
        }
    }

    /// The ways that it has words for, in the order in which they are tried.
    private mutating func ways(_ object: JSONObject) -> [(name: String, channel: Key)] {
        let known = BroadcastContent.ways.filter { way in object[way.name].map { !$0.isNull } ?? false }
        guard let json = object["ways"], !json.isNull else { return known }
        let names = (json.array ?? []).compactMap(\.string)
        let isFine = names.count == json.array?.count && Set(names).count == names.count && !names.isEmpty
        guard isFine, names.allSatisfy({ name in known.contains { $0.name == name } }) else {
            complain("ways", .noWay)
            return known
        }
        let first = names.compactMap { name in known.first { $0.name == name } }
        return first + known.filter { !names.contains($0.name) }
    }

    /// The words by one way in one language.
    private mutating func rendering(_ json: JSON, _ way: (name: String, channel: Key), _ language: String)
        -> MessageConcept.Rendering?
    {
        let place = "\(way.name).\(language)"
        guard languages.contains(Key(language)) else {
            complain(place, .notLanguage)
            return nil
        }
        guard let words = json.object else {
            complain(place, .notObject)
            return nil
        }
        let isMail = way.channel == BroadcastContent.mail
        let fields = ["text"] + (isMail ? ["subject"] : ["leavesOut"]) + (way.name == "whatsapp" ? ["template"] : [])
        for member in words.members where !fields.contains(member.key) {
            complain("\(place).\(member.key)", .notKnown)
        }
        let subject = isMail ? text(words, "subject", most: 200, in: place) : ""
        let body = text(words, "text", most: 20_000, in: place)
        var template: Key?
        if way.name == "whatsapp" {
            // Its platform takes nothing else from a brand that speaks first.
            template = words["template"]?.string.flatMap { templateName($0) }
            if template == nil { complain("\(place).template", .notTemplate) }
        }
        let left = leavesOut(words, place, way)
        guard let subject, let body else { return nil }
        return MessageConcept.Rendering(
            channel: way.channel,
            language: Key(language),
            title: subject,
            text: body,
            leavesOut: left,
            template: template
        )
    }

    private func templateName(_ text: String) -> Key? {
        let isName =
            (1...512).contains(text.utf8.count)
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
        return isName ? Key(text) : nil
    }

    /// What the words leave out on purpose; a text to a telephone never needs a link.
    private mutating func leavesOut(_ words: JSONObject, _ place: String, _ way: (name: String, channel: Key))
        -> [MessageConcept.FactKind]
    {
        let usual: [MessageConcept.FactKind] = way.name == "sms" ? [.link] : []
        guard let json = words["leavesOut"], !json.isNull, way.channel != BroadcastContent.mail else { return usual }
        let kinds = (json.array ?? []).map { $0.string.flatMap { MessageConcept.FactKind(rawValue: $0) } }
        guard json.array != nil, kinds.allSatisfy({ $0 != nil }) else {
            complain("\(place).leavesOut", .notFact)
            return usual
        }
        return kinds.compactMap(\.self)
    }

    /// Refuses what contradicts the facts, leaves one out, or is not there in a language (rule K-18).
    private mutating func check(_ concept: MessageConcept) {
        guard !concept.renderings.isEmpty else { return }
        for problem in concept.check(forms: ChannelForm.usual) where problem.blocks {
            let kind: BroadcastProblem.Kind =
                switch problem.kind {
                case .contradiction(let fact): .contradicts(factText(fact))
                case .missing(let fact): .leavesOut(factText(fact))
                case .languageMissing: .noLanguage
                case .twice: .twice
                case .tooLong(_, let most), .titleTooLong(_, let most): .tooLong(most)
                case .tooManyParts(_, let most): .tooManyParts(most)
                case .brokenTemplate: .gaps
                case .empty, .linkNotAllowed, .wordToAvoid, .hollowClaim, .nameSpelling: .empty
                }
            complain("\(BroadcastContent.wayName(problem.channel)).\(problem.language)", kind)
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
        let languages =
            BroadcastContent.ways.compactMap { json[$0.name]?.object }.first?.members.map { Key($0.key) } ?? []
        let segments = json["segment"]?.string.map { [Key($0)] } ?? []
        // What a journey's step asks is said by its document alone, and by no form for broadcasts.
        let members = json.object?.members.filter { $0.key != "survey" && $0.key != "kind" } ?? []
        let object = JSON.object(JSONObject(members.map { ($0.key, $0.value) }))
        try self.init(json.object == nil ? json : object, languages: languages, segments: segments)
        survey = json["survey"]?.string.map { Key($0) }
        kind = json["kind"]?.string.flatMap { ContactIntent.Kind(rawValue: $0) } ?? .promotion
    }
}
