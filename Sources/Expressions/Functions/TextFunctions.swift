/// `size`, `contains`, `startsWith`, `endsWith` and `matches`.
///
/// - SeeAlso: cel-spec, `langdef.md`, "List of Standard Definitions".
enum TextFunctions {
    static var overloads: [Overload] { sizes + searches + [matches(isMethod: true), matches(isMethod: false)] }

    private static var sizes: [Overload] {
        let types: [ValueType] = [.string, .bytes, .list(.parameter(0)), .map(.parameter(0), .parameter(1))]
        return types.flatMap { type in
            [.function("size", type, .int, .quietly, size), .method("size", type, .int, size)]
        }
    }

    private static func size(_ value: Value, _ budget: inout Budget) throws(EvaluationProblem) -> Value {
        switch value {
        case .string(let text):
            try budget.spend(text.utf8.count / 16)
            return .int(Int64(CodePoints.count(text)))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let elements): return .int(Int64(elements.count))
        case .map(let map): return .int(Int64(map.count))
        default: throw .noSuchOverload
        }
    }

    private static var searches: [Overload] {
        [
            .method("contains", .string, .string, .bool) { (a, b, budget) throws(EvaluationProblem) in
                let (text, part) = (try a.text(), try b.text())
                try budget.spend(product: text.utf8.count, part.utf8.count)
                return .bool(CodePoints.contains(text, part))
            },
            .method("startsWith", .string, .string, .bool) { (a, b, budget) throws(EvaluationProblem) in
                let (text, part) = (try a.text(), try b.text())
                try budget.spend(part.utf8.count / 16)
                return .bool(CodePoints.hasPrefix(text, part))
            },
            .method("endsWith", .string, .string, .bool) { (a, b, budget) throws(EvaluationProblem) in
                let (text, part) = (try a.text(), try b.text())
                try budget.spend(part.utf8.count / 16)
                return .bool(CodePoints.hasSuffix(text, part))
            },
        ]
    }

    /// A pattern that is a constant is compiled once, and refused at its place where it is no pattern.
    private static func matches(isMethod: Bool) -> Overload {
        Overload(
            "matches",
            isMethod: isMethod,
            [.string, .string],
            .bool,
            folding: .quietly,
            prepare: { (constants) throws(ConstantFault) in
                guard case .string(let text) = constants[1] else { return nil }
                let pattern: Pattern
                do throws(PatternFault) {
                    pattern = try Pattern(text)
                } catch {
                    throw ConstantFault(
                        argument: 1,
                        "the pattern is not valid: \(error.reason)",
                        hint: "patterns follow RE2"
                    )
                }
                return .two { (a, _, budget) throws(EvaluationProblem) in
                    let text = try a.text()
                    try budget.spend(product: text.utf8.count, pattern.size)
                    return .bool(pattern.matches(text))
                }
            },
            body: .two { (a, b, budget) throws(EvaluationProblem) in
                let (text, source) = (try a.text(), try b.text())
                try budget.spend(source.utf8.count)
                let pattern: Pattern
                do throws(PatternFault) {
                    pattern = try Pattern(source)
                } catch {
                    throw .invalidArgument("the pattern is not valid: \(error.reason)")
                }
                try budget.spend(pattern.size)
                try budget.spend(product: text.utf8.count, pattern.size)
                return .bool(pattern.matches(text))
            }
        )
    }
}
