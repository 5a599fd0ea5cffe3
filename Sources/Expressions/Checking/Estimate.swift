/// What an evaluation costs, before it runs.
enum Estimate {
    /// About how many operations an evaluation takes where lists have `assumed` elements and everything is looked at.
    static func cost(of meaning: Meaning, assumed: Int) -> Int {
        switch meaning.form {
        case .constant, .variable, .local, .failing: 1
        case .field(let target, _, _), .namedField(let target, _), .hasField(let target, _, _),
            .hasNamedField(let target, _):
            1 &+ cost(of: target, assumed: assumed)
        case .call(let call): sum(call.arguments, assumed)
        case .choice(_, _, let arguments): sum(arguments, assumed)
        case .equal(let a, let b, _): sum([a, b], assumed)
        case .all(let terms), .any(let terms), .list(let terms): sum(terms, assumed)
        case .conditional(let a, let b, let c):
            added(cost(of: a, assumed: assumed), max(cost(of: b, assumed: assumed), cost(of: c, assumed: assumed)))
        case .map(let entries): added(sum(entries.map(\.key), assumed), sum(entries.map(\.value), assumed))
        case .loop(let loop):
            added(
                cost(of: loop.range, assumed: assumed),
                multiplied(
                    elements(of: loop.range) ?? assumed,
                    sum([loop.body] + (loop.filter.map { [$0] } ?? []), assumed)
                )
            )
        }
    }

    private static func sum(_ meanings: [Meaning], _ assumed: Int) -> Int {
        meanings.reduce(1) { added($0, cost(of: $1, assumed: assumed)) }
    }

    private static func elements(of meaning: Meaning) -> Int? {
        switch meaning.form {
        case .constant(.list(let elements)): elements.count
        case .constant(.map(let map)): map.count
        case .list(let elements): elements.count
        case .map(let entries): entries.count
        default: nil
        }
    }

    private static func added(_ a: Int, _ b: Int) -> Int {
        let (sum, over) = a.addingReportingOverflow(b)
        return over ? .max : sum
    }

    private static func multiplied(_ a: Int, _ b: Int) -> Int {
        let (product, over) = a.multipliedReportingOverflow(by: b)
        return over ? .max : product
    }
}
