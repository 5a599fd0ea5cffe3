/// `+ - * / %` and the minus before a value: whole numbers never wrap.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Numeric Values" and "Overflow".
enum Arithmetic {
    static var overloads: [Overload] { numbers + joins + times }

    private static var numbers: [Overload] {
        [
            whole("_+_", Int64.self) { $0.addingReportingOverflow($1) },
            whole("_-_", Int64.self) { $0.subtractingReportingOverflow($1) },
            whole("_*_", Int64.self) { $0.multipliedReportingOverflow(by: $1) },
            whole("_/_", Int64.self, zero: .divisionByZero) { $0.dividedReportingOverflow(by: $1) },
            whole("_%_", Int64.self, zero: .modulusByZero) { $0.remainderReportingOverflow(dividingBy: $1) },
            whole("_+_", UInt64.self) { $0.addingReportingOverflow($1) },
            whole("_-_", UInt64.self) { $0.subtractingReportingOverflow($1) },
            whole("_*_", UInt64.self) { $0.multipliedReportingOverflow(by: $1) },
            whole("_/_", UInt64.self, zero: .divisionByZero) { $0.dividedReportingOverflow(by: $1) },
            whole("_%_", UInt64.self, zero: .modulusByZero) { $0.remainderReportingOverflow(dividingBy: $1) },
            Overload("_+_", folding: .quietly) { (a: Double, b: Double) in a + b },
            Overload("_-_", folding: .quietly) { (a: Double, b: Double) in a - b },
            Overload("_*_", folding: .quietly) { (a: Double, b: Double) in a * b },
            Overload("_/_", folding: .quietly) { (a: Double, b: Double) in a / b },
            Overload("-_", folding: .quietly) { (a: Double) in -a },
            Overload("-_", folding: .quietly) { (a: Int64) throws(EvaluationProblem) in
                guard a != .min else { throw .overflow }
                return -a
            },
            Overload("!_", folding: .quietly) { (a: Bool) in !a },
        ]
    }

    private static func whole<Number: ValueConvertible & FixedWidthInteger>(
        _ name: String,
        _ type: Number.Type,
        zero: EvaluationProblem? = nil,
        _ operation: @escaping @Sendable (Number, Number) -> (partialValue: Number, overflow: Bool)
    ) -> Overload {
        Overload(name, folding: .quietly) { (a: Number, b: Number) throws(EvaluationProblem) in
            if let zero, b == 0 { throw zero }
            let (result, overflow) = operation(a, b)
            if overflow { throw .overflow }
            return result
        }
    }

    private static var joins: [Overload] {
        [
            .function("_+_", .string, .string, .string) { (a, b, budget) throws(EvaluationProblem) in
                let (a, b) = (try a.text(), try b.text())
                try budget.spend((a.utf8.count + b.utf8.count) / 16)
                return .string(a + b)
            },
            .function("_+_", .bytes, .bytes, .bytes) { (a, b, budget) throws(EvaluationProblem) in
                guard case .bytes(let a) = a, case .bytes(let b) = b else { throw .noSuchOverload }
                try budget.spend((a.count + b.count) / 16)
                return .bytes(a + b)
            },
            .function("_+_", .list(.parameter(0)), .list(.parameter(0)), .list(.parameter(0))) {
                (a, b, budget) throws(EvaluationProblem) in
                let (a, b) = (try a.elements(), try b.elements())
                try budget.spend(a.count + b.count)
                return .list(a + b)
            },
        ]
    }

    private static var times: [Overload] {
        [
            Overload("_+_", folding: .quietly) { (a: Timestamp, b: Span) throws(EvaluationProblem) in try moment(a, b)
            },
            Overload("_+_", folding: .quietly) { (a: Span, b: Timestamp) throws(EvaluationProblem) in try moment(b, a)
            },
            Overload("_+_", folding: .quietly) { (a: Span, b: Span) throws(EvaluationProblem) in
                try span(a.nanoseconds.addingReportingOverflow(b.nanoseconds))
            },
            Overload("_-_", folding: .quietly) { (a: Timestamp, b: Span) throws(EvaluationProblem) in
                try moment(a, span(Int64(0).subtractingReportingOverflow(b.nanoseconds)))
            },
            Overload("_-_", folding: .quietly) { (a: Timestamp, b: Timestamp) throws(EvaluationProblem) in
                guard let span = a.since(b) else { throw .outOfRange("the duration") }
                return span
            },
            Overload("_-_", folding: .quietly) { (a: Span, b: Span) throws(EvaluationProblem) in
                try span(a.nanoseconds.subtractingReportingOverflow(b.nanoseconds))
            },
        ]
    }

    private static func moment(_ moment: Timestamp, _ span: Span) throws(EvaluationProblem) -> Timestamp {
        guard let sum = moment.adding(span) else { throw .outOfRange("the timestamp") }
        return sum
    }

    private static func span(_ result: (partialValue: Int64, overflow: Bool)) throws(EvaluationProblem) -> Span {
        if result.overflow { throw .outOfRange("the duration") }
        return Span(nanoseconds: result.partialValue)
    }
}
