/// What the checker knows of a value before there is one.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Type System and Type-Checking".
@usableFromInline
package indirect enum ValueType: Sendable, Hashable {
    /// Known only when the expression runs.
    case dynamic
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    case type
    case list(ValueType)
    case map(ValueType, ValueType)
    case record(RecordType)
    case opaque(OpaqueType)
    /// A letter in the signature of an overload, the same type wherever it stands: `in(A, list(A))`.
    case parameter(Int)

    /// As messages write it: `int`, `list(string)`, `money`.
    package var description: String {
        switch self {
        case .dynamic: "dyn"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .type: "type"
        case .list(let element): "list(\(element.description))"
        case .map(let key, let value): "map(\(key.description), \(value.description))"
        case .record(let type): type.name
        case .opaque(let type): type.name
        case .parameter(let number): number == 0 ? "A" : "B"
        }
    }

    /// Whether the type may turn out to be anything, in whole or in part.
    var isDynamic: Bool {
        if case .dynamic = self { true } else { false }
    }

    /// Whether a value can be of this type, judged by its outermost kind.
    func admits(_ value: Value) -> Bool {
        switch (self, value) {
        case (.dynamic, _), (.parameter, _), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint),
            (.double, .double),
            (.string, .string), (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.type, .type),
            (.list, .list), (.map, .map):
            true
        case (.record(let type), .record(let record)): record.recordType === type
        case (.opaque(let type), .opaque(let opaque)): opaque.opaqueType == type
        default: false
        }
    }

    /// The type that holds both, for the elements of a list: the same one, or `dyn`.
    func joined(with other: ValueType) -> ValueType {
        switch (self, other) {
        case (.list(let a), .list(let b)): .list(a.joined(with: b))
        case (.map(let a, let b), .map(let c, let d)): .map(a.joined(with: c), b.joined(with: d))
        case (.null, .record), (.null, .opaque), (.null, .timestamp), (.null, .duration): other
        case (.record, .null), (.opaque, .null), (.timestamp, .null), (.duration, .null): self
        default: self == other ? self : .dynamic
        }
    }
}
