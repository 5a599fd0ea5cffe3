/// All that the language brings along: its standard definitions and the string extensions.
///
/// - SeeAlso: cel-spec, `langdef.md`, "List of Standard Definitions"; cel-go, `ext/README.md`, "Strings".
enum StandardFunctions {
    static func all(timeZones: (any TimeZones)?) -> [Overload] {
        Arithmetic.overloads + Relations.overloads + Conversions.overloads + TimeFunctions.overloads(timeZones)
            + TextFunctions.overloads + TextExtensions.overloads
    }
}

/// What the tables of functions are made of.
extension Overload {
    typealias One = @Sendable (Value, inout Budget) throws(EvaluationProblem) -> Value
    typealias Two = @Sendable (Value, Value, inout Budget) throws(EvaluationProblem) -> Value
    typealias Three = @Sendable (Value, Value, Value, inout Budget) throws(EvaluationProblem) -> Value

    static func function(
        _ name: String,
        _ a: ValueType,
        _ result: ValueType,
        _ folding: Folding = .quietly,
        _ body: @escaping One
    ) -> Overload {
        Overload(name, [a], result, folding: folding, body: .one(body))
    }

    static func function(
        _ name: String,
        _ a: ValueType,
        _ b: ValueType,
        _ result: ValueType,
        _ body: @escaping Two
    ) -> Overload {
        Overload(name, [a, b], result, folding: .quietly, body: .two(body))
    }

    static func method(_ name: String, _ a: ValueType, _ result: ValueType, _ body: @escaping One) -> Overload {
        Overload(name, isMethod: true, [a], result, folding: .quietly, body: .one(body))
    }

    static func method(
        _ name: String,
        _ a: ValueType,
        _ b: ValueType,
        _ result: ValueType,
        _ body: @escaping Two
    ) -> Overload {
        Overload(name, isMethod: true, [a, b], result, folding: .quietly, body: .two(body))
    }

    static func method(
        _ name: String,
        _ a: ValueType,
        _ b: ValueType,
        _ c: ValueType,
        _ result: ValueType,
        _ body: @escaping Three
    ) -> Overload {
        Overload(name, isMethod: true, [a, b, c], result, folding: .quietly, body: .three(body))
    }
}

extension Value {
    /// The text inside, or a refusal: what bodies use whose overload asks for a string.
    func text() throws(EvaluationProblem) -> String {
        guard case .string(let text) = self else { throw .noSuchOverload }
        return text
    }

    func integer() throws(EvaluationProblem) -> Int64 {
        guard case .int(let number) = self else { throw .noSuchOverload }
        return number
    }

    func elements() throws(EvaluationProblem) -> [Value] {
        guard case .list(let elements) = self else { throw .noSuchOverload }
        return elements
    }
}
