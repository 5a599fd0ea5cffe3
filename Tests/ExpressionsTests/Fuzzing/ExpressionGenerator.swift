/// Makes expressions from good to nonsense, the same for the same seed.
struct ExpressionGenerator {
    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    mutating func next() -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: noise()
        case 1, 2: soup()
        case 3, 4: damaged(sentence(depth: 4))
        case 5: nested()
        case 6, 7, 8: typed(.bool, depth: Int.random(in: 1...4, using: &random))
        default: sentence(depth: Int.random(in: 1...5, using: &random))
        }
    }

    private static let words = [
        "event", "member", ".", ".total", ".channel", ".lines", ".tiers", ".status", "(", ")", "[", "]", "{", "}", ",",
        ":", "?",
        "&&", "||", "!", "-", "+", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "in", "true", "false", "null", "0",
        "1",
        "9223372036854775807", "-9223372036854775808", "18446744073709551615u", "1.5", "1e309", "0x7F", "\"\"", "'a'",
        "b'\\xff'",
        "r\"\\d\"", "\"\"\"x\"\"\"", "money(\"1.00 MYR\")", "has(event.store)", ".exists(x, x)", ".all(x, x > 1)",
        ".map(x, x)",
        ".filter(x, true)", ".size()", ".atLeast(\"gold\")", "timestamp(0)", "duration(\"1h\")", ".getHours(\"UTC\")",
        "x", "int",
        "type", "dyn", "//", "\n", " ", "é", "\u{1F600}", "`a-b`", "\"%s\".format([1])", ".matches(\"(a|b)*\")", "if",
        "google.protobuf",
    ]

    private mutating func noise() -> String {
        let count = Int.random(in: 0...60, using: &random)
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func soup() -> String {
        (0..<Int.random(in: 1...24, using: &random)).map { _ in pick(Self.words) }.joined(separator: pick(["", " "]))
    }

    private mutating func damaged(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(UInt8.random(in: 0...127, using: &random), at: place)
            default: bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func nested() -> String {
        let count = Int.random(in: 1...300, using: &random)
        let (open, inner, close) = pick([
            ("(", "1", ")"), ("[", "1", "]"), ("{1:", "2", "}"), ("!", "true", ""), ("-", "1", ""), ("1+", "1", ""),
            ("true?1:", "2", ""), ("size([", "", "])"), ("[1].map(x,", "x", ")"), ("true&&", "true", ""),
            ("", "event", ".a"),
            ("", "[1]", "[0]"), ("dyn(", "event", ").lines"), ("'a'+", "'b'", ""), ("((", "'\u{301}'", ")"),
        ])
        return String(repeating: open, count: count) + inner + String(repeating: close, count: count)
    }

    /// Mostly well formed, and often well typed.
    private mutating func sentence(depth: Int) -> String {
        guard depth > 0 else { return pick(Self.leaves) }
        let a = sentence(depth: depth - 1)
        switch Int.random(in: 0..<14, using: &random) {
        case 0: return "(\(a)) && (\(sentence(depth: depth - 1)))"
        case 1: return "(\(a)) || (\(sentence(depth: depth - 1)))"
        case 2, 3: return "(\(a)) \(pick(["<", "<=", "==", "!=", ">", ">=", "in"])) (\(sentence(depth: depth - 1)))"
        case 4, 5: return "(\(a)) \(pick(["+", "-", "*", "/", "%"])) (\(sentence(depth: depth - 1)))"
        case 6: return "\(pick(["!", "-"]))(\(a))"
        case 7: return "(\(a)) ? (\(sentence(depth: depth - 1))) : (\(sentence(depth: depth - 1)))"
        case 8: return "[\(a), \(sentence(depth: depth - 1))]"
        case 9: return "{\(pick(["1", "\"a\"", "true", "2u", a])): \(sentence(depth: depth - 1))}"
        case 10: return "(\(a))[\(sentence(depth: depth - 1))]"
        case 11:
            let macro = pick(["all", "exists", "exists_one", "filter", "map"])
            return
                "(\(pick(["event.lines", "[1, 2, 3]", "{\"a\": 1}", "[[1], [2]]", a]))).\(macro)(x, \(pick(["x", "x == 1", a])))"
        case 12: return "\(pick(Self.functions))(\(a))"
        default:
            return
                "(\(a)).\(pick(Self.methods))(\(pick(["", sentence(depth: depth - 1), "1", "\"a\", \"b\"", "0, 1"])))"
        }
    }

    private static let leaves = [
        "1", "0", "-1", "2u", "1.5", "true", "false", "null", "\"abc\"", "\"\"", "b\"x\"", "[]", "{}", "event.total",
        "event.channel",
        "event.quantity", "event.lines", "event.occurredAt", "event.zone", "event.attributes", "event.attributes.size",
        "member.tiers.status", "member.points", "member.age", "has(member.age)", "money(\"1.00 MYR\")", "points(2)",
        "timestamp(\"2026-03-01T01:30:00Z\")", "duration(\"90m\")", "9223372036854775807", "-9223372036854775808",
        "1e308", "int",
        "\"(a+)+$\"", "\"%d %s %.3f\"", "[1, 2, 3]", "[\"a\", 1, null]", "dyn(1)", "dyn(\"é\")", "x",
    ]

    private static let functions = [
        "size", "int", "uint", "double", "string", "bytes", "bool", "dyn", "type", "timestamp", "duration", "money",
        "points",
        "strings.quote",
    ]

    private static let methods = [
        "size", "contains", "startsWith", "endsWith", "matches", "charAt", "indexOf", "lastIndexOf", "join",
        "lowerAscii",
        "upperAscii", "replace", "split", "substring", "trim", "format", "reverse", "getHours", "getFullYear",
        "getDate", "atLeast",
    ]

    private enum Kind: CaseIterable {
        case bool, int, text, list, moment, money
    }

    /// Well typed, as far as it goes.
    private mutating func typed(_ kind: Kind, depth: Int) -> String {
        let below = depth - 1
        if depth <= 0 { return leaf(kind) }
        let choice = Int.random(in: 0..<6, using: &random)
        switch (kind, choice) {
        case (.bool, 0):
            return "\(typed(.bool, depth: below)) \(pick(["&&", "||", "=="])) (\(typed(.bool, depth: below)))"
        case (.bool, 1): return "\(typed(.int, depth: below)) \(pick(["<", ">=", "=="])) \(typed(.int, depth: below))"
        case (.bool, 2): return "\(typed(.text, depth: below)) \(pick(["<", "!=", "=="])) \(typed(.text, depth: below))"
        case (.bool, 3): return "\(typed(.int, depth: below)) in \(typed(.list, depth: below))"
        case (.bool, 4):
            return
                "\(typed(.list, depth: below)).\(pick(["all", "exists", "exists_one"]))(x, x > \(typed(.int, depth: below)))"
        case (.bool, _):
            return "\(typed(.money, depth: below)) \(pick(["<", ">=", "=="])) \(typed(.money, depth: below))"
        case (.int, 0):
            return "(\(typed(.int, depth: below)) \(pick(["+", "-", "*", "/", "%"])) \(typed(.int, depth: below)))"
        case (.int, 1): return "size(\(typed(pick([.text, .list]), depth: below)))"
        case (.int, 2):
            return
                "\(typed(.moment, depth: below)).\(pick(["getHours(event.zone)", "getDate()", "getDayOfWeek('+08:00')"]))"
        case (.int, 3):
            return "(\(typed(.bool, depth: below)) ? \(typed(.int, depth: below)) : \(typed(.int, depth: below)))"
        case (.int, _): return "\(typed(.list, depth: below))[\(typed(.int, depth: 0))]"
        case (.text, 0): return "(\(typed(.text, depth: below)) + \(typed(.text, depth: below)))"
        case (.text, 1): return "string(\(typed(.int, depth: below)))"
        case (.text, 2):
            return
                "\(typed(.text, depth: below)).\(pick(["trim()", "reverse()", "replace('a', 'bb')", "upperAscii()"]))"
        case (.text, _): return "'%s %d'.format([\(typed(.text, depth: below)), \(typed(.int, depth: below))])"
        case (.list, 0): return "(\(typed(.list, depth: below)) + [\(typed(.int, depth: below))])"
        case (.list, 1): return "\(typed(.list, depth: below)).filter(y, y != \(typed(.int, depth: below)))"
        case (.list, _):
            return "\(typed(.list, depth: below)).map(z, z \(pick(["+", "-"])) \(typed(.int, depth: below)))"
        case (.moment, 0): return "(\(typed(.moment, depth: below)) + duration('90m'))"
        case (.moment, _): return "timestamp(\(typed(.int, depth: below)))"
        case (.money, 0): return "(\(typed(.money, depth: below)) + \(typed(.money, depth: below)))"
        case (.money, _): return leaf(kind)
        }
    }

    private mutating func leaf(_ kind: Kind) -> String {
        switch kind {
        case .bool: pick(["true", "false", "has(member.age)", "member.tiers.status.atLeast('gold')"])
        case .int: pick(["0", "1", "-1", "7", "event.quantity", "9223372036854775807", "member.age"])
        case .text: pick(["''", "'abc'", "event.channel", "event.zone", "'\u{E9}'", "'\u{1F600}'"])
        case .list: pick(["[]", "[1, 2, 3]", "[event.quantity]", "event.lines.map(l, l.quantity)"])
        case .moment: pick(["event.occurredAt", "timestamp('2026-03-01T01:30:00Z')"])
        case .money: pick(["event.total", "money('1.00 MYR')", "money('1.00 SGD')"])
        }
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }
}
