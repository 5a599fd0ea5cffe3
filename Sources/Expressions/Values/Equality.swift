/// Equality as the language has it.
///
/// Numbers are equal by what they are worth, whatever their type; a NaN equals nothing; values of different kinds are
/// unequal, which is no error. Lists and maps are compared deeply without recursion, so that no value can exhaust the
/// stack.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Equality".
enum Equality {
    /// - Throws: Only where the budget is spent; each element compared costs one, and so do 64 bytes of text.
    static func areEqual(
        _ left: Value,
        _ right: Value,
        _ budget: inout Budget
    ) throws(EvaluationProblem) -> Bool {
        if let answer = ofSimple(left, right) {
            try spend(left, &budget)
            return answer
        }
        var open = [(left, right)]
        while let (left, right) = open.popLast() {
            try budget.spend(1)
            switch (left, right) {
            case (.list(let a), .list(let b)):
                guard a.count == b.count else { return false }
                try budget.spend(a.count)
                for index in a.indices {
                    if let answer = ofSimple(a[index], b[index]) {
                        try spend(a[index], &budget)
                        guard answer else { return false }
                    } else {
                        open.append((a[index], b[index]))
                    }
                }
            case (.map(let a), .map(let b)):
                guard a.count == b.count else { return false }
                try budget.spend(a.count)
                for entry in a.entries {
                    guard let other = b.value(for: entry.key) else { return false }
                    open.append((entry.value, other))
                }
            default:
                try spend(left, &budget)
                guard ofSimple(left, right) ?? false else { return false }
            }
        }
        return true
    }

    /// What it costs to look at a long text; most are short and cost nothing.
    @inline(__always)
    private static func spend(_ value: Value, _ budget: inout Budget) throws(EvaluationProblem) {
        switch value {
        case .string(let text): try budget.spend(text.utf8.count / 64)
        case .bytes(let bytes): try budget.spend(bytes.count / 64)
        default: break
        }
    }

    /// The answer where it needs no look inside a list or a map; nil where it does.
    @inline(__always)
    static func ofSimple(_ left: Value, _ right: Value) -> Bool? {
        switch (left, right) {
        case (.string(let a), .string(let b)): CodePoints.areEqual(a, b)
        case (.int(let a), .int(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        case (.list, .list), (.map, .map): nil
        default: ofRare(left, right)
        }
    }

    private static func ofRare(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bytes(let a), .bytes(let b)): a == b
        case (.timestamp(let a), .timestamp(let b)): a == b
        case (.duration(let a), .duration(let b)): a == b
        case (.type(let a), .type(let b)): a == b
        case (.record(let a), .record(let b)): a.isEqual(to: b)
        case (.opaque(let a), .opaque(let b)): a.isEqual(to: b)
        default: Ordering.ofNumbers(left, right) == .equal
        }
    }
}

extension Value: Equatable {
    /// Equality of the language, for hosts and tests; a NaN is unequal to itself.
    @usableFromInline
    package static func == (left: Value, right: Value) -> Bool {
        var budget = Budget(limit: .max)
        return (try? Equality.areEqual(left, right, &budget)) ?? false
    }
}
