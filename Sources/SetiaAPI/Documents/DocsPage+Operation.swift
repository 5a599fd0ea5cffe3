internal import JSONText

extension DocsPage {
    /// One operation: what it does, what it takes, what it answers.
    func article(_ operation: Operation) -> String {
        let scope = operation.json["x-scope"]?.string
        let chip =
            scope.map { "<span class=\"scope\">\(escaped($0))</span>" } ?? "<span class=\"scope open\">open</span>"
        return """
            <article class="operation">
            <h3 id="\(text(operation.json, "operationId"))">\(escaped(text(operation.json, "summary")))</h3>
            <p class="address"><span class="method \(operation.method.lowercased())">\(operation.method)</span>
            <code>\(breakable(operation.path))</code> \(chip)</p>
            \(markdown(text(operation.json, "description")))\(parameterTable(operation))\(body(operation))\
            \(answers(operation))\(examples(of: operation))</article>

            """
    }

    func parameters(of operation: Operation) -> [JSON] {
        (operation.json["parameters"]?.array ?? []).map { resolved($0) }
    }

    private func parameterTable(_ operation: Operation) -> String {
        let rows = parameters(of: operation).map { parameter in
            let isRequired = parameter["required"]?.bool ?? false
            return (
                anchor: String?.none,
                cells: [
                    name(text(parameter, "name"), isRequired: isRequired),
                    escaped(text(parameter, "in")),
                    type(of: parameter["schema"] ?? .null),
                    inline(text(parameter, "description")) + bounds(of: parameter["schema"] ?? .null),
                ]
            )
        }
        guard !rows.isEmpty else { return "" }
        return "<h4>Parameters</h4>\n" + table(["Name", "Where", "Type", "Meaning"], rows, kind: "parameters")
    }

    private func body(_ operation: Operation) -> String {
        let contents = members(operation.json["requestBody"]?["content"])
        guard !contents.isEmpty else { return "" }
        let bodies = contents.map { mediaType, content in
            let schema = content["schema"] ?? .null
            let form = type(of: schema).isEmpty ? "" : ": \(type(of: schema))"
            return "<p><code>\(escaped(mediaType))</code>\(form)</p>\n\(fields(of: schema))"
        }
        return "<h4>Body</h4>\n\(bodies.joined())"
    }

    /// The fields of a schema that has a name, or its kinds, folded away.
    private func fields(of schema: JSON) -> String {
        guard let name = schemaName(schema) else { return "" }
        let named = resolved(schema)
        let isOfKinds = named["oneOf"] != nil || named["anyOf"] != nil
        guard isOfKinds || named["properties"] != nil else { return "" }
        let title = isOfKinds ? "Kinds of \(name)" : "Fields of \(name)"
        return "<details><summary>\(title)</summary>\n\(self.schema(named))</details>\n"
    }

    /// A row for each answer of its own, and one for those that every operation shares.
    private func answers(_ operation: Operation) -> String {
        var rows: [(anchor: String?, cells: [String])] = []
        var shared: (statuses: [String], names: [String]) = ([], [])
        for (status, response) in members(operation.json["responses"]) {
            let names = problemLinks(resolved(response))
            if response["$ref"] != nil, DocsPage.everywhere.contains(status) {
                shared.statuses.append("<code>\(status)</code>")
                shared.names += names
                continue
            }
            let content = members(resolved(response)["content"]).first
            let carried = names.isEmpty ? content.map { carries($0) } ?? "" : listed(names)
            rows.append((nil, ["<code>\(status)</code>", inline(text(resolved(response), "description")), carried]))
        }
        if !shared.names.isEmpty {
            let statuses = shared.statuses.joined(separator: " ")
            rows.append((nil, [statuses, "As everywhere", listed(shared.names)]))
        }
        return "<h4>Answers</h4>\n" + table(["Status", "Meaning", "Carries"], rows, kind: "answers")
    }

    /// The statuses of answers that any operation with a key may give.
    private static let everywhere = ["401", "403", "500", "503"]

    private func problemLinks(_ response: JSON) -> [String] {
        (response["x-problems"]?.array ?? []).compactMap(\.string).map { name in
            "<a href=\"#problem-\(name)\"><code>\(escaped(name))</code></a>"
        }
    }

    private func listed(_ names: [String]) -> String {
        "<span class=\"names\">\(names.joined(separator: " "))</span>"
    }

    private func carries(_ content: (key: String, value: JSON)) -> String {
        content.key == "application/json"
            ? type(of: content.value["schema"] ?? .null) : "<code>\(escaped(content.key))</code>"
    }
}
