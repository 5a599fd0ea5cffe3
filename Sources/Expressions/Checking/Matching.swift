/// Whether types fit the parameters of an overload.
enum Matching {
    /// What fits, and the type that the call then has.
    struct Match {
        let result: ValueType
        /// Whether no value can turn out not to fit.
        let isCertain: Bool
    }

    /// Nil where an argument cannot be of its parameter's type.
    static func match(_ overload: Overload, _ arguments: [ValueType]) -> Match? {
        guard overload.parameters.count == arguments.count else { return nil }
        var bound: [Int: ValueType] = [:]
        var isCertain = true
        for (parameter, argument) in zip(overload.parameters, arguments) {
            guard bind(parameter, argument, &bound) else { return nil }
            if argument.isDynamic {
                switch parameter {
                case .dynamic, .parameter: break
                default: isCertain = false
                }
            }
        }
        return Match(result: replaced(overload.result, bound), isCertain: isCertain)
    }

    /// Whether two types can be the same one, where `dyn` can be any and null can stand for a record or a value of the
    /// host's.
    static func fit(_ a: ValueType, _ b: ValueType) -> Bool {
        switch (a, b) {
        case (.dynamic, _), (_, .dynamic): true
        case (.list(let a), .list(let b)): fit(a, b)
        case (.map(let a, let b), .map(let c, let d)): fit(a, c) && fit(b, d)
        case (.null, .record), (.null, .opaque), (.null, .timestamp), (.null, .duration): true
        case (.record, .null), (.opaque, .null), (.timestamp, .null), (.duration, .null): true
        default: a == b
        }
    }

    private static func bind(_ parameter: ValueType, _ argument: ValueType, _ bound: inout [Int: ValueType]) -> Bool {
        switch (parameter, argument) {
        case (.parameter(let number), _):
            if let known = bound[number] {
                guard fit(known, argument) else { return false }
                bound[number] = known.joined(with: argument)
            } else {
                bound[number] = argument
            }
            return true
        case (.dynamic, _), (_, .dynamic): return true
        case (.list(let a), .list(let b)): return bind(a, b, &bound)
        case (.map(let a, let b), .map(let c, let d)): return bind(a, c, &bound) && bind(b, d, &bound)
        default: return parameter == argument
        }
    }

    private static func replaced(_ type: ValueType, _ bound: [Int: ValueType]) -> ValueType {
        switch type {
        case .parameter(let number): bound[number] ?? .dynamic
        case .list(let element): .list(replaced(element, bound))
        case .map(let key, let value): .map(replaced(key, bound), replaced(value, bound))
        default: type
        }
    }
}
