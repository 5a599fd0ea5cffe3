/// Why an evaluation has no value.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Runtime Errors".
@usableFromInline
package enum EvaluationProblem: Error, Sendable, Equatable {
    case divisionByZero
    case modulusByZero
    /// A number does not fit its type.
    case overflow
    /// A value lies outside what its type can hold, such as a year 10000.
    case outOfRange(String)
    case noSuchKey
    case noSuchField(String)
    /// An index outside a list or a string.
    case indexOutOfRange(Int64)
    /// The function does not take values of these types.
    case noSuchOverload
    case unboundVariable(String)
    case unknownFunction(String)
    case invalidArgument(String)
    case repeatedKey
    /// The evaluation would cost more than it was allowed.
    case tooCostly(limit: Int)
    /// A reason of the host's.
    case host(String)

    /// A sentence without its full stop.
    package var description: String {
        switch self {
        case .divisionByZero: "division by zero"
        case .modulusByZero: "modulus by zero"
        case .overflow: "the result does not fit its type"
        case .outOfRange(let what): "\(what) is out of range"
        case .noSuchKey: "no such key"
        case .noSuchField(let name): "there is no \(name)"
        case .indexOutOfRange(let index): "index out of range: \(index)"
        case .noSuchOverload: "no such overload"
        case .unboundVariable(let name): "\(name) has no value"
        case .unknownFunction(let name): "there is no function \(name)"
        case .invalidArgument(let reason): reason
        case .repeatedKey: "a key stands twice"
        case .tooCostly(let limit): "the evaluation costs more than \(limit)"
        case .host(let reason): reason
        }
    }
}

/// What went wrong in an evaluation, and where in the text.
///
/// `&&` and `||` absorb it where the other side decides alone; else it is the answer of the whole evaluation.
package struct EvaluationFault: Error, Sendable, Equatable {
    package let problem: EvaluationProblem
    package let range: TextRange
}

/// How much of the cost limit is left: one is about one operation, one element or some 16 bytes of text.
@usableFromInline
package struct Budget: Sendable {
    package private(set) var left: Int
    package let limit: Int

    package init(limit: Int) {
        self.limit = limit
        left = limit
    }

    /// Takes a cost off, before the work is done.
    ///
    /// - Throws: Where less is left. It then stays spent, so that no `||` can absorb the end of a costly expression.
    @inline(__always)
    package mutating func spend(_ cost: Int) throws(EvaluationProblem) {
        let (rest, over) = left.subtractingReportingOverflow(cost)
        left = over ? -1 : rest
        if left < 0 { throw .tooCostly(limit: limit) }
    }

    /// Takes off what it costs to look at two sizes against each other.
    mutating func spend(product a: Int, _ b: Int) throws(EvaluationProblem) {
        let (product, over) = a.multipliedReportingOverflow(by: b)
        try spend(over ? Int.max : product / 16)
    }
}
