/// Finds what names mean, whether types fit and which overloads are called; works constants out.
///
/// It recurses along the `Syntax`, whose height is bounded.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Type System and Type-Checking" and "Name Resolution".
struct Checker {
    let environment: Environment
    /// Names of the enclosing macros, the innermost last.
    var locals: [(name: String, type: ValueType)] = []
    /// How many such names there are at once, at most.
    private(set) var localCount = 0

    init(_ environment: Environment) {
        self.environment = environment
    }

    var isStrict: Bool { environment.isStrict }

    mutating func check(_ syntax: Syntax) throws(Complaint) -> Meaning {
        let range = syntax.range
        switch syntax.form {
        case .constant(let value):
            return Meaning(.constant(value), type(of: value), range)
        case .name:
            return try path(syntax)
        case .select(let target, let field, let fieldRange, let tests):
            if tests { return try has(check(target), field, fieldRange, range) }
            if Path(syntax) != nil { return try path(syntax) }
            return try select(check(target), field, fieldRange, range)
        case .call(let name, let target, let arguments, let nameRange):
            return try call(name, target, arguments, nameRange, range)
        case .all(let terms):
            return try logic(terms, range, isAll: true)
        case .any(let terms):
            return try logic(terms, range, isAll: false)
        case .conditional(let condition, let first, let second):
            return try conditional(condition, first, second, range)
        case .list(let elements):
            return try list(elements, range)
        case .map(let entries):
            return try map(entries, range)
        case .message(let name):
            return try failing(
                Complaint(
                    .meaning,
                    name.range,
                    "values of message types cannot be made here",
                    hint: "write a map: {\"key\": value}"
                ),
                .unknownFunction("message"),
                range
            )
        case .loop(let loop):
            return try self.loop(loop, range)
        }
    }

    /// A complaint where types are checked; a node that fails when it is evaluated where they are not.
    func failing(_ complaint: Complaint, _ problem: EvaluationProblem, _ range: TextRange) throws(Complaint) -> Meaning
    {
        if isStrict { throw complaint }
        return Meaning(.failing(problem), .dynamic, range)
    }

    private func type(of value: Value) -> ValueType {
        switch value {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        default: .dynamic
        }
    }

    private func mustBeBool(_ meaning: Meaning, _ what: String) throws(Complaint) {
        guard isStrict, meaning.type != .bool, !meaning.type.isDynamic else { return }
        throw Complaint(
            .meaning,
            meaning.range,
            "\(what) must be true or false, and this is \(meaning.type.description)",
            hint: meaning.type == .string ? "compare it: x == \"...\"" : nil
        )
    }

    private mutating func logic(_ terms: [Syntax], _ range: TextRange, isAll: Bool) throws(Complaint) -> Meaning {
        var meanings: [Meaning] = []
        for term in terms {
            let meaning = try check(term)
            try mustBeBool(meaning, isAll ? "each side of &&" : "each side of ||")
            meanings.append(meaning)
        }
        // One side that decides does so whatever the others are, errors too.
        if meanings.contains(where: { $0.constant == .bool(!isAll) }) {
            return Meaning(.constant(.bool(!isAll)), .bool, range)
        }
        if meanings.allSatisfy({ $0.constant == .bool(isAll) }) {
            return Meaning(.constant(.bool(isAll)), .bool, range)
        }
        return Meaning(isAll ? .all(meanings) : .any(meanings), .bool, range)
    }

    private mutating func conditional(
        _ condition: Syntax,
        _ first: Syntax,
        _ second: Syntax,
        _ range: TextRange
    ) throws(Complaint) -> Meaning {
        let condition = try check(condition)
        try mustBeBool(condition, "what stands before ?")
        let first = try check(first)
        let second = try check(second)
        if isStrict, !Matching.fit(first.type, second.type) {
            throw Complaint(
                .meaning,
                second.range,
                "the branches of ?: have different types, \(first.type.description) and \(second.type.description)",
                hint: "make both the same type, or wrap one in dyn(...)"
            )
        }
        if case .bool(let answer) = condition.constant {
            let taken = answer ? first : second
            return Meaning(taken.form, first.type.joined(with: second.type), range)
        }
        return Meaning(.conditional(condition, first, second), first.type.joined(with: second.type), range)
    }

