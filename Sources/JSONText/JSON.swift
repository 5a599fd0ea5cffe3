/// A JSON value, exact: what is read is what is written, and no number passes through floating point.
///
/// Two values are equal when they say the same, byte for byte in their strings: "é" composed and "é" decomposed differ
/// here, as they do in SQL, while Swift's `==` on `String` takes them for one. The order of an object's members does
/// not count. A decimal is its text: `1.0` and `1.00` differ.
///
/// - SeeAlso: RFC 8259.
package enum JSON: Sendable, Hashable {
    /// `null`, which is a value and not the absence of one.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without fraction or exponent that fits 64 bits; `-0` is 0.
    case integer(Int64)
    /// Any other number, as its text: a fraction, an exponent, or more digits than 64 bits hold.
    ///
    /// The text follows the number grammar of JSON and may be long or name a huge exponent; whoever computes with it
    /// sets the bounds. To write a text that is no number is a fault.
    case decimal(String)
    /// A text; it may hold any character, U+0000 among them, once its escapes are read.
    case string(String)
    /// Values in order.
    case array([JSON])
    /// Members by key.
    case object(JSONObject)
}

extension JSON {
    /// The value that a JSON text holds.
    ///
    /// The text is one value in UTF-8 with white space around it and nothing else: no byte-order mark, no comments, no
    /// trailing comma, no key twice in one object, no half of a surrogate pair.
    ///
    /// - Parameters:
    ///   - bytes: The text, in UTF-8.
    ///   - maximumDepth: How many arrays and objects may stand inside each other; 0 to 512. `[[]]` is 2 deep.
    /// - Returns: The value, its members in the order of the text.
    /// - Throws: `JSONFailure`, with the place of the first thing that is wrong; bytes that are not UTF-8 come before
    ///   all else.
    /// - Complexity: O(*n*) in the number of bytes; O(*k* log *k*) in the keys of an object with more than 32.
    package static func parse(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int = 64) throws(JSONFailure) -> JSON {
        precondition((0...512).contains(maximumDepth), "a depth of \(maximumDepth) is not within 0 to 512")
        var parser = try JSONParser(bytes, maximumDepth: maximumDepth)
        return try parser.whole()
    }

    /// The value that a JSON text in raw memory holds; otherwise as for `UnsafeBufferPointer<UInt8>`.
    package static func parse(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = 64) throws(JSONFailure) -> JSON {
        try parse(bytes.assumingMemoryBound(to: UInt8.self), maximumDepth: maximumDepth)
    }

    /// The value that a JSON text in an array holds; otherwise as for `UnsafeBufferPointer<UInt8>`.
    package static func parse(_ bytes: [UInt8], maximumDepth: Int = 64) throws(JSONFailure) -> JSON {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONFailure) in
            try parse(buffer, maximumDepth: maximumDepth)
        }
    }

    /// The value that a JSON text in a string holds, at most 64 deep; otherwise as for `UnsafeBufferPointer<UInt8>`.
    package static func parse(_ text: String) throws(JSONFailure) -> JSON {
        try text.utf8Span.span.withUnsafeBufferPointer { (buffer) throws(JSONFailure) in
            try parse(buffer)
        }
    }
}

extension JSON {
    /// Whether this is `null`.
    package var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The truth value, if this is one.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The whole number, if this is one that fits 64 bits; `1.0` and `1e0` are not.
    package var int64: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The text, if this is a string; a number's text is not.
    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements, if this is an array.
    package var array: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, if this is an object.
    package var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of that key, if this is an object that has it; a member that is `null` comes back as `.null`.
    package subscript(_ key: String) -> JSON? {
        if case .object(let value) = self { value[key] } else { nil }
    }
}

extension JSON {
    /// Whether both say the same; strings and decimals by their bytes.
    package static func == (one: JSON, other: JSON) -> Bool {
        switch (one, other) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.decimal(let a), .decimal(let b)): a.hasSameBytes(as: b)
        case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        case (.null, _), (.bool, _), (.integer, _), (.decimal, _), (.string, _), (.array, _), (.object, _): false
        }
    }

    /// Feeds what `==` looks at.
    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null:
            hasher.combine(0)
        case .bool(let value):
            hasher.combine(1)
            hasher.combine(value)
        case .integer(let value):
            hasher.combine(2)
            hasher.combine(value)
        case .decimal(let text):
            hasher.combine(3)
            text.hashBytes(into: &hasher)
        case .string(let text):
            hasher.combine(4)
            text.hashBytes(into: &hasher)
        case .array(let elements):
            hasher.combine(5)
            hasher.combine(elements)
        case .object(let members):
            hasher.combine(6)
            hasher.combine(members)
        }
    }
}
