/// Names with dots between them, from the root on.
struct Path {
    let parts: [(name: String, range: TextRange)]
    let fromRoot: Bool

    /// Nil where the syntax is something else than names with dots.
    init?(_ syntax: Syntax) {
        var parts: [(name: String, range: TextRange)] = []
        var syntax = syntax
        while true {
            switch syntax.form {
            case .select(let target, let field, let range, false):
                parts.append((field, range))
                syntax = target
            case .name(let name, let fromRoot):
                parts.append((name, syntax.range))
                self.parts = parts.reversed()
                self.fromRoot = fromRoot
                return
            default:
                return nil
            }
        }
    }

    func joined(_ count: Int) -> String {
        parts.prefix(count).map(\.name).joined(separator: ".")
    }
}

extension Checker {
    /// The meaning of `a.b.c`: the longest beginning that is a name, and then fields.
    mutating func path(_ syntax: Syntax) throws(Complaint) -> Meaning {
        guard let path = Path(syntax) else { return try check(syntax) }
        let root = path.parts[0]
        var meaning: Meaning
        var used = 1
        if !path.fromRoot, let local = locals.lastIndex(where: { CodePoints.areEqual($0.name, root.name) }) {
            meaning = Meaning(.local(local), locals[local].type, root.range)
        } else if let found = resolve(path) {
            meaning = found.meaning
            used = found.used
        } else {
            return try failing(unknown(root, path), .unboundVariable(path.joined(path.parts.count)), syntax.range)
        }
        for part in path.parts.dropFirst(used) {
            meaning = try select(meaning, part.name, part.range, root.range.joined(with: part.range))
        }
        return meaning
    }

    /// The variable or type that the beginning of a path names, sought in the container first.
    private func resolve(_ path: Path) -> (meaning: Meaning, used: Int)? {
        for prefix in prefixes(path.fromRoot) {
            for used in stride(from: path.parts.count, to: 0, by: -1) {
                let name = prefix + path.joined(used)
                let range = path.parts[0].range.joined(with: path.parts[used - 1].range)
                if let slot = environment.slot(of: name) {
                    return (Meaning(.variable(slot, name: name), environment.variables[slot].type, range), used)
                }
                if let type = environment.type(named: name) {
                    return (Meaning(.constant(.type(type)), .type, range), used)
                }
            }
        }
        return nil
    }

    /// `a.b.`, `a.` and nothing, for the container `a.b`.
    private func prefixes(_ fromRoot: Bool) -> [String] {
        guard !fromRoot, !environment.container.isEmpty else { return [""] }
        let parts = environment.container.split(separator: ".")
        return (0...parts.count).reversed().map { count in
            parts.prefix(count).map { $0 + "." }.joined()
        }
    }

    /// The function that `a.b.f(...)` names where `a.b` is no value but a space of names.
    func namespaced(_ name: String, target: Syntax) -> String? {
        guard let path = Path(target) else { return nil }
        if !path.fromRoot, locals.contains(where: { CodePoints.areEqual($0.name, path.parts[0].name) }) { return nil }
        let full = path.joined(path.parts.count) + "." + name
        return environment.overloads(full).isEmpty ? nil : full
    }

    /// What is wrong where `a.b` is a space of names, but none of them is that of the function.
    func misspelt(_ name: String, target: Syntax, _ nameRange: TextRange) -> Complaint? {
        guard let path = Path(target), environment.slot(of: path.parts[0].name) == nil,
            !locals.contains(where: { CodePoints.areEqual($0.name, path.parts[0].name) })
        else { return nil }
        let space = path.joined(path.parts.count) + "."
        let known = environment.functionNames(methods: false).filter { CodePoints.hasPrefix($0, space) }
        guard !known.isEmpty else { return nil }
        let hint = Hints.nearest(to: space + name, among: known) ?? Hints.list("there are", known)
        return Complaint(.meaning, nameRange, "there is no function \(space)\(name)", hint: hint)
    }

    private func unknown(_ root: (name: String, range: TextRange), _ path: Path) -> Complaint {
        let known = locals.map(\.name) + environment.variables.map(\.name)
        let isFunction = !environment.overloads(root.name).isEmpty
        return Complaint(
            .meaning,
            root.range,
            "\(root.name) is not known here",
            hint: Hints.nearest(to: root.name, among: known)
                ?? (isFunction ? "\(root.name) is a function: write \(root.name)(...)" : Hints.list("known are", known))
        )
    }

    func select(_ target: Meaning, _ field: String, _ fieldRange: TextRange, _ range: TextRange) throws(Complaint)
        -> Meaning
    {
        switch target.type {
        case .record(let type):
            guard let slot = type.slot(of: field) else {
                return try failing(noField(field, fieldRange, of: type), .noSuchField(field), range)
            }
            return Meaning(.field(target, slot: slot, name: field), type.fields[slot].type, range)
        case .map(_, let value):
            if case .map(let map) = target.constant, let value = map.value(for: .string(field)) {
                return Meaning(.constant(value), target.type.valueOfMap, range)
            }
            return Meaning(.namedField(target, name: field), value, range)
        case .dynamic:
            return Meaning(.namedField(target, name: field), .dynamic, range)
        default:
            return try failing(noFields(field, fieldRange, target.type), .noSuchOverload, range)
        }
    }

    func has(_ target: Meaning, _ field: String, _ fieldRange: TextRange, _ range: TextRange) throws(Complaint)
        -> Meaning
    {
        switch target.type {
        case .record(let type):
            guard let slot = type.slot(of: field) else {
                return try failing(noField(field, fieldRange, of: type), .noSuchField(field), range)
            }
            return Meaning(.hasField(target, slot: slot, name: field), .bool, range)
        case .map, .dynamic:
            return Meaning(.hasNamedField(target, name: field), .bool, range)
        default:
            return try failing(noFields(field, fieldRange, target.type), .noSuchOverload, range)
        }
    }

    private func noField(_ field: String, _ range: TextRange, of type: RecordType) -> Complaint {
        let known = type.fields.map(\.name)
        let methods = environment.overloads(field).filter { $0.isMethod && $0.parameters.first == .record(type) }
        let hint =
            methods.isEmpty
            ? Hints.nearest(to: field, among: known) ?? Hints.list("its fields are", known)
            : "\(field) is a method: write \(field)(...)"
        return Complaint(.meaning, range, "\(type.name) has no field \(field)", hint: hint)
    }

    private func noFields(_ field: String, _ range: TextRange, _ type: ValueType) -> Complaint {
        let methods = environment.overloads(field).filter { $0.isMethod && $0.parameters.first == type }
        return Complaint(
            .meaning,
            range,
            "\(type.description) has no fields, so no \(field)",
            hint: methods.isEmpty ? nil : "\(field) is a method: write \(field)(...)"
        )
    }
}

extension ValueType {
    /// The type of the values of a map; `dyn` for anything else.
    fileprivate var valueOfMap: ValueType {
        if case .map(_, let value) = self { value } else { .dynamic }
    }
}
