/// The comparisons that rules are made of, without a call where the types are known.
enum Comparisons {
    static func equal(_ left: Meaning, _ right: Meaning, negated: Bool, _ range: TextRange) -> BoolCode {
        if let code = withConstant(left, right, negated) ?? withConstant(right, left, negated) { return code }
        let left = Code.value(left)
        let right = Code.value(right)
        return { (frame: inout Frame) throws(EvaluationFault) in
            let a = try left(&frame)
            let b = try right(&frame)
            do throws(EvaluationProblem) {
                return try Equality.areEqual(a, b, &frame.budget) != negated
            } catch {
                throw EvaluationFault(problem: error, range: range)
            }
        }
    }

    private static func withConstant(_ side: Meaning, _ other: Meaning, _ negated: Bool) -> BoolCode? {
        switch other.constant {
        case .string(let text):
            let code = Code.value(side)
            return { (frame: inout Frame) throws(EvaluationFault) in
                guard case .string(let value) = try code(&frame) else { return negated }
                return CodePoints.areEqual(value, text) != negated
            }
        case .bool(let answer):
            let code = Code.value(side)
            return { (frame: inout Frame) throws(EvaluationFault) in
                guard case .bool(let value) = try code(&frame) else { return negated }
                return (value == answer) != negated
            }
        case .int(let number) where side.type == .int:
            let code = Code.value(side)
            return { (frame: inout Frame) throws(EvaluationFault) in
                guard case .int(let value) = try code(&frame) else { return negated }
                return (value == number) != negated
            }
        default:
            return nil
        }
    }

    /// A comparison of ints, a negation, or nil where the call is nothing of the kind.
    static func intrinsic(_ call: Meaning.Call, _ range: TextRange) -> BoolCode? {
        if call.overload.name == "!_", call.overload.parameters == [.bool] {
            let code = Code.bool(call.arguments[0])
            return { (frame: inout Frame) throws(EvaluationFault) in !(try code(&frame)) }
        }
        guard call.overload.parameters == [.int, .int] else { return nil }
        let (first, second) = (call.arguments[0], call.arguments[1])
        switch call.overload.name {
        case "_<_": return compared(first, second, range) { $0 < $1 }
        case "_<=_": return compared(first, second, range) { $0 <= $1 }
        case "_>_": return compared(first, second, range) { $0 > $1 }
        case "_>=_": return compared(first, second, range) { $0 >= $1 }
        default: return nil
        }
    }

    @inline(__always)
    private static func compared(
        _ first: Meaning,
        _ second: Meaning,
        _ range: TextRange,
        _ compare: @escaping @Sendable (Int64, Int64) -> Bool
    ) -> BoolCode {
        let left = Code.value(first)
        if case .int(let b) = second.constant {
            return { (frame: inout Frame) throws(EvaluationFault) in
                guard case .int(let a) = try left(&frame) else {
                    throw EvaluationFault(problem: .noSuchOverload, range: range)
                }
                return compare(a, b)
            }
        }
        let right = Code.value(second)
        return { (frame: inout Frame) throws(EvaluationFault) in
            guard case .int(let a) = try left(&frame), case .int(let b) = try right(&frame) else {
                throw EvaluationFault(problem: .noSuchOverload, range: range)
            }
            return compare(a, b)
        }
    }
}
