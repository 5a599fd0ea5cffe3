/// An expression as it was written, before anything is known of its types.
///
/// Its height is bounded when it is made, so that whatever walks it may recurse.
final class Syntax {
    indirect enum Form {
        case constant(Value)
        /// With a leading dot it is sought from the root and not in the container.
        case name(String, fromRoot: Bool)
        /// `target.field`, or where `tests`, `has(target.field)`.
        case select(Syntax, field: String, fieldRange: TextRange, tests: Bool)
        /// `f(x)`, `target.f(x)` and all operators but `&&`, `||` and `?:`, by the names that the specification gives.
        case call(String, target: Syntax?, arguments: [Syntax], nameRange: TextRange)
        case all([Syntax])
        case any([Syntax])
        case conditional(Syntax, Syntax, Syntax)
        case list([Syntax])
        case map([(key: Syntax, value: Syntax)])
        case message(Syntax)
        case loop(Loop)
    }

    /// A macro that goes over a list or a map.
    struct Loop {
        enum Kind: String {
            case all
            case exists
            case existsOne
            case map
            case filter
            case transformMap
        }

        let kind: Kind
        let range: Syntax
        /// One name is the element or key; two are index and element, or key and value.
        let names: [String]
        /// Only elements for which it is true are taken; for `map` and the `transform…` macros.
        let filter: Syntax?
        let body: Syntax
    }

    let form: Form
    let range: TextRange
    /// The longest way down, in nodes.
    let height: Int

    init(_ form: Form, _ range: TextRange) {
        self.form = form
        self.range = range
        var height = 0
        switch form {
        case .constant, .name: break
        case .select(let target, _, _, _), .message(let target): height = target.height
        case .call(_, let target, let arguments, _):
            height = arguments.reduce(target?.height ?? 0) { max($0, $1.height) }
        case .all(let terms), .any(let terms), .list(let terms): height = terms.reduce(0) { max($0, $1.height) }
        case .conditional(let a, let b, let c): height = max(a.height, b.height, c.height)
        case .map(let entries): height = entries.reduce(0) { max($0, $1.key.height, $1.value.height) }
        case .loop(let loop): height = max(loop.range.height, loop.filter?.height ?? 0, loop.body.height)
        }
        self.height = height + 1
    }
}
