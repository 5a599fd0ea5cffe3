/// A value of the Common Expression Language.
///
/// Whole numbers are 64 bits and never wrap: an overflow is an error of the evaluation. Strings are sequences of code
/// points and are compared as such, never by the canonical equivalence of Swift's `==`. A map's order means nothing.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Values".
@usableFromInline
package enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case list([Value])
    case map(MapValue)
    case timestamp(Timestamp)
    case duration(Span)
    case type(TypeName)
    /// A host's record, whose fields are read by slot.
    case record(any Record)
    /// A host's value of a type that the language does not know, such as an amount of money.
    case opaque(Opaque)

    /// A host's value as a value of the language; one allocation.
    @usableFromInline
    package static func host<Host: HostValue>(_ value: Host) -> Value {
        .opaque(Held(value))
    }

    /// The host value inside, or nil where this is something else.
    ///
    /// - Complexity: one comparison of type identity, no dynamic cast.
    @inlinable
    package func host<Host: HostValue>(as type: Host.Type) -> Host? {
        guard case .opaque(let opaque) = self else { return nil }
        return opaque.value(as: type)
    }

    /// As an explanation shows it, which is as `"%s".format([x])` writes it.
    ///
    /// Nil for records and for values of the host, which only the host can write, and for what is very long.
    package var plainText: String? { Formatting.plain(self) }

    /// What `type()` gives for this value.
    package var typeName: TypeName {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list: .list
        case .map: .map
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: .type
        case .record(let record): TypeName(record.recordType.name)
        case .opaque(let opaque): TypeName(opaque.opaqueType.name)
        }
    }
}

/// The name of a type, as a value that expressions can compare: `type(1) == int`.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Abstract Types".
@usableFromInline
package struct TypeName: Sendable, Equatable {
    /// As the language writes it: `int`, `null_type`, `google.protobuf.Timestamp`, a record's own name.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package static let null = TypeName("null_type")
    package static let bool = TypeName("bool")
    package static let int = TypeName("int")
    package static let uint = TypeName("uint")
    package static let double = TypeName("double")
    package static let string = TypeName("string")
    package static let bytes = TypeName("bytes")
    package static let list = TypeName("list")
    package static let map = TypeName("map")
    package static let timestamp = TypeName("google.protobuf.Timestamp")
    package static let duration = TypeName("google.protobuf.Duration")
    package static let type = TypeName("type")

    /// The types that an expression can name; those of hosts come besides.
    static let standard: [TypeName] = [
        .null, .bool, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration, .type,
    ]

    @usableFromInline
    package static func == (left: TypeName, right: TypeName) -> Bool {
        CodePoints.areEqual(left.text, right.text)
    }
}
