/// Something that an expression reads from a variable: the variable, or a field or entry below it.
package struct Input: Sendable {
    /// As it was written, such as `event.total` or `event.attributes["colour"]`.
    package let text: String
    package let range: TextRange
    let code: ValueCode
}

/// A function that an expression calls.
package struct CalledFunction: Sendable {
    /// Its name, without what stands before the dot.
    package let name: String
    /// What it is called with, what stands before the dot first; nil where it is no constant.
    package let arguments: [Value?]
}

/// Finds what an expression reads.
enum Inputs {
    /// The calls whose function is known and is worked out at every evaluation, in the order of the text.
    static func calls(in meaning: Meaning) -> [CalledFunction] {
        var calls: [CalledFunction] = []
        visit(meaning) { node in
            if case .call(let call) = node.form, call.overload.folding == .never {
                calls.append(CalledFunction(name: call.overload.name, arguments: call.arguments.map(\.constant)))
            }
            return true
        }
        return calls
    }

    /// The longest paths from variables, each once.
    ///
    /// What belongs to the name of a macro is left out; the list it goes over is in.
    static func of(_ meaning: Meaning, in bytes: [UInt8]) -> [Input] {
        var inputs: [Input] = []
        visit(meaning) { node in
            guard let (path, name) = path(node) else { return true }
            let target = String(decoding: bytes[path.range.start..<path.range.end], as: UTF8.self)
            let text = name.map { target + "." + $0 } ?? target
            let code = name.map { name in Code.value(asked(node, path, name)) } ?? Code.value(path)
            if !inputs.contains(where: { CodePoints.areEqual($0.text, text) }) {
                inputs.append(Input(text: text, range: node.range, code: code))
            }
            return false
        }
        return inputs
    }

    /// Whether every function in it gives the same for the same arguments.
    static func isPure(_ meaning: Meaning) -> Bool {
        var isPure = true
        visit(meaning) { node in
            switch node.form {
            case .call(let call) where call.overload.folding == .never: isPure = false
            case .choice(_, let overloads, _) where overloads.contains { $0.folding == .never }: isPure = false
            default: break
            }
            return isPure
        }
        return isPure
    }

    /// The path that a node is, or that it asks after by `has`, with the name of the field asked for.
    private static func path(_ node: Meaning) -> (path: Meaning, name: String?)? {
        switch node.form {
        case .hasField(let target, _, let name) where isPath(target): (target, name)
        case .hasNamedField(let target, let name) where isPath(target): (target, name)
        default: isPath(node) ? (node, nil) : nil
        }
    }

    /// The field that `has` asks after, as if it were read.
    private static func asked(_ node: Meaning, _ path: Meaning, _ name: String) -> Meaning {
        guard case .hasField(_, let slot, _) = node.form else {
            return Meaning(.namedField(path, name: name), .dynamic, node.range)
        }
        return Meaning(.field(path, slot: slot, name: name), .dynamic, node.range)
    }

    private static func isPath(_ meaning: Meaning) -> Bool {
        var meaning = meaning
        while true {
            switch meaning.form {
            case .variable: return true
            case .field(let target, _, _), .namedField(let target, _): meaning = target
            case .call(let call) where call.overload.name == "_[_]" && call.arguments[1].constant != nil:
                meaning = call.arguments[0]
            default: return false
            }
        }
    }

    /// Goes through an expression in the order of the text, below each node for which the closure is true.
    private static func visit(_ meaning: Meaning, _ enter: (Meaning) -> Bool) {
        guard enter(meaning) else { return }
        switch meaning.form {
        case .constant, .variable, .local, .failing: break
        case .field(let target, _, _), .namedField(let target, _), .hasField(let target, _, _),
            .hasNamedField(let target, _):
            visit(target, enter)
        case .call(let call): visit(call.arguments, enter)
        case .choice(_, _, let arguments): visit(arguments, enter)
        case .equal(let a, let b, _): visit([a, b], enter)
        case .all(let terms), .any(let terms), .list(let terms): visit(terms, enter)
        case .conditional(let a, let b, let c): visit([a, b, c], enter)
        case .map(let entries): visit(entries.flatMap { [$0.key, $0.value] }, enter)
        case .loop(let loop): visit([loop.range] + (loop.filter.map { [$0] } ?? []) + [loop.body], enter)
        }
    }

    private static func visit(_ meanings: [Meaning], _ enter: (Meaning) -> Bool) {
        for meaning in meanings {
            visit(meaning, enter)
        }
    }
}
