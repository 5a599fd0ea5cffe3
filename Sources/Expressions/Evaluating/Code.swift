/// A piece of an expression, ready to run.
typealias ValueCode = @Sendable (inout Frame) throws(EvaluationFault) -> Value

/// A piece that is true or false, without a detour over `Value`.
typealias BoolCode = @Sendable (inout Frame) throws(EvaluationFault) -> Bool

/// Turns meanings into closures that hold all they need: slots, constants, bodies.
///
/// What runs recurses along the meaning, whose height is bounded.
enum Code {
    static func value(_ meaning: Meaning) -> ValueCode {
        let range = meaning.range
        switch meaning.form {
        case .constant(let value):
            return { _ in value }
        case .variable(let slot, let name):
            return { (frame: inout Frame) throws(EvaluationFault) in
                guard let value = frame.variables[slot] else { throw unbound(name, range) }
                return value
            }
        case .local(let place):
            return { frame in frame.locals[place] }
        case .field(let target, let slot, let name):
            return field(target, slot, name, range)
        case .namedField(let target, let name):
            return namedField(value(target), name, range)
        case .call(let call):
            return self.call(call.body, call.arguments, range)
        case .choice(let name, let overloads, let arguments):
            return choice(name, overloads, arguments.map(value), range)
        case .conditional(let condition, let first, let second):
            let condition = bool(condition)
            let first = value(first)
            let second = value(second)
            return { (frame: inout Frame) throws(EvaluationFault) in
                try condition(&frame) ? try first(&frame) : try second(&frame)
            }
        case .list(let elements):
            let elements = elements.map(value)
            return { (frame: inout Frame) throws(EvaluationFault) in
                var values: [Value] = []
                values.reserveCapacity(elements.count)
                for element in elements {
                    values.append(try element(&frame))
                }
                return .list(values)
            }
        case .map(let entries):
            return map(entries.map { (key: value($0.key), value: value($0.value)) }, range)
        case .loop(let loop) where loop.kind == .map || loop.kind == .filter || loop.kind == .transformMap:
            return Loops.value(loop, range)
        case .failing(let problem):
            return { (_: inout Frame) throws(EvaluationFault) in throw EvaluationFault(problem: problem, range: range) }
        case .hasField, .hasNamedField, .equal, .all, .any, .loop:
            let code = bool(meaning)
            return { (frame: inout Frame) throws(EvaluationFault) in .bool(try code(&frame)) }
        }
    }

    static func bool(_ meaning: Meaning) -> BoolCode {
        let range = meaning.range
        switch meaning.form {
        case .constant(.bool(let answer)):
            return { _ in answer }
        case .all(let terms):
            return Logic.all(terms.map(bool))
        case .any(let terms):
            return Logic.any(terms.map(bool))
        case .equal(let left, let right, let negated):
            return Comparisons.equal(left, right, negated: negated, range)
        case .call(let call):
            if let code = Comparisons.intrinsic(call, range) { return code }
        case .hasField(let target, let slot, _):
            let target = value(target)
            return { (frame: inout Frame) throws(EvaluationFault) in
                guard case .record(let record) = try target(&frame) else {
                    throw EvaluationFault(problem: .noSuchOverload, range: range)
                }
                return record.field(slot) != nil
            }
        case .hasNamedField(let target, let name):
            return hasNamedField(value(target), name, range)
        case .conditional(let condition, let first, let second):
            let condition = bool(condition)
            let first = bool(first)
            let second = bool(second)
            return { (frame: inout Frame) throws(EvaluationFault) in
                try condition(&frame) ? try first(&frame) : try second(&frame)
            }
        case .loop(let loop) where loop.kind == .all || loop.kind == .exists || loop.kind == .existsOne:
            return Loops.bool(loop, range)
        default:
            break
        }
        let code = value(meaning)
        return { (frame: inout Frame) throws(EvaluationFault) in
            guard case .bool(let answer) = try code(&frame) else {
                throw EvaluationFault(problem: .noSuchOverload, range: range)
            }
            return answer
        }
    }

    private static func unbound(_ name: String, _ range: TextRange) -> EvaluationFault {
        EvaluationFault(problem: .unboundVariable(name), range: range)
    }

    private static func field(_ target: Meaning, _ slot: Int, _ name: String, _ range: TextRange) -> ValueCode {
        // Most fields are those of a variable or of a macro's name: one closure less.
        switch target.form {
        case .variable(let variable, let variableName):
            return { (frame: inout Frame) throws(EvaluationFault) in
                guard case .record(let record)? = frame.variables[variable] else { throw unbound(variableName, range) }
                guard let value = record.field(slot) else { throw absent(name, range) }
                return value
            }
        case .local(let place):
            return { (frame: inout Frame) throws(EvaluationFault) in
                guard case .record(let record) = frame.locals[place], let value = record.field(slot) else {
                    throw absent(name, range)
                }
                return value
            }
        default:
            let target = value(target)
            return { (frame: inout Frame) throws(EvaluationFault) in
                guard case .record(let record) = try target(&frame), let value = record.field(slot) else {
                    throw absent(name, range)
                }
                return value
            }
        }
    }

    private static func absent(_ name: String, _ range: TextRange) -> EvaluationFault {
        EvaluationFault(problem: .noSuchField(name), range: range)
    }

    private static func namedField(_ target: @escaping ValueCode, _ name: String, _ range: TextRange) -> ValueCode {
        let key = Value.string(name)
        return { (frame: inout Frame) throws(EvaluationFault) in
            switch try target(&frame) {
            case .map(let map):
                guard let value = map.value(for: key) else { throw EvaluationFault(problem: .noSuchKey, range: range) }
                return value
            case .record(let record):
                guard let slot = record.recordType.slot(of: name), let value = record.field(slot) else {
                    throw absent(name, range)
                }
                return value
            default:
                throw EvaluationFault(problem: .noSuchOverload, range: range)
            }
        }
    }

    private static func hasNamedField(_ target: @escaping ValueCode, _ name: String, _ range: TextRange) -> BoolCode {
        let key = Value.string(name)
        return { (frame: inout Frame) throws(EvaluationFault) in
            switch try target(&frame) {
            case .map(let map):
                return map.value(for: key) != nil
            case .record(let record):
                guard let slot = record.recordType.slot(of: name) else { throw absent(name, range) }
                return record.field(slot) != nil
            default:
                throw EvaluationFault(problem: .noSuchOverload, range: range)
            }
        }
    }

    private static func map(_ entries: [(key: ValueCode, value: ValueCode)], _ range: TextRange) -> ValueCode {
        { (frame: inout Frame) throws(EvaluationFault) in
            var values: [(key: Value, value: Value)] = []
            values.reserveCapacity(entries.count)
            for entry in entries {
                values.append((try entry.key(&frame), try entry.value(&frame)))
            }
            return .map(try made(values, range))
        }
    }

    static func made(_ entries: [(key: Value, value: Value)], _ range: TextRange) throws(EvaluationFault) -> MapValue {
        do throws(MapValue.Fault) {
            return try MapValue(entries: entries)
        } catch {
            switch error {
            case .notAKey(let key):
                let problem = EvaluationProblem.invalidArgument("a key of a map cannot be \(key.typeName.text)")
                throw EvaluationFault(problem: problem, range: range)
            case .repeatedKey:
                throw EvaluationFault(problem: .repeatedKey, range: range)
            }
        }
    }
}
