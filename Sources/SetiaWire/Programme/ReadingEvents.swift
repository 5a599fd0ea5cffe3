import SetiaCore

extension ProgrammeReader {
    /// The types of events that the brand has of its own.
    mutating func readEvents(_ node: YAMLNode) -> [EventDeclaration] {
        guard
            let members = members(
                of: node,
                each: "an event by its name, such as app.quiz-passed: {name: …, schema: {…}}"
            )
        else { return [] }
        return members.map { member in
            if !EventDeclaration.isName(member.key) {
                complain(
                    node,
                    member,
                    EventType(rawValue: member.key) == nil
                        ? "the name of an event is two or more words of small letters, digits and hyphens, such as app.quiz-passed"
                        : "every programme has this event; choose another name"
                )
            }
            let parts = self.members(of: member.value, known: ["name", "schema"], required: ["name", "schema"])
            return EventDeclaration(
                key: Key(member.key),
                name: parts?["name"].map { words($0) } ?? Words([]),
                fields: parts?["schema"].map { schema($0) } ?? []
            )
        }
    }

    /// What may be told, as a JSON Schema of a flat object (JSON Schema 2020-12; the keywords that are held are named).
    private mutating func schema(_ node: YAMLNode) -> [EventDeclaration.Field] {
        let known = ["type", "properties", "required", "additionalProperties", "title", "description"]
        guard let members = members(of: node, known: known, required: ["type", "properties"]) else { return [] }
        if let type = members["type"] { _ = word(type, [("object", true)]) }
        if let more = members["additionalProperties"] { _ = word(more, [("true", true), ("false", false)]) }
        guard let properties = members["properties"], case .map(let fields) = properties.content else {
            if let node = members["properties"] { complain(node, "must be a map of what may be told, by name") }
            return []
        }
        if fields.count > 30 { complain(properties, "has \(fields.count) members; there may be 30") }
        var required: [String] = []
        if let node = members["required"], let elements = list(node, of: "names of properties") {
            for element in elements {
                guard let name = text(element) else { continue }
                if !fields.contains(where: { $0.key == name }) {
                    complain(element, "there is no property '\(name)'")
                }
                required.append(name)
            }
        }
        return fields.prefix(30).compactMap { field in
            if taken.contains(field.key) {
                complain(
                    properties,
                    field,
                    "'\(field.key)' says of every event where, who or what it was; choose another name"
                )
            }
            let key = name(of: field, in: properties)
            return property(key, field.value, isRequired: required.contains(field.key))
        }
    }

    private mutating func property(_ key: Key, _ node: YAMLNode, isRequired: Bool) -> EventDeclaration.Field? {
        let known = ["type", "minimum", "maximum", "enum", "maxLength", "title", "description"]
        guard let members = members(of: node, known: known, required: ["type"]), let type = members["type"],
            let kind = word(type, types)
        else { return nil }
        let field = kind(key)
        func only(_ name: String, _ what: String, _ isFit: Bool) -> YAMLNode? {
            guard let node = members[name] else { return nil }
            if isFit { return node }
            complain(node, "'\(name)' goes with type: \(what)")
            return nil
        }
        var (isNumber, isText) = (false, false)
        if case .number = field { isNumber = true }
        if case .text = field { isText = true }
        let low = only("minimum", "integer", isNumber).flatMap { number($0) } ?? 0
        let high = only("maximum", "integer", isNumber).flatMap { number($0) } ?? 1_000_000_000
        if low > high, let node = members["maximum"] ?? members["minimum"] {
            complain(node, "no number is at least \(low) and at most \(high)")
        }
        var values: [Key] = []
        if let node = only("enum", "string", isText) {
            for element in list(node, of: "texts") ?? [] { if let text = text(element) { values.append(Key(text)) } }
        }
        let length = only("maxLength", "string", isText).flatMap { number($0) } ?? 255
        return EventDeclaration.Field(
            field: field,
            isRequired: isRequired,
            range: low <= high ? low...high : 0...0,
            values: values,
            maxLength: Int(min(255, length))
        )
    }

    private mutating func number(_ node: YAMLNode) -> Int64? {
        guard let text = text(node) else { return nil }
        if let number = wholeNumber(text, 0...1_000_000_000) { return number }
        complain(node, "must be a whole number from 0 to 1000000000")
        return nil
    }
}

/// What every event tells, by these names.
private let taken = ["store", "channel", "identity", "type", "source", "occurredAt", "zone"]

private let types: [(String, @Sendable (Key) -> Occurrence.Field)] = [
    ("integer", { .number($0) }), ("string", { .text($0) }), ("boolean", { .truth($0) }), ("money", { .money($0) }),
]
