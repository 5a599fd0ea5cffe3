import Expressions

/// One of the published tests, as far as it can be read without protocol buffer types.
struct ConformanceCase {
    enum Expected {
        case value(Value)
        case fault
    }

    /// Why a test is not run.
    enum Skip: String, CaseIterable, Comparable {
        /// It makes, reads or expects a message of a protocol buffer type.
        case messageType = "needs protocol buffer message types"

        static func < (left: Skip, right: Skip) -> Bool { left.rawValue < right.rawValue }
    }

    let name: String
    let text: String
    let isChecked: Bool
    let container: String
    let declared: [(name: String, type: ValueType)]
    let bound: [(name: String, value: Value)]
    let expected: Expected

    init(_ test: TextProto, in section: String) throws(Skipped) {
        name = section + "/" + (test.string("name") ?? "?")
        text = test.string("expr") ?? ""
        isChecked = test.word("disable_check") != "true"
        container = test.string("container") ?? ""
        let messages = [
            "TestAllTypes", "Value{", "google.protobuf.Any", "google.protobuf.Struct", "google.protobuf.ListValue",
        ]
        if messages.contains(where: text.contains) { throw Skipped(reason: .messageType) }
        declared = try Self.declared(test)
        bound = try Self.bound(test)
        if test.message("eval_error") != nil {
            expected = .fault
        } else if let value = test.message("value") {
            expected = .value(try Self.value(value))
        } else {
            expected = .value(.bool(true))
        }
    }

    struct Skipped: Error {
        let reason: Skip
    }

    private static func declared(_ test: TextProto) throws(Skipped) -> [(name: String, type: ValueType)] {
        var declared: [(name: String, type: ValueType)] = []
        for entry in test.messages("type_env") {
            guard let type = entry.message("ident")?.message("type") else { continue }
            declared.append((entry.string("name") ?? "", try self.type(type)))
        }
        return declared
    }

    private static func bound(_ test: TextProto) throws(Skipped) -> [(name: String, value: Value)] {
        var bound: [(name: String, value: Value)] = []
        for entry in test.messages("bindings") {
            guard let value = entry.message("value")?.message("value") else { continue }
            bound.append((entry.string("key") ?? "", try self.value(value)))
        }
        return bound
    }

    private static func type(_ type: TextProto) throws(Skipped) -> ValueType {
        if let list = type.message("list_type") {
            return .list(try self.type(list.message("elem_type") ?? TextProto()))
        }
        if let map = type.message("map_type") {
            return .map(
                try self.type(map.message("key_type") ?? TextProto()),
                try self.type(map.message("value_type") ?? TextProto())
            )
        }
        if let name = type.string("message_type") {
            switch name {
            case "google.protobuf.Duration": return .duration
            case "google.protobuf.Timestamp": return .timestamp
            default: throw Skipped(reason: .messageType)
            }
        }
        switch type.word("primitive") {
        case "BOOL": return .bool
        case "INT64": return .int
        case "UINT64": return .uint
        case "DOUBLE": return .double
        case "STRING": return .string
        case "BYTES": return .bytes
        default: return .dynamic
        }
    }

    private static func value(_ message: TextProto) throws(Skipped) -> Value {
        guard let entry = message.fields.first else { return .null }
        switch (entry.name, entry.field) {
        case ("null_value", _): return .null
        case ("bool_value", .word(let word)): return .bool(word == "true")
        case ("int64_value", .word(let word)): return .int(Int64(word) ?? 0)
        case ("uint64_value", .word(let word)): return .uint(UInt64(word) ?? 0)
        case ("double_value", .word(let word)): return .double(Double(word) ?? 0)
        case ("string_value", .text(let bytes)): return .string(String(decoding: bytes, as: UTF8.self))
        case ("bytes_value", .text(let bytes)): return .bytes(bytes)
        case ("type_value", .text(let bytes)): return .type(TypeName(String(decoding: bytes, as: UTF8.self)))
        case ("list_value", .message(let list)):
            var values: [Value] = []
            for element in list.messages("values") {
                values.append(try value(element))
            }
            return .list(values)
        case ("map_value", .message(let map)):
            return try mapValue(map)
        case ("object_value", .message(let object)):
            guard let duration = object.message("[type.googleapis.com/google.protobuf.Duration]") else {
                throw Skipped(reason: .messageType)
            }
            let seconds = duration.word("seconds").flatMap { Int64($0) } ?? 0
            let nanoseconds = duration.word("nanos").flatMap { Int64($0) } ?? 0
            return .duration(Span(nanoseconds: seconds * 1_000_000_000 + nanoseconds))
        default:
            throw Skipped(reason: .messageType)
        }
    }

    private static func mapValue(_ map: TextProto) throws(Skipped) -> Value {
        var entries: [(key: String, value: Value)] = []
        for entry in map.messages("entries") {
            guard case .string(let key) = try value(entry.message("key") ?? TextProto()) else {
                throw Skipped(reason: .messageType)
            }
            entries.append((key, try value(entry.message("value") ?? TextProto())))
        }
        return .map(MapValue(entries))
    }
}
