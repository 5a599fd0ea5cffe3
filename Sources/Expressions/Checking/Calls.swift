extension Checker {
    /// The meaning of a call: the one overload that fits, a choice left to the evaluation, or a complaint.
    mutating func call(
        _ name: String,
        _ target: Syntax?,
        _ arguments: [Syntax],
        _ nameRange: TextRange,
        _ range: TextRange
    ) throws(Complaint) -> Meaning {
        var name = name
        var isMethod = false
        var meanings: [Meaning] = []
        if let target {
            if let full = namespaced(name, target: target) {
                name = full
            } else {
                if isStrict, let complaint = misspelt(name, target: target, nameRange) { throw complaint }
                isMethod = true
                meanings.append(try check(target))
            }
        }
        let known = environment.overloads(name)
        if isStrict, known.isEmpty, name != "_==_", name != "_!=_" {
            throw unknown(name, receiver: meanings.first?.type, nameRange)
        }
        for argument in arguments {
            meanings.append(try check(argument))
        }
        if name == "_==_" || name == "_!=_", meanings.count == 2 {
            return try equality(meanings[0], meanings[1], negated: name == "_!=_", nameRange, range)
        }
        let candidates = known.filter { $0.isMethod == isMethod && $0.parameters.count == meanings.count }
        let types = meanings.map(\.type)
        let isDynamic = !isStrict || types.contains(where: \.isDynamic)
        let matches = candidates.filter { isDynamic || !$0.isOnlyForDynamic }.compactMap { overload in
            Matching.match(overload, types).map { (overload: overload, match: $0) }
        }
        guard let first = matches.first else {
            if isStrict { throw mismatch(name, isMethod, known, meanings, nameRange, range) }
            let problem: EvaluationProblem = known.isEmpty ? .unknownFunction(name) : .noSuchOverload
            if candidates.isEmpty { return Meaning(.failing(problem), .dynamic, range) }
            return Meaning(.choice(name: name, candidates, meanings), .dynamic, range)
        }
        if let certain = matches.first(where: { $0.match.isCertain }) {
            return try resolved(certain.overload, certain.match.result, meanings, range)
        }
        let type = matches.dropFirst().reduce(first.match.result) { $0.joined(with: $1.match.result) }
        return Meaning(.choice(name: name, matches.map(\.overload), meanings), type, range)
    }

    private func resolved(
        _ overload: Overload,
        _ type: ValueType,
        _ arguments: [Meaning],
        _ range: TextRange
    ) throws(Complaint) -> Meaning {
        var body = overload.body
        if let prepare = overload.prepare {
            do throws(ConstantFault) {
                body = try prepare(arguments.map(\.constant)) ?? body
            } catch {
                let place = arguments.indices.contains(error.argument) ? arguments[error.argument].range : range
                if isStrict { throw Complaint(.constant, place, error.reason, hint: error.hint) }
            }
        }
        let constants = arguments.compactMap(\.constant)
        if constants.count == arguments.count, overload.folding != .never {
            var budget = Budget(limit: 1_000)
            do throws(EvaluationProblem) {
                return Meaning(.constant(try body.run(constants, &budget)), type, range)
            } catch {
                if isStrict, overload.folding == .strictly, budget.left >= 0 {
                    let place = arguments.count == 1 ? arguments[0].range : range
                    throw Complaint(.constant, place, error.description)
                }
            }
        }
        return Meaning(.call(Meaning.Call(overload: overload, body: body, arguments: arguments)), type, range)
    }

    private func equality(
        _ left: Meaning,
        _ right: Meaning,
        negated: Bool,
        _ nameRange: TextRange,
        _ range: TextRange
    ) throws(Complaint) -> Meaning {
        if isStrict, !Matching.fit(left.type, right.type) {
            throw Complaint(
                .meaning,
                nameRange,
                "\(left.type.description) cannot be compared with \(right.type.description)",
                hint: conversionHint("_==_", [left.type, right.type])
            )
        }
        if let a = left.constant, let b = right.constant {
            var budget = Budget(limit: 1_000)
            if let answer = try? Equality.areEqual(a, b, &budget) {
                return Meaning(.constant(.bool(answer != negated)), .bool, range)
            }
        }
        return Meaning(.equal(left, right, negated: negated), .bool, range)
    }

    private func mismatch(
        _ name: String,
        _ isMethod: Bool,
        _ known: [Overload],
        _ arguments: [Meaning],
        _ nameRange: TextRange,
        _ range: TextRange
    ) -> Complaint {
        let types = arguments.map(\.type)
        if let symbol = Overload.symbol(of: name) {
            let hint = conversionHint(name, types) ?? signatures(known, like: types.first)
            return Complaint(.meaning, nameRange, operatorReason(name, symbol, types), hint: hint)
        }
        let usable = known.filter { $0.isMethod == isMethod }
        if usable.isEmpty, let other = known.first {
            return Complaint(
                .meaning,
                nameRange,
                other.isMethod ? "\(name) is a method" : "\(name) is a function and no method",
                hint: "it is called as \(other.signature)"
            )
        }
        let given = isMethod ? Array(types.dropFirst()) : types
        let list = given.map(\.description).joined(separator: ", ")
        let receiver = isMethod ? "\(types[0].description)." : ""
        return Complaint(
            .meaning,
            nameRange,
            "there is no \(receiver)\(name)(\(list))",
            hint: signatures(usable, like: isMethod ? types.first : nil)
        )
    }

    private func unknown(_ name: String, receiver: ValueType?, _ nameRange: TextRange) -> Complaint {
        let names = environment.functionNames(methods: receiver != nil) + (receiver == nil ? ["has"] : Macros.names)
        let reason = receiver.map { "\($0.description) has no method \(name)" } ?? "there is no function \(name)"
        return Complaint(
            .meaning,
            nameRange,
            reason,
            hint: Hints.synonym(of: name) ?? Hints.nearest(to: name, among: names)
        )
    }

    private func operatorReason(_ name: String, _ symbol: String, _ types: [ValueType]) -> String {
        let words = types.map(\.description)
        guard words.count == 2 else { return "there is no \(symbol) for \(words.joined(separator: ", "))" }
        switch name {
        case "_<_", "_<=_", "_>_", "_>=_":
            return "\(words[0]) cannot be compared with \(words[1])"
        case "@in":
            return "\(words[0]) cannot be in \(words[1])"
        case "_[_]":
            return "\(words[0]) has nothing under a key of type \(words[1])"
        default:
            return "there is no \(symbol) for \(words[0]) and \(words[1])"
        }
    }

    /// How to bring two types together.
    private func conversionHint(_ name: String, _ types: [ValueType]) -> String? {
        guard types.count == 2, name != "@in", name != "_[_]" else { return nil }
        switch (types[0], types[1]) {
        case (.opaque(let type), let other), (let other, .opaque(let type)):
            if case .opaque = other { return nil }
            return name == "_*_" || name == "_/_" || name == "_%_" ? nil : "write \(type.written)"
        case (.int, .double), (.double, .int): return "write double(...) around the int, or 10.0 for 10"
        case (.int, .uint), (.uint, .int): return "write 10u for an unsigned 10, or int(...) around the uint"
        case (.uint, .double), (.double, .uint): return "write double(...) around the uint"
        case (.string, .int), (.int, .string): return "write int(...) around the string, or a string in quotes"
        case (.timestamp, .string), (.string, .timestamp): return "write timestamp(\"2026-01-31T00:00:00Z\")"
        case (.duration, .string), (.string, .duration): return "write duration(\"24h\")"
        case (.list, _), (_, .list): return "write x in list"
        default: return nil
        }
    }

    private func signatures(_ overloads: [Overload], like first: ValueType?) -> String? {
        let overloads = overloads.filter { !$0.isOnlyForDynamic }
        let near = overloads.filter { overload in
            guard let first, let parameter = overload.parameters.first else { return false }
            return parameter.isLike(first)
        }
        return Hints.list("there are", (near.isEmpty ? overloads : near).map(\.signature))
    }
}

extension ValueType {
    /// Whether two types are of one kind, whatever they hold.
    fileprivate func isLike(_ other: ValueType) -> Bool {
        switch (self, other) {
        case (.list, .list), (.map, .map): true
        default: self == other
        }
    }
}
