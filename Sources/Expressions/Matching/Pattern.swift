/// A regular expression, ready to be looked for.
///
/// The syntax is RE2's, without `\C` and with the most common scripts only. All states are followed at once, so that
/// the time is linear in the text whatever the pattern.
///
/// - SeeAlso: RE2, "Syntax"; Russ Cox, "Regular Expression Matching: the Virtual Machine Approach".
struct Pattern: Sendable {
    private let steps: [PatternStep]
    private let sets: [ScalarSet]

    /// - Throws: Where the text is no pattern, or one that would be too large.
    init(_ text: String) throws(PatternFault) {
        var parser = PatternParser(text)
        var compiler = PatternCompiler()
        try compiler.compile(try parser.parse())
        steps = compiler.steps
        sets = compiler.sets
    }

    /// How many states there are: what matching costs for each code point.
    var size: Int { steps.count }

    /// Whether the pattern is found anywhere in the text.
    ///
    /// - Complexity: O(*n* · *m*) in the code points of the text and the size of the pattern.
    func matches(_ text: String) -> Bool {
        var here = StateSet(steps.count)
        var next = StateSet(steps.count)
        var open: [Int] = []
        var before: Unicode.Scalar?
        var scalars = text.unicodeScalars.makeIterator()
        var current = scalars.next()
        // A pattern that begins with the start of the text has nothing to look for once its states are gone.
        let isAnchored = if case .require(.textStart) = steps[0] { true } else { false }
        while true {
            let edge = Edge(before: before, after: current)
            if before == nil || !isAnchored, follow(0, into: &here, edge, &open) { return true }
            guard let scalar = current, here.count > 0 || !isAnchored else { return false }
            let after = scalars.next()
            let nextEdge = Edge(before: scalar, after: after)
            for index in 0..<here.count {
                let place = here[index]
                guard case .take(let set) = steps[place], sets[set].contains(scalar) else { continue }
                if follow(place + 1, into: &next, nextEdge, &open) { return true }
            }
            swap(&here, &next)
            next.removeAll()
            before = scalar
            current = after
        }
    }

    /// Adds a state and all that can be reached from it without a code point; true where that is the end of the
    /// pattern.
    private func follow(_ start: Int, into set: inout StateSet, _ edge: Edge, _ open: inout [Int]) -> Bool {
        // Most states lead to no others.
        if case .take = steps[start] {
            _ = set.insert(start)
            return false
        }
        open.append(start)
        while let place = open.popLast() {
            guard set.insert(place) else { continue }
            switch steps[place] {
            case .take: break
            case .found:
                open.removeAll()
                return true
            case .jump(let target): open.append(target)
            case .fork(let first, let second):
                open.append(second)
                open.append(first)
            case .require(let assertion):
                if edge.satisfies(assertion) { open.append(place + 1) }
            }
        }
        return false
    }
}

/// One instruction.
enum PatternStep: Sendable {
    /// Goes on with the next step where the code point is in the set of that number.
    case take(Int)
    case jump(Int)
    case fork(Int, Int)
    case require(PatternTree.Assertion)
    case found
}

/// Why a text is no pattern.
struct PatternFault: Error {
    /// A sentence without its full stop.
    let reason: String
}

/// The place between two code points.
private struct Edge {
    let before: Unicode.Scalar?
    let after: Unicode.Scalar?

    func satisfies(_ assertion: PatternTree.Assertion) -> Bool {
        switch assertion {
        case .textStart: before == nil
        case .textEnd: after == nil
        case .lineStart: before == nil || before == "\n"
        case .lineEnd: after == nil || after == "\n"
        case .wordEdge: isWord(before) != isWord(after)
        case .noWordEdge: isWord(before) == isWord(after)
        }
    }

    private func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map(ScalarSet.word.contains) ?? false
    }
}

/// A set of states that is emptied at no cost.
private struct StateSet {
    private var members: [Int]
    private var places: [Int]
    private(set) var count = 0

    init(_ size: Int) {
        members = Array(repeating: 0, count: size)
        places = members
    }

    subscript(index: Int) -> Int { members[index] }

    /// False where it was in already.
    mutating func insert(_ state: Int) -> Bool {
        let place = places[state]
        if place < count, members[place] == state { return false }
        places[state] = count
        members[count] = state
        count += 1
        return true
    }

    mutating func removeAll() {
        count = 0
    }
}
