extension Code {
    /// A call whose overload is known.
    static func call(_ body: Overload.Body, _ arguments: [Meaning], _ range: TextRange) -> ValueCode {
        switch body {
        case .one(let body) where arguments.count == 1:
            let argument = value(arguments[0])
            return { (frame: inout Frame) throws(EvaluationFault) in
                let a = try argument(&frame)
                do throws(EvaluationProblem) {
                    return try body(a, &frame.budget)
                } catch {
                    throw EvaluationFault(problem: error, range: range)
                }
            }
        case .two(let body) where arguments.count == 2:
            let first = value(arguments[0])
            if let b = arguments[1].constant {
                return { (frame: inout Frame) throws(EvaluationFault) in
                    let a = try first(&frame)
                    do throws(EvaluationProblem) {
                        return try body(a, b, &frame.budget)
                    } catch {
                        throw EvaluationFault(problem: error, range: range)
                    }
                }
            }
            let second = value(arguments[1])
            return { (frame: inout Frame) throws(EvaluationFault) in
                let a = try first(&frame)
                let b = try second(&frame)
                do throws(EvaluationProblem) {
                    return try body(a, b, &frame.budget)
                } catch {
                    throw EvaluationFault(problem: error, range: range)
                }
            }
        case .three(let body) where arguments.count == 3:
            let first = value(arguments[0])
            let second = value(arguments[1])
            let third = value(arguments[2])
            return { (frame: inout Frame) throws(EvaluationFault) in
                let a = try first(&frame)
                let b = try second(&frame)
                let c = try third(&frame)
                do throws(EvaluationProblem) {
                    return try body(a, b, c, &frame.budget)
                } catch {
                    throw EvaluationFault(problem: error, range: range)
                }
            }
        default:
            let arguments = arguments.map(value)
            return { (frame: inout Frame) throws(EvaluationFault) in
                let values = try self.values(arguments, &frame)
                do throws(EvaluationProblem) {
                    return try body.run(values, &frame.budget)
                } catch {
                    throw EvaluationFault(problem: error, range: range)
                }
            }
        }
    }

    /// A call whose overload is chosen by the values: the first that admits them.
    ///
    /// - SeeAlso: cel-spec, `langdef.md`, "Functions", on dispatch at runtime.
    static func choice(_ name: String, _ overloads: [Overload], _ arguments: [ValueCode], _ range: TextRange)
        -> ValueCode
    {
        { (frame: inout Frame) throws(EvaluationFault) in
            let values = try self.values(arguments, &frame)
            for overload in overloads where zip(overload.parameters, values).allSatisfy({ $0.admits($1) }) {
                do throws(EvaluationProblem) {
                    return try overload(values, &frame.budget)
                } catch {
                    throw EvaluationFault(problem: error, range: range)
                }
            }
            throw EvaluationFault(problem: .noSuchOverload, range: range)
        }
    }

    private static func values(_ codes: [ValueCode], _ frame: inout Frame) throws(EvaluationFault) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(codes.count)
        for code in codes {
            values.append(try code(&frame))
        }
        return values
    }
}
