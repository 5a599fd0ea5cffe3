package import JSONText
import Yams

/// The value of a YAML document of our own, as the core schema of YAML 1.2 reads it.
///
/// Plain words are numbers, `true`, `false` and `null` where they look like them, and texts where they do not. Keys keep
/// their order. For documents that come with the program; what people send goes another way, which bounds and explains.
///
/// - Throws: what the YAML reader finds wrong, or `AliasInDocument`.
package func jsonValue(ofYAML text: String) throws -> JSON {
    let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
    return try withExtendedLifetime(parser) {
        try parser.singleRoot().map { try value(of: $0) } ?? .null
    }
}

/// A document of our own has no aliases.
package struct AliasInDocument: Error {}

private func value(of node: Node) throws -> JSON {
    switch node {
    case .scalar(let scalar): value(of: scalar)
    case .sequence(let sequence): .array(try sequence.map { try value(of: $0) })
    case .mapping(let mapping):
        .object(JSONObject(try mapping.map { ($0.key.string ?? "", try value(of: $0.value)) }))
    case .alias: throw AliasInDocument()
    }
}

private func value(of scalar: Node.Scalar) -> JSON {
    guard scalar.style == .plain else { return .string(scalar.string) }
    switch scalar.string {
    case "", "~", "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case let text:
        if let number = Int64(text), !text.hasPrefix("+") { return .integer(number) }
        if text.wholeMatch(of: #/-?(0|[1-9][0-9]*)\.[0-9]+/#) != nil { return .decimal(text) }
        return .string(text)
    }
}
