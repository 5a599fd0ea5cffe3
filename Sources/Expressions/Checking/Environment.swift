/// What expressions may speak of: variables, records, types and functions of the host, besides those of the language.
///
/// Make one for each place where expressions are written (the rules of a programme, a segment) and keep it; compiling
/// reads it and never changes it.
///
/// ```swift
/// var environment = Environment()
/// environment.declare("event", .record(eventType))
/// environment.register(Overload("money", ...))
/// let program = try environment.compile("event.total >= money(\"100.00 MYR\")", expecting: .bool)
/// ```
package struct Environment: Sendable {
    /// A variable as the host declared it.
    package struct Variable: Sendable {
        package let name: String
        package let type: ValueType
    }

    /// How large an expression may be.
    package var limits: Limits
    /// Whether types are checked before an expression runs, and faulty constants refused.
    ///
    /// Where false, what does not fit is an error of the evaluation, as the specification has it for expressions that
    /// were only parsed.
    package var isStrict = true
    /// The space in which names are sought before the root, such as `google.protobuf`; empty for none.
    package var container = ""

    /// In the order of their slots.
    package private(set) var variables: [Variable] = []
    private var slots: [KeyText: Int] = [:]
    private var functions: [KeyText: [Overload]]
    private var typeNames: [KeyText: TypeName] = [:]
    private(set) var opaqueTypes: [OpaqueType] = []

    /// - Parameters:
    ///   - limits: How large an expression may be.
    ///   - timeZones: Answers for zone names in `getHours("Asia/Jakarta")`. Where nil, only fixed offsets and `UTC` are
    ///     known.
    package init(limits: Limits = Limits(), timeZones: (any TimeZones)? = nil) {
        self.limits = limits
        functions = [:]
        for name in TypeName.standard {
            typeNames[KeyText(name.text)] = name
        }
        for overload in StandardFunctions.all(timeZones: timeZones) {
            register(overload)
        }
    }

    /// Declares a variable; its slot in an `Activation` is the number of those declared before it.
    ///
    /// - Precondition: The name has not been declared.
    package mutating func declare(_ name: String, _ type: ValueType) {
        precondition(slots[KeyText(name)] == nil, "\(name) is declared twice")
        slots[KeyText(name)] = variables.count
        variables.append(Variable(name: name, type: type))
        if case .record(let record) = type {
            typeNames[KeyText(record.name)] = TypeName(record.name)
        }
    }

    /// Adds a way to call a function or an operator.
    package mutating func register(_ overload: Overload) {
        functions[KeyText(overload.name), default: []].append(overload)
        for case .opaque(let type) in overload.parameters + [overload.result] where !opaqueTypes.contains(type) {
            opaqueTypes.append(type)
        }
    }

    /// Adds several ways to call functions or operators.
    package mutating func register(_ overloads: [Overload]) {
        for overload in overloads {
            register(overload)
        }
    }

    /// The slot of a variable in an `Activation`, or nil where none has that name.
    package func slot(of variable: String) -> Int? {
        slots[KeyText(variable)]
    }

    func type(named name: String) -> TypeName? {
        typeNames[KeyText(name)]
    }

    func overloads(_ name: String) -> [Overload] {
        functions[KeyText(name)] ?? []
    }

    /// The names of all functions that are called in this way, sorted; for hints.
    func functionNames(methods: Bool) -> [String] {
        functions.filter { entry in
            Overload.symbol(of: entry.key.text) == nil && entry.value.contains { $0.isMethod == methods }
        }
        .map(\.key.text)
        .sorted { CodePoints.order($0, $1) < 0 }
    }
}
