/// One way to call a function: the types that it takes, the type that it gives, and what it does.
///
/// Operators are functions with the names that the specification gives: `_+_`, `_-_`, `_*_`, `_/_`, `_%_`, `-_`, `!_`,
/// `_<_`, `_<=_`, `_>_`, `_>=_`, `_[_]`. Equality needs no overload: it is there for all types.
///
/// - SeeAlso: cel-spec, `langdef.md`, "List of Standard Definitions".
@usableFromInline
package struct Overload: Sendable {
    /// What runs.
    ///
    /// A body with fewer arguments than its overload has parameters is never asked.
    @usableFromInline
    package enum Body: Sendable {
        case one(@Sendable (Value, inout Budget) throws(EvaluationProblem) -> Value)
        case two(@Sendable (Value, Value, inout Budget) throws(EvaluationProblem) -> Value)
        case three(@Sendable (Value, Value, Value, inout Budget) throws(EvaluationProblem) -> Value)
        case many(@Sendable ([Value], inout Budget) throws(EvaluationProblem) -> Value)
    }

    /// When a call whose arguments are all constants is worked out.
    @usableFromInline
    package enum Folding: Sendable {
        /// At every evaluation: the function is not a function of its arguments alone.
        case never
        /// When the expression is compiled. What goes wrong then goes wrong at every evaluation.
        case quietly
        /// When the expression is compiled, and what goes wrong then is a fault of the text, such as `money("ten")`.
        case strictly
    }

    let name: String
    /// Whether the first parameter stands before the dot.
    let isMethod: Bool
    let parameters: [ValueType]
    let result: ValueType
    let body: Body
    let folding: Folding
    /// Whether it is only for values that are found out at an evaluation to be of its types.
    var isOnlyForDynamic = false
    /// Given the arguments that are constants (nil where one is not), a body made for them, or nil to keep the ordinary
    /// one.
    let prepare: (@Sendable ([Value?]) throws(ConstantFault) -> Body?)?

    /// - Parameters:
    ///   - name: Of the function or operator; a name in a space of its own has a dot, `strings.quote`.
    ///   - isMethod: Whether it is called as `x.f(y)`, where `x` is the first parameter.
    ///   - parameters: The types that it takes; `.parameter(0)` stands for one type wherever it stands.
    ///   - result: The type that it gives.
    ///   - folding: By default a call of constants is worked out once, and a fault in it is a fault of the text.
    ///   - prepare: Looks at constant arguments when an expression is compiled. It can refuse one, and it can give a
    ///     body that has done its part of the work already.
    ///   - body: What runs.
    @usableFromInline
    package init(
        _ name: String,
        isMethod: Bool = false,
        _ parameters: [ValueType],
        _ result: ValueType,
        folding: Folding = .strictly,
        prepare: (@Sendable ([Value?]) throws(ConstantFault) -> Body?)? = nil,
        body: Body
    ) {
        self.name = name
        self.isMethod = isMethod
        self.parameters = parameters
        self.result = result
        self.folding = folding
        self.prepare = prepare
        self.body = body
    }

    /// Runs the body on as many arguments as there are parameters.
    func callAsFunction(_ arguments: [Value], _ budget: inout Budget) throws(EvaluationProblem) -> Value {
        try body.run(arguments, &budget)
    }

    /// As a message lists it: `string.charAt(int)`, `int + int`.
    var signature: String {
        let types = parameters.map(\.description)
        if let symbol = Overload.symbol(of: name) {
            switch types.count {
            case 1: return symbol + types[0]
            case 2: return symbol == "[]" ? "\(types[0])[\(types[1])]" : "\(types[0]) \(symbol) \(types[1])"
            default: break
            }
        }
        if isMethod { return "\(types[0]).\(name)(\(types.dropFirst().joined(separator: ", ")))" }
        return "\(name)(\(types.joined(separator: ", ")))"
    }

    /// The sign of an operator, or nil where the name is that of a function.
    static func symbol(of name: String) -> String? {
        switch name {
        case "_+_": "+"
        case "_-_": "-"
        case "_*_": "*"
        case "_/_": "/"
        case "_%_": "%"
        case "-_": "-"
        case "!_": "!"
        case "_<_": "<"
        case "_<=_": "<="
        case "_>_": ">"
        case "_>=_": ">="
        case "_==_": "=="
        case "_!=_": "!="
        case "@in": "in"
        case "_[_]": "[]"
        default: nil
        }
    }
}

extension Overload.Body {
    func run(_ arguments: [Value], _ budget: inout Budget) throws(EvaluationProblem) -> Value {
        switch self {
        case .one(let body) where arguments.count == 1: try body(arguments[0], &budget)
        case .two(let body) where arguments.count == 2: try body(arguments[0], arguments[1], &budget)
        case .three(let body) where arguments.count == 3: try body(arguments[0], arguments[1], arguments[2], &budget)
        case .many(let body): try body(arguments, &budget)
        default: throw .noSuchOverload
        }
    }
}

/// Why a constant argument will not do; a fault of the text at that argument.
@usableFromInline
package struct ConstantFault: Error, Sendable {
    /// From 0; the receiver of a method is 0.
    package let argument: Int
    /// A sentence without its full stop.
    package let reason: String
    package let hint: String?

    package init(argument: Int, _ reason: String, hint: String? = nil) {
        self.argument = argument
        self.reason = reason
        self.hint = hint
    }
}
