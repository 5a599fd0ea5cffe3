internal import JSONText

extension DocsPage {
    /// Each request that the description gives, as a command to copy, and what it answers.
    func examples(of operation: Operation) -> String {
        var html = ""
        var shown: Set<String> = []
        for (mediaType, content) in members(operation.json["requestBody"]?["content"]) {
            for (name, example) in members(content["examples"]) {
                html += "<p class=\"caption\">\(inline(text(example, "summary")))</p>\n"
                html += block(command(operation, mediaType, example["value"]), kind: "request")
                html += answers(of: operation, named: name)
                shown.insert(name)
            }
        }
        let others = answerExamples(of: operation).filter { !shown.contains($0.name) }
        if members(operation.json["requestBody"]).isEmpty, !others.isEmpty || operation.method == "DELETE" {
            html += block(command(operation, nil, nil), kind: "request")
        }
        html += others.map { answer($0) }.joined()
        guard !html.isEmpty else { return "" }
        return "<h4>Examples</h4>\n\(html)"
    }

    private struct AnswerExample {
        let status: String
        let name: String
        let json: JSON
    }

    /// The examples that stand with the operation itself, not those that it shares.
    private func answerExamples(of operation: Operation) -> [AnswerExample] {
        members(operation.json["responses"]).flatMap { status, response in
            members(response["content"]).flatMap { _, content in
                members(content["examples"]).map { AnswerExample(status: status, name: $0.key, json: $0.value) }
            }
        }
    }

    private func answers(of operation: Operation, named name: String) -> String {
        answerExamples(of: operation).filter { $0.name == name }.map { answer($0) }.joined()
    }

    private func answer(_ example: AnswerExample) -> String {
        let caption = "<span class=\"status\">\(example.status)</span> \(inline(text(example.json, "summary")))"
        return "<p class=\"caption answer\">\(caption)</p>\n"
            + block(laidOut(example.json["value"] ?? .null), kind: "answer")
    }

    /// The request as `curl` sends it.
    private func command(_ operation: Operation, _ mediaType: String?, _ body: JSON?) -> String {
        var path = operation.path
        var query: [String] = []
        var headers: [String] = []
        for parameter in parameters(of: operation) {
            guard let example = parameter["example"].map({ plain($0) }) else { continue }
            let name = text(parameter, "name")
            switch text(parameter, "in") {
            case "path": path = path.replacing("{\(name)}", with: example)
            case "query": query.append("\(name)=\(percentEncoded(example))")
            // What stands in headers in binary mode stands in the body in the others.
            default: if mediaType == "application/json" { headers.append("\(name): \(example)") }
            }
        }
        if let mediaType { headers.append("Content-Type: \(mediaType)") }
        let address = path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        var parts = ["curl\(operation.method == "GET" ? "" : " -X \(operation.method)") \"$SETIA\(address)\""]
        if operation.json["x-scope"]?.string != nil { parts.append("-H \"Authorization: Bearer $SETIA_KEY\"") }
        parts += headers.map { "-H '\($0)'" }
        if let body {
            let content = body.string ?? laidOut(body)
            parts.append("--data-binary '\(content.replacing("'", with: "'\\''"))'")
        }
        return parts.joined(separator: " \\\n  ")
    }

    private func plain(_ json: JSON) -> String { json.string ?? json.text }

    /// A block that can be read along by keyboard; a request is marked whole by one click, to be copied.
    private func block(_ code: String, kind: String) -> String {
        "<pre class=\"\(kind)\" tabindex=\"0\"><code>\(escaped(code))</code></pre>\n"
    }
}

/// JSON for people, in the order it has: what fits stands on one line.
func laidOut(_ json: JSON, indentation: Int = 0, width: Int = 76) -> String {
    let inner = String(repeating: " ", count: indentation + 2)
    let outer = String(repeating: " ", count: indentation)
    switch json {
    case .array(let elements) where !elements.isEmpty && !fits(json, width - indentation):
        let lines = elements.map { inner + laidOut($0, indentation: indentation + 2, width: width) }
        return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
    case .object(let object) where !object.members.isEmpty && !fits(json, width - indentation):
        let lines = object.members.map { key, value in
            "\(inner)\(JSON.string(key).text): \(laidOut(value, indentation: indentation + 2, width: width))"
        }
        return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
    default:
        return oneLine(json)
    }
}

private func fits(_ json: JSON, _ width: Int) -> Bool { oneLine(json).count <= width }

private func oneLine(_ json: JSON) -> String {
    switch json {
    case .array(let elements): "[\(elements.map { oneLine($0) }.joined(separator: ", "))]"
    case .object(let object):
        "{\(object.members.map { "\(JSON.string($0.key).text): \(oneLine($0.value))" }.joined(separator: ", "))}"
    case .null, .bool, .integer, .decimal, .string: json.text
    }
}

/// What may stand in the value of a query as it is, and the rest by its bytes.
private func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.reduce(into: "") { encoded, byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "@"), UInt8(ascii: ":"):
            encoded.append(Character(Unicode.Scalar(byte)))
        default: encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }
    }
}
