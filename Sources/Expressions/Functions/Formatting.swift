/// `"%d points".format([n])`.
///
/// - SeeAlso: cel-go, `ext/README.md`, "Strings.Format".
enum Formatting {
    private static let deepest = 64
    private static let widest = 1_000

    static func format(_ text: String, _ arguments: [Value], _ budget: inout Budget) throws(EvaluationProblem) -> String
    {
        try budget.spend(text.utf8.count / 4)
        var result = ""
        var next = 0
        var rest = text.unicodeScalars[...]
        while let percent = rest.firstIndex(of: "%") {
            result.unicodeScalars.append(contentsOf: rest[..<percent])
            rest = rest[rest.index(after: percent)...]
            if rest.first == "%" {
                result += "%"
                rest.removeFirst()
                continue
            }
            let precision = try precision(&rest)
            guard let clause = rest.popFirst() else { throw .invalidArgument("unexpected end of the format") }
            guard "sdfebxXo".unicodeScalars.contains(clause) else {
                throw .invalidArgument(
                    "could not parse formatting clause: unrecognized formatting clause \"\(clause)\""
                )
            }
            guard next < arguments.count else { throw .invalidArgument("index \(next) out of range") }
            let written = try write(arguments[next], clause, precision, &budget)
            try budget.spend(1 + written.utf8.count / 16)
            result += written
            next += 1
        }
        result.unicodeScalars.append(contentsOf: rest)
        return result
    }

    /// A value as `%s` writes it, or nil where it cannot.
    static func plain(_ value: Value) -> String? {
        var budget = Budget(limit: 10_000)
        return try? plain(value, depth: 0, &budget)
    }

    private static func precision(_ rest: inout String.UnicodeScalarView.SubSequence) throws(EvaluationProblem) -> Int?
    {
        guard rest.first == "." else { return nil }
        rest.removeFirst()
        var value = 0
        var count = 0
        while let digit = rest.first, ("0"..."9").contains(digit) {
            value = value * 10 + Int(digit.value - 48)
            count += 1
            guard value <= widest else { throw .invalidArgument("the precision is over \(widest)") }
            rest.removeFirst()
        }
        guard count > 0 else { throw .invalidArgument("the precision has no digits") }
        return value
    }

    private static func write(
        _ value: Value,
        _ clause: Unicode.Scalar,
        _ precision: Int?,
        _ budget: inout Budget
    ) throws(EvaluationProblem) -> String {
        switch clause {
        case "d": return try decimal(value)
        case "f":
            guard let number = number(value) else {
                throw refusal("fixed-point clause can only be used on doubles", value)
            }
            return Decimals.fixed(number, precision: precision ?? 6)
        case "e":
            guard let number = number(value) else {
                throw refusal("scientific clause can only be used on doubles", value)
            }
            return Decimals.scientific(number, precision: precision ?? 6)
        case "b":
            switch value {
            case .bool(let answer): return answer ? "1" : "0"
            case .int(let number): return String(number, radix: 2)
            case .uint(let number): return String(number, radix: 2)
            default: throw refusal("only integers and bools can be formatted as binary", value)
            }
        case "o":
            switch value {
            case .int(let number): return String(number, radix: 8)
            case .uint(let number): return String(number, radix: 8)
            default: throw refusal("octal clause can only be used on integers", value)
            }
        case "x", "X": return try hexadecimal(value, upper: clause == "X")
        default: return try plain(value, depth: 0, &budget)
        }
    }

    private static func refusal(_ reason: String, _ value: Value) -> EvaluationProblem {
        .invalidArgument("error during formatting: \(reason), was given \(value.typeName.text)")
    }

    private static func number(_ value: Value) -> Double? {
        switch value {
        case .double(let number): number
        case .int(let number): Double(number)
        case .uint(let number): Double(number)
        default: nil
        }
    }

    private static func decimal(_ value: Value) throws(EvaluationProblem) -> String {
        switch value {
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number) where !number.isFinite: return Decimals.shortest(number)
        default: throw refusal("decimal clause can only be used on integers", value)
        }
    }

    private static func hexadecimal(_ value: Value, upper: Bool) throws(EvaluationProblem) -> String {
        let bytes: [UInt8]
        switch value {
        case .int(let number): return String(number, radix: 16, uppercase: upper)
        case .uint(let number): return String(number, radix: 16, uppercase: upper)
        case .string(let text): bytes = Array(text.utf8)
        case .bytes(let content): bytes = content
        default: throw refusal("only integers, byte buffers, and strings can be formatted as hex", value)
        }
        let digits = Array((upper ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        let written = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: written, as: UTF8.self)
    }

    /// Recursion ends at a fixed depth: lists and maps of a host's may be deeper than any expression.
    private static func plain(_ value: Value, depth: Int, _ budget: inout Budget) throws(EvaluationProblem) -> String {
        try budget.spend(1)
        guard depth < deepest else { throw .invalidArgument("the value is over \(deepest) deep") }
        switch value {
        case .null: return "null"
        case .bool(let answer): return answer ? "true" : "false"
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number): return Decimals.shortest(number)
        case .string(let text):
            try budget.spend(text.utf8.count / 16)
            return text
        case .bytes(let bytes):
            try budget.spend(bytes.count / 16)
            return String(decoding: bytes, as: UTF8.self)
        case .timestamp(let moment): return TimeText.write(moment)
        case .duration(let span): return TimeText.write(span)
        case .type(let name): return name.text
        case .list(let elements):
            var parts: [String] = []
            for element in elements {
                parts.append(try plain(element, depth: depth + 1, &budget))
            }
            return "[" + parts.joined(separator: ", ") + "]"
        case .map(let map):
            var parts: [(key: String, text: String)] = []
            for entry in map.entries {
                let key = try plain(entry.key, depth: depth + 1, &budget)
                parts.append((key, key + ": " + (try plain(entry.value, depth: depth + 1, &budget))))
            }
            parts.sort { CodePoints.order($0.key, $1.key) < 0 }
            return "{" + parts.map(\.text).joined(separator: ", ") + "}"
        case .record, .opaque:
            throw refusal(
                "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, "
                    + "and timestamps",
                value
            )
        }
    }
}
