/// A condition in the fields of a form: ready forms that people choose, and whatever else it says.
///
/// Taken apart are the parts that `&&` joins, as far as each ready form stands once; the rest stays an expression.
struct WrittenCondition {
    /// The fields, in the order in which they are joined.
    static let fields = ["level", "store", "channel", "category", "amount", "amount-currency", "condition"]

    private(set) var values: [String: String] = [:]

    /// What was typed.
    init(_ typed: [String: String]) {
        for field in WrittenCondition.fields { values[field] = typed[field] ?? "" }
    }

    /// What a document says.
    init(_ text: String) {
        for field in WrittenCondition.fields { values[field] = "" }
        guard let parts = WrittenCondition.parts(of: text) else {
            values["condition"] = text
            return
        }
        var others: [String] = []
        for part in parts where part != "true" {
            if !take(part) { others.append(part) }
        }
        values["condition"] = others.joined(separator: " && ")
    }

    private mutating func take(_ part: String) -> Bool {
        for (field, pattern) in WrittenCondition.forms where values[field] == "" {
            guard let match = try? pattern.wholeMatch(in: part) else { continue }
            if field == "amount" {
                values["amount-currency"] = match.output[2].substring.map(String.init) ?? ""
            }
            let first = match.output[1].substring.map(String.init) ?? ""
            values[field] =
                field == "level" ? "\(first)/\(match.output[2].substring.map(String.init) ?? "")" : first
            return true
        }
        return false
    }

    private static var forms: [(String, Regex<AnyRegexOutput>)] {
        [
            ("level", Regex(#/member\.tiers\.(\w+)\.atLeast\("([\w-]+)"\)/#)),
            ("store", Regex(#/event\.store == "([^"\\]*)"/#)), ("channel", Regex(#/event\.channel == "([^"\\]*)"/#)),
            ("category", Regex(#/event\.lines\.exists\(line, "([^"\\]*)" in line\.categories\)/#)),
            ("amount", Regex(#/event\.total >= money\("([0-9.]+) ([A-Z]{3})"\)/#)),
        ]
    }

    /// The parts that are joined; with the field that each came from.
    private var parts: [(field: String, text: String)] {
        var parts: [(String, String)] = []
        func value(_ field: String) -> String { values[field] ?? "" }
        let level = value("level").split(separator: "/", maxSplits: 1)
        if level.count == 2 { parts.append(("level", "member.tiers.\(level[0]).atLeast(\(quoted(String(level[1]))))")) }
        if !value("store").isEmpty { parts.append(("store", "event.store == \(quoted(value("store")))")) }
        if !value("channel").isEmpty { parts.append(("channel", "event.channel == \(quoted(value("channel")))")) }
        if !value("category").isEmpty {
            parts.append(("category", "event.lines.exists(line, \(quoted(value("category"))) in line.categories)"))
        }
        if !value("amount").isEmpty {
            let amount = quoted("\(value("amount")) \(value("amount-currency"))")
            parts.append(("amount", "event.total >= money(\(amount))"))
        }
        let other = value("condition")
        if !other.isEmpty {
            let isApart = parts.isEmpty || WrittenCondition.parts(of: other) != nil
            parts.append(("condition", isApart ? other : "(\(other))"))
        }
        return parts
    }

    /// As the document has it; empty is always.
    var text: String { parts.map(\.text).joined(separator: " && ") }

    /// The field in which a problem with the condition is to be mended.
    func field(of reason: String) -> String {
        if let match = reason.firstMatch(of: #/^at character (\d+):/#), let place = Int(match.output.1) {
            var end = 0
            for part in parts {
                end += part.text.utf8.count + 4
                if place <= end { return part.field }
            }
        }
        if reason.contains("event.total"), values["amount"] != "" { return "amount" }
        if reason.contains("event.lines"), values["category"] != "" { return "category" }
        return "condition"
    }

    /// The parts that `&&` joins outside of brackets and quotation marks; none where `||` or `?` stands there too.
    private static func parts(of text: String) -> [String]? {
        var parts: [String] = []
        var part = ""
        var depth = 0
        var mark: Character?
        var rest = Substring(text)
        while let character = rest.popFirst() {
            if let open = mark {
                part.append(character)
                if character == "\\", let next = rest.popFirst() { part.append(next) }
                if character == open { mark = nil }
                continue
            }
            switch character {
            case "\"", "'": mark = character
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            case "|" where depth == 0, "?" where depth == 0: return nil
            case "&" where depth == 0 && rest.first == "&":
                rest.removeFirst()
                parts.append(trimmed(part))
                part = ""
                continue
            default: break
            }
            part.append(character)
        }
        guard depth == 0, mark == nil else { return nil }
        parts.append(trimmed(part))
        return parts.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
