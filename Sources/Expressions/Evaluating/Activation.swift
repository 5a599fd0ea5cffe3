/// The values of the variables for one evaluation, or for many.
///
/// A variable without a value is an error only where it is read. Keep one activation and set its slots anew for each
/// event.
package struct Activation: Sendable {
    package private(set) var values: [Value?]
    private let environment: Environment

    /// No variable has a value yet.
    package init(_ environment: Environment) {
        self.environment = environment
        values = Array(repeating: nil, count: environment.variables.count)
    }

    /// The value of a variable by its slot; the fast way.
    ///
    /// - Precondition: There is such a slot. A record must be of the type that its variable was declared with.
    package subscript(slot: Int) -> Value? {
        get { values[slot] }
        set {
            if case .record(let record) = newValue, case .record(let type) = environment.variables[slot].type {
                precondition(
                    record.recordType === type,
                    "\(environment.variables[slot].name) holds another record type"
                )
            }
            values[slot] = newValue
        }
    }

    /// Gives a variable a value by name; a name that is not declared is passed over.
    package mutating func set(_ variable: String, _ value: Value?) {
        guard let slot = environment.slot(of: variable) else { return }
        self[slot] = value
    }
}

/// What one evaluation works with.
struct Frame: ~Copyable {
    let variables: [Value?]
    /// The values of the names of the macros that run, the outermost first; as many as the checker has counted.
    let locals: UnsafeMutableBufferPointer<Value>
    var budget: Budget
}

extension Frame {
    /// Runs a piece of code in a frame of its own, whose locals lie on the stack.
    @inline(__always)
    static func run<Result>(
        _ variables: [Value?],
        localCount: Int,
        budget: Budget,
        _ code: (inout Frame) throws(EvaluationFault) -> Result
    ) throws(EvaluationFault) -> Result {
        guard localCount > 0 else {
            var frame = Frame(
                variables: variables,
                locals: UnsafeMutableBufferPointer(start: nil, count: 0),
                budget: budget
            )
            return try code(&frame)
        }
        return try withUnsafeTemporaryAllocation(of: Value.self, capacity: localCount) {
            (locals) -> Swift.Result<Result, EvaluationFault> in
            locals.initialize(repeating: .null)
            defer { locals.deinitialize() }
            var frame = Frame(variables: variables, locals: locals, budget: budget)
            do throws(EvaluationFault) {
                return .success(try code(&frame))
            } catch {
                return .failure(error)
            }
        }.get()
    }
}
