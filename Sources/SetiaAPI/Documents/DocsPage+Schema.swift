internal import JSONText

extension DocsPage {
    /// A schema's own words, and its fields in a table.
    func schema(_ schema: JSON) -> String {
        let words = markdown(text(schema, "description"))
        if let parts = schema["allOf"]?.array, parts.count > 1 {
            let named = parts.compactMap { schemaName($0).map { "<a href=\"#schema-\($0)\">\($0)</a>" } }
            let own = parts.filter { schemaName($0) == nil }.map { self.schema($0) }
            return "\(words)<p>All of \(named.joined(separator: ", ")), and:</p>\n\(own.joined())"
        }
        if let choices = (schema["oneOf"] ?? schema["anyOf"])?.array { return words + choiceTable(choices) }
        if !members(schema["properties"]).isEmpty { return words + fieldTable(schema) }
        return "\(words)<p class=\"form\">\(type(of: schema))\(bounds(of: schema))</p>\n"
    }

    private func choiceTable(_ choices: [JSON]) -> String {
        let rows = choices.map { choice in
            let schema = resolved(choice)
            return (anchor: String?.none, cells: [type(of: choice), inline(text(schema, "description"))])
        }
        return table(["One of", "Meaning"], rows, kind: "choices")
    }

    private func fieldTable(_ schema: JSON) -> String {
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        let rows = members(schema["properties"]).map { key, field in
            let words =
                text(field, "description").isEmpty ? text(resolved(field), "description") : text(field, "description")
            return (
                anchor: String?.none,
                cells: [
                    name(key, isRequired: required.contains(key)), type(of: field),
                    inline(words) + bounds(of: field),
                ]
            )
        }
        return table(["Field", "Type", "Meaning"], rows, kind: "fields")
    }

    /// A field's or parameter's name, and whether it can be left out.
    func name(_ name: String, isRequired: Bool) -> String {
        "<code>\(escaped(name))</code>\(isRequired ? "" : " <small class=\"optional\">optional</small>")"
    }

    /// The name of the schema that is referred to, if one is.
    func schemaName(_ schema: JSON) -> String? {
        schema["$ref"]?.string.flatMap { $0.split(separator: "/").last }.map { escaped(String($0)) }
    }

    /// A schema's type in a few words.
    func type(of schema: JSON) -> String {
        if let name = schemaName(schema) { return "<a href=\"#schema-\(name)\">\(name)</a>" }
        if let parts = schema["allOf"]?.array { return parts.map { type(of: $0) }.joined(separator: " and ") }
        if let choices = (schema["oneOf"] ?? schema["anyOf"])?.array {
            return choices.map { type(of: $0) }.joined(separator: " or ")
        }
        if let only = schema["const"]?.string { return "<code>\(escaped(only))</code>" }
        switch schema["type"]?.string {
        case "array": return "list of \(type(of: schema["items"] ?? .null))"
        case "object":
            guard let values = schema["additionalProperties"], values.object != nil else { return "object" }
            return "\(type(of: values)) by name"
        case "integer": return "whole number"
        case "boolean": return "true or false"
        case "string": return schema["format"]?.string == "date-time" ? "time" : "text"
        default: return ""
        }
    }

    /// What a value must be besides its type.
    func bounds(of schema: JSON) -> String {
        var words: [String] = []
        if let values = schema["enum"]?.array {
            words.append(values.compactMap(\.string).map { "<code>\(escaped($0))</code>" }.joined(separator: " "))
        }
        func range(_ least: String, _ most: String, _ unit: String) {
            switch (schema[least]?.int64, schema[most]?.int64) {
            case (let least?, let most?): words.append("\(grouped(least)) to \(grouped(most))\(unit)")
            case (let least?, nil): words.append("at least \(grouped(least))\(unit)")
            case (nil, let most?): words.append("at most \(grouped(most))\(unit)")
            case (nil, nil): break
            }
        }
        range("minimum", "maximum", "")
        range("minLength", "maxLength", " bytes")
        range("minItems", "maxItems", " elements")
        if let value = schema["default"] { words.append("<code>\(escaped(value.text))</code> where it is left out") }
        guard !words.isEmpty else { return "" }
        return " <small class=\"bounds\">\(words.joined(separator: "; "))</small>"
    }

    private func grouped(_ number: Int64) -> String {
        let digits = Array("\(number.magnitude)")
        let text = digits.enumerated().map { place, digit in
            place > 0 && (digits.count - place) % 3 == 0 ? ",\(digit)" : "\(digit)"
        }
        return (number < 0 ? "−" : "") + text.joined()
    }
}
