import Foundation
import JSONText
import SetiaCore
import SetiaWire

/// `openapi.yaml`, to hold requests and answers against.
struct APIDescription: Sendable {
    let document: JSON

    static let ours: APIDescription = {
        guard let document = try? jsonValue(ofYAML: Caller.text(of: "Sources/SetiaDocuments/openapi.yaml")) else {
            fatalError("openapi.yaml cannot be read")
        }
        return APIDescription(document: document)
    }()

    /// One method of one path.
    struct Operation: Sendable {
        let method: String
        let path: String
        let json: JSON

        var id: String { json["operationId"]?.string ?? "" }
    }

    var operations: [Operation] {
        (document["paths"]?.object?.members ?? []).flatMap { path, methods in
            (methods.object?.members ?? []).map { Operation(method: $0.key.uppercased(), path: path, json: $0.value) }
        }
    }

    /// What a reference names, or the value itself.
    func resolved(_ json: JSON) -> JSON {
        guard let reference = json["$ref"]?.string else { return json }
        return reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }

    /// The operation that an address reaches; one without variables goes before one with them.
    func operation(_ method: String, _ address: String) -> Operation? {
        let parts = address.prefix { $0 != "?" }.split(separator: "/")
        return operations.filter { operation in
            let wanted = operation.path.split(separator: "/")
            return operation.method == method && wanted.count == parts.count
                && zip(wanted, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        .min { $0.path.filter { $0 == "{" }.count < $1.path.filter { $0 == "{" }.count }
    }

    /// What the description does not say of this answer.
    func complaints(about answer: Answer, to method: String, _ address: String) -> [String] {
        guard let operation = operation(method, address) else {
            return [404, 405].contains(answer.status) ? [] : ["\(method) \(address) is not described"]
        }
        guard let response = operation.json["responses"]?["\(answer.status)"].map({ resolved($0) }) else {
            return ["\(operation.id) is not described to answer \(answer.status)"]
        }
        let type = (answer.header("Content-Type") ?? "").prefix { $0 != ";" }
        guard let content = response["content"]?[String(type)] else {
            return type.isEmpty && response["content"] == nil
                ? [] : ["\(operation.id) is not described to answer \(type)"]
        }
        guard type.hasSuffix("json") else { return [] }
        var complaints = SchemaCheck(description: self).complaints(about: answer.json, content["schema"] ?? .null)
        if type == "application/problem+json" {
            let name = (answer.json["type"]?.string ?? "").replacing("/problems/", with: "")
            let known = (response["x-problems"]?.array ?? []).compactMap(\.string)
            if !known.contains(name) { complaints.append("\(operation.id) is not described to answer \(name)") }
        }
        return complaints
    }
}

/// Holds values against the part of JSON Schema that the description uses; any other word of it is a complaint.
struct SchemaCheck {
    let description: APIDescription

    func complaints(about value: JSON, _ schema: JSON, at place: String = "$") -> [String] {
        guard schema["$ref"] == nil else { return complaints(about: value, description.resolved(schema), at: place) }
        guard let words = schema.object?.members else { return ["\(place): there is no schema"] }
        var complaints: [String] = []
        func require(_ isMet: Bool, _ what: String) { if !isMet { complaints.append("\(place): \(what)") } }
        for (word, wanted) in words {
            switch word {
            case "type": require(isOf(wanted.string ?? "", value), "is no \(wanted.text)")
            case "const": require(value == wanted, "is not \(wanted.text)")
            case "enum": require(wanted.array?.contains(value) ?? false, "\(value.text) is none of \(wanted.text)")
            case "required":
                for key in wanted.array ?? [] { require(value[key.string ?? ""] != nil, "lacks \(key.text)") }
            case "properties":
                for (key, schema) in wanted.object?.members ?? [] {
                    guard let member = value[key] else { continue }
                    complaints += self.complaints(about: member, schema, at: "\(place).\(key)")
                }
            case "additionalProperties":
                for (key, member) in value.object?.members ?? [] where schema["properties"]?[key] == nil {
                    require(wanted != .bool(false), "has \(key)")
                    if wanted.object == nil { continue }
                    complaints += self.complaints(about: member, wanted, at: "\(place).\(key)")
                }
            case "items":
                for (index, element) in (value.array ?? []).enumerated() {
                    complaints += self.complaints(about: element, wanted, at: "\(place)[\(index)]")
                }
            case "allOf":
                for part in wanted.array ?? [] { complaints += self.complaints(about: value, part, at: place) }
            case "oneOf":
                require(fitting(value, wanted) == 1, "fits \(fitting(value, wanted)) and not one of its forms")
            case "anyOf": require(fitting(value, wanted) > 0, "fits none of its forms")
            case "minimum": require(value.int64.map { $0 >= wanted.int64 ?? .max } ?? true, "is too small")
            case "maximum": require(value.int64.map { $0 <= wanted.int64 ?? .min } ?? true, "is too large")
            case "minItems": require(value.array.map { $0.count >= wanted.int64 ?? .max } ?? true, "has too few")
            case "maxItems": require(value.array.map { $0.count <= wanted.int64 ?? .min } ?? true, "has too many")
            case "minLength":
                require(value.string.map { $0.utf8.count >= wanted.int64 ?? .max } ?? true, "is too short")
            case "maxLength": require(value.string.map { $0.utf8.count <= wanted.int64 ?? .min } ?? true, "is too long")
            case "pattern": require(value.string.map { fits($0, wanted.string ?? "") } ?? true, "has another form")
            case "format":
                if wanted == .string("date-time"), let text = value.string {
                    require(Instant(rfc3339: text) != nil, "is no time")
                } else if wanted == .string("date"), let text = value.string {
                    require(Instant(rfc3339: text + "T00:00:00Z") != nil, "is no day")
                } else {
                    require(wanted == .string("int64"), "has a format that is not looked at: \(wanted.text)")
                }
            case "description", "default", "discriminator": break
            default: require(false, "has a word in its schema that is not looked at: \(word)")
            }
        }
        return complaints
    }

    private func fitting(_ value: JSON, _ schemas: JSON) -> Int {
        (schemas.array ?? []).count { complaints(about: value, $0).isEmpty }
    }

    private func isOf(_ type: String, _ value: JSON) -> Bool {
        switch value {
        case .object: type == "object"
        case .array: type == "array"
        case .string: type == "string"
        case .integer: type == "integer" || type == "number"
        case .bool: type == "boolean"
        case .decimal: type == "number"
        case .null: false
        }
    }

    private func fits(_ text: String, _ pattern: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return text.wholeMatch(of: regex) != nil
    }
}
