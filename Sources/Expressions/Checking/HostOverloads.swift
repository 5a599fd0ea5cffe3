/// A Swift type that stands for a type of the language, so that a host can register functions by their Swift signature.
@usableFromInline
package protocol ValueConvertible: Sendable {
    /// The type as the checker knows it.
    static var valueType: ValueType { get }
    /// Nil where the value is of another type.
    init?(_ value: Value)
    /// As a value of the language.
    var value: Value { get }
}

extension Overload {
    /// A function, method or operator of one argument, by its Swift signature.
    @inlinable
    package init<A: ValueConvertible, R: ValueConvertible>(
        _ name: String,
        isMethod: Bool = false,
        folding: Folding = .strictly,
        _ run: @escaping @Sendable (A) throws(EvaluationProblem) -> R
    ) {
        let body = Body.one { (a, _) throws(EvaluationProblem) in
            guard let a = A(a) else { throw .noSuchOverload }
            return try run(a).value
        }
        self.init(name, isMethod: isMethod, [A.valueType], R.valueType, folding: folding, body: body)
    }

    /// A function, method or operator of two arguments, by its Swift signature.
    @inlinable
    package init<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
        _ name: String,
        isMethod: Bool = false,
        folding: Folding = .strictly,
        _ run: @escaping @Sendable (A, B) throws(EvaluationProblem) -> R
    ) {
        let body = Body.two { (a, b, _) throws(EvaluationProblem) in
            guard let a = A(a), let b = B(b) else { throw .noSuchOverload }
            return try run(a, b).value
        }
        self.init(name, isMethod: isMethod, [A.valueType, B.valueType], R.valueType, folding: folding, body: body)
    }

    /// A function or method of three arguments, by its Swift signature.
    @inlinable
    package init<A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible>(
        _ name: String,
        isMethod: Bool = false,
        folding: Folding = .strictly,
        _ run: @escaping @Sendable (A, B, C) throws(EvaluationProblem) -> R
    ) {
        let body = Body.three { (a, b, c, _) throws(EvaluationProblem) in
            guard let a = A(a), let b = B(b), let c = C(c) else { throw .noSuchOverload }
            return try run(a, b, c).value
        }
        let parameters = [A.valueType, B.valueType, C.valueType]
        self.init(name, isMethod: isMethod, parameters, R.valueType, folding: folding, body: body)
    }

    /// `<`, `<=`, `>` and `>=` for a type of the host's.
    ///
    /// - Parameter order: Below zero, zero or above, as the first sorts before, with or after the second; it may
    ///   refuse, as for amounts in two currencies.
    /// - Returns: The four overloads, to be registered together.
    @inlinable
    package static func comparisons<A: ValueConvertible>(
        _ order: @escaping @Sendable (A, A) throws(EvaluationProblem) -> Int
    ) -> [Overload] {
        [
            Overload("_<_") { (a: A, b: A) throws(EvaluationProblem) in try order(a, b) < 0 },
            Overload("_<=_") { (a: A, b: A) throws(EvaluationProblem) in try order(a, b) <= 0 },
            Overload("_>_") { (a: A, b: A) throws(EvaluationProblem) in try order(a, b) > 0 },
            Overload("_>=_") { (a: A, b: A) throws(EvaluationProblem) in try order(a, b) >= 0 },
        ]
    }
}

extension HostValue {
    /// A host's value is of the opaque type that it names.
    @inlinable
    package static var valueType: ValueType { .opaque(opaqueType) }

    /// The host value inside, or nil where this is something else.
    @inlinable
    package init?(_ value: Value) {
        guard let host = value.host(as: Self.self) else { return nil }
        self = host
    }

    /// As a value of the language; one allocation.
    @inlinable
    package var value: Value { .host(self) }
}

extension Bool: ValueConvertible {
    @inlinable
    package static var valueType: ValueType { .bool }
    @inlinable
    package init?(_ value: Value) {
        guard case .bool(let inner) = value else { return nil }
        self = inner
    }
    @inlinable
    package var value: Value { .bool(self) }
}

extension Int64: ValueConvertible {
    @inlinable
    package static var valueType: ValueType { .int }
    @inlinable
    package init?(_ value: Value) {
        guard case .int(let inner) = value else { return nil }
        self = inner
    }
    @inlinable
    package var value: Value { .int(self) }
}

extension UInt64: ValueConvertible {
    @inlinable
    package static var valueType: ValueType { .uint }
    @inlinable
    package init?(_ value: Value) {
        guard case .uint(let inner) = value else { return nil }
        self = inner
    }
    @inlinable
    package var value: Value { .uint(self) }
}

extension Double: ValueConvertible {
    @inlinable
    package static var valueType: ValueType { .double }
    @inlinable
    package init?(_ value: Value) {
        guard case .double(let inner) = value else { return nil }
        self = inner
    }
    @inlinable
    package var value: Value { .double(self) }
}

extension String: ValueConvertible {
    @inlinable
    package static var valueType: ValueType { .string }
    @inlinable
    package init?(_ value: Value) {
        guard case .string(let inner) = value else { return nil }
        self = inner
    }
    @inlinable
    package var value: Value { .string(self) }
}

extension Timestamp: ValueConvertible {
    @inlinable
    package static var valueType: ValueType { .timestamp }
    @inlinable
    package init?(_ value: Value) {
        guard case .timestamp(let inner) = value else { return nil }
        self = inner
    }
    @inlinable
    package var value: Value { .timestamp(self) }
}

extension Span: ValueConvertible {
    @inlinable
    package static var valueType: ValueType { .duration }
    @inlinable
    package init?(_ value: Value) {
        guard case .duration(let inner) = value else { return nil }
        self = inner
    }
    @inlinable
    package var value: Value { .duration(self) }
}
