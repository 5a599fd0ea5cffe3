/// Writes JSON piece by piece into one buffer; it sets the commas, the quotes and the escapes.
///
/// Pieces come in the order of the text, and members keep the order they are written in: for sorted keys write them
/// sorted, or use `JSON.canonical`. A piece in the wrong place (a value where a key must stand, an end that closes
/// nothing, a second value after the first) is a fault. That no key comes twice is the caller's to see to.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.beginObject()
/// writer.key("points")
/// writer.integer(120)
/// writer.endObject()
/// writer.text  // {"points":120}
/// ```
package struct JSONWriter {
    /// What is written so far, in UTF-8; a whole JSON text once everything that was begun has ended.
    package private(set) var bytes: [UInt8] = []
    private var place = Place.start
    private var outer: [Place] = []

    /// Where the next piece will stand.
    private enum Place {
        case start, end
        case firstElement, laterElement
        case firstKey, laterKey, memberValue
    }

    /// A writer with nothing written.
    ///
    /// - Parameter reserving: How many bytes to make room for; it grows beyond.
    package init(reserving: Int = 256) {
        bytes.reserveCapacity(reserving)
    }

    /// What is written so far, as a string.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Forgets what is written and keeps the room, to write the next text.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        outer.removeAll(keepingCapacity: true)
        place = .start
    }

    /// Opens an object; keys and their values follow, then `endObject`.
    package mutating func beginObject() {
        beginValue()
        bytes.append(Byte.openBrace)
        outer.append(place)
        place = .firstKey
    }

    /// Closes the innermost object.
    package mutating func endObject() {
        precondition(
            place == .firstKey || place == .laterKey,
            "an object ends here that has not begun, or lacks a value"
        )
        bytes.append(Byte.closeBrace)
        place = outer.removeLast()
    }

    /// Opens an array; values follow, then `endArray`.
    package mutating func beginArray() {
        beginValue()
        bytes.append(Byte.openBracket)
        outer.append(place)
        place = .firstElement
    }

    /// Closes the innermost array.
    package mutating func endArray() {
        precondition(place == .firstElement || place == .laterElement, "an array ends here that has not begun")
        bytes.append(Byte.closeBracket)
        place = outer.removeLast()
    }

    /// Writes a member's key; its value follows.
    package mutating func key(_ key: String) {
        beginKey()
        bytes.appendQuoted(key)
        bytes.append(Byte.colon)
    }

    /// Writes a member's key that stands in the source; its value follows.
    package mutating func key(_ key: StaticString) {
        beginKey()
        key.withUTF8Buffer { bytes.appendQuoted($0) }
        bytes.append(Byte.colon)
    }

    /// Writes `null`.
    package mutating func null() {
        beginValue()
        bytes.append(word: "null")
    }

    /// Writes `true` or `false`.
    package mutating func bool(_ value: Bool) {
        beginValue()
        bytes.append(word: value ? "true" : "false")
    }

    /// Writes a whole number.
    package mutating func integer(_ value: Int64) {
        beginValue()
        bytes.append(decimalDigitsOf: value)
    }

    /// Writes a number from its text, as it is; a text that is no JSON number is a fault.
    package mutating func decimal(_ text: String) {
        beginValue()
        bytes.append(numberText: text)
    }

    /// Writes a string; only what must be is escaped, and characters beyond ASCII stand as they are.
    package mutating func string(_ value: String) {
        beginValue()
        bytes.appendQuoted(value)
    }

    /// Writes a value and all that is in it, members in the order they have.
    package mutating func value(_ value: JSON) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .decimal(let text): decimal(text)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(member.key)
                self.value(member.value)
            }
            endObject()
        }
    }

    @inline(__always)
    private mutating func beginValue() {
        switch place {
        case .start:
            place = .end
        case .memberValue:
            place = .laterKey
        case .firstElement:
            place = .laterElement
        case .laterElement:
            bytes.append(Byte.comma)
        case .firstKey, .laterKey:
            preconditionFailure("a value is written where a key must stand")
        case .end:
            preconditionFailure("a second value is written after the first")
        }
    }

    @inline(__always)
    private mutating func beginKey() {
        switch place {
        case .firstKey:
            break
        case .laterKey:
            bytes.append(Byte.comma)
        case .start, .end, .firstElement, .laterElement, .memberValue:
            preconditionFailure("a key is written where a value must stand")
        }
        place = .memberValue
    }
}
