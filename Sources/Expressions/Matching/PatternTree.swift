/// A pattern as it was written.
indirect enum PatternTree {
    enum Assertion: Sendable {
        case textStart
        case textEnd
        case lineStart
        case lineEnd
        case wordEdge
        case noWordEdge
    }

    case nothing
    case set(ScalarSet)
    case assertion(Assertion)
    case sequence([PatternTree])
    case choice([PatternTree])
    /// Without an upper bound where `most` is nil.
    case repeated(PatternTree, least: Int, most: Int?)
}

/// Turns a tree into steps.
///
/// Counted repeats are written out, within a bound. It recurses along the tree, whose depth the parser bounds.
struct PatternCompiler {
    private static let longest = 4_000

    private(set) var steps: [PatternStep] = []
    private(set) var sets: [ScalarSet] = []

    mutating func compile(_ tree: PatternTree) throws(PatternFault) {
        try emit(tree)
        steps.append(.found)
    }

    private mutating func emit(_ tree: PatternTree) throws(PatternFault) {
        guard steps.count < Self.longest else { throw PatternFault(reason: "it is too large") }
        switch tree {
        case .nothing: break
        case .set(let set):
            steps.append(.take(sets.count))
            sets.append(set)
        case .assertion(let assertion): steps.append(.require(assertion))
        case .sequence(let parts):
            for part in parts {
                try emit(part)
            }
        case .choice(let branches):
            var ends: [Int] = []
            for (index, branch) in branches.enumerated() {
                guard index < branches.count - 1 else {
                    try emit(branch)
                    break
                }
                let fork = steps.count
                steps.append(.found)
                try emit(branch)
                ends.append(steps.count)
                steps.append(.found)
                steps[fork] = .fork(fork + 1, steps.count)
            }
            for end in ends {
                steps[end] = .jump(steps.count)
            }
        case .repeated(let part, let least, let most):
            try emit(part, least, most)
        }
    }

    private mutating func emit(_ part: PatternTree, _ least: Int, _ most: Int?) throws(PatternFault) {
        for _ in 0..<least {
            let before = steps.count
            try emit(part)
            // What takes no steps once takes none a thousand times.
            if steps.count == before { break }
        }
        guard let most else {
            let fork = steps.count
            steps.append(.found)
            try emit(part)
            steps.append(.jump(fork))
            steps[fork] = .fork(fork + 1, steps.count)
            return
        }
        var forks: [Int] = []
        for _ in least..<max(least, most) {
            let fork = steps.count
            forks.append(fork)
            steps.append(.found)
            try emit(part)
            if steps.count == fork + 1 { break }
        }
        for fork in forks {
            steps[fork] = .fork(fork + 1, steps.count)
        }
    }
}
