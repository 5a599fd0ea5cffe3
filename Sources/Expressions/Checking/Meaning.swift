/// An expression of which names, types and overloads are known: fields are slots, constants are worked out.
///
/// As high as the `Syntax` that it was made from, so that whatever walks it may recurse.
struct Meaning {
    indirect enum Form {
        case constant(Value)
        case variable(Int, name: String)
        /// A name of an enclosing macro, by its place on the stack of such names.
        case local(Int)
        /// A field of a record whose type is known.
        case field(Meaning, slot: Int, name: String)
        /// A field of a map, or of something of which nothing is known.
        case namedField(Meaning, name: String)
        case hasField(Meaning, slot: Int, name: String)
        case hasNamedField(Meaning, name: String)
        /// The one overload that the types allow.
        case call(Call)
        /// The first overload that the values allow.
        case choice(name: String, [Overload], [Meaning])
        case equal(Meaning, Meaning, negated: Bool)
        case all([Meaning])
        case any([Meaning])
        case conditional(Meaning, Meaning, Meaning)
        case list([Meaning])
        case map([(key: Meaning, value: Meaning)])
        case loop(Loop)
        /// Goes wrong whenever it is evaluated.
        case failing(EvaluationProblem)
    }

    struct Call {
        let overload: Overload
        let body: Overload.Body
        let arguments: [Meaning]
    }

    struct Loop {
        let kind: Syntax.Loop.Kind
        let range: Meaning
        /// Where the names stand on the stack of locals.
        let first: Int
        let second: Int?
        let filter: Meaning?
        let body: Meaning
    }

    let form: Form
    let type: ValueType
    let range: TextRange

    init(_ form: Form, _ type: ValueType, _ range: TextRange) {
        self.form = form
        self.type = type
        self.range = range
    }

    var constant: Value? {
        if case .constant(let value) = form { value } else { nil }
    }
}