    private mutating func list(_ elements: [Syntax], _ range: TextRange) throws(Complaint) -> Meaning {
        var meanings: [Meaning] = []
        for element in elements {
            meanings.append(try check(element))
        }
        let type = ValueType.list(joined(meanings))
        let constants = meanings.compactMap(\.constant)
        if constants.count == meanings.count { return Meaning(.constant(.list(constants)), type, range) }
        return Meaning(.list(meanings), type, range)
    }

    private func joined(_ meanings: [Meaning]) -> ValueType {
        guard let first = meanings.first else { return .dynamic }
        return meanings.dropFirst().reduce(first.type) { $0.joined(with: $1.type) }
    }

    private mutating func map(_ entries: [(key: Syntax, value: Syntax)], _ range: TextRange) throws(Complaint)
        -> Meaning
    {
        var keys: [Meaning] = []
        var values: [Meaning] = []
        for entry in entries {
            let key = try check(entry.key)
            switch key.type {
            case .bool, .int, .uint, .string, .dynamic: break
            default:
                if isStrict {
                    throw Complaint(
                        .meaning,
                        key.range,
                        "a key of a map cannot be \(key.type.description)",
                        hint: "keys are bool, int, uint or string"
                    )
                }
            }
            keys.append(key)
            values.append(try check(entry.value))
        }
        let type = ValueType.map(joined(keys), joined(values))
        let constants = zip(keys, values).compactMap { key, value in
            key.constant.flatMap { key in value.constant.map { (key: key, value: $0) } }
        }
        if constants.count == keys.count, let map = try? MapValue(entries: constants) {
            return Meaning(.constant(.map(map)), type, range)
        }
        return Meaning(.map(zip(keys, values).map { (key: $0, value: $1) }), type, range)
    }

    private mutating func loop(_ loop: Syntax.Loop, _ range: TextRange) throws(Complaint) -> Meaning {
        let over = try check(loop.range)
        var key = ValueType.dynamic
        var value = ValueType.dynamic
        var isMap = false
        switch over.type {
        case .list(let element): (key, value) = (.int, element)
        case .map(let keys, let values):
            (key, value) = (keys, values)
            isMap = true
        case .dynamic: break
        default:
            return try failing(
                Complaint(
                    .meaning,
                    over.range,
                    "\(loop.kind.rawValue) goes over a list or a map, and this is \(over.type.description)"
                ),
                .noSuchOverload,
                range
            )
        }
        let first = locals.count
        let element = loop.names.count == 2 || isMap ? key : value
        locals.append((loop.names[0], element))
        if loop.names.count == 2 { locals.append((loop.names[1], value)) }
        localCount = max(localCount, locals.count)
        defer { locals.removeSubrange(first...) }
        var filter: Meaning?
        if let condition = loop.filter {
            let meaning = try check(condition)
            try mustBeBool(meaning, "the filter")
            filter = meaning
        }
        let body = try check(loop.body)
        let type: ValueType
        switch loop.kind {
        case .all, .exists, .existsOne:
            try mustBeBool(body, "the condition")
            type = .bool
        case .filter:
            try mustBeBool(body, "the condition")
            type = .list(element)
        case .map: type = .list(body.type)
        case .transformMap: type = .map(key, body.type)
        }
        return Meaning(
            .loop(
                Meaning.Loop(
                    kind: loop.kind,
                    range: over,
                    first: first,
                    second: loop.names.count == 2 ? first + 1 : nil,
                    filter: filter,
                    body: body
                )
            ),
            type,
            range
        )
    }
}
