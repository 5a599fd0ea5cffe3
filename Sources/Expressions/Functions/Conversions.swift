/// The functions that are named like types, and `type` and `dyn`.
///
/// - SeeAlso: cel-spec, `langdef.md`, "List of Standard Definitions".
enum Conversions {
    static var overloads: [Overload] { integers + reals + texts + others }

    private static var integers: [Overload] {
        [
            Overload("int", folding: .quietly) { (a: Int64) in a },
            Overload("int", folding: .quietly) { (a: UInt64) throws(EvaluationProblem) -> Int64 in
                guard let value = Int64(exactly: a) else { throw .overflow }
                return value
            },
            Overload("int", folding: .quietly) { (a: Double) throws(EvaluationProblem) -> Int64 in
                // The bounds themselves are refused, as in the published tests: 2^63 as a double is where int ends.
                guard a > -0x1p63, a < 0x1p63 else { throw .overflow }
                return Int64(a)
            },
            Overload("int", folding: .strictly) { (a: String) throws(EvaluationProblem) -> Int64 in
                guard let value = Int64(a) else { throw .invalidArgument("\"\(a)\" is not an int") }
                return value
            },
            Overload("int", folding: .quietly) { (a: Timestamp) in a.seconds },
            Overload("uint", folding: .quietly) { (a: UInt64) in a },
            Overload("uint", folding: .quietly) { (a: Int64) throws(EvaluationProblem) -> UInt64 in
                guard let value = UInt64(exactly: a) else { throw .overflow }
                return value
            },
            Overload("uint", folding: .quietly) { (a: Double) throws(EvaluationProblem) -> UInt64 in
                guard a >= 0, a < 0x1p64 else { throw .overflow }
                return UInt64(a)
            },
            Overload("uint", folding: .strictly) { (a: String) throws(EvaluationProblem) -> UInt64 in
                guard let value = UInt64(a) else { throw .invalidArgument("\"\(a)\" is not a uint") }
                return value
            },
        ]
    }

    private static var reals: [Overload] {
        [
            Overload("double", folding: .quietly) { (a: Double) in a },
            Overload("double", folding: .quietly) { (a: Int64) in Double(a) },
            Overload("double", folding: .quietly) { (a: UInt64) in Double(a) },
            Overload("double", folding: .strictly) { (a: String) throws(EvaluationProblem) -> Double in
                guard let value = Double(a) else { throw .invalidArgument("\"\(a)\" is not a double") }
                return value
            },
        ]
    }

    private static var texts: [Overload] {
        [
            Overload("string", folding: .quietly) { (a: String) in a },
            Overload("string", folding: .quietly) { (a: Bool) in a ? "true" : "false" },
            Overload("string", folding: .quietly) { (a: Int64) in String(a) },
            Overload("string", folding: .quietly) { (a: UInt64) in String(a) },
            Overload("string", folding: .quietly) { (a: Double) in Decimals.shortest(a) },
            Overload("string", folding: .quietly) { (a: Timestamp) in TimeText.write(a) },
            Overload("string", folding: .quietly) { (a: Span) in TimeText.write(a) },
            .function("string", .bytes, .string) { (a, budget) throws(EvaluationProblem) in
                guard case .bytes(let bytes) = a else { throw .noSuchOverload }
                try budget.spend(bytes.count / 16)
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw .invalidArgument("the bytes are not UTF-8")
                }
                return .string(text)
            },
            .function("bytes", .string, .bytes) { (a, budget) throws(EvaluationProblem) in
                let text = try a.text()
                try budget.spend(text.utf8.count / 16)
                return .bytes(Array(text.utf8))
            },
            .function("bytes", .bytes, .bytes) { a, _ in a },
        ]
    }

    private static var others: [Overload] {
        [
            Overload("bool", folding: .quietly) { (a: Bool) in a },
            Overload("bool", folding: .strictly) { (a: String) throws(EvaluationProblem) -> Bool in
                switch a {
                case "1", "t", "T", "true", "TRUE", "True": return true
                case "0", "f", "F", "false", "FALSE", "False": return false
                default: throw .invalidArgument("\"\(a)\" is neither true nor false")
                }
            },
            .function("dyn", .parameter(0), .dynamic) { a, _ in a },
            .function("type", .parameter(0), .type) { a, _ in .type(a.typeName) },
            Overload("timestamp", folding: .quietly) { (a: Timestamp) in a },
            Overload("timestamp", folding: .strictly) { (a: Int64) throws(EvaluationProblem) -> Timestamp in
                guard let moment = Timestamp(seconds: a) else { throw .outOfRange("the timestamp") }
                return moment
            },
            Overload("timestamp", folding: .strictly) { (a: String) throws(EvaluationProblem) -> Timestamp in
                guard let moment = TimeText.timestamp(a) else {
                    throw .invalidArgument(
                        "\"\(a)\" is not a timestamp such as 2026-01-31T09:00:00Z, of the years 1 to 9999"
                    )
                }
                return moment
            },
            Overload("duration", folding: .quietly) { (a: Span) in a },
            Overload("duration", folding: .strictly) { (a: String) throws(EvaluationProblem) -> Span in
                guard let span = TimeText.span(a) else {
                    throw .invalidArgument("\"\(a)\" is not a duration such as 36h or 1h30m, of some 292 years at most")
                }
                return span
            },
        ]
    }
}
