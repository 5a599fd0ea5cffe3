/// `< <= > >=`, `in` and `[]`.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Ordering" and "Field Selection".
enum Relations {
    static var overloads: [Overload] { orders + membership + indexing }

    private static var orders: [Overload] {
        let numbers: [ValueType] = [.int, .uint, .double]
        var pairs: [(ValueType, ValueType)] = [
            (.bool, .bool), (.string, .string), (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration),
        ]
        for number in numbers {
            pairs.append((number, number))
        }
        var overloads: [Overload] = []
        for (a, b) in pairs {
            overloads += orders(a, b)
        }
        for a in numbers {
            for b in numbers where a != b {
                overloads += orders(a, b)
            }
        }
        return overloads
    }

    private static func orders(_ a: ValueType, _ b: ValueType) -> [Overload] {
        [
            order("_<_", a, b, \.isLess),
            order("_<=_", a, b, \.isAtMost),
            order("_>_", a, b, \.isGreater),
            order("_>=_", a, b, \.isAtLeast),
        ]
    }

    private static func order(
        _ name: String,
        _ a: ValueType,
        _ b: ValueType,
        _ holds: @escaping @Sendable (Ordering) -> Bool
    ) -> Overload {
        .function(name, a, b, .bool) { (a, b, budget) throws(EvaluationProblem) in
            if case .string(let text) = a { try budget.spend(text.utf8.count / 64) }
            guard let order = Ordering.of(a, b) else { throw .noSuchOverload }
            return .bool(holds(order))
        }
    }

    private static var membership: [Overload] {
        [
            .function("@in", .parameter(0), .list(.parameter(0)), .bool) { (a, b, budget) throws(EvaluationProblem) in
                let elements = try b.elements()
                try budget.spend(elements.count)
                if case .string(let text) = a {
                    if text.utf8.count >= 64 { try budget.spend(product: elements.count, text.utf8.count) }
                    for case .string(let element) in elements where CodePoints.areEqual(element, text) {
                        return .bool(true)
                    }
                    return .bool(false)
                }
                for element in elements where try Equality.areEqual(a, element, &budget) {
                    return .bool(true)
                }
                return .bool(false)
            },
            .function("@in", .parameter(0), .map(.parameter(0), .parameter(1)), .bool) {
                (a, b, _) throws(EvaluationProblem) in
                guard case .map(let map) = b else { throw .noSuchOverload }
                return .bool(map.value(for: a) != nil)
            },
        ]
    }

    private static var indexing: [Overload] {
        let list = ValueType.list(.parameter(0))
        var overloads: [Overload] = [
            .function("_[_]", list, .int, .parameter(0)) { (a, b, _) throws(EvaluationProblem) in
                try element(of: a.elements(), at: b.integer())
            },
            .function("_[_]", .map(.parameter(0), .parameter(1)), .parameter(0), .parameter(1)) {
                (a, b, _) throws(EvaluationProblem) in
                guard case .map(let map) = a else { throw .noSuchOverload }
                guard let value = map.value(for: b) else { throw .noSuchKey }
                return value
            },
        ]
        // What is `dyn` may turn out to be another number that is whole.
        var unsigned = Overload.function("_[_]", list, .uint, .parameter(0)) { (a, b, _) throws(EvaluationProblem) in
            guard case .uint(let index) = b else { throw .noSuchOverload }
            return try element(of: a.elements(), at: Int64(clamping: index))
        }
        var real = Overload.function("_[_]", list, .double, .parameter(0)) { (a, b, _) throws(EvaluationProblem) in
            guard case .double(let number) = b, let index = number.wholeInt else {
                throw .invalidArgument("the index is no whole number")
            }
            return try element(of: a.elements(), at: index)
        }
        unsigned.isOnlyForDynamic = true
        real.isOnlyForDynamic = true
        overloads += [unsigned, real]
        return overloads
    }

    private static func element(of elements: [Value], at index: Int64) throws(EvaluationProblem) -> Value {
        guard index >= 0, index < elements.count else { throw .indexOutOfRange(index) }
        return elements[Int(index)]
    }
}
