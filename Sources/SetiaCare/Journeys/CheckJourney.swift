package import SetiaCore

/// What is wrong with how the steps of a journey hang together (rule Y-2).
package enum JourneyProblem: Sendable, Hashable {
    /// A step leads to one that there is not.
    case unknownStep(from: Key, to: Key)
    /// No way leads to it.
    case unreachable(Key)
    /// From it one comes back to it without any time passing.
    case loopsWithoutWait(Key)

    /// The step that it is about.
    package var step: Key {
        switch self {
        case .unknownStep(let from, _): from
        case .unreachable(let key), .loopsWithoutWait(let key): key
        }
    }

    /// Why it cannot be taken, in words that follow the field.
    package var reason: String {
        switch self {
        case .unknownStep(_, let to): "leads to '\(to)', and there is no such step"
        case .unreachable: "is never reached: no step leads here"
        case .loopsWithoutWait: "comes back to itself without waiting: put a wait between"
        }
    }
}

extension Journey {
    /// What is wrong with how its steps hang together, in the order of the document.
    ///
    /// - Complexity: O(*n*²) in the number of steps, of which there are few.
    package var problems: [JourneyProblem] {
        var problems: [JourneyProblem] = []
        for step in steps {
            for case .some(let target) in step.targets where self.step(target) == nil {
                let problem = JourneyProblem.unknownStep(from: step.key, to: target)
                if !problems.contains(problem) { problems.append(problem) }
            }
        }
        let reached = reachable(from: steps.first.map { [$0.key] } ?? []) { _ in true }
        for step in steps where !reached.contains(step.key) { problems.append(.unreachable(step.key)) }
        for step in steps where !step.waits {
            let after = reachable(from: step.targets.compactMap(\.self)) { !$0.waits }
            if after.contains(step.key) { problems.append(.loopsWithoutWait(step.key)) }
        }
        return problems
    }

    /// Steps that are reached from these, going on only behind those that may be passed.
    private func reachable(from first: [Key], through: (Step) -> Bool) -> [Key] {
        var reached: [Key] = []
        var open = first
        while let key = open.popLast() {
            guard let step = step(key), !reached.contains(key) else { continue }
            reached.append(key)
            guard through(step) else { continue }
            open += step.targets.compactMap(\.self)
        }
        return reached
    }
}
