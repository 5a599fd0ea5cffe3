/// The macros that go over a list or a map.
///
/// Each round costs what its body does, so that nested ones are counted out.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Macros".
enum Loops {
    static func bool(_ loop: Meaning.Loop, _ range: TextRange) -> BoolCode {
        switch loop.kind {
        case .existsOne: existsOne(loop, range)
        default: decided(by: loop.kind == .exists, loop, range)
        }
    }

    static func value(_ loop: Meaning.Loop, _ range: TextRange) -> ValueCode {
        switch loop.kind {
        case .filter: filter(loop, range)
        case .transformMap: transformMap(loop, range)
        default: map(loop, range)
        }
    }

    /// `exists` is decided by true, `all` by false; faults of other elements are then absorbed.
    private static func decided(by answer: Bool, _ loop: Meaning.Loop, _ range: TextRange) -> BoolCode {
        let body = Code.bool(loop.body)
        let rounds = Rounds(loop, range)
        return { (frame: inout Frame) throws(EvaluationFault) in
            var fault: EvaluationFault?
            var isDecided = false
            try rounds.run(&frame) { (frame: inout Frame) throws(EvaluationFault) in
                do throws(EvaluationFault) {
                    isDecided = try body(&frame) == answer
                } catch {
                    if case .tooCostly = error.problem { throw error }
                    if fault == nil { fault = error }
                }
                return !isDecided
            }
            if isDecided { return answer }
            if let fault { throw fault }
            return !answer
        }
    }

    private static func existsOne(_ loop: Meaning.Loop, _ range: TextRange) -> BoolCode {
        let body = Code.bool(loop.body)
        let rounds = Rounds(loop, range)
        return { (frame: inout Frame) throws(EvaluationFault) in
            var count = 0
            try rounds.run(&frame) { (frame: inout Frame) throws(EvaluationFault) in
                if try body(&frame) { count += 1 }
                return true
            }
            return count == 1
        }
    }

    private static func filter(_ loop: Meaning.Loop, _ range: TextRange) -> ValueCode {
        let body = Code.bool(loop.body)
        let first = loop.first
        let rounds = Rounds(loop, range)
        return { (frame: inout Frame) throws(EvaluationFault) in
            var kept: [Value] = []
            try rounds.run(&frame) { (frame: inout Frame) throws(EvaluationFault) in
                let element = frame.locals[first]
                if try body(&frame) { kept.append(element) }
                return true
            }
            return .list(kept)
        }
    }

    private static func map(_ loop: Meaning.Loop, _ range: TextRange) -> ValueCode {
        let body = Code.value(loop.body)
        let filter = loop.filter.map(Code.bool)
        let rounds = Rounds(loop, range)
        return { (frame: inout Frame) throws(EvaluationFault) in
            var made: [Value] = []
            try rounds.run(&frame) { (frame: inout Frame) throws(EvaluationFault) in
                if let filter, try !filter(&frame) { return true }
                made.append(try body(&frame))
                return true
            }
            return .list(made)
        }
    }

    private static func transformMap(_ loop: Meaning.Loop, _ range: TextRange) -> ValueCode {
        let body = Code.value(loop.body)
        let filter = loop.filter.map(Code.bool)
        let first = loop.first
        let rounds = Rounds(loop, range)
        return { (frame: inout Frame) throws(EvaluationFault) in
            var made: [(key: Value, value: Value)] = []
            try rounds.run(&frame) { (frame: inout Frame) throws(EvaluationFault) in
                if let filter, try !filter(&frame) { return true }
                let key = frame.locals[first]
                made.append((key, try body(&frame)))
                return true
            }
            return .map(try Code.made(made, range))
        }
    }

    /// What all macros have in common: what they go over and where the names stand.
    private struct Rounds: Sendable {
        let over: ValueCode
        let first: Int
        let second: Int?
        let cost: Int
        let range: TextRange

        init(_ loop: Meaning.Loop, _ range: TextRange) {
            over = Code.value(loop.range)
            first = loop.first
            second = loop.second
            cost = 1 + Steps.count(loop.body) + (loop.filter.map(Steps.count) ?? 0)
            self.range = range
        }

        /// Sets the names for each element in turn and goes on as long as the round says so.
        @inline(__always)
        func run(
            _ frame: inout Frame,
            _ round: (inout Frame) throws(EvaluationFault) -> Bool
        ) throws(EvaluationFault) {
            switch try over(&frame) {
            case .list(let elements):
                for index in elements.indices {
                    try spend(&frame)
                    if let second {
                        frame.locals[first] = .int(Int64(index))
                        frame.locals[second] = elements[index]
                    } else {
                        frame.locals[first] = elements[index]
                    }
                    guard try round(&frame) else { return }
                }
            case .map(let map):
                for entry in map.entries {
                    try spend(&frame)
                    frame.locals[first] = entry.key
                    if let second { frame.locals[second] = entry.value }
                    guard try round(&frame) else { return }
                }
            default:
                throw EvaluationFault(problem: .noSuchOverload, range: range)
            }
        }

        @inline(__always)
        private func spend(_ frame: inout Frame) throws(EvaluationFault) {
            do throws(EvaluationProblem) {
                try frame.budget.spend(cost)
            } catch {
                throw EvaluationFault(problem: error, range: range)
            }
        }
    }
}

/// The operations of an expression that run at most once in a round, the bodies of inner macros left out.
enum Steps {
    static func count(_ meaning: Meaning) -> Int {
        switch meaning.form {
        case .constant, .variable, .local, .failing: 1
        case .field(let target, _, _), .namedField(let target, _), .hasField(let target, _, _),
            .hasNamedField(let target, _):
            1 + count(target)
        case .call(let call): sum(call.arguments)
        case .choice(_, _, let arguments): sum(arguments)
        case .equal(let a, let b, _): sum([a, b])
        case .all(let terms), .any(let terms), .list(let terms): sum(terms)
        case .conditional(let a, let b, let c): sum([a, b, c])
        case .map(let entries): sum(entries.map(\.key)) + sum(entries.map(\.value))
        case .loop(let loop): 1 + count(loop.range)
        }
    }

    private static func sum(_ meanings: [Meaning]) -> Int {
        meanings.reduce(1) { $0 + count($1) }
    }
}
