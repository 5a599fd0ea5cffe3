/// An expression that has been checked and can be run any number of times, from any thread.
package final class Program: Sendable {
    /// Whether an expression can have more than one answer.
    package enum Constancy: Sendable, Equatable {
        /// It reads a variable that may matter.
        case varies
        /// It has this value whatever the variables are: a rule that is always false can never match.
        case always(Value)
        /// It goes wrong whatever the variables are.
        case fails(EvaluationProblem)
    }

    /// As it was written.
    package let text: String
    /// What an evaluation gives, as far as the checker knows.
    package let type: ValueType
    package let constancy: Constancy
    /// What an evaluation costs before any macro runs; a cost limit below it refuses every evaluation.
    package let steps: Int
    /// The most that an evaluation is estimated to cost, under the environment's `Limits`.
    package let estimatedCost: Int
    /// The paths that it reads from variables, such as `event.total`, each once, in the order of the text.
    package let reads: [Input]
    /// The functions that it calls whose answer is not one of their arguments alone, in the order of the text.
    package let calls: [CalledFunction]
    /// The terms that the outermost `&&` joins; one where there is none.
    package let terms: [Term]

    let localCount: Int
    private let value: ValueCode
    private let bool: BoolCode

    init(text: String, bytes: [UInt8], meaning: Meaning, environment: Environment, localCount: Int) {
        self.text = text
        self.localCount = localCount
        type = meaning.type
        steps = Steps.count(meaning)
        estimatedCost = Estimate.cost(of: meaning, assumed: environment.limits.assumedElements)
        reads = Inputs.of(meaning, in: bytes)
        calls = Inputs.calls(in: meaning)
        let terms: [Meaning] =
            if case .all(let terms) = meaning.form { terms } else { [meaning] }
        self.terms = terms.map { Term($0, in: bytes) }
        constancy = Self.constancy(of: meaning, readsNothing: reads.isEmpty, localCount: localCount)
        if case .always(let constant) = constancy {
            value = { _ in constant }
        } else {
            value = Code.value(meaning)
        }
        if case .always(.bool(let answer)) = constancy {
            bool = { _ in answer }
        } else if terms.count > 1 {
            bool = Logic.all(self.terms.map(\.code))
        } else {
            bool = Code.bool(meaning)
        }
    }

    /// The value of the expression.
    ///
    /// - Parameters:
    ///   - activation: Of the environment that the expression was compiled in.
    ///   - costLimit: About as many operations as it may take. Within a macro it is checked at every round, in
    ///     functions before the work is done.
    /// - Returns: Of the type that the checker found, or of any where that is `dyn`.
    /// - Throws: What went wrong and where, if no `&&`, `||` or `?:` made it of no account.
    package func evaluate(_ activation: Activation, costLimit: Int = 100_000) throws(EvaluationFault) -> Value {
        try run(activation, costLimit, value)
    }

    /// Whether the expression is true; the fast way for conditions.
    ///
    /// - Throws: Also where the value is no bool, which the checker rules out for an expression that was compiled
    ///   `expecting: .bool` and in which nothing is `dyn`.
    package func isTrue(_ activation: Activation, costLimit: Int = 100_000) throws(EvaluationFault) -> Bool {
        try run(activation, costLimit, bool)
    }

    @inline(__always)
    func run<Result>(
        _ activation: Activation,
        _ costLimit: Int,
        _ code: (inout Frame) throws(EvaluationFault) -> Result
    ) throws(EvaluationFault) -> Result {
        var budget = Budget(limit: costLimit)
        do throws(EvaluationProblem) {
            try budget.spend(steps)
        } catch {
            throw EvaluationFault(problem: error, range: TextRange(start: 0, end: text.utf8.count))
        }
        return try Frame.run(activation.values, localCount: localCount, budget: budget, code)
    }

    private static func constancy(of meaning: Meaning, readsNothing: Bool, localCount: Int) -> Constancy {
        if let value = meaning.constant { return .always(value) }
        guard readsNothing, Inputs.isPure(meaning) else { return .varies }
        let budget = Budget(limit: 10_000)
        do throws(EvaluationFault) {
            return .always(try Frame.run([], localCount: localCount, budget: budget, Code.value(meaning)))
        } catch {
            if case .tooCostly = error.problem { return .varies }
            return .fails(error.problem)
        }
    }
}

extension Environment {
    /// Checks an expression and makes it ready to run.
    ///
    /// - Parameters:
    ///   - text: The expression, within the environment's `limits`.
    ///   - expecting: The type that its value must have, or nil for any.
    /// - Returns: The expression, ready to run.
    /// - Throws: The first thing wrong, with its place and, where one can be given, a hint.
    /// - Complexity: O(*n*) in the text, but for the folding of constants, which is bounded.
    package func compile(_ text: String, expecting: ValueType? = nil) throws(ExpressionFault) -> Program {
        let bytes = Array(text.utf8)
        do throws(Complaint) {
            guard bytes.count <= limits.length else {
                let range = TextRange(start: limits.length, end: bytes.count)
                throw Complaint(.limit, range, "the expression is longer than \(limits.length) bytes")
            }
            var lexer = Lexer(bytes)
            var parser = Parser(tokens: try lexer.tokens(), limits: limits)
            let syntax = try parser.parse()
            var checker = Checker(self)
            let meaning = try checker.check(syntax)
            if isStrict, let expecting, !Matching.fit(expecting, meaning.type) {
                throw Complaint(
                    .meaning,
                    syntax.range,
                    "the expression is \(meaning.type.description) where \(expecting.description) is expected",
                    hint: expecting == .bool ? "compare it with something" : nil
                )
            }
            let program = Program(
                text: text,
                bytes: bytes,
                meaning: meaning,
                environment: self,
                localCount: checker.localCount
            )
            guard program.estimatedCost <= limits.estimatedCost, program.steps <= limits.estimatedCost else {
                throw Complaint(
                    .limit,
                    syntax.range,
                    "the expression may cost more than \(limits.estimatedCost) operations",
                    hint: "go over fewer lists inside each other"
                )
            }
            return program
        } catch {
            throw error.fault(in: bytes)
        }
    }
}
